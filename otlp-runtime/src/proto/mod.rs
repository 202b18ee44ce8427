//! Protobuf, as far as OTLP needs it: wire primitives and field tags.
//!
//! In: numbers, bytes, text. Out: encoded fields, and fields read back.
//! Never here: any type of the product, beyond these bytes.

pub(crate) mod otlp;
pub(crate) mod wire;
