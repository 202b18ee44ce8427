//! An exporter that prints traces as trees, for development.
//!
//! In: batches. Out: text, a trace at a time: when its root has ended and been quiet for one
//! export, at the latest on flush.
//! Never here: machine-readable output (use OTLP).

mod tree;

use std::io::{self, IsTerminal as _, Write as _};

use super::{Exporter, SpanData};
use crate::batch::SpanBatch;
use crate::context::TraceId;
use crate::delivery::{Accepted, ExportError};

/// Spans held back while their traces are incomplete; beyond, all are printed.
const MAX_HELD: usize = 10_000;

/// Prints each trace as a tree with a time bar.
///
/// To standard output; in colour when that is a terminal and `NO_COLOR` is unset.
///
/// ```text
/// trace 9ff3…06b1  checkout  12.1 ms, 3 spans
/// POST /checkout   server    ████████████████████  12.1 ms  http.request.method="POST"
/// ├─ load cart     internal  ██████                 3.5 ms  acme.cart.id=7
/// └─ charge        client          ██████████████   8.2 ms  ERROR card declined
/// ```
#[derive(Debug)]
pub struct ConsoleExporter {
    held: Vec<Trace>,
    service: String,
    has_colour: bool,
    width: usize,
}

/// The spans of one trace that have arrived.
#[derive(Debug)]
struct Trace {
    id: TraceId,
    spans: Vec<SpanData>,
    /// Its local root has ended.
    is_complete: bool,
    /// Nothing came with the last batch.
    is_quiet: bool,
}

impl Default for ConsoleExporter {
    fn default() -> Self {
        let has_colour =
            io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let width = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(120);
        Self { held: Vec::new(), service: String::new(), has_colour, width }
    }
}

impl ConsoleExporter {
    /// Renders traces as this exporter prints them, without colour, `width` columns wide.
    ///
    /// For tests of one's own that want to see a tree.
    pub fn render(spans: &[SpanData], width: usize) -> String {
        let mut exporter = Self { held: Vec::new(), service: String::new(), has_colour: false, width };
        spans.iter().cloned().for_each(|span| exporter.hold(span));
        exporter.held.iter().map(|trace| exporter.draw(trace)).collect()
    }

    fn hold(&mut self, span: SpanData) {
        let id = span.context.trace_id();
        let is_root = !span.parent_span_id.is_valid() || span.parent_is_remote;
        if !self.held.iter().any(|trace| trace.id == id) {
            self.held.push(Trace { id, spans: Vec::new(), is_complete: false, is_quiet: false });
        }
        if let Some(trace) = self.held.iter_mut().find(|trace| trace.id == id) {
            trace.is_complete |= is_root;
            trace.is_quiet = false;
            trace.spans.push(span);
        }
    }

    fn draw(&self, trace: &Trace) -> String {
        tree::draw(
            trace.id,
            &self.service,
            &trace.spans,
            &tree::Style { has_colour: self.has_colour, width: self.width },
        )
    }

    fn print(&mut self, is_due: impl Fn(&Trace) -> bool) {
        let (due, held) = core::mem::take(&mut self.held).into_iter().partition(is_due);
        self.held = held;
        let due: Vec<Trace> = due;
        let mut out = io::stdout().lock();
        for trace in &due {
            // A closed standard output is no reason to disturb the program.
            let _ = writeln!(out, "{}", self.draw(trace));
        }
        let _ = out.flush();
    }
}

impl Exporter for ConsoleExporter {
    async fn export(&mut self, batch: SpanBatch) -> Result<Accepted, ExportError> {
        if self.service.is_empty() {
            let name = batch.resource().get("service.name").and_then(|name| name.as_str().map(str::to_owned));
            self.service = name.unwrap_or_default();
        }
        self.held.iter_mut().for_each(|trace| trace.is_quiet = true);
        batch.iter().for_each(|span| self.hold(SpanData::from(&span)));
        if self.held.iter().map(|trace| trace.spans.len()).sum::<usize>() > MAX_HELD {
            self.print(|_| true);
        } else {
            self.print(|trace| trace.is_complete && trace.is_quiet);
        }
        Ok(Accepted::default())
    }

    async fn flush(&mut self) {
        self.print(|_| true);
    }
}
