use otlp_runtime::traced;

struct Cart;

struct Broken;

#[traced(err)]
impl Cart {
    fn load(&self) -> Result<(), Broken> {
        Err(Broken)
    }
}

fn main() {}
