//! Writes owned values as OTLP: for resources, and for lists of owned values.
//!
//! In: `Value`s. Out: `AnyValue` and `KeyValue` messages.
//! Never here: borrowed values, which `writer` writes without an owned copy.

use super::Value;
use crate::proto::otlp::{any_value, key_value};
use crate::proto::wire::{delimited_len, put_bytes, put_delimited, put_varint, varint_len};

/// Returns the length of `value` as an `AnyValue` message, without a header of its own.
pub(crate) fn any_value_len(value: &Value) -> usize {
    match value {
        Value::Bool(_) => 2,
        #[expect(clippy::cast_sign_loss, reason = "protobuf int64 is the two's complement")]
        Value::Int(int) => 1 + varint_len(*int as u64),
        Value::Double(_) => 9,
        Value::String(text) => delimited_len(text.len()),
        Value::Bytes(bytes) => delimited_len(bytes.len()),
        Value::Array(values) => delimited_len(array_len(values)),
    }
}

fn array_len(values: &[Value]) -> usize {
    values.iter().map(|value| delimited_len(any_value_len(value))).sum()
}

/// Appends `value` as an `AnyValue` message, without a header of its own.
pub(crate) fn put_any_value(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Bool(bool) => out.extend_from_slice(&[any_value::BOOL, u8::from(*bool)]),
        Value::Int(int) => {
            out.push(any_value::INT);
            #[expect(clippy::cast_sign_loss, reason = "protobuf int64 is the two's complement")]
            put_varint(out, *int as u64);
        }
        Value::Double(double) => {
            out.push(any_value::DOUBLE);
            out.extend_from_slice(&double.to_le_bytes());
        }
        Value::String(text) => put_bytes(out, any_value::STRING, text.as_bytes()),
        Value::Bytes(bytes) => put_bytes(out, any_value::BYTES, bytes),
        Value::Array(values) => {
            put_delimited(out, any_value::ARRAY, array_len(values));
            for value in values {
                put_delimited(out, any_value::ARRAY_VALUES, any_value_len(value));
                put_any_value(out, value);
            }
        }
    }
}

/// Appends one `KeyValue` under `tag`.
pub(crate) fn put_key_value(out: &mut Vec<u8>, tag: u8, key: &str, value: &Value) {
    let value_len = any_value_len(value);
    let len = delimited_len(key.len()) + delimited_len(value_len);
    put_delimited(out, tag, len);
    put_bytes(out, key_value::KEY, key.as_bytes());
    put_delimited(out, key_value::VALUE, value_len);
    put_any_value(out, value);
}
