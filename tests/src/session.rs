//! Telemetry for one test at a time.
//!
//! In: a test that wants to record. Out: what it recorded, as data or as a tree of text.
//! Never here: exporters other than the one in memory, except where a test brings its own.

use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};

use otlp_runtime::{
    InMemoryExporter, SpanData, SpanId, Stats, StatusCode, Telemetry, TelemetryBuilder, Value,
};

/// Telemetry is global to a process: tests of one binary take turns.
static TURN: Mutex<()> = Mutex::new(());

/// Installed telemetry with spans kept in memory; shut down when dropped.
#[derive(Debug)]
pub struct Session {
    telemetry: Telemetry,
    exporter: InMemoryExporter,
    // Dropped last: the next test starts when telemetry is down.
    _turn: MutexGuard<'static, ()>,
}

impl Session {
    /// Waits for its turn and installs telemetry that records everything.
    pub fn start() -> Self {
        Self::with(|builder| builder)
    }

    /// Does as [`start`](Self::start), with further settings.
    ///
    /// # Panics
    ///
    /// When telemetry cannot be installed.
    pub fn with(configure: impl FnOnce(TelemetryBuilder) -> TelemetryBuilder) -> Self {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let exporter = InMemoryExporter::default();
        let builder = configure(Telemetry::builder().service_name("test").exporter(exporter.clone()));
        match builder.install() {
            Ok(telemetry) => Self { telemetry, exporter, _turn: turn },
            Err(error) => panic!("{error}"),
        }
    }

    /// Returns the telemetry.
    pub const fn telemetry(&self) -> &Telemetry {
        &self.telemetry
    }

    /// Reads the counts.
    pub fn stats(&self) -> Stats {
        self.telemetry.stats()
    }

    /// Flushes and returns the spans that ended so far.
    ///
    /// # Panics
    ///
    /// When flushing fails.
    pub fn spans(&self) -> Vec<SpanData> {
        match self.telemetry.flush() {
            Ok(_) => self.exporter.spans(),
            Err(error) => panic!("{error}"),
        }
    }

    /// Flushes and returns the only span of this name.
    ///
    /// # Panics
    ///
    /// When there is none or more than one.
    pub fn span(&self, name: &str) -> SpanData {
        let mut found = self.spans();
        found.retain(|span| span.name == name);
        match <[SpanData; 1]>::try_from(found) {
            Ok([span]) => span,
            Err(found) => panic!("{} spans are named {name}", found.len()),
        }
    }

    /// Flushes and returns the spans as trees: children below their parents, by start.
    pub fn tree(&self) -> String {
        tree(&self.spans())
    }
}

/// Renders spans as trees: name, attributes, status; two spaces per level.
pub fn tree(spans: &[SpanData]) -> String {
    let is_present = |id: SpanId| spans.iter().any(|span| span.context.span_id() == id);
    let mut out = String::new();
    let mut roots: Vec<&SpanData> = spans.iter().filter(|span| !is_present(span.parent_span_id)).collect();
    roots.sort_by_key(|span| span.start_unix_nanos);
    for root in roots {
        draw(&mut out, spans, root, 0);
    }
    out
}

fn draw(out: &mut String, spans: &[SpanData], span: &SpanData, depth: usize) {
    let mut line = format!("{}{}", "  ".repeat(depth), span.name);
    for attribute in &span.attributes {
        let _ = write!(line, " {}={}", attribute.key, shown(&attribute.value));
    }
    match span.status {
        StatusCode::Unset => {}
        StatusCode::Ok => line += " OK",
        StatusCode::Error => {
            let _ = write!(line, " ERROR {:?}", span.status_message);
        }
    }
    out.push_str(&line);
    out.push('\n');
    for (name, _, attributes) in &span.events {
        let _ = write!(out, "{}· {name}", "  ".repeat(depth + 1));
        for attribute in attributes {
            let _ = write!(out, " {}={}", attribute.key, shown(&attribute.value));
        }
        out.push('\n');
    }
    let mut children: Vec<&SpanData> =
        spans.iter().filter(|child| child.parent_span_id == span.context.span_id()).collect();
    children.sort_by_key(|child| child.start_unix_nanos);
    for child in children {
        draw(out, spans, child, depth + 1);
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Bool(bool) => bool.to_string(),
        Value::Int(int) => int.to_string(),
        Value::Double(double) => double.to_string(),
        Value::String(text) => text.to_string(),
        other => format!("{other:?}"),
    }
}
