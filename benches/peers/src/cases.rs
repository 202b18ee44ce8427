//! What is called, how often, and for how long.
//!
//! In: a library and a case. Out: nanoseconds per span.
//! Never here: the library's set-up, processes.

use std::hint::black_box;
use std::pin::pin;
use std::sync::Barrier;
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Instant;

use crate::clock::thread_nanos;
use crate::peer::{Peer, State};
use crate::{Result, allocations};

/// Spans below one root: what a large request makes. (fastrace drops spans beyond 10,240 below one.)
const SPANS_PER_ROOT: u32 = 1_000;
const NAME: &str = "a name to be copied";

/// A way to call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// A function.
    Sync,
    /// A function, four attributes.
    Attributes,
    /// A future, ready at once.
    Ready,
    /// A future, pending once.
    Yield,
    /// A tree of 100 spans; the numbers are per span.
    Tree,
    /// A function that starts a trace.
    Root,
    /// A function, on two threads at once; the numbers are wall time per span of one thread.
    Threads,
}

impl Case {
    /// All cases, in the order of the tables.
    pub const ALL: [Self; 7] =
        [Self::Sync, Self::Attributes, Self::Ready, Self::Yield, Self::Tree, Self::Root, Self::Threads];

    /// Its name in tables and on command lines.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sync => "sync",
            Self::Attributes => "4 attributes",
            Self::Ready => "async, ready",
            Self::Yield => "async, one yield",
            Self::Tree => "tree of 100",
            Self::Root => "root",
            Self::Threads => "two threads",
        }
    }

    /// The case with this name.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn parse(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|case| case.name() == name).ok_or(format!("no case `{name}`").into())
    }
}

/// The states that are compared, and their names in tables.
pub const STATES: [(&str, &str); 3] =
    [("nothing", "nothing installed"), ("unsampled", "below an unsampled span"), ("recorded", "recorded")];

/// The cases that say something in a state.
pub fn cases(state: &str) -> &'static [Case] {
    match state {
        "nothing" => &[Case::Sync, Case::Attributes, Case::Ready, Case::Yield],
        "unsampled" => &[Case::Sync, Case::Attributes, Case::Ready],
        _ => &Case::ALL,
    }
}

/// Makes so many spans, by hundreds, below whatever is current.
pub fn make_under<P: Peer>(case: Case, spans: u32) {
    // Nobody can see that this one need not be copied.
    let name = black_box(NAME);
    match case {
        Case::Sync | Case::Threads => (0..spans).for_each(|_| _ = black_box(P::bare(1))),
        Case::Attributes => (0..spans).for_each(|_| _ = black_box(P::attributed(1, true, name))),
        Case::Ready => (0..spans).for_each(|_| _ = black_box(run(P::ready(1)))),
        Case::Yield => (0..spans).for_each(|_| _ = black_box(run(P::yielding(1)))),
        Case::Tree => (0..spans / 100).for_each(|_| _ = black_box(P::tree(&[9, 10]))),
        Case::Root => (0..spans).for_each(|_| _ = black_box(P::root(1))),
    }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}

/// Makes so many spans, each thousand of them below a root; roots are part of it, as libraries do work there that
/// others do in each span.
pub fn make<P: Peer>(case: Case, state: State<'_>, spans: u32) {
    let mut left = spans;
    while left > 0 {
        let part = left.min(SPANS_PER_ROOT);
        if case == Case::Root || state == State::Nothing {
            make_under::<P>(case, part);
        } else {
            P::in_root(|| make_under::<P>(case, part));
        }
        left -= part;
    }
}

/// Makes so many spans. Returns the nanoseconds of each.
pub fn nanos<P: Peer>(case: Case, state: State<'_>, spans: u32) -> f64 {
    if case == Case::Threads {
        return two_threads::<P>(state, spans);
    }
    let start = thread_nanos();
    make::<P>(case, state, spans);
    (thread_nanos() - start) / f64::from(spans)
}

/// Wall time, since a thread that waits for the other uses no CPU.
fn two_threads<P: Peer>(state: State<'_>, spans: u32) -> f64 {
    let both_are_warm = Barrier::new(2);
    let one = || {
        make::<P>(Case::Threads, state, SPANS_PER_ROOT);
        both_are_warm.wait();
        let start = Instant::now();
        make::<P>(Case::Threads, state, spans);
        start.elapsed().as_secs_f64() * 1e9 / f64::from(spans)
    };
    thread::scope(|scope| {
        let other = scope.spawn(one);
        let this = one();
        f64::midpoint(this, other.join().unwrap_or(f64::NAN))
    })
}

/// Makes so many spans. Returns the allocations of each, and their bytes.
pub fn allocated<P: Peer>(case: Case, state: State<'_>, spans: u32) -> (f64, f64) {
    let before = allocations::so_far();
    make::<P>(case, state, spans);
    let after = allocations::so_far();
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^53")]
    let each = |before: u64, after: u64| (after - before) as f64 / f64::from(spans);
    (each(before.0, after.0), each(before.1, after.1))
}

/// Polls so many futures with a span once, and keeps them, below one root. Returns what `measure` says meanwhile.
pub fn with_open<P: Peer, T>(count: u32, measure: impl FnOnce() -> T) -> T {
    P::in_root(|| {
        let futures: Vec<_> = (0..count)
            .map(|_| {
                let mut future = Box::pin(P::open());
                let _ = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
                future
            })
            .collect();
        let measured = measure();
        drop(futures);
        measured
    })
}
