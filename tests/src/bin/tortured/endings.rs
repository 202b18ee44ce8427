//! The ways in which a process ends, each after ten numbered spans.
//!
//! In: the name of the ending. Out: an exit code or a signal.
//! Never here: signals from outside (`signals`).

use std::panic;
use std::process;
use std::thread;

use otlp_runtime::{Accepted, ExportError, Exporter, SpanBatch, Telemetry, inline};

use super::{install, print, span};

pub(super) fn run(ending: &str) {
    match ending {
        "return" => {
            let _telemetry = install();
            spans();
        }
        "return-kept" => {
            install().shut_down_at_exit();
            spans();
        }
        "shutdown" => {
            let telemetry = install();
            spans();
            print(&telemetry.shutdown().unwrap());
        }
        "exit" => {
            install().shut_down_at_exit();
            spans();
            process::exit(3);
        }
        "exit-in-span" => {
            install().shut_down_at_exit();
            (0..9).for_each(span);
            let _open = inline::span!("open");
            span(9);
            process::exit(3);
        }
        "exit-in-thread" => {
            install().shut_down_at_exit();
            spans();
            let _ = thread::spawn(|| process::exit(3)).join();
        }
        "exit-in-task" => {
            install().shut_down_at_exit();
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
            runtime.block_on(async {
                spans();
                let _ = tokio::spawn(async { process::exit(3) }).await;
            });
        }
        "exit-in-exporter" => {
            let telemetry = Telemetry::builder().exporter(Exits).install().unwrap().shut_down_at_exit();
            spans();
            let _ = telemetry.flush();
        }
        "exit-twice" => {
            let telemetry = install().shut_down_at_exit();
            (0..5).for_each(span);
            telemetry.shutdown().unwrap();
            install().shut_down_at_exit();
            (5..10).for_each(span);
            process::exit(3);
        }
        "panic-in-main" => panic_in_main(install()),
        "panic-in-main-kept" => {
            hook("before");
            install().shut_down_at_exit();
            hook("after");
            panics();
        }
        "panic-in-thread" => {
            let telemetry = install();
            hook("user");
            assert!(thread::spawn(panics).join().is_err());
            print(&telemetry.shutdown().unwrap());
        }
        "panic-in-task" => {
            let telemetry = install();
            hook("user");
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
            runtime.block_on(async {
                assert!(tokio::spawn(async { panics() }).await.unwrap_err().is_panic());
            });
            print(&telemetry.shutdown().unwrap());
        }
        "abort" | "kill" => die(ending),
        "abort-after-flush-in-hook" => {
            let telemetry = install().shut_down_at_exit();
            panic::set_hook(Box::new(move |_| {
                let _ = telemetry.flush();
            }));
            spans();
            panics_and_aborts();
        }
        other => panic!("no ending `{other}`"),
    }
}

/// A panic that must not unwind: what `panic = "abort"` makes of every one.
extern "C" fn panics_and_aborts() {
    panic!("on purpose");
}

/// Ends the process from within, on the export thread.
struct Exits;

impl Exporter for Exits {
    async fn export(&mut self, _: SpanBatch) -> Result<Accepted, ExportError> {
        process::exit(3)
    }
}

fn spans() {
    (0..10).for_each(span);
}

/// Adds a hook in front of those that are there, as users do.
fn hook(name: &'static str) {
    let next = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        println!("hook {name}");
        next(info);
    }));
}

/// Nine numbered spans, and one that the panic goes through.
fn panics() {
    (0..9).for_each(span);
    let _span = inline::span!("numbered", "acme.number" = 9);
    panic!("on purpose");
}

fn panic_in_main(_telemetry: Telemetry) {
    panics();
}

/// Dies of a signal when the first ten spans have been exported, with ten more that have not.
fn die(how: &str) {
    let telemetry = install();
    spans();
    while telemetry.stats().exported < 10 {
        thread::sleep(std::time::Duration::from_millis(1));
    }
    println!("exported 10");
    (10..20).for_each(span);
    if how == "abort" {
        process::abort();
    }
    let _ = nix::sys::signal::raise(nix::sys::signal::Signal::SIGKILL);
}
