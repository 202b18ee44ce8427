use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
#[attribute(prefix = "http")]
struct Request<'a> {
    route: &'a str,
    #[attribute(http.route)]
    path: &'a str,
}

fn main() {}
