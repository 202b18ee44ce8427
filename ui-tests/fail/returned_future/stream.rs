use otlp_runtime::traced;

trait Stream {}
impl Stream for u8 {}

#[traced]
fn rows() -> impl Stream {
    1u8
}

fn main() {}
