use otlp_runtime::traced;

#[traced(future = true)]
fn load() -> std::future::Ready<u8> {
    std::future::ready(1)
}

fn main() {}
