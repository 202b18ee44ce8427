use otlp_runtime::event;

fn main() {
    event!("acme.id" = 7);
}
