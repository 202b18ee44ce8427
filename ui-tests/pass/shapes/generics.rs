use otlp_runtime::traced;

#[traced("acme.size" = N, ret(?))]
fn array<T: Default + Copy + std::fmt::Debug, const N: usize>() -> [T; N] where T: 'static { [T::default(); N] }
#[traced(err)]
async fn later<T, E>(value: Result<T, E>) -> Result<T, E> where E: std::fmt::Display { Ok(value?) }
#[traced(ret(?))]
fn unsized_ref<T: ?Sized + AsRef<str>>(value: &T) -> &str { value.as_ref() }
#[traced]
fn argument(items: impl IntoIterator<Item = impl Into<u64>>) -> u64 { items.into_iter().map(Into::into).sum() }
trait Make { type Out; fn make(&self) -> Self::Out; }
impl<T: Clone> Make for Vec<T> {
    type Out = Option<T>;
    #[traced] fn make(&self) -> Self::Out { self.first().cloned() }
}
fn main() {
    let _ = (array::<u8, 2>(), later::<u8, String>(Ok(1)), unsized_ref("a"), argument([1u8]), vec![1].make());
}
