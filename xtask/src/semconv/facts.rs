//! The facts as they stand in `otlp-macros/semconv`.
//!
//! In: JSON. Out: structs, or what is wrong with the data. A field that is not known here is an
//! error, so that a newer export cannot lose facts in silence.
//! Never here: Rust text.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

pub(super) struct Facts {
    pub(super) version: String,
    pub(super) attributes: Vec<Attribute>,
    pub(super) spans: Vec<Span>,
    pub(super) events: Vec<Event>,
    pub(super) names: Vec<NameRule>,
}

#[derive(Deserialize)]
struct Table<T> {
    semconv: String,
    kind: String,
    count: usize,
    items: Vec<T>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Attribute {
    pub(super) key: String,
    #[serde(rename = "type")]
    pub(super) ty: Type,
    pub(super) of: Option<EnumOf>,
    pub(super) stability: Stability,
    pub(super) deprecated: Option<Deprecated>,
    #[serde(default)]
    pub(super) members: Vec<Member>,
}

#[derive(Clone, Copy, Deserialize, Debug, PartialEq)]
pub(super) enum Type {
    #[serde(rename = "string")]
    String,
    #[serde(rename = "int")]
    Int,
    #[serde(rename = "double")]
    Double,
    #[serde(rename = "boolean")]
    Bool,
    #[serde(rename = "string[]")]
    StringArray,
    #[serde(rename = "int[]")]
    IntArray,
    #[serde(rename = "double[]")]
    DoubleArray,
    #[serde(rename = "boolean[]")]
    BoolArray,
    #[serde(rename = "any")]
    Any,
    #[serde(rename = "enum")]
    Enum,
    #[serde(rename = "template[string]")]
    TemplateString,
    #[serde(rename = "template[string[]]")]
    TemplateStringArray,
}

#[derive(Clone, Copy, Deserialize, Debug)]
#[serde(rename_all = "snake_case")]
pub(super) enum EnumOf {
    String,
    Int,
}

#[derive(Clone, Copy, Deserialize, Debug)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stability {
    Stable,
    ReleaseCandidate,
    Beta,
    Alpha,
    Development,
}

#[derive(Clone, Copy, Deserialize, Debug)]
#[serde(rename_all = "snake_case")]
pub(super) enum Reason {
    Renamed,
    Obsoleted,
    Uncategorized,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deprecated {
    pub(super) reason: Reason,
    pub(super) renamed_to: Option<String>,
    pub(super) moved_to: Option<String>,
    #[serde(default)]
    pub(super) names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Member {
    #[serde(rename = "id")]
    _id: String,
    pub(super) value: Value,
    pub(super) stability: Stability,
    pub(super) deprecated: Option<Deprecated>,
}

#[derive(Clone, Deserialize, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[serde(untagged)]
pub(super) enum Value {
    Int(i64),
    String(String),
}

#[derive(Clone, Copy, Deserialize, Debug)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Span {
    pub(super) id: String,
    pub(super) kind: Kind,
    #[serde(default)]
    pub(super) kind_may: Vec<Kind>,
    pub(super) stability: Stability,
    pub(super) deprecated: Option<Deprecated>,
    // Refinements are exported with what they inherit, so the tables need no edge between spans.
    #[serde(rename = "refines")]
    _refines: Option<String>,
    #[serde(default)]
    pub(super) implied: Vec<Implied>,
    pub(super) attributes: Vec<Requirement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Implied {
    pub(super) key: String,
    pub(super) must_be: String,
    #[serde(default)]
    pub(super) sampling: bool,
}

#[derive(Clone, Copy, Deserialize, Debug)]
pub(super) enum Level {
    #[serde(rename = "required")]
    Required,
    #[serde(rename = "conditionally_required")]
    Conditional,
    #[serde(rename = "recommended")]
    Recommended,
    #[serde(rename = "opt_in")]
    OptIn,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Requirement {
    pub(super) key: String,
    pub(super) level: Level,
    // A condition is prose that no compiler can decide.
    #[serde(default, rename = "conditional")]
    _conditional: bool,
    #[serde(default)]
    pub(super) sampling: bool,
    pub(super) must_be: Option<String>,
    pub(super) should_be: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Event {
    pub(super) name: String,
    pub(super) stability: Stability,
    pub(super) deprecated: Option<Deprecated>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NameRule {
    pub(super) rule: String,
    #[serde(rename = "source")]
    _source: String,
    pub(super) conventions: Vec<String>,
    #[serde(default)]
    pub(super) other: BTreeMap<String, Option<String>>,
    #[serde(default)]
    pub(super) unless: BTreeMap<String, Vec<String>>,
    pub(super) name: Vec<String>,
}

impl Facts {
    /// Reads the data and checks what the tables rely on: one version, sorted, nothing twice.
    pub(super) fn read(folder: &Path) -> Result<Self, String> {
        let attributes: Table<Attribute> = table(folder, "attributes")?;
        let version = attributes.semconv.clone();
        let same =
            |other: &str| if other == version { Ok(()) } else { Err("the data mixes versions".to_owned()) };
        let spans: Table<Span> = table(folder, "spans")?;
        let events: Table<Event> = table(folder, "events")?;
        let names: Table<NameRule> = table(folder, "names")?;
        same(&spans.semconv)?;
        same(&events.semconv)?;
        same(&names.semconv)?;
        check_sorted("attributes", attributes.items.iter().map(|item| &item.key))?;
        check_sorted("spans", spans.items.iter().map(|item| &item.id))?;
        check_sorted("events", events.items.iter().map(|item| &item.name))?;
        check_sorted("names", names.items.iter().map(|item| &item.rule))?;
        check_rules(&names.items, &spans.items)?;
        Ok(Self {
            version,
            attributes: attributes.items,
            spans: spans.items,
            events: events.items,
            names: names.items,
        })
    }
}

fn table<T: DeserializeOwned>(folder: &Path, kind: &str) -> Result<Table<T>, String> {
    let path = folder.join(format!("{kind}.json"));
    let wrong = |error: &dyn std::fmt::Display| format!("`{}`: {error}", path.display());
    let text = fs::read_to_string(&path).map_err(|error| wrong(&error))?;
    let table: Table<T> = serde_json::from_str(&text).map_err(|error| wrong(&error))?;
    if table.kind != kind || table.count != table.items.len() {
        return Err(wrong(&"its `kind` or `count` is not so"));
    }
    Ok(table)
}

fn check_sorted<'a>(kind: &str, keys: impl Iterator<Item = &'a String>) -> Result<(), String> {
    let keys: Vec<&String> = keys.collect();
    match keys.iter().zip(keys.iter().skip(1)).find(|(left, right)| left >= right) {
        Some((left, right)) => Err(format!("`{kind}.json`: `{right}` must come before `{left}`, and once")),
        None => Ok(()),
    }
}

fn check_rules(rules: &[NameRule], spans: &[Span]) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for id in rules.iter().flat_map(|rule| &rule.conventions) {
        if !spans.iter().any(|span| span.id.strip_prefix("span.") == Some(id)) {
            return Err(format!("`names.json`: no span `{id}`"));
        }
        if !seen.insert(id) {
            return Err(format!("`names.json`: `{id}` has two rules"));
        }
    }
    Ok(())
}
