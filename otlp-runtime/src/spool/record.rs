//! The bytes of a record, and its name.
//!
//! In: a request, or what stands in a file. Out: the other. Bytes that no version of ours wrote, or that changed, are
//! told from those that are whole. Never here: files.

use bytes::Bytes;

/// The first bytes of a record of this version.
const MAGIC: [u8; 8] = *b"otlpspl1";
/// Magic, checksum, flags, spans, length before compression, length.
pub(super) const HEAD_BYTES: usize = 8 + 4 + 4 + 8 + 8 + 8;
const IS_GZIP: u32 = 1;

/// A request as it lies on disk: the message, without a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(crate) spans: u64,
    /// Before compression.
    pub(crate) request_bytes: u64,
    pub(crate) is_gzip: bool,
    pub(crate) message: Bytes,
}

/// Returns what stands in front of the message.
pub(super) fn head(stored: &Stored) -> [u8; HEAD_BYTES] {
    let mut head = [0; HEAD_BYTES];
    let flags = if stored.is_gzip { IS_GZIP } else { 0 };
    let fields = MAGIC
        .into_iter()
        .chain([0; 4])
        .chain(flags.to_le_bytes())
        .chain(stored.spans.to_le_bytes())
        .chain(stored.request_bytes.to_le_bytes())
        .chain((stored.message.len() as u64).to_le_bytes());
    head.iter_mut().zip(fields).for_each(|(byte, field)| *byte = field);
    let checksum = checksum(&head, &stored.message).to_le_bytes();
    head.iter_mut().skip(MAGIC.len()).zip(checksum).for_each(|(byte, part)| *byte = part);
    head
}

/// Reads a record; `None` unless every bit is as it was written.
pub(super) fn read(bytes: &Bytes) -> Option<Stored> {
    let (head, message) = bytes.split_first_chunk::<HEAD_BYTES>()?;
    let (magic, rest) = head.split_first_chunk::<8>()?;
    let (written, rest) = rest.split_first_chunk::<4>()?;
    let (flags, rest) = rest.split_first_chunk::<4>()?;
    let (spans, rest) = rest.split_first_chunk::<8>()?;
    let (request_bytes, rest) = rest.split_first_chunk::<8>()?;
    let (length, _) = rest.split_first_chunk::<8>()?;
    let flags = u32::from_le_bytes(*flags);
    let is_whole = *magic == MAGIC
        && u64::from_le_bytes(*length) == message.len() as u64
        && u32::from_le_bytes(*written) == checksum(head, message)
        && flags & !IS_GZIP == 0;
    is_whole.then(|| Stored {
        spans: u64::from_le_bytes(*spans),
        request_bytes: u64::from_le_bytes(*request_bytes),
        is_gzip: flags == IS_GZIP,
        message: bytes.slice(HEAD_BYTES..),
    })
}

/// Of everything behind the checksum itself.
fn checksum(head: &[u8; HEAD_BYTES], message: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(head.get(MAGIC.len() + 4..).unwrap_or_default());
    hasher.update(message);
    hasher.finalize()
}

/// What a file's name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// A record, and how many spans were in it when it was whole.
    Record { number: u64, spans: u32 },
    /// One that was being written.
    Part { number: u64, spans: u32 },
    /// A record of another version, older or newer.
    OtherVersion,
    /// Nothing of ours.
    Foreign,
}

const PART: &str = ".part";

impl Name {
    pub(super) fn parse(name: &str) -> Self {
        let (whole, is_part) = match name.strip_suffix(PART) {
            Some(whole) => (whole, true),
            None => (name, false),
        };
        let Some((stem, version)) = whole.split_once(".otlp") else { return Self::Foreign };
        let is_hex = |digits: &&str| {
            digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) && !digits.is_empty()
        };
        let numbers = stem.split_once('-').and_then(|(number, spans)| {
            let number = Some(number).filter(is_hex).filter(|digits| digits.len() == 16)?;
            let spans =
                Some(spans).filter(is_hex).filter(|digits| *digits == "0" || !digits.starts_with('0'))?;
            // Ours count from 0: a larger one was made up, and would be the last that there can be.
            let number = u64::from_str_radix(number, 16).ok().filter(|number| *number < 1 << 63)?;
            Some((number, u32::from_str_radix(spans, 16).ok()?))
        });
        match (numbers, version) {
            (Some((number, spans)), "1") if is_part => Self::Part { number, spans },
            (Some((number, spans)), "1") => Self::Record { number, spans },
            (Some(_), version)
                if version.bytes().all(|byte| byte.is_ascii_digit()) && !version.is_empty() =>
            {
                Self::OtherVersion
            }
            _ => Self::Foreign,
        }
    }

    /// Returns the name of a file; none for what is not ours.
    pub(super) fn print(self) -> Option<String> {
        match self {
            Self::Record { number, spans } => Some(format!("{number:016x}-{spans:x}.otlp1")),
            Self::Part { number, spans } => Some(format!("{number:016x}-{spans:x}.otlp1{PART}")),
            Self::OtherVersion | Self::Foreign => None,
        }
    }
}
