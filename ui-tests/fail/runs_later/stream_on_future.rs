use otlp_runtime::traced;

#[traced(stream)]
fn load() -> impl Future<Output = u8> {
    async { 1 }
}

fn main() {}
