use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
#[attribute(prefix = "db")]
struct Part {
    system: String,
}

fn main() {}
