//! A process that is asked to end, or that is stopped and goes on.
//!
//! In: signals from outside. Out: numbered spans until then.
//! Never here: signals sent.

use std::io::Read as _;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use nix::sys::signal::{SaFlags, SigAction, SigHandler, SigSet, Signal, sigaction};
use otlp_runtime::{Telemetry, shutdown_signal};

use super::{install, print, span};

static CALLED: AtomicBool = AtomicBool::new(false);

extern "C" fn users_own(_: i32) {
    CALLED.store(true, Ordering::SeqCst);
}

/// Waits for a signal in the way `how` says, and shuts down.
pub(super) fn run(how: &str) {
    if how == "users-handler" {
        let action = SigAction::new(SigHandler::Handler(users_own), SaFlags::SA_RESTART, SigSet::empty());
        for signal in [Signal::SIGTERM, Signal::SIGINT] {
            // SAFETY: the handler stores to an atomic, which a signal handler may.
            #[expect(unsafe_code, reason = "a handler of the user's own, set the raw way")]
            let _previous = unsafe { sigaction(signal, &action) }.unwrap();
        }
    }
    let telemetry = install();
    let signal = shutdown_signal().unwrap();
    (0..10).for_each(span);
    let many = |workers| {
        tokio::runtime::Builder::new_multi_thread().worker_threads(workers).enable_all().build().unwrap()
    };
    let current_thread = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    println!("ready");
    match how {
        "blocking" | "users-handler" => signal.wait(),
        "current-thread" => current_thread().block_on(signal),
        "local-set" => tokio::task::LocalSet::new().block_on(&current_thread(), signal),
        "one-worker" => many(1).block_on(async { tokio::spawn(signal).await.unwrap() }),
        "two-workers" => many(2).block_on(async { tokio::spawn(signal).await.unwrap() }),
        "futures" => futures_executor::block_on(signal),
        "beside-tokio" => many(1).block_on(async {
            use tokio::signal::unix::{SignalKind, signal as listen};
            let mut terminate = listen(SignalKind::terminate()).unwrap();
            let mut interrupt = listen(SignalKind::interrupt()).unwrap();
            println!("listening");
            let users = async {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
            };
            tokio::join!(signal, users);
            CALLED.store(true, Ordering::SeqCst);
        }),
        other => panic!("no wait `{other}`"),
    }
    if CALLED.load(Ordering::SeqCst) {
        println!("the user's handler was called");
    }
    print(&telemetry.shutdown().unwrap());
}

/// Makes spans until standard input ends.
pub(super) fn frozen() {
    static MADE: AtomicU64 = AtomicU64::new(0);
    static DONE: AtomicBool = AtomicBool::new(false);
    let telemetry: &'static Telemetry = install().shut_down_at_exit();
    let maker = thread::spawn(|| {
        while !DONE.load(Ordering::Relaxed) {
            span(MADE.fetch_add(1, Ordering::Relaxed));
            thread::sleep(Duration::from_micros(200));
        }
    });
    println!("ready");
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
    DONE.store(true, Ordering::Relaxed);
    maker.join().unwrap();
    println!("made {}", MADE.load(Ordering::Relaxed));
    let _ = telemetry.shutdown();
    print(&telemetry.stats());
}
