#![deny(warnings, missing_docs, non_ascii_idents, uncommon_codepoints, unused_qualifications)]
#![forbid(unsafe_code)]
//! Names of keys are spelt as types in generated code; no lint shall see them.

use otlp_runtime::{event, inline, record, span};

/// Documented, as the lint asks.
#[span(db.postgresql.client, db.namespace = shop, db.query.summary = ?shop, late(db.response.returned_rows))]
pub fn load(shop: &str) {
    record!(db.response.returned_rows = shop.len());
    event!("loaded", server.port = Some(5432_u16), http.request.header.x-id = ["7"]);
    let _span = inline::span!("inner", code.line.number = line!());
}

fn main() {
    load("shop");
}
