use otlp_runtime::span;

#[span(browser.web_vital.name = "fid")]
fn load() {
}

fn main() {}
