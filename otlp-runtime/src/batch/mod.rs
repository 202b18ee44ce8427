//! Ended spans on their way out: shared, read in place.
//!
//! In: chunks. Out: `SpanBatch` (cheap to clone), `SpanView` (one span, borrowed), OTLP bytes.
//! Never here: exporters, sockets, waiting.

mod collector;
mod view;

pub(crate) use collector::{BatchLimits, Collector};
pub use view::{EventView, LinkView, SpanView, StatusView};

use core::fmt;
use core::ops::Range;
use std::sync::Arc;

use crate::chunk::Chunk;
use crate::chunk::record::Record;
use crate::encode::{Envelope, put_request};
use crate::resource::Resource;

/// Spans to export, in the memory their threads wrote them to.
///
/// Cloning copies a pointer. Memory is given back when the last clone is gone, so an exporter
/// that keeps batches keeps memory from new spans.
#[derive(Clone)]
pub struct SpanBatch {
    inner: Arc<Inner>,
}

struct Inner {
    source: Arc<Source>,
    slices: Vec<Slice>,
    spans: usize,
    bytes: usize,
}

/// What all batches of a pipeline share.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) resource: Resource,
    pub(crate) envelope: Envelope,
}

impl Source {
    pub(crate) fn new(resource: Resource) -> Self {
        let mut encoded = Vec::new();
        resource.encode(&mut encoded);
        let schema_url = resource.schema_url().to_owned();
        Self { resource, envelope: Envelope { resource: encoded, schema_url } }
    }
}

/// Whole records of one chunk.
struct Slice {
    chunk: Arc<Chunk>,
    words: Range<usize>,
}

impl SpanBatch {
    /// Returns how many spans there are; never zero.
    pub fn len(&self) -> usize {
        self.inner.spans
    }

    /// Says whether there are no spans; always false, as no batch is made without.
    pub fn is_empty(&self) -> bool {
        self.inner.spans == 0
    }

    /// Returns how many bytes the spans take in an OTLP request, without resource and scopes.
    pub fn span_bytes(&self) -> usize {
        self.inner.bytes
    }

    /// Returns what made the spans.
    pub fn resource(&self) -> &Resource {
        &self.inner.source.resource
    }

    /// Yields the spans: those of one thread in the order they ended.
    pub fn iter(&self) -> impl Iterator<Item = SpanView<'_>> {
        self.records().map(|(record, fields)| SpanView::new(record, fields))
    }

    /// Returns the batch as an OTLP `ExportTraceServiceRequest` in protobuf.
    pub fn to_otlp(&self) -> Vec<u8> {
        let mut request = Vec::new();
        self.put_otlp(&mut request);
        request
    }

    /// Appends the batch as [`to_otlp`](Self::to_otlp) returns it.
    pub(crate) fn put_otlp(&self, out: &mut Vec<u8>) {
        put_request(out, &self.inner.source.envelope, || self.records());
    }

    fn records(&self) -> impl Iterator<Item = (Record, &[u8])> {
        self.inner.slices.iter().flat_map(|slice| records(slice.chunk.read(slice.words.clone())))
    }

    /// Splits the batch into two halves by number of spans; `None` when there is only one.
    pub fn split(&self) -> Option<(Self, Self)> {
        let half = self.len() / 2;
        if half == 0 {
            return None;
        }
        let (mut first, mut second) = (Part::default(), Part::default());
        for slice in &self.inner.slices {
            let mut start = slice.words.start;
            for (record, fields, words) in walk(slice.chunk.read(slice.words.clone())) {
                let part = if first.spans < half { &mut first } else { &mut second };
                part.push(&slice.chunk, start..start + words, &record, fields);
                start += words;
            }
        }
        let source = &self.inner.source;
        Some((first.into_batch(source), second.into_batch(source)))
    }
}

/// A batch being put together.
#[derive(Default)]
struct Part {
    slices: Vec<Slice>,
    spans: usize,
    bytes: usize,
}

impl Part {
    fn push(&mut self, chunk: &Arc<Chunk>, words: Range<usize>, record: &Record, fields: &[u8]) {
        self.spans += 1;
        self.bytes += crate::encode::span_bytes(record, fields);
        match self.slices.last_mut() {
            Some(last) if Arc::ptr_eq(&last.chunk, chunk) && last.words.end == words.start => {
                last.words.end = words.end;
            }
            _ => self.slices.push(Slice { chunk: Arc::clone(chunk), words }),
        }
    }

    fn into_batch(self, source: &Arc<Source>) -> SpanBatch {
        let Self { slices, spans, bytes } = self;
        SpanBatch { inner: Arc::new(Inner { source: Arc::clone(source), slices, spans, bytes }) }
    }
}

/// Yields the records in `words`, each with its fields and its length in words.
fn walk(words: &[u64]) -> impl Iterator<Item = (Record, &[u8], usize)> {
    let mut rest = words;
    core::iter::from_fn(move || {
        let (record, fields, len) = Record::read(rest)?;
        rest = rest.get(len..)?;
        Some((record, fields, len))
    })
}

fn records(words: &[u64]) -> impl Iterator<Item = (Record, &[u8])> {
    walk(words).map(|(record, fields, _)| (record, fields))
}

impl fmt::Debug for SpanBatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SpanBatch")
            .field("spans", &self.len())
            .field("span_bytes", &self.span_bytes())
            .finish()
    }
}
