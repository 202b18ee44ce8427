//! What compiles from edition 2024 on.
//+ use otlp_runtime::traced;
use std::cell::RefCell;

//@ traced(ret)
pub fn tail_temporary() -> usize {
    let cell = RefCell::new(vec![1]);
    cell.borrow().len()
}

//@ traced(err)
pub fn tail_temporary_err() -> Result<usize, String> {
    let cell = RefCell::new(vec![1]);
    cell.borrow().first().copied().ok_or_else(String::new)
}

//@ traced(ret)
pub async fn tail_temporary_later() -> usize {
    let cell = RefCell::new(vec![1]);
    std::future::ready(()).await;
    cell.borrow().len()
}

//@ traced(ret)
pub fn let_chain(pair: (Option<u8>, Option<u8>)) -> u8 {
    if let (Some(a), _) = pair
        && let (_, Some(b)) = pair
        && a > b
    {
        return a;
    }
    1
}

//@ traced
pub fn captures_all_lifetimes(text: &str, list: &mut Vec<u8>) -> impl Iterator<Item = char> {
    list.push(1);
    text.chars()
}

//@ traced(ret(?))
pub fn captures_all_and_shows(list: &mut Vec<u8>) -> impl std::fmt::Debug {
    list.iter_mut()
}

//@ traced(err)
pub fn captures_in_result(list: &mut Vec<u8>) -> Result<impl Iterator<Item = &mut u8>, String> {
    Ok(list.iter_mut())
}

//@ traced(err)
pub async fn captures_in_result_later<T>(list: &mut Vec<T>) -> Result<impl Iterator<Item = &mut T>, String> {
    std::future::ready(()).await;
    Ok(list.iter_mut())
}

//@ traced(ret)
pub fn if_let_scrutinee(cell: &RefCell<Vec<u8>>) -> usize {
    if let Some(n) = cell.borrow().first() {
        usize::from(*n)
    } else {
        cell.borrow_mut().push(1);
        0
    }
}

//@ traced(ret)
pub async fn async_closures(n: u8) -> u8 {
    let add = async |m: u8| n + m;
    add(1).await
}
