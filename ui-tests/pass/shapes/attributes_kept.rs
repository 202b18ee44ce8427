#![deny(warnings)]
use otlp_runtime::traced;

/// Documented.
#[traced(ret)] #[inline(always)] #[must_use = "kept"] fn kept() -> u8 { 1 }
#[cold] #[traced] #[deprecated = "kept"] #[allow(dead_code)] fn old() {}
#[cfg_attr(all(), traced)] fn conditional() {}
#[cfg(any())] #[traced(nothing, is, read)] fn absent() {}
#[traced] #[track_caller] fn caller() -> &'static std::panic::Location<'static> { std::panic::Location::caller() }
#[traced] fn inner() -> u8 { #![allow(unused_variables)] let unused = 1; #[allow(unused_mut)] let mut x = 2; x }
#[traced] #[doc(hidden)] #[expect(unused_variables)] async fn expects() { let unused = 1; }
fn main() {
    #[expect(deprecated)]
    old();
    assert_eq!(caller().line(), line!());
    let _ = (kept(), inner());
    conditional();
    drop(expects());
}
