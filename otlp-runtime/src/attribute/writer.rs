//! Writes one attribute straight from the user's value into OTLP bytes.
//!
//! In: a key, a borrowed value. Out: one `KeyValue` field appended to a buffer, or nothing.
//! Never here: counting attributes (`span::buffer`), owned copies.

use core::fmt::{self, Display, Write as _};

use super::Key;
use super::array::ArrayWriter;
use super::scalar::{Message, Scalar};
use crate::proto::otlp::{any_value, key_value};
use crate::proto::wire::{delimit_tail, delimited_len, put_delimited};
use crate::sync::caught;

/// What became of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Written {
    /// The value chose to write nothing, as `None` does.
    Nothing,
    /// One `KeyValue` was appended.
    Attribute,
    /// The attribute would exceed the span's byte limit, or there is no memory; nothing was appended.
    TooLarge,
}

/// Takes the one value of an attribute.
///
/// Handed to [`AttributeValue::write`](super::AttributeValue::write). The first value given
/// counts, later ones are ignored.
#[derive(Debug)]
pub struct ValueWriter<'a> {
    out: &'a mut Vec<u8>,
    tag: u8,
    key: &'a Key<'a>,
    limits: ValueLimits,
    written: Written,
    /// What is recorded instead of the value given.
    policy: Option<&'a dyn Policy>,
}

/// What stands in a span for a value that is not to be read there.
///
/// Every form of value comes here as text, lists element by element, so that no type slips through.
pub(crate) trait Policy: fmt::Debug {
    /// Gives `put` what is recorded for a value that displays as `value`.
    fn replace(&self, value: &dyn Display, put: &mut dyn FnMut(&dyn Display));
}

/// Two policies: the second sees what the first left.
#[derive(Debug)]
struct Both<'a>(&'a dyn Policy, &'a dyn Policy);

impl Policy for Both<'_> {
    fn replace(&self, value: &dyn Display, put: &mut dyn FnMut(&dyn Display)) {
        self.0.replace(value, &mut |replaced| self.1.replace(replaced, put));
    }
}

/// Bytes of the headers around a value whose length is known only once it is written: five around an element of a
/// list, each a tag and a length below 4 GiB.
pub(super) const HEADERS_ROOM: usize = 5 * 6;

/// The limits a single value meets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ValueLimits {
    /// Characters that a string value may have (LIM-02).
    pub(crate) chars: usize,
    /// Bytes that the whole buffer may have afterwards (LIM-08).
    pub(crate) buffer_bytes: usize,
}

impl<'a> ValueWriter<'a> {
    /// Prepares to write a `KeyValue` under `tag` (the field number differs by message).
    #[inline]
    pub(crate) const fn new(out: &'a mut Vec<u8>, tag: u8, key: &'a Key<'a>, limits: ValueLimits) -> Self {
        Self { out, tag, key, limits, written: Written::Nothing, policy: None }
    }

