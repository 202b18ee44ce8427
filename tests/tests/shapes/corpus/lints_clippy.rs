//! What clippy has to say about the user's code: the same with a span.
#![allow(unused, missing_docs)]
#![warn(clippy::deprecated_semver, clippy::not_unsafe_ptr_arg_deref)]
//+ use otlp_runtime::traced;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

//@ traced(ret)
pub fn needless_return(n: u8) -> u8 {
    return n + 1;
}

//@ traced(err)
pub fn needless_return_err(n: u8) -> Result<u8, String> {
    return Ok(n);
}

//@ traced(ret)
pub async fn needless_return_later(n: u8) -> u8 {
    tick().await;
    return n + 1;
}

//@ traced(ret)
pub fn needless_return_in_branches(n: u8) -> u8 {
    if n > 1 {
        return 1;
    } else {
        return 2;
    }
}

//@ traced
pub fn needless_return_of_nothing() {
    tick_now();
    return;
}

//@ traced
pub async fn needless_return_of_nothing_later() {
    tick().await;
    return;
}

//@ traced(ret)
pub fn let_and_return(n: u8) -> u8 {
    let m = n + 1;
    m
}

//@ traced(ret)
pub async fn let_and_return_later(n: u8) -> u8 {
    tick().await;
    let m = n + 1;
    m
}

//@ traced
pub fn let_unit_value() {
    let nothing = unit();
}

//@ traced
pub async fn let_unit_value_later() {
    let nothing = tick().await;
}

//@ traced
pub fn unit() {}

//@ traced(ret)
pub fn used_underscore_binding(_n: u8) -> u8 {
    _n + 1
}

//@ traced(ret)
pub async fn used_underscore_binding_later(_n: String, _m: String) -> usize {
    tick().await;
    _n.len()
}

//@ traced(ret)
pub fn used_underscore_local() -> u8 {
    let _n = 1;
    _n + 1
}

//@ traced
pub fn no_effect_underscore_binding(n: u8) {
    let _m = n + 1;
}

//@ traced(err)
pub fn unnecessary_wraps(n: u8) -> Result<u8, String> {
    Ok(n)
}

//@ traced(ret(?))
fn unnecessary_wraps_option(n: u8) -> Option<u8> {
    Some(n)
}

//@ traced
fn unnecessary_wraps_nothing_observed(n: u8) -> Option<u8> {
    Some(n)
}

//@ traced(err)
pub fn missing_errors_doc(text: &str) -> Result<u8, std::num::ParseIntError> {
    text.parse()
}

//@ traced(ret)
pub fn missing_panics_doc(text: &str) -> u8 {
    text.parse().unwrap()
}

//@ traced
pub fn missing_panics_doc_assert(n: u8) {
    assert!(n > 1, "no");
}

//@ traced(ret)
pub unsafe fn missing_safety_doc(n: *const u8) -> u8 {
    unsafe { *n }
}

//@ traced(ret)
pub fn must_use_candidate(n: u8) -> usize {
    n.to_string().len()
}

//@ traced(ret(?))
pub fn double_must_use() -> Option<u8> {
    None
}

//@ traced(ret)
pub fn needless_pass_by_value(text: String) -> usize {
    text.len()
}

//@ traced(ret)
pub async fn needless_pass_by_value_later(text: String) -> usize {
    tick().await;
    text.len()
}

//@ traced(ret)
pub fn needless_pass_by_ref_mut(text: &mut String) -> usize {
    text.len()
}

//@ traced(ret)
pub async fn needless_pass_by_ref_mut_later(text: &mut String) -> usize {
    tick().await;
    text.len()
}

//@ traced(ret)
fn ref_mut_private(text: &mut String) -> usize {
    text.len()
}

//@ traced(ret)
async fn ref_mut_private_later(text: &mut String) -> usize {
    tick().await;
    text.len()
}

//@ traced(ret)
pub fn trivially_copy_pass_by_ref(n: &u8) -> u8 {
    *n
}

