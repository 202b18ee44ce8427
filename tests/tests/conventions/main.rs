//! Every key and every span of the semantic conventions, as a collector receives them.
//!
//! In: generated programs that record each key, and make each span with all its attributes. Out: what of
//! the decoded OTLP is not as `otlp-macros/semconv` says: names, kinds, keys, types, fixed values.
//! Never here: the tables and rules of the macros; the facts are read anew.

#![expect(clippy::unwrap_used, reason = "a panic of a test is a finding")]

#[rustfmt::skip]
mod keys;
mod own;
#[rustfmt::skip]
mod spans;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::{Arc, Mutex};

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use otlp_runtime::{Accepted, ExportError, Exporter, SpanAttributes, SpanBatch, record, span};
use otlp_tests::Session;
use prost::Message as _;
use serde_json::Value as Json;

// Constants, and yet expressions to the macros, so that rustc compares their types with the keys.
const TEXT: &str = "text";
const INT: i64 = 7;
const DOUBLE: f64 = 0.5;
const BOOL: bool = false;
const TEXTS: [&str; 2] = ["one", "two"];
const INTS: [i64; 1] = [7];

/// Keeps what a collector would get.
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Vec<Span>>>);

impl Exporter for Collector {
    async fn export(&mut self, batch: SpanBatch) -> Result<Accepted, ExportError> {
        let request = ExportTraceServiceRequest::decode(&*batch.to_otlp()).unwrap();
        let scopes = request.resource_spans.into_iter().flat_map(|resource| resource.scope_spans);
        self.0.lock().unwrap().extend(scopes.flat_map(|scope| scope.spans));
        Ok(Accepted::default())
    }
}

/// What `program` sends.
fn sent(program: fn()) -> Vec<Span> {
    let collector = Collector::default();
    let session = Session::with(|builder| builder.exporter(collector.clone()));
    program();
    drop(session);
    collector.0.lock().unwrap().clone()
}

fn attributes(span: &Span) -> BTreeMap<&str, &Value> {
    let pairs = span.attributes.iter();
    pairs.map(|pair| (pair.key.as_str(), pair.value.as_ref().unwrap().value.as_ref().unwrap())).collect()
}

/// The items of a data file by one of their fields.
fn facts(file: &str, name: &str) -> BTreeMap<String, Json> {
    let path = format!("{}/../otlp-macros/semconv/{file}.json", env!("CARGO_MANIFEST_DIR"));
    let facts: Json = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let items = facts["items"].as_array().unwrap().iter();
    items.map(|item| (item[name].as_str().unwrap().to_owned(), item.clone())).collect()
}

/// The key as recorded, and whether the value has the type of the key.
fn key_of(fact: &Json) -> String {
    let key = fact["key"].as_str().unwrap();
    if fact["type"].as_str().unwrap().starts_with("template") {
        format!("{key}.x-id")
    } else {
        key.to_owned()
    }
}

fn has_type(value: &Value, fact: &Json) -> bool {
    let is_list = |is_element: fn(&Value) -> bool| match value {
        Value::ArrayValue(list) => {
            list.values.iter().all(|element| is_element(element.value.as_ref().unwrap()))
        }
        _ => false,
    };
    let is_text = |value: &Value| matches!(value, Value::StringValue(_));
    let is_int = |value: &Value| matches!(value, Value::IntValue(_));
    match (fact["type"].as_str().unwrap(), fact["of"].as_str()) {
        ("string" | "any" | "template[string]", _) | ("enum", Some("string")) => is_text(value),
        ("int", _) | ("enum", Some("int")) => is_int(value),
        ("double", _) => matches!(value, Value::DoubleValue(_)),
        ("boolean", _) => matches!(value, Value::BoolValue(_)),
        ("string[]" | "template[string[]]", _) => is_list(is_text),
        ("int[]", _) => is_list(is_int),
        _ => false,
    }
}

#[test]
fn every_key_is_recorded_with_a_value_of_its_type() {
    let facts = facts("attributes", "key");
    let spans = sent(keys::all);
    let recorded: BTreeMap<&str, &Value> = spans.iter().flat_map(attributes).collect();
    for fact in facts.values() {
        let key = key_of(fact);
        let value = recorded.get(key.as_str());
        assert!(value.is_some_and(|value| has_type(value, fact)), "{key} is {value:?}");
    }
    assert_eq!((recorded.len(), facts.len()), (940, 940));
}

