//! A list of members that is being put together.
//!
//! In: headers, or names and values. Out: the text of a `Baggage`, within the limits.
//! Never here: more memory than [`MAX_BYTES`] for the text, whatever comes in (BAG-05).

use super::Baggage;
use super::percent::From;

/// Members of a list, and their bytes as sent (W3C Baggage, 3.3.2: everybody passes on that many).
const MAX_MEMBERS: usize = 64;
const MAX_BYTES: usize = 8192;

/// Where a member stands in the text.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    start: u16,
    name_end: u16,
    end: u16,
    /// Another member of this name came later.
    is_replaced: bool,
}

impl Place {
    fn name(self, text: &str) -> &str {
        text.get(self.start.into()..self.name_end.into()).unwrap_or_default()
    }
}

/// A list of members. One that does not fit ends it: what follows is left out.
#[derive(Debug)]
pub(crate) struct List {
    text: String,
    places: [Place; MAX_MEMBERS],
    members: usize,
    has_replaced: bool,
    is_full: bool,
}

impl List {
    /// Makes room for headers of this length together.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self {
            text: String::with_capacity(bytes.min(MAX_BYTES)),
            places: [Place::default(); MAX_MEMBERS],
            members: 0,
            has_replaced: false,
            is_full: false,
        }
    }

    /// Adds the members of a header, as of one that follows those before. What is no member is passed over.
    pub(crate) fn header(&mut self, header: &str) {
        for member in header.split(',') {
            if self.is_full {
                return;
            }
            let (pair, metadata) = member.split_once(';').unwrap_or((member, ""));
            if let Some((name, value)) = pair.split_once('=') {
                self.sent(trim(name), trim(value), trim(metadata));
            }
        }
    }

    /// Adds a member as it was sent.
    pub(crate) fn sent(&mut self, name: &str, value: &str, metadata: &str) -> bool {
        self.add(name, value, metadata, From::Sent)
    }

    /// Adds a member that a program made; false if it was left out.
    pub(super) fn plain(&mut self, name: &str, value: &str, metadata: &str) -> bool {
        self.add(name, value, metadata, From::Plain)
    }

    fn add(&mut self, name: &str, value: &str, metadata: &str, from: From) -> bool {
        // Nothing longer fits, so nothing longer is looked at.
        if name.is_empty() || name.len() > MAX_BYTES || !name.bytes().all(is_token) {
            return false;
        }
        let is_clean = metadata.len() < MAX_BYTES
            && metadata.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~') && byte != b',');
        let metadata = if is_clean { trim(metadata) } else { "" };
        let separator = usize::from(!self.text.is_empty());
        let value_bytes = if value.len() > MAX_BYTES { value.len() } else { from.encoded_len(value) };
        let bytes = name.len() + 1 + value_bytes + if metadata.is_empty() { 0 } else { 1 + metadata.len() };
        let fits = self.text.len() + separator + bytes <= MAX_BYTES;
        let (true, Some(place)) = (fits, self.places.get_mut(self.members)) else {
            self.is_full = true;
            return false;
        };
        if self.text.capacity() - self.text.len() < separator + bytes {
            self.text.reserve_exact(MAX_BYTES - self.text.len());
        }
        if separator > 0 {
            self.text.push(',');
        }
        let start = self.text.len();
        self.text.push_str(name);
        let name_end = self.text.len();
        self.text.push('=');
        from.encode(value, &mut self.text);
        if !metadata.is_empty() {
            self.text.push(';');
            self.text.push_str(metadata);
        }
        // At most `MAX_BYTES`, as was checked.
        let position = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        *place = Place {
            start: position(start),
            name_end: position(name_end),
            end: position(self.text.len()),
            is_replaced: false,
        };
        let text = self.text.as_str();
        for earlier in self.places.iter_mut().take(self.members) {
            // BAG-04
            let is_replaced = earlier.name(text) == name;
            earlier.is_replaced |= is_replaced;
            self.has_replaced |= is_replaced;
        }
        self.members += 1;
        true
    }

    /// Returns the baggage.
    pub(crate) fn finish(self) -> Baggage {
        if !self.has_replaced {
            return Baggage::of(self.text);
        }
        let live = self.places.iter().take(self.members).filter(|place| !place.is_replaced);
        let members: Vec<&str> =
            live.filter_map(|place| self.text.get(place.start.into()..place.end.into())).collect();
        Baggage::of(members.join(","))
    }
}

/// Takes away the white space that HTTP allows around parts of a value.
fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// Whether a byte may stand in a token of HTTP (RFC 9110, 5.6.2).
const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'.'
                | b'^'
                | b'_'
                | b'`'
                | b'|'
                | b'~'
        )
}
