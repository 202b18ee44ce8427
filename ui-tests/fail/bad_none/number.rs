use otlp_runtime::traced;

#[traced(err(none = 404))]
fn load() -> Option<u32> {
    None
}

fn main() {}
