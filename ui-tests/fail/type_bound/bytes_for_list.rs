use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Sizes {
    #[attribute(pprof.scope.sample_type_order)]
    bytes: Vec<u8>,
}

fn main() {}
