//! The rules for span names of the semantic conventions v1.44.0.
//!
//! Generated from `otlp-macros/semconv/names.json` by `cargo xtask semconv`; do not edit.
//! Copyright The OpenTelemetry Authors, Apache-2.0.

use crate::semconv::facts::{Other, Part, Template};

#[rustfmt::skip]
pub(in crate::semconv) static AWS_LAMBDA: &[Template] = &[
    Template { parts: &[Part::Key { key: "http.route", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "faas.name", other: Other::AsIs, unless: &[] }] },
];

#[rustfmt::skip]
pub(in crate::semconv) static AWS_SDK: &[Template] = &[
    Template { parts: &[Part::Key { key: "rpc.service", other: Other::AsIs, unless: &[] }, Part::Text("."), Part::Key { key: "rpc.method", other: Other::AsIs, unless: &[] }] },
];

#[rustfmt::skip]
pub(in crate::semconv) static DB: &[Template] = &[
    Template { parts: &[Part::Key { key: "db.query.summary", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "db.operation.name", other: Other::AsIs, unless: &[] }, Part::Text(" "), Part::Key { key: "db.collection.name", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "db.operation.name", other: Other::AsIs, unless: &[] }, Part::Text(" "), Part::Key { key: "db.stored_procedure.name", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "db.operation.name", other: Other::AsIs, unless: &[] }, Part::Text(" "), Part::Key { key: "db.namespace", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "db.operation.name", other: Other::AsIs, unless: &[] }, Part::Text(" "), Part::Key { key: "server.address", other: Other::AsIs, unless: &[] }, Part::Text(":"), Part::Key { key: "server.port", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "db.operation.name", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "db.collection.name", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "db.stored_procedure.name", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "db.namespace", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "server.address", other: Other::AsIs, unless: &[] }, Part::Text(":"), Part::Key { key: "server.port", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "db.system.name", other: Other::AsIs, unless: &[] }] },
];

#[rustfmt::skip]
pub(in crate::semconv) static DB_REDIS: &[Template] = &[
    Template { parts: &[Part::Key { key: "db.query.summary", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "db.operation.name", other: Other::AsIs, unless: &[] }, Part::Text(" "), Part::Key { key: "db.collection.name", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "db.operation.name", other: Other::AsIs, unless: &[] }, Part::Text(" "), Part::Key { key: "db.stored_procedure.name", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "db.operation.name", other: Other::AsIs, unless: &[] }, Part::Text(" "), Part::Key { key: "server.address", other: Other::AsIs, unless: &[] }, Part::Text(":"), Part::Key { key: "server.port", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "db.operation.name", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "db.collection.name", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "db.stored_procedure.name", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "server.address", other: Other::AsIs, unless: &[] }, Part::Text(":"), Part::Key { key: "server.port", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "db.system.name", other: Other::AsIs, unless: &[] }] },
];

#[rustfmt::skip]
pub(in crate::semconv) static FAAS_CLIENT: &[Template] = &[
    Template { parts: &[Part::Key { key: "faas.invoked_name", other: Other::AsIs, unless: &[] }] },
];

#[rustfmt::skip]
pub(in crate::semconv) static FAAS_SERVER: &[Template] = &[
    Template { parts: &[Part::Key { key: "faas.name", other: Other::AsIs, unless: &[] }] },
];

#[rustfmt::skip]
pub(in crate::semconv) static HTTP_CLIENT: &[Template] = &[
    Template { parts: &[Part::Key { key: "http.request.method", other: Other::Reads("HTTP"), unless: &[] }, Part::Text(" "), Part::Key { key: "url.template", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "http.request.method", other: Other::Reads("HTTP"), unless: &[] }] },
];

#[rustfmt::skip]
pub(in crate::semconv) static HTTP_SERVER: &[Template] = &[
    Template { parts: &[Part::Key { key: "http.request.method", other: Other::Reads("HTTP"), unless: &[] }, Part::Text(" "), Part::Key { key: "http.route", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "http.request.method", other: Other::Reads("HTTP"), unless: &[] }] },
];

#[rustfmt::skip]
pub(in crate::semconv) static MESSAGING: &[Template] = &[
    Template { parts: &[Part::Key { key: "messaging.operation.name", other: Other::AsIs, unless: &[] }, Part::Text(" "), Part::Key { key: "messaging.destination.template", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "messaging.operation.name", other: Other::AsIs, unless: &[] }, Part::Text(" "), Part::Key { key: "messaging.destination.name", other: Other::AsIs, unless: &["messaging.destination.anonymous", "messaging.destination.temporary"] }] },
    Template { parts: &[Part::Key { key: "messaging.operation.name", other: Other::AsIs, unless: &[] }, Part::Text(" "), Part::Key { key: "server.address", other: Other::AsIs, unless: &[] }, Part::Text(":"), Part::Key { key: "server.port", other: Other::AsIs, unless: &[] }] },
    Template { parts: &[Part::Key { key: "messaging.operation.name", other: Other::AsIs, unless: &[] }] },
];

#[rustfmt::skip]
pub(in crate::semconv) static RPC: &[Template] = &[
    Template { parts: &[Part::Key { key: "rpc.method", other: Other::Unavailable, unless: &[] }] },
    Template { parts: &[Part::Key { key: "rpc.system.name", other: Other::AsIs, unless: &[] }] },
];
