//! Whether a value has the type that its key asks for.
//!
//! In: a value, the type of its key, the key's name as a type. Out: the same value, or a compile
//! error that names all three.
//! Never here: facts about keys; the macros look those up and print the bound.
//!
//! The marker types are named as an error message wants to call them. The key is a type that
//! the macros declare on the spot, with `·` for each dot: `http·response·status_code`.

#![allow(non_camel_case_types, reason = "the types are words in error messages")]

use core::num;
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::{AttributeElement, AttributeValue, DebugValue, DisplayValue, Place};

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
    any_value: "Keys of type `any`.";
}

/// A value of the type that a semantic-convention key has.
///
/// Implemented for what [`AttributeValue`] is implemented for; derive it for types of your own
/// with `#[derive(AttributeValue)]`.
#[diagnostic::on_unimplemented(
    message = "`{Key}` takes `{Kind}`, and `{Self}` is not",
    label = "expected `{Kind}`",
    note = "record a value of that type; `%value` and `?value` are texts, their `Display` and `Debug` forms"
)]
pub trait ValueOf<Kind, Key: ?Sized>: AttributeValue {
    // See `AttributeValue::__put`.
    #[doc(hidden)]
    #[inline]
    fn __put(&self, place: impl Place)
    where
        Self: Sized,
    {
        place.put(self);
    }
}

macro_rules! values_of {
    ($($kind:ident: $($type:ty),+;)+) => {$($(
        impl<Key: ?Sized> ValueOf<$kind, Key> for $type {}
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

impl<T: core::fmt::Display + ?Sized, Key: ?Sized> ValueOf<a_text, Key> for DisplayValue<'_, T> {}
impl<T: core::fmt::Debug + ?Sized, Key: ?Sized> ValueOf<a_text, Key> for DebugValue<'_, T> {}

macro_rules! lists_of {
    ($($list:ident of $kind:ident;)+) => {$(
        impl<T: ValueOf<$kind, Key> + AttributeElement, Key: ?Sized> ValueOf<$list, Key> for [T] {}
        impl<T: ValueOf<$kind, Key>, Key: ?Sized> ValueOf<$list, Key> for Vec<T> where [T]: AttributeValue {}
        impl<T: ValueOf<$kind, Key>, Key: ?Sized, const N: usize> ValueOf<$list, Key> for [T; N]
        where
            [T]: AttributeValue,
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
        impl<T: ValueOf<$kind, Key> + ?Sized, Key: ?Sized> ValueOf<$kind, Key> for &T {}
        impl<T: ValueOf<$kind, Key> + ?Sized, Key: ?Sized> ValueOf<$kind, Key> for &mut T {}
        impl<T: ValueOf<$kind, Key> + ?Sized, Key: ?Sized> ValueOf<$kind, Key> for Box<T> {}
        impl<T: ValueOf<$kind, Key> + ?Sized, Key: ?Sized> ValueOf<$kind, Key> for Rc<T> {}
        impl<T: ValueOf<$kind, Key> + ?Sized, Key: ?Sized> ValueOf<$kind, Key> for Arc<T> {}
        impl<T: ValueOf<$kind, Key> + ToOwned + ?Sized, Key: ?Sized> ValueOf<$kind, Key> for Cow<'_, T> {}
        impl<T: ValueOf<$kind, Key>, Key: ?Sized> ValueOf<$kind, Key> for Option<T> {}
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

impl<T: AttributeValue + ?Sized, Key: ?Sized> ValueOf<any_value, Key> for T {}

macro_rules! checks {
    ($($name:ident($kind:ident): $words:literal, $label:literal;)+) => {$(
        #[doc = concat!("What generated code asks of values of keys of type `", stringify!($kind), "`.")]
        ///
        /// [`ValueOf`] in other words: only a trait of its own can say in plain words what is expected.
        #[diagnostic::on_unimplemented(
            message = $words,
            label = $label,
            note = "`%value` and `?value` record texts: the `Display` and `Debug` forms"
        )]
        pub trait $name<Key: ?Sized>: AttributeValue {
            // See `AttributeValue::__put`.
            #[doc(hidden)]
            #[inline]
            fn __put(&self, place: impl Place)
            where
                Self: Sized,
            {
                place.put(self);
            }
        }

        #[diagnostic::do_not_recommend]
        impl<Key: ?Sized, T: ValueOf<$kind, Key>> $name<Key> for T {}
    )+};
}

checks! {
    IntegerOf(an_integer): "`{Key}` takes an integer, and `{Self}` is not one", "expected an integer";
    FloatOf(a_float): "`{Key}` takes a float, and `{Self}` is not one", "expected a float";
    BooleanOf(a_boolean): "`{Key}` takes a boolean, and `{Self}` is not one", "expected a boolean";
    TextOf(a_text): "`{Key}` takes a text, and `{Self}` is not one", "expected a text";
    IntegersOf(a_list_of_integers): "`{Key}` takes a list of integers, and `{Self}` is not one", "expected a list of integers";
    FloatsOf(a_list_of_floats): "`{Key}` takes a list of floats, and `{Self}` is not one", "expected a list of floats";
    BooleansOf(a_list_of_booleans): "`{Key}` takes a list of booleans, and `{Self}` is not one", "expected a list of booleans";
    TextsOf(a_list_of_texts): "`{Key}` takes a list of texts, and `{Self}` is not one", "expected a list of texts";
}
