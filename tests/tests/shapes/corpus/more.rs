//! What else has been tried against the macros.
#![allow(missing_docs, clippy::needless_lifetimes)]
//+ use otlp_runtime::{span, traced};
use std::fmt::{Debug, Display};
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;

/// A type by a macro.
macro_rules! list_of {
    ($ty:ty) => { Vec<$ty> };
}

//@ traced(ret(?))
pub fn type_by_a_macro() -> list_of!(u8) {
    vec![1]
}

//@ traced(err)
pub async fn type_by_a_macro_later() -> Result<list_of!(u8), String> {
    tick().await;
    Ok(vec![1])
}

//@ traced
pub fn dyn_with_a_lifetime<'a>(text: &'a str) -> Box<dyn Display + 'a> {
    Box::new(text)
}

//@ traced
pub async fn dyn_with_a_lifetime_later<'a>(text: &'a str) -> Box<dyn Display + 'a> {
    tick().await;
    Box::new(text)
}

//@ traced(ret(%))
pub async fn dyn_elided_later(text: &str) -> Box<dyn Display + '_> {
    tick().await;
    Box::new(text)
}

//@ traced
pub async fn higher_ranked_out_later<'a>(text: &'a str) -> Box<dyn for<'x> Fn(&'x str) -> &'a str + 'a> {
    tick().await;
    Box::new(move |_| text)
}

//@ traced
pub async fn function_with_lifetimes_later<'a>(f: fn(&'a str) -> &'a str) -> fn(&'a str) -> &'a str {
    tick().await;
    f
}

//@ traced
pub async fn fn_sugar_with_lifetimes_later<'a>(f: Box<dyn Fn(&'a str) -> u8>) -> Box<dyn Fn(&'a str) -> u8> {
    tick().await;
    f
}

pub trait Lend {
    type Out<'x>: Debug
    where
        Self: 'x;
    fn lend<'x>(&'x mut self) -> Self::Out<'x>;
}

impl Lend for Vec<u8> {
    type Out<'x> = &'x mut [u8];
    //@ traced(ret(?))
    fn lend<'x>(&'x mut self) -> Self::Out<'x> {
        self.as_mut_slice()
    }
}

//@ traced(ret(?))
pub async fn generic_associated_type_later<'a, L: Lend>(lender: &'a mut L) -> <L as Lend>::Out<'a> {
    tick().await;
    lender.lend()
}

pub struct Invariant<'a, T: ?Sized>(&'a mut T, PhantomData<fn(&'a T) -> &'a T>);

impl<'a, T: ?Sized + Debug> Invariant<'a, T> {
    //@ traced(ret(?))
    pub fn reborrows(&mut self) -> &mut T {
        self.0
    }
    //@ traced(ret(?))
    pub fn takes(self) -> &'a mut T {
        self.0
    }
    //@ traced(ret(?))
    pub async fn takes_later(self) -> &'a mut T {
        tick().await;
        self.0
    }
    //@ traced(err)
    pub async fn invariant_later(self, other: &'a mut T) -> Result<Invariant<'a, T>, String> {
        tick().await;
        Ok(Invariant(other, PhantomData))
    }
}

//@ traced(ret)
pub fn mutable_dyn<'a>(list: &'a mut [Box<dyn Display + 'a>], at: usize) -> usize {
    list[at].to_string().len()
}

