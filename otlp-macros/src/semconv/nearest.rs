//! Guesses: which registered name may have been meant.
//!
//! In: a name that the registry does not have, or has as deprecated. Out: up to three live names, best first.
//! Never here: look-ups that every expansion makes. This room's other half is for mistakes only, so it
//! may walk the whole table and allocate.

use std::cmp::Ordering;

use super::distance::{Words, distance};
use super::facts::{Attribute, Stability, Value};
use super::find::{Found, attributes, lookup};
use super::generated::conventions::CONVENTIONS;
use super::generated::events::EVENTS;

/// How many guesses a message can carry.
const MOST: usize = 3;

/// What it costs to be reached through a deprecated key.
const VIA_DEPRECATED: u32 = 1;

/// Words that stand in many ids and so tell none from the others.
const KINDS: [&str; 5] = ["internal", "server", "client", "producer", "consumer"];

/// Guesses keys: other separators, case, typing errors, a namespace too many or too few, old names.
/// For a template it names the key without suffix.
pub(crate) fn nearest(key: &str) -> impl Iterator<Item = &'static str> {
    let meant = Words::of(key);
    let mut best = Best::below(4 + meant.letters() / 2);
    for attribute in attributes() {
        let candidate = Words::of(attribute.key);
        let near = if attribute.ty.is_template() {
            let near = distance(&meant.first(candidate.len()), &candidate, best.limit);
            // The rest of the name fits any template, so a template that does not quite fit tells less.
            if near == 0 { 0 } else { near + 1 }
        } else {
            distance(&meant, &candidate, best.limit)
        };
        if attribute.is_live() {
            best.offer(attribute.key, near, rank(attribute));
        } else {
            for (place, key) in (0..).zip(replacements(attribute)) {
                best.offer(key, near + VIA_DEPRECATED, place);
            }
        }
    }
    best.found()
}

/// A name without case and separators.
fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// Finds the live event whose name differs from this one in case and separators alone.
pub(crate) fn respelt_event(name: &str) -> Option<&'static str> {
    let meant = letters(name);
    let live = EVENTS.iter().filter(|event| event.deprecated.is_none() && event.name != name);
    live.map(|event| event.name).find(|event| letters(event) == meant)
}

/// Finds the live key that differs from this name in case and separators alone.
pub(crate) fn respelt(name: &str) -> Option<&'static str> {
    if lookup(name) != Found::Unknown {
        return None;
    }
    let has_words = name.contains(|letter: char| !letter.is_ascii_alphanumeric());
    let meant = letters(name);
    attributes()
        .filter(|attribute| has_words && attribute.is_live() && attribute.key != name)
        .map(|attribute| attribute.key)
        .find(|key| letters(key) == meant)
}

/// Names the live keys that take the place of a deprecated one, best first, none if there are none.
/// A template key may come with a suffix (`http.request.header.host`).
pub(crate) fn replacements(attribute: &Attribute) -> impl Iterator<Item = &'static str> {
    let deprecated = attribute.deprecated.filter(|deprecated| deprecated.moved_to.is_none());
    let renamed = deprecated.and_then(|deprecated| deprecated.renamed_to);
    let names = deprecated.map_or(&[][..], |deprecated| deprecated.names);
    renamed.into_iter().chain(names.iter().copied()).filter_map(|key| live(key, 0))
}

/// Follows renames to a live key.
fn live(key: &'static str, hops: u8) -> Option<&'static str> {
    match lookup(key) {
        Found::Unknown => None,
        Found::Exact(attribute)
        | Found::TemplateWithoutSuffix(attribute)
        | Found::Template { attribute, .. } => {
            if attribute.is_live() {
                return Some(key);
            }
            let next = attribute.deprecated?.renamed_to.filter(|_| hops < 4)?;
            live(next, hops + 1)
        }
    }
}

/// Guesses conventions by their id without `span.`, also from a part of it (`grpc.client`).
pub(crate) fn nearest_convention(id: &str) -> impl Iterator<Item = &'static str> {
    let meant = Words::of(id);
    let mut best = Best::below(8 + meant.letters() / 2);
    for convention in CONVENTIONS.iter().filter(|convention| convention.is_live()) {
        let candidate = Words::of(convention.id);
        if meant.share_word(&candidate, &KINDS) {
            let near = distance(&meant, &candidate, best.limit);
            best.offer(convention.id, near, stability_rank(convention.stability));
        }
    }
    best.found()
}

/// Guesses live members of a key whose values are strings.
pub(crate) fn nearest_member(attribute: &Attribute, value: &str) -> impl Iterator<Item = &'static str> {
    let meant = Words::of(value);
    let mut best = Best::below(4 + meant.letters() / 2);
    for member in attribute.members.iter().filter(|member| member.deprecated.is_none()) {
        if let Value::String(text) = member.value {
            let near = distance(&meant, &Words::of(text), best.limit);
            best.offer(text, near, stability_rank(member.stability));
        }
    }
    best.found()
}

/// Of equally near keys the firmer comes first, and one that lives elsewhere last.
fn rank(attribute: &Attribute) -> u32 {
    if attribute.deprecated.is_some() { 9 } else { stability_rank(attribute.stability) }
}

fn stability_rank(stability: Stability) -> u32 {
    match stability {
        Stability::Stable => 0,
        Stability::ReleaseCandidate => 1,
        Stability::Beta | Stability::Alpha | Stability::Development => 2,
    }
}

/// The guesses so far.
struct Best {
    limit: u32,
    guesses: Vec<Guess>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Guess {
    near: u32,
    rank: u32,
    name: &'static str,
}

impl Guess {
    fn order(&self, other: &Self) -> Ordering {
        let length = self.name.len().cmp(&other.name.len());
        self.near
            .cmp(&other.near)
            .then(self.rank.cmp(&other.rank))
            .then(length)
            .then(self.name.cmp(other.name))
    }
}

impl Best {
    /// Nothing further off than this. A long name may be further off than a short one; a guess that
    /// shares little helps nobody.
    fn below(limit: u32) -> Self {
        Self { limit, guesses: Vec::new() }
    }

    fn offer(&mut self, name: &'static str, near: u32, rank: u32) {
        if near > self.limit {
            return;
        }
        let guess = Guess { near, rank, name };
        match self.guesses.iter_mut().find(|known| known.name == name) {
            Some(known) if guess.order(known) == Ordering::Less => *known = guess,
            Some(_) => {}
            None => self.guesses.push(guess),
        }
    }

    /// The best ones. Beside a near certain guess others are noise.
    fn found(mut self) -> impl Iterator<Item = &'static str> {
        self.guesses.sort_by(Guess::order);
        let nearest = self.guesses.first().map_or(0, |guess| guess.near);
        let limit = if nearest <= VIA_DEPRECATED { nearest } else { nearest + 3 };
        self.guesses
            .into_iter()
            .take_while(move |guess| guess.near <= limit)
            .take(MOST)
            .map(|guess| guess.name)
    }
}
