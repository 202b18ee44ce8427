use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
#[attribute(prefix = "http.response")]
struct Part {
    code: u16,
}

fn main() {}
