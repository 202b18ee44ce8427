//! Names of the user's that our code might trip over.
#![allow(non_upper_case_globals, non_camel_case_types, non_snake_case, dead_code, clippy::items_after_statements)]

/// Constants and types named like locals.
pub mod constants {
    //+ use otlp_runtime::traced;
    pub const span: u8 = 1;
    pub const guard: u8 = 1;
    pub const out: u8 = 1;
    pub const err: u8 = 1;
    pub const x: u8 = 1;
    pub const r: u8 = 1;
    pub const value: u8 = 1;
    pub static e: u8 = 1;
    pub struct body;
    pub struct future;

    //@ traced("acme.a" = span, err(expected = _), ret(?))
    pub fn constants_in_scope(ret: u8, name: u8, kind: u8) -> Result<u8, String> {
        Ok(ret + name + kind + span + out + err + e + x + r + value + guard)
    }
    //@ traced(err, ret, "acme.b" = guard, "acme.c" = parent)
    pub async fn constants_in_scope_later(parent: u8, links: u8, root: u8) -> Result<u8, String> {
        tick().await;
        Ok(parent + links + root + guard)
    }
    async fn tick() {}
}

/// What the prelude has, taken.
pub mod shadowed {
    //+ use otlp_runtime::traced;
    pub mod shadows {
        pub struct Option;
        pub struct Result;
        pub struct Some;
        pub struct Vec;
        pub struct Box;
        pub struct Future;
        pub struct Send;
        pub struct String;
        pub fn drop() {}
        pub mod std {}
        pub mod core {}
        pub mod alloc {}
        pub mod __private {}
        pub fn Ok() {}
        pub fn Err() {}
        pub fn None() {}
        pub trait Into {}
        pub trait IntoIterator {}
        pub trait Iterator {}
        pub trait AttributeValue {}
        pub trait Fallible {}
    }
    use shadows::*;
    use shadows::{Box, Err, Future, None, Ok, Option, Result, Send, Some, Vec, core, drop, std};
    macro_rules! panic {
        () => {};
    }
    macro_rules! matches {
        () => {};
    }
    macro_rules! format {
        () => {};
    }
    type Out = ::std::result::Result<u8, u8>;

    //@ traced(err(expected = _), ret(?), "acme.id" = %id)
    pub fn prelude_shadowed(id: u8) -> Out {
        Out::Ok(id)
    }
    //@ traced(err, ret)
    pub async fn prelude_shadowed_later(id: u8) -> ::std::result::Result<u8, u8> {
        tick().await;
        prelude_shadowed(id)
    }
    async fn tick() {}
}

/// Modules called like ours.
pub mod like_us {
    pub mod otlp_runtime {}
    //@ ::otlp_runtime::traced(ret)
    pub fn module_named_like_us() -> u8 {
        1
    }
    //@ ::otlp_runtime::span(ret, kind = client)
    pub fn by_its_other_name() -> u8 {
        1
    }
}

/// Items of the body that shadow those of the signature.
pub mod bodies {
    //+ use otlp_runtime::traced;
    type Output = u32;
    fn id() -> u32 {
        1
    }
    const SIZE: u8 = 7;

    //@ traced("acme.id" = id(), "acme.size" = SIZE, ret)
    pub fn items_shadow_the_signature() -> Output {
        type Output = u64;
        fn id() -> Output {
            2
        }
        const SIZE: &[u8] = &[];
        SIZE.len() as u32 + id() as u32
    }
    //@ traced("acme.id" = id(), ret)
    pub async fn items_shadow_the_signature_later() -> Output {
        struct Output;
        fn id() -> Output {
            Output
        }
        let Output = id();
        tick().await;
        1
    }
    //@ traced(err)
    pub fn globs_shadow_the_signature() -> Result<Output, String> {
        use inside::*;
        let Span = Span;
        let outcome: Result<u32> = Result(ok());
        Ok(outcome.0)
    }
    //@ traced(err)
    pub async fn globs_shadow_the_signature_later() -> Result<Output, String> {
        use inside::*;
        let Span = Span;
        tick().await;
        let outcome: Result<u32> = Result(ok());
        Ok(outcome.0)
    }
    mod inside {
        pub struct Span;
        pub struct Result<T>(pub T);
        pub mod otlp_runtime {}
        pub fn ok() -> u32 {
            1
        }
    }
    async fn tick() {}
}

/// Names of functions.
pub mod functions {
    //+ use otlp_runtime::traced;
    //@ traced(ret)
    pub fn traced() -> u8 {
        1
    }
    //@ traced(ret)
    pub fn start() -> u8 {
        enter()
    }
    //@ traced(ret)
    pub fn enter() -> u8 {
        let start = 1;
        start
    }
    //@ traced(ret)
    pub fn grüße(größe: u8) -> u8 {
        größe
    }
    //@ traced(ret)
    pub fn labels_like_ours() -> u8 {
        'body: {
            'otlp_body: {
                if traced() > 1 {
                    break 'body 1;
                }
                break 'otlp_body;
            }
            2
        }
    }
}
