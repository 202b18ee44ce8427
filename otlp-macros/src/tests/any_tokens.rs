//! Whatever the tokens, the macros do not panic, and the item is kept.
//!
//! In: token streams made of the language's own words, at random from a fixed seed.
//! Out: a failure with the tokens that broke a promise.

use proc_macro2::TokenStream;

use super::{Place, tokens};

const WORDS: [&str; 80] = [
    "future",
    "stream",
    "sync",
    "skip",
    "flatten",
    "redact",
    "hash(KEY)",
    "mask(keep_last = 4)",
    "truncate(3)",
    "rename",
    "prefix",
    "name",
    "kind",
    "parent",
    "extract",
    "inject",
    "trust",
    "root",
    "links",
    "err",
    "ret",
    "crate",
    "late",
    "attributes",
    "nmae",
    "port",
    "=",
    "=",
    "=",
    "=",
    ",",
    ",",
    ",",
    ",",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "%",
    "?",
    ".",
    ".",
    "-",
    "::",
    "!",
    "&",
    "|",
    "<",
    ">",
    "\"a\"",
    "\"a.b\"",
    "\"\"",
    "\"{x}\"",
    "'c'",
    "b\"x\"",
    "1",
    "-1",
    "1.5",
    "1e999",
    "99999999999999999999",
    "true",
    "http.route",
    "a.type.async",
    "a.1.2",
    "a.b-c",
    "client",
    "server",
    "expected",
    "map",
    "message",
    "E::A",
    "self",
    "x",
    "f::<A, B>()",
    "|y| y + 1",
    "r#type",
    "#",
    "..",
];

const ITEMS: [&str; 17] = [
    "fn f() {}",
    "pub(crate) async fn f<T: A>(&mut self, mut x: T, (a, _b): (u8, u8)) -> Result<T, E> where T: B { x? }",
    "unsafe extern \"C\" fn f(x: u8, ...) -> u8 { x }",
    "const fn f() -> u8 { 1 }",
    "fn f() -> impl Future<Output = ()> { async {} }",
    "fn f() -> Pin<Box<dyn Stream<Item = u8> + Send + '_>> { todo!() }",
    "#[traced] #[track_caller] fn f() -> ! { #![allow(x)] loop {} }",
    "async fn f() -> ! { loop {} }",
    "fn f(&self);",
    "struct S;",
    "impl S { fn f() {} }",
    "#[a] impl<'a, T: A> B<T> for &'a S<T> where T: C { const D: u8 = { 1 }; fn f(self) -> T { x } m! {} }",
    "unsafe trait T<U>: A { type B; fn f(&self); async fn g() -> M<{ 1 }> { x? } }",
    "mod m {}",
    "|x| x",
    "fn",
    "",
];

/// A small generator with a fixed start, so that a failure can be run again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn text(&mut self) -> String {
        (0..self.roll(14)).map(|_| WORDS[self.roll(WORDS.len())]).collect::<Vec<_>>().join(" ")
    }

    /// Random words that lex.
    fn tokens(&mut self) -> TokenStream {
        loop {
            if let Ok(tokens) = self.text().parse() {
                return tokens;
            }
        }
    }
}

#[test]
fn any_annotation_leaves_the_item_in_place() {
    let mut dice = Dice(2);
    for _ in 0..20_000 {
        let annotation = dice.tokens();
        let item = ITEMS[dice.roll(ITEMS.len())];
        let expanded = crate::trace(annotation.clone(), &tokens(item)).to_string();
        let item = tokens(item).to_string();
        let header = item.split_once('{').map_or(item.as_str(), |(header, _)| header);
        let is_kept = if expanded.contains("compile_error") {
            expanded.ends_with(&item)
        } else {
            expanded.starts_with(header)
        };
        assert!(is_kept, "#[span({annotation})] {item}\n{expanded}");
    }
}

#[test]
fn any_item_is_refused_or_kept() {
    let mut dice = Dice(3);
    for _ in 0..20_000 {
        let item = dice.tokens();
        let expanded = crate::trace(TokenStream::new(), &item).to_string();
        assert!(expanded.ends_with(&item.to_string()), "#[span] {item}\n{expanded}");
    }
}

#[test]
fn any_annotation_of_a_method_leaves_the_block_in_place() {
    let mut dice = Dice(6);
    let mut traced = 0;
    for _ in 0..4_000 {
        let annotation = dice.tokens();
        let block = |inside: &str| {
            let item = "impl<T> S<T> { #[a] #[traced(I)] #[b] fn f(&self) -> T { x } const A: u8 = { 1 }; fn g() {} }";
            tokens(&item.replace('I', inside)).to_string()
        };
        let expanded = crate::trace(TokenStream::new(), &tokens(&block(&annotation.to_string()))).to_string();
        let kept = block("__otlp_read");
        let header = kept.split_once('{').unwrap().0;
        if expanded.contains("compile_error") {
            assert!(expanded.ends_with(&kept), "#[span({annotation})]\n{expanded}");
        } else {
            assert!(expanded.starts_with(header), "#[span({annotation})]\n{expanded}");
            traced += usize::from(expanded.contains("S::f"));
        }
        assert!(expanded.contains("compile_error") || expanded.contains("S::g"));
    }
    assert!(traced > 50, "{traced}");
}

#[test]
fn any_item_of_a_block_is_kept_beside_those_that_can_be_read() {
    let mut dice = Dice(7);
    for _ in 0..4_000 {
        let item = dice.tokens().to_string();
        let block = format!("impl S {{ fn f() {{ x }} {item} ; fn g() {{ y }} {item} }}");
        let expanded = crate::trace(TokenStream::new(), &tokens(&block)).to_string();
        let end = tokens(&format!("{{ {item} }}")).to_string();
        assert!(expanded.ends_with(end.trim_start_matches('{')), "{block}\n{expanded}");
        assert!(expanded.contains("S::f") && expanded.contains("S::g"), "{block}\n{expanded}");
    }
}

#[test]
fn any_call_becomes_an_expression() {
    let mut dice = Dice(4);
    for _ in 0..20_000 {
        let arguments = dice.tokens();
        for expanded in [
            crate::enter_span(arguments.clone()),
            crate::record_now(arguments.clone(), Place::Event),
            crate::record_now(arguments.clone(), Place::Record),
        ] {
            assert!(syn::parse2::<syn::Expr>(expanded.clone()).is_ok(), "({arguments})\n{expanded}");
        }
    }
}

#[test]
fn any_attribute_of_a_derive_becomes_items() {
    let mut dice = Dice(5);
    for _ in 0..4_000 {
        let (above, inside) = (dice.tokens(), dice.tokens());
        let item = [
            "struct S<'a, T> { #[attribute(I)] x: &'a T, #[attribute(I)] r#type: u8 }",
            "enum E { #[attribute(I)] A, B }",
            "struct N(#[attribute(I)] u8);",
            "union U { x: u8 }",
        ][dice.roll(4)];
        let item = item.replace('I', &inside.to_string());
        let item = tokens(&format!("#[attribute({above})] {item}"));
        for derive in
            [crate::derive::span_attributes, crate::derive::attribute_value, crate::derive::error_type]
        {
            let expanded = derive(item.clone());
            assert!(syn::parse2::<syn::File>(expanded.clone()).is_ok(), "{item}\n{expanded}");
            assert!(!expanded.is_empty());
        }
    }
}