    /// Writes a value of which `policy` decides what is recorded.
    pub(crate) fn under(&mut self, policy: &dyn Policy, write: impl FnOnce(&mut ValueWriter<'_>)) {
        let both;
        let policy = match self.policy {
            Some(outer) => {
                both = Both(policy, outer);
                &both
            }
            None => policy,
        };
        let mut writer = ValueWriter {
            out: self.out,
            tag: self.tag,
            key: self.key,
            limits: self.limits,
            written: self.written,
            policy: Some(policy),
        };
        write(&mut writer);
        self.written = writer.written;
    }

    /// Writes a value of which at most `chars` characters are recorded.
    pub(crate) fn within(&mut self, chars: usize, write: impl FnOnce(&mut Self)) {
        let limit = self.limits.chars;
        self.limits.chars = limit.min(chars);
        write(self);
        self.limits.chars = limit;
    }

    /// Records what `policy` leaves of a value.
    fn replaced(&mut self, policy: &dyn Policy, value: &dyn Display) {
        self.put_unsized(any_value::STRING, |out, limits| write_replaced(out, policy, value, limits));
    }

    #[inline]
    pub(crate) const fn written(&self) -> Written {
        self.written
    }

    /// Appends a `KeyValue` whose value has a length known only once it is written.
    ///
    /// `put_value` says whether all of it fitted.
    fn put_unsized(&mut self, value_tag: u8, put_value: impl FnOnce(&mut Vec<u8>, ValueLimits) -> bool) {
        if self.written != Written::Nothing {
            return;
        }
        // A key over the limit is not copied to be thrown away.
        let key_len = self.key.encoded_len();
        let is_too_large = self.out.len() + key_len > self.limits.buffer_bytes;
        if is_too_large || self.out.try_reserve(key_len + HEADERS_ROOM).is_err() {
            self.written = Written::TooLarge;
            return;
        }
        let mut field = Unfinished { start: self.out.len(), out: self.out, is_kept: false };
        self.key.put(field.out);
        let value_start = field.out.len();
        let fits = put_value(field.out, self.limits);
        delimit_tail(field.out, value_tag, value_start);
        delimit_tail(field.out, key_value::VALUE, value_start);
        delimit_tail(field.out, self.tag, field.start);
        field.is_kept = fits && field.out.len() <= self.limits.buffer_bytes;
        self.written = if field.is_kept { Written::Attribute } else { Written::TooLarge };
    }

    /// Records a value that is no list.
    #[expect(
        clippy::inline_always,
        reason = "what kind of scalar it is, and that there is no policy, is known outside"
    )]
    #[inline(always)]
    pub(super) fn scalar(&mut self, scalar: Scalar<'_>) {
        if let Some(policy) = self.policy {
            return self.replaced(policy, &scalar);
        }
        if self.written == Written::Nothing {
            let mut scratch = [0; 10];
            let message = scalar.cut(self.limits.chars).message(&mut scratch);
            self.written = put_attribute(self.out, self.tag, self.key, &message, self.limits.buffer_bytes);
        }
    }

    /// Records a boolean.
    #[inline]
    pub fn bool(&mut self, value: bool) {
        self.scalar(Scalar::Bool(value));
    }

    /// Records a signed integer.
    #[inline]
    pub fn int(&mut self, value: i64) {
        self.scalar(Scalar::Int(value));
    }

    /// Records a double.
    #[inline]
    pub fn double(&mut self, value: f64) {
        self.scalar(Scalar::Double(value));
    }

    /// Records text, cut to the configured number of characters.
    #[inline]
    pub fn str(&mut self, value: &str) {
        self.scalar(Scalar::Text(value));
    }

    /// Records raw bytes, cut to the configured length.
    #[inline]
    pub fn bytes(&mut self, value: &[u8]) {
        self.scalar(Scalar::Bytes(value));
    }

    /// Records what `value` displays, formatted straight into the span, without a `String`.
    pub fn display(&mut self, value: &dyn Display) {
        if let Some(policy) = self.policy {
            return self.replaced(policy, value);
        }
        self.put_unsized(any_value::STRING, |out, limits| write_display(out, value, limits));
    }

    /// Records a list; `push_all` gives its elements.
    pub fn array(&mut self, push_all: impl FnOnce(&mut ArrayWriter<'_>)) {
        let policy = self.policy;
        self.put_unsized(any_value::ARRAY, |out, limits| {
            let mut array = ArrayWriter { out, limits, fits: true, policy };
            push_all(&mut array);
            array.fits
        });
    }
}

/// Appends a `KeyValue` under `tag`, unless `out` would have more than `max_bytes` then. Out of line, once for all types
/// of values.
#[inline(never)]
fn put_attribute(
    out: &mut Vec<u8>,
    tag: u8,
    key: &Key<'_>,
    value: &Message<'_>,
    max_bytes: usize,
) -> Written {
    let value_len = value.len();
    let len = key.encoded_len() + delimited_len(value_len);
    let is_too_large = out.len() + delimited_len(len) > max_bytes;
    // The head of a value is put as eight bytes, and shortened.
    if is_too_large || out.try_reserve(delimited_len(len) + size_of::<u64>()).is_err() {
        return Written::TooLarge;
    }
    put_delimited(out, tag, len);
    key.put(out);
    put_delimited(out, key_value::VALUE, value_len);
    value.put(out);
    Written::Attribute
}

/// A field being written. Taken back unless it is kept: half a field, as a value leaves behind
/// that panics while it is written, would make the whole request unreadable.
struct Unfinished<'a> {
    out: &'a mut Vec<u8>,
    start: usize,
    is_kept: bool,
}

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        if !self.is_kept {
            self.out.truncate(self.start);
        }
    }
}

/// Appends what `value` displays, at most as many characters and bytes as `limits` allow.
///
/// Returns whether the bytes sufficed.
pub(crate) fn write_display(out: &mut Vec<u8>, value: &dyn Display, limits: ValueLimits) -> bool {
    or_panicked(out, |out| {
        let mut text =
            TextWriter { out, chars_left: limits.chars, max_bytes: limits.buffer_bytes, fits: true };
        // An error is either our own "enough" or a `Display` that gave up: what was written stays.
        let _ = write!(text, "{value}");
        text.fits
    })
}

/// What is recorded of a value whose `Display` or `Debug` panics: nobody runs it but us, so that it is not the
/// program's panic.
const PANICKED: &str = "[panicked]";

