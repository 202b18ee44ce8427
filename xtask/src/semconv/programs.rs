//! Facts as programs that use all of them: the sources of `tests/tests/conventions`.
//!
//! In: the facts. Out: file names and their text.
//! Never here: files; what the programs must have recorded, which the test reads from the facts itself.

use std::fmt::Write as _;

use super::facts::{Attribute, Facts, Member, Span, Type, Value};

/// A span keeps 128 attributes; a group of this many fits with room to spare.
const GROUP: usize = 60;

/// Prints every generated file of the test.
pub(super) fn print(facts: &Facts) -> Result<Vec<(&'static str, String)>, String> {
    Ok(vec![("keys.rs", keys(facts)), ("spans.rs", spans(facts)?)])
}

fn header(facts: &Facts, what: &str, data: &str) -> String {
    format!(
        "//! {what} of the semantic conventions v{}, once.\n//!\n\
         //! Generated from `otlp-macros/semconv/{data}` by `cargo xtask semconv`; do not edit.\n\n",
        facts.version
    )
}

/// `fn keys_0() { let _span = span!("keys"); record!(android.app.state = "background", ..); }`
fn keys(facts: &Facts) -> String {
    let mut text = header(facts, "Every key", "attributes.json");
    text.push_str(
        "use otlp_runtime::{inline, record};\n\nuse super::{BOOL, DOUBLE, INT, INTS, TEXT, TEXTS};\n",
    );
    let (old, live): (Vec<_>, Vec<_>) = facts.attributes.iter().partition(|it| it.deprecated.is_some());
    let groups = live.chunks(GROUP).map(|group| ("", group));
    let groups: Vec<_> =
        groups.chain(old.chunks(GROUP).map(|group| ("deprecated = warn, ", group))).collect();
    text.push_str("\n/// Records each key in one of several spans.\npub(crate) fn all() {\n");
    for index in 0..groups.len() {
        let _ = writeln!(text, "    keys_{index}();");
    }
    text.push_str("}\n");
    for (index, (options, group)) in groups.into_iter().enumerate() {
        let allow = if options.is_empty() { "" } else { "#[allow(deprecated)]\n" };
        let _ = writeln!(text, "\n{allow}fn keys_{index}() {{");
        text.push_str("    let _span = inline::span!(\"keys\");\n");
        for attribute in group {
            let _ = writeln!(text, "    record!({options}{});", given(attribute));
        }
        text.push_str("}\n");
    }
    text
}

/// `#[span(http.server, "acme.convention" = "http.server", ..)] fn http_server() {}`
fn spans(facts: &Facts) -> Result<String, String> {
    let mut text = header(facts, "Every span with all its attributes", "spans.json");
    text.push_str("use otlp_runtime::span;\n\nuse super::{BOOL, DOUBLE, INT, TEXT, TEXTS};\n");
    text.push_str("\n/// Each starts and ends a span.\npub(crate) static ALL: &[fn()] = &[\n");
    for span in &facts.spans {
        let _ = writeln!(text, "    {},", function(span));
    }
    text.push_str("];\n");
    for span in &facts.spans {
        let id = convention(span);
        let _ = writeln!(text, "\n#[span(\n    {id},\n    \"acme.convention\" = {id:?},");
        let is_fixed = |key: &str| span.implied.iter().any(|implied| implied.key == key);
        for requirement in span.attributes.iter().filter(|it| it.must_be.is_none() && !is_fixed(&it.key)) {
            let attribute = facts.attributes.iter().find(|attribute| attribute.key == requirement.key);
            let attribute = attribute.ok_or_else(|| format!("`{id}` has no `{}`", requirement.key))?;
            let _ = writeln!(text, "    {},", given(attribute));
        }
        let _ = writeln!(text, ")]\nfn {}() {{}}", function(span));
    }
    Ok(text)
}

fn convention(span: &Span) -> &str {
    span.id.strip_prefix("span.").unwrap_or(&span.id)
}

fn function(span: &Span) -> String {
    convention(span).replace('.', "_")
}

/// `server.port = INT`, `http.request.method = "CONNECT"`
fn given(attribute: &Attribute) -> String {
    let key = &attribute.key;
    match attribute.ty {
        Type::String | Type::Any => format!("{key} = TEXT"),
        Type::Int => format!("{key} = INT"),
        Type::Double => format!("{key} = DOUBLE"),
        Type::Bool => format!("{key} = BOOL"),
        Type::StringArray => format!("{key} = TEXTS"),
        Type::IntArray => format!("{key} = INTS"),
        Type::DoubleArray => format!("{key} = [DOUBLE]"),
        Type::BoolArray => format!("{key} = [BOOL]"),
        Type::TemplateString => format!("{key}.x-id = TEXT"),
        Type::TemplateStringArray => format!("{key}.x-id = TEXTS"),
        Type::Enum => format!("{key} = {}", member(&attribute.members)),
    }
}

fn member(members: &[Member]) -> String {
    match members.iter().find(|member| member.deprecated.is_none()).map(|member| &member.value) {
        Some(Value::String(text)) => format!("{text:?}"),
        Some(Value::Int(int)) => int.to_string(),
        None => "other(\"none\")".to_owned(),
    }
}