//@ traced(ret)
pub fn ptr_arg(text: &String, list: &Vec<u8>) -> usize {
    text.len() + list.len()
}

//@ traced(ret)
pub fn ref_option(n: &Option<String>) -> usize {
    n.as_ref().map_or(0, String::len)
}

//@ traced(ret(?))
pub fn needless_lifetimes<'a>(text: &'a str) -> &'a str {
    text
}

//@ traced(ret)
pub fn too_many_arguments(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8) -> u8 {
    a
}

//@ traced
pub fn fn_params_excessive_bools(a: bool, b: bool, c: bool, d: bool) -> bool {
    a
}

//@ traced(ret(?))
pub fn type_complexity(n: u8) -> Option<HashMap<Vec<(u8, Option<Rc<u8>>)>, Result<Vec<Box<Rc<u8>>>, Vec<String>>>> {
    None
}

//@ traced(err)
pub fn result_unit_err(n: u8) -> Result<u8, Nothing> {
    Err(Nothing)
}

pub struct Nothing;
impl std::fmt::Display for Nothing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("nothing")
    }
}

pub struct Large([u8; 512]);
impl std::fmt::Display for Large {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("large")
    }
}

//@ traced(err)
pub fn result_large_err(n: u8) -> Result<u8, Large> {
    if n > 1 {
        return Err(Large([0; 512]));
    }
    Ok(1)
}

//@ traced(err)
pub async fn result_large_err_later(n: u8) -> Result<u8, Large> {
    tick().await;
    Ok(1)
}

//@ traced(ret)
pub async fn unused_async() -> u8 {
    1
}

//@ traced(err)
pub async fn unused_async_with_a_macro(n: u8) -> Result<u8, String> {
    Err(format!("{n}"))
}

//@ traced(ret)
pub async fn large_futures() -> u8 {
    let bytes = [1; 20_000];
    tick().await;
    bytes[0]
}

//@ traced(ret)
pub async fn awaits_large_futures() -> u8 {
    large_futures().await
}

//@ traced(ret)
pub async fn future_not_send(n: Rc<u8>) -> u8 {
    tick().await;
    *n
}

//@ traced(ret)
pub async fn future_not_send_local() -> u8 {
    let n = Rc::new(1);
    tick().await;
    *n
}

//@ traced(ret(?))
pub async fn future_not_send_generic<T: std::fmt::Debug>(value: T) -> T {
    tick().await;
    value
}

//@ traced
pub async fn await_holding_lock(lock: &Mutex<u8>) {
    let guard = lock.lock().unwrap();
    tick().await;
    drop(guard);
}

//@ traced
pub async fn await_holding_refcell_ref(cell: &std::cell::RefCell<u8>) {
    let guard = cell.borrow_mut();
    tick().await;
    drop(guard);
}

//@ traced(ret)
pub fn large_stack_arrays() -> u8 {
    let bytes = [1u8; 600_000];
    bytes[0]
}

//@ traced(ret)
pub fn redundant_clone(text: String) -> String {
    text.clone()
}

//@ traced(ret)
pub fn redundant_closure_call() -> u8 {
    (|| 1)()
}

//@ traced(ret)
pub fn diverging_sub_expression(n: bool) -> u8 {
    let m = n || panic!("no");
    1
}

//@ traced(ret)
pub fn items_after_statements() -> u8 {
    let n = 1;
    fn inner() -> u8 {
        2
    }
    n + inner()
}

//@ traced
pub fn semicolon_if_nothing_returned() {
    tick_now()
}

//@ traced(ret)
pub fn cognitive_complexity(n: u32) -> u32 {
    let mut sum = 0;
    for a in 0..n {
        if a > 1 { sum += 1; } else if a > 2 { sum += 2; } else if a > 3 { sum += 3; }
        match a { 1 => sum += 1, 2 => sum += 2, 3 => sum += 3, 4 => sum += 4, 5 => sum += 5, 6 => sum += 6, _ => sum += 7 }
        match a { 1 => sum += 1, 2 => sum += 2, 3 => sum += 3, 4 => sum += 4, 5 => sum += 5, 6 => sum += 6, _ => sum += 7 }
        while sum > 5 { if sum > 6 && n > 7 || n < 3 { sum -= 1; } else { sum -= 2; } if n == 3 { return 1; } }
        if a > 1 { sum += 1; } else if a > 2 { sum += 2; } else if a > 3 { sum += 3; }
    }
    sum
}

