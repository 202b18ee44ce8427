use otlp_runtime::{event, inline, record};

fn pick(id: u8) {
    match id {
        0 => record!("acme.id" = id),
        1 => event!("paid"),
        _ => event!("lost", "acme.id" = id),
    }
    let unit: () = record!("acme.id" = 1);
    if id > 2 { event!("three") } else { unit }
    let _outer = inline::span!("outer", root);
    let inner = inline::span!("inner", kind = producer, "acme.id" = { let _deep = inline::span!("deep"); id });
    drop(inner);
    let _ = inline::span!("names", "acme.span" = id);
}

fn main() {
    pick(3)
}
