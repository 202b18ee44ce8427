//! What each thread keeps for itself: the current span, ids, buffers, the chunk being filled.
//!
//! In: starts, enters and ends of spans on this thread. Out: contexts for new spans; records in
//! the thread's chunk.
//! Never here: user code (it runs only while the thread's state is not borrowed), I/O, waiting.
//!
//! Protocol. An open span is one box. While it is entered the box is in the thread's slot, and
//! whoever entered it (guard or future) keeps the box that was there before. Entering swaps,
//! leaving swaps back. A guard that is dropped while a younger span is still entered finds a
//! stranger in the slot: its end is put off until that one leaves, with the end time taken now.
//!
//! Beside the slot there is, with the feature `opentelemetry`, that crate's stack of contexts (`beside`).

#[cfg(feature = "opentelemetry")]
mod beside;
pub(crate) mod buffer;
mod joined;
mod open;
mod thread;

pub(crate) use open::{OpenSpan, Relation};
#[cfg(feature = "opentelemetry")]
pub(crate) use thread::end_at;
pub(crate) use thread::{
    begin, begin_message, context, end_detached, end_message, enter, exit, hand_over, is_recording, suppress,
    swap, take_handed, with_buffer,
};
