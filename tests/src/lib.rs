//! What tests of the whole product share.
//!
//! In: a test. Out: an OTLP server that records and answers as told, well or badly (nothing of the product in
//! it); certificates, good and bad; telemetry for one test at a time; spans as trees of text.
//! Never here: tests.

#![expect(clippy::panic, clippy::unwrap_used, reason = "this crate is for tests, where a panic is a finding")]

mod certificate;
mod collector;
mod http_date;
mod session;
mod tap;

pub use certificate::{Authority, Flaw};
pub use collector::{Answer, Arrival, Collector, Ledger, Received, SEQUENCE, WireProtocol};
pub use http_date::{DateForm, http_date};
pub use session::{Session, tree};
pub use tap::Tap;

/// How often a case of chance is run: `TORTURE_RUNS`, or as usual.
pub fn runs(usual: u64) -> u64 {
    std::env::var("TORTURE_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(usual)
}
