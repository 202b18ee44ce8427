use otlp_runtime::traced;

#[traced]
fn load() -> impl Future<Output = u8> {
    1
}

fn main() {}
