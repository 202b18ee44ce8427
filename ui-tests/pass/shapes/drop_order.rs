use std::{cell::RefCell, future::Future, pin::pin, task::{Context, Waker}};
use otlp_runtime::traced;
thread_local!(static LOG: RefCell<String> = const { RefCell::new(String::new()) });
struct D(char);
impl Drop for D { fn drop(&mut self) { LOG.with_borrow_mut(|log| log.push(self.0)) } }
fn plain(_a: D, b: D, c: D, (d, _e): (D, D)) -> Result<u8, String> { let _x = (D('x'), &c.0, &d.0); drop(b); Ok(1) }
#[traced] fn sync(_a: D, b: D, c: D, (d, _e): (D, D)) -> Result<u8, String> { let _x = (D('x'), &c.0, &d.0); drop(b); Ok(1) }
#[traced(err, ret)] fn told(_a: D, b: D, c: D, (d, _e): (D, D)) -> Result<u8, String> { let _x = (D('x'), &c.0, &d.0); drop(b); Ok(1) }
#[traced(err)] fn owned<'a>(s: &'a str, _a: D, b: D, c: D, (d, _e): (D, D)) -> Result<&'a str, String> { let _x = (D('x'), &c.0, &d.0); drop(b); Ok(s) }
#[traced(err)] async fn later(_a: D, b: D, c: D, (d, _e): (D, D)) -> Result<u8, String> { let _x = (D('x'), &c.0, &d.0); drop(b); Ok(1) }
fn order<T>(call: impl FnOnce(D, D, D, (D, D)) -> T) -> String { drop(call(D('a'), D('b'), D('c'), (D('d'), D('e')))); LOG.take() }
fn main() {
    let expected = order(plain);
    assert_eq!(order(sync), expected);
    assert_eq!(order(told), expected);
    assert_eq!(order(|a, b, c, d| owned("", a, b, c, d)), expected);
    let poll = |a, b, c, d| assert!(pin!(later(a, b, c, d)).poll(&mut Context::from_waker(Waker::noop())).is_ready());
    assert_eq!(order(poll), expected);
}
