//! The tables as a whole, counted and cross-checked, and rows one may know by heart.
//!
//! In: the tables. Out: what is not as the source says.
//! Never here: guesses; `tests/typos.rs` has those.

mod typos;

use super::generated::attributes::ATTRIBUTES;
use super::generated::conventions::CONVENTIONS;
use super::generated::events::EVENTS;
use super::*;

fn deprecated(reason: Reason) -> usize {
    ATTRIBUTES.iter().filter(|it| it.deprecated.is_some_and(|it| it.reason == reason)).count()
}

#[test]
fn attributes_are_as_many_as_the_source_has() {
    assert_eq!(ATTRIBUTES.len(), 940);
    assert_eq!(deprecated(Reason::Renamed), 97);
    assert_eq!(deprecated(Reason::Obsoleted), 22);
    assert_eq!(deprecated(Reason::Uncategorized), 87);
    let moved = |it: &&Attribute| it.deprecated.is_some_and(|it| it.moved_to.is_some());
    assert_eq!(ATTRIBUTES.iter().filter(moved).count(), 58);
    assert_eq!(ATTRIBUTES.iter().filter(|it| it.is_live()).count(), 940 - 206 + 58);
}

#[test]
fn attributes_of_each_type_are_as_many_as_the_source_has() {
    let count = |ty: Type| ATTRIBUTES.iter().filter(|it| it.ty == ty).count();
    assert_eq!(count(Type::String), 543);
    assert_eq!(count(Type::Int), 101);
    assert_eq!(count(Type::Double), 17);
    assert_eq!(count(Type::Bool), 26);
    assert_eq!(count(Type::StringArray), 32);
    assert_eq!(count(Type::IntArray), 1);
    assert_eq!(count(Type::DoubleArray), 0);
    assert_eq!(count(Type::BoolArray), 0);
    assert_eq!(count(Type::Any), 8);
    assert_eq!(count(Type::Enum(EnumOf::String)) + count(Type::Enum(EnumOf::Int)), 171);
    assert_eq!(count(Type::Enum(EnumOf::Int)), 2);
    assert_eq!(count(Type::TemplateString), 33);
    assert_eq!(count(Type::TemplateStringArray), 8);
}

#[test]
fn attributes_of_each_stability_are_as_many_as_the_source_has() {
    let count = |stability: Stability| ATTRIBUTES.iter().filter(|it| it.stability == stability).count();
    assert_eq!(count(Stability::Stable), 122);
    assert_eq!(count(Stability::ReleaseCandidate), 89);
    assert_eq!(count(Stability::Beta), 0);
    assert_eq!(count(Stability::Alpha), 1);
    assert_eq!(count(Stability::Development), 728);
}

/// 989 in the source; `completion` of `gen_ai.token.type` has the value of the live `output`.
#[test]
fn members_are_as_many_as_the_source_has_values() {
    let members = || ATTRIBUTES.iter().flat_map(|it| it.members);
    assert_eq!(members().count(), 988);
    assert_eq!(members().filter(|it| it.deprecated.is_some()).count(), 23);
    assert_eq!(members().filter(|it| it.stability == Stability::Stable).count(), 70);
    for attribute in ATTRIBUTES {
        assert_eq!(matches!(attribute.ty, Type::Enum(_)), !attribute.members.is_empty(), "{}", attribute.key);
    }
}

#[test]
fn conventions_are_as_many_as_the_source_has() {
    let count = |kind: Kind| CONVENTIONS.iter().filter(|it| it.kind == kind).count();
    assert_eq!(count(Kind::Client), 68);
    assert_eq!(count(Kind::Consumer), 8);
    assert_eq!(count(Kind::Internal), 10);
    assert_eq!(count(Kind::Producer), 14);
    assert_eq!(count(Kind::Server), 13);
    let count = |stability: Stability| CONVENTIONS.iter().filter(|it| it.stability == stability).count();
    assert_eq!(count(Stability::Development), 96);
    assert_eq!(count(Stability::ReleaseCandidate), 9);
    assert_eq!(count(Stability::Stable), 8);
    assert_eq!(CONVENTIONS.iter().filter(|it| it.deprecated.is_some()).count(), 14);
    assert!(CONVENTIONS.iter().all(Convention::is_live));
    assert_eq!(CONVENTIONS.iter().flat_map(|it| it.attributes).count(), 1614);
    assert_eq!(CONVENTIONS.iter().filter(|it| !it.implied.is_empty()).count(), 36);
}

