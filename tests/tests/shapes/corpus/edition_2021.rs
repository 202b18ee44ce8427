//! What compiles until edition 2021 only.
#![allow(async_fn_in_trait)]
//+ use otlp_runtime::traced;

//@ traced(ret)
pub fn r#gen(n: u8) -> u8 {
    let gen = n;
    gen
}

//@ traced
#[no_mangle]
pub extern "C" fn otlp_shapes_exported_of_old() {}

//@ traced(ret(?))
pub fn captures_types_only<'a>(list: &'a [u8], _other: &str) -> impl Iterator<Item = &'a u8> + std::fmt::Debug {
    list.iter()
}

//@ traced(ret)
pub fn if_let_scrutinee(cell: &std::cell::RefCell<Vec<u8>>) -> usize {
    let first = cell.borrow().first().copied();
    if let Some(n) = first {
        usize::from(n)
    } else {
        0
    }
}

//@ traced(ret)
pub unsafe fn operations_are_allowed(n: *const u8) -> u8 {
    *n
}
