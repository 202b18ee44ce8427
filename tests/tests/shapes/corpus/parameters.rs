//! Parameters and their patterns.
#![allow(clippy::pattern_type_mismatch)]
//+ use otlp_runtime::traced;

/// A point.
pub struct Point {
    /// Right.
    pub x: u8,
    /// Up.
    pub y: u8,
}

/// A newtype.
pub struct Wrapped(pub String);

//@ traced("acme.x" = x, ret)
pub fn struct_pattern(Point { x, y: up }: Point) -> u8 {
    x + up
}

//@ traced("acme.sum" = a + b, ret)
pub fn tuple_pattern((a, mut b): (u8, u8)) -> u8 {
    b += 1;
    a + b
}

//@ traced(ret)
pub fn slice_pattern([first, .., last]: [u8; 3]) -> u8 {
    first + last
}

//@ traced(ret)
pub fn reference_pattern(&c: &u8) -> u8 {
    c
}

//@ traced(ret)
pub fn at_pattern(all @ (Some(_) | None): Option<u8>) -> u8 {
    all.unwrap_or(0)
}

//@ traced(ret)
pub fn newtype_pattern(Wrapped(text): Wrapped) -> String {
    text
}

//@ traced(ret)
pub fn ref_pattern(ref text: String) -> usize {
    text.len()
}

//@ traced(ret)
pub fn ref_mut_pattern(ref mut text: String) -> usize {
    text.push('a');
    text.len()
}

//@ traced(ret)
pub fn wildcard(_: String, kept: u8) -> u8 {
    kept
}

//@ traced(ret)
pub fn underscored(_named: String, kept: u8) -> u8 {
    kept
}

//@ traced(ret(?))
pub fn underscored_and_borrowing(_named: String, _other: String, kept: &u8) -> &u8 {
    kept
}

//@ traced(ret(?))
pub async fn underscored_later(_named: String, _other: String, kept: &u8) -> &u8 {
    tick().await;
    kept
}

//@ traced("acme.n" = n, ret)
pub fn mutable(mut n: u8) -> u8 {
    n += 1;
    n
}

//@ traced(ret)
pub fn under_cfg(kept: u8, #[cfg(any())] absent: u8, #[cfg(all())] r#type: u8) -> u8 {
    kept + r#type
}

//@ traced(ret)
pub async fn under_cfg_later(kept: String, #[cfg(any())] absent: String, #[cfg(all())] r#type: String) -> String {
    tick().await;
    kept + &r#type
}

//@ traced(ret)
pub fn with_allow(kept: u8, #[allow(unused_variables)] spare: u8) -> u8 {
    kept
}

//@ traced("acme.kind" = r#type, ret)
pub fn raw(r#type: u8, r#match: u8) -> u8 {
    r#type + r#match
}

//@ traced(ret)
pub fn r#async(r#fn: u8) -> u8 {
    r#fn
}

//@ traced(err, ret)
pub fn like_ours(e: u8, x: u8, r: u8, span: u8, guard: u8, out: u8, err: u8, value: u8) -> Result<u8, u8> {
    Ok(e + x + r + span + guard + out + err + value)
}

//@ traced(err, ret)
pub async fn like_ours_later(e: u8, x: u8, r: u8, span: u8, guard: u8, out: u8, err: u8) -> Result<u8, u8> {
    tick().await;
    Ok(e + x + r + span + guard + out + err)
}

//@ traced(ret)
pub fn of_function_type(f: fn(u8) -> u8, g: impl Fn(u8) -> u8, h: &dyn Fn(u8) -> u8) -> u8 {
    f(g(h(1)))
}

//@ traced(ret)
pub fn moved_into_closure(text: String) -> usize {
    let f = move || text.len();
    f()
}

//@ traced("acme.text" = %text, ret)
pub fn recorded_and_consumed(text: String) -> Vec<u8> {
    text.into_bytes()
}

//@ traced("acme.text" = %text)
pub async fn recorded_and_consumed_later(text: String) -> Vec<u8> {
    tick().await;
    text.into_bytes()
}

//@ traced(ret)
pub fn shadowed(n: u8) -> u8 {
    let n = n + 1;
    n
}

//@ traced(ret(?))
pub fn nested_pattern((Point { x, .. }, [a, ..], &Wrapped(ref text)): (Point, [u8; 2], &Wrapped)) -> (u8, &str) {
    (x + a, text)
}

async fn tick() {}
