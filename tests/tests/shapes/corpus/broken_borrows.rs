//! Mistakes with lifetimes and ownership: rustc says the same, at the same places.
#![allow(unused)]
//+ use otlp_runtime::traced;
use std::rc::Rc;

//@ traced(ret)
pub fn moved_twice(text: String) -> usize {
    drop(text);
    text.len()
}

//@ traced(ret)
pub async fn moved_twice_later(text: String) -> usize {
    drop(text);
    tick().await;
    text.len()
}

//@ traced(ret)
pub fn moved_in_loop(text: String) -> u8 {
    loop {
        drop(text);
    }
}

//@ traced(ret)
pub fn mutated_without_mut(n: u8) -> u8 {
    n += 1;
    n
}

//@ traced(ret)
pub async fn mutated_without_mut_later(n: u8) -> u8 {
    tick().await;
    n += 1;
    n
}

//@ traced
pub fn borrowed_without_mut(list: Vec<u8>) {
    list.push(1);
}

//@ traced
pub fn mutates_through_shared(list: &Vec<u8>) {
    list.push(1);
}

//@ traced
pub async fn mutates_through_shared_later(list: &Vec<u8>) {
    list.push(1);
    tick().await;
}

//@ traced(ret(?))
pub fn returns_local() -> &'static str {
    let text = String::new();
    &text
}

//@ traced(ret(?))
pub fn returns_local_for_a<'a>(_n: &'a u8) -> &'a str {
    let text = String::new();
    text.as_str()
}

//@ traced(ret(?))
pub async fn returns_local_later(n: &u8) -> &str {
    let text = String::new();
    tick().await;
    text.as_str()
}

//@ traced(ret(?))
pub fn returns_parameter(text: String) -> &'static str {
    &text
}

//@ traced(ret(?))
pub fn wrong_lifetime<'a, 'b>(left: &'a str, right: &'b str) -> &'a str {
    right
}

//@ traced(ret(?))
pub async fn wrong_lifetime_later<'a, 'b>(left: &'a str, right: &'b str) -> &'a str {
    tick().await;
    right
}

//@ traced
pub fn two_mutable_borrows(list: &mut Vec<u8>) {
    let first = &mut list[0];
    let second = &mut list[0];
    *first += *second;
}

//@ traced
pub fn borrow_across_mutation(mut list: Vec<u8>) -> usize {
    let first = &list[0];
    list.push(1);
    usize::from(*first)
}

//@ traced
pub fn does_not_live_long_enough() {
    let r;
    {
        let n = 1;
        r = &n;
    }
    drop(*r);
}

//@ traced(ret)
pub fn moves_out_of_reference(text: &String) -> String {
    *text
}

pub struct Cart {
    items: Vec<u8>,
}

impl Cart {
    //@ traced(ret(?))
    pub fn moves_out_of_self(&self) -> Vec<u8> {
        self.items
    }
    //@ traced
    pub fn mutates_self(&self) {
        self.items.push(1);
    }
    //@ traced(ret(?))
    pub async fn moves_out_of_self_later(&self) -> Vec<u8> {
        tick().await;
        self.items
    }
    //@ traced
    pub fn assigns_to_self(&self) {
        self.items = Vec::new();
    }
}

//@ traced
pub fn uninitialised() -> u8 {
    let n: u8;
    n
}

//@ traced
pub fn assigned_twice() -> u8 {
    let n = 1;
    n = 2;
    n
}

//@ traced
pub fn spawns_borrowed(n: &u8) {
    std::thread::spawn(move || *n + 1);
}

//@ traced
pub fn closure_outlives(n: u8) -> Box<dyn Fn() -> u8> {
    Box::new(|| n)
}

//@ traced
pub fn missing_capture<'a>(n: &'a u8) -> Box<dyn Fn() -> u8> {
    Box::new(move || *n)
}

//@ traced(ret)
pub async fn not_send(n: Rc<u8>) -> u8 {
    tick().await;
    *n
}

pub fn needs_send() {
    fn assert_send<T: Send>(_: T) {}
    assert_send(not_send(Rc::new(1)));
    assert_send(not_send_local());
}

//@ traced(ret)
pub async fn not_send_local() -> u8 {
    let n = Rc::new(1);
    tick().await;
    *n
}

//@ traced(err)
pub fn used_after_move_in_err(text: String) -> Result<usize, String> {
    let other = text;
    if other.is_empty() {
        return Err(text);
    }
    Ok(1)
}

//@ traced(err)
pub fn mutable_and_shared<'a>(list: &'a mut Vec<String>) -> Result<&'a str, String> {
    let first = &list[0];
    list.clear();
    Ok(first)
}

//@ traced(ret(?))
pub fn shorter_than_promised<'a>(list: &'a mut Vec<String>, text: &str) -> &'a str {
    list.push(text.to_owned());
    text
}

//@ traced(err)
pub async fn shorter_than_promised_later<'a>(list: &'a mut Vec<String>, text: &str) -> Result<&'a str, String> {
    tick().await;
    list.push(text.to_owned());
    Ok(text)
}

//@ traced(ret)
pub fn moved_while_borrowed(text: String) -> usize {
    let part = &text[1..];
    drop(text);
    part.len()
}

//@ traced(ret)
pub async fn moved_while_borrowed_later(text: String) -> usize {
    let part = &text[1..];
    drop(text);
    tick().await;
    part.len()
}

//@ traced(ret)
pub fn conditionally_moved(text: String, is_done: bool) -> usize {
    if is_done {
        drop(text);
    }
    text.len()
}

//@ traced(ret(?))
pub fn mutable_twice<'a>(list: &'a mut Vec<u8>) -> (&'a mut u8, &'a mut u8) {
    (&mut list[0], &mut list[1])
}

//@ traced(ret)
pub fn closure_needs_mut(n: u8) -> u8 {
    let add = || n += 1;
    n
}

//@ traced(ret)
pub fn static_needed(text: &str) -> usize {
    let handle = std::thread::spawn(move || text.len());
    1
}

//@ traced
pub async fn guard_in_spawn(n: std::rc::Rc<u8>) {
    tokio::spawn(async move {
        tick().await;
        drop(n);
    });
    tick().await;
}

async fn tick() {}
