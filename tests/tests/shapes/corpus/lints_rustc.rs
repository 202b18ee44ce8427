//! What rustc has to say about the user's code: the same with a span.
#![allow(clippy::all, clippy::pedantic, clippy::nursery)]
//+ use otlp_runtime::traced;

mod private {
    //+ use otlp_runtime::traced;
    //@ traced(ret)
    fn dead_code() -> u8 {
        1
    }
    //@ traced(err)
    async fn dead_code_later() -> Result<u8, String> {
        super::tick().await;
        Ok(1)
    }
    struct Dead;
    impl Dead {
        //@ traced
        pub fn dead_method(&self) {}
    }
}

//@ traced(ret)
pub fn unused_parameter(used: u8, unused: u8) -> u8 {
    used
}

//@ traced(ret)
pub async fn unused_parameter_later(used: u8, unused: u8) -> u8 {
    tick().await;
    used
}

//@ traced(ret)
pub async fn unused_owned_parameters_later(used: String, unused: String, other: String) -> usize {
    tick().await;
    used.len() + other.len()
}

//@ traced(ret(?))
pub fn unused_owned_parameters_borrowed<'a>(text: &'a str, used: String, unused: String, other: String) -> &'a str {
    drop(used);
    drop(other);
    text
}

//@ traced
pub fn unused_pattern_parameter((used, unused): (String, String)) -> String {
    used
}

//@ traced(ret)
pub fn unused_variable() -> u8 {
    let unused = 1;
    2
}

//@ traced(ret)
pub async fn unused_variable_later() -> u8 {
    let unused = 1;
    tick().await;
    2
}

//@ traced(ret)
pub fn unused_mut(mut n: u8) -> u8 {
    let mut m = n;
    m
}

//@ traced(ret)
pub async fn unused_mut_later(mut n: u8) -> u8 {
    let mut m = n;
    tick().await;
    m
}

//@ traced(ret)
pub fn unused_assignment(mut n: u8) -> u8 {
    n = 1;
    n = 2;
    n
}

//@ traced(ret)
pub async fn unused_assignment_later(mut n: u8) -> u8 {
    n = 1;
    tick().await;
    n = 2;
    n
}

//@ traced
pub fn assigned_and_never_read(mut n: u8) {
    n = 1;
}

//@ traced(ret)
pub fn parameter_overwritten_at_the_end(mut n: u8) -> u8 {
    let m = n;
    n += 1;
    m
}

//@ traced(ret)
pub fn unused_must_use() -> u8 {
    must_use();
    "1".parse::<u8>();
    1
}

//@ traced(ret)
pub async fn unused_must_use_later() -> u8 {
    must_use();
    tick();
    tick().await;
    1
}

#[must_use]
//@ traced(ret)
pub fn must_use() -> u8 {
    1
}

//@ traced(ret)
pub fn unreachable_statement() -> u8 {
    return 1;
    let n = 2;
    n
}

//@ traced(ret)
pub async fn unreachable_statement_later() -> u8 {
    tick().await;
    return 1;
    let n = 2;
    n
}

//@ traced
pub fn unreachable_expression() {
    panic!("no");
    tick_now();
}

//@ traced(err)
pub fn unreachable_after_loop() -> Result<u8, String> {
    loop {
        if tick_now() {
            return Ok(1);
        }
    }
    Ok(2)
}

//@ traced
pub fn unreachable_arm(n: u8) -> u8 {
    match n {
        _ => 1,
        3 => 2,
    }
}

//@ traced(ret)
pub fn unused_braces() -> u8 {
    let n = { 1 };
    n
}

//@ traced(ret)
pub fn unused_braces_alone() -> u8 {
    { 1 }
}

//@ traced(ret)
pub fn unused_parens() -> u8 {
    let n = (1);
    (n)
}

//@ traced(ret)
pub fn unused_parens_alone() -> u8 {
    (1)
}

//@ traced(ret)
pub fn unused_parens_return(n: u8) -> u8 {
    if (n > 1) {
        return (n);
    }
    2
}

//@ traced(ret)
pub async fn unused_parens_later() -> u8 {
    (1)
}

//@ traced
pub fn unused_label() {
    'here: loop {
        break;
    }
}

//@ traced
pub fn unused_import() {
    use std::collections::HashMap;
}

//@ traced
pub fn unused_doc_comment() {
    /// Not here.
    let n = 1;
    drop(n);
}

//@ traced
pub fn unused_attribute() {
    #[must_use]
    let n = 1;
    drop(n);
}

//@ traced
pub fn unused_macro() {
    macro_rules! never {
        () => {};
    }
}

//@ traced
pub fn dead_item_inside() {
    fn never() {}
    const NEVER: u8 = 1;
    struct Never;
}

