//! What rustc refuses until edition 2021 only.
#![allow(unused)]
//+ use otlp_runtime::traced;

//@ traced(ret)
pub fn tail_temporary() -> usize {
    let cell = std::cell::RefCell::new(vec![1]);
    cell.borrow().len()
}

//@ traced(err)
pub fn tail_temporary_err() -> Result<usize, String> {
    let cell = std::cell::RefCell::new(vec![1]);
    cell.borrow().first().copied().ok_or_else(String::new)
}

//@ traced
pub fn hidden_lifetime(list: &mut Vec<u8>) -> impl Iterator<Item = u8> {
    list.iter().copied()
}