/// What the convention makes of the attributes.
fn expected_name(
    convention: &str,
    recorded: &BTreeMap<&str, &Value>,
    rules: &BTreeMap<String, Json>,
) -> String {
    let rule =
        rules.values().find(|rule| rule["conventions"].as_array().unwrap().contains(&convention.into()));
    let ways = rule.and_then(|rule| rule["name"].as_array());
    let built = ways.into_iter().flatten().find_map(|way| {
        way.as_str().unwrap().split_inclusive('}').try_fold(String::new(), |name, piece| {
            let Some((text, key)) = piece.split_once('{') else { return Some(name + piece) };
            let value = match *recorded.get(key.trim_end_matches('}'))? {
                Value::StringValue(text) => text.clone(),
                Value::IntValue(int) => int.to_string(),
                _ => return None,
            };
            Some(name + text + &value)
        })
    });
    built.unwrap_or_else(|| convention.replace('.', "_"))
}

#[test]
fn every_span_is_sent_as_its_convention_says() {
    let (keys, conventions, rules) =
        (facts("attributes", "key"), facts("spans", "id"), facts("names", "rule"));
    let spans = sent(|| spans::ALL.iter().for_each(|span| span()));
    assert_eq!((spans.len(), conventions.len()), (113, 113));
    for span in &spans {
        let recorded = attributes(span);
        let Some(Value::StringValue(id)) = recorded.get("acme.convention") else { continue };
        let convention = &conventions[&format!("span.{id}")];
        let kind = ["internal", "server", "client", "producer", "consumer"]
            .iter()
            .position(|kind| convention["kind"] == *kind)
            .unwrap();
        assert_eq!(usize::try_from(span.kind).unwrap(), kind + 1, "{id}");
        assert_eq!(span.name, expected_name(id, &recorded, &rules), "{id}");

        let implied = convention["implied"].as_array().into_iter().flatten();
        let listed = convention["attributes"].as_array().unwrap().iter();
        let mut expected: BTreeSet<String> = BTreeSet::from(["acme.convention".to_owned()]);
        for requirement in implied.chain(listed) {
            let fact = &keys[requirement["key"].as_str().unwrap()];
            let key = key_of(fact);
            let value = recorded.get(key.as_str());
            assert!(value.is_some_and(|value| has_type(value, fact)), "{id}: {key} is {value:?}");
            if let Some(fixed) = requirement["must_be"].as_str() {
                assert_eq!(value, Some(&&Value::StringValue(fixed.to_owned())), "{id}: {key}");
            }
            expected.insert(key);
        }
        let recorded: BTreeSet<String> = recorded.into_keys().map(str::to_owned).collect();
        assert_eq!(recorded, expected, "{id}");
    }
}

#[derive(SpanAttributes)]
struct Request<'a> {
    #[attribute(http.route)]
    route: &'a str,
    #[attribute("acme.tenant")]
    tenant: Option<&'a str>,
}

#[span(http.server, http.request.method = method, without(url.path, "a secret"), url.scheme = "https", attributes(request))]
fn serve(method: &str, request: &Request<'_>) {}

#[span(http.server, http.request.method = "GET", url.path = "/7", url.scheme = "https", late(http.route))]
fn serve_late(route: Option<&str>) {
    record!(http.route = route);
}

#[span(name = "{acme.tenant} {rpc.method}", "acme.tenant" = "x", late(rpc.method))]
fn call(method: Option<&str>) {
    record!(rpc.method = method);
}

#[test]
fn names_are_made_of_given_late_and_grouped_attributes() {
    let spans = sent(|| {
        serve("_OTHER", &Request { route: "/carts", tenant: None });
        serve_late(Some("/carts/{id}"));
        serve_late(None);
        call(Some("Get"));
        call(None);
    });
    let names: Vec<&str> = spans.iter().map(|span| span.name.as_str()).collect();
    assert_eq!(names, ["HTTP /carts", "GET /carts/{id}", "GET", "x Get", "call"]);
}

#[test]
fn a_group_is_recorded_beside_other_attributes() {
    let spans = sent(|| serve("GET", &Request { route: "/carts", tenant: Some("x") }));
    let recorded = attributes(&spans[0]);
    let keys: Vec<&str> = recorded.keys().copied().collect();
    assert_eq!(keys, ["acme.tenant", "http.request.method", "http.route", "url.scheme"]);
}
