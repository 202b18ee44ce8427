use otlp_runtime::traced;

#[traced(err)]
fn load() -> ! {
    std::process::exit(0)
}

fn main() {}
