//! Memory for ended spans: written once by their thread, read in place by the export thread.
//!
//! In: ended spans. Out: the same, to readers that hold an `Arc`.
//! Never here: clocks, I/O, the meaning of a span's fields.

mod append;
pub(crate) mod pool;
pub(crate) mod record;
mod words;

pub(crate) use append::{Chunk, ChunkWriter};
