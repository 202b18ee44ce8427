//! Keys of attributes, encoded beforehand where possible.
//!
//! In: what the macros encoded, or text. Out: `KeyValue.key` fields.
//! Never here: values.

use crate::proto::otlp::key_value;
use crate::proto::wire::{delimited_len, put_bytes};

/// The key of an attribute: `KeyValue.key` as it goes on the wire, or plain text.
#[derive(Clone, Copy, Debug)]
pub struct Key<'a>(KeyForm<'a>);

#[derive(Clone, Copy, Debug)]
enum KeyForm<'a> {
    Encoded(&'a [u8]),
    Text(&'a str),
}

impl Key<'static> {
    /// Takes a key that the macros encoded: `0x0a`, its length, its text.
    #[inline]
    pub const fn new(encoded: &'static [u8]) -> Self {
        Self(KeyForm::Encoded(encoded))
    }
}

impl<'a> Key<'a> {
    /// Takes a key that is known only at run time.
    pub(crate) const fn text(text: &'a str) -> Self {
        Self(KeyForm::Text(text))
    }

    /// Returns the length of the encoded key.
    #[inline]
    pub(crate) fn encoded_len(&self) -> usize {
        match self.0 {
            KeyForm::Encoded(encoded) => encoded.len(),
            KeyForm::Text(text) => delimited_len(text.len()),
        }
    }

    /// Appends the encoded key.
    #[inline]
    pub(crate) fn put(&self, out: &mut Vec<u8>) {
        match self.0 {
            KeyForm::Encoded(encoded) => out.extend_from_slice(encoded),
            KeyForm::Text(text) => {
                put_bytes(out, key_value::KEY, text.as_bytes());
            }
        }
    }

    /// Says whether the key has no text, which no attribute may have (SDK-06).
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        match self.0 {
            KeyForm::Encoded(encoded) => encoded.len() <= 2,
            KeyForm::Text(text) => text.is_empty(),
        }
    }

    /// Says whether `text` is this key.
    pub(crate) fn is(&self, text: &[u8]) -> bool {
        match self.0 {
            KeyForm::Encoded(encoded) => {
                encoded.ends_with(text) && encoded.len() == delimited_len(text.len())
            }
            KeyForm::Text(own) => own.as_bytes() == text,
        }
    }
}
