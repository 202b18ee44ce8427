//! The export thread: everything after the chunk.
//!
//! In: chunks (through `batch`), commands from `Telemetry`. Out: batches to the exporter; counts.
//! Never here: user threads, spans being made.
//!
//! Protocol. One OS thread with a current-thread tokio runtime of its own, so that it neither
//! needs the program's runtime nor can wait for it. It sleeps until the interval is over, a
//! chunk is full, or a command comes; when nothing was recorded for a whole interval it sleeps
//! until the next span. Exports follow one another, never two at a time (BSP-01).

mod commands;
mod guarded;
mod race;
mod this_thread;
mod warnings;
mod worker;

pub(crate) use commands::{Command, NoOutcome, Outcome, Remote};
pub(crate) use this_thread::is_current;
pub(crate) use worker::{Schedule, start};
