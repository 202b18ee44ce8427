//! A group of attributes that is recorded as a whole: what `#[derive(SpanAttributes)]` makes of a struct.
//!
//! In: a borrowed value. Out: its attributes, straight in the buffer of a span or an event.
//! Never here: which fields a struct records; the derive prints that.

use std::rc::Rc;
use std::sync::Arc;

use zeroize::Zeroize;

use crate::attribute::{AttributeKeys, AttributeValue, Key, Place, Required, no_key_twice};
use crate::local::buffer::SpanBuffer;
use crate::secret::{MayLeaveSecret, Secret};

/// A value that records a group of attributes, with keys known when the program compiles.
///
/// Derive it for structs with `#[derive(SpanAttributes)]`: each field says with `#[attribute(…)]` under which
/// key it is recorded, or that it is not. By hand:
///
/// ```
/// use otlp_runtime::{AttributeKeys, AttributesWriter, SpanAttributes};
///
/// struct Page { number: u32, size: u32 }
///
/// impl SpanAttributes for Page {
///     const KEYS: &'static [AttributeKeys] = &[AttributeKeys::Key("acme.page.first_row")];
///
///     fn write(&self, writer: &mut AttributesWriter<'_>) {
///         writer.attribute("acme.page.first_row", &(self.number * self.size));
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a group of attributes",
    label = "not a struct that derives `SpanAttributes`",
    note = "write `#[derive(SpanAttributes)]` above its definition, or record it as one attribute with a key"
)]
pub trait SpanAttributes {
    /// The keys that [`write`](Self::write) may record; each once, or the program does not compile.
    const KEYS: &'static [AttributeKeys];

    /// Gives each attribute to `writer`.
    fn write(&self, writer: &mut AttributesWriter<'_>);

    // See `AttributeValue::__put`. `Others` are the keys that are recorded beside this group.
    #[doc(hidden)]
    #[inline]
    fn __put_all<Others: KeySet>(&self, place: impl GroupPlace)
    where
        Self: Sized,
    {
        const { no_key_twice(&[AttributeKeys::Group(Others::KEYS), AttributeKeys::Group(Self::KEYS)]) }
        const { Required::check(Others::REQUIRED, Others::KEYS, Self::KEYS) }
        place.put_all(self);
    }
}

/// Keys as a type, so that they can be compared at compile time with those of a group.
pub trait KeySet {
    /// The keys.
    const KEYS: &'static [AttributeKeys];
    /// What a convention requires, and is not among them.
    const REQUIRED: Required = Required::NOTHING;
}

/// No keys beside the group.
impl KeySet for () {
    const KEYS: &'static [AttributeKeys] = &[];
}

/// Where generated code puts a group.
pub trait GroupPlace {
    /// Records `group` there.
    fn put_all(self, group: &impl SpanAttributes);
}

/// Takes the attributes of a group.
///
/// Handed to [`SpanAttributes::write`].
#[derive(Debug)]
pub struct AttributesWriter<'a> {
    buffer: &'a mut SpanBuffer,
}

impl<'a> AttributesWriter<'a> {
    pub(crate) const fn new(buffer: &'a mut SpanBuffer) -> Self {
        Self { buffer }
    }

    /// Records an attribute; a value that `key` had before is replaced.
    pub fn attribute(&mut self, key: &str, value: &(impl AttributeValue + ?Sized)) {
        self.buffer.attribute(&Key::text(key), value);
    }
}

/// The place of an attribute of a group.
#[derive(Debug)]
pub struct InGroup<'a, 'b>(pub &'a mut AttributesWriter<'b>, pub Key<'static>);

impl Place for InGroup<'_, '_> {
    #[inline]
    fn put(self, value: &impl AttributeValue) {
        self.0.buffer.attribute(&self.1, value);
    }
}

macro_rules! pointers {
    ($($pointer:ty),+) => {$(
        impl<T: SpanAttributes + ?Sized> SpanAttributes for $pointer {
            const KEYS: &'static [AttributeKeys] = T::KEYS;

            #[inline]
            fn write(&self, writer: &mut AttributesWriter<'_>) {
                (**self).write(writer);
            }
        }
    )+};
}

pointers!(&T, &mut T, Box<T>, Rc<T>, Arc<T>);

impl<T: SpanAttributes> SpanAttributes for Option<T> {
    const KEYS: &'static [AttributeKeys] = T::KEYS;

    #[inline]
    fn write(&self, writer: &mut AttributesWriter<'_>) {
        if let Some(group) = self {
            group.write(writer);
        }
    }
}

macro_rules! tuples {
    ($(($($group:ident $index:tt),+))+) => {$(
        impl<$($group: SpanAttributes),+> SpanAttributes for ($($group,)+) {
            const KEYS: &'static [AttributeKeys] = &[$(AttributeKeys::Group($group::KEYS)),+];

            #[inline]
            fn write(&self, writer: &mut AttributesWriter<'_>) {
                $(self.$index.write(writer);)+
            }
        }
    )+};
}

tuples!((A 0) (A 0, B 1) (A 0, B 1, C 2) (A 0, B 1, C 2, D 3));

// Holds for no type; see `MayLeaveSecret`.
impl<T: Zeroize> SpanAttributes for Secret<T>
where
    T: MayLeaveSecret,
{
    const KEYS: &'static [AttributeKeys] = &[];

    fn write(&self, _writer: &mut AttributesWriter<'_>) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Page(u32);

    impl SpanAttributes for Page {
        const KEYS: &'static [AttributeKeys] = &[AttributeKeys::Key("acme.page")];

        fn write(&self, writer: &mut AttributesWriter<'_>) {
            writer.attribute("acme.page", &self.0);
        }
    }

    struct Beside;

    impl KeySet for Beside {
        const KEYS: &'static [AttributeKeys] = &[AttributeKeys::Key("acme.size")];
    }

    /// Counts what generated code gives it.
    struct Counted<'a>(&'a mut u32);

    impl GroupPlace for Counted<'_> {
        fn put_all(self, _group: &impl SpanAttributes) {
            *self.0 += 1;
        }
    }

    #[test]
    fn group_is_put_beside_keys_it_does_not_have() {
        let mut count = 0;
        SpanAttributes::__put_all::<Beside>(&Page(1), Counted(&mut count));
        SpanAttributes::__put_all::<()>(&(&Page(1), None::<()>.map(|()| Size)), Counted(&mut count));
        assert_eq!(count, 2);
    }

    struct Size;

    impl SpanAttributes for Size {
        const KEYS: &'static [AttributeKeys] = Beside::KEYS;

        fn write(&self, _writer: &mut AttributesWriter<'_>) {}
    }
}