//@ traced
pub fn path_statement(n: u8) {
    n;
}

//@ traced
pub fn unused_comparison(n: u8) -> bool {
    n >= 0
}

//@ traced
pub fn unused_operation(n: u8) {
    n + 1;
}

//@ traced
pub fn overflowing() -> u8 {
    let n: u8 = 255;
    n
}

//@ traced(ret)
pub fn unconditional_recursion(n: u8) -> u8 {
    unconditional_recursion(n)
}

//@ traced
pub async fn unconditional_recursion_later(n: u8) {
    Box::pin(unconditional_recursion_later(n)).await
}

//@ traced
pub fn unused_unsafe() {
    unsafe {}
}

//@ traced(ret)
pub fn deprecated_use() -> u8 {
    old()
}

#[deprecated(note = "use `must_use`")]
//@ traced(ret)
pub fn old() -> u8 {
    1
}

//@ traced(ret)
pub fn non_snake_case_local() -> u8 {
    let Big = 1;
    Big
}

//@ traced
pub fn NonSnakeCase(Parameter: u8) -> u8 {
    Parameter
}

//@ traced
pub fn redundant_semicolon() {
    let n = 1;;
    drop(n);
}

//@ traced
pub fn while_true() {
    while true {}
}

//@ traced
pub fn irrefutable_let() {
    if let n = 1 {
        drop(n);
    }
}

//@ traced
pub fn unused_closure() {
    || 1;
}

//@ traced
pub fn let_underscore_lock(lock: &std::sync::Mutex<u8>) {
    let _ = lock.lock();
}

//@ traced(ret)
pub fn dropping_references(n: &u8) -> u8 {
    drop(n);
    *n
}

//@ traced(ret(?))
pub fn elided_in_path(text: &str) -> View {
    View(text)
}

/// A view.
#[derive(Debug)]
pub struct View<'a>(pub &'a str);

//@ traced
pub fn single_use_lifetime<'a>(text: &'a str) -> usize {
    text.len()
}

//@ traced
pub fn unused_lifetime<'a>(n: u8) -> u8 {
    n
}

//@ traced(ret)
pub fn unused_qualification(n: Option<u8>) -> u8 {
    std::option::Option::unwrap_or(n, 1)
}

//@ traced(ret)
pub fn trivial_cast(n: u8) -> u8 {
    n as u8
}

//@ traced
pub fn unused_result() {
    Vec::<u8>::new().pop();
}

//@ traced(ret)
pub fn private_type_out() -> usize {
    struct Inner {
        never_read: u8,
    }
    let inner = Inner { never_read: 1 };
    1
}

//@ traced
pub fn undocumented_unsafe(pointer: *const u8) {
    unsafe { pointer.read() };
}

//@ traced(ret)
pub unsafe fn unsafe_op_in_unsafe_fn(pointer: *const u8) -> u8 {
    *pointer
}

//@ traced
#[inline]
#[inline]
pub fn inline_twice() {}

//@ traced
#[must_use]
pub fn must_use_of_nothing() {}

pub struct Undocumented;

//@ traced
pub fn undocumented(_: Undocumented) {}

//@ traced(err)
pub fn needless_question_mark_and_unused(text: &str) -> Result<u8, std::num::ParseIntError> {
    let n = text.parse::<u8>()?;
    text.parse::<u16>();
    Ok(n)
}

//@ traced(ret)
pub fn moved_variable_unused(text: String) -> u8 {
    let other = text;
    1
}

//@ traced
pub async fn closure_unused_capture_later(n: u8) {
    let unused = move || n;
    tick().await;
}

//@ traced(ret)
pub fn static_mut_reference() -> u8 {
    static mut COUNT: u8 = 1;
    unsafe {
        let count = &mut COUNT;
        *count
    }
}

//@ traced(ret)
pub fn never_type_fallback() -> u8 {
    let n = match 1 {
        1 => 2,
        _ => return 3,
    };
    n
}

//@ traced(ret)
pub fn unused_loop_variable() -> u8 {
    for n in 0..2 {}
    1
}

//@ traced(ret)
pub fn unused_captured(n: u8) -> u8 {
    let mut count = 0;
    let mut add = || count += 1;
    add();
    n
}

//@ traced
pub fn array_into_iter() {
    for _ in [1].into_iter() {}
}

//@ traced(ret)
pub fn unused_in_let_else(n: Option<(u8, u8)>) -> u8 {
    let Some((a, b)) = n else { return 1 };
    a
}

//@ traced(ret)
pub fn literal_out_of_range() -> u8 {
    1
}

pub(crate) async fn tick() {}

fn tick_now() -> bool {
    true
}
