//! The members of a list in a header, between commas.
//!
//! In: the bytes of a header. Out: its members, without the white space around them; empty ones are passed over.
//! Never here: what a member is made of, limits: whoever asks for no more members looks at no more bytes.

/// Takes a header apart: each member, and whether a comma follows it.
pub(crate) fn members(mut rest: &[u8]) -> impl Iterator<Item = (&[u8], bool)> {
    core::iter::from_fn(move || {
        while let [b',' | b' ' | b'\t', after @ ..] = rest {
            rest = after;
        }
        let (member, after) = split(rest, b',');
        rest = after.unwrap_or_default();
        (!member.is_empty()).then(|| (trim(member), after.is_some()))
    })
}

/// Returns what is before a byte, and what is behind it if it is there.
#[inline]
pub(crate) fn split(bytes: &[u8], at: u8) -> (&[u8], Option<&[u8]>) {
    let found = position(bytes, at).and_then(|index| bytes.split_at_checked(index));
    found.map_or((bytes, None), |(before, rest)| (before, rest.get(1..)))
}

/// Takes away the white space that HTTP allows around a value.
#[inline]
pub(crate) fn trim(mut value: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    value
}

/// Returns where a byte is first.
#[inline]
fn position(bytes: &[u8], wanted: u8) -> Option<usize> {
    // By so many bytes that the compiler compares them at once, for headers that somebody made as long as they can be.
    const STEP: usize = 32;
    let mut passed = 0;
    for chunk in bytes.as_chunks::<STEP>().0 {
        let mut is_there = false;
        for byte in chunk {
            is_there |= *byte == wanted;
        }
        if is_there {
            break;
        }
        passed += STEP;
    }
    bytes.get(passed..)?.iter().position(|byte| *byte == wanted).map(|index| passed + index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_what_is_between_commas() {
        let all = |text: &'static str| members(text.as_bytes()).collect::<Vec<_>>();
        assert_eq!(all(" a=1,b = 2\t, ,,c"), [(&b"a=1"[..], true), (b"b = 2", true), (b"c", false)]);
        assert_eq!(all("a, "), [(&b"a"[..], true)]);
        assert!(all(", ,\t,").is_empty() && all("").is_empty());
    }

    #[test]
    fn byte_is_found_wherever_it_is() {
        for length in 0..200 {
            let mut bytes = vec![b'x'; length];
            assert_eq!(split(&bytes, b','), (&bytes[..], None));
            for place in 0..length {
                bytes[place..].fill(b',');
                let (before, behind) = (&bytes[..place], &bytes[place + 1..]);
                assert_eq!(split(&bytes, b','), (before, Some(behind)), "{place} of {length}");
                bytes.fill(b'x');
            }
        }
    }
}
