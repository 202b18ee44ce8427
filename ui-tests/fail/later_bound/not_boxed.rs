use otlp_runtime::traced;

#[traced(future)]
fn load() -> std::future::Ready<u8> {
    std::future::ready(1)
}

fn main() {}
