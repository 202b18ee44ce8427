//! Shapes that cannot have a span: one error each, on the line of `//~`, and nothing else is said about them.
#![allow(dead_code, missing_docs)]
//+ use otlp_runtime::{span, traced};

//@ traced
pub const fn const_fn() -> u8 { //~ a `const fn` cannot have a span
    1
}

pub struct Cart;

impl Cart {
    //@ traced
    pub const fn const_method(&self) -> u8 { //~ a `const fn` cannot have a span
        1
    }

    //@ traced / traced(err) //~ `#[track_caller]` is lost in a function with
    #[track_caller]
    pub fn track_caller_and_err(&self) -> Result<u8, String> {
        Ok(1)
    }
}

//@ traced / traced(ret) //~ `#[track_caller]` is lost in a function with
#[track_caller]
pub fn track_caller_and_ret() -> u8 {
    1
}

pub trait Load {
    //@ traced
    fn without_a_body(&self); //~ this function has no body to put a span around
    //@ traced(err)
    async fn without_a_body_later(&self) -> Result<u8, String>; //~ this function has no body to put a span around
}

//@ traced
pub struct NotAFunction; //~ a span is put around a function, and this is a struct

//@ traced
pub enum NotAFunctionEither { //~ a span is put around a function, and this is an enum
    One,
}

//@ traced
pub mod not_a_module {} //~ a span is put around a function, and this is a module

//@ traced
pub static NOT_A_STATIC: u8 = 1; //~ a span is put around a function, and this is a static

//@ traced
pub type NotAType = u8; //~ a span is put around a function, and this is a type alias

//@ traced
//+ #[traced] //~ this function already has a span
pub fn two_attributes() {}

//@ span
//+ #[traced(err)] //~ this function already has a span
pub async fn two_attributes_later() -> Result<(), String> {
    std::future::ready(Ok(())).await
}

//@ traced / traced(err) //~ `err` on a function that returns no error
pub fn err_without_a_result() {}

//@ traced / traced(ret) //~ `ret` on a function that returns nothing
pub async fn ret_without_a_value() {}

//@ traced / traced(err) //~ `err` on a function that returns no error
pub fn err_and_never() -> ! {
    loop {}
}

unsafe extern "C" {
    //@ traced
    fn foreign(); //~ this function has no body to put a span around
}
