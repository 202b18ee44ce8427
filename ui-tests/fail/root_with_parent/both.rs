use otlp_runtime::traced;

#[traced(root, parent = context)]
fn load(context: otlp_runtime::SpanContext) {
    let _ = context;
}

fn main() {}
