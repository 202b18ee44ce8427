use otlp_runtime::traced;

#[traced(err)]
fn load() -> Result<(), Broken> {
    Err(Broken)
}

struct Broken;

fn main() {}
