//! Whether a value has the type that its key asks for.
//!
//! In: a value, and the trait of its key. Out: the same value, or a compile error that names the key, the type
//! it takes, and the type given.
//! Never here: facts about keys; `registered` has a row for each key of the conventions.
//!
//! The marker types are named as an error message wants to call them. Each key of the conventions has a trait of its
//! own, so that its message can spell the key as users do; rustc checks that at a sixth of the cost of a type
//! declared on the spot. The keys of `otlp.toml` are such types, as parameters of the traits below: a trait
//! declared on the spot would cost three times as much again. The names of both have `·` for each dot.

#![allow(non_camel_case_types, reason = "the types are words in error messages")]

use core::num;
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::{AttributeElement, AttributeValue, DebugValue, DisplayValue};

macro_rules! kinds {
    ($($kind:ident: $doc:literal;)+) => {$(
        #[doc = $doc]
        #[derive(Clone, Copy, Debug)]
        pub struct $kind;
    )+};
}

kinds! {
    an_integer: "Keys of type `int`.";
    a_float: "Keys of type `double`.";
    a_boolean: "Keys of type `boolean`.";
    a_text: "Keys of type `string`, and of enums of strings.";
    a_list_of_integers: "Keys of type `int[]`.";
    a_list_of_floats: "Keys of type `double[]`.";
    a_list_of_booleans: "Keys of type `boolean[]`.";
    a_list_of_texts: "Keys of type `string[]`.";
}

/// A value of the type that keys of this kind take.
///
/// Implemented for what [`AttributeValue`] is implemented for; derive it for types of your own
/// with `#[derive(AttributeValue)]`.
#[diagnostic::on_unimplemented(
    message = "the key takes `{Kind}`, and `{Self}` is not",
    label = "expected `{Kind}`",
    note = "record a value of that type; `%value` and `?value` are texts, their `Display` and `Debug` forms"
)]
pub trait ValueOf<Kind>: AttributeValue {}

macro_rules! values_of {
    ($($kind:ident: $($type:ty),+;)+) => {$($(
        impl ValueOf<$kind> for $type {}
    )+)+};
}

values_of! {
    an_integer: i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize,
        num::NonZeroI8, num::NonZeroI16, num::NonZeroI32, num::NonZeroI64, num::NonZeroI128, num::NonZeroIsize,
        num::NonZeroU8, num::NonZeroU16, num::NonZeroU32, num::NonZeroU64, num::NonZeroU128, num::NonZeroUsize;
    a_float: f32, f64;
    a_boolean: bool;
    a_text: str, String, char, core::fmt::Arguments<'_>;
}

impl<T: core::fmt::Display + ?Sized> ValueOf<a_text> for DisplayValue<'_, T> {}
impl<T: core::fmt::Debug + ?Sized> ValueOf<a_text> for DebugValue<'_, T> {}

// `u8` is no element: lists of it are recorded as bytes, which no key takes.
macro_rules! lists_of {
    ($($list:ident of $kind:ident;)+) => {$(
        impl<T: ValueOf<$kind> + AttributeElement> ValueOf<$list> for [T] {}
        impl<T: ValueOf<$kind> + AttributeElement> ValueOf<$list> for Vec<T> where [T]: AttributeValue {}
        impl<T: ValueOf<$kind> + AttributeElement, const N: usize> ValueOf<$list> for [T; N] where
            [T]: AttributeValue
        {
        }
    )+};
}

lists_of! {
    a_list_of_integers of an_integer;
    a_list_of_floats of a_float;
    a_list_of_booleans of a_boolean;
    a_list_of_texts of a_text;
}

macro_rules! pointers_of {
    ($($kind:ident),+) => {$(
        impl<T: ValueOf<$kind> + ?Sized> ValueOf<$kind> for &T {}
        impl<T: ValueOf<$kind> + ?Sized> ValueOf<$kind> for &mut T {}
        impl<T: ValueOf<$kind> + ?Sized> ValueOf<$kind> for Box<T> {}
        impl<T: ValueOf<$kind> + ?Sized> ValueOf<$kind> for Rc<T> {}
        impl<T: ValueOf<$kind> + ?Sized> ValueOf<$kind> for Arc<T> {}
        impl<T: ValueOf<$kind> + ToOwned + ?Sized> ValueOf<$kind> for Cow<'_, T> {}
        impl<T: ValueOf<$kind>> ValueOf<$kind> for Option<T> {}
    )+};
}

pointers_of!(
    an_integer,
    a_float,
    a_boolean,
    a_text,
    a_list_of_integers,
    a_list_of_floats,
    a_list_of_booleans,
    a_list_of_texts
);

/// Declares the traits that generated code asks of values: [`ValueOf`] in other words, since only a trait of its own can
/// say in plain words what is expected.
macro_rules! traits {
    ($($name:ident$(<$key:ident>)?: $kind:ident, $words:literal, $label:literal;)+) => {$(
        #[diagnostic::on_unimplemented(
            message = $words,
            label = $label,
            note = "`%value` and `?value` record texts: the `Display` and `Debug` forms"
        )]
        #[allow(missing_docs)]
        pub trait $name$(<$key: ?Sized>)?: $crate::attribute::AttributeValue {
            // See `AttributeValue::__put`.
            #[doc(hidden)]
            #[inline]
            fn __put(&self, place: impl $crate::attribute::Place)
            where
                Self: Sized,
            {
                place.put(self);
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($key: ?Sized,)? T: $crate::attribute::ValueOf<$crate::attribute::typed::$kind>> $name$(<$key>)? for T {}
    )+};
}

pub(super) use traits;

// For keys of `otlp.toml`, which the macros declare as types on the spot.
traits! {
    IntegerOf<Key>: an_integer, "`{Key}` takes an integer, and `{Self}` is not one", "expected an integer";
    FloatOf<Key>: a_float, "`{Key}` takes a float, and `{Self}` is not one", "expected a float";
    BooleanOf<Key>: a_boolean, "`{Key}` takes a boolean, and `{Self}` is not one", "expected a boolean";
    TextOf<Key>: a_text, "`{Key}` takes a text, and `{Self}` is not one", "expected a text";
    IntegersOf<Key>: a_list_of_integers, "`{Key}` takes a list of integers, and `{Self}` is not one", "expected a list of integers";
    FloatsOf<Key>: a_list_of_floats, "`{Key}` takes a list of floats, and `{Self}` is not one", "expected a list of floats";
    BooleansOf<Key>: a_list_of_booleans, "`{Key}` takes a list of booleans, and `{Self}` is not one", "expected a list of booleans";
    TextsOf<Key>: a_list_of_texts, "`{Key}` takes a list of texts, and `{Self}` is not one", "expected a list of texts";
}
