use otlp_runtime::traced;

trait Load {
    const SIZE: u8;
    #[traced("acme.size" = Self::SIZE, ret)] fn load(&self) -> u8 { Self::SIZE + self.more() }
    fn more(&self) -> u8;
    #[traced(err)] #[allow(async_fn_in_trait)] async fn later(&self) -> Result<u8, String> { Ok(self.more()) }
    #[traced] fn new() -> Self where Self: Sized + Default { Self::default() }
}
impl Load for u8 {
    const SIZE: u8 = 3;
    #[traced] fn more(&self) -> u8 { *self }
}
impl<T: Load> Load for Option<T> {
    const SIZE: u8 = T::SIZE;
    #[traced] fn more(&self) -> u8 { self.as_ref().map_or(0, Load::more) }
}
fn main() {
    let _ = (<u8 as Load>::new().load(), Some(1u8).load(), drop(1u8.later()));
}
