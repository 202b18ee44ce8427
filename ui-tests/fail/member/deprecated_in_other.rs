use otlp_runtime::span;

#[span(cloud.platform = other("azure_vm"))]
fn load() {
}

fn main() {}
