//! A process that forks under load, without `exec`.
//!
//! In: how many children. Out: from each child, one line of what it found, and one span; from the parent the counts.
//! Never here: judgement of ids, which takes all processes.

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{ForkResult, fork};
use opentelemetry::trace::TracerProvider as _;
use otlp_runtime::opentelemetry::TracerProvider;
use otlp_runtime::{Error, Telemetry, inline};

use super::{install, print, span};

static NEXT: AtomicU64 = AtomicU64::new(0);
static DONE: AtomicBool = AtomicBool::new(false);
/// Held while a thread starts or ends, and at each fork: std has a lock of its own for both, which the child would find held.
static THREADS: Mutex<()> = Mutex::new(());

/// Starts a thread; returns when it runs.
fn started(work: impl FnOnce() + Send + 'static) -> JoinHandle<()> {
    let (sender, receiver) = mpsc::channel();
    let thread = thread::spawn(move || {
        sender.send(()).unwrap();
        work();
    });
    receiver.recv().unwrap();
    thread
}

pub(super) fn run(children: u64) {
    let telemetry = install();
    // One thread that records without end, one whose threads join and leave without end.
    let recorder = started(|| {
        while !DONE.load(Ordering::Relaxed) {
            span(NEXT.fetch_add(1, Ordering::Relaxed));
            thread::sleep(Duration::from_micros(50));
        }
    });
    let starter = started(|| {
        while !DONE.load(Ordering::Relaxed) {
            let (end, ends) = mpsc::channel::<()>();
            let starting = THREADS.lock().unwrap();
            let thread = started(move || {
                span(NEXT.fetch_add(1, Ordering::Relaxed));
                let _ = ends.recv();
            });
            drop(starting);
            thread::yield_now();
            let _ending = THREADS.lock().unwrap();
            drop(end);
            thread.join().unwrap();
        }
    });
    for child in 0..children {
        // The child inherits an open span, a thread state with ids and a half-filled chunk.
        let _open = inline::span!("numbered", "acme.number" = NEXT.fetch_add(1, Ordering::Relaxed));
        span(NEXT.fetch_add(1, Ordering::Relaxed));
        let at_fork = THREADS.lock().unwrap();
        // SAFETY: between `fork` and the end of the child it uses memory allocation, threads and standard output,
        // which the C library keeps usable there; no other thread of this program holds a lock of theirs.
        #[expect(unsafe_code, reason = "the case")]
        match unsafe { fork() }.unwrap() {
            ForkResult::Child => child_of(telemetry, child),
            ForkResult::Parent { child } => {
                drop(at_fork);
                assert_eq!(waitpid(child, None).unwrap(), WaitStatus::Exited(child, 0));
            }
        }
    }
    DONE.store(true, Ordering::Relaxed);
    recorder.join().unwrap();
    starter.join().unwrap();
    println!("made {}", NEXT.load(Ordering::Relaxed));
    print(&telemetry.shutdown().unwrap());
}

/// Forks with telemetry that is kept until the exit, as the child's own is; both processes exit.
pub(super) fn kept() {
    install().shut_down_at_exit();
    span(0);
    // SAFETY: as in `run`.
    #[expect(unsafe_code, reason = "the case")]
    match unsafe { fork() }.unwrap() {
        ForkResult::Child => {
            install().shut_down_at_exit();
            span(1);
        }
        ForkResult::Parent { child } => {
            span(2);
            assert_eq!(waitpid(child, None).unwrap(), WaitStatus::Exited(child, 3));
        }
    }
    std::process::exit(3)
}

/// Forks while other threads make tracers of `opentelemetry`; each child makes one.
pub(super) fn tracers(children: u64) {
    let tracer = || {
        let _tracer = TracerProvider::new().tracer("acme.library");
    };
    let makers: Vec<_> = (0..2)
        .map(|_| {
            thread::spawn(move || {
                while !DONE.load(Ordering::Relaxed) {
                    tracer();
                }
            })
        })
        .collect();
    for _ in 0..children {
        // SAFETY: as in `run`.
        #[expect(unsafe_code, reason = "the case")]
        match unsafe { fork() }.unwrap() {
            ForkResult::Child => {
                tracer();
                std::process::exit(0)
            }
            ForkResult::Parent { child } => {
                assert_eq!(waitpid(child, None).unwrap(), WaitStatus::Exited(child, 0));
            }
        }
    }
    DONE.store(true, Ordering::Relaxed);
    for maker in makers {
        maker.join().unwrap();
    }
    println!("ok");
}

fn child_of(inherited: Telemetry, child: u64) -> ! {
    span(u64::MAX >> 1);
    let is_refused = |result| matches!(result, Err(Error::ForkedChild { .. }));
    let refused = is_refused(inherited.flush()) && is_refused(inherited.shutdown());
    let inherited_created = inherited.stats().created;
    drop(inherited);
    let telemetry = install();
    {
        let _span = inline::span!("child", "acme.child" = child);
    }
    let stats = telemetry.shutdown().unwrap();
    // In one write: the parent's threads print nothing meanwhile.
    let line = format!(
        "child {child} refused {refused} inherited {inherited_created} created {} exported {}\n",
        stats.created, stats.exported
    );
    std::io::stdout().write_all(line.as_bytes()).unwrap();
    std::process::exit(0)
}
