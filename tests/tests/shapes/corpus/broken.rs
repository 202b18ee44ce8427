//! Mistakes in the body and the signature: rustc says the same, at the same places.
#![allow(unused)]
//+ use otlp_runtime::traced;
use std::fmt::{Debug, Display};

//@ traced(ret)
pub fn mismatched_tail() -> u8 {
    "text"
}

//@ traced(ret)
pub async fn mismatched_tail_later() -> u8 {
    tick().await;
    "text"
}

//@ traced(err)
pub fn mismatched_tail_err() -> Result<u8, String> {
    Ok("text")
}

//@ traced(err)
pub fn forgotten_ok() -> Result<u8, String> {
    1
}

//@ traced(err)
pub async fn forgotten_ok_later() -> Result<u8, String> {
    tick().await;
    1
}

//@ traced(err)
pub fn forgotten_ok_unit() -> Result<(), String> {
    tick_now();
}

//@ traced(ret)
pub fn semicolon_too_many() -> u8 {
    tick_now();
    1;
}

//@ traced(ret)
pub async fn semicolon_too_many_later() -> u8 {
    tick().await;
    1;
}

//@ traced(ret)
pub fn missing_tail() -> u8 {}

//@ traced(ret)
pub async fn missing_tail_later() -> u8 {}

//@ traced(ret)
pub fn wrong_early_return(n: u8) -> u8 {
    if n > 1 {
        return "text";
    }
    n
}

//@ traced(ret)
pub async fn wrong_early_return_later(n: u8) -> u8 {
    tick().await;
    if n > 1 {
        return "text";
    }
    n
}

//@ traced
pub fn empty_return(n: u8) -> u8 {
    if n > 1 {
        return;
    }
    n
}

//@ traced
pub fn value_from_unit() {
    1
}

//@ traced
pub async fn value_from_unit_later() {
    tick().await;
    1
}

//@ traced
pub fn return_value_from_unit(n: u8) {
    if n > 1 {
        return 1;
    }
}

//@ traced
pub fn if_without_else(n: u8) -> u8 {
    if n > 1 {
        1
    }
}

//@ traced
pub fn question_without_result(text: &str) -> u8 {
    text.parse::<u8>()?
}

//@ traced
pub async fn question_without_result_later(text: &str) -> u8 {
    text.parse::<u8>()?
}

//@ traced
pub fn question_in_unit(text: &str) {
    text.parse::<u8>()?;
}

//@ traced(err)
pub fn question_without_from(text: &str) -> Result<u8, std::fmt::Error> {
    Ok(text.parse::<u8>()?)
}

//@ traced(err)
pub async fn question_without_from_later(text: &str) -> Result<u8, std::fmt::Error> {
    Ok(text.parse::<u8>()?)
}

//@ traced
pub fn unknown_variable() -> u8 {
    missing
}

//@ traced
pub fn unknown_method(n: u8) -> u8 {
    n.missing()
}

//@ traced
pub fn unknown_type(n: Missing) -> u8 {
    1
}

//@ traced
pub fn unknown_field(pair: (u8, u8)) -> u8 {
    pair.missing
}

//@ traced
pub fn wrong_argument() -> usize {
    takes_text(1)
}

//@ traced
pub fn argument_too_many() -> usize {
    takes_text("a", 1)
}

fn takes_text(text: &str) -> usize {
    text.len()
}

//@ traced(ret)
pub fn missing_bound<T>(value: T) -> String {
    value.to_string()
}

//@ traced(ret)
pub async fn missing_bound_later<T>(value: T) -> String {
    tick().await;
    value.to_string()
}

//@ traced
pub fn missing_bound_of_a_call<T>(value: T) {
    takes_display(value);
}

fn takes_display(value: impl Display) {}

//@ traced
pub fn await_in_sync() {
    tick().await
}

//@ traced
pub fn await_of_no_future() {
    tick_now().await
}

