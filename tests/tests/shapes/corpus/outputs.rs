//! What is returned.
//+ use otlp_runtime::traced;
use std::error::Error;
use std::fmt::{Debug, Display};
use std::num::ParseIntError;
use std::ops::ControlFlow;
use std::task::Poll;

//@ traced
pub fn unit() {}

//@ traced
pub fn written_unit() -> () {}

//@ traced
pub async fn unit_later() {
    tick().await;
}

//@ traced
pub fn iterator(items: &[u8]) -> impl Iterator<Item = &u8> {
    items.iter()
}

//@ traced(ret(?))
pub fn nested_impl(n: u8) -> Option<Vec<impl Debug>> {
    if n == 0 {
        return None;
    }
    Some(vec![n])
}

//@ traced(err)
pub fn impl_in_result(n: u8) -> Result<impl Fn(u8) -> u8, String> {
    Ok(move |x| x + n)
}

//@ traced(err)
pub async fn impl_in_result_later(n: u8) -> Result<impl Iterator<Item = u8> + Send, String> {
    tick().await;
    Ok(0..n)
}

//@ traced
pub fn captures<'a, T>(list: &'a [T]) -> impl Iterator<Item = &'a T> + use<'a, T> {
    list.iter()
}

//@ traced(ret(?))
pub fn captures_nothing(n: &u8) -> impl Debug + use<> {
    n.to_string()
}

//@ traced
pub fn never(code: i32) -> ! {
    if code > 0 {
        std::process::exit(code)
    }
    loop {}
}

//@ traced
pub async fn never_later() -> ! {
    loop {
        tick().await;
    }
}

//@ traced
pub async fn never_by_panic() -> ! {
    panic!("no")
}

//@ traced
pub fn never_by_todo() -> u8 {
    todo!()
}

//@ traced
pub async fn never_by_todo_later() -> u8 {
    todo!()
}

//@ traced(err)
pub fn never_by_todo_err() -> Result<u8, String> {
    todo!()
}

//@ traced(ret(%))
pub fn boxed(n: u8) -> Box<dyn Display> {
    if n == 0 {
        return Box::new("none");
    }
    Box::new(n)
}

//@ traced(ret(%))
pub async fn boxed_later(n: u8) -> Box<dyn Display> {
    tick().await;
    if n == 0 {
        return Box::new("none");
    }
    Box::new(n)
}

//@ traced(err)
pub fn boxed_in_result(n: u8) -> Result<Box<dyn Display>, String> {
    if n == 0 {
        return Ok(Box::new("none"));
    }
    Ok(Box::new(n))
}

//@ traced(err)
pub async fn boxed_in_result_later(n: u8) -> Result<Box<dyn Display>, String> {
    tick().await;
    if n == 0 {
        return Ok(Box::new("none"));
    }
    Ok(Box::new(n))
}

//@ traced(ret(%))
pub fn dyn_reference(n: &u8) -> &dyn Display {
    if *n == 0 {
        return &"none";
    }
    n
}

//@ traced
pub fn function_pointer(up: bool) -> fn(u8) -> u8 {
    if up {
        return |n| n + 1;
    }
    |n| n - 1
}

//@ traced(ret(?))
pub fn slice_coercion() -> &'static [u8] {
    &[1, 2, 3]
}

//@ traced(ret(?))
pub fn boxed_slice() -> Box<[u8]> {
    Box::new([1, 2, 3])
}

//@ traced(ret)
pub fn integer_fallback() -> u64 {
    let mut sum = 0;
    for n in 0..3 {
        sum += n;
    }
    sum
}

//@ traced(ret)
pub async fn integer_fallback_later() -> u64 {
    tick().await;
    let n = 3;
    n * 2
}

//@ traced(ret(?))
pub fn collects() -> Vec<u8> {
    "a".bytes().collect()
}

//@ traced(err)
pub async fn collects_later(text: &str) -> Result<Vec<u16>, ParseIntError> {
    tick().await;
    text.split(',').map(str::parse).collect()
}

//@ traced(err)
pub fn converts(text: &str) -> Result<u8, Box<dyn Error>> {
    let n: u8 = text.parse()?;
    if n == 0 {
        Err("none")?;
    }
    Ok(n)
}

//@ traced(err)
pub async fn converts_later(text: &str) -> Result<u8, Box<dyn Error + Send + Sync>> {
    tick().await;
    Ok(text.parse::<u8>()?)
}

//@ traced(ret(?))
pub fn option(text: &str) -> Option<char> {
    let first = text.chars().next()?;
    Some(first)
}

//@ traced(ret(?))
pub fn default_of_the_type() -> (u8, String) {
    Default::default()
}

//@ traced(err)
pub fn aliased() -> std::io::Result<()> {
    Err(std::io::Error::other("no"))
}

/// An alias.
pub type Answer<T = u8> = Result<T, String>;

//@ traced(err, ret)
pub fn alias_with_default() -> Answer {
    Ok(1)
}

//@ traced(ret(?))
pub fn option_of_result(n: u8) -> Option<Result<u8, String>> {
    (n > 0).then(|| if n > 1 { Ok(n) } else { Err(String::from("one")) })
}

//@ traced(ret(?))
pub fn poll(n: u8) -> Poll<Result<u8, String>> {
    if n == 0 { Poll::Pending } else { Poll::Ready(Ok(n)) }
}

//@ traced(ret(?))
pub fn control_flow(n: u8) -> ControlFlow<u8> {
    if n == 0 {
        return ControlFlow::Break(n);
    }
    ControlFlow::Continue(())
}

//@ traced(ret(?))
pub fn tuple_of_references<'a>(pair: &'a (String, String)) -> (&'a str, &'a str) {
    (&pair.0, &pair.1)
}

//@ traced(ret)
pub fn tail_macro() -> String {
    format!("{}", 1)
}

//@ traced(ret)
pub fn tail_match(n: u8) -> &'static str {
    match n {
        0 => "none",
        1 | 2 => "few",
        _ => "many",
    }
}

//@ traced(ret)
pub fn tail_unsafe(n: &u8) -> u8 {
    let pointer = std::ptr::from_ref(n);
    // SAFETY: it comes from a reference.
    unsafe { *pointer }
}

//@ traced(ret)
pub fn tail_struct_literal() -> bool {
    struct Inner {
        flag: bool,
    }
    Inner { flag: true }.flag
}

//@ traced(ret)
pub fn tail_range_and_block() -> u8 {
    { 1 }
}

//@ traced
pub fn closure(n: u8) -> impl FnOnce() -> u8 {
    move || n
}

//@ traced
pub fn boxed_closure<'a>(n: &'a u8) -> Box<dyn Fn() -> u8 + 'a> {
    Box::new(move || *n)
}

//@ traced(ret(?))
pub fn array_of_options() -> [Option<u8>; 2] {
    [None, Some(1)]
}

//@ traced
pub fn raw_pointer(n: &u8) -> *const u8 {
    n
}

//@ traced(err)
pub fn question_in_loop(words: &[&str]) -> Result<u32, ParseIntError> {
    let mut sum = 0;
    for word in words {
        sum += word.parse::<u32>()?;
    }
    Ok(sum)
}

//@ traced(err)
pub fn into_error(n: u8) -> Result<u8, Box<dyn Error + Send + Sync>> {
    match n {
        0 => Err("none".into()),
        1 => Err(Box::from(String::from("one"))),
        _ => Ok(n),
    }
}

async fn tick() {}
