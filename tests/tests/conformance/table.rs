//! The requirements: one table, in the order of the specification's documents.
//!
//! In: the cases of each group. Out: rows with an id, a level, the requirement in our words, and how it is shown.
//! Never here: results.

use super::cases::{
    batch, env, exceptions, exporter, flush, grpc, http, limits, otlp, propagation, resource, sampling, sdk,
};
use super::kit::{Verdict, Who};

/// How binding a requirement is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Level {
    Must,
    Should,
    /// Left to the implementation.
    May,
    /// Asked for by us alone.
    Own,
    /// Of a part that the specification calls development.
    Development,
}

impl Level {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
            Self::May => "may",
            Self::Own => "own",
            Self::Development => "dev",
        }
    }
}

/// How it is shown.
#[derive(Clone, Copy)]
pub(crate) enum How {
    /// By this function, for each subject.
    Case(fn(Who) -> Verdict),
    /// For us by this test, above which the id stands; there is none for the others.
    Test(&'static str),
    /// For us by what the API allows, for this reason; not looked at for the others.
    Design(&'static str),
    /// We do not have it, and no case looks for it.
    Missing,
    /// By nothing, for this reason.
    NotApplicable(&'static str),
}

/// One requirement.
pub(crate) struct Row {
    pub(crate) id: &'static str,
    pub(crate) level: Level,
    pub(crate) requirement: &'static str,
    pub(crate) how: How,
}

pub(crate) const fn row(id: &'static str, level: Level, requirement: &'static str, how: How) -> Row {
    Row { id, level, requirement, how }
}

/// The groups, with their titles.
pub(crate) const GROUPS: [(&str, &[Row]); 15] = [
    ("OTLP, both transports", otlp::ROWS),
    ("OTLP/gRPC", grpc::ROWS),
    ("OTLP/HTTP", http::ROWS),
    ("Settings of the OTLP exporter", exporter::ROWS),
    ("Reading of variables", env::ROWS),
    ("Spans", sdk::ROWS),
    ("Limits", limits::ROWS),
    ("Batches", batch::ROWS),
    ("Flush and shutdown", flush::ROWS),
    ("Sampling", sampling::ROWS),
    ("Resource", resource::ROWS),
    ("Errors and exceptions", exceptions::ROWS),
    ("W3C Trace Context", propagation::TRACE_CONTEXT),
    ("Baggage", propagation::BAGGAGE),
    ("Propagators", propagation::PROPAGATORS),
];
