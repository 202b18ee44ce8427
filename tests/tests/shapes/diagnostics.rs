//! What rustc and clippy say, by crate and shape.
//!
//! In: cargo's JSON messages. Out: one [`Finding`] each, complete and in an order of its own.
//! Never here: which findings may differ.

use std::collections::BTreeMap;

use serde_json::Value;

use super::crates::{corpus, corpus_file};

/// One message about one shape.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// `file::function`
    pub(crate) shape: String,
    /// `dead_code`, `E0308`, or nothing.
    pub(crate) code: String,
    /// The message and where it points.
    pub(crate) head: String,
    /// The same with all labels, notes and suggestions.
    pub(crate) text: String,
}

/// Reads cargo's messages, by package.
pub(crate) fn findings(stdout: &[u8]) -> BTreeMap<String, Vec<Finding>> {
    let mut by_package: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    for line in String::from_utf8_lossy(stdout).lines() {
        let message: Value = serde_json::from_str(line).expect("JSON");
        if message["reason"] != "compiler-message" {
            continue;
        }
        let package = message["package_id"].as_str().expect("an id");
        let package = package.rsplit('/').next().and_then(|name| name.split('#').next()).expect("a name");
        let message = &message["message"];
        if is_summary(message) {
            continue;
        }
        // rustc names types of futures by their place, and that is in another folder for each variant.
        let message = message.to_string().replace(&format!("{package}/src"), "package/src");
        let message = serde_json::from_str(&message).expect("JSON");
        by_package.entry(package.to_owned()).or_default().push(finding(&message));
    }
    for findings in by_package.values_mut() {
        findings.sort();
        findings.dedup();
    }
    by_package
}

/// `3 warnings emitted`, `aborting due to ..`: counts of what is here anyway.
fn is_summary(message: &Value) -> bool {
    message["spans"].as_array().is_some_and(Vec::is_empty)
        && message["code"].is_null()
        && (text(&message["message"]).contains("emitted")
            || text(&message["message"]).starts_with("aborting")
            || message["level"] == "failure-note")
}

fn finding(message: &Value) -> Finding {
    let code = text(&message["code"]["code"]).to_owned();
    let primary = list(&message["spans"]).iter().filter(|span| span["is_primary"] == true);
    let mut places: Vec<String> = primary.map(position).collect();
    places.sort();
    let head = format!("{}[{code}]: {}\n  {}", text(&message["level"]), told(message), places.join(", "));
    Finding { shape: shape(message), code, head, text: rendered(message, 0) }
}

fn rendered(message: &Value, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    let code = text(&message["code"]["code"]);
    let mut out = format!("{indent}{}[{code}]: {}\n", text(&message["level"]), told(message));
    let mut places: Vec<String> =
        list(&message["spans"]).iter().map(|span| format!("{indent}  {}", place(span))).collect();
    places.sort();
    out.extend(places);
    let children =
        list(&message["children"]).iter().filter(|child| !is_about_the_level(text(&child["message"])));
    out.extend(children.map(|child| rendered(child, depth + 1)));
    out
}

/// The message; a span has a size, so sizes are left out.
fn told(message: &Value) -> String {
    let words = text(&message["message"]).split(' ').collect::<Vec<_>>();
    let is_size = |at: usize| words.get(at + 1).is_some_and(|next| next.starts_with("bytes"));
    let told = words.iter().enumerate().map(|(at, word)| if is_size(at) { "…" } else { word });
    told.collect::<Vec<_>>().join(" ")
}

/// What clippy and rustc say once, at whichever message comes first.
fn is_about_the_level(note: &str) -> bool {
    note.contains("on by default") || note.contains("implied by `") || note.starts_with("to override `")
}

fn place(span: &Value) -> String {
    let role = if span["is_primary"] == true { ">" } else { " " };
    let replacement =
        span["suggested_replacement"].as_str().map(|text| format!(" => `{text}`")).unwrap_or_default();
    format!("{role} {} {}{replacement}\n", position(span), text(&span["label"]))
}

fn position(span: &Value) -> String {
    let [from_line, from, to_line, to] =
        ["line_start", "column_start", "line_end", "column_end"].map(|key| &span[key]);
    let file = text(&span["file_name"]).rsplit("/src/").next().unwrap_or_default();
    format!("{file}:{from_line}:{from}-{to_line}:{to}")
}

/// `file::function`, by the nearest `fn` at or above the first place.
fn shape(message: &Value) -> String {
    let spans = list(&message["spans"]);
    let Some(span) = spans.iter().find(|span| span["is_primary"] == true).or(spans.first()) else {
        return String::from("the crate");
    };
    let file = text(&span["file_name"]).rsplit('/').next().unwrap_or_default().trim_end_matches(".rs");
    if !is_corpus(file) {
        return format!("{file}.rs");
    }
    let line = usize::try_from(span["line_end"].as_u64().unwrap_or_default()).expect("a line");
    let source = corpus(file);
    let name = source.lines().take(line).filter_map(function_name).last();
    // An attribute or comment stands before its function.
    let below = source.lines().skip(line).find_map(function_name);
    let is_before = source.lines().nth(line.saturating_sub(1)).is_some_and(|line| {
        let line = line.trim_start();
        line.starts_with("#[") || line.starts_with("//")
    });
    let name = if is_before { below.or(name) } else { name.or(below) };
    format!("{file}::{}", name.unwrap_or_default())
}

fn is_corpus(file: &str) -> bool {
    corpus_file(file).exists()
}

/// `pub fn load(..` → `load`
fn function_name(line: &str) -> Option<String> {
    if line.trim_start().starts_with("//") {
        return None;
    }
    let (before, after) = line.split_once("fn ")?;
    if before.ends_with(|character: char| character.is_alphanumeric() || character == '_') {
        return None;
    }
    let name: String = after
        .chars()
        .take_while(|character| character.is_alphanumeric() || "_$#".contains(*character))
        .collect();
    (!name.is_empty()).then_some(name)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
