use otlp_runtime::{record, traced};

#[traced("k8s.pod.label.app.kubernetes.io/name" = name, late("process.environment_variable.PATH"))]
fn start(name: &str) {
    record!("process.environment_variable.PATH" = "/bin");
}

fn main() {
    start("shop");
}
