use otlp_runtime::event;

fn main() {
    event!("paid", db-query-text = "SELECT 1");
}
