//! Whether a value has the type that its key asks for.
//!
//! In: a value, and the trait of its key. Out: the same value, or a compile error that names the key, the type
//! it takes, and the type given.
//! Never here: facts about keys; `registered` has a row for each key of the conventions, and the macros print
//! one on the spot for a key of the user's own.
//!
//! The marker types are named as an error message wants to call them. A key's trait has `·` for each dot:
//! `http·response·status_code`. A trait for each key, and not one with the key as a parameter: only so can its
//! message spell the key as users do, and rustc checks it in a quarter of the time.

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

/// Declares the trait of each key: what generated code asks of the key's values.
///
/// [`ValueOf`] in other words: only a trait of its own can say in plain words what is expected.
#[doc(hidden)]
#[macro_export]
macro_rules! __otlp_keys {
    ($($vis:vis $key:ident: $kind:ident, $words:literal, $label:literal;)+) => {$(
        #[diagnostic::on_unimplemented(
            message = $words,
            label = $label,
            note = "`%value` and `?value` record texts: the `Display` and `Debug` forms"
        )]
        #[allow(missing_docs, non_camel_case_types)]
        $vis trait $key: $crate::__private::AttributeValue {
            // See `AttributeValue::__put`.
            #[doc(hidden)]
            #[inline]
            fn __put(&self, place: impl $crate::__private::Place)
            where
                Self: ::core::marker::Sized,
            {
                $crate::__private::Place::put(place, self);
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: $crate::__private::ValueOf<$crate::__private::typed::$kind>> $key for T {}
    )+};
}
