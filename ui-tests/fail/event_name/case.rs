use otlp_runtime::event;

fn main() {
    event!("Exception");
}
