//! Owned attribute values: for resources, the dynamic API, and reading spans back.
//!
//! In: anything with a `From`. Out: `Value`, `KeyValue`.
//! Never here: the hot path, which writes borrowed values straight into bytes.

use std::borrow::Cow;

/// An attribute value, owned.
///
/// The types of OTLP's `AnyValue` that attributes may have.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// A boolean.
    Bool(bool),
    /// A signed 64-bit integer.
    Int(i64),
    /// A double.
    Double(f64),
    /// UTF-8 text.
    String(Cow<'static, str>),
    /// Raw bytes.
    Bytes(Vec<u8>),
    /// A list of values, of one type by convention.
    Array(Vec<Value>),
}

impl Value {
    /// Returns the text of a string value.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }
}

macro_rules! value_from {
    ($($variant:ident: $($source:ty),+;)+) => {$($(
        impl From<$source> for Value {
            fn from(value: $source) -> Self {
                Self::$variant(value.into())
            }
        }
    )+)+};
}

value_from! {
    Bool: bool;
    Int: i8, i16, i32, i64, u8, u16, u32;
    Double: f32, f64;
    String: &'static str, String, Cow<'static, str>;
}

/// Integers beyond `i64` become their decimal text, so that no digit is lost.
macro_rules! value_from_wide {
    ($($source:ty),+) => {$(
        impl From<$source> for Value {
            fn from(value: $source) -> Self {
                i64::try_from(value).map_or_else(|_| Self::String(value.to_string().into()), Self::Int)
            }
        }
    )+};
}

value_from_wide!(u64, usize, isize, u128, i128);

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Self {
        Self::Array(values.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Value>, const N: usize> From<[T; N]> for Value {
    fn from(values: [T; N]) -> Self {
        Self::Array(values.into_iter().map(Into::into).collect())
    }
}

/// A key and its value, owned.
///
/// ```
/// use otlp_runtime::{KeyValue, Value};
///
/// let attribute = KeyValue::new("service.version", "1.2.0");
/// assert_eq!(attribute.value, Value::from("1.2.0"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct KeyValue {
    /// The attribute's name, not empty.
    pub key: Cow<'static, str>,
    /// The attribute's value.
    pub value: Value,
}

impl KeyValue {
    /// Pairs `key` with `value`.
    pub fn new(key: impl Into<Cow<'static, str>>, value: impl Into<Value>) -> Self {
        Self { key: key.into(), value: value.into() }
    }
    /// Returns the key as the writers take it.
    pub(crate) fn as_key(&self) -> super::Key<'_> {
        super::Key::text(&self.key)
    }
}
