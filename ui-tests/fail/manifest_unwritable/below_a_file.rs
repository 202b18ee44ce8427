// `OTLP_MANIFEST=/dev/null/manifest cargo check`: one error, however much there is to list.
use otlp_runtime::{event, inline, traced};

#[traced]
fn checkout() {
    let _pay = inline::span!("pay");
    event!("paid");
}

fn main() {
    checkout();
}
