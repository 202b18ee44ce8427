use otlp_runtime::span;

#[span(cloud.platform = "azure_aks")]
fn load() {
}

fn main() {}
