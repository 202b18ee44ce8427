//! What tests of the whole product share.
//!
//! In: nothing of the product. Out: an OTLP server that records and answers as told.
//! Never here: tests.

#![expect(clippy::panic, reason = "this crate is for tests, where a panic is a finding")]

mod collector;

pub use collector::{Answer, Collector, Received, WireProtocol};
