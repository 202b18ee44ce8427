use otlp_runtime::traced;

#[traced(ret)]
fn load() -> u32 {
    1;
}

fn main() {}
