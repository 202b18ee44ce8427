use otlp_runtime::traced;

#[traced]
trait Load {
    type Item;

    fn load(&self) -> Self::Item;
}

fn main() {}
