//! What tests of the whole product share.
//!
//! In: a test. Out: an OTLP server that records and answers as told (nothing of the product in
//! it); telemetry for one test at a time; spans as trees of text.
//! Never here: tests.

#![expect(clippy::panic, reason = "this crate is for tests, where a panic is a finding")]

mod collector;
mod session;

pub use collector::{Answer, Collector, Received, WireProtocol};
pub use session::{Session, tree};
