//! What is recorded of a value that must not be read in a trace: the policies of `#[derive(SpanAttributes)]`.
//!
//! In: a value and a policy, from generated code. Out: an attribute value that no longer tells the value.
//! Never here: which field has which policy; values that have none.

use core::fmt::{self, Display, Write as _};

use crate::attribute::{AttributeValue, Policy, ValueOf, ValueWriter, typed};
use crate::secret::REDACTED;

/// Characters that `mask` keeps at most; the macros say so before the program runs.
const MAX_KEPT: usize = 16;

/// What stands for the hidden part of a masked value, however long that is.
const HIDDEN: &str = "****";

/// Chooses, by type, whether `redact` has anything to say: nothing for `None`. Generated code calls the
/// methods on a reference; that of `RedactOption` is found first.
#[derive(Debug)]
pub struct Redact<'a, T>(pub &'a T);

/// `redact` on an `Option`.
pub trait RedactOption {
    /// Returns what is recorded.
    fn redacted(&self) -> Option<&'static str>;
}

impl<T> RedactOption for Redact<'_, Option<T>> {
    fn redacted(&self) -> Option<&'static str> {
        self.0.as_ref().map(|_| REDACTED)
    }
}

/// `redact` on anything else.
pub trait RedactValue {
    /// Returns what is recorded.
    fn redacted(&self) -> Option<&'static str>;
}

impl<T> RedactValue for &Redact<'_, T> {
    fn redacted(&self) -> Option<&'static str> {
        Some(REDACTED)
    }
}

/// A value of which the last characters are recorded, behind `****`: `mask(keep_last = n)`.
///
/// The stars are always four, so that they do not tell the length. A value of less than twice as many
/// characters as are kept is hidden altogether.
#[derive(Clone, Copy, Debug)]
pub struct Masked<'a, T: ?Sized> {
    value: &'a T,
    keep_last: usize,
}

/// `mask(keep_last = n)`
// Here and below, no bound: rustc would name this function, and its private path.
pub fn masked<T: ?Sized>(value: &T, keep_last: usize) -> Masked<'_, T> {
    Masked { value, keep_last: keep_last.min(MAX_KEPT) }
}

impl<T: AttributeValue + ?Sized> AttributeValue for Masked<'_, T> {
    fn write(&self, writer: &mut ValueWriter<'_>) {
        writer.under(&Mask { keep_last: self.keep_last }, |writer| self.value.write(writer));
    }
}

impl<T: AttributeValue + ?Sized> ValueOf<typed::a_text> for Masked<'_, T> {}

#[derive(Debug)]
struct Mask {
    keep_last: usize,
}

impl Policy for Mask {
    fn replace(&self, value: &dyn Display, put: &mut dyn FnMut(&dyn Display)) {
        let mut tail = Tail { kept: ['\0'; MAX_KEPT], keep_last: self.keep_last, seen: 0 };
        // A value that fails to display has displayed enough.
        let _ = write!(tail, "{value}");
        put(&tail);
    }
}

/// The last characters of a text that comes in pieces.
struct Tail {
    /// A ring: the character that came as `n`th is at `n % keep_last`.
    kept: [char; MAX_KEPT],
    keep_last: usize,
    seen: usize,
}

impl fmt::Write for Tail {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            if let Some(index) = self.seen.checked_rem(self.keep_last)
                && let Some(kept) = self.kept.get_mut(index)
            {
                *kept = character;
            }
            self.seen += 1;
        }
        Ok(())
    }
}

impl Display for Tail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)?;
        if self.seen >= 2 * self.keep_last {
            for place in self.seen - self.keep_last..self.seen {
                let index = place.checked_rem(self.keep_last);
                f.write_char(index.and_then(|index| self.kept.get(index)).copied().unwrap_or('*'))?;
            }
        }
        Ok(())
    }
}

/// A value of which the first characters are recorded: `truncate(n)`.
#[derive(Clone, Copy, Debug)]
pub struct Truncated<'a, T: ?Sized> {
    value: &'a T,
    chars: usize,
}

/// `truncate(n)`
pub fn truncated<T: ?Sized>(value: &T, chars: usize) -> Truncated<'_, T> {
    Truncated { value, chars }
}

impl<T: AttributeValue + ?Sized> AttributeValue for Truncated<'_, T> {
    fn write(&self, writer: &mut ValueWriter<'_>) {
        writer.within(self.chars, |writer| self.value.write(writer));
    }
}

impl<T: ValueOf<typed::a_text> + ?Sized> ValueOf<typed::a_text> for Truncated<'_, T> {}

#[cfg(feature = "pseudonym")]
mod pseudonym {
    //! Pseudonyms: the same value gives the same text as long as the key is the same, and without the key
    //! nobody can try values out.

    use core::fmt::{self, Display, Write as _};
    use std::borrow::Cow;

    use hmac::{Hmac, KeyInit as _, Mac as _};
    use sha2::Sha256;

    use crate::attribute::{AttributeValue, Hex, Policy, ValueOf, ValueWriter, typed};
    use crate::secret::{REDACTED, Secret};

