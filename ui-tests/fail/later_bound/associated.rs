use otlp_runtime::traced;

trait Service {
    type Future: Future;
    fn call(&self) -> Self::Future;
}

struct Twice<S>(S);

impl<S: Service> Service for Twice<S> {
    type Future = S::Future;
    #[traced]
    fn call(&self) -> Self::Future {
        self.0.call()
    }
}

fn main() {}
