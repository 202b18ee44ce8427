use otlp_runtime::traced;

#[traced]
#[track_caller]
fn load() -> impl Future<Output = u32> {
    let line = std::panic::Location::caller().line();
    async move { line }
}

fn main() {}
