//! Draws one trace.
//!
//! In: its spans, in any order. Out: lines of text.
//! Never here: output, state.

use core::fmt::Write as _;
use core::time::Duration;

use super::SpanData;
use crate::context::{SpanId, TraceId};
use crate::status::StatusCode;

/// How to draw.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) has_colour: bool,
    /// Columns.
    pub(super) width: usize,
}

const BAR: usize = 24;
const KIND: usize = 8;
const MAX_DEPTH: usize = 64;

const BOLD: &str = "1";
const DIM: &str = "2";
const RED: &str = "31";
const CYAN: &str = "36";

impl Style {
    fn paint(&self, code: &str, text: &str) -> String {
        if self.has_colour && !text.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// A span with its place in the tree.
struct Line<'a> {
    /// Branch drawing in front of the name.
    branch: String,
    /// What stands under it, for events.
    stem: String,
    span: &'a SpanData,
}

/// Returns the trace as lines, the last with a line break.
pub(super) fn draw(id: TraceId, service: &str, spans: &[SpanData], style: &Style) -> String {
    let start = spans.iter().map(|span| span.start_unix_nanos).min().unwrap_or(0);
    let end = spans.iter().map(|span| span.end_unix_nanos).max().unwrap_or(0);
    let total = end.saturating_sub(start).max(1);
    let lines = lines_of(spans);
    let names = lines.iter().map(|line| columns(&line.branch) + columns(&line.span.name)).max().unwrap_or(0);
    let names = names.min(style.width / 2);

    let mut out = String::new();
    let count = if spans.len() == 1 { "1 span".to_owned() } else { format!("{} spans", spans.len()) };
    let title = format!("trace {id}");
    let _ = writeln!(
        out,
        "{}  {}{}, {count}",
        style.paint(DIM, &title),
        if service.is_empty() { String::new() } else { format!("{}  ", one_line(service)) },
        duration(total)
    );
    for line in &lines {
        draw_span(&mut out, line, names, (start, total), style);
        for (name, time, attributes) in &line.span.events {
            let offset = duration(time.saturating_sub(line.span.start_unix_nanos));
            let _ = write!(
                out,
                "{}· {} +{offset}",
                style.paint(DIM, &line.stem),
                style.paint(CYAN, &one_line(name))
            );
            for attribute in attributes {
                let _ = write!(out, " {}={}", one_line(&attribute.key), shown(&attribute.value));
            }
            out.push('\n');
        }
    }
    let hidden = spans.len() - lines.len();
    if hidden > 0 {
        let _ = writeln!(out, "and {hidden} more, deeper than {MAX_DEPTH} spans");
    }
    out
}

fn draw_span(out: &mut String, line: &Line<'_>, names: usize, (start, total): (u64, u64), style: &Style) {
    let span = line.span;
    let is_error = span.status == StatusCode::Error;
    let width = columns(&line.branch) + columns(&span.name);
    let padding = " ".repeat(names.saturating_sub(width));
    let name_colour = if is_error { RED } else { BOLD };
    let _ = write!(
        out,
        "{}{}{padding}  {}  {}  {:>8}",
        style.paint(DIM, &line.branch),
        style.paint(name_colour, &one_line(&span.name)),
        style.paint(DIM, &format!("{:KIND$}", span.kind.as_str())),
        style.paint(if is_error { RED } else { CYAN }, &bar(span, start, total)),
        duration(span.end_unix_nanos.saturating_sub(span.start_unix_nanos)),
    );
    if is_error {
        let message =
            if span.status_message.is_empty() { String::new() } else { format!(" {}", span.status_message) };
        let _ = write!(out, "  {}", style.paint(RED, &format!("ERROR{}", one_line(&message))));
    }
    let mut separator = "  ";
    for attribute in &span.attributes {
        let _ = write!(
            out,
            "{separator}{}={}",
            style.paint(DIM, &one_line(&attribute.key)),
            shown(&attribute.value)
        );
        separator = " ";
    }
    for (target, _) in &span.links {
        let _ = write!(out, "{separator}{}", style.paint(DIM, &format!("→ {}", target.span_id())));
        separator = " ";
    }
    out.push('\n');
}

/// Puts the spans in tree order: children under their parents by start; a span whose parent is
/// not among them stands at the left.
fn lines_of(spans: &[SpanData]) -> Vec<Line<'_>> {
    let is_present = |id: SpanId| spans.iter().any(|span| span.context.span_id() == id);
    let mut roots: Vec<&SpanData> = spans.iter().filter(|span| !is_present(span.parent_span_id)).collect();
    roots.sort_by_key(|span| span.start_unix_nanos);
    let mut lines = Vec::with_capacity(spans.len());
    for root in roots {
        lines.push(Line { branch: String::new(), stem: "   ".into(), span: root });
        push_children(&mut lines, spans, root, "", 1);
    }
    lines
}

