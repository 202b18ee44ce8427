//! What the export thread sends batches to: a user's exporter, or a collector.
//!
//! In: an `Exporter` of any kind. Out: a `Destination`, which says how it wants to be called.
//! Never here: when to send, and what to do about failures (`export` decides), counting.
//!
//! A user's exporter takes a batch at a time, once, and its word is final. `OtlpExporter` can do more: its requests
//! are made once and kept as bytes, so that the spans' memory is free again, and sent as often as it takes.

use core::pin::Pin;
use core::time::Duration;
use std::sync::Arc;

use tokio::sync::Mutex;

use super::Exporter;
use crate::batch::SpanBatch;
use crate::delivery::{Accepted, Attempt, DiskReport, ExportError};
use crate::stats::DropReason;

/// A call under way. Dropping it gives the call up.
pub(crate) type Call<T> = Pin<Box<dyn Future<Output = T>>>;

/// How a destination wants to be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Terms {
    /// The largest request, in encoded bytes.
    pub(crate) max_request_bytes: usize,
    /// How many calls of `send` may be under way; 1 or more.
    pub(crate) max_in_flight: usize,
    /// The longest call of `send`; `None` for no limit.
    pub(crate) timeout: Option<Duration>,
    /// How long a batch is worth another attempt; `None` for ever.
    pub(crate) max_age: Option<Duration>,
    /// Whether batches hold no memory of the threads once they are prepared, so that more can be prepared than sent.
    pub(crate) keeps_requests: bool,
    /// Whether a batch that was refused for its size is sent again in two halves.
    pub(crate) halves_refused: bool,
}

/// A batch, ready to be sent.
pub(crate) struct Load {
    pub(crate) spans: u64,
    /// Bytes it takes beside the memory of its spans.
    pub(crate) bytes: usize,
    /// Bytes of the request before compression.
    pub(crate) request_bytes: usize,
    /// The whole was refused for its size.
    pub(crate) is_half: bool,
    /// It is as small as it gets in memory.
    pub(crate) is_packed: bool,
    /// The number of its record on disk, if it has one.
    #[cfg(all(feature = "spool", any(feature = "http", feature = "grpc")))]
    pub(crate) record: Option<u64>,
    pub(crate) content: Content,
}

/// What is sent.
pub(crate) enum Content {
    Batch(SpanBatch),
    #[cfg(any(feature = "http", feature = "grpc"))]
    Request(crate::transport::Payload),
}

impl Content {
    #[cfg_attr(
        not(any(feature = "http", feature = "grpc")),
        expect(clippy::unnecessary_wraps, reason = "there is nothing else then")
    )]
    const fn batch(&self) -> Option<&SpanBatch> {
        match self {
            Self::Batch(batch) => Some(batch),
            #[cfg(any(feature = "http", feature = "grpc"))]
            Self::Request(_) => None,
        }
    }

    #[cfg(any(feature = "http", feature = "grpc"))]
    pub(crate) const fn request(&self) -> Option<&crate::transport::Payload> {
        match self {
            Self::Batch(_) => None,
            Self::Request(payload) => Some(payload),
        }
    }
}

/// Where batches go. Lives on the export thread.
pub(crate) trait Destination: Send {
    fn terms(&self) -> Terms;

    /// Makes a batch ready, once for all its attempts.
    ///
    /// # Errors
    ///
    /// [`ExportError::RequestTooLarge`]: it must be split first.
    fn prepare(&self, batch: &SpanBatch) -> Result<Load, ExportError>;

    /// Tries once.
    fn send(&self, load: &Load) -> Call<Attempt>;

    /// Makes a load that waits smaller in memory; what is sent stays the same.
    fn pack(&self, _load: &mut Load) {}

    /// Tells that a call of `send` was dropped before its end.
    fn given_up(&self) {}

    /// Cuts a load into two of half as many spans; `None` when that cannot be.
    fn halves(&self, load: &Load) -> Option<[Load; 2]>;

    /// Takes a load back that was delivered: its memory may serve the next one.
    fn delivered(&self, _load: Load) {}

    /// Gives up memory that is kept for the next load: nothing is recorded for a while.
    fn rest(&self) {}

