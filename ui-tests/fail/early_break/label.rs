use otlp_runtime::inline;

fn load(parts: &[u64]) {
    'all: loop {
        let _span = inline::span!("part", "acme.part" = loop { if parts.is_empty() { break 'all } else { break 1 } });
    }
}

fn main() {
    load(&[]);
}
