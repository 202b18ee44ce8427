use otlp_runtime::traced;

struct Cart(u8);

#[traced(err)]
impl Cart {
    fn load(&self) -> Result<u8, String> {
        Ok("three")
    }
}

fn main() {}
