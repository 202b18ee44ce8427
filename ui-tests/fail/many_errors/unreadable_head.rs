use otlp_runtime::traced;

struct Cart<T>(T);

#[traced]
impl<T: async Fn()> Cart<T> {
    fn load(&self) {}
}

fn main() {}
