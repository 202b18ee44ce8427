//! A list of members that is being put together.
//!
//! In: headers, or names and values. Out: the text of a `Baggage`, within the limits.
//! Never here: more memory than [`MAX_BYTES`] for the text, and a look at more than [`MAX_READ`], whatever comes in (BAG-05).

use super::Baggage;
use super::percent::From;
use crate::context::members::{members, split, trim};

/// Members of a list, and their bytes as sent (W3C Baggage, 3.3.2: everybody passes on that many).
const MAX_MEMBERS: usize = 64;
const MAX_BYTES: usize = 8192;

/// The most bytes of headers that are looked at: as many, and white space around as many members.
const MAX_READ: usize = MAX_BYTES + 16 * MAX_MEMBERS;

/// Where a member stands in the text.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    start: u16,
    name_end: u16,
    end: u16,
    /// What the name looks like.
    mark: u32,
    /// Another member of this name came later.
    is_replaced: bool,
}

impl Place {
    fn name(self, text: &[u8]) -> &[u8] {
        text.get(self.start.into()..self.name_end.into()).unwrap_or_default()
    }
}

/// A list of members. One that does not fit ends it: what follows is left out.
#[derive(Debug)]
pub(crate) struct List {
    /// ASCII: what is anything else has been encoded.
    text: Vec<u8>,
    /// Bytes seen.
    read: usize,
    places: [Place; MAX_MEMBERS],
    members: usize,
    has_replaced: bool,
    is_full: bool,
}

impl List {
    pub(crate) const fn new() -> Self {
        Self {
            text: Vec::new(),
            read: 0,
            places: [Place { start: 0, name_end: 0, end: 0, mark: 0, is_replaced: false }; MAX_MEMBERS],
            members: 0,
            has_replaced: false,
            is_full: false,
        }
    }

    /// Makes room for a list of this length.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { text: Vec::with_capacity(bytes.min(MAX_BYTES)), ..Self::new() }
    }

    /// Adds the members of a header, as of one that follows those before. What is no member is passed over.
    pub(crate) fn header(&mut self, header: &[u8]) {
        let room = MAX_READ - self.read;
        self.read += header.len().min(room);
        let (head, is_cut) = header.get(..=room).map_or((header, false), |head| (head, true));
        // What is no text has no members; a character may be cut.
        if core::str::from_utf8(head).is_err_and(|error| !is_cut || error.error_len().is_some()) {
            return;
        }
        if self.text.capacity() == 0 {
            // One header, as nearly always, has the length of the list; of several, nobody knows yet.
            self.text.reserve_exact(head.len().min(MAX_BYTES));
        }
        for (member, is_followed) in members(head) {
            // Whole members only (BAG-03).
            if self.is_full || is_cut && !is_followed {
                return;
            }
            let (pair, metadata) = split(member, b';');
            if let (name, Some(value)) = split(pair, b'=') {
                self.sent(trim(name), trim(value), trim(metadata.unwrap_or_default()));
            }
        }
    }

    /// Adds a member as it was sent.
    pub(crate) fn sent(&mut self, name: &[u8], value: &[u8], metadata: &[u8]) -> bool {
        self.add(name, value, metadata, From::Sent)
    }

    /// Adds a member that a program made; false if it was left out.
    pub(super) fn plain(&mut self, name: &str, value: &str, metadata: &str) -> bool {
        self.add(name.as_bytes(), value.as_bytes(), metadata.as_bytes(), From::Plain)
    }

    fn add(&mut self, name: &[u8], value: &[u8], metadata: &[u8], from: From) -> bool {
        // Nothing longer fits, so nothing longer is looked at.
        if self.is_full
            || name.is_empty()
            || name.len() > MAX_BYTES
            || !name.iter().all(|byte| is_token(*byte))
        {
            return false;
        }
        let is_clean = metadata.len() < MAX_BYTES
            && metadata.iter().all(|byte| matches!(byte, b'\t' | b' '..=b'~') && *byte != b',');
        let metadata = if is_clean { trim(metadata) } else { b"" };
        let is_left = value.len() > MAX_BYTES || from.leaves(value);
        let value_bytes = if is_left { value.len() } else { from.encoded_len(value) };
        let separator = usize::from(!self.text.is_empty());
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
            self.text.push(b',');
        }
        let start = self.text.len();
        self.text.extend_from_slice(name);
        let name_end = self.text.len();
        self.text.push(b'=');
        if is_left {
            self.text.extend_from_slice(value);
        } else {
            from.encode(value, &mut self.text);
        }
        if !metadata.is_empty() {
            self.text.push(b';');
            self.text.extend_from_slice(metadata);
        }
        // At most `MAX_BYTES`, as was checked.
        let position = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        *place = Place {
            start: position(start),
            name_end: position(name_end),
            end: position(self.text.len()),
            mark: mark(name),
            is_replaced: false,
        };
        let (place, text) = (*place, self.text.as_slice());
        for earlier in self.places.iter_mut().take(self.members) {
            // BAG-04
            let is_replaced =
                earlier.mark == place.mark && !earlier.is_replaced && earlier.name(text) == name;
            earlier.is_replaced |= is_replaced;
            self.has_replaced |= is_replaced;
        }
        self.members += 1;
        true
    }

    /// Returns the baggage.
    pub(crate) fn finish(&mut self) -> Baggage {
        let text = core::mem::take(&mut self.text);
        let text = if self.has_replaced {
            let live = self.places.iter().take(self.members).filter(|place| !place.is_replaced);
            let members: Vec<&[u8]> =
                live.filter_map(|place| text.get(place.start.into()..place.end.into())).collect();
            members.join(&b',')
        } else {
            text
        };
        String::from_utf8(text).map_or(Baggage::empty(), Baggage::of)
    }
}

/// Returns a number that few other names have.
fn mark(name: &[u8]) -> u32 {
    name.iter().rev().take(4).fold(0, |mark, byte| mark << 8 | u32::from(*byte))
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
