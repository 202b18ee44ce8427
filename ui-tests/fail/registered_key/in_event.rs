use otlp_runtime::event;

fn main() {
    event!("paid", exception.text = "gone");
}
