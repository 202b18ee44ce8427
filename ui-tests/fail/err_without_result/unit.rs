use otlp_runtime::traced;

#[traced(err)]
async fn load() -> () {}

fn main() {}
