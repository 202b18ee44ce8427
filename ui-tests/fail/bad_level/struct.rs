use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
#[attribute(deprecated = allow)]
struct Query {
    #[attribute(url.path)]
    text: String,
}

fn main() {}
