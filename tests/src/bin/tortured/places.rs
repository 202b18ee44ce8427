//! Flush and shutdown from where nobody would call them.
//!
//! In: the name of the place. Out: `ok` if the call did what it promises there, and the counts.
//! Never here: executors (`environments`).

use std::panic;
use std::sync::OnceLock;
use std::thread;

use otlp_runtime::{Accepted, Error, ExportError, Exporter, SpanBatch, Telemetry, inline, traced};

use super::{install, print, span};

static TELEMETRY: OnceLock<Telemetry> = OnceLock::new();

fn telemetry() -> &'static Telemetry {
    TELEMETRY.get_or_init(install)
}

pub(super) fn run(place: &str) {
    match place {
        "panic-hook" => {
            telemetry();
            panic::set_hook(Box::new(|_| assert_eq!(telemetry().flush().unwrap().exported, 1)));
            span(0);
            assert!(panic::catch_unwind(panics_in_a_span).is_err());
            assert_eq!(telemetry().shutdown().unwrap().exported, 2);
        }
        "inside-a-span" => {
            telemetry();
            {
                let _span = inline::span!("numbered", "acme.number" = 0);
                span(1);
                assert_eq!(telemetry().flush().unwrap().live, 1);
            }
            let stats = telemetry().shutdown().unwrap();
            assert_eq!((stats.exported, stats.live), (2, 0));
        }
        "shutdown-inside-a-span" => {
            telemetry();
            span(0);
            let open = inline::span!("open");
            assert_eq!(telemetry().shutdown().unwrap().abandoned, 1);
            drop(open);
            let stats = telemetry().stats();
            assert_eq!((stats.abandoned, stats.dropped.total()), (0, 1));
        }
        "attribute" => {
            telemetry();
            flushes_in_its_attribute();
            assert_eq!(telemetry().shutdown().unwrap().exported, 1);
        }
        "twice" => {
            telemetry();
            span(0);
            assert!(telemetry().flush().is_ok() && telemetry().flush().is_ok());
            assert!(telemetry().shutdown().is_ok());
            assert!(matches!(telemetry().shutdown(), Err(Error::AlreadyShutDown)));
        }
        "hundred-threads" => hundred_threads(),
        "init-race" => init_race(),
        "exporter" => exporter(),
        "exporter-panics" => exporter_panics(10_000),
        other => panic!("no place `{other}`"),
    }
    print(&telemetry().stats());
    println!("ok");
}

fn panics_in_a_span() {
    let _span = inline::span!("numbered", "acme.number" = 1);
    panic!("on purpose");
}

fn flushed() -> u64 {
    telemetry().flush().unwrap().exported
}

#[traced(name = "numbered", "acme.number" = flushed())]
fn flushes_in_its_attribute() {}

/// A hundred threads make spans and flush; then a hundred shut down, one of which does.
fn hundred_threads() {
    telemetry();
    let all = |work: fn(u64) -> bool| {
        let threads: Vec<_> = (0..100).map(|number| thread::spawn(move || work(number))).collect();
        threads.into_iter().map(|thread| u64::from(thread.join().unwrap())).sum::<u64>()
    };
    let flushes = all(|number| {
        span(number);
        telemetry().flush().is_ok()
    });
    assert_eq!(flushes, 100);
    let shutdowns = all(|_| match telemetry().shutdown() {
        Ok(_) => true,
        Err(Error::AlreadyShutDown) => false,
        Err(error) => panic!("{error}"),
    });
    assert_eq!(shutdowns, 1);
}

/// Sixteen threads install at the same time: one succeeds, the others are told.
fn init_race() {
    for _ in 0..50 {
        let threads: Vec<_> = (0..16).map(|_| thread::spawn(|| Telemetry::builder().install())).collect();
        let results: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        let installed = results.iter().filter(|result| result.is_ok()).count();
        assert!(results.iter().all(|result| matches!(result, Ok(_) | Err(Error::AlreadyInstalled))));
        assert_eq!(installed, 1);
    }
    span(0);
    telemetry();
    span(1);
    telemetry().shutdown().unwrap();
}

/// An exporter that flushes, shuts down, installs and records while it exports.
struct Meddling;

impl Exporter for Meddling {
    async fn export(&mut self, batch: SpanBatch) -> Result<Accepted, ExportError> {
        span(1);
        assert!(matches!(telemetry().flush(), Err(Error::OnExportThread { .. })));
        assert!(matches!(telemetry().shutdown(), Err(Error::OnExportThread { .. })));
        assert!(matches!(Telemetry::builder().install(), Err(Error::AlreadyInstalled)));
        assert_eq!(batch.len(), 1);
        Ok(Accepted::default())
    }
}

/// An exporter that panics so often, also with values that panic when they are dropped, and then does not.
struct Panicking(u64);

struct PanicsAgain;

impl Drop for PanicsAgain {
    fn drop(&mut self) {
        panic!("once more");
    }
}

impl Exporter for Panicking {
    async fn export(&mut self, _: SpanBatch) -> Result<Accepted, ExportError> {
        match self.0 {
            0 => return Ok(Accepted::default()),
            odd if odd % 2 == 1 => self.0 -= 1,
            _ => {
                self.0 -= 1;
                panic::panic_any(PanicsAgain);
            }
        }
        panic!("on purpose");
    }
}

/// That many exports panic, one after the other; the next one, which nobody asks for, succeeds.
fn exporter_panics(times: u64) {
    panic::set_hook(Box::new(|_| {}));
    let interval = std::time::Duration::from_millis(20);
    TELEMETRY.get_or_init(|| {
        let builder = Telemetry::builder().exporter(Panicking(times));
        builder.schedule_delay(interval).install().unwrap()
    });
    let dropped = || telemetry().stats().dropped[otlp_runtime::DropReason::ExporterPanicked];
    for lost in 0..times {
        span(0);
        let _ = telemetry().flush();
        assert_eq!(dropped(), lost + 1);
    }
    span(1);
    while telemetry().stats().exported == 0 {
        thread::sleep(interval);
    }
    telemetry().shutdown().unwrap();
    assert_eq!((telemetry().stats().exported, dropped()), (1, times));
}

fn exporter() {
    TELEMETRY.get_or_init(|| Telemetry::builder().exporter(Meddling).install().unwrap());
    span(0);
    assert_eq!(telemetry().flush().unwrap().exported, 1);
    telemetry().shutdown().unwrap();
}
