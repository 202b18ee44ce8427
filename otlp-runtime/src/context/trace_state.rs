//! The vendors' list that travels with a trace (W3C `tracestate`).
//!
//! In: the values of headers. Out: a list that keeps the grammar and the limits of level 2, or an error.
//! Never here: what a member means; other headers.
//!
//! Limits are applied before anything is kept: memory of at most [`MAX_BYTES`], and a look at no more than [`MAX_READ`],
//! whatever comes in.

use core::fmt;
use core::str::FromStr;
use std::sync::Arc;

use super::ParseContextError;
use super::members::members;

/// The most members a list may have (W3C trace context level 2, 3.3.1.1).
const MAX_MEMBERS: usize = 32;

/// The most bytes that are kept and sent on, eight times what the recommendation asks for (3.3.1.5).
const MAX_BYTES: usize = 4096;

/// The most bytes that are looked at, all headers together: beyond that there is no list (TRU-03).
const MAX_READ: usize = 8192;

/// When a list is cut, longer members go first (3.3.1.5).
const LONG_MEMBER: usize = 128;

/// The most characters of a key, and of a value (3.3.1.3).
const MAX_PART: usize = 256;

/// The vendors' list that travels with a trace (W3C `tracestate`), opaque to us.
///
/// At most 32 members, 4096 bytes; of headers with more than 8192 bytes there is none. The first member is the one that was changed last.
/// One pointer wide; empty costs nothing to clone.
///
/// ```
/// use otlp_runtime::TraceState;
///
/// let state: TraceState = "rojo=00f067aa0ba902b7, congo=t61rcWkgMzE".parse()?;
/// assert_eq!(state.get("congo"), Some("t61rcWkgMzE"));
/// assert_eq!(state.with("congo", "7")?.as_str(), "congo=7,rojo=00f067aa0ba902b7");
/// # Ok::<(), otlp_runtime::ParseContextError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct TraceState(Option<Arc<Box<str>>>);

impl TraceState {
    /// No members.
    pub const fn empty() -> Self {
        Self(None)
    }

    /// Returns the list as it goes into a `tracestate` header; empty if there is none.
    pub fn as_str(&self) -> &str {
        self.0.as_deref().map_or("", |text| text)
    }

    /// Says whether there are no members.
    pub const fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Returns the value of a member.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.iter().find(|(member, _)| *member == key).map(|(_, value)| value)
    }

    /// Returns the members, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.as_str().split(',').filter_map(|member| member.split_once('='))
    }

    /// Returns the list with a member put in front, in place of one with the same key; the others keep their order.
    ///
    /// The members on the right make room where the list would become too long.
    ///
    /// # Errors
    ///
    /// [`ParseContextError::TraceState`] for a key or a value that the recommendation does not allow.
    pub fn with(&self, key: &str, value: &str) -> Result<Self, ParseContextError> {
        let mut list = List::with_capacity(key.len() + value.len() + 2 + self.as_str().len());
        list.member(format!("{key}={value}").as_bytes());
        list.check()?;
        for (other, member) in self.iter().map(|(other, _)| other).zip(self.as_str().split(',')) {
            if other != key && list.members < MAX_MEMBERS {
                list.member(member.as_bytes());
            }
        }
        list.finish()
    }

    /// Returns the list without a member.
    pub fn without(&self, key: &str) -> Self {
        let kept: Vec<&str> = self
            .as_str()
            .split(',')
            .filter(|member| member.split_once('=').is_some_and(|(other, _)| other != key))
            .collect();
        kept.join(",").parse().unwrap_or_default()
    }
}

impl FromStr for TraceState {
    type Err = ParseContextError;

    fn from_str(header: &str) -> Result<Self, Self::Err> {
        let mut list = List::with_capacity(header.len());
        list.header(header.as_bytes());
        list.finish()
    }
}

impl fmt::Debug for TraceState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// A list that is being read, from one header or several.
#[derive(Debug, Default)]
pub(crate) struct List {
    /// ASCII, as `key_of` has checked.
    text: Vec<u8>,
    /// Bytes seen.
    read: usize,
    /// Members seen, kept or not.
    members: usize,
    /// Where the keys of those stand in the text that are kept.
    keys: [(u16, u16); MAX_MEMBERS],
    kept: usize,
    is_broken: bool,
    /// A member had no room, so all that follow have none either.
    is_full: bool,
}

