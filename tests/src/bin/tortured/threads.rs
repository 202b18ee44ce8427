//! Threads that end, and spans in the last moments of a thread.
//!
//! In: how many threads; which moment. Out: numbered spans.
//! Never here: memory (`tortured_memory`).

use std::cell::RefCell;
use std::thread;

use otlp_runtime::{Span, Telemetry, event, inline, record};

use super::{install, print, span};

/// One span on each of many short threads.
pub(super) fn many(threads: u64) {
    let telemetry = install();
    for number in 0..threads {
        thread::spawn(move || span(number)).join().unwrap();
    }
    print(&telemetry.shutdown().unwrap());
}

/// Does something when its thread ends.
struct AtEnd(fn());

impl Drop for AtEnd {
    fn drop(&mut self) {
        (self.0)();
    }
}

thread_local! {
    // The destructors run in the reverse order of first use (elsewhere than on Linux in any order).
    static USED_BEFORE_SPANS: RefCell<Option<AtEnd>> = const { RefCell::new(None) };
    static USED_AFTER_SPANS: RefCell<Option<AtEnd>> = const { RefCell::new(None) };
    static HOLDS_A_SPAN: RefCell<Option<Span>> = const { RefCell::new(None) };
}

/// Makes spans in destructors of a thread, or of `main`'s.
pub(super) fn destructors(place: &str) {
    let telemetry = install();
    match place {
        "thread" => thread::spawn(with_destructors).join().unwrap(),
        "main" => {
            let telemetry: &'static Telemetry = telemetry.shut_down_at_exit();
            with_destructors();
            // Counts are not printed: the spans end after `main`.
            telemetry.flush().unwrap();
            return;
        }
        "flush" => {
            static KEPT: std::sync::OnceLock<&Telemetry> = std::sync::OnceLock::new();
            let telemetry: &'static Telemetry = telemetry.shut_down_at_exit();
            KEPT.get_or_init(|| telemetry);
            let flush = || {
                span(1);
                KEPT.get().unwrap().flush().unwrap();
            };
            let thread = thread::spawn(move || {
                USED_BEFORE_SPANS.set(Some(AtEnd(flush)));
                span(0);
            });
            thread.join().unwrap();
            print(&telemetry.stats());
            return;
        }
        other => panic!("no place `{other}`"),
    }
    print(&telemetry.shutdown().unwrap());
}

/// Six spans, five of which are ended, and four begun, while the thread ends.
fn with_destructors() {
    USED_BEFORE_SPANS.set(Some(AtEnd(|| {
        span(1);
        let _outer = inline::span!("numbered", "acme.number" = 2);
        event!("at the end");
        record!("acme.late" = true);
        Span::builder().name("numbered").attribute("acme.number", 3).start().end();
    })));
    HOLDS_A_SPAN.set(Some(Span::builder().name("numbered").attribute("acme.number", 4).start()));
    span(0);
    USED_AFTER_SPANS.set(Some(AtEnd(|| span(5))));
}
