use otlp_runtime::traced;

#[traced]
enum Cart {
    Empty,
}

fn main() {}