impl List {
    /// Makes room for a list of this length.
    fn with_capacity(bytes: usize) -> Self {
        Self { text: Vec::with_capacity(bytes.min(MAX_BYTES)), ..Self::default() }
    }

    /// Adds the members of a header, as of one that follows those before (W3C-06).
    pub(crate) fn header(&mut self, header: &[u8]) {
        self.read = self.read.saturating_add(header.len());
        self.is_broken |= self.read > MAX_READ;
        if self.is_broken {
            return;
        }
        if self.text.capacity() == 0 {
            // One header, as nearly always, has the length of the list; of several, nobody knows yet.
            self.text.reserve_exact(header.len().min(MAX_BYTES));
        }
        for (member, _) in members(header) {
            self.member(member);
            if self.is_broken {
                return;
            }
        }
    }

    fn member(&mut self, member: &[u8]) {
        self.members += 1;
        match key_of(member) {
            Some(key) if self.members <= MAX_MEMBERS => {
                // A key stands once; the first is the one that was changed last (W3C-07).
                if !self.has(key) {
                    self.keep(key, member);
                }
            }
            _ => self.is_broken = true,
        }
    }

    fn has(&self, key: &[u8]) -> bool {
        self.keys.iter().take(self.kept).any(|(start, end)| {
            usize::from(end - start) == key.len()
                && self.text.get(usize::from(*start)..usize::from(*end)) == Some(key)
        })
    }

    /// Cuts by whole members: long ones first, then from the right (W3C-08).
    fn keep(&mut self, key: &[u8], member: &[u8]) {
        let separator = usize::from(!self.text.is_empty());
        if self.text.len() + separator + member.len() > MAX_BYTES {
            if member.len() > LONG_MEMBER {
                return;
            }
            while !self.is_full && self.text.len() + 1 + member.len() > MAX_BYTES {
                self.is_full = !self.drop_last_long_member();
            }
        }
        if self.is_full {
            return;
        }
        if self.text.capacity() - self.text.len() < separator + member.len() {
            self.text.reserve_exact(MAX_BYTES - self.text.len());
        }
        if !self.text.is_empty() {
            self.text.push(b',');
        }
        let start = self.text.len();
        self.text.extend_from_slice(member);
        // No more than `MAX_MEMBERS`, and no position above `MAX_BYTES`, as was checked.
        let position = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        if let Some(place) = self.keys.get_mut(self.kept) {
            *place = (position(start), position(start + key.len()));
            self.kept += 1;
        }
    }

    fn drop_last_long_member(&mut self) -> bool {
        let mut end = self.text.len();
        for index in (0..self.kept).rev() {
            let start = self.keys.get(index).map_or(0, |(start, _)| usize::from(*start));
            if end - start > LONG_MEMBER {
                // With the comma on one side.
                let range = if index == 0 { 0..(end + 1).min(self.text.len()) } else { start - 1..end };
                let bytes = u16::try_from(range.len()).unwrap_or(u16::MAX);
                self.text.drain(range);
                self.keys.copy_within(index + 1..self.kept, index);
                self.kept -= 1;
                for (start, end) in self.keys.iter_mut().take(self.kept).skip(index) {
                    (*start, *end) = (start.saturating_sub(bytes), end.saturating_sub(bytes));
                }
                return true;
            }
            end = start.saturating_sub(1);
        }
        false
    }

    const fn check(&self) -> Result<(), ParseContextError> {
        if self.is_broken { Err(ParseContextError::TraceState) } else { Ok(()) }
    }

    /// Returns the list; an error if any member is none.
    pub(crate) fn finish(self) -> Result<TraceState, ParseContextError> {
        self.check()?;
        match String::from_utf8(self.text) {
            Ok(text) if !text.is_empty() => Ok(TraceState(Some(Arc::new(text.into_boxed_str())))),
            _ => Ok(TraceState(None)),
        }
    }
}

