//! Every operation of telemetry in one environment.
//!
//! In: the environment's name. Out: a line for each operation that did what it promises there.
//! Never here: time; an operation over its deadline fails by itself, and one that hangs is the test's to notice.

use std::sync::mpsc;
use std::thread;

use otlp_runtime::Telemetry;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::LocalSet;

use super::{install, span};

type Work = Box<dyn FnOnce() + Send>;

pub(super) fn run(name: &str) {
    let environment = environment(name);
    for operation in ["install", "record", "flush", "shutdown", "drop"] {
        let here = |is_here, work: Work| if is_here { environment(work) } else { work() };
        let (sender, receiver) = mpsc::channel();
        let installed = sender.clone();
        here(operation == "install", Box::new(move || installed.send(install()).unwrap()));
        let telemetry: Telemetry = receiver.recv().unwrap();
        here(operation == "record", Box::new(|| span(1)));
        let telemetry = passed(&here, operation == "flush", telemetry, |telemetry| {
            assert_eq!(telemetry.flush().unwrap().exported, 1);
        });
        let telemetry = passed(&here, operation == "shutdown", telemetry, |telemetry| {
            // Dropping shuts down as well: that is the next operation's.
            let stats = telemetry.stats();
            assert_eq!((stats.created, stats.exported, stats.pending, stats.live), (1, 1, 0, 0));
            telemetry.shutdown().unwrap();
        });
        here(operation == "drop", Box::new(move || drop(telemetry)));
        // Dropped for the first time, with a span to deliver.
        let telemetry = install();
        span(2);
        here(operation == "drop", Box::new(move || drop(telemetry)));
        println!("{operation} ok");
    }
}

/// Lends `telemetry` to work that may run elsewhere.
fn passed(
    here: &impl Fn(bool, Work),
    is_here: bool,
    telemetry: Telemetry,
    work: fn(&Telemetry),
) -> Telemetry {
    let (sender, receiver) = mpsc::channel();
    here(
        is_here,
        Box::new(move || {
            work(&telemetry);
            sender.send(telemetry).unwrap();
        }),
    );
    receiver.recv().unwrap()
}

fn many(workers: usize) -> Runtime {
    Builder::new_multi_thread().worker_threads(workers).enable_all().build().unwrap()
}

fn one() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// Runs its work when it is dropped.
struct OnDrop(Option<Work>);

impl Drop for OnDrop {
    fn drop(&mut self) {
        if let Some(work) = self.0.take() {
            work();
        }
    }
}

/// Waits for ever and keeps `kept`.
async fn never(kept: OnDrop) {
    std::future::pending::<()>().await;
    drop(kept);
}

fn environment(name: &str) -> fn(Work) {
    match name {
        "none" => |work| work(),
        "thread" => |work| thread::spawn(work).join().unwrap(),
        "current-thread" => |work| one().block_on(async { work() }),
        "current-thread-task" => {
            |work| one().block_on(async { tokio::spawn(async { work() }).await.unwrap() })
        }
        "local-set" => |work| {
            LocalSet::new()
                .block_on(&one(), async { tokio::task::spawn_local(async { work() }).await.unwrap() });
        },
        "one-worker" => |work| many(1).block_on(async { tokio::spawn(async { work() }).await.unwrap() }),
        "two-workers" => |work| many(2).block_on(async { tokio::spawn(async { work() }).await.unwrap() }),
        "workers-blocked" => |work| {
            let runtime = many(2);
            let (released, blocked) = (0..2)
                .map(|_| {
                    let (release, wait) = mpsc::channel::<()>();
                    let (started, starting) = mpsc::channel();
                    let task = runtime.spawn(async move {
                        started.send(()).unwrap();
                        let _ = wait.recv();
                    });
                    starting.recv().unwrap();
                    (release, task)
                })
                .unzip::<_, _, Vec<_>, Vec<_>>();
            runtime.block_on(async { work() });
            drop(released);
            for task in blocked {
                runtime.block_on(task).unwrap();
            }
        },
        "nested-block-on" => |work| {
            many(1).block_on(async {
                tokio::spawn(async {
                    tokio::task::block_in_place(|| Handle::current().block_on(async { work() }));
                })
                .await
                .unwrap();
            });
        },
        "nested-executors" => |work| one().block_on(async { futures_executor::block_on(async { work() }) }),
        "spawn-blocking" => |work| one().block_on(async { tokio::task::spawn_blocking(work).await.unwrap() }),
        "runtime-shutdown" => |work| {
            let runtime = many(1);
            runtime.spawn(never(OnDrop(Some(work))));
            drop(runtime);
        },
        "runtime-shutdown-current-thread" => |work| {
            let runtime = one();
            runtime.spawn(never(OnDrop(Some(work))));
            drop(runtime);
        },
        "futures" => |work| futures_executor::block_on(async { work() }),
        "unwinding" => |work| {
            let unwound = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                let _on_drop = OnDrop(Some(work));
                panic!("on purpose");
            }));
            assert!(unwound.is_err());
        },
        other => panic!("no environment `{other}`"),
    }
}
