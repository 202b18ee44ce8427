//! Lists of pairs in one variable: `key=value,key=value`, percent-encoded.
//!
//! In: the text of a variable. Out: decoded pairs, or which pair is wrong.
//! Never here: printing of values (a header's value is a secret).

/// Why a pair of a list cannot be used; `position` counts from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadPair {
    pub(crate) position: usize,
    pub(crate) problem: &'static str,
}

/// Parses strictly, as for resource attributes: the first error spoils the list (RES-03).
///
/// Empty members, as after a trailing comma, are skipped.
pub(crate) fn parse_attributes(text: &str) -> Result<Vec<(String, String)>, BadPair> {
    members(text)
        .map(|(position, member)| {
            let bad = |problem| BadPair { position, problem };
            let (key, value) = member.split_once('=').ok_or(bad("has no `=`"))?;
            if value.contains('=') {
                return Err(bad("has a second `=`; write it as `%3D`"));
            }
            let key = percent_decode(key.trim()).ok_or(bad("is not percent-encoded UTF-8"))?;
            let value = percent_decode(value.trim()).ok_or(bad("is not percent-encoded UTF-8"))?;
            if key.is_empty() {
                return Err(bad("has an empty key"));
            }
            Ok((key, value))
        })
        .collect()
}

/// Parses leniently, as for headers: bad pairs are returned beside the good ones (EXP-04).
///
/// A value may hold `=` (base64 does). A value that is not valid percent-encoding is taken as it
/// stands: tokens are often pasted raw.
pub(crate) fn parse_headers(text: &str) -> (Vec<(String, String)>, Vec<BadPair>) {
    let mut pairs = Vec::new();
    let mut bad = Vec::new();
    for (position, member) in members(text) {
        match member.split_once('=') {
            None => bad.push(BadPair { position, problem: "has no `=`" }),
            Some((name, _)) if name.trim().is_empty() => {
                bad.push(BadPair { position, problem: "has an empty name" });
            }
            Some((name, value)) => {
                let value = value.trim();
                let value = percent_decode(value).unwrap_or_else(|| value.to_owned());
                pairs.push((name.trim().to_owned(), value));
            }
        }
    }
    (pairs, bad)
}

fn members(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(',')
        .map(str::trim)
        .enumerate()
        .filter(|(_, member)| !member.is_empty())
        .map(|(index, member)| (index.saturating_add(1), member))
}

/// Decodes `%xx` sequences; `None` if one is broken or the result is not UTF-8.
pub(crate) fn percent_decode(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        if byte == b'%' {
            let (&[high, low], tail) = tail.split_first_chunk::<2>()?;
            out.push(hex_digit(high)? << 4 | hex_digit(low)?);
            rest = tail;
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    // RES-03
    #[test]
    fn attributes_are_percent_decoded() {
        for (text, pairs) in [
            ("a=1", &[("a", "1")][..]),
            ("a=1,b=2", &[("a", "1"), ("b", "2")]),
            (" a = 1 , b=2,", &[("a", "1"), ("b", "2")]),
            ("a=x%2Cy%3Dz", &[("a", "x,y=z")]),
            ("a%2Cb=%C3%A4", &[("a,b", "ä")]),
            ("a=", &[("a", "")]),
            ("a=1+1", &[("a", "1+1")]),
            ("", &[]),
        ] {
            assert_eq!(parse_attributes(text), Ok(owned(pairs)), "{text}");
        }
    }

    // RES-03
    #[test]
    fn one_bad_attribute_spoils_the_list() {
        for (text, position) in [
            ("a", 1),
            ("a=1,b", 2),
            ("a=%", 1),
            ("a=%4", 1),
            ("a=%zz", 1),
            ("a=1,b=%ff", 2),
            ("=1", 1),
            ("a=b=c", 1),
        ] {
            assert_eq!(parse_attributes(text).map_err(|bad| bad.position), Err(position), "{text}");
        }
    }

    // EXP-04
    #[test]
    fn headers_keep_good_pairs_beside_bad_ones() {
        let (pairs, bad) =
            parse_headers("api-key=a%20b, authorization=Basic dXNlcg==,broken,=x,raw=50%off,multi=a;b");
        assert_eq!(
            pairs,
            owned(&[
                ("api-key", "a b"),
                ("authorization", "Basic dXNlcg=="),
                ("raw", "50%off"),
                ("multi", "a;b")
            ])
        );
        assert_eq!(bad.iter().map(|bad| bad.position).collect::<Vec<_>>(), [3, 4]);
    }
}
