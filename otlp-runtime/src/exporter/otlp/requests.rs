//! `OtlpExporter` as the export thread uses it: requests made once, tried as often as it takes.
//!
//! In: batches. Out: requests as bytes, and one `Attempt` per try.
//! Never here: waiting, the order of requests, counting (`export`).

use std::sync::Arc;

use bytes::Bytes;

use super::OtlpExporter;
use crate::batch::SpanBatch;
use crate::delivery::{Attempt, ExportError};
use crate::encode::split_request;
use crate::exporter::destination::{Call, Content, Destination, Load, Terms};
use crate::transport::Transport;

/// The requests of an exporter.
pub(crate) struct Requests {
    transport: Arc<Transport>,
    terms: Terms,
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
            transport,
        }
    }
}

impl Requests {
    /// Returns the request before compression.
    pub(crate) fn message(&self, load: &Load) -> Option<Bytes> {
        self.transport.message(load.content.request()?)
    }

    fn load(&self, spans: u64, request: &Bytes) -> Load {
        let request_bytes = request.len();
        let payload = self.transport.prepare(request);
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
}

impl Destination for Requests {
    fn terms(&self) -> Terms {
        self.terms
    }

    fn prepare(&self, batch: &SpanBatch) -> Result<Load, ExportError> {
        let request = batch.to_otlp();
        let (bytes, limit) = (request.len(), self.terms.max_request_bytes);
        if bytes > limit {
            return Err(ExportError::RequestTooLarge { bytes, limit });
        }
        Ok(self.load(batch.len() as u64, &request.into()))
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

    fn halves(&self, load: &Load) -> Option<[Load; 2]> {
        let request = self.message(load)?;
        let [first, second] = split_request(&request)?;
        let half = load.spans / 2;
        Some([self.load(half, &first.into()), self.load(load.spans - half, &second.into())])
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
