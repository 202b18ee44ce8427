use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
union Payment {
    id: u64,
    flag: bool,
}

fn main() {}