//@ traced
pub fn mutable_dyn_out<'a>(item: &'a mut (dyn Iterator<Item = u8> + 'a)) -> &'a mut (dyn Iterator<Item = u8> + 'a) {
    item
}

//@ traced(ret)
pub(in crate::more) fn restricted_visibility() -> u8 {
    1
}

//@ traced(ret)
pub fn local_functions(n: u8) -> u8 {
    restricted_visibility();
    //@ traced(ret)
    fn inner(n: u8) -> u8 {
        struct Local(u8);
        impl Local {
            //@ traced(ret)
            fn method(&self) -> u8 {
                self.0
            }
        }
        Local(n).method()
    }
    inner(n)
}

//@ traced(ret)
pub fn wide_receivers(n: u8) -> u8 {
    n
}

#[derive(Debug, Clone)]
pub struct Cart(u8);

impl Cart {
    //@ traced(ret)
    pub fn by_mutable_box(self: &mut Box<Self>) -> u8 {
        self.0
    }
    //@ traced(ret)
    pub fn by_nested(self: Rc<Box<Self>>) -> u8 {
        self.0
    }
    //@ traced(ret)
    pub async fn by_pinned_box(self: Pin<Box<Self>>) -> u8 {
        tick().await;
        self.0
    }
    //@ traced(ret)
    pub async fn by_pinned_reference(self: Pin<&mut Self>) -> u8 {
        tick().await;
        self.0
    }
    //@ traced(ret(?))
    pub fn associated(n: u8) -> Self {
        Self(n)
    }
    //@ traced(err)
    pub async fn associated_later(n: u8) -> Result<Self, String> {
        tick().await;
        Ok(Self(n))
    }
    //@ traced(ret(?))
    pub fn returns_self_by_reference(&mut self) -> &mut Self {
        self.0 += 1;
        self
    }
}

//@ traced(ret)
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
pub fn calls_another_feature(n: u8) -> u8 {
    feature(n)
}

//@ traced
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn feature(n: u8) -> u8 {
    n
}

//@ traced(ret)
pub extern "C-unwind" fn unwinding(n: u8) -> u8 {
    n
}

//@ traced(err)
pub async fn pinned_recursion(n: u8) -> Result<u8, String> {
    fn again(n: u8) -> Pin<Box<dyn Future<Output = Result<u8, String>> + Send>> {
        Box::pin(pinned_recursion(n))
    }
    if n == 0 { Ok(0) } else { again(n - 1).await }
}

//@ traced(ret, "acme.sum" = N + M)
pub fn many_const_parameters<const N: usize, const M: usize>(grid: [[u8; N]; M]) -> usize {
    grid.iter().map(|row| row.len()).sum()
}

//@ traced(ret(?))
pub fn const_block_out<const N: usize>() -> [u8; { 2 + 1 }] {
    [1; 3]
}

//@ traced(ret)
pub fn returned_in_a_const_block() -> u8 {
    const N: u8 = {
        let mut n = 0;
        while n < 3 {
            n += 1;
        }
        n
    };
    N
}

//@ traced(ret)
pub fn labelled_like_a_lifetime<'body>(text: &'body str) -> &'body str {
    'text: loop {
        break 'text text;
    }
}

//@ traced(err)
pub async fn waits_in_every_place(n: u8) -> Result<u8, String> {
    let list = [one().await, one().await];
    if one().await > n {
        return Err(one().await.to_string());
    }
    match one().await {
        n if n > list[0] => Ok(n),
        _ => Ok({
            let m = one().await;
            m + list[1]
        }),
    }
}

//@ traced(ret)
pub async fn waits_in_a_closure_only(n: u8) -> u8 {
    let later = async move || one().await + n;
    later().await
}

//@ traced(ret)
pub async fn waits_in_a_macro(n: u8) -> String {
    format!("{}", one().await + n)
}

//@ traced(ret)
pub async fn waits_in_an_inner_function(n: u8) -> u8 {
    async fn inner() -> u8 {
        one().await
    }
    drop(inner());
    n
}

//@ span(kind = client, root, ret)
pub fn other_options(n: u8) -> u8 {
    n
}

//@ traced(err, "acme.first" = list.first().copied(), "acme.rest" = ?&list[1..])
pub fn attribute_expressions(list: &[u8]) -> Result<u8, String> {
    list.first().copied().ok_or_else(|| String::from("none"))
}

//@ traced(err(expected = Failure::Gone | Failure::Code(400..=499)))
pub fn expected_patterns(code: u16) -> Result<u8, Failure> {
    if code == 410 { Err(Failure::Gone) } else { Err(Failure::Code(code)) }
}

#[derive(Debug)]
pub enum Failure {
    Gone,
    Code(u16),
}

impl Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("failure")
    }
}

