use otlp_runtime::traced;

#[traced(deprecated = warn, http.url = "a", url.full = "b")]
fn load() {
}

fn main() {}
