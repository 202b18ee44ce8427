use otlp_runtime::traced;

#[traced(ret)]
#[track_caller]
fn load() -> u8 {
    1
}

fn main() {}
