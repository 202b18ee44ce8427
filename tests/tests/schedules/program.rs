//! Programs made from seeds.
//!
//! In: a seed. Out: a task whose spans say, each, which span they must be below.
//! Never here: who polls it, or when.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;

use futures_util::future::{self, Either};
use futures_util::{StreamExt as _, stream};
use otlp_runtime::{FutureExt, Span, StreamExt, inline, traced};

/// The number of no span.
pub(crate) const NOBODY: i64 = -1;

/// What an executor holds.
pub(crate) type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A small generator: the same numbers for the same seed (splitmix64).
#[derive(Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}

/// What all parts of a program share.
#[derive(Clone)]
struct World {
    tasks: Arc<Mutex<Vec<Task>>>,
    begun: Arc<AtomicU64>,
}

impl World {
    /// Numbers a span that begins now.
    fn number(&self) -> i64 {
        static LAST: AtomicI64 = AtomicI64::new(0);
        self.begun.fetch_add(1, Ordering::Relaxed);
        LAST.fetch_add(1, Ordering::Relaxed)
    }

    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.lock().unwrap().push(Box::pin(task));
    }
}

fn built(number: i64, parent: i64) -> Span {
    Span::builder().name("built").attribute("acme.number", number).attribute("acme.parent", parent).start()
}

/// Adds a program to the executor.
pub(crate) fn root(tasks: &Arc<Mutex<Vec<Task>>>, begun: &Arc<AtomicU64>, seed: u64) {
    let world = World { tasks: Arc::clone(tasks), begun: Arc::clone(begun) };
    let mut random = Random::new(seed);
    let depth = 1 + u32::from(random.below(4) == 0);
    world.clone().spawn(node(world, random, NOBODY, depth));
}

/// Waits for some polls.
async fn pause(polls: u64) {
    let mut left = polls;
    poll_fn(|_| {
        left = left.saturating_sub(1);
        if left == 0 { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

/// A guard: it lives between two awaits.
fn guarded(world: &World, random: &mut Random, parent: i64) {
    let number = world.number();
    let first = inline::span!("guard", "acme.number" = number, "acme.parent" = parent);
    let inner = world.number();
    let second = inline::span!("inner guard", "acme.number" = inner, "acme.parent" = number);
    let below = || {
        let last = world.number();
        drop(inline::span!("below", "acme.number" = last, "acme.parent" = inner));
    };
    match random.below(12) {
        0 => {
            drop(first);
            below();
            drop(second);
        }
        // The guard goes while a box that stands for its span is entered.
        1 => {
            Span::current().context().in_scope(|| {
                drop(second);
                below();
            });
            drop(first);
        }
        _ => {
            drop(second);
            drop(first);
        }
    }
}

#[traced("acme.number" = number, "acme.parent" = parent)]
async fn annotated(world: World, random: Random, number: i64, parent: i64, depth: u32) {
    body(world, random, number, depth).await;
}

/// A part of a program whose spans are below `parent`.
fn node(world: World, mut random: Random, parent: i64, depth: u32) -> Task {
    match random.below(4) {
        // The span of an `async fn` begins with its first poll, so it may never begin.
        0 => Box::pin(async move {
            let number = world.number();
            annotated(world, random, number, parent, depth).await;
        }),
        1 => Box::pin(async move {
            let number = world.number();
            let span = built(number, parent);
            body(world, random, number, depth).in_span(span).await;
        }),
        2 => Box::pin(async move {
            let number = world.number();
            let span = built(number, parent);
            let each = stream::iter(0..random.below(3)).then(move |_| {
                let (world, random) = (world.clone(), Random::new(random.next()));
                body(world, random, number, depth)
            });
            let mut each = Box::pin(StreamExt::in_span(each, span));
            while each.next().await.is_some() {
                pause(1).await;
            }
        }),
        _ => Box::pin(body(world, random, parent, depth)),
    }
}

/// Some steps in the span `current`.
fn body(world: World, mut random: Random, current: i64, depth: u32) -> Task {
    Box::pin(async move {
        for _ in 0..=random.below(2) {
            pause(1 + random.below(3)).await;
            let child =
                |random: &mut Random| node(world.clone(), Random::new(random.next()), current, depth - 1);
            match random.below(if depth == 0 { 2 } else { 9 }) {
                0 => {}
                1 => guarded(&world, &mut random, current),
                2 => child(&mut random).await,
                3 => {
                    future::join(child(&mut random), child(&mut random)).await;
                }
                4 => match future::select(child(&mut random), child(&mut random)).await {
                    // The loser goes on, or is dropped.
                    Either::Left(((), loser)) | Either::Right(((), loser)) => {
                        if random.below(2) == 0 {
                            loser.await;
                        }
                    }
                },
                5 => world.spawn(child(&mut random).in_current_span()),
                // Without help: a root.
                6 => world.spawn(node(world.clone(), Random::new(random.next()), NOBODY, depth - 1)),
                7 => {
                    let number = world.number();
                    let span = built(number, current);
                    world.spawn(
                        body(world.clone(), Random::new(random.next()), number, depth - 1).in_span(span),
                    );
                }
                _ => Span::current().carry(|| guarded(&world, &mut random, current))(),
            }
        }
    })
}
