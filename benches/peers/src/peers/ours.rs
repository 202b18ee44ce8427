//! `otlp-runtime`, as its README shows it: `#[traced]`, one `Telemetry`.
//!
//! In: a state. Out: spans, into `DiscardExporter` or `OtlpExporter`. All settings are the defaults; unsampled is the
//! sampler that is always off. Spans that were lost are those of `Stats`.
//! Never here: builder spans, settings for speed.

use std::time::Duration;

use otlp_runtime::{DiscardExporter, OtlpExporter, Protocol, Sampler, Telemetry, inline, traced};

use crate::Result;
use crate::peer::{Peer, State, grow, work, yield_once};

/// The product, installed or not.
pub struct Ours(Option<Telemetry>);

#[traced]
#[inline(never)]
fn bare(value: i64) -> i64 {
    work(value)
}

#[traced("acme.id" = value, "acme.on" = on, "acme.kind" = "constant", "acme.name" = name)]
#[inline(never)]
fn attributed(value: i64, on: bool, name: &str) -> i64 {
    work(value)
}

#[traced]
async fn ready(value: i64) -> i64 {
    work(std::future::ready(value).await)
}

#[traced]
async fn yielding(value: i64) -> i64 {
    yield_once().await;
    work(value)
}

#[traced]
async fn open() {
    std::future::pending::<()>().await;
}

#[traced]
#[inline(never)]
fn tree(children: &[u32]) -> i64 {
    work(grow(children, tree))
}

#[traced("acme.id" = value, "acme.kind" = "constant", "acme.name" = name)]
#[inline(never)]
fn request(value: i64, name: &str) -> i64 {
    (0..9).map(|index| step(value + index, name)).sum()
}

#[traced("acme.id" = value, "acme.kind" = "constant", "acme.name" = name)]
#[inline(never)]
fn step(value: i64, name: &str) -> i64 {
    work(value)
}

fn otlp(protocol: Protocol, endpoint: &str) -> Result<OtlpExporter> {
    Ok(OtlpExporter::builder().protocol(protocol).endpoint(endpoint).build()?)
}

impl Peer for Ours {
    fn install(state: State<'_>) -> Result<Self> {
        let builder = Telemetry::builder().service_name("peers");
        let builder = match state {
            State::Nothing => return Ok(Self(None)),
            State::Unsampled => builder.exporter(DiscardExporter).sampler(Sampler::always_off()),
            State::Recorded => builder.exporter(DiscardExporter),
            State::Http(url) => builder.exporter(otlp(Protocol::HttpProtobuf, url)?),
            State::Grpc(url) => builder.exporter(otlp(Protocol::Grpc, url)?),
        };
        Ok(Self(Some(builder.install()?)))
    }

    fn in_root<T>(work: impl FnOnce() -> T) -> T {
        let _root = inline::span!("root", root);
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
        request(value, name)
    }

    fn flush(&self) {
        if let Some(telemetry) = &self.0 {
            // What was lost is counted, and asked for at the end.
            let _ = telemetry.flush();
        }
    }

    fn shutdown(self) -> Option<u64> {
        let telemetry = self.0?;
        // A minute: the others' final flush has no shorter deadline.
        let _ = telemetry.shutdown_timeout(Duration::from_secs(60));
        let stats = telemetry.stats();
        Some(stats.dropped.total() + stats.rejected)
    }
}
