//! Attributes: keys with typed values.
//!
//! In: what users record. Out: OTLP `KeyValue` bytes (written once, straight from the user's
//! value), and owned or borrowed values for the places where a value must be read.
//! Never here: spans, the number of attributes a span may have (`span::buffer`), clocks.

mod array;
mod encode;
mod key;
mod keys;
mod read;
#[rustfmt::skip]
pub mod registered;
mod scalar;
#[doc(hidden)]
pub mod typed;
mod types;
mod value;
mod writer;

pub use array::ArrayWriter;
pub(crate) use encode::put_key_value;
pub use key::Key;
pub use keys::{AttributeKeys, Required, no_key_in_both, no_key_twice};
pub use read::{Attribute, ValueRef};
pub(crate) use scalar::Scalar;
pub(crate) use scalar::put_short_attribute;
pub use typed::ValueOf;
pub use types::{AttributeElement, AttributeValue, DebugValue, DisplayValue, Place, debug, display};
pub use value::{KeyValue, Value};
#[cfg(feature = "pseudonym")]
pub(crate) use writer::Hex;
pub use writer::ValueWriter;
pub(crate) use writer::{Policy, ValueLimits, Written, truncated, write_display};
