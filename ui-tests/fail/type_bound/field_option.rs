use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Query {
    #[attribute(http.response.status_code)]
    value: Option<String>,
}

fn main() {}
