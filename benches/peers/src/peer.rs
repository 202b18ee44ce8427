//! What each library is asked to do.
//!
//! In: a state to install. Out: spans, made in the way that the library's documentation shows to its users.
//! Never here: clocks, loops, tables.

use crate::Result;

/// What is installed when the spans are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State<'a> {
    /// Nothing at all.
    Nothing,
    /// A pipeline that discards, below a root span that was not sampled.
    Unsampled,
    /// A pipeline that discards, below a sampled root span.
    Recorded,
    /// OTLP over HTTP to this base URL.
    Http(&'a str),
    /// OTLP over gRPC to this base URL.
    Grpc(&'a str),
}

impl<'a> State<'a> {
    /// Reads a state as arguments name it: `nothing`, `unsampled`, `recorded`, `http=URL`, `grpc=URL`.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn parse(word: &'a str) -> Result<Self> {
        match word.split_once('=') {
            Some(("http", url)) => Ok(Self::Http(url)),
            Some(("grpc", url)) => Ok(Self::Grpc(url)),
            _ if word == "nothing" => Ok(Self::Nothing),
            _ if word == "unsampled" => Ok(Self::Unsampled),
            _ if word == "recorded" => Ok(Self::Recorded),
            _ => Err(format!("no state `{word}`").into()),
        }
    }
}

/// A library, set up in one way.
///
/// The functions of `value` return `value + 1`, so that their work is the same and is done.
pub trait Peer: Sized {
    /// Installs it for the whole process.
    ///
    /// # Errors
    ///
    /// If the library cannot be set up.
    fn install(state: State<'_>) -> Result<Self>;

    /// Runs `work` below a new root span.
    fn in_root<T>(work: impl FnOnce() -> T) -> T;

    /// A span without attributes.
    fn bare(value: i64) -> i64;

    /// A span with an integer, a bool, a constant text and a text that has to be copied.
    fn attributed(value: i64, on: bool, name: &str) -> i64;

    /// A span around a future that is ready at once.
    fn ready(value: i64) -> impl Future<Output = i64>;

    /// A span around a future that yields once.
    fn yielding(value: i64) -> impl Future<Output = i64>;

    /// A span around a future that is never ready.
    fn open() -> impl Future<Output = ()> + 'static;

    /// A span over one for each of the first number, each over one for each of the second, and so on.
    fn tree(children: &[u32]) -> i64;

    /// A root span: by default, a span where no other is current.
    fn root(value: i64) -> i64 {
        Self::bare(value)
    }

    /// A trace of a root and nine children, each with an integer, a constant text and a text that has to be copied.
    fn trace(value: i64, name: &str) -> i64;

    /// Delivers what was recorded.
    fn flush(&self);

    /// Delivers what was recorded and stops. Returns how many spans the library itself says that it lost, if it says so.
    fn shutdown(self) -> Option<u64>;
}

/// The other spans of [`Peer::tree`]; returns how many they are.
pub fn grow(children: &[u32], node: fn(&[u32]) -> i64) -> i64 {
    children.split_first().map_or(0, |(count, below)| (0..*count).map(|_| node(below)).sum())
}

/// The work in all spans.
#[inline]
pub fn work(value: i64) -> i64 {
    std::hint::black_box(value) + 1
}

/// A future that yields once.
pub fn yield_once() -> impl Future<Output = ()> {
    let mut has_yielded = false;
    std::future::poll_fn(move |_| {
        if has_yielded {
            return std::task::Poll::Ready(());
        }
        has_yielded = true;
        std::task::Poll::Pending
    })
}
