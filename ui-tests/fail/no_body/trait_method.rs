use otlp_runtime::traced;

trait Load {
    #[traced]
    fn load(&self);
}

impl Load for u8 {
    fn load(&self) {}
}

fn main() {
    1u8.load();
}
