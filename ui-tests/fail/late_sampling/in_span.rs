use otlp_runtime::inline;

fn main() {
    let _span = inline::span!("load", db.client, db.system.name = "mysql", late(db.namespace));
}
