//! Methods of traits, on both sides.
#![allow(async_fn_in_trait)]
//+ use otlp_runtime::traced;
use std::future::Future;

/// Loads.
pub trait Load {
    /// How much.
    const SIZE: u8;
    /// With a body.
    //@ traced("acme.size" = Self::SIZE, ret)
    fn load(&self) -> u8 {
        Self::SIZE + self.more()
    }
    /// Without.
    fn more(&self) -> u8;
    /// Async with a body.
    //@ traced(err)
    async fn later(&self) -> Result<u8, String> {
        Ok(self.more_later().await)
    }
    /// Async without.
    async fn more_later(&self) -> u8;
    /// Sized.
    //@ traced
    fn make() -> Self
    where
        Self: Sized + Default,
    {
        Self::default()
    }
    /// A future.
    fn send_later(&self) -> impl Future<Output = u8> + Send;
    /// Rows.
    fn rows(&self) -> impl Iterator<Item = u8>;
}

impl Load for u8 {
    const SIZE: Self = 3;
    //@ traced(ret)
    fn more(&self) -> u8 {
        *self
    }
    //@ traced(ret)
    async fn more_later(&self) -> u8 {
        *self
    }
    //@ traced(ret)
    async fn send_later(&self) -> u8 {
        *self
    }
    //@ traced
    fn rows(&self) -> impl Iterator<Item = u8> {
        0..*self
    }
}

impl<T: Load + Sync> Load for Option<T> {
    const SIZE: u8 = T::SIZE;
    //@ traced(ret)
    fn more(&self) -> u8 {
        self.as_ref().map_or(0, Load::more)
    }
    //@ traced(ret)
    async fn more_later(&self) -> u8 {
        match self {
            Some(inner) => inner.more_later().await,
            None => 0,
        }
    }
    async fn send_later(&self) -> u8 {
        match self {
            Some(inner) => inner.send_later().await,
            None => 0,
        }
    }
    //@ traced
    fn rows(&self) -> impl Iterator<Item = u8> {
        self.iter().flat_map(Load::rows)
    }
}

/// A trait object.
pub trait Shape {
    /// Its area.
    fn area(&self) -> u32;
    /// Twice.
    //@ traced(ret)
    fn twice(&self) -> u32 {
        self.area() * 2
    }
}

/// A square.
pub struct Square(pub u32);

impl Shape for Square {
    //@ traced(ret)
    fn area(&self) -> u32 {
        self.0 * self.0
    }
}

//@ traced
pub fn object(side: u32) -> Box<dyn Shape> {
    Box::new(Square(side))
}

impl std::fmt::Display for Square {
    //@ traced(err)
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Iterator for Square {
    type Item = u32;
    //@ traced(ret(?))
    fn next(&mut self) -> Option<Self::Item> {
        self.0 = self.0.checked_sub(1)?;
        Some(self.0)
    }
}

impl std::ops::Index<usize> for Square {
    type Output = u32;
    //@ traced(ret)
    fn index(&self, _index: usize) -> &Self::Output {
        &self.0
    }
}

impl Drop for Square {
    //@ traced
    fn drop(&mut self) {
        self.0 = 0;
    }
}

impl Future for Square {
    type Output = u32;
    //@ traced(ret(?))
    fn poll(self: std::pin::Pin<&mut Self>, _context: &mut std::task::Context<'_>) -> std::task::Poll<u32> {
        std::task::Poll::Ready(self.0)
    }
}

impl From<u32> for Square {
    //@ traced(sync) / traced(sync)
    fn from(side: u32) -> Self {
        Self(side)
    }
}

impl std::str::FromStr for Square {
    type Err = std::num::ParseIntError;
    //@ traced(err)
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}