#[test]
fn events_are_as_many_as_the_source_has() {
    assert_eq!(EVENTS.len(), 32);
    assert_eq!(EVENTS.iter().filter(|it| it.deprecated.is_some()).count(), 10);
    assert_eq!(EVENTS.iter().filter(|it| it.stability == Stability::Stable).count(), 1);
}

#[test]
fn every_row_is_found() {
    for it in ATTRIBUTES {
        assert_eq!(attribute(it.key), Some(it));
        for member in it.members {
            let found = match member.value {
                Value::String(value) => it.member(value),
                Value::Int(value) => it.int_member(value),
            };
            assert_eq!(found, Some(member), "{}", it.key);
        }
    }
    for it in CONVENTIONS {
        assert_eq!(convention(it.id), Some(it));
        for requirement in it.attributes {
            assert_eq!(it.requirement(requirement.key), Some(requirement), "{}", it.id);
        }
    }
    for it in EVENTS {
        assert_eq!(event(it.name), Some(it));
    }
}

#[test]
fn every_rename_leads_to_a_live_key() {
    for it in ATTRIBUTES {
        for key in it.deprecated.iter().filter_map(|it| it.renamed_to) {
            assert!(attribute(key).is_some_and(Attribute::is_live), "{} -> {key}", it.key);
            assert_eq!(replacements(it).next(), Some(key));
        }
        for key in it.deprecated.iter().flat_map(|it| it.names) {
            assert_ne!(lookup(key), Found::Unknown, "{} -> {key}", it.key);
        }
        for member in it.members {
            for value in member.deprecated.iter().filter_map(|it| it.renamed_to) {
                assert!(it.member(value).is_some_and(|it| it.deprecated.is_none()), "{}: {value}", it.key);
            }
        }
    }
}

#[test]
fn every_key_of_a_convention_is_registered() {
    for it in CONVENTIONS {
        for Requirement { key, must_be, should_be, .. } in it.attributes {
            let attribute = attribute(key).unwrap_or_else(|| panic!("{}: {key}", it.id));
            for value in must_be.iter().chain(should_be) {
                assert!(attribute.member(value).is_none_or(|it| it.deprecated.is_none()), "{key}: {value}");
            }
        }
        for Implied { key, value, sampling } in it.implied {
            assert!(attribute(key).unwrap().member(value).is_some(), "{}: {key}={value}", it.id);
            assert!(sampling);
            assert_eq!(it.requirement(key), None);
        }
    }
}

#[test]
fn no_path_is_both_a_key_and_a_convention() {
    for it in CONVENTIONS {
        assert_eq!(lookup(it.id), Found::Unknown, "{}", it.id);
        assert_eq!(convention(it.id), Some(it));
    }
    assert_eq!(convention("http.sever"), None);
}

/// `{http.request.method} {http.route}`.
fn text(template: &Template) -> String {
    let part = |part: &Part| match *part {
        Part::Text(text) => text.to_owned(),
        Part::Key { key, .. } => format!("{{{key}}}"),
    };
    template.parts.iter().map(part).collect()
}

#[test]
fn every_placeholder_of_a_name_is_a_registered_key() {
    for it in CONVENTIONS {
        for part in it.name.iter().flat_map(|template| template.parts) {
            if let Part::Key { key, unless, .. } = part {
                let found = attribute(key).unwrap_or_else(|| panic!("{}: {key}", it.id));
                assert!(!found.ty.is_template(), "{}: {key}", it.id);
                assert!(
                    unless.iter().all(|key| attribute(key).is_some_and(|it| it.ty == Type::Bool)),
                    "{key}"
                );
            }
        }
    }
}

