//! Protobuf bytes of what is known when the program compiles.
//!
//! In: keys and constants. Out: bytes as they will be on the wire.
//! Never here: tokens, dynamic values.

use crate::args::Constant;

/// Encodes constants as `attributes` (field 9) of an OTLP `Span`.
///
/// `("http.route", "/")` → `4a 10 0a 0a "http.route" 12 03 0a 01 "/"` with lengths as varints.
pub(super) fn encode_attributes<'a>(constants: impl Iterator<Item = (&'a str, &'a Constant)>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (key, constant) in constants {
        let mut pair = encode_key(key);
        encode_field(&mut pair, 0x12, &encode_any_value(constant));
        encode_field(&mut bytes, 0x4a, &pair);
    }
    bytes
}

/// Encodes a key as `key` (field 1) of an OTLP `KeyValue`.
pub(super) fn encode_key(key: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode_field(&mut bytes, 0x0a, key.as_bytes());
    bytes
}

fn encode_any_value(constant: &Constant) -> Vec<u8> {
    let mut bytes = Vec::new();
    match constant {
        Constant::Str(text) => encode_field(&mut bytes, 0x0a, text.as_bytes()),
        Constant::Bool(flag) => bytes.extend([0x10, u8::from(*flag)]),
        Constant::Int(number) => {
            bytes.push(0x18);
            encode_varint(&mut bytes, number.cast_unsigned());
        }
        Constant::Float(number) => {
            bytes.push(0x21);
            bytes.extend(number.to_le_bytes());
        }
    }
    bytes
}

fn encode_field(bytes: &mut Vec<u8>, tag: u8, content: &[u8]) {
    bytes.push(tag);
    encode_varint(bytes, content.len() as u64);
    bytes.extend_from_slice(content);
}

fn encode_varint(bytes: &mut Vec<u8>, mut number: u64) {
    loop {
        let [low, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            bytes.push(low & 0x7f);
            return;
        }
        bytes.push(low | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::{Constant, encode_attributes, encode_key};

    fn encoded(constant: &Constant) -> Vec<u8> {
        encode_attributes([("a.b", constant)].into_iter())
    }

    #[test]
    fn a_key_is_field_1() {
        assert_eq!(encode_key("acme.cart.id"), b"\x0a\x0cacme.cart.id");
    }

    #[test]
    fn constants_are_any_values() {
        assert_eq!(encoded(&Constant::Str("x".into())), b"\x4a\x0a\x0a\x03a.b\x12\x03\x0a\x01x");
        assert_eq!(encoded(&Constant::Str(String::new())), b"\x4a\x09\x0a\x03a.b\x12\x02\x0a\x00");
        assert_eq!(encoded(&Constant::Bool(true)), b"\x4a\x09\x0a\x03a.b\x12\x02\x10\x01");
        assert_eq!(encoded(&Constant::Bool(false)), b"\x4a\x09\x0a\x03a.b\x12\x02\x10\x00");
        assert_eq!(encoded(&Constant::Int(300)), b"\x4a\x0a\x0a\x03a.b\x12\x03\x18\xac\x02");
        assert_eq!(
            encoded(&Constant::Int(-1)),
            b"\x4a\x12\x0a\x03a.b\x12\x0b\x18\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"
        );
        assert_eq!(
            encoded(&Constant::Float(1.5)),
            b"\x4a\x10\x0a\x03a.b\x12\x09\x21\x00\x00\x00\x00\x00\x00\xf8\x3f"
        );
    }

    #[test]
    fn lengths_beyond_127_take_two_bytes() {
        let bytes = encoded(&Constant::Str("y".repeat(200)));
        assert_eq!(&bytes[..3], b"\x4a\xd3\x01");
        assert_eq!(&bytes[8..14], b"\x12\xcb\x01\x0a\xc8\x01");
        assert_eq!(bytes.len(), 3 + 211);
    }
}
