use otlp_runtime::traced;

struct Rows(u8);

#[traced(stream)]
fn rows() -> Rows {
    Rows(1)
}

fn main() {}
