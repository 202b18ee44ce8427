//! Values that must not be printed and must not reach a span.
//!
//! In: a value of the program's own. Out: the same value, to whoever asks for it by name.
//! Never here: a way into a span; recording a secret does not compile.

use core::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::attribute::{ArrayWriter, AttributeElement, AttributeValue, ValueOf, ValueWriter, typed};

/// A value that prints as `[redacted]`, cannot be recorded, and is overwritten with zeros when dropped.
///
/// `T` is anything that [`zeroize`] can overwrite: `String`, `Vec<u8>`, `Box<str>`, arrays, numbers.
/// What is moved or reallocated before it comes here leaves its copy behind; make the value here, and
/// [`expose`](Self::expose) it by reference.
///
/// ```
/// use otlp_runtime::Secret;
///
/// let password = Secret::new(String::from("hunter2"));
/// assert_eq!(format!("{password} {password:?}"), "[redacted] [redacted]");
/// assert_eq!(password.expose(), "hunter2");
/// ```
///
/// ```compile_fail
/// use otlp_runtime::{Secret, record};
///
/// let password = Secret::new(String::from("hunter2"));
/// record!("acme.password" = password); // error: a secret cannot be recorded
/// ```
#[derive(Clone, Default)]
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    /// Takes a value into custody.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Lends the value out; what is done with it there is no longer checked.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// Lends the value out to be changed in place.
    pub const fn expose_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Zeroize> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> Zeroize for Secret<T> {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> ZeroizeOnDrop for Secret<T> {}

/// What stands where a value is withheld.
pub(crate) const REDACTED: &str = "[redacted]";

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl<T: Zeroize> fmt::Display for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// What recording a secret would need of its contents. No type has it: it is here for the error message,
/// since rustc names the innermost bound that fails, if that is about another type than the outermost.
#[diagnostic::on_unimplemented(
    message = "a secret cannot be recorded",
    label = "this is a secret, or holds one",
    note = "leave it out; a field of a struct is left out with `#[attribute(skip)]`, or marked as present with `redact`",
    note = "`expose()` gives the value itself, for places that are allowed to see it"
)]
pub trait MayLeaveSecret {}

// The impls below hold for no type, so they never run; what they would do is nothing.

impl<T: Zeroize> AttributeValue for Secret<T>
where
    T: MayLeaveSecret,
{
    fn write(&self, _writer: &mut ValueWriter<'_>) {}
}

impl<T: Zeroize> AttributeElement for Secret<T>
where
    T: MayLeaveSecret,
{
    fn push(&self, _array: &mut ArrayWriter<'_>) {}
}

macro_rules! value_of_nothing {
    ($($kind:ident),+) => {$(
        impl<T: Zeroize> ValueOf<typed::$kind> for Secret<T> where T: MayLeaveSecret {}
    )+};
}

value_of_nothing!(
    an_integer,
    a_float,
    a_boolean,
    a_text,
    a_list_of_integers,
    a_list_of_floats,
    a_list_of_booleans,
    a_list_of_texts
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_prints_as_redacted_however_it_is_asked() {
        let secret = Secret::new(String::from("canary"));
        assert_eq!(
            format!("{secret} {secret:?} {secret:#?} {secret:>3}"),
            "[redacted] ".repeat(4).trim_end()
        );
        assert_eq!(format!("{:?}", Some(&secret)), "Some([redacted])");
    }

    #[test]
    fn secret_lends_its_value() {
        let mut secret = Secret::from(vec![1, 2]);
        secret.expose_mut().push(3);
        assert_eq!(secret.clone().expose(), &[1, 2, 3]);
    }

    /// Says when it was overwritten.
    struct Watched<'a>(&'a core::cell::Cell<u32>);

    impl Zeroize for Watched<'_> {
        fn zeroize(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }

    // SEC-13
    #[test]
    fn secret_is_overwritten_when_dropped() {
        let times = core::cell::Cell::new(0);
        let secret = Secret::new(Watched(&times));
        assert_eq!(times.get(), 0);
        drop(secret);
        assert_eq!(times.get(), 1);
    }
}