fn push_children<'a>(
    lines: &mut Vec<Line<'a>>,
    spans: &'a [SpanData],
    parent: &SpanData,
    indent: &str,
    depth: usize,
) {
    if depth > MAX_DEPTH {
        return;
    }
    let is_child = |span: &&SpanData| span.parent_span_id == parent.context.span_id();
    let mut children: Vec<&SpanData> = spans.iter().filter(is_child).collect();
    children.sort_by_key(|span| span.start_unix_nanos);
    let last = children.len().saturating_sub(1);
    for (index, child) in children.into_iter().enumerate() {
        let (branch, stem) = if index == last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let below = format!("{indent}{stem}");
        lines.push(Line { branch: format!("{indent}{branch}"), stem: format!("{below}   "), span: child });
        push_children(lines, spans, child, &below, depth + 1);
    }
}

/// Draws when the span ran, as a share of the whole trace; at least one block.
fn bar(span: &SpanData, start: u64, total: u64) -> String {
    let scale = |nanos: u64| {
        let columns = u128::from(nanos) * BAR as u128 / u128::from(total);
        usize::try_from(columns).unwrap_or(BAR).min(BAR)
    };
    let from = scale(span.start_unix_nanos.saturating_sub(start)).min(BAR - 1);
    let to = scale(span.end_unix_nanos.saturating_sub(start)).clamp(from + 1, BAR);
    format!("{}{}{}", " ".repeat(from), "█".repeat(to - from), " ".repeat(BAR - to))
}

/// Three digits and a unit.
fn duration(nanos: u64) -> String {
    let duration = Duration::from_nanos(nanos);
    let seconds = duration.as_secs_f64();
    match nanos {
        0..1_000 => format!("{nanos} ns"),
        1_000..1_000_000 => format!("{:.1} µs", seconds * 1e6),
        1_000_000..1_000_000_000 => format!("{:.1} ms", seconds * 1e3),
        _ => format!("{seconds:.2} s"),
    }
}

fn shown(value: &crate::attribute::Value) -> String {
    match value {
        crate::attribute::Value::String(text) => format!("{text:?}"),
        crate::attribute::Value::Bool(bool) => bool.to_string(),
        crate::attribute::Value::Int(int) => int.to_string(),
        crate::attribute::Value::Double(double) => double.to_string(),
        crate::attribute::Value::Bytes(bytes) => format!("<{} bytes>", bytes.len()),
        crate::attribute::Value::Array(values) => {
            format!("[{}]", values.iter().map(shown).collect::<Vec<_>>().join(", "))
        }
    }
}

/// Keeps what a span says from ending the line, and from commanding the terminal.
fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// Counts characters, near enough to columns for names.
fn columns(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::super::{ConsoleExporter, SpanData};
    use crate::attribute::KeyValue;
    use crate::callsite::SpanKind;
    use crate::context::{SpanContext, SpanId, TraceFlags, TraceId, TraceState};
    use crate::status::StatusCode;

    fn span(number: u64, parent: u64, name: &str) -> SpanData {
        let id = |number: u64| SpanId::from_bytes(number.to_be_bytes());
        let trace_id = TraceId::from_bytes([1; 16]);
        SpanData {
            context: SpanContext::new(trace_id, id(number), TraceFlags::SAMPLED, false, TraceState::empty()),
            parent_span_id: id(parent),
            parent_is_remote: false,
            name: name.to_owned(),
            kind: SpanKind::Internal,
            scope: "",
            start_unix_nanos: number,
            end_unix_nanos: 1000,
            attributes: Vec::new(),
            events: Vec::new(),
            links: Vec::new(),
            status: StatusCode::Unset,
            status_message: String::new(),
        }
    }

    #[test]
    fn nothing_that_is_recorded_ends_a_line_or_commands_the_terminal() {
        let hostile = "a\n\u{1b}[2Jb";
        let attributes = vec![KeyValue::new(hostile, hostile)];
        let hostile_span = SpanData {
            attributes: attributes.clone(),
            events: vec![(hostile.to_owned(), 1, attributes)],
            status: StatusCode::Error,
            status_message: hostile.to_owned(),
            ..span(1, 0, hostile)
        };
        let text = ConsoleExporter::render(&[hostile_span], 120);
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(text.chars().all(|char| char == '\n' || !char.is_control()), "{text:?}");
    }

    #[test]
    fn spans_too_deep_to_be_drawn_are_counted() {
        let chain: Vec<_> = (1..=100).map(|number| span(number, number - 1, "deep")).collect();
        let text = ConsoleExporter::render(&chain, 120);
        assert_eq!(
            (text.lines().count(), text.lines().last()),
            (67, Some("and 35 more, deeper than 64 spans"))
        );
    }
}
