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

mod begin;
#[cfg(feature = "opentelemetry")]
mod beside;
pub(crate) mod buffer;
mod current;
mod end;
mod entry;
mod handed;
mod joined;
#[cfg(feature = "tracing")]
mod lender;
mod open;
mod question;
mod short;
mod state;

pub(crate) use begin::{begin, begin_described, stand_in, stand_in_unsampled};
#[cfg(feature = "opentelemetry")]
pub(crate) use beside::bridge;
pub(crate) use current::{
    begin_message, carried, context, end_message, is_installed, is_recording, swap_baggage, with_buffer,
};
pub(crate) use end::end_detached;
#[cfg(any(feature = "opentelemetry", feature = "tracing"))]
pub(crate) use end::end_detached_at;
pub(crate) use entry::{Entry, begin_entered, enter, exit_entered, swap, swap_in};
pub(crate) use handed::{hand_over, take_handed};
#[cfg(all(test, feature = "http"))]
pub(crate) use joined::Joined;
#[cfg(feature = "tracing")]
pub(crate) use lender::{Lender, start_lending, stop_lending};
pub(crate) use open::{Arrival, OpenSpan, Relation};
pub(crate) use question::settle;
pub(crate) use state::suppress;
