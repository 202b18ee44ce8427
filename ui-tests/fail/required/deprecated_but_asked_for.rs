use otlp_runtime::span;

#[span(aws.s3.client)]
fn load() {
}

fn main() {}
