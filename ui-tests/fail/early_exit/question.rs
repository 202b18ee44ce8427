use otlp_runtime::traced;

#[traced("shop.id" = text.parse::<u64>()?)]
fn load(text: &str) -> Result<(), std::num::ParseIntError> {
    text.parse::<u64>().map(drop)
}

fn main() {}
