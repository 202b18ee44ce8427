//! The name of a span: a constant, and ways to build a better one from attributes.
//!
//! In: the user's template or the convention's rule, and the attributes that there will be.
//! Out: [`SpanName`], with everything filled in that is known when the program compiles.
//! Never here: which keys are fit for a name; that is for `check`.

use super::Attribute;
use crate::args::{Constant, Name};
use crate::semconv::{Convention, Other, Part};

/// What the conventions write for a value that is not on their list.
const OTHER: &str = "_OTHER";

/// The name of a span.
pub(crate) struct SpanName {
    /// The constant name, or the user's template as written.
    pub(crate) written: Name,
    /// What the span is called when no way can be built.
    pub(crate) constant: String,
    /// Ways to build the name when the span ends, the preferred one first.
    pub(crate) ways: Vec<Vec<Piece>>,
}

/// A part of a way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    /// The value of the key.
    Key(String),
    /// The value of the key, or the text for one that is not on the key's list.
    KeyBut(String, &'static str),
    /// The value of the key, if it is on the key's list.
    KeyNot(String),
    /// Nothing, as long as this key is not true.
    Unless(String),
}

/// The attributes of a span as far as a name cares.
pub(super) struct Known<'a> {
    pub(super) attributes: &'a [Attribute],
    pub(super) fixed: &'a [(&'static str, Constant)],
    pub(super) late: &'a [super::Slot],
    /// Whether there are attributes whose keys only rustc knows.
    pub(super) has_groups: bool,
}

enum Value<'a> {
    Absent,
    Later,
    Now(&'a Constant),
}

impl Known<'_> {
    fn value(&self, key: &str) -> Value<'_> {
        let given = self.attributes.iter().find(|attribute| attribute.key.text == key);
        let fixed = self.fixed.iter().find(|(fixed, _)| *fixed == key).map(|(_, constant)| constant);
        match (given, fixed) {
            (Some(given), _) => given.constant().map_or(Value::Later, Value::Now),
            (None, Some(constant)) => Value::Now(constant),
            (None, None) if self.late.iter().any(|slot| slot.key.text == key) => Value::Later,
            (None, None) if self.has_groups => Value::Later,
            (None, None) => Value::Absent,
        }
    }

    /// Fills in what is known. `None`: this way cannot be built.
    fn filled(&self, way: Vec<Piece>) -> Option<Vec<Piece>> {
        let mut filled: Vec<Piece> = Vec::new();
        for piece in way {
            let piece = self.piece(piece)?;
            match (filled.last_mut(), piece) {
                (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
                (_, piece) => filled.push(piece),
            }
        }
        Some(filled)
    }

    fn piece(&self, piece: Piece) -> Option<Piece> {
        let now = |key: &str| match self.value(key) {
            Value::Later => Some(None),
            Value::Now(Constant::Str(text)) => Some(Some(text.clone())),
            Value::Now(Constant::Int(int)) => Some(Some(int.to_string())),
            Value::Absent | Value::Now(_) => None,
        };
        Some(match piece {
            Piece::Text(text) => Piece::Text(text),
            Piece::Key(key) => now(&key)?.map_or(Piece::Key(key), Piece::Text),
            Piece::KeyBut(key, instead) => match now(&key)? {
                Some(text) if text == OTHER => Piece::Text(instead.to_owned()),
                Some(text) => Piece::Text(text),
                None => Piece::KeyBut(key, instead),
            },
            Piece::KeyNot(key) => match now(&key)? {
                Some(text) if text == OTHER => return None,
                Some(text) => Piece::Text(text),
                None => Piece::KeyNot(key),
            },
            Piece::Unless(key) => match self.value(&key) {
                Value::Now(Constant::Bool(true)) => return None,
                Value::Later => Piece::Unless(key),
                Value::Absent | Value::Now(_) => Piece::Text(String::new()),
            },
        })
    }
}

impl SpanName {
    /// A name that the user wrote. `fallback` stands for a template that cannot be filled.
    pub(super) fn given(written: Name, fallback: Option<&Name>, known: &Known<'_>) -> Self {
        match template(&written.text) {
            Some(way) if way.iter().any(|piece| matches!(piece, Piece::Key(_))) => {
                let texts = way.iter().filter_map(|piece| match piece {
                    Piece::Text(text) => Some(text.as_str()),
                    _ => None,
                });
                let texts: String = texts.collect();
                let texts = if texts.trim().is_empty() { "unnamed" } else { texts.trim() };
                let fallback = fallback.map_or(texts, |name| &name.text).to_owned();
                Self::first_of([way], written, fallback, known)
            }
            _ => Self { constant: written.text.clone(), written, ways: Vec::new() },
        }
    }

    /// The name that the convention's rule gives.
    pub(super) fn by_rule(convention: &Convention, fallback: Name, known: &Known<'_>) -> Self {
        let ways = convention.name.iter().map(|template| template.parts.iter().flat_map(pieces).collect());
        let constant = fallback.text.clone();
        Self::first_of(ways, fallback, constant, known)
    }

    /// A way that is known to the last letter is the constant name, and what comes after it is never tried.
    fn first_of(
        ways: impl IntoIterator<Item = Vec<Piece>>,
        written: Name,
        fallback: String,
        known: &Known<'_>,
    ) -> Self {
        let mut name = Self { written, constant: fallback, ways: Vec::new() };
        for way in ways.into_iter().filter_map(|way| known.filled(way)) {
            match way.as_slice() {
                [Piece::Text(text)] if text.trim().is_empty() => {}
                [Piece::Text(text)] => {
                    name.constant.clone_from(text);
                    break;
                }
                _ => name.ways.push(without_empty(way)),
            }
        }
        name
    }
}

fn without_empty(mut way: Vec<Piece>) -> Vec<Piece> {
    way.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
    way
}

fn pieces(part: &Part) -> Vec<Piece> {
    match part {
        Part::Text(text) => vec![Piece::Text((*text).to_owned())],
        Part::Key { key, other, unless } => {
            let key = (*key).to_owned();
            let unless = unless.iter().map(|key| Piece::Unless((*key).to_owned()));
            let key = match other {
                Other::AsIs => Piece::Key(key),
                Other::Reads(text) => Piece::KeyBut(key, text),
                Other::Unavailable => Piece::KeyNot(key),
            };
            unless.chain([key]).collect()
        }
    }
}

/// Reads `"{http.request.method} {http.route}"`. `None` if a brace has no other half, or nothing in it.
pub(crate) fn template(text: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (key, after) = after.split_once('}')?;
        if before.contains('}') || key.trim().is_empty() || key.contains('{') {
            return None;
        }
        pieces.extend([Piece::Text(before.to_owned()), Piece::Key(key.trim().to_owned())]);
        rest = after;
    }
    pieces.push(Piece::Text(rest.to_owned()));
    (!rest.contains('}')).then_some(pieces)
}
