use otlp_runtime::record;

fn load(parts: &[Option<u64>]) {
    for part in parts {
        record!("acme.part" = match part { Some(part) => *part, None => continue });
    }
}

fn main() {
    load(&[]);
}
