//! Attributes: keys with typed values.
//!
//! In: what users record. Out: OTLP `KeyValue` bytes (written once, straight from the user's
//! value), and owned values for the places where a value must live on its own.
//! Never here: spans, limits of a span (`span::buffer`), clocks.

mod value;

pub use value::{KeyValue, Value};
