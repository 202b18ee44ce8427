use otlp_runtime::record;

fn main() {
    record!("k8s.pod.label.app.kubernetes.io/name" = 7);
}
