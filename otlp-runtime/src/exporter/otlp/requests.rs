//! `OtlpExporter` as the export thread uses it: requests made once, tried as often as it takes.
//!
//! In: batches. Out: requests as bytes, and one `Attempt` per try.
//! Never here: waiting, the order of requests, counting (`export`).

use core::cell::Cell;
use std::sync::Arc;

use bytes::Bytes;

use super::OtlpExporter;
use crate::batch::SpanBatch;
use crate::delivery::{Attempt, ExportError};
use crate::encode::split_request;
use crate::exporter::destination::{Call, Content, Destination, Load, Terms};
use crate::transport::{Payload, Transport};

/// A larger buffer is not kept for the next request.
const MAX_SPARE_BYTES: usize = 1 << 20;

/// The requests of an exporter.
pub(crate) struct Requests {
    transport: Arc<Transport>,
    terms: Terms,
    /// The memory of a request that was delivered: new pages from the system cost more than all of the encoding.
    spare: Cell<Vec<u8>>,
    #[cfg(feature = "spool")]
    spool: Option<super::spooling::Spooled>,
}

impl OtlpExporter {
    pub(crate) fn into_requests(self) -> Requests {
        let transport = Arc::new(self.transport);
        Requests {
            terms: Terms {
                max_request_bytes: self.max_request_bytes,
                max_in_flight: self.max_requests_in_flight,
                timeout: self.timeout,
                max_age: self.max_batch_age,
                keeps_requests: true,
                halves_refused: self.halves_refused,
            },
            #[cfg(feature = "spool")]
            spool: self.spool.map(|store| super::spooling::Spooled::new(store, Arc::clone(&transport))),
            spare: Cell::default(),
            transport,
        }
    }
}

impl Requests {
    /// Returns the request before compression.
    pub(crate) fn message(&self, load: &Load) -> Option<Bytes> {
        self.transport.message(load.content.request()?)
    }

    fn keep_spare(&self, buffer: Vec<u8>) {
        let other = self.spare.take();
        // That of a compressed body is small.
        let is_better = (other.capacity() + 1..=MAX_SPARE_BYTES).contains(&buffer.capacity());
        self.spare.set(if is_better { buffer } else { other });
    }

    /// Returns memory for a request of about so many bytes: the spare, unless it is far too large. What waits is counted by
    /// its length.
    fn buffer_for(&self, bytes: usize) -> Vec<u8> {
        let spare = self.spare.take();
        if spare.capacity() / 2 <= bytes {
            return spare;
        }
        self.spare.set(spare);
        Vec::new()
    }
}

fn load(spans: u64, request_bytes: usize, payload: Payload) -> Load {
    Load {
        spans,
        bytes: payload.memory_bytes(),
        request_bytes,
        is_half: false,
        is_packed: false,
        #[cfg(feature = "spool")]
        record: None,
        content: Content::Request(payload),
    }
}

impl Destination for Requests {
    fn terms(&self) -> Terms {
        self.terms
    }

    fn prepare(&self, batch: &SpanBatch) -> Result<Load, ExportError> {
        let head = self.transport.head_bytes();
        let mut buffer = self.buffer_for(batch.span_bytes());
        buffer.clear();
        buffer.resize(head, 0);
        batch.put_otlp(&mut buffer);
        let (bytes, limit) = (buffer.len() - head, self.terms.max_request_bytes);
        if bytes > limit {
            return Err(ExportError::RequestTooLarge { bytes, limit });
        }
        let payload = self.transport.prepare(&mut buffer);
        self.keep_spare(buffer);
        Ok(load(batch.len() as u64, bytes, payload))
    }

    fn send(&self, load: &Load) -> Call<Attempt> {
        let transport = Arc::clone(&self.transport);
        let payload = load.content.request().cloned();
        Box::pin(async move {
            match payload {
                Some(payload) => transport.attempt(&payload).await,
                // `prepare` makes no other.
                None => Attempt::Accepted(crate::delivery::Accepted::default()),
            }
        })
    }

    fn pack(&self, load: &mut Load) {
        if let Content::Request(payload) = &mut load.content
            && let Some(packed) = payload.packed()
        {
            load.bytes = packed.memory_bytes();
            *payload = packed;
        }
    }

    fn given_up(&self) {
        self.transport.reset();
    }

    fn halves(&self, whole: &Load) -> Option<[Load; 2]> {
        let request = self.message(whole)?;
        let [first, second] = split_request(&request)?;
        let half = whole.spans / 2;
        let part = |spans, message: &[u8]| load(spans, message.len(), self.transport.prepare_copy(message));
        Some([part(half, &first), part(whole.spans - half, &second)])
    }

    fn delivered(&self, load: Load) {
        if let Content::Request(payload) = load.content
            && let Some(buffer) = payload.into_buffer()
        {
            self.keep_spare(buffer);
        }
    }

    fn rest(&self) {
        self.spare.take();
    }

    fn flush(&self) -> Call<()> {
        Box::pin(core::future::ready(()))
    }

    fn shutdown(&self) -> Call<()> {
        Box::pin(core::future::ready(()))
    }

    #[cfg(feature = "spool")]
    fn disk(&mut self) -> Option<&mut dyn crate::exporter::destination::Disk> {
        self.spool.as_mut().map(|spool| spool as _)
    }
}
