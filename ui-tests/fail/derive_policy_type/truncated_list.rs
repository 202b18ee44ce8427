use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Query {
    #[attribute(process.command_args, truncate(8))]
    args: Vec<String>,
}

fn main() {}
