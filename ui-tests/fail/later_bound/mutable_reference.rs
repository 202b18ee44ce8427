use otlp_runtime::traced;

#[traced]
fn slot<'a, F: Future + Unpin>(slots: &'a mut [F]) -> &'a mut F {
    &mut slots[0]
}

fn main() {}
