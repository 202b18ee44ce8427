//! Generics and lifetimes.
//+ use otlp_runtime::traced;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::{Debug, Display};
use std::hash::Hash;

//@ traced("acme.size" = N, ret(?))
pub fn const_generic<T: Default + Copy + Debug, const N: usize>() -> [T; N]
where
    T: 'static,
{
    [T::default(); N]
}

//@ traced(err)
pub fn not_inferable<T: std::str::FromStr>() -> Result<T, T::Err>
where
    T::Err: Display,
{
    "1".parse()
}

//@ traced(err)
pub async fn fallible<T, E>(value: Result<T, E>) -> Result<T, E>
where
    E: Display,
{
    tick().await;
    let value = value?;
    Ok(value)
}

//@ traced(ret(?))
pub fn unsized_reference<T: ?Sized + AsRef<str>>(value: &T) -> &str {
    value.as_ref()
}

//@ traced(ret)
pub fn impl_argument(items: impl IntoIterator<Item = impl Into<u64>>) -> u64 {
    items.into_iter().map(Into::into).sum()
}

//@ traced(ret)
pub async fn impl_argument_later(items: impl IntoIterator<Item = impl Into<u64>>) -> u64 {
    let sum = items.into_iter().map(Into::into).sum();
    tick().await;
    sum
}

//@ traced(ret)
pub fn higher_ranked<F>(f: F) -> usize
where
    F: for<'x> Fn(&'x str) -> &'x str,
{
    f("abc").len()
}

//@ traced(ret)
pub fn higher_ranked_dyn(f: &dyn for<'x> Fn(&'x str) -> Cow<'x, str>) -> String {
    f("abc").into_owned()
}

//@ traced(err)
pub fn mutable_to_mutable(list: &mut Vec<u8>) -> Result<&mut u8, String> {
    list.first_mut().ok_or_else(String::new)
}

//@ traced(err, ret(?))
pub fn mutable_to_shared(list: &mut Vec<u8>) -> Result<&u8, String> {
    list.push(1);
    list.first().ok_or_else(String::new)
}

//@ traced(err)
pub async fn mutable_to_mutable_later(list: &mut [u8]) -> Result<&mut u8, String> {
    tick().await;
    list.last_mut().ok_or_else(String::new)
}

/// A view.
#[derive(Debug)]
pub struct View<'a>(pub &'a str);

impl<'a> View<'a> {
    //@ traced(ret)
    pub fn text(&self) -> &'a str {
        self.0
    }
    //@ traced(err)
    pub fn either<'b: 'a>(&self, other: &'b str) -> Result<View<'a>, String> {
        if self.0.is_empty() { Ok(View(other)) } else { Ok(View(self.0)) }
    }
    //@ traced(ret(?))
    pub async fn both<'b>(&'b self, other: &'b str) -> (&'a str, &'b str) {
        tick().await;
        (self.0, other)
    }
    //@ traced(ret(?))
    pub fn elided(&self, other: &View<'_>) -> View<'_> {
        let _ = other;
        View(self.0)
    }
}

//@ traced(ret(?))
pub fn struct_from_mutable(text: &mut String) -> View<'_> {
    text.push('a');
    View(text)
}

//@ traced(ret(?))
pub fn bounded<'a, 'b>(long: &'a str, _short: &'b str) -> &'b str
where
    'a: 'b,
{
    long
}

/// A node.
#[derive(Debug)]
pub struct Node {
    /// The next.
    pub next: Option<Box<Node>>,
}

//@ traced(err)
pub fn walks(mut node: &mut Node) -> Result<&mut Node, String> {
    while node.next.is_some() {
        node = node.next.as_mut().ok_or("")?;
    }
    Ok(node)
}

//@ traced(ret(?))
pub fn entry<'m, K: Hash + Eq + Debug>(map: &'m mut HashMap<K, u8>, key: K) -> &'m mut u8 {
    map.entry(key).or_insert(0)
}

//@ traced(ret(?))
pub fn static_bound<T: Debug + 'static>(value: T) -> Box<dyn Debug> {
    Box::new(value)
}

//@ traced(ret)
pub fn cow(text: &str) -> Cow<'_, str> {
    if text.is_empty() { Cow::Owned(String::from("none")) } else { Cow::Borrowed(text) }
}

//@ traced(ret(?))
pub fn associated<I: Iterator>(mut items: I) -> Option<I::Item>
where
    I::Item: Debug,
{
    items.next()
}

/// Makes.
pub trait Make {
    /// What.
    type Out;
    /// How.
    fn make(&self) -> Self::Out;
}

impl<T: Clone> Make for Vec<T> {
    type Out = Option<T>;
    //@ traced
    fn make(&self) -> Self::Out {
        self.first().cloned()
    }
}

//@ traced(ret(?))
pub fn phantom<T>() -> std::marker::PhantomData<T> {
    std::marker::PhantomData
}

//@ traced(ret)
pub fn const_expression<const N: usize>(bytes: &[u8; N]) -> usize {
    bytes.len() + const { N + 1 }
}

//@ traced(ret(?))
pub fn two_borrows<'a>(left: &'a str, right: &'a str) -> &'a str {
    if left.len() > right.len() { left } else { right }
}

//@ traced(ret(?))
pub fn borrows_of_a_generic<'a, T: Debug>(list: &'a [T], at: usize) -> Option<&'a T> {
    list.get(at)
}

//@ traced(ret(?))
pub async fn needless_lifetimes_later<'a>(text: &'a str) -> &'a str {
    tick().await;
    text
}

//@ traced(err)
pub fn self_named_in_trait_impls(text: &str) -> Result<Node, <Node as std::str::FromStr>::Err> {
    text.parse()
}

impl std::str::FromStr for Node {
    type Err = String;
    //@ traced(err)
    fn from_str(text: &str) -> Result<Node, String> {
        if text.is_empty() { Ok(Node { next: None }) } else { Err(text.to_owned()) }
    }
}

async fn tick() {}
