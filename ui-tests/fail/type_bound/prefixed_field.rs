use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
#[attribute(prefix = "http.response")]
struct Part {
    status_code: String,
}

fn main() {}
