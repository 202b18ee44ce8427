use otlp_runtime::event;

fn main() {
    event!("session_start");
}
