use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Query {
    #[attribute(process.command_args)]
    value: String,
}

fn main() {}
