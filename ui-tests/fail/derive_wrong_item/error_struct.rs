use otlp_runtime::ErrorType;

#[derive(ErrorType)]
struct Refused {
    status: u16,
}

fn main() {}
