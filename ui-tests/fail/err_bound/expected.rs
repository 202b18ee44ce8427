use otlp_runtime::traced;

#[traced(err(expected = Some(_)))]
fn load() -> Option<u32> {
    None
}

fn main() {}
