use otlp_runtime::span;

#[span(deprecated = warn, db.name = "shop", late(db.namespace))]
fn load() {
}

fn main() {}
