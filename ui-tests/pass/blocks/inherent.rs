use std::{pin::Pin, rc::Rc};
use otlp_runtime::{span, traced};

struct Cart<'a, T, const N: usize>([&'a T; N]);
#[traced(kind = client, "shop.part" = "cart", err)]
impl<'a, T: PartialEq, const N: usize> Cart<'a, T, N> where T: Clone {
    pub const EMPTY: Matrix<{ 1 + 1 }> = Matrix {};
    const fn size(&self) -> usize { N }
    pub(crate) fn new(items: [&'a T; N]) -> Self { Self(items) }
    fn square(&self) -> Matrix<{ 1 + 0 }> { Matrix {} }
    fn first(&mut self) -> Option<&mut &'a T> { self.0.first_mut() }
    #[span("shop.size" = self.size())] fn take(mut self: Box<Self>) -> &'a T { self.0.reverse(); self.0[0] }
    async unsafe fn find(self: Rc<Self>, item: &T) -> Result<&'a T, String> { self.0.iter().find(|it| *it == &item).copied().ok_or_else(String::new) }
    fn pinned(self: Pin<&mut Self>, by: impl Fn(&T) -> bool) -> impl Iterator<Item = bool> { self.0.iter().map(move |it| by(it)).collect::<Vec<_>>().into_iter() }
    #[traced(skip)] #[track_caller] fn never(&self) -> Result<u8, T> { unreachable!() }
    #[cfg(any())] fn absent(self) -> Missing { missing }
}
struct Matrix<const N: usize> {}
fn main() { let mut it = Cart::new([&1]); drop((it.first().is_some(), it.square(), Cart::<u8, 1>::EMPTY, Pin::new(&mut it).pinned(|_| true).next())); let _ = Box::new(it).take(); }
