use otlp_runtime::traced;

type BoxFuture<T> = std::pin::Pin<Box<dyn Future<Output = T>>>;

#[traced]
fn jobs() -> (u8, Vec<BoxFuture<u8>>) {
    (1, vec![])
}

fn main() {}
