use otlp_runtime::inline;

fn main() {
    let _span = inline::span!("load", db.response.returned_rows = 1.0);
}
