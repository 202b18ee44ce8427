//! The functions as they are: what the others are compared with.
//!
//! In: nothing to install. Out: no spans. Never here: attributes.

use crate::Result;
use crate::peer::{Peer, State, grow, work, yield_once};

pub struct Plain;

#[inline(never)]
fn bare(value: i64) -> i64 {
    work(value)
}

#[inline(never)]
fn attributed(value: i64, on: bool, name: &str) -> i64 {
    std::hint::black_box((on, name));
    work(value)
}

async fn ready(value: i64) -> i64 {
    work(std::future::ready(value).await)
}

async fn yielding(value: i64) -> i64 {
    yield_once().await;
    work(value)
}

async fn open() {
    std::future::pending::<()>().await;
}

#[inline(never)]
fn tree(children: &[u32]) -> i64 {
    work(grow(children, tree))
}

#[inline(never)]
fn trace(value: i64, name: &str) -> i64 {
    (0..9).map(|step| attributed(value + step, true, name)).sum()
}

impl Peer for Plain {
    fn install(_state: State<'_>) -> Result<Self> {
        Ok(Self)
    }

    fn in_root<T>(work: impl FnOnce() -> T) -> T {
        work()
    }

    fn bare(value: i64) -> i64 {
        bare(value)
    }

    fn attributed(value: i64, on: bool, name: &str) -> i64 {
        attributed(value, on, name)
    }

    fn ready(value: i64) -> impl Future<Output = i64> {
        ready(value)
    }

    fn yielding(value: i64) -> impl Future<Output = i64> {
        yielding(value)
    }

    fn open() -> impl Future<Output = ()> + 'static {
        open()
    }

    fn tree(children: &[u32]) -> i64 {
        tree(children)
    }

    fn trace(value: i64, name: &str) -> i64 {
        trace(value, name)
    }

    fn flush(&self) {}

    fn shutdown(self) -> Option<u64> {
        None
    }
}
