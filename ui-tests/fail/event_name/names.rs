use otlp_runtime::event;

fn main() {
    event!("gen_ai.choice");
}
