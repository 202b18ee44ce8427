use otlp_runtime::traced;

#[traced(ret)]
unsafe extern "C" fn sum(count: u8, ...) -> u8 {
    count
}

fn main() {}
