use otlp_runtime::event;

fn main() {
    event!("paid", without(http.route, "no"));
}
