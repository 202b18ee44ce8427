//! The export thread itself.
//!
//! In: what `Telemetry` was configured with. Out: a thread that runs the worker, and the caller's end of it.
//! Never here: what the worker does.

use std::sync::{Arc, mpsc};
use std::thread;

use tokio::sync::{mpsc as commands, watch};

use super::commands::Remote;
use super::worker::{Schedule, Worker};
use crate::batch::Source;
use crate::clock;
use crate::error::Error;
use crate::exporter::Destination;
use crate::local;
use crate::pipeline::Pipeline;

/// Starts the export thread.
///
/// # Errors
///
/// [`Error::ExportThread`] when the system allows neither thread nor runtime.
pub(crate) fn start(
    pipeline: Arc<Pipeline>,
    source: Source,
    destination: Box<dyn Destination>,
    schedule: Schedule,
) -> Result<(Remote, thread::JoinHandle<()>), Error> {
    let (command_sender, command_receiver) = commands::unbounded_channel();
    let (give_up_sender, give_up_receiver) = watch::channel(None);
    let (started_sender, started_receiver) = mpsc::sync_channel(1);
    let handle = thread::Builder::new()
        .name("otlp-export".into())
        .spawn(move || {
            // Built here: dropping a runtime, should something fail, is not allowed inside the
            // caller's async context.
            let mut runtime = tokio::runtime::Builder::new_current_thread();
            // The threads that look names up are export, too.
            let runtime = match runtime.enable_all().on_thread_start(local::suppress).build() {
                Ok(runtime) => runtime,
                Err(error) => return drop(started_sender.send(Err(error))),
            };
            local::suppress();
            super::this_thread::mark();
            clock::look_at_counter();
            let mut worker = Worker::new(pipeline, source, destination, schedule, give_up_receiver);
            // Now the counts say what the disk held, too.
            let _ = started_sender.send(Ok(()));
            runtime.block_on(worker.run(command_receiver));
            // Not dropped: that would wait for a name look-up that hangs.
            runtime.shutdown_background();
        })
        .map_err(Error::ExportThread)?;
    match started_receiver.recv() {
        Ok(Ok(())) => Ok((Remote { commands: command_sender, give_up_at: give_up_sender }, handle)),
        Ok(Err(error)) => Err(Error::ExportThread(error)),
        Err(_) => Err(Error::ExportThread(std::io::Error::other("the thread ended at once"))),
    }
}
