use otlp_runtime::traced;

struct Cart(Result<u8, String>);

#[traced(err(expected = _))]
impl Cart {
    fn load(self) -> Result<u8, String> {
        self.0
    }
}

fn main() {}