//@ traced(ret)
pub fn option_if_let_else(n: Option<u8>) -> u8 {
    if let Some(n) = n { n + 1 } else { 2 }
}

//@ traced(ret)
pub fn manual_let_else(n: Option<u8>) -> u8 {
    let n = match n {
        Some(n) => n,
        None => return 1,
    };
    n
}

//@ traced(ret(?))
pub fn question_mark(n: Option<u8>) -> Option<u8> {
    let Some(n) = n else { return None };
    Some(n + 1)
}

//@ traced(err)
pub fn needless_question_mark(text: &str) -> Result<u8, std::num::ParseIntError> {
    Ok(text.parse::<u8>()?)
}

//@ traced(ret)
pub fn single_match(n: Option<u8>) -> u8 {
    match n {
        Some(n) => tick_now(),
        None => {}
    }
    1
}

//@ traced(ret)
pub fn significant_drop_tightening(lock: &Mutex<Vec<u8>>) -> u8 {
    let list = lock.lock().unwrap();
    let n = list[0];
    let m = n * 2;
    m + 3
}

//@ traced(ret)
pub fn significant_drop_in_scrutinee(lock: &Mutex<Vec<u8>>) -> u8 {
    match lock.lock().unwrap().len() {
        0 => 1,
        _ => 2,
    }
}

//@ traced(ret)
pub fn cast_lints(n: u64) -> u8 {
    n as u8
}

//@ traced(ret)
pub fn shadow(n: u8) -> u8 {
    let n = n;
    n
}

//@ traced(ret)
pub fn similar_names(alpha: u8, alphb: u8) -> u8 {
    alpha + alphb
}

//@ traced(ret)
pub fn many_single_char_names(a: u8, b: u8, c: u8, d: u8, e: u8) -> u8 {
    a + b + c + d + e
}

//@ traced(ret)
pub fn only_used_in_recursion(n: u8, token: u8) -> u8 {
    if n == 0 { 0 } else { only_used_in_recursion(n - 1, token) }
}

pub struct Cart {
    items: Vec<u8>,
}

impl Cart {
    //@ traced(ret)
    pub fn unused_self(&self) -> u8 {
        1
    }
    //@ traced(ret)
    pub async fn unused_self_later(&self) -> u8 {
        tick().await;
        1
    }
    //@ traced
    pub fn new() -> Cart {
        Cart { items: Vec::new() }
    }
    //@ traced(ret)
    pub fn len(&self) -> usize {
        self.items.len()
    }
    //@ traced(ret)
    pub fn to_string(&self) -> String {
        String::new()
    }
    //@ traced
    pub fn into_items(&self) -> Vec<u8> {
        self.items.clone()
    }
    //@ traced
    pub fn is_owned(self) -> bool {
        true
    }
    //@ traced
    pub fn add(self, other: Self) -> Self {
        other
    }
    //@ traced(ret(?))
    pub fn iter(&self) -> std::slice::Iter<'_, u8> {
        self.items.iter()
    }
    //@ traced
    pub fn with_items(mut self, items: Vec<u8>) -> Self {
        self.items = items;
        self
    }
    //@ traced(ret(?))
    pub fn mut_from_ref(&self) -> &mut u8 {
        todo!()
    }
    //@ traced
    pub fn needless_arbitrary_self_type(self: &Self) {}
    //@ traced(ret)
    pub fn get_it(&self) -> &Vec<u8> {
        &self.items
    }
    //@ traced
    fn missing_const(&self) -> u8 {
        1
    }
}

//@ traced
pub fn manual_async_fn_target(n: Box<u8>) -> u8 {
    *n
}

