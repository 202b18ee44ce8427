//! Receivers.
//+ use otlp_runtime::traced;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

/// A cart.
#[derive(Clone, Debug, Default)]
pub struct Cart(pub u8);

impl Cart {
    //@ traced("acme.id" = self.0, ret)
    pub fn by_value(self) -> u8 {
        self.0
    }
    //@ traced("acme.id" = self.0, ret)
    pub fn by_mutable_value(mut self) -> u8 {
        self.0 += 1;
        self.0
    }
    //@ traced("acme.id" = self.0, ret)
    pub fn by_reference(&self) -> &u8 {
        &self.0
    }
    //@ traced("acme.id" = self.0, ret)
    pub fn by_mutable_reference(&mut self) -> &mut u8 {
        &mut self.0
    }
    //@ traced("acme.id" = self.0, ret)
    pub fn reborrows(&mut self) -> &u8 {
        self.0 += 1;
        &self.0
    }
    //@ traced(ret(?))
    pub fn by_box(self: Box<Self>) -> Self {
        *self
    }
    //@ traced(ret, "acme.id" = self.0)
    pub fn by_rc(self: Rc<Self>) -> u8 {
        self.0
    }
    //@ traced(ret, "acme.id" = self.0)
    pub async fn by_arc(self: Arc<Self>) -> u8 {
        tick().await;
        self.0
    }
    //@ traced(ret, "acme.id" = self.0)
    pub async fn by_arc_reference(self: &Arc<Self>) -> u8 {
        tick().await;
        self.0
    }
    //@ traced(err)
    pub fn by_pin(self: Pin<&mut Self>) -> Result<&mut Self, std::fmt::Error> {
        Ok(self.get_mut())
    }
    //@ traced(ret)
    pub async fn by_mutable_reference_later(&mut self, other: &Self) -> u8 {
        tick().await;
        self.0 += other.0;
        self.0
    }
    //@ traced(err)
    pub async fn consumed_later(mut self) -> Result<Self, String> {
        tick().await;
        self.0 += 1;
        if self.0 > 9 {
            return Err(String::from("full"));
        }
        Ok(self)
    }
    //@ traced(ret(?))
    pub fn typed(self: &Self) -> Self {
        self.clone()
    }
    //@ traced(ret(?))
    pub fn builder(mut self, id: u8) -> Self {
        self.0 = id;
        self
    }
    //@ traced
    pub fn destructured(self) -> u8 {
        let Self(id) = self;
        id
    }
    //@ traced(ret)
    pub fn closure_over_self(&mut self) -> u8 {
        let mut add = |by| {
            self.0 += by;
            self.0
        };
        add(1);
        add(2)
    }
}

async fn tick() {}