/// These names stand on keys that their span does not list: the database's own notes, and resources.
#[test]
fn placeholders_are_keys_of_their_convention_but_for_a_few() {
    let mut foreign: Vec<&str> = CONVENTIONS
        .iter()
        .flat_map(|it| it.name.iter().flat_map(|template| template.parts).map(move |part| (it, part)))
        .filter_map(|(it, part)| match part {
            Part::Key { key, .. } => Some((it, *key)),
            Part::Text(_) => None,
        })
        .filter(|(it, key)| it.requirement(key).is_none() && !it.implied.iter().any(|it| it.key == *key))
        .map(|(_, key)| key)
        .collect();
    foreign.sort_unstable();
    foreign.dedup();
    let known = [
        "db.collection.name",
        "db.query.summary",
        "db.stored_procedure.name",
        "db.system.name",
        "faas.name",
        "http.route",
    ];
    assert_eq!(foreign, known);
}

#[test]
fn names_follow_the_conventions() {
    let name = |id: &str| convention(id).unwrap().name.iter().map(text).collect::<Vec<_>>();
    assert_eq!(name("http.server"), ["{http.request.method} {http.route}", "{http.request.method}"]);
    assert_eq!(name("http.client"), ["{http.request.method} {url.template}", "{http.request.method}"]);
    assert_eq!(
        name("db.redis.client"),
        [
            "{db.query.summary}",
            "{db.operation.name} {db.collection.name}",
            "{db.operation.name} {db.stored_procedure.name}",
            "{db.operation.name} {server.address}:{server.port}",
            "{db.operation.name}",
            "{db.collection.name}",
            "{db.stored_procedure.name}",
            "{server.address}:{server.port}",
            "{db.system.name}",
        ]
    );
    assert_eq!(name("db.postgresql.client").len(), 11);
    assert_eq!(name("messaging.kafka.send.producer").len(), 4);
    assert_eq!(name("rpc.grpc.call.client"), ["{rpc.method}", "{rpc.system.name}"]);
    assert_eq!(name("faas.client"), ["{faas.invoked_name}"]);
    assert_eq!(name("aws.lambda.server"), ["{http.route}", "{faas.name}"]);
    assert_eq!(name("dynamodb.query.client"), ["{rpc.service}.{rpc.method}"]);
    assert!(name("graphql.server").is_empty());
}

#[test]
fn placeholders_know_when_their_value_is_no_name() {
    let first = |id: &str| &convention(id).unwrap().name[0].parts[0];
    let method = Part::Key { key: "http.request.method", other: Other::Reads("HTTP"), unless: &[] };
    assert_eq!(first("http.server"), &method);
    let method = Part::Key { key: "rpc.method", other: Other::Unavailable, unless: &[] };
    assert_eq!(first("rpc.call.server"), &method);
    let destination = &convention("messaging.send.producer").unwrap().name[1].parts[2];
    let unless = &["messaging.destination.anonymous", "messaging.destination.temporary"];
    assert_eq!(destination, &Part::Key { key: "messaging.destination.name", other: Other::AsIs, unless });
}

#[test]
fn rows_one_knows_by_heart() {
    let port = Attribute {
        key: "server.port",
        ty: Type::Int,
        stability: Stability::Stable,
        deprecated: None,
        members: &[],
    };
    assert_eq!(attribute("server.port"), Some(&port));
    let method = attribute("http.request.method").unwrap();
    assert_eq!(method.ty.of_value(), Type::String);
    assert_eq!(method.member("GET").unwrap().stability, Stability::Stable);
    assert_eq!(method.member("GETT"), None);
    let old = attribute("http.method").unwrap().deprecated.unwrap();
    let renamed = Deprecated {
        reason: Reason::Renamed,
        renamed_to: Some("http.request.method"),
        moved_to: None,
        names: &[],
    };
    assert_eq!(old, &renamed);
    let moved = attribute("gen_ai.request.model").unwrap();
    assert_eq!(moved.deprecated.unwrap().moved_to, Some("open-telemetry/semantic-conventions-genai"));
    assert_eq!(replacements(moved).next(), None);
    assert_eq!(attribute("rpc.grpc.status_code").unwrap().int_member(14).unwrap().value, Value::Int(14));
    assert_eq!(attribute("http.request.header").unwrap().ty.of_value(), Type::StringArray);
    let output = attribute("gen_ai.token.type").unwrap().member("output");
    assert_eq!(
        output,
        Some(&Member { value: Value::String("output"), stability: Stability::Development, deprecated: None })
    );
    assert_eq!(
        event("exception").unwrap(),
        &Event { name: "exception", stability: Stability::Stable, deprecated: None }
    );
}