//@ traced
pub fn boxed_local(n: Box<u8>) -> bool {
    *n > 1
}

//@ traced(ret)
pub fn implicit_hasher(map: &HashMap<u8, u8>) -> usize {
    map.len()
}

//@ traced
pub fn impl_trait_in_params(n: impl Into<u8>) -> u8 {
    n.into()
}

//@ traced(ret)
pub fn match_lints(n: Option<u8>) -> u8 {
    match n {
        Some(m) => m,
        None => 0,
    }
}

//@ traced(ret)
pub fn format_lints(n: u8) -> String {
    let text = format!("{}", n);
    format!("{text}{}", n.to_string())
}

//@ traced
pub fn println_empty() {
    println!("");
}

//@ traced(ret)
pub fn unwrap_lints(n: Option<u8>) -> u8 {
    if n.is_some() { n.unwrap() } else { 0 }
}

//@ traced(ret)
pub fn clone_on_copy(n: u8) -> u8 {
    n.clone()
}

//@ traced(ret)
pub fn needless_range_loop(list: &[u8]) -> u8 {
    let mut sum = 0;
    for i in 0..list.len() {
        sum += list[i];
    }
    sum
}

//@ traced(ret)
pub fn never_loop() -> u8 {
    loop {
        return 1;
    }
}

//@ traced(ret)
pub fn suspicious_else_formatting(n: bool) -> u8 {
    let m = if n { 1 } else { 2 };
    if n {
        return 3;
    } if m > 1 {
        return 4;
    }
    m
}

//@ traced(ret)
pub fn bool_comparison(n: bool) -> bool {
    n == true
}

//@ traced(ret(?))
pub fn unit_arg() -> Option<()> {
    Some(unit())
}

//@ traced
pub fn let_underscore_future() {
    let _ = tick();
}

//@ traced
pub fn let_underscore_untyped(text: &str) {
    let _ = text.parse::<u8>();
}

//@ traced
pub fn async_yields_async() {
    let _ = async { tick() };
}

//@ traced(ret(?))
pub fn arc_with_non_send_sync() -> Arc<std::cell::Cell<u8>> {
    Arc::new(std::cell::Cell::new(1))
}

//@ traced(ret)
pub fn large_types_passed_by_value(list: [u8; 300]) -> u8 {
    list[0]
}

//@ traced(ret)
pub fn branches_sharing_code(n: bool) -> u8 {
    let m;
    if n {
        m = 1;
        tick_now();
    } else {
        m = 2;
        tick_now();
    }
    m
}

//@ traced(ret)
pub fn useless_let_if_seq(n: bool) -> u8 {
    let mut m = 1;
    if n {
        m = 2;
    }
    m
}

