//! The vendors' list that travels with a trace (W3C `tracestate`).
//!
//! In: the values of headers. Out: a list that keeps the grammar and the limits of level 2, or an error.
//! Never here: what a member means; other headers.
//!
//! Limits are applied before anything is kept: memory of at most [`MAX_BYTES`], whatever comes in.

use core::fmt;
use core::str::FromStr;
use std::sync::Arc;

use super::ParseContextError;

/// The most members a list may have (W3C trace context level 2, 3.3.1.1).
const MAX_MEMBERS: usize = 32;

/// The most bytes that are kept and sent on, eight times what the recommendation asks for (3.3.1.5).
const MAX_BYTES: usize = 4096;

/// When a list is cut, longer members go first (3.3.1.5).
const LONG_MEMBER: usize = 128;

/// The most characters of a key, and of a value (3.3.1.3).
const MAX_PART: usize = 256;

/// The vendors' list that travels with a trace (W3C `tracestate`), opaque to us.
///
/// At most 32 members, 4096 bytes. The first member is the one that was changed last.
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
        list.header(header);
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
    text: String,
    /// Members seen, kept or not.
    members: usize,
    is_broken: bool,
    /// A member had no room, so all that follow have none either.
    is_full: bool,
}

impl List {
    /// Makes room for headers of this length together.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes.min(MAX_BYTES)), ..Self::default() }
    }

    /// Adds the members of a header, as of one that follows those before (W3C-06).
    pub(crate) fn header(&mut self, header: &str) {
        for member in header.split(',') {
            if self.is_broken {
                return;
            }
            self.member(trim(member).as_bytes());
        }
    }

    fn member(&mut self, member: &[u8]) {
        if member.is_empty() {
            return;
        }
        self.members += 1;
        let Some(key) = key_of(member) else { return self.is_broken = true };
        let has_key = |kept: &str| kept.as_bytes().get(..key.len() + 1) == member.get(..key.len() + 1);
        if self.members > MAX_MEMBERS {
            self.is_broken = true;
        } else if self.members > 1 && self.text.split(',').any(has_key) {
            // A key stands once; the first is the one that was changed last (W3C-07).
        } else {
            self.keep(member);
        }
    }

    /// Cuts by whole members: long ones first, then from the right (W3C-08).
    fn keep(&mut self, member: &[u8]) {
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
            self.text.push(',');
        }
        // Checked by `key_of` to be ASCII.
        self.text.push_str(core::str::from_utf8(member).unwrap_or_default());
    }

    fn drop_last_long_member(&mut self) -> bool {
        let mut end = self.text.len();
        loop {
            let start = self.text.get(..end).and_then(|text| text.rfind(',')).map_or(0, |comma| comma + 1);
            if end - start > LONG_MEMBER {
                // With the comma on one side.
                let range = if start == 0 { 0..(end + 1).min(self.text.len()) } else { start - 1..end };
                self.text.drain(range);
                return true;
            }
            if start == 0 {
                return false;
            }
            end = start - 1;
        }
    }

    const fn check(&self) -> Result<(), ParseContextError> {
        if self.is_broken { Err(ParseContextError::TraceState) } else { Ok(()) }
    }

    /// Returns the list; an error if any member is none.
    pub(crate) fn finish(self) -> Result<TraceState, ParseContextError> {
        self.check()?;
        if self.text.is_empty() {
            return Ok(TraceState(None));
        }
        Ok(TraceState(Some(Arc::new(self.text.into_boxed_str()))))
    }
}

/// Takes away the white space that HTTP allows around a value.
pub(crate) fn trim(value: &str) -> &str {
    value.trim_matches([' ', '\t'])
}

/// Returns the key of a well-formed member (W3C-07).
fn key_of(member: &[u8]) -> Option<&[u8]> {
    let equals = member.iter().take(MAX_PART + 1).position(|byte| *byte == b'=')?;
    let (key, value) = (member.get(..equals)?, member.get(equals + 1..)?);
    let (first, last) = (key.first()?, value.last()?);
    let is_well_formed = (first.is_ascii_lowercase() || first.is_ascii_digit())
        && key.iter().all(|byte| is_key_byte(*byte))
        && value.len() <= MAX_PART
        && value.iter().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b',' | b'='))
        && *last != b' ';
    is_well_formed.then_some(key)
}

const fn is_key_byte(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'*' | b'/' | b'@')
}

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
