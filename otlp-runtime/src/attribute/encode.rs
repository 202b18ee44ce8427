//! Writes owned values as OTLP: for resources, and for lists of owned values.
//!
//! In: `Value`s. Out: `AnyValue` and `KeyValue` messages.
//! Never here: borrowed values, which `writer` writes without an owned copy.

use super::Value;
use super::scalar::Scalar;
use crate::proto::otlp::{any_value, key_value};
use crate::proto::wire::{delimited_len, put_bytes, put_delimited};

/// What is left of an owned value that is too long or too deep.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cut {
    /// Characters of a text, bytes of a byte string (LIM-02).
    pub(crate) chars: usize,
    /// Lists within each other; a deeper one becomes an empty value (LIM-03).
    pub(crate) lists: usize,
}

impl Cut {
    /// Leaves values as they are.
    const NOTHING: Self = Self { chars: usize::MAX, lists: usize::MAX };

    /// Returns what is left for the elements of a list; `None` if the list itself is too deep.
    const fn in_list(self) -> Option<Self> {
        match self.lists.checked_sub(1) {
            Some(lists) => Some(Self { chars: self.chars, lists }),
            None => None,
        }
    }
}

/// A list, or what is left of anything else.
enum Form<'a> {
    Scalar(Scalar<'a>),
    List(&'a [Value]),
}

impl<'a> Form<'a> {
    fn of(value: &'a Value, cut: Cut) -> Self {
        let scalar = match value {
            Value::Bool(bool) => Scalar::Bool(*bool),
            Value::Int(int) => Scalar::Int(*int),
            Value::Double(double) => Scalar::Double(*double),
            Value::String(text) => Scalar::Text(text),
            Value::Bytes(bytes) => Scalar::Bytes(bytes),
            Value::Array(values) => return Self::List(values),
        };
        Self::Scalar(scalar.cut(cut.chars))
    }
}

/// Returns the length of `value` as an `AnyValue` message, without a header of its own.
pub(crate) fn any_value_len(value: &Value, cut: Cut) -> usize {
    match Form::of(value, cut) {
        Form::Scalar(scalar) => scalar.message(&mut [0; 10]).len(),
        Form::List(values) => cut.in_list().map_or(0, |cut| delimited_len(array_len(values, cut))),
    }
}

fn array_len(values: &[Value], cut: Cut) -> usize {
    values.iter().map(|value| delimited_len(any_value_len(value, cut))).sum()
}

/// Appends `value` as an `AnyValue` message, without a header of its own.
pub(crate) fn put_any_value(out: &mut Vec<u8>, value: &Value, cut: Cut) {
    match Form::of(value, cut) {
        Form::Scalar(scalar) => scalar.message(&mut [0; 10]).put(out),
        Form::List(values) => {
            let Some(cut) = cut.in_list() else { return };
            put_delimited(out, any_value::ARRAY, array_len(values, cut));
            for value in values {
                put_delimited(out, any_value::ARRAY_VALUES, any_value_len(value, cut));
                put_any_value(out, value, cut);
            }
        }
    }
}

/// Appends one `KeyValue` under `tag`.
pub(crate) fn put_key_value(out: &mut Vec<u8>, tag: u8, key: &str, value: &Value) {
    // Resources are exempt from limits (LIM-07).
    let value_len = any_value_len(value, Cut::NOTHING);
    let len = delimited_len(key.len()) + delimited_len(value_len);
    put_delimited(out, tag, len);
    put_bytes(out, key_value::KEY, key.as_bytes());
    put_delimited(out, key_value::VALUE, value_len);
    put_any_value(out, value, Cut::NOTHING);
}
