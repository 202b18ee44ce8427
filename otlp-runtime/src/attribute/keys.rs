//! Keys that are known when the program compiles, compared before it runs.
//!
//! In: the keys of a group of attributes, as constants. Out: a compile error that names a key given twice.
//! Never here: anything at run time.

/// A key of a group of attributes, or the keys of a group within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeKeys {
    /// One key.
    Key(&'static str),
    /// The keys of a group that is recorded as part of this one.
    Group(&'static [AttributeKeys]),
}

/// Refuses to compile if a key is there twice.
///
/// # Panics
///
/// At compile time, with a text that names the key.
#[track_caller]
pub const fn no_key_twice(keys: &[AttributeKeys]) {
    let count = count(keys);
    let mut index = 1;
    while index < count {
        let Some(key) = nth(keys, index) else { return };
        let mut earlier = 0;
        while earlier < index {
            if let Some(other) = nth(keys, earlier)
                && is_same(key, other)
            {
                recorded_twice(key);
            }
            earlier += 1;
        }
        index += 1;
    }
}

/// Refuses to compile if `keys` has a key of `group`; each by itself was looked at before.
///
/// # Panics
///
/// At compile time, with a text that names the key.
#[track_caller]
pub const fn no_key_in_both(keys: &[AttributeKeys], group: &[AttributeKeys]) {
    let mut index = 0;
    while let Some(key) = nth(group, index) {
        let mut other_index = 0;
        while let Some(other) = nth(keys, other_index) {
            if is_same(key, other) {
                recorded_twice(key);
            }
            other_index += 1;
        }
        index += 1;
    }
}

/// Keys that a convention requires, and that the macros have not seen where they are given by themselves.
#[derive(Clone, Copy, Debug)]
pub struct Required {
    convention: &'static str,
    keys: &'static [&'static str],
}

impl Required {
    /// Nothing more.
    pub const NOTHING: Self = Self::by("", &[]);

    /// What `convention` requires.
    #[must_use]
    pub const fn by(convention: &'static str, keys: &'static [&'static str]) -> Self {
        Self { convention, keys }
    }

    /// Refuses to compile if one of the keys is neither in `others` nor in `group`.
    ///
    /// # Panics
    ///
    /// At compile time, with a text that names the convention and all keys that are missing.
    #[track_caller]
    pub const fn check(self, others: &[AttributeKeys], group: &[AttributeKeys]) {
        let mut text = Text { bytes: [0; 256], len: 0 };
        let mut keys = self.keys;
        while let [key, rest @ ..] = keys {
            if !has(others, key) && !has(group, key) {
                text.push(if text.len == 0 { "`" } else { "`, `" });
                text.push(key);
            }
            keys = rest;
        }
        if text.len > 0 {
            missing(self.convention, text.as_str());
        }
    }
}

const fn has(keys: &[AttributeKeys], wanted: &str) -> bool {
    let mut index = 0;
    while let Some(key) = nth(keys, index) {
        if is_same(key, wanted) {
            return true;
        }
        index += 1;
    }
    false
}

/// Stops the compiler; in the words that the macros have for keys they can see.
#[track_caller]
#[expect(clippy::panic, reason = "at compile time, where a panic is an error message")]
const fn missing(convention: &str, keys: &str) -> ! {
    let mut text = Text { bytes: [0; 256], len: 0 };
    text.push("`");
    text.push(convention);
    text.push("` requires ");
    text.push(keys);
    text.push("`, which no group has; give each a value or a field, or waive it by `without(..)`");
    panic!("{}", text.as_str())
}

const fn count(mut keys: &[AttributeKeys]) -> usize {
    let mut sum = 0;
    while let [first, rest @ ..] = keys {
        sum += match first {
            AttributeKeys::Key(_) => 1,
            AttributeKeys::Group(keys) => count(keys),
        };
        keys = rest;
    }
    sum
}

const fn nth(mut keys: &[AttributeKeys], mut index: usize) -> Option<&'static str> {
    while let [first, rest @ ..] = keys {
        let len = match first {
            AttributeKeys::Key(_) => 1,
            AttributeKeys::Group(keys) => count(keys),
        };
        if index < len {
            return match first {
                AttributeKeys::Key(key) => Some(key),
                AttributeKeys::Group(keys) => nth(keys, index),
            };
        }
        index -= len;
        keys = rest;
    }
    None
}

const fn is_same(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.as_bytes(), other.as_bytes());
    while let ([first, rest @ ..], [other_first, other_rest @ ..]) = (one, other) {
        if *first != *other_first {
            return false;
        }
        (one, other) = (rest, other_rest);
    }
    one.is_empty() && other.is_empty()
}

/// Stops the compiler with the text that the macros have for keys they see themselves.
#[track_caller]
#[expect(clippy::panic, reason = "at compile time, where a panic is an error message")]
const fn recorded_twice(key: &str) -> ! {
    let mut text = Text { bytes: [0; 256], len: 0 };
    text.push("`");
    text.push(key);
    text.push("` is recorded twice; remove one of the two, or rename it");
    panic!("{}", text.as_str())
}

/// A text made at compile time; what does not fit is cut.
struct Text {
    bytes: [u8; 256],
    len: usize,
}

impl Text {
    const fn push(&mut self, text: &str) {
        let mut text = text.as_bytes();
        while let [first, rest @ ..] = text
            && self.len < self.bytes.len()
        {
            self.bytes[self.len] = *first;
            self.len += 1;
            text = rest;
        }
    }

    const fn as_str(&self) -> &str {
        let (used, _) = self.bytes.split_at(self.len);
        match str::from_utf8(used) {
            Ok(text) => text,
            Err(_) => "a key is recorded twice, or missing",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AttributeKeys::{Group, Key};
    use super::*;

    #[test]
    fn keys_that_differ_pass() {
        no_key_twice(&[]);
        no_key_twice(&[Key("a"), Group(&[Key("b"), Group(&[]), Group(&[Key("ab"), Key("")])])]);
    }

    #[test]
    #[should_panic(expected = "`a.b` is recorded twice; remove one of the two, or rename it")]
    fn key_in_a_group_of_a_group_is_found() {
        no_key_twice(&[Group(&[Key("a"), Group(&[Key("a.b")])]), Key("c"), Key("a.b")]);
    }
}
