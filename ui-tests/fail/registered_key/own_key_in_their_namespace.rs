use otlp_runtime::span;

#[span(http.zyxwvu = id)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
