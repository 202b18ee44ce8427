use otlp_runtime::record;

fn first(ids: &[u64]) -> Option<()> {
    record!("shop.id" = match ids.first() { Some(id) => id, None => return None });
    Some(())
}

fn main() {
    first(&[]);
}
