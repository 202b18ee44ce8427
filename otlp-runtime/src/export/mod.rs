//! The export thread: everything after the chunk.
//!
//! In: chunks (through `batch`), commands from `Telemetry`. Out: batches to the destination; counts.
//! Never here: user threads, spans being made.
//!
//! Protocol. One OS thread with a current-thread tokio runtime of its own, so that it neither
//! needs the program's runtime nor can wait for it. It sleeps until the delay is over, a
//! batch is full, a request has ended or is due, or a command comes; when nothing was recorded for a whole delay it
//! sleeps until the next span.
//!
//! A span is in one of these places: in a chunk, seen by the last look or not; in a batch that is cut; in the outbox,
//! waiting or under way; on disk alone; counted. A flush looks, has all that it saw made into batches, and is answered when the last
//! of them and all before it are counted. Until they are made nobody else looks, so that it comes to an end.

mod batcher;
mod commands;
mod guarded;
mod ledger;
mod outbox;
mod race;
mod sending;
#[cfg(all(test, feature = "http"))]
mod tests;
mod this_thread;
mod thread;
mod warnings;
mod worker;

pub(crate) use commands::{Answer, Command, NoOutcome, Remote};
pub(crate) use this_thread::is_current;
pub(crate) use thread::start;
pub(crate) use worker::Schedule;
