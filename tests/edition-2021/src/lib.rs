//! Returned futures in a crate of edition 2021, where `impl Trait` captures no lifetime by itself.
//!
//! In: annotated functions. Out: the tree that a person would draw.
//! Never here: what does not depend on the edition; see `tree`.

#![cfg(test)]

use std::future::Future;
use std::pin::{pin, Pin};
use std::task::{Context, Poll, Waker};

use futures_util::stream::{self, Stream, StreamExt};
use otlp_runtime::traced;
use otlp_tests::Session;

fn ready<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

/// Captures nothing of what it borrows.
#[traced("acme.length" = text.len(), ret)]
fn length(text: &str) -> impl Future<Output = usize> {
    let length = text.len();
    async move { length }
}

/// A named lifetime that the body could hold on to, and does not.
#[traced]
fn bound<'a>(text: &'a str) -> impl Future<Output = usize>
where
    'a: 'a,
{
    std::future::ready(text.len())
}

/// Captures by a bound.
#[traced(err)]
fn parse(text: &str) -> impl Future<Output = Result<u8, std::num::ParseIntError>> + Send + '_ {
    async move { text.parse() }
}

/// Captures as it says.
#[traced]
fn first<'a, T: Copy>(list: &'a [T], _other: &str) -> impl Future<Output = Option<T>> + use<'a, T> {
    async { list.first().copied() }
}

#[traced]
fn words(text: &str) -> impl Stream<Item = String> + '_ {
    stream::iter(text.split(' ').map(str::to_owned))
}

#[traced]
fn boxed(text: &str) -> Pin<Box<dyn Future<Output = usize> + '_>> {
    Box::pin(async move { text.len() })
}

#[traced]
async fn plain(text: &str) -> usize {
    std::future::ready(text.len()).await
}

#[test]
fn futures_outlive_what_they_do_not_capture() {
    let session = Session::start();
    let (length, bound) = {
        let text = String::from("abc");
        (length(&text), bound(&text))
    };
    assert_eq!((ready(length), ready(bound)), (Some(3), Some(3)));
    assert_eq!(session.tree(), "length acme.length=3 return=3\nbound\n");
}

#[test]
fn futures_hold_on_to_what_they_capture() {
    let session = Session::start();
    let text = String::from("7 8");
    assert!(ready(parse(&text)).is_some_and(|parsed| parsed.is_err()));
    let first = first(&[1, 2], String::from("other").as_str());
    assert_eq!(ready(first), Some(Some(1)));
    assert_eq!(ready(words(&text).collect::<Vec<_>>()), Some(vec!["7".to_owned(), "8".to_owned()]));
    assert_eq!((ready(boxed(&text)), ready(plain(&text))), (Some(3), Some(3)));
    assert_eq!(
        session.tree(),
        "parse error.type=core::num::error::ParseIntError ERROR \"invalid digit found in string\"\n\
         first\n\
         words\n\
         boxed\n\
         plain\n"
    );
}
