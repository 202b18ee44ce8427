use otlp_runtime::traced;

#[traced]
fn load() -> impl IntoFuture<Output = u8> {
    async { 1 }
}

fn main() {}
