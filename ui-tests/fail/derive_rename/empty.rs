use otlp_runtime::ErrorType;

#[derive(ErrorType)]
enum Refused {
    #[attribute(rename = "")]
    ByBank,
}

fn main() {}
