//! Async functions, and that their futures are `Send` when they were.
//+ use otlp_runtime::traced;
use std::cell::Cell;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

fn assert_send<T: Send>(_: T) {}
fn assert_sync<T: Sync>(_: T) {}
fn assert_static<T: 'static>(_: T) {}
fn assert_unwind_safe<T: std::panic::UnwindSafe>(_: T) {}

/// All of them.
pub fn checks() {
    assert_send(nothing());
    assert_sync(nothing());
    assert_static(nothing());
    assert_unwind_safe(nothing());
    assert_send(with_cell(Cell::new(1)));
    assert_send(two_arguments("a", "b"));
    assert_send(lock_before_await(&Mutex::new(1)));
    assert_send(generic(1u8));
    assert_send(owned(Arc::new(1), String::new()));
    assert_static(owned(Arc::new(1), String::new()));
    assert_send(Rows(1).inside(&2));
    assert_send(dyn_argument(&1));
    assert_send(loops(vec![1]));
    assert_send(closure_argument(|n| n));
    assert_send(async_closure_argument(async |n: u8| n));
    assert_send(fallible(1));
}

//@ traced
pub async fn nothing() {
    tick().await;
}

//@ traced(err, "acme.cell" = cell.get())
pub async fn with_cell(cell: Cell<u8>) -> Result<u8, String> {
    tick().await;
    Ok(cell.get())
}

//@ traced(ret)
pub async fn with_rc(n: Rc<u8>) -> u8 {
    tick().await;
    *n
}

//@ traced(ret)
pub async fn two_arguments(left: &str, right: &str) -> usize {
    tick().await;
    left.len() + right.len()
}

//@ traced(ret)
pub async fn lock_before_await(lock: &Mutex<u8>) -> u8 {
    let n = *lock.lock().unwrap();
    tick().await;
    n
}

//@ traced(ret(?))
pub async fn generic<T: Send + std::fmt::Debug>(value: T) -> T {
    tick().await;
    value
}

//@ traced(ret)
pub async fn owned(n: Arc<u8>, text: String) -> usize {
    tick().await;
    text.len() + usize::from(*n)
}

/// Rows.
pub struct Rows(u8);

impl Rows {
    //@ traced(ret)
    pub async fn inside(&self, other: &u8) -> u8 {
        tick().await;
        self.0 + *other
    }
}

//@ traced(ret)
pub async fn dyn_argument(value: &(dyn std::fmt::Display + Sync)) -> String {
    tick().await;
    value.to_string()
}

//@ traced(ret)
pub async fn loops(list: Vec<u8>) -> u8 {
    let mut sum = 0;
    for n in list {
        tick().await;
        sum += n;
    }
    sum
}

//@ traced(ret)
pub async fn closure_argument(f: impl Fn(u8) -> u8) -> u8 {
    tick().await;
    f(1)
}

//@ traced(ret)
pub async fn async_closure_argument<F: AsyncFn(u8) -> u8>(f: F) -> u8 {
    f(1).await
}

//@ traced(err)
pub async fn fallible(n: u8) -> Result<u8, std::num::TryFromIntError> {
    tick().await;
    let n = u8::try_from(u16::from(n))?;
    Ok(n)
}

//@ traced(ret)
pub async fn async_block_inside(n: u8) -> u8 {
    let inner = async move {
        tick().await;
        n + 1
    };
    inner.await
}

//@ traced
pub async fn borrows_locals() {
    let mut list = vec![1];
    let last = list.last_mut();
    tick().await;
    if let Some(last) = last {
        *last += 1;
    }
}

//@ traced(ret)
pub async fn pinned() -> u8 {
    let later = std::pin::pin!(async {
        tick().await;
        1
    });
    later.await
}

//@ traced
pub(crate) async fn spawned() {
    let task = tokio::spawn(owned(Arc::new(1), String::new()));
    drop(task);
    tick().await;
}

//@ traced(err)
pub async fn select(left: bool) -> Result<u8, String> {
    if left {
        tokio::select! {
            () = tick() => Ok(1),
            () = std::future::pending() => Err(String::new()),
        }
    } else {
        let ((), ()) = tokio::join!(tick(), tick());
        Ok(2)
    }
}

//@ traced(ret)
pub async unsafe fn unsafe_later(from: *const u8) -> u8 {
    // SAFETY: the caller says so.
    let n = unsafe { *from };
    tick().await;
    n
}

/// Uses all.
pub fn used() {
    drop(spawned());
}

async fn tick() {}
