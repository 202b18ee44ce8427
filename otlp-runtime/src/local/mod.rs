//! What each thread keeps for itself: the current span, ids, buffers, the chunk being filled.
//!
//! In: starts, enters and ends of spans on this thread. Out: contexts for new spans; records in
//! the thread's chunk.
//! Never here: user code (it runs only while the thread's state is not borrowed), I/O, waiting.
//!
//! Protocol. A span that is entered lives in two places: who it is and what it recorded
//! (`Active`) is in the thread's slot, when and where it began (`Open`) stays with its guard or
//! future. Entering swaps the slot; leaving swaps it back. A guard that is dropped while a
//! younger span is still entered finds a stranger in the slot: its end is put off until that
//! one leaves, with the end time taken now.

pub(crate) mod buffer;
mod open;
mod thread;

pub(crate) use open::{Active, Open, Relation};
pub(crate) use thread::{
    acquire_buffer, begin, context, end_detached, enter, exit, is_recording, release_buffer, suppress,
    with_buffer,
};
