use otlp_runtime::traced;

trait Job: Future<Output = u8> {}
impl<F: Future<Output = u8>> Job for F {}

#[traced]
fn load() -> impl Job + Send {
    async { 1 }
}

fn main() {}
