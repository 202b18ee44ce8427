//! What is tested, as cases see it: something that makes spans, flushes and shuts down. Runs in a child process.
//!
//! In: the environment, and the program that a case names. Out: lines on standard output that begin with `@ `.
//! Never here: verdicts.

use std::time::Duration;

/// A value of an attribute.
#[derive(Clone, Debug)]
pub(crate) enum Val {
    Int(i64),
    Text(&'static str),
    NoTexts,
}

pub(crate) type Attributes = Vec<(&'static str, Val)>;

/// The parent of a span.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Origin {
    Root,
    Remote { trace_id: u128, is_sampled: bool },
    Local { trace_id: u128, is_sampled: bool },
    Of(Identity),
}

/// A span to be made: it starts, gets all of this, and ends.
#[derive(Clone, Debug)]
pub(crate) struct Spec {
    pub(crate) name: &'static str,
    pub(crate) origin: Origin,
    pub(crate) attributes: Attributes,
    /// The attributes of each.
    pub(crate) events: Vec<Attributes>,
    pub(crate) links: Vec<Attributes>,
    /// Statuses in the order in which they are set; an error has a text.
    pub(crate) statuses: Vec<Set>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Set {
    Unset,
    Ok,
    Error(&'static str),
}

pub(crate) fn named(name: &'static str) -> Spec {
    let (attributes, events, links, statuses) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    Spec { name, origin: Origin::Root, attributes, events, links, statuses }
}

/// What a span turned out to be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Identity {
    pub(crate) trace_id: u128,
    pub(crate) span_id: u64,
    pub(crate) is_sampled: bool,
    pub(crate) is_recording: bool,
}

/// A setting that has no variable.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Setting {
    MaxRequestBytes(usize),
    /// Up to four requests are under way at once.
    FourRequests,
    /// Each span is exported by the thread that ends it.
    Simple,
    /// Instead of OTLP: an exporter that panics once, and then says `@ exported: N`.
    PanicsOnce,
    /// Instead of OTLP: an exporter whose first export never ends, and which then says `@ exported: N`.
    HangsOnce,
    /// Instead of OTLP: an exporter that makes a span whenever it exports, and says `@ exported: N`.
    Chatty,
    /// A sampler that says `@ sampler: NAME TRACE_ID has_parent=...`, adds an attribute `from.sampler` and sets the trace
    /// state `spy=1`.
    SpyingSampler,
    /// Two processors before that of the exporter, which say `@ processor: NUMBER start|end THREAD`.
    SpyingProcessors,
    /// A sampler that wants spans recorded and not exported.
    RecordOnly,
    /// A sampler that records what another one drops, around one that drops everything.
    AlwaysRecord,
}

/// One implementation of OpenTelemetry.
pub(crate) trait Subject: Sync {
    /// Starts as the environment says; the error is what the user gets to see, or [`IMPOSSIBLE`].
    fn start(&mut self, settings: &[Setting]) -> Result<(), String>;
    fn span(&self, spec: &Spec) -> Identity;
    /// Starts a span that never ends.
    fn open(&self);
    /// Runs a function that fails with `no luck`, as users have such recorded.
    fn fail(&self);
    /// Runs a function that panics, as users have such recorded; false if there is no such thing.
    fn panic(&self) -> bool;
    fn flush(&self, deadline: Option<Duration>) -> Result<(), String>;
    fn shutdown(&self, deadline: Option<Duration>) -> Result<(), String>;
    /// Where the spans went, as far as it says.
    fn counts(&self) -> Option<String>;
}

/// The error of a subject that has no such setting or call.
pub(crate) const IMPOSSIBLE: &str = "there is no such setting";

pub(crate) fn say(key: &str, what: impl std::fmt::Display) {
    println!("\n@ {key}: {what}");
}

pub(crate) fn say_result(key: &str, result: Result<(), String>) {
    match result {
        Ok(()) => say(key, "ok"),
        Err(error) => say(key, format!("error: {}", error.replace('\n', " "))),
    }
}
