//! What each thread keeps for itself: the current span, ids, buffers, the chunk being filled.
//!
//! In: starts, enters and ends of spans on this thread. Out: contexts for new spans; records in
//! the thread's chunk.
//! Never here: user code (it runs only while the thread's state is not borrowed), I/O, waiting.
//!
//! Protocol. An open span is one box. While it is entered the box is in the thread's slot, and
//! whoever entered it (guard or future) keeps the box that was there before. Entering swaps,
//! leaving swaps back. A guard that is dropped while a younger span is still entered finds a
//! stranger in the slot: its end is put off until that one leaves, with the end time taken now. A span that is open on
//! another thread, or has ended, is entered here by a box that stands for it; a box is told from others by its key.
//!
//! Beside the slot there is, with the feature `opentelemetry`, that crate's stack of contexts (`beside`).

#[cfg(feature = "opentelemetry")]
mod beside;
pub(crate) mod buffer;
mod joined;
mod open;
mod question;
mod thread;

#[cfg(feature = "opentelemetry")]
pub(crate) use beside::bridge;
#[cfg(all(test, feature = "http"))]
pub(crate) use joined::Joined;
pub(crate) use open::{Arrival, OpenSpan, Relation};
pub(crate) use question::settle;
#[cfg(any(feature = "opentelemetry", feature = "tracing"))]
pub(crate) use thread::end_detached_at;
pub(crate) use thread::{
    Entry, begin, begin_entered, begin_message, carried, context, end_detached, end_message, enter,
    exit_entered, hand_over, is_recording, stand_in, suppress, swap, swap_baggage, swap_in, take_handed,
    with_buffer,
};
