//! Keys and names against the facts in `otlp-macros/semconv`, read anew.

use std::collections::BTreeMap;

use otlp_runtime::middleware::{HttpClientLayer, ResendCount, UrlTemplate};
use otlp_runtime::{SpanData, SpanKind, Value};
use otlp_tests::Session;
use serde_json::Value as Json;
use tower::{Layer as _, ServiceExt as _};

use super::{caller, grpc, http_calls, reqwest_calls};

fn facts(file: &str, name: &str) -> BTreeMap<String, Json> {
    let path = format!("{}/../../otlp-macros/semconv/{file}.json", env!("CARGO_MANIFEST_DIR"));
    let facts: Json = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let items = facts["items"].as_array().unwrap().iter();
    items.map(|item| (item[name].as_str().unwrap().to_owned(), item.clone())).collect()
}

fn has_type(value: &Value, fact: &Json) -> bool {
    match (fact["type"].as_str().unwrap(), fact["of"].as_str()) {
        ("string", _) | ("enum", Some("string")) => matches!(value, Value::String(_)),
        ("int", _) => matches!(value, Value::Int(_)),
        _ => false,
    }
}

/// The name that the convention's rule makes of a span's attributes.
fn expected_name(convention: &str, span: &SpanData, rules: &BTreeMap<String, Json>) -> String {
    let rule =
        rules.values().find(|rule| rule["conventions"].as_array().unwrap().contains(&convention.into()));
    let ways = rule.unwrap()["name"].as_array().unwrap();
    let built = ways.iter().find_map(|way| {
        way.as_str().unwrap().split_inclusive('}').try_fold(String::new(), |name, piece| {
            let Some((text, key)) = piece.split_once('{') else { return Some(name + piece) };
            let value = span.attribute(key.trim_end_matches('}'))?.as_str()?;
            Some(name + text + value)
        })
    });
    built.unwrap()
}

fn check(convention: &str, span: &SpanData) {
    let (keys, rules) = (facts("attributes", "key"), facts("names", "rule"));
    let convention_fact = &facts("spans", "id")[&format!("span.{convention}")];
    assert_eq!(convention_fact["kind"], span.kind.as_str(), "{convention}");
    assert_eq!(span.name, expected_name(convention, span, &rules), "{convention}");
    let listed = |list: &str| convention_fact[list].as_array().cloned().unwrap_or_default();
    let of_convention: Vec<Json> = listed("attributes").into_iter().chain(listed("implied")).collect();
    for attribute in &span.attributes {
        let fact = &keys[attribute.key.as_ref()];
        assert!(fact["deprecated"].is_null(), "{convention}: {} is deprecated", attribute.key);
        assert!(has_type(&attribute.value, fact), "{convention}: {} is {:?}", attribute.key, attribute.value);
        let is_listed = of_convention.iter().any(|fact| fact["key"] == attribute.key.as_ref());
        assert!(is_listed, "{convention} does not list {}", attribute.key);
    }
    for fact in &of_convention {
        let value = span.attribute(fact["key"].as_str().unwrap());
        assert!(fact["level"] != "required" || value.is_some(), "{convention} requires {}", fact["key"]);
        if let Some(fixed) = fact["must_be"].as_str() {
            assert_eq!(value.and_then(Value::as_str), Some(fixed), "{convention}: {}", fact["key"]);
        }
    }
}

#[test]
fn layers_record_what_their_conventions_say() {
    let session = Session::start();
    caller(async {
        let port = http_calls::serve(otlp_runtime::middleware::HttpServerLayer::new()).await;
        let request = http::Request::get(format!("http://127.0.0.1:{port}/carts/500?a=1"))
            .header("user-agent", "test/1")
            .body(http_body_util::Empty::new())
            .unwrap();
        HttpClientLayer::new().layer(http_calls::client()).oneshot(request).await.unwrap();
        let client = reqwest_calls::client(HttpClientLayer::new());
        let request = client.get(format!("http://127.0.0.1:{port}/carts/7"));
        let request = request.with_extension(UrlTemplate("/carts/{id}")).with_extension(ResendCount(1));
        request.send().await.unwrap();
        let uri = grpc::serve().await;
        for code in [0, 13] {
            let _ = grpc::call(&mut grpc::client(&uri), "/shop.Payments/Charge", code).await;
        }
    });
    let mut checked = 0;
    for span in session.spans() {
        let is_rpc = span.attribute("rpc.method").is_some();
        let convention = match (is_rpc, span.kind) {
            (_, SpanKind::Internal) => continue,
            (false, SpanKind::Client) => "http.client",
            (false, _) => "http.server",
            (true, SpanKind::Client) => "rpc.grpc.call.client",
            (true, _) => "rpc.grpc.call.server",
        };
        check(convention, &span);
        checked += 1;
    }
    assert_eq!(checked, 8);
}
