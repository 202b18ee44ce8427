//! `fastrace` with `fastrace-opentelemetry`: `#[fastrace::trace]` below a root span that is set as the local parent.
//!
//! In: a state. Out: spans. Recorded ones go to a reporter that drops them; OTLP is `OpenTelemetryReporter` with the
//! exporter of `opentelemetry.rs`. Properties are texts: that is all it has. Unsampled is a root whose context says so.
//! Async functions have one span over the whole call, not one per poll, as all others have.
//! Never here: `LocalSpan` by hand.

use std::borrow::Cow;

use fastrace::collector::{Config, Reporter, SpanContext, SpanRecord};
use fastrace::{Span, trace};
use fastrace_opentelemetry::OpenTelemetryReporter;
use opentelemetry::InstrumentationScope;
use tokio::runtime::Runtime;

use super::opentelemetry::{exporter, resource};
use crate::Result;
use crate::peer::{Peer, State, grow, work, yield_once};

static IS_UNSAMPLED: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

pub struct Fastrace {
    /// gRPC connections live there.
    _runtime: Option<Runtime>,
}

struct Discard;

impl Reporter for Discard {
    fn report(&mut self, _spans: Vec<SpanRecord>) {}
}

fn context() -> SpanContext {
    SpanContext::random().sampled(!IS_UNSAMPLED.load(std::sync::atomic::Ordering::Relaxed))
}

#[trace(short_name = true)]
#[inline(never)]
fn bare(value: i64) -> i64 {
    work(value)
}

#[trace(short_name = true, properties = {
    "acme.id": "{value}", "acme.on": "{on}", "acme.kind": "constant", "acme.name": "{name}",
})]
#[inline(never)]
fn attributed(value: i64, on: bool, name: &str) -> i64 {
    work(value)
}

#[trace(short_name = true)]
async fn ready(value: i64) -> i64 {
    work(std::future::ready(value).await)
}

#[trace(short_name = true)]
async fn yielding(value: i64) -> i64 {
    yield_once().await;
    work(value)
}

#[trace(short_name = true)]
async fn open() {
    std::future::pending::<()>().await;
}

#[trace(short_name = true)]
#[inline(never)]
fn tree(children: &[u32]) -> i64 {
    work(grow(children, tree))
}

#[inline(never)]
fn root(value: i64) -> i64 {
    let root = Span::root("root", context());
    let _guard = root.set_local_parent();
    work(value)
}

#[inline(never)]
fn request(value: i64, name: &str) -> i64 {
    let properties = || {
        [
            ("acme.id", Cow::from(value.to_string())),
            ("acme.kind", Cow::from("constant")),
            ("acme.name", Cow::from(name.to_owned())),
        ]
    };
    let root = Span::root("request", context()).with_properties(properties);
    let _guard = root.set_local_parent();
    (0..9).map(|index| step(value + index, name)).sum()
}

#[trace(short_name = true, properties = { "acme.id": "{value}", "acme.kind": "constant", "acme.name": "{name}" })]
#[inline(never)]
fn step(value: i64, name: &str) -> i64 {
    work(value)
}

impl Peer for Fastrace {
    fn install(state: State<'_>) -> Result<Self> {
        if state == State::Nothing {
            return Ok(Self { _runtime: None });
        }
        IS_UNSAMPLED.store(state == State::Unsampled, std::sync::atomic::Ordering::Relaxed);
        let Some((exporter, runtime)) = exporter(state)? else {
            fastrace::set_reporter(Discard, Config::default());
            return Ok(Self { _runtime: None });
        };
        let scope = InstrumentationScope::builder("peers").build();
        let reporter = OpenTelemetryReporter::new(exporter, Cow::Owned(resource()), scope);
        fastrace::set_reporter(reporter, Config::default());
        Ok(Self { _runtime: runtime })
    }

    fn in_root<T>(work: impl FnOnce() -> T) -> T {
        let root = Span::root("root", context());
        let _guard = root.set_local_parent();
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

    fn root(value: i64) -> i64 {
        root(value)
    }

    fn trace(value: i64, name: &str) -> i64 {
        request(value, name)
    }

    fn flush(&self) {
        fastrace::flush();
    }

    fn shutdown(self) -> Option<u64> {
        fastrace::flush();
        None
    }
}