/// Returns the key of a well-formed member (W3C-07).
fn key_of(member: &[u8]) -> Option<&[u8]> {
    let (key, value) = member.split_at_checked(key_length(member))?;
    let (first, (equals, value)) = (key.first()?, value.split_first()?);
    let is_well_formed = (first.is_ascii_lowercase() || first.is_ascii_digit())
        && key.len() <= MAX_PART
        && *equals == b'='
        && value.len() <= MAX_PART
        && is_value(value)
        && *value.last()? != b' ';
    is_well_formed.then_some(key)
}

/// Returns how many bytes a key may be made of.
fn key_length(member: &[u8]) -> usize {
    let start = member.get(..=MAX_PART).unwrap_or(member);
    start.iter().position(|byte| !IS_KEY_BYTE[usize::from(*byte)]).unwrap_or(start.len())
}

fn is_value(value: &[u8]) -> bool {
    let mut is_wrong = false;
    // To the end in any case, so that the compiler takes many bytes at once.
    for byte in value {
        is_wrong |= !matches!(byte, b' '..=b'~') | matches!(byte, b',' | b'=');
    }
    !is_wrong
}

static IS_KEY_BYTE: [bool; 256] = {
    let bytes = b"abcdefghijklmnopqrstuvwxyz0123456789_-*/@";
    let mut table = [false; 256];
    let mut index = 0;
    while index < bytes.len() {
        table[bytes[index] as usize] = true;
        index += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    fn read(header: &str) -> Option<String> {
        header.parse().ok().map(|state: TraceState| state.as_str().to_owned())
    }

    // W3C-06
    #[test]
    fn order_is_kept_and_empty_members_are_skipped() {
        assert_eq!(read("rojo=00f067, ,congo=t61rcWkgMzE").as_deref(), Some("rojo=00f067,congo=t61rcWkgMzE"));
        assert_eq!(read(" ,\t").as_deref(), Some(""));
        assert_eq!(read("novalue"), None);
        assert_eq!(read("a=b=c"), None);
    }

    // W3C-06
    #[test]
    fn more_than_32_members_are_no_list() {
        let members = |count| (0..count).map(|index| format!("k{index}=1")).collect::<Vec<_>>().join(",");
        assert_eq!(read(&members(32)), Some(members(32)));
        assert_eq!(read(&members(33)), None);
        assert_eq!(read(&vec!["a=b"; 33].join(",")), None);
    }

    // W3C-07
    #[test]
    fn grammar_of_members_is_that_of_level_2() {
        let key: String = ('a'..='z').collect::<String>() + "0123456789_-*/@";
        let value: String = (' '..='~').filter(|char| !matches!(char, ',' | '=')).collect();
        for member in
            [format!("{key}={value}"), "0=1".to_owned(), "a= 1".to_owned(), format!("a={}", "x".repeat(256))]
        {
            assert_eq!(read(&member), Some(member.clone()));
        }
        for member in ["A=1", "@a=1", "-a=1", "a.b=1", "a =1", "a=", "=1", "a=\u{e4}", "a=\u{7f}", "a=1\u{1}"]
        {
            assert_eq!(read(member), None, "{member}");
        }
        assert_eq!(read(&format!("a={}", "x".repeat(257))), None);
        assert_eq!(read(&format!("{}=1", "x".repeat(257))), None);
    }

    // W3C-07
    #[test]
    fn first_of_equal_keys_stays() {
        assert_eq!(read("a=1,b=2,a=3,ab=4").as_deref(), Some("a=1,b=2,ab=4"));
    }

    // W3C-08
    #[test]
    fn list_that_is_too_long_loses_whole_members_long_ones_first() {
        let short: Vec<String> = (0..16).map(|index| format!("s{index:02}={}", "x".repeat(124))).collect();
        let long: Vec<String> = (0..16).map(|index| format!("l{index:02}={}", "y".repeat(252))).collect();
        let pairs: Vec<String> =
            long.iter().zip(&short).flat_map(|(long, short)| [long.clone(), short.clone()]).collect();
        let kept = read(&pairs.join(",")).unwrap();
        assert!(kept.len() <= MAX_BYTES && kept.len() > MAX_BYTES - 260, "{}", kept.len());
        let members: Vec<&str> = kept.split(',').collect();
        assert!(short.iter().all(|member| members.contains(&member.as_str())), "short members stay");
        assert_eq!(members.iter().filter(|member| member.len() > LONG_MEMBER).count(), 7);
        assert!(members.iter().all(|member| pairs.iter().any(|pair| pair == member)), "no member is cut");
        let exactly_512 = format!("a={},b={}", "x".repeat(253), "y".repeat(254));
        assert_eq!((exactly_512.len(), read(&exactly_512)), (512, Some(exactly_512.clone())));
    }

    #[test]
    fn short_members_that_have_no_room_go_from_the_right() {
        let list =
            |count| (0..count).map(|index| format!("k{index:02}={}", "x".repeat(124))).collect::<Vec<_>>();
        assert_eq!(read(&list(32).join(",")).map(|kept| kept.split(',').count()), Some(31));
        assert_eq!(read(&list(32).join(",")), Some(list(31).join(",")));
    }

    // W3C-07, W3C-09, SAM-05
    #[test]
    fn changed_member_goes_to_the_front_and_the_others_keep_their_order() {
        let state: TraceState = "a=1,ot=th:8,b=2".parse().unwrap();
        assert_eq!(state.get("ot"), Some("th:8"));
        let changed = state.with("ot", "th:c;rv:01234567890123").unwrap();
        assert_eq!(changed.as_str(), "ot=th:c;rv:01234567890123,a=1,b=2");
        assert_eq!(changed.without("ot").as_str(), "a=1,b=2");
        assert!(TraceState::empty().with("ot", "").is_err());
        assert!(state.with("Ot", "th:8").is_err());
        assert!(state.with("x", "1,y=2").is_err());
        assert!(TraceState::empty().without("ot").is_empty());
    }

    // R27, TRU-03
    #[test]
    fn headers_that_nobody_should_send_are_no_list() {
        let member = |key: usize, length: usize| format!("k{key}={}", "x".repeat(length));
        let list = |bytes: usize| format!("a=1{}", " ".repeat(bytes - 3));
        assert_eq!(read(&list(MAX_READ)).as_deref(), Some("a=1"));
        assert_eq!(read(&list(MAX_READ + 1)), None);
        let mut several = List::with_capacity(0);
        (0..32).for_each(|key| several.header(member(key, 254).as_bytes()));
        assert_eq!(several.finish(), Err(ParseContextError::TraceState), "32 headers, over 8192 bytes");
        let mut one = List::with_capacity(0);
        one.header(b"a=\xff");
        assert_eq!(one.finish(), Err(ParseContextError::TraceState));
    }

    // W3C-07, W3C-08
    #[test]
    fn key_stands_once_also_when_members_were_cut_out() {
        let short: Vec<String> = (0..15).map(|key| format!("s{key:02}={}", "x".repeat(124))).collect();
        let long: Vec<String> = (0..9).map(|key| format!("l{key}={}", "y".repeat(253))).collect();
        let again = ["s14=again", "l0=again", "l8=again"];
        let list = [&long[..], &short[..]].concat().join(",") + "," + &again.join(",");
        let kept: TraceState = list.parse().unwrap();
        assert_eq!(kept.get("s14").map(str::len), Some(124), "the first counts");
        assert_eq!(kept.get("l0").map(str::len), Some(253));
        assert_eq!(kept.get("l8"), Some("again"), "that one was cut out");
        assert_eq!(kept.iter().filter(|(key, _)| *key == "s14").count(), 1);
    }

    #[test]
    fn member_added_to_a_full_list_takes_the_place_of_the_last() {
        let full: TraceState =
            (0..32).map(|index| format!("k{index}=1")).collect::<Vec<_>>().join(",").parse().unwrap();
        let state = full.with("ot", "th:8").unwrap();
        assert_eq!(
            (state.iter().count(), state.iter().next(), state.get("k31")),
            (32, Some(("ot", "th:8")), None)
        );
        assert_eq!(state.get("k30"), Some("1"));
    }
}