//@ traced(ret)
pub fn too_many_lines(n: u8) -> u8 {
    let n = n;
    let n = n + 0;
    let n = n + 1;
    let n = n + 2;
    let n = n + 3;
    let n = n + 4;
    let n = n + 5;
    let n = n + 6;
    let n = n + 7;
    let n = n + 8;
    let n = n + 9;
    let n = n + 10;
    let n = n + 11;
    let n = n + 12;
    let n = n + 13;
    let n = n + 14;
    let n = n + 15;
    let n = n + 16;
    let n = n + 17;
    let n = n + 18;
    let n = n + 19;
    let n = n + 20;
    let n = n + 21;
    let n = n + 22;
    let n = n + 23;
    let n = n + 24;
    let n = n + 25;
    let n = n + 26;
    let n = n + 27;
    let n = n + 28;
    let n = n + 29;
    let n = n + 30;
    let n = n + 31;
    let n = n + 32;
    let n = n + 33;
    let n = n + 34;
    let n = n + 35;
    let n = n + 36;
    let n = n + 37;
    let n = n + 38;
    let n = n + 39;
    let n = n + 40;
    let n = n + 41;
    let n = n + 42;
    let n = n + 43;
    let n = n + 44;
    let n = n + 45;
    let n = n + 46;
    let n = n + 47;
    let n = n + 48;
    let n = n + 49;
    let n = n + 50;
    let n = n + 51;
    let n = n + 52;
    let n = n + 53;
    let n = n + 54;
    let n = n + 55;
    let n = n + 56;
    let n = n + 57;
    let n = n + 58;
    let n = n + 59;
    let n = n + 60;
    let n = n + 61;
    let n = n + 62;
    let n = n + 63;
    let n = n + 64;
    let n = n + 65;
    let n = n + 66;
    let n = n + 67;
    let n = n + 68;
    let n = n + 69;
    let n = n + 70;
    let n = n + 71;
    let n = n + 72;
    let n = n + 73;
    let n = n + 74;
    let n = n + 75;
    let n = n + 76;
    let n = n + 77;
    let n = n + 78;
    let n = n + 79;
    let n = n + 80;
    let n = n + 81;
    let n = n + 82;
    let n = n + 83;
    let n = n + 84;
    let n = n + 85;
    let n = n + 86;
    let n = n + 87;
    let n = n + 88;
    let n = n + 89;
    let n = n + 90;
    let n = n + 91;
    let n = n + 92;
    let n = n + 93;
    let n = n + 94;
    let n = n + 95;
    let n = n + 96;
    let n = n + 97;
    let n = n + 98;
    n
}

//@ traced(ret)
pub fn tuple_array(n: u8) -> u8 {
    #[allow(clippy::needless_return)]
    return n;
}

//@ traced(err)
pub fn try_err(n: u8) -> Result<u8, String> {
    if n > 1 {
        Err(String::from("no"))?;
    }
    Ok(n)
}

//@ traced(err)
pub fn map_err_ignore(text: &str) -> Result<u8, String> {
    text.parse().map_err(|_| String::from("no"))
}

//@ traced(ret)
pub fn mem_forget(text: String) -> u8 {
    std::mem::forget(text);
    1
}

//@ traced
#[inline(always)]
pub fn inline_always() {}

//@ traced
#[deprecated(since = "soon", note = "no")]
pub fn deprecated_semver() {}

//@ traced(ret)
pub fn doc_markdown_of_FooBar() -> u8 {
    1
}

/// Calls FooBar and foo_bar.
//@ traced(ret)
pub fn doc_markdown() -> u8 {
    1
}

/// Line one
/// - list
/// lazy
//@ traced(ret)
pub fn doc_lazy_continuation() -> u8 {
    1
}

/// Gap.

//@ traced(ret)
pub fn empty_line_after_doc() -> u8 {
    1
}

//@ traced(ret)

pub fn empty_line_after_ours() -> u8 {
    1
}

//@ traced(ret)
pub fn unreadable_literal() -> u64 {
    123456789
}

//@ traced(ret)
pub fn float_cmp(n: f64) -> bool {
    n == 1.5
}

//@ traced(ret)
pub fn redundant_pub_else(n: u8) -> u8 {
    if n > 1 {
        return 1;
    } else {
        tick_now();
    }
    2
}

//@ traced(ret)
pub fn collection_is_never_read() -> u8 {
    let mut list = Vec::new();
    list.push(1);
    1
}

//@ traced
pub fn iter_without_need(list: &[u8]) -> Vec<u8> {
    list.iter().map(|n| n.clone()).collect()
}

//@ traced
pub fn derive_free_unsafe(n: *mut u8) {
    unsafe { n.write(1) }
}

//@ traced(ret)
pub fn not_unsafe_ptr_arg_deref(n: *const u8) -> u8 {
    unsafe { *n }
}

//@ traced
pub fn panics_in_result_fn(n: u8) -> Result<u8, String> {
    assert!(n > 1);
    Ok(n)
}

//@ traced(ret)
pub async fn large_stack_frames_later() -> u8 {
    tick().await;
    let bytes = [1u8; 600_000];
    bytes[0]
}

pub(crate) async fn tick() {
    std::future::ready(()).await;
}

fn tick_now() {}