/// Runs a user's `Display`, and puts a remark in its place if it panics.
fn or_panicked(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>) -> bool) -> bool {
    let start = out.len();
    let fits = caught(|| write(out));
    fits.unwrap_or_else(|| {
        out.truncate(start);
        let has_room = out.try_reserve(PANICKED.len() + HEADERS_ROOM).is_ok();
        if has_room {
            out.extend_from_slice(PANICKED.as_bytes());
        }
        has_room
    })
}

/// Appends what `policy` leaves of `value`; returns whether the bytes sufficed.
pub(super) fn write_replaced(
    out: &mut Vec<u8>,
    policy: &dyn Policy,
    value: &dyn Display,
    limits: ValueLimits,
) -> bool {
    or_panicked(out, |out| {
        let mut fits = true;
        policy.replace(value, &mut |replaced| fits &= write_display(out, replaced, limits));
        fits
    })
}

/// Bytes as text: two digits each.
pub(crate) struct Hex<'a>(pub(crate) &'a [u8]);

impl Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Returns the longest start of `text` with at most `chars` characters.
#[inline]
pub(crate) fn truncated(text: &str, chars: usize) -> &str {
    // A character has at least one byte, so a short text needs no counting.
    if text.len() <= chars { text } else { truncated_after_counting(text, chars) }
}

#[cold]
fn truncated_after_counting(text: &str, chars: usize) -> &str {
    match text.char_indices().nth(chars) {
        Some((end, _)) => text.get(..end).unwrap_or(text),
        None => text,
    }
}

struct TextWriter<'a> {
    out: &'a mut Vec<u8>,
    chars_left: usize,
    max_bytes: usize,
    fits: bool,
}

impl fmt::Write for TextWriter<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut kept = truncated(text, self.chars_left);
        let room = self.max_bytes.saturating_sub(self.out.len());
        if kept.len() > room {
            self.fits = false;
            let end = (0..=room).rev().find(|end| kept.is_char_boundary(*end)).unwrap_or(0);
            kept = kept.get(..end).unwrap_or_default();
        }
        if self.out.try_reserve(kept.len() + HEADERS_ROOM).is_err() {
            self.fits = false;
            return Err(fmt::Error);
        }
        self.out.extend_from_slice(kept.as_bytes());
        if self.chars_left != usize::MAX {
            self.chars_left -= kept.chars().count();
        }
        if kept.len() < text.len() { Err(fmt::Error) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::wire::Fields;

    fn write(limits: ValueLimits, value: impl FnOnce(&mut ValueWriter<'_>)) -> (Vec<u8>, Written) {
        let (mut out, key) = (Vec::new(), Key::new(b"\n\x01k"));
        let mut writer = ValueWriter::new(&mut out, 0x4a, &key, limits);
        value(&mut writer);
        let written = writer.written();
        (out, written)
    }

    const UNLIMITED: ValueLimits = ValueLimits { chars: usize::MAX, buffer_bytes: 1 << 20 };

    #[test]
    fn lim_02_text_is_cut_in_characters_never_inside_one() {
        assert_eq!(truncated("aßc", 2), "aß");
        assert_eq!(truncated("aßc", 3), "aßc");
        assert_eq!(truncated("🦀🦀", 0), "");
        let limits = ValueLimits { chars: 3, ..UNLIMITED };
        let (cut, _) = write(limits, |writer| writer.display(&format_args!("{}{}", "aß", "🦀d")));
        assert_eq!(cut, write(UNLIMITED, |writer| writer.str("aß🦀")).0);
    }

    #[test]
    fn display_and_str_write_the_same_bytes() {
        for len in [0, 1, 100, 127, 128, 20_000] {
            let text = "x".repeat(len);
            let (displayed, _) = write(UNLIMITED, |writer| writer.display(&text));
            assert_eq!(displayed, write(UNLIMITED, |writer| writer.str(&text)).0);
        }
    }

    #[test]
    fn value_over_the_byte_limit_leaves_nothing_behind() {
        let limits = ValueLimits { chars: usize::MAX, buffer_bytes: 64 };
        let text = "x".repeat(64);
        assert_eq!(write(limits, |writer| writer.str(&text)), (vec![], Written::TooLarge));
        assert_eq!(write(limits, |writer| writer.display(&text)), (vec![], Written::TooLarge));
        let list =
            |writer: &mut ValueWriter<'_>| writer.array(|array| (0..100).for_each(|int| array.int(int)));
        assert_eq!(write(limits, list), (vec![], Written::TooLarge));
    }

    #[test]
    fn second_value_is_ignored() {
        let (out, written) = write(UNLIMITED, |writer| {
            writer.int(1);
            writer.int(2);
        });
        assert_eq!(written, Written::Attribute);
        assert_eq!(Fields::new(&out).count(), 1);
    }
}