//@ traced(err)
pub fn generic_error<E: From<std::num::ParseIntError> + Display>(text: &str) -> Result<u8, E> {
    let n = text.parse::<u8>()?;
    Ok(n)
}

//@ traced(err)
pub fn borrowed_error<'a>(text: &'a str) -> Result<u8, &'a str> {
    text.parse().map_err(|_| text)
}

//@ traced(err)
pub async fn borrowed_error_later<'a>(text: &'a str) -> Result<u8, &'a str> {
    tick().await;
    text.parse().map_err(|_| text)
}

//@ traced(ret(?))
pub fn same_lifetime_twice<'a>(left: &'a mut Vec<u8>, right: &'a mut Vec<u8>) -> (&'a mut Vec<u8>, &'a mut Vec<u8>) {
    (left, right)
}

//@ traced(ret)
pub fn shadows_and_borrows(text: &mut String) -> &str {
    let text = &mut *text;
    text.push('a');
    let text: &str = text;
    text
}

//@ traced(ret)
pub fn comments_only_body(n: u8) -> u8 {
    // One.
    n // Two.
    /* Three. */
}

//@ traced
pub fn empty_but_for_a_comment() {
    // Nothing.
}

//@ traced(ret)
pub fn semicolons_in_macros_only(n: u8) -> bool {
    matches!(n, 1 | 2 if { let m = n; m > 1 })
}

//@ traced(ret)
pub async fn unused_and_shadowed_later(request: String, other: String) -> usize {
    tick().await;
    let request = 1;
    other.len() + request
}

//@ traced(ret)
pub async fn named_in_a_macro_only(text: String, other: String) -> usize {
    tick().await;
    format!("{text}{other}").len()
}

//@ traced(err)
pub async fn question_in_a_macro(text: &str) -> Result<u8, std::num::ParseIntError> {
    macro_rules! parsed {
        ($text:expr) => { $text.parse::<u8>()? };
    }
    tick().await;
    Ok(parsed!(text))
}

//@ traced(err)
pub fn return_in_a_macro(text: &str) -> Result<u8, String> {
    macro_rules! bail {
        ($text:expr) => { return Err($text.to_string()) };
    }
    if text.is_empty() {
        bail!("no")
    }
    Ok(1)
}

//@ traced(ret)
pub fn macro_with_braces_as_tail() -> u8 {
    macro_rules! one {
        () => { 1 };
    }
    one! {}
}

//@ traced(ret)
pub fn attribute_on_the_tail(n: u8) -> u8 {
    #[allow(clippy::needless_return)]
    {
        n
    }
}

//@ traced(ret)
pub fn closure_called_as_tail(n: u8) -> u8 {
    (|m| m + n)(1)
}

//@ traced(ret)
pub fn starts_with_a_block(n: u8) -> u8 {
    {
        drop(n);
    }
    2
}

//@ traced(ret)
pub async fn two_blocks_later(n: u8) -> u8 {
    { tick().await }
    { n }
}

//@ traced
pub fn items_only() {
    fn inner() {}
    struct Inner;
}

//@ traced(ret(?))
pub fn recursion_that_borrows<'a>(list: &'a [u8]) -> &'a [u8] {
    match list {
        [_, rest @ ..] if rest.len() > 2 => recursion_that_borrows(rest),
        _ => list,
    }
}

//@ traced(err)
pub async fn question_in_an_async_block(n: u8) -> Result<u8, String> {
    let inner: Result<u8, String> = async {
        if n > 1 {
            Err("more")?;
        }
        tick().await;
        Ok(n)
    }
    .await;
    inner
}

//@ traced(err)
pub async fn iterator_across_waits(items: impl Iterator<Item = Result<u8, String>> + Send) -> Result<Vec<u8>, String> {
    let mut all = Vec::new();
    for item in items {
        tick().await;
        all.push(item?);
    }
    Ok(all)
}

//@ traced(ret)
pub extern "C" fn takes_a_variadic(f: Option<unsafe extern "C" fn(*const u8, ...) -> u8>) -> bool {
    f.is_some()
}

async fn one() -> u8 {
    std::future::ready(1).await
}

async fn tick() {
    std::future::ready(()).await;
}
