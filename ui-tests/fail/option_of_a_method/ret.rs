use otlp_runtime::traced;

struct Cart(u8);

#[traced(ret)]
impl Cart {
    fn load(&self) -> u8 {
        self.0
    }
}

fn main() {}