//@ traced
pub async fn forgotten_await() -> u8 {
    one()
}

async fn one() -> u8 {
    1
}

//@ traced
pub fn not_inferable() {
    let list = Vec::new();
}

//@ traced(ret(?))
pub fn collect_of_wrong_type() -> Vec<String> {
    [1, 2].into_iter().collect()
}

//@ traced
pub fn non_exhaustive(n: Option<u8>) -> u8 {
    match n {
        Some(n) => n,
    }
}

//@ traced
pub fn refutable(n: Option<u8>) -> u8 {
    let Some(n) = n;
    n
}

//@ traced
pub fn never_returns() -> ! {
    tick_now()
}

//@ traced
pub fn break_outside() {
    break;
}

//@ traced
pub async fn break_outside_later() {
    break;
}

//@ traced
pub fn unknown_label() {
    loop {
        break 'missing;
    }
}

//@ traced
pub fn private_field(cart: &inner::Cart) -> u8 {
    cart.id
}

mod inner {
    pub struct Cart {
        id: u8,
    }
}

//@ traced
pub fn unsafe_call() -> u8 {
    dangerous()
}

//@ traced(ret)
pub async fn unsafe_call_later() -> u8 {
    dangerous()
}

unsafe fn dangerous() -> u8 {
    1
}

//@ traced
pub fn assign_to_parameter(n: u8) {
    n = "a";
}

//@ traced(ret(%))
pub fn coercion_of_no_trait(n: Cell) -> Box<dyn Display> {
    Box::new(n)
}

pub struct Cell;

//@ traced
pub fn iterator_of_wrong_item() -> impl Iterator<Item = u8> {
    ["a"].into_iter()
}

//@ traced
pub fn impl_debug_without() -> impl Debug {
    Cell
}

//@ traced
pub fn const_generic_mismatch() -> [u8; 2] {
    [1, 2, 3]
}

//@ traced
pub fn branches_differ(n: bool) -> u8 {
    if n { 1 } else { "a" }
}

//@ traced
pub fn wrong_self(n: u8) -> u8 {
    self.0
}

//@ traced
pub async fn recursion_without_a_box(n: u8) -> u8 {
    if n == 0 { 0 } else { recursion_without_a_box(n - 1).await }
}

//@ traced(ret)
pub fn question_in_a_closure(text: &str) -> u8 {
    let f = || text.parse::<u8>()?;
    1
}

//@ traced(err)
pub fn two_mistakes(text: &str) -> Result<u8, String> {
    let n: u8 = "a";
    let m = missing;
    text.len()
}

//@ traced(ret)
pub fn wrong_closure_out(list: &[u8]) -> Vec<u8> {
    list.iter().map(|n| n.to_string()).collect::<Vec<_>>()
}

//@ traced
pub fn unused_generic_argument() -> Vec<u8> {
    Vec::<u8, u8, u8>::new()
}

//@ traced(ret)
pub fn option_for_a_value(n: Option<u8>) -> u8 {
    n
}

//@ traced(ret)
pub fn reference_for_a_value(n: &u8) -> u8 {
    n
}

//@ traced(ret)
pub async fn value_for_a_reference_later(n: &String) -> &str {
    tick().await;
    *n
}

//@ traced(err)
pub fn error_of_another_type(n: u8) -> Result<u8, String> {
    Err("text")
}

//@ traced
pub fn unknown_macro() {
    missing!();
}

//@ traced(ret)
pub fn match_arms_differ(n: u8) -> u8 {
    match n {
        0 => 1,
        1 => "one",
        _ => n,
    }
}

//@ traced(ret)
pub fn loop_without_a_value() -> u8 {
    loop {
        break;
    }
}

//@ traced(ret)
pub fn for_without_a_tail(list: &[u8]) -> u8 {
    for n in list {
        return *n;
    }
}

async fn tick() {}
fn tick_now() {}
