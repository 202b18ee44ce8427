//! `tracing` with `tracing-opentelemetry`: `#[tracing::instrument]`, a registry with the OpenTelemetry layer.
//!
//! In: a state. Out: spans, to the same SDK as in `opentelemetry.rs`. `skip_all`, as all of these libraries record what is
//! listed. Lean is without location, thread, busy and idle time, which the layer adds by itself. The level is `INFO`, checked
//! before all else: without it, the spans that the HTTP/2 client makes while it sends would be sent too. No formatter.
//! Never here: a subscriber when nothing is installed.

use opentelemetry::trace::TracerProvider;
use tracing::instrument;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;

use super::opentelemetry::{Installed, install};
use crate::Result;
use crate::peer::{Peer, State, grow, work, yield_once};

pub struct Tracing<const LEAN: bool>(Option<Installed>);

#[instrument(skip_all)]
#[inline(never)]
fn bare(value: i64) -> i64 {
    work(value)
}

#[instrument(skip_all, fields(acme.id = value, acme.on = on, acme.kind = "constant", acme.name = name))]
#[inline(never)]
fn attributed(value: i64, on: bool, name: &str) -> i64 {
    work(value)
}

#[instrument(skip_all)]
async fn ready(value: i64) -> i64 {
    work(std::future::ready(value).await)
}

#[instrument(skip_all)]
async fn yielding(value: i64) -> i64 {
    yield_once().await;
    work(value)
}

#[instrument(skip_all)]
async fn open() {
    std::future::pending::<()>().await;
}

#[instrument(skip_all)]
#[inline(never)]
fn tree(children: &[u32]) -> i64 {
    work(grow(children, tree))
}

#[instrument(skip_all, fields(acme.id = value, acme.kind = "constant", acme.name = name))]
#[inline(never)]
fn request(value: i64, name: &str) -> i64 {
    (0..9).map(|index| step(value + index, name)).sum()
}

#[instrument(skip_all, fields(acme.id = value, acme.kind = "constant", acme.name = name))]
#[inline(never)]
fn step(value: i64, name: &str) -> i64 {
    work(value)
}

impl<const LEAN: bool> Peer for Tracing<LEAN> {
    fn install(state: State<'_>) -> Result<Self> {
        if state == State::Nothing {
            return Ok(Self(None));
        }
        let installed = install(state)?;
        let layer = tracing_opentelemetry::layer().with_tracer(installed.provider.tracer("peers"));
        let layer = if LEAN {
            layer.with_location(false).with_threads(false).with_tracked_inactivity(false)
        } else {
            layer
        };
        let subscriber = tracing_subscriber::registry().with(layer).with(LevelFilter::INFO);
        tracing::subscriber::set_global_default(subscriber)?;
        Ok(Self(Some(installed)))
    }

    fn in_root<T>(work: impl FnOnce() -> T) -> T {
        tracing::info_span!(parent: None, "root").in_scope(work)
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
        request(value, name)
    }

    fn flush(&self) {
        self.0.iter().for_each(Installed::flush);
    }

    fn shutdown(self) -> Option<u64> {
        self.0?.shutdown()
    }
}