    /// The key of pseudonyms, for the policy `hash(KEY)` of `#[derive(SpanAttributes)]`.
    ///
    /// A value is recorded as `<id>:<32 hexadecimal digits>`: HMAC-SHA-256 of the value's text, the first
    /// 128 bits of it. Equal values are equal in all traces made with one key; whoever lacks the key
    /// cannot try values out. Deleting the key makes what was recorded anonymous; a new key takes a new
    /// `id`, so that the two do not mix.
    ///
    /// ```
    /// use otlp_runtime::{PseudonymKey, SpanAttributes};
    ///
    /// # fn key_bytes() -> [u8; 32] { [7; 32] }
    /// static USERS: std::sync::LazyLock<PseudonymKey> =
    ///     std::sync::LazyLock::new(|| PseudonymKey::new("2026-11", key_bytes()));
    ///
    /// #[derive(SpanAttributes)]
    /// struct Visit<'a> {
    ///     #[attribute(enduser.pseudo.id, hash(USERS))]
    ///     user: &'a str,
    /// }
    /// # let _ = Visit { user: "ada" };
    /// ```
    #[derive(Debug)]
    pub struct PseudonymKey {
        id: Cow<'static, str>,
        bytes: Secret<[u8; 32]>,
    }

    impl PseudonymKey {
        /// Takes 32 random bytes and the name under which they are kept.
        ///
        /// The name is recorded, the bytes are not, and are overwritten when the key is dropped.
        pub fn new(id: impl Into<Cow<'static, str>>, bytes: impl Into<Secret<[u8; 32]>>) -> Self {
            Self { id: id.into(), bytes: bytes.into() }
        }

        /// Returns the name of the key.
        pub fn id(&self) -> &str {
            &self.id
        }

        #[doc(hidden)]
        pub fn hashed<'a, T: ?Sized>(&'a self, value: &'a T) -> Hashed<'a, T> {
            Hashed { value, key: self }
        }
    }

    /// A value of which a keyed hash is recorded: `hash(KEY)`.
    #[derive(Clone, Copy, Debug)]
    pub struct Hashed<'a, T: ?Sized> {
        value: &'a T,
        key: &'a PseudonymKey,
    }

    impl<T: AttributeValue + ?Sized> AttributeValue for Hashed<'_, T> {
        fn write(&self, writer: &mut ValueWriter<'_>) {
            writer.under(self.key, |writer| self.value.write(writer));
        }
    }

    impl<T: AttributeValue + ?Sized> ValueOf<typed::a_text> for Hashed<'_, T> {}

    impl Policy for PseudonymKey {
        fn replace(&self, value: &dyn Display, put: &mut dyn FnMut(&dyn Display)) {
            // Every length of key is a key; an error would be a mistake of the crate's.
            let Ok(mac) = Hmac::<Sha256>::new_from_slice(self.bytes.expose()) else { return put(&REDACTED) };
            let mut hash = Hash(mac);
            if write!(hash, "{value}").is_err() {
                return put(&REDACTED);
            }
            let bytes = hash.0.finalize().into_bytes();
            put(&format_args!("{}:{}", self.id, Hex(bytes.get(..16).unwrap_or_default())));
        }
    }

    /// Takes text in pieces.
    struct Hash(Hmac<Sha256>);

    impl fmt::Write for Hash {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0.update(text.as_bytes());
            Ok(())
        }
    }
}

#[cfg(feature = "pseudonym")]
pub use pseudonym::PseudonymKey;

#[cfg(test)]
mod tests {
    use super::*;

    /// What `policy` leaves of `value`.
    fn replaced(policy: &dyn Policy, value: &dyn Display) -> String {
        let mut text = String::new();
        policy.replace(value, &mut |replaced| text += &replaced.to_string());
        text
    }

    #[test]
    fn mask_keeps_the_last_characters_and_hides_the_length() {
        for (keep_last, value, masked) in [
            (4, "4111111111111234", "****1234"),
            (4, "12345678", "****5678"),
            (4, "1234567", "****"),
            (4, "", "****"),
            (1, "ab", "****b"),
            (2, "aßçdé🦀", "****é🦀"),
            (0, "abc", "****"),
            (16, "0123456789abcdef0123456789abcdef", "****0123456789abcdef"),
        ] {
            assert_eq!(replaced(&Mask { keep_last }, &value), masked, "{keep_last} of {value}");
        }
        assert_eq!(replaced(&Mask { keep_last: 3 }, &format_args!("{}{}", 12, 3456)), "****456");
    }

    #[test]
    fn redact_says_nothing_of_none() {
        #[expect(clippy::needless_borrow, reason = "as generated code calls it")]
        let shown = (
            (&Redact(&Some(1))).redacted(),
            (&Redact(&None::<u8>)).redacted(),
            (&Redact(&core::cell::Cell::new(1))).redacted(),
        );
        assert_eq!(shown, (Some("[redacted]"), None, Some("[redacted]")));
    }

    // PRI-04; the first is test case 2 of RFC 4231 with its key padded by zeros, which HMAC does by itself.
    #[cfg(feature = "pseudonym")]
    #[test]
    fn pseudonym_is_hmac_sha_256_cut_to_128_bits() {
        let mut jefe = [0; 32];
        jefe[..4].copy_from_slice(b"Jefe");
        let key = PseudonymKey::new("k1", jefe);
        let pieces = format_args!("what do ya {}", "want for nothing?").to_string();
        assert_eq!(replaced(&key, &pieces), "k1:5bdcc146bf60754e6a042426089575c7");
        assert_eq!(
            replaced(&PseudonymKey::new("k2", [0x0b; 32]), &"Hi There"),
            "k2:198a607eb44bfbc69903a0f1cf2bbdc5"
        );
        assert_eq!(format!("{key:?}"), "PseudonymKey { id: \"k1\", bytes: [redacted] }");
    }
}
