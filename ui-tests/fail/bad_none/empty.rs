use otlp_runtime::traced;

#[traced(err(none = ""))]
fn load() -> Option<u32> {
    None
}

fn main() {}
