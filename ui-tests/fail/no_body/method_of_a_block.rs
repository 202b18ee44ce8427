use otlp_runtime::traced;

#[traced]
trait Load {
    #[traced(kind = client)]
    fn load(&self);

    fn load_all(&self) {}
}

fn main() {}
