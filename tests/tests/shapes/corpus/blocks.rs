//! Attributes on `impl` blocks and traits: all methods at once.
#![allow(missing_docs, async_fn_in_trait)]
//+ use otlp_runtime::traced;
use std::fmt::{self, Display};

pub struct Cart {
    items: Vec<u8>,
    closed: bool,
}

//@ traced(err)
impl Cart {
    pub const LIMIT: usize = 3;

    pub fn new() -> Self {
        Self { items: Vec::new(), closed: false }
    }
    pub fn add(&mut self, item: u8) -> Result<&mut Self, String> {
        if self.items.len() == Self::LIMIT {
            return Err(String::from("full"));
        }
        self.items.push(item);
        Ok(self)
    }
    pub fn first(&self) -> Option<&u8> {
        self.items.first()
    }
    pub async fn close(&mut self) -> Result<(), fmt::Error> {
        tick().await;
        self.closed = true;
        Ok(())
    }
    pub async fn len_later(&self) -> usize {
        tick().await;
        self.items.len()
    }
    pub fn generic<T: Display>(&self, value: T) -> Result<String, T> {
        if self.closed { Err(value) } else { Ok(value.to_string()) }
    }
    fn unused_method(&self, unused: u8) -> u8 {
        let mut n = 1;
        return n;
    }
    pub fn never(&self) -> ! {
        loop {}
    }
}

//@ traced
pub trait Load {
    const SIZE: u8;
    fn load(&self) -> u8 {
        Self::SIZE + self.more()
    }
    fn more(&self) -> u8;
    async fn later(&self) -> u8 {
        tick().await;
        self.more()
    }
}

//@ traced(err)
impl Load for Cart {
    const SIZE: u8 = 1;
    fn more(&self) -> u8 {
        let unused = 1;
        2
    }
}

pub struct View<'a, T: ?Sized>(&'a T);

//@ traced(err)
impl<'a, T: ?Sized + AsRef<str>> View<'a, T> {
    pub fn text(&self) -> &'a str {
        self.0.as_ref()
    }
    pub fn parse<N: std::str::FromStr>(&self) -> Result<N, N::Err>
    where
        N::Err: Display,
    {
        self.0.as_ref().parse()
    }
}

//@ traced
impl Display for View<'_, str> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

macro_rules! block {
    ($name:ident, $($item:tt)*) => {
        pub struct $name;
        //@ traced(err)
        impl $name {
            $($item)*
        }
    };
}

block! { Small, pub fn one(&self) -> Result<u8, String> { Ok(1) } pub async fn two(&self, unused: u8) -> u8 { tick().await; 2 } }

async fn tick() {
    std::future::ready(()).await;
}
