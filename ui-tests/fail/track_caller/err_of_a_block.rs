use otlp_runtime::traced;

struct Cart;

#[traced(err)]
impl Cart {
    #[track_caller]
    fn load(&self) -> Result<(), String> {
        Ok(())
    }
}

fn main() {}
