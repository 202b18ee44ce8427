//! A crate that denies all it can: nothing may be said about generated code.
#![allow(clippy::missing_const_for_fn, reason = "a span cannot start in a constant")]
//+ use otlp_runtime::traced;

use core::fmt::Debug;
use std::error::Error;

/// One expression.
//@ traced(ret)
#[must_use]
pub fn one_expression() -> u8 {
    5
}

/// Nothing.
//@ traced
pub fn unit() {
    let _: u8 = one_expression();
}

/// A future of nothing.
//@ traced
pub async fn unit_later() {
    tick().await;
}

/// Fails.
///
/// # Errors
///
/// When it is no number.
//@ traced(err, ret(?), "acme.id" = id)
pub async fn fallible_later(id: &str) -> Result<u8, Box<dyn Error>> {
    tick().await;
    Ok(id.parse::<u8>()? + one_expression())
}

/// Fails.
///
/// # Errors
///
/// When it is no number.
//@ traced(err(expected = _), ret(%), "acme.id" = (1 + 2), "acme.text" = id.trim(), "acme.block" = {id})
pub fn fallible(id: &str) -> Result<u8, Box<dyn Error>> {
    Ok(id.parse::<u8>()? + one_expression())
}

/// Borrows.
//@ traced(ret(?))
#[must_use]
pub fn borrowing(list: &[u8]) -> Option<&u8> {
    list.first()
}

/// Generic.
//@ traced(ret(?))
#[must_use]
pub fn generic<T: Debug + Default>() -> T {
    T::default()
}

/// A view.
#[derive(Debug)]
pub struct View<'text>(&'text str);

impl<'text> View<'text> {
    /// Makes it.
    //@ traced(ret(?))
    #[must_use]
    pub fn new(text: &'text str) -> Self {
        Self(text)
    }

    /// Reads it.
    //@ traced(ret)
    #[must_use]
    pub fn text(&self) -> &'text str {
        self.0
    }

    /// Splits it.
    //@ traced(ret(?), "acme.text" = self.0)
    #[must_use]
    pub fn split(&self) -> View<'_> {
        View(self.0.trim())
    }

    /// Waits.
    //@ traced(err, "acme.text" = self.0)
    pub(crate) async fn wait(&self) -> Result<(), String> {
        tick().await;
        Ok(())
    }
}

/// Uses all.
pub async fn all() {
    let view = View::new("a");
    if view.wait().await.is_err() {
        unit();
    }
}

async fn tick() {
    std::future::ready(()).await;
}
