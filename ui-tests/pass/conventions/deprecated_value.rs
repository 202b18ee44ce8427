#![deny(non_ascii_idents)]
#![allow(deprecated)]
use otlp_runtime::record;

fn main() {
    record!(deprecated = warn, http.url = "/", messaging.operation.type = "publish");
    record!("shop.ids" = (|| Some(Some(1)?))().map(|id: i64| { if id > 1 { return 2; } id }));
}
