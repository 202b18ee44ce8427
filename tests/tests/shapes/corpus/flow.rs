//! Control flow.
//+ use otlp_runtime::traced;
use std::future::Future;
use std::pin::Pin;

//@ traced(ret)
pub fn early(n: u8) -> u8 {
    if n > 1 {
        return 1;
    }
    n + 1
}

//@ traced(ret)
pub async fn early_later(n: u8) -> u8 {
    tick().await;
    if n > 1 {
        return 1;
    }
    n + 1
}

//@ traced(ret)
pub fn nested_closures_return() -> u8 {
    let f = || {
        if early(1) > 1 {
            return 2;
        }
        3
    };
    f()
}

//@ traced(ret)
pub fn labelled_loops() -> u8 {
    'outer: loop {
        loop {
            break 'outer 3;
        }
    }
}

//@ traced(ret)
pub fn labelled_block(n: u8) -> u8 {
    let x = 'b: {
        if n > 1 {
            break 'b 1;
        }
        2
    };
    x + 1
}

//@ traced(ret)
pub fn continues() -> u8 {
    let mut sum = 0;
    'rows: for row in 0..3 {
        for column in 0..3 {
            if column > row {
                continue 'rows;
            }
            sum += column;
        }
    }
    sum
}

//@ traced(ret)
pub fn recursive(n: u8) -> u8 {
    if n == 0 { 0 } else { recursive(n - 1) + 1 }
}

//@ traced(ret)
pub async fn recursive_later(n: u8) -> u8 {
    if n == 0 { 0 } else { Box::pin(recursive_later(n - 1)).await + 1 }
}

//@ traced(ret)
pub fn even(n: u8) -> bool {
    n == 0 || odd(n - 1)
}

//@ traced(ret)
pub fn odd(n: u8) -> bool {
    n != 0 && even(n - 1)
}

//@ traced(ret)
pub fn let_else(text: &str) -> usize {
    let Some((head, _)) = text.split_once(' ') else {
        return 0;
    };
    head.len()
}

//@ traced(ret)
pub fn if_let_chain_of_returns(pair: (Option<u8>, Option<u8>)) -> u8 {
    if let (Some(a), Some(b)) = pair {
        return a + b;
    }
    let (Some(a), None) = pair else { return 9 };
    a
}

//@ traced(ret)
pub fn while_let(mut list: Vec<u8>) -> u8 {
    let mut sum = 0;
    while let Some(n) = list.pop() {
        sum += n;
    }
    sum
}

//@ traced(ret)
pub fn async_block_inside() -> usize {
    let later = async { 1 };
    size_of_val(&later)
}

//@ traced(ret(?))
pub fn try_fold(list: &[u8]) -> Option<u8> {
    list.iter().try_fold(0u8, |sum, n| sum.checked_add(*n))
}

//@ traced
pub fn statements_of_all_kinds() {
    use std::collections::BTreeMap;
    const SIZE: usize = 2;
    static COUNT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(SIZE);
    fn inner(map: &BTreeMap<u8, u8>) -> usize {
        map.len()
    }
    macro_rules! twice {
        ($e:expr) => {
            $e + $e
        };
    }
    let map = BTreeMap::from([(1, 2)]);
    let total = twice!(inner(&map));
    COUNT.fetch_add(total, std::sync::atomic::Ordering::Relaxed);
}

//@ traced(err)
pub fn returns_in_match(n: u8) -> Result<u8, String> {
    let n = match n {
        0 => return Err(String::from("none")),
        1 => return Ok(1),
        n => n,
    };
    Ok(n)
}

//@ traced(ret)
pub fn items_and_inner_attributes(n: u8) -> u8 {
    #![allow(unused_mut)]
    let mut m = n;
    m
}

//@ traced(ret)
pub fn asm_free_unsafe_block(list: &[u8]) -> u8 {
    if list.is_empty() {
        return 0;
    }
    // SAFETY: not empty.
    unsafe { *list.get_unchecked(0) }
}

//@ traced(ret)
pub fn mutates_a_static() -> u8 {
    static NEXT: std::sync::Mutex<u8> = std::sync::Mutex::new(0);
    let mut next = NEXT.lock().unwrap();
    *next += 1;
    *next
}

/// Written by hand.
pub fn by_hand(n: u8) -> Pin<Box<dyn Future<Output = u8> + Send>> {
    Box::pin(early_later(n))
}

//@ traced(ret)
pub fn deep_nesting(n: u8) -> u8 {
    if n > 0 {
        for m in 0..n {
            match m {
                3 => {
                    loop {
                        if m == n {
                            break;
                        }
                        return m;
                    }
                }
                _ => continue,
            }
        }
    }
    n
}

async fn tick() {}