    fn flush(&self) -> Call<()>;

    fn shutdown(&self) -> Call<()>;

    /// Returns the disk on which loads are kept, if there is one.
    fn disk(&mut self) -> Option<&mut dyn Disk> {
        None
    }
}

/// Loads on disk, beside those in memory.
pub(crate) trait Disk {
    /// Writes a load that is in memory.
    fn keep(&mut self, load: &mut Load);

    /// Says whether a load is on disk.
    fn holds(&self, load: &Load) -> bool;

    /// Takes note that a load leaves the memory and stays on disk.
    fn leave(&mut self, load: &Load);

    /// Deletes a load that is delivered or lost.
    fn forget(&mut self, load: &Load);

    /// Returns the bytes of the oldest load that is on disk alone.
    fn next_bytes(&self) -> Option<usize>;

    /// Reads the oldest load that is on disk alone; `None` when it is lost.
    fn fetch(&mut self) -> Option<Load>;

    /// Deletes the oldest load that is on disk alone.
    fn lose_next(&mut self, reason: DropReason, text: String);

    /// Returns what happened since the last call.
    fn take_report(&mut self) -> DiskReport;
}

/// Makes a destination of an exporter.
pub(crate) fn destination<E: Exporter>(exporter: E) -> Box<dyn Destination> {
    #[cfg(any(feature = "http", feature = "grpc"))]
    {
        let mut exporter = Some(exporter);
        let any: &mut dyn core::any::Any = &mut exporter;
        if let Some(otlp) = any.downcast_mut::<Option<super::OtlpExporter>>().and_then(Option::take) {
            return Box::new(otlp.into_requests());
        }
        match exporter {
            Some(exporter) => Box::new(Direct::new(exporter)),
            // Not to be: what was not taken is still there.
            None => Box::new(Direct::new(super::DiscardExporter)),
        }
    }
    #[cfg(not(any(feature = "http", feature = "grpc")))]
    Box::new(Direct::new(exporter))
}

/// A user's exporter. The lock makes calls follow one another, whoever makes them (BSP-01).
struct Direct<E> {
    exporter: Arc<Mutex<E>>,
}

impl<E> Direct<E> {
    fn new(exporter: E) -> Self {
        Self { exporter: Arc::new(Mutex::new(exporter)) }
    }
}

impl<E: Exporter> Destination for Direct<E> {
    fn terms(&self) -> Terms {
        Terms {
            max_request_bytes: usize::MAX,
            max_in_flight: 1,
            timeout: None,
            max_age: None,
            keeps_requests: false,
            halves_refused: false,
        }
    }

    fn prepare(&self, batch: &SpanBatch) -> Result<Load, ExportError> {
        Ok(Load {
            spans: batch.len() as u64,
            bytes: 0,
            request_bytes: batch.span_bytes(),
            is_half: false,
            is_packed: true,
            #[cfg(all(feature = "spool", any(feature = "http", feature = "grpc")))]
            record: None,
            content: Content::Batch(batch.clone()),
        })
    }

    fn send(&self, load: &Load) -> Call<Attempt> {
        let exporter = Arc::clone(&self.exporter);
        let batch = load.content.batch().cloned();
        Box::pin(async move {
            // `prepare` makes no other.
            let Some(batch) = batch else { return Attempt::Accepted(Accepted::default()) };
            match exporter.lock().await.export(batch).await {
                Ok(accepted) => Attempt::Accepted(accepted),
                Err(error) => Attempt::Fail(error),
            }
        })
    }

    fn halves(&self, load: &Load) -> Option<[Load; 2]> {
        let (first, second) = load.content.batch()?.split()?;
        Some([self.prepare(&first).ok()?, self.prepare(&second).ok()?])
    }

    fn flush(&self) -> Call<()> {
        let exporter = Arc::clone(&self.exporter);
        Box::pin(async move { exporter.lock().await.flush().await })
    }

    fn shutdown(&self) -> Call<()> {
        let exporter = Arc::clone(&self.exporter);
        Box::pin(async move { exporter.lock().await.shutdown().await })
    }
}
