use std::sync::mpsc::TryRecvError;

use otlp_runtime::{SpanContext, span, traced};

#[span(name = "cart.load", kind = client, parent = parent.clone(), links = [parent], ret(?), http.route = "/cart",
    err(expected = TryRecvError::Empty | TryRecvError::Disconnected), "acme.id" = id, "acme.name" = %id,
    "acme.all" = ?parent, "acme.size" = -1.5e3)]
fn load(id: u64, parent: &SpanContext) -> Result<u64, TryRecvError> {
    if id == 0 { Err(TryRecvError::Empty) } else { Ok(id) }
}

#[traced(root, err(expected = | TryRecvError::Empty,), ret(%),)]
async fn load_all() -> Result<u64, TryRecvError> {
    load(1, &SpanContext::default())
}

fn main() {
    let _ = (load(0, &SpanContext::default()), load_all());
}
