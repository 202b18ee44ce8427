//! How far a name is from another, as a person who mistypes names would feel it.
//!
//! In: two names as words. Out: a number; 0 for a difference in case and separators alone.
//! Never here: tables.

/// One wrong letter: left out, put in, another one, or swapped with its neighbour.
const LETTER: u32 = 3;
/// Two words written as one, or one as two.
const SEPARATOR: u32 = 1;
/// A word cut short (`addr` for `address`), or a plural.
const CUT: u32 = 2;
/// A word that is quite another.
const OTHER_WORD: u32 = 8;
/// A namespace left out: `request.method`.
const MISSING_FIRST: u32 = 2;
/// A namespace too many: `otel.http.route`.
const EXTRA_FIRST: u32 = 3;
/// Further than anybody asked for.
const FAR: u32 = u32::MAX / 4;
/// A word left out elsewhere.
const MISSING: u32 = 4;
/// A word put in elsewhere. Dearer: what somebody wrote they mostly meant.
const EXTRA: u32 = 5;

/// The words of a name in lower case, whatever separated them.
pub(super) struct Words {
    words: Vec<String>,
}

impl Words {
    /// Splits at anything that is no letter or digit, and at the humps of `camelCase` and `HTTPRoute`.
    pub(super) fn of(name: &str) -> Self {
        let mut words = vec![String::new()];
        let mut characters = name.chars().peekable();
        let mut last = ' ';
        while let Some(character) = characters.next() {
            let next_is_lower = characters.peek().is_some_and(char::is_ascii_lowercase);
            let is_hump = character.is_ascii_uppercase()
                && (last.is_ascii_lowercase() || last.is_ascii_uppercase() && next_is_lower);
            if is_hump || !character.is_alphanumeric() {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut().filter(|_| character.is_alphanumeric()) {
                word.extend(character.to_lowercase());
            }
            last = character;
        }
        words.retain(|word| !word.is_empty());
        Self { words }
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// How many letters and digits there are.
    pub(super) fn letters(&self) -> u32 {
        self.words
            .iter()
            .map(|word| u32::try_from(word.len()).unwrap_or(u32::MAX))
            .fold(0, u32::saturating_add)
    }

    /// Tells whether a word of one resembles a word of the other, but for the words in `except`.
    pub(super) fn share_word(&self, other: &Self, except: &[&str]) -> bool {
        share_word(&self.words, &other.words, except)
    }

    pub(super) fn first(&self, count: usize) -> Self {
        Self { words: self.words.iter().take(count).cloned().collect() }
    }
}

/// Measures from what was written to what may have been meant. A distance above `limit` may come out
/// as any other above it.
pub(super) fn distance(written: &Words, meant: &Words, limit: u32) -> u32 {
    let text = written.words.join(" ");
    let mut least = letter_by_letter(&text, &meant.words.join(" "), limit);
    if let [_, rest @ ..] = meant.words.as_slice()
        && (1..=rest.len()).contains(&written.len())
    {
        least = least.min(MISSING_FIRST + letter_by_letter(&text, &rest.join(" "), limit));
    }
    least.min(word_by_word(&written.words, &meant.words).unwrap_or(FAR))
}

/// The cheapest way from one row of things to another, by insertion, removal, exchange and (where
/// `swapped` has a price) exchange of neighbours.
fn edit<T>(
    written: &[T],
    meant: &[T],
    remove: impl Fn(usize, &T) -> u32,
    insert: impl Fn(usize, &T) -> u32,
    exchange: impl Fn(&T, &T) -> u32,
    swapped: impl Fn(&T, &T, &T, &T) -> Option<u32>,
) -> u32 {
    let mut before: Vec<u32> = Vec::new();
    let mut above: Vec<u32> = vec![0];
    let mut last = 0;
    for (column, item) in meant.iter().enumerate() {
        last += insert(column, item);
        above.push(last);
    }
    let mut previous: Option<&T> = None;
    for (row, item) in written.iter().enumerate() {
        let mut left = above.first().copied().unwrap_or(0) + remove(row, item);
        let mut current = vec![left];
        let mut previous_meant: Option<(&T, u32)> = None;
        for (column, target) in meant.iter().enumerate() {
            let cost = |line: &[u32], at: usize| line.get(at).copied().unwrap_or(u32::MAX / 2);
            let mut best = (cost(&above, column) + exchange(item, target))
                .min(cost(&above, column + 1) + remove(row, item))
                .min(left + insert(column, target));
            if let (Some(earlier), Some((earlier_meant, at))) = (previous, previous_meant)
                && let Some(price) = swapped(earlier, item, earlier_meant, target)
            {
                best = best.min(at + price);
            }
            previous_meant = Some((target, cost(&before, column)));
            current.push(best);
            left = best;
        }
        before = std::mem::replace(&mut above, current);
        previous = Some(item);
    }
    above.last().copied().unwrap_or(0)
}

fn letter_by_letter(written: &str, meant: &str, limit: u32) -> u32 {
    if at_least(written, meant) > limit {
        return FAR;
    }
    let one = |_: usize, letter: &char| if *letter == ' ' { SEPARATOR } else { LETTER };
    let exchange = |left: &char, right: &char| if left == right { 0 } else { LETTER };
    let swapped = |a: &char, b: &char, c: &char, d: &char| (a == d && b == c && a != b).then_some(LETTER);
    let (written, meant): (Vec<char>, Vec<char>) = (written.chars().collect(), meant.chars().collect());
    edit(&written, &meant, one, one, exchange, swapped)
}

/// A bound from below that is quick to tell: no single slip mends more than one letter too many and one
/// too few, whatever their order.
fn at_least(written: &str, meant: &str) -> u32 {
    let mut surplus = [0_i32; 32];
    let mut count = |text: &str, by: i32| {
        for byte in text.bytes().filter(|byte| *byte != b' ') {
            // The low five bits tell letters apart, and any sort of sorting gives a bound.
            if let Some(of_letter) = surplus.get_mut(usize::from(byte & 31)) {
                *of_letter += by;
            }
        }
    };
    count(written, 1);
    count(meant, -1);
    let sum = |sign: i32| surplus.iter().map(|of_letter| (of_letter * sign).max(0)).sum::<i32>();
    let bytes = sum(1).max(sum(-1));
    // A letter beyond ASCII is up to four bytes.
    let slips = if written.is_ascii() && meant.is_ascii() { bytes } else { bytes / 4 };
    u32::try_from(slips).unwrap_or(0) * LETTER
}

/// `None` where no word of one resembles one of the other.
fn word_by_word(written: &[String], meant: &[String]) -> Option<u32> {
    if !share_word(written, meant, &[]) {
        return None;
    }
    // What stands before the first word they share is a namespace. Where both have one it is not a
    // missing or an extra namespace, but another one.
    let leading = |all: &[String], others: &[String]| {
        let same = all.iter().position(|word| others.contains(word));
        same.or_else(|| all.iter().position(|word| others.iter().any(|other| resemble(word, other))))
            .unwrap_or(0)
    };
    let (extra, missing) = match (leading(written, meant), leading(meant, written)) {
        (extra, 0) => (extra, 0),
        (0, missing) => (0, missing),
        _ => (0, 0),
    };
    let remove = |at: usize, _: &String| if at < extra { EXTRA_FIRST } else { EXTRA };
    let insert = |at: usize, _: &String| if at < missing { MISSING_FIRST } else { MISSING };
    Some(edit(written, meant, remove, insert, |left, right| word_for_word(left, right), |_, _, _, _| None))
}

fn share_word(written: &[String], meant: &[String], except: &[&str]) -> bool {
    let counts = |word: &&String| !except.contains(&word.as_str());
    written.iter().filter(counts).any(|word| meant.iter().filter(counts).any(|other| resemble(word, other)))
}

fn resemble(left: &str, right: &str) -> bool {
    word_for_word(left, right).min(word_for_word(right, left)) < OTHER_WORD
}

fn word_for_word(written: &str, meant: &str) -> u32 {
    if written == meant {
        return 0;
    }
    let singular = written.strip_suffix('s').unwrap_or(written);
    if singular.len() >= 2 && (meant.starts_with(singular) || meant.starts_with(written)) {
        return CUT;
    }
    // `querystring` for `query`.
    let is_longer = meant.len() >= 3 && written.starts_with(meant);
    if is_longer || is_abbreviation(written, meant) {
        return LETTER;
    }
    // More than one letter in three is another word.
    let (short, long) = (written.len().min(meant.len()), written.len().max(meant.len()));
    if (long - short) * 3 > long {
        return OTHER_WORD;
    }
    let most = u32::try_from(long).unwrap_or(FAR);
    let letters = letter_by_letter(written, meant, most);
    if letters > most { OTHER_WORD } else { letters }
}

/// `stmt` for `statement`: the same beginning, and all its letters in their order.
fn is_abbreviation(written: &str, meant: &str) -> bool {
    let mut letters = meant.chars();
    written.len() >= 3
        && written.chars().next() == meant.chars().next()
        && written.chars().all(|letter| letters.any(|other| other == letter))
}

#[cfg(test)]
mod tests {
    use super::{Words, distance};

    fn words(name: &str) -> Vec<String> {
        Words::of(name).words
    }

    fn between(written: &str, meant: &str) -> u32 {
        distance(&Words::of(written), &Words::of(meant), 100)
    }

    #[test]
    fn words_end_at_separators_and_humps() {
        assert_eq!(words("http.request_body-size"), ["http", "request", "body", "size"]);
        assert_eq!(words("httpStatusCode"), ["http", "status", "code"]);
        assert_eq!(words("HTTPRoute"), ["http", "route"]);
        assert_eq!(words("HTTP.Request.Method"), ["http", "request", "method"]);
        assert_eq!(words(".."), [""; 0]);
    }

    #[test]
    fn case_and_separators_cost_nothing() {
        assert_eq!(between("HTTP.Request-Method", "http.request.method"), 0);
    }

    #[test]
    fn slips_cost_less_than_other_words() {
        assert_eq!(between("http.requestmethod", "http.request.method"), 1);
        assert_eq!(between("request.method", "http.request.method"), 2);
        assert_eq!(between("server.addr", "server.address"), 2);
        assert_eq!(between("http.reqeust.method", "http.request.method"), 3);
        assert_eq!(between("otel.http.route", "http.route"), 3);
        assert_eq!(between("http.request.verb", "http.request.method"), 8);
    }

    #[test]
    fn nothing_is_far_from_something() {
        assert_eq!(between("", "ab"), 6);
        assert_eq!(between("ab", ""), 6);
        assert_eq!(between("", ""), 0);
    }
}