#[test]
fn conventions_one_knows_by_heart() {
    let postgres = convention("db.postgresql.client").unwrap();
    assert_eq!((postgres.kind, postgres.stability), (Kind::Client, Stability::Stable));
    assert_eq!(postgres.implied, [Implied { key: "db.system.name", value: "postgresql", sampling: true }]);
    assert!(postgres.attributes.iter().all(|it| it.level != Level::Required));
    assert_eq!(postgres.requirement("db.query.parameter").unwrap().level, Level::OptIn);
    let required = |id: &str| {
        let required = convention(id).unwrap().attributes.iter().filter(|it| it.level == Level::Required);
        required.map(|it| (it.key, it.sampling)).collect::<Vec<_>>()
    };
    let http_server = [("http.request.method", true), ("url.path", true), ("url.scheme", true)];
    assert_eq!(required("http.server"), http_server);
    assert_eq!(
        convention("http.server").unwrap().requirement("http.route").unwrap().level,
        Level::Conditional
    );
    assert_eq!(convention("db.client").unwrap().kind_may, [Kind::Internal]);
    let kafka = convention("messaging.kafka.send.producer").unwrap();
    assert_eq!(kafka.requirement("messaging.system").unwrap().must_be, Some("kafka"));
    assert_eq!(kafka.requirement("messaging.operation.type").unwrap().should_be, Some("send"));
    assert_eq!(kafka.requirement("messaging.kafka.offset").unwrap().level, Level::Recommended);
}

#[test]
fn template_keys_are_found_with_their_suffix() {
    let header = attribute("http.request.header").unwrap();
    assert_eq!(lookup("http.request.header.x-id"), Found::Template { attribute: header, suffix: "x-id" });
    assert_eq!(lookup("http.request.header.a.b"), Found::Template { attribute: header, suffix: "a.b" });
    assert_eq!(lookup("http.request.header"), Found::TemplateWithoutSuffix(header));
    assert_eq!(lookup("http.request.header."), Found::TemplateWithoutSuffix(header));
    assert_eq!(lookup("http.request.headers"), Found::Unknown);
    // `db.operation` is a deprecated key, `db.operation.parameter` a template below it.
    let parameter = attribute("db.operation.parameter").unwrap();
    assert_eq!(lookup("db.operation.parameter.id"), Found::Template { attribute: parameter, suffix: "id" });
    assert_eq!(lookup("db.operation"), Found::Exact(attribute("db.operation").unwrap()));
    assert_eq!(lookup("db.operation.id"), Found::Unknown);
}

#[test]
fn namespaces_of_the_registry_are_owned() {
    assert_eq!(owner("http.foo"), Some("http"));
    assert_eq!(owner("k8s.pod.foo.bar"), Some("k8s"));
    assert_eq!(owner("http.request.header.x-id"), Some("http"));
    assert_eq!(owner("gen_ai.foo"), Some("gen_ai"));
    assert_eq!(owner("http.method"), Some("http"));
    assert_eq!(owner("state"), Some("state"));
    assert_eq!(owner("pool.name"), Some("pool"));
    for key in
        ["acme.foo", "httpx.foo", "http", "http_foo", "pool.size", "message.text", "order", "", ".", "é.x"]
    {
        assert_eq!(owner(key), None, "{key}");
    }
}
