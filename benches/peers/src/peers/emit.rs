//! `emit` with `emit_otlp`: `#[emit::span]`.
//!
//! In: a state. Out: spans. Recorded ones go to an emitter that drops them, as a function; OTLP is `emit_otlp` with traces
//! alone and without compression (a feature, on by default, that no other library here has on).
//! Never here: unsampled spans; emit by itself has no sampler.

use std::time::Duration;

use crate::Result;
use crate::peer::{Peer, State, grow, work, yield_once};

const DEADLINE: Duration = Duration::from_secs(60);

pub struct Emit;

#[emit::span("bare")]
#[inline(never)]
fn bare(value: i64) -> i64 {
    work(value)
}

#[emit::span(
    "attributed",
    #[emit::key("acme.id")] id: value,
    #[emit::key("acme.on")] on,
    #[emit::key("acme.kind")] kind: "constant",
    #[emit::key("acme.name")] name,
)]
#[inline(never)]
fn attributed(value: i64, on: bool, name: &str) -> i64 {
    work(value)
}

#[emit::span("ready")]
async fn ready(value: i64) -> i64 {
    work(std::future::ready(value).await)
}

#[emit::span("yielding")]
async fn yielding(value: i64) -> i64 {
    yield_once().await;
    work(value)
}

#[emit::span("open")]
async fn open() {
    std::future::pending::<()>().await;
}

#[emit::span("tree")]
#[inline(never)]
fn tree(children: &[u32]) -> i64 {
    work(grow(children, tree))
}

#[emit::span(
    "request",
    #[emit::key("acme.id")] id: value,
    #[emit::key("acme.kind")] kind: "constant",
    #[emit::key("acme.name")] name,
)]
#[inline(never)]
fn request(value: i64, name: &str) -> i64 {
    (0..9).map(|index| step(value + index, name)).sum()
}

#[emit::span(
    "step",
    #[emit::key("acme.id")] id: value,
    #[emit::key("acme.kind")] kind: "constant",
    #[emit::key("acme.name")] name,
)]
#[inline(never)]
fn step(value: i64, name: &str) -> i64 {
    work(value)
}

#[emit::span("root")]
fn in_root<T>(work: impl FnOnce() -> T) -> T {
    work()
}

impl Peer for Emit {
    fn install(state: State<'_>) -> Result<Self> {
        let traces = match state {
            State::Nothing => return Ok(Self),
            State::Unsampled => return Err("emit has no sampler of its own".into()),
            State::Recorded => {
                let _ = emit::setup().emit_to(emit::emitter::from_fn(|_| {})).init();
                return Ok(Self);
            }
            State::Http(url) => emit_otlp::traces_http_proto(format!("{url}/v1/traces")),
            State::Grpc(url) => emit_otlp::traces_grpc_proto(url),
        };
        let resource = emit::props! { #[emit::key("service.name")] service_name: "peers" };
        let _ = emit::setup().emit_to(emit_otlp::new().resource(resource).traces(traces).spawn()).init();
        Ok(Self)
    }

    fn in_root<T>(work: impl FnOnce() -> T) -> T {
        in_root(work)
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
        emit::blocking_flush(DEADLINE);
    }

    fn shutdown(self) -> Option<u64> {
        emit::blocking_flush(DEADLINE);
        None
    }
}
