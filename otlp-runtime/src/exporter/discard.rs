//! An exporter that throws spans away, for benches and for measuring what tracing itself costs.
//!
//! In: batches. Out: nothing. Never here: anything else.

use super::Exporter;
use crate::batch::SpanBatch;
use crate::delivery::{Accepted, ExportError};

/// Takes every span and drops it.
#[derive(Clone, Copy, Debug, Default)]
pub struct DiscardExporter;

impl Exporter for DiscardExporter {
    async fn export(&mut self, _batch: SpanBatch) -> Result<Accepted, ExportError> {
        Ok(Accepted::default())
    }
}
