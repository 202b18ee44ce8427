use otlp_runtime::traced;

#[traced]
trait Cart {
    fn load(&self) {}
}

fn main() {}
