use otlp_runtime::traced;

#[traced(err)]
pub unsafe trait Load<T>: Sized where T: Default {
    type Item<'a> where Self: 'a;
    const SIZE: u8 = { 3 };
    fn load(&self) -> Result<T, String>;
    fn load_all(&self) -> Vec<T> { (0..Self::SIZE).flat_map(|_| self.load()).collect() }
    #[allow(async_fn_in_trait)] async fn later(&mut self) -> Result<T, std::fmt::Error> { self.load().map_err(|_| std::fmt::Error) }
    fn new() -> T where Self: Default { #![allow(unused)] T::default() }
    #[traced(skip)] fn size(&self) -> u8 { Self::SIZE }
}
#[traced]
unsafe impl<T: Default, U> Load<T> for Option<U> {
    type Item<'a> = &'a U where Self: 'a;
    fn load(&self) -> Result<T, String> { self.as_ref().map(|_| T::default()).ok_or(String::new()) }
}
#[traced("shop.kind" = "any")] impl<T: ?Sized> Named for T { fn name(&self) -> &'static str { "any" } }
trait Named { fn name(&self) -> &'static str; }
fn main() { let mut it = Some(1); let _: Vec<u8> = it.load_all(); let _: u8 = Option::<u8>::new(); (Load::<u8>::size(&it), drop(Load::<u8>::later(&mut it)), [1].name()).0; }
