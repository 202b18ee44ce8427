//! Functions that macros write.
#![allow(missing_docs)]
//+ use otlp_runtime::traced;

macro_rules! function {
    ($(#[$meta:meta])* $vis:vis fn $name:ident<$life:lifetime>($arg:ident: $ty:ty) -> $out:path $body:block $text:literal $value:expr, $pat:pat) => {
        $(#[$meta])*
        //@ traced("acme.text" = $text, "acme.value" = $value, "acme.arg" = $arg, err(expected = $pat), ret(?))
        $vis fn $name<$life>($arg: $ty, text: &$life str) -> $out $body

        pub mod later {
            //@ otlp_runtime::traced("acme.arg" = $arg, err(expected = $pat))
            pub async fn $name($arg: $ty, x: String) -> $out {
                let _ = x;
                super::tick().await;
                super::$name($arg, "")
            }
        }
    };
}

function! {
    /// Kept.
    #[inline]
    pub fn all_fragments<'a>(id: u8) -> std::result::Result<u8, String> {
        if id == 0 {
            return Err(String::from("none"));
        }
        Ok(id)
    } "acme" 1 + 2, _
}

macro_rules! item {
    ($item:item) => {
        //@ traced(ret)
        $item
    };
}

item! {
    pub fn whole_item(x: u8) -> u8 {
        x
    }
}

item! {
    pub async fn whole_item_later(x: u8) -> u8 {
        tick().await;
        x
    }
}

macro_rules! tokens {
    ($name:ident $($body:tt)*) => {
        //@ traced(ret)
        pub fn $name() -> u8 {
            $($body)*
        }
    };
}

tokens! { token_trees let n = 1; n + 1 }

macro_rules! statement {
    ($name:ident $statement:stmt; $tail:expr) => {
        //@ traced(ret)
        pub fn $name() -> u8 {
            $statement
            $tail
        }
    };
}

statement! { statement_fragment let n = 1; 2 }

macro_rules! typed {
    ($($name:ident: $ty:ty),*) => {$(
        //@ traced(ret(?))
        pub fn $name(value: $ty) -> Option<$ty> {
            Some(value)
        }
    )*};
}

typed! { type_of_a_reference: &'static str, type_of_a_tuple: (u8, u8), type_of_an_array: [u8; 2] }

macro_rules! hygienic {
    ($name:ident, $arg:ident) => {
        //@ traced(ret, "acme.arg" = $arg)
        pub fn $name($arg: u8) -> u8 {
            let span = 1;
            let guard = span + $arg;
            guard
        }
    };
}

hygienic! { hygienic_locals, span }

macro_rules! in_an_impl {
    ($($ty:ident),*) => {$(
        pub struct $ty;
        impl $ty {
            //@ traced(ret)
            pub fn in_an_impl(&self) -> u8 {
                1
            }
            //@ traced(err)
            pub async fn in_an_impl_later(&self) -> Result<u8, String> {
                super::macros::tick().await;
                Ok(1)
            }
        }
    )*};
}

in_an_impl! { One, Two }

macro_rules! nested {
    ($($outer:tt)*) => {
        tokens! { nested_macros $($outer)* }
    };
}

nested! { let n = 3; n }

macro_rules! unit_from {
    ($name:ident $e:expr) => {
        //@ traced
        pub fn $name() {
            $e
        }
    };
}

unit_from! { unit_expression drop(1) }

pub(crate) async fn tick() {}
