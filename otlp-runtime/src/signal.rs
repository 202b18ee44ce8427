//! Waiting for the signal that asks the program to end.
//!
//! In: SIGTERM and SIGINT; on Windows Ctrl-C. Out: a future, or a wait, that ends when one has come.
//! Never here: what happens then, which is the program's; handlers of others, which go on being called.

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::io;
use std::sync::{Arc, mpsc};
use std::task::Wake;
use std::thread::{self, Thread};

use tokio::sync::oneshot;

/// Listens for SIGTERM and SIGINT from now on (on Windows, Ctrl-C); what it returns waits for the first of them.
///
/// From then on these signals do not end the program by themselves, for the rest of its life: the program has to
/// end once one has come. Handlers that were there before, of tokio or `signal-hook` too, are called as before; one
/// that is set later, by `sigaction`, takes the place of this. Listening takes one thread, with nothing
/// for others to drive: the wait works under any executor and none.
///
/// ```no_run
/// # fn serve() {}
/// let telemetry = otlp_runtime::init()?;
/// let signal = otlp_runtime::shutdown_signal()?;
/// std::thread::spawn(serve);
/// signal.wait(); // or, in an `async fn`: signal.await;
/// telemetry.shutdown()?; // 5 seconds at most
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// That of the system when it allows neither the thread nor the handlers.
pub fn shutdown_signal() -> io::Result<ShutdownSignal> {
    let (came, coming) = oneshot::channel();
    let (started, starting) = mpsc::sync_channel(1);
    thread::Builder::new().name("otlp-signal".into()).spawn(move || {
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => return drop(started.send(Err(error))),
        };
        runtime.block_on(async {
            match listen() {
                Ok(signal) => {
                    let _ = started.send(Ok(()));
                    signal.await;
                    let _ = came.send(());
                }
                Err(error) => drop(started.send(Err(error))),
            }
        });
    })?;
    let gone = |_| Err(io::Error::other("the thread that listens for signals ended at once"));
    starting.recv().unwrap_or_else(gone)?;
    Ok(ShutdownSignal(coming))
}

/// Sets the handlers; the future ends with the first signal.
#[cfg(unix)]
fn listen() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(core::future::poll_fn(move |context| {
        let is_here = terminate.poll_recv(context).is_ready() || interrupt.poll_recv(context).is_ready();
        if is_here { Poll::Ready(()) } else { Poll::Pending }
    }))
}

/// Sets the handler; the future ends with the first signal.
#[cfg(windows)]
fn listen() -> io::Result<impl Future<Output = ()>> {
    let mut ctrl_c = tokio::signal::windows::ctrl_c()?;
    Ok(core::future::poll_fn(move |context| ctrl_c.poll_recv(context).map(drop)))
}

/// Waits for the signal that asks the program to end: a future, or [`wait`](Self::wait).
///
/// Dropping it gives the signals to nobody.
#[must_use = "wait for it, by `wait()` or `.await`"]
pub struct ShutdownSignal(oneshot::Receiver<()>);

impl ShutdownSignal {
    /// Blocks the calling thread until a signal comes; not for use in an `async fn`.
    pub fn wait(mut self) {
        let waker = Arc::new(Unpark(thread::current())).into();
        let mut context = Context::from_waker(&waker);
        while Pin::new(&mut self).poll(&mut context).is_pending() {
            thread::park();
        }
    }
}

impl Future for ShutdownSignal {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.0).poll(context).map(drop)
    }
}

impl fmt::Debug for ShutdownSignal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ShutdownSignal").finish_non_exhaustive()
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
