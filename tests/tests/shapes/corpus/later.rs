//! Functions that return a future.
#![allow(missing_docs)]
//+ use otlp_runtime::traced;
use std::future::{Future, ready};
use std::pin::Pin;

fn assert_send<T: Send>(_: T) {}

pub fn checks() {
    assert_send(returns_impl(1));
    assert_send(returns_box(1));
    assert_send(borrows_in_a_box("a"));
    assert_send(refuses_early("a"));
}

//@ traced(ret)
pub fn returns_impl(n: u8) -> impl Future<Output = u8> + Send {
    async move { ready(n).await }
}

//@ traced(err)
pub fn returns_impl_of_a_result(n: u8) -> impl Future<Output = Result<u8, String>> + Send {
    let doubled = n * 2;
    async move {
        let n = ready(doubled).await;
        if n > 9 {
            return Err(String::from("many"));
        }
        Ok(n)
    }
}

//@ traced(ret)
pub fn returns_box(n: u8) -> Pin<Box<dyn Future<Output = u8> + Send>> {
    Box::pin(async move { ready(n).await })
}

//@ traced(ret)
pub fn borrows_in_a_box<'a>(text: &'a str) -> Pin<Box<dyn Future<Output = usize> + Send + 'a>> {
    Box::pin(async move {
        ready(()).await;
        text.len()
    })
}

//@ traced(err)
pub fn refuses_early<'a>(text: &'a str) -> Pin<Box<dyn Future<Output = Result<usize, String>> + Send + 'a>> {
    if text.is_empty() {
        return Box::pin(async { Err(String::from("empty")) });
    }
    let unused = 1;
    return Box::pin(async move { Ok(text.len()) });
}

//@ traced
pub fn passes_one_on(n: u8) -> impl Future<Output = u8> {
    returns_impl(n)
}

pub struct Shop(u8);

impl Shop {
    //@ traced(ret)
    pub fn borrows_self(&self) -> impl Future<Output = u8> + Send + '_ {
        async move { ready(self.0).await }
    }
    //@ traced(ret)
    pub fn changes_self(&mut self) -> Pin<Box<dyn Future<Output = u8> + Send + '_>> {
        Box::pin(async move {
            self.0 += 1;
            ready(self.0).await
        })
    }
    //@ traced(ret)
    pub fn generic<T: Into<u8> + Send + 'static>(value: T) -> Pin<Box<dyn Future<Output = u8> + Send>> {
        Box::pin(async move { value.into() })
    }
}

//@ traced(ret)
pub fn unused_parameters(used: u8, unused: u8) -> Pin<Box<dyn Future<Output = u8> + Send>> {
    Box::pin(async move { used })
}

#[async_trait::async_trait]
pub trait Load {
    async fn load(&self) -> u8;
    //@ traced(ret)
    async fn twice(&self) -> u8 {
        self.load().await * 2
    }
}

#[async_trait::async_trait]
impl Load for u8 {
    //@ traced(ret)
    async fn load(&self) -> u8 {
        ready(*self).await
    }
}
