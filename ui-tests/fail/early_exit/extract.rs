use otlp_runtime::span;

#[span(kind = server, extract(headers?))]
fn serve(headers: Option<&[(String, String)]>) -> Option<()> {
    Some(())
}

fn main() {}
