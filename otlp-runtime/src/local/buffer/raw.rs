//! Fields as they stand in the buffer, tag and all.
//!
//! In: encoded fields. Out: each of them, to be kept or left out as it is.
//! Never here: decoding of values.

use crate::attribute::Key;
use crate::proto::wire::{Field, Fields};

/// A field with its tag, as it stands in the bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct RawField<'a> {
    field: Field<'a>,
    pub(super) bytes: &'a [u8],
}

impl<'a> RawField<'a> {
    /// Returns the key, if this is an attribute.
    pub(super) fn attribute_key(&self, attribute_tag: u8) -> Option<&'a [u8]> {
        match self.field {
            Field::Delimited(attribute) if self.bytes.first() == Some(&attribute_tag) => {
                match Fields::new(attribute).next() {
                    Some((1, Field::Delimited(key))) => Some(key),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Says whether this is an attribute with that key.
    pub(super) fn has_key(&self, attribute_tag: u8, key: &Key<'_>) -> bool {
        self.attribute_key(attribute_tag).is_some_and(|text| key.is(text))
    }
}

/// Yields the fields of a message with their tags.
pub(super) fn raw_fields(message: &[u8]) -> impl Iterator<Item = RawField<'_>> {
    let mut fields = Fields::new(message);
    core::iter::from_fn(move || {
        let before = fields.rest();
        let (_, field) = fields.next()?;
        let len = before.len() - fields.rest().len();
        Some(RawField { field, bytes: before.get(..len)? })
    })
}
