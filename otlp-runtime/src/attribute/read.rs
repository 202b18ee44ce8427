//! Reads attributes back from OTLP bytes.
//!
//! In: bytes that this crate wrote. Out: borrowed keys and values.
//! Never here: bytes from outside.

use super::Value;
use crate::proto::wire::{Field, Fields};

/// An attribute value, borrowed from the span's bytes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ValueRef<'a> {
    /// A boolean.
    Bool(bool),
    /// A signed 64-bit integer.
    Int(i64),
    /// A double.
    Double(f64),
    /// UTF-8 text.
    String(&'a str),
    /// Raw bytes.
    Bytes(&'a [u8]),
    /// A list of values.
    Array(Vec<ValueRef<'a>>),
}

impl<'a> ValueRef<'a> {
    /// Reads an `AnyValue` message; an empty one, left of a list that was too deep, is an empty string.
    pub(crate) fn decode(message: &'a [u8]) -> Self {
        match Fields::new(message).next() {
            Some((1, Field::Delimited(text))) => Self::String(str::from_utf8(text).unwrap_or_default()),
            Some((2, Field::Varint(bool))) => Self::Bool(bool != 0),
            Some((3, Field::Varint(int))) => Self::Int(int.cast_signed()),
            Some((4, Field::Fixed64(bits))) => Self::Double(f64::from_bits(bits)),
            Some((5, Field::Delimited(array))) => Self::Array(
                Fields::new(array)
                    .filter_map(|(_, field)| match field {
                        Field::Delimited(value) => Some(Self::decode(value)),
                        _ => None,
                    })
                    .collect(),
            ),
            Some((7, Field::Delimited(bytes))) => Self::Bytes(bytes),
            _ => Self::String(""),
        }
    }

    /// Copies the value.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Bool(bool) => Value::Bool(*bool),
            Self::Int(int) => Value::Int(*int),
            Self::Double(double) => Value::Double(*double),
            Self::String(text) => Value::String((*text).to_owned().into()),
            Self::Bytes(bytes) => Value::Bytes((*bytes).to_vec()),
            Self::Array(values) => Value::Array(values.iter().map(Self::to_value).collect()),
        }
    }
}

impl core::fmt::Display for ValueRef<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Bool(bool) => bool.fmt(f),
            Self::Int(int) => int.fmt(f),
            Self::Double(double) => double.fmt(f),
            Self::String(text) => write!(f, "{text:?}"),
            Self::Bytes(bytes) => write!(f, "<{} bytes>", bytes.len()),
            Self::Array(values) => {
                f.write_str("[")?;
                for (index, value) in values.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    value.fmt(f)?;
                }
                f.write_str("]")
            }
        }
    }
}

/// An attribute of a span, event or link, borrowed from the span's bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute<'a> {
    /// The attribute's name.
    pub key: &'a str,
    /// The attribute's value.
    pub value: ValueRef<'a>,
}

impl<'a> Attribute<'a> {
    /// Reads a `KeyValue` message.
    pub(crate) fn decode(message: &'a [u8]) -> Self {
        let mut attribute = Self { key: "", value: ValueRef::String("") };
        for (number, field) in Fields::new(message) {
            match (number, field) {
                (1, Field::Delimited(key)) => attribute.key = str::from_utf8(key).unwrap_or_default(),
                (2, Field::Delimited(value)) => attribute.value = ValueRef::decode(value),
                _ => {}
            }
        }
        attribute
    }

    /// Reads the attributes among the fields of `message`, those numbered `number`.
    pub(crate) fn all(message: &'a [u8], number: u64) -> impl Iterator<Item = Self> + Clone {
        Fields::new(message).filter_map(move |(found, field)| match field {
            Field::Delimited(attribute) if found == number => Some(Self::decode(attribute)),
            _ => None,
        })
    }
}
