use otlp_runtime::traced;

#[traced]
fn load() -> Missing<u8> {
    todo!()
}

fn main() {}
