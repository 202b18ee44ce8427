use otlp_runtime::event;

fn main() {
    event!("paid {acme.kind}", "acme.kind" = 3);
}
