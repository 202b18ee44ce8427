//! Writes the elements of a list attribute.
//!
//! In: borrowed elements, one by one. Out: `ArrayValue.values` fields in the buffer, or the fact
//! that they do not fit.
//! Never here: the field around the list (`writer`).

use core::fmt::{self, Display};

use super::Value;
use super::encode::{Cut, any_value_len, put_any_value};
use super::scalar::Scalar;
use super::writer::{HEADERS_ROOM, Policy, ValueLimits, write_replaced};
use crate::proto::otlp::any_value;
use crate::proto::wire::{delimit_tail, delimited_len, put_delimited};

/// Lists within each other that a value may have (LIM-03). The specification's default of 64 would
/// make requests that protobuf decoders with the usual limit of 100 nested messages refuse whole.
const MAX_LISTS: usize = 40;

/// Takes the elements of a list.
#[derive(Debug)]
pub struct ArrayWriter<'a> {
    pub(super) out: &'a mut Vec<u8>,
    pub(super) limits: ValueLimits,
    pub(super) fits: bool,
    pub(super) policy: Option<&'a dyn Policy>,
}

impl ArrayWriter<'_> {
    /// Adds what `policy` leaves of a value.
    fn replaced(&mut self, policy: &dyn Policy, value: &dyn Display) {
        self.fits &= self.out.try_reserve(HEADERS_ROOM).is_ok();
        if self.fits {
            let start = self.out.len();
            self.fits = write_replaced(self.out, policy, value, self.limits);
            delimit_tail(self.out, any_value::STRING, start);
            delimit_tail(self.out, any_value::ARRAY_VALUES, start);
            self.fits &= self.out.len() <= self.limits.buffer_bytes;
        }
    }

    #[inline]
    fn put(&mut self, len: usize, put_value: impl FnOnce(&mut Vec<u8>)) {
        // The list as a whole is dropped when it is too large: nothing is copied to be thrown away.
        self.fits &= self.out.len() + delimited_len(len) <= self.limits.buffer_bytes
            && self.out.try_reserve(delimited_len(len) + HEADERS_ROOM).is_ok();
        if self.fits {
            put_delimited(self.out, any_value::ARRAY_VALUES, len);
            put_value(self.out);
        }
    }

    /// Adds a value that is no list.
    fn scalar(&mut self, scalar: Scalar<'_>) {
        if let Some(policy) = self.policy {
            return self.replaced(policy, &scalar);
        }
        let mut scratch = [0; 10];
        let message = scalar.cut(self.limits.chars).message(&mut scratch);
        self.put(message.len(), |out| message.put(out));
    }

    /// Adds a boolean.
    pub fn bool(&mut self, value: bool) {
        self.scalar(Scalar::Bool(value));
    }

    /// Adds a signed integer.
    pub fn int(&mut self, value: i64) {
        self.scalar(Scalar::Int(value));
    }

    /// Adds a double.
    pub fn double(&mut self, value: f64) {
        self.scalar(Scalar::Double(value));
    }

    /// Adds text, cut to the configured number of characters.
    pub fn str(&mut self, value: &str) {
        self.scalar(Scalar::Text(value));
    }

    /// Adds an owned value, cut to the limits.
    pub(crate) fn value(&mut self, value: &Value) {
        if let Some(policy) = self.policy {
            return self.replaced(policy, &format_args!("{:?}", Shallow(value, MAX_LISTS)));
        }
        let cut = Cut { chars: self.limits.chars, lists: MAX_LISTS - 1 };
        self.put(any_value_len(value, cut), |out| put_any_value(out, value, cut));
    }
}

/// A value as its `Debug` shows it, down to so many lists within each other: whoever nests them by the million would
/// have the stack overflow.
struct Shallow<'a>(&'a Value, usize);

impl fmt::Debug for Shallow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(value, lists) = *self;
        match (value, lists.checked_sub(1)) {
            (Value::Array(_), None) => f.write_str(".."),
            (Value::Array(values), Some(lists)) => {
                f.write_str("Array(")?;
                f.debug_list().entries(values.iter().map(|value| Shallow(value, lists))).finish()?;
                f.write_str(")")
            }
            _ => fmt::Debug::fmt(value, f),
        }
    }
}
