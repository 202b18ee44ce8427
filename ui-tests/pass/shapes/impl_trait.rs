use otlp_runtime::traced;

#[traced] fn plain(items: &[u8]) -> impl Iterator<Item = &u8> { items.iter() }
#[traced(ret(?))] fn nested(n: u8) -> Option<Vec<impl std::fmt::Debug>> { if n == 0 { return None; } Some(vec![n]) }
#[traced(err)] fn fallible(n: u8) -> Result<impl Fn(u8) -> u8, String> { Ok(move |x| x + n) }
#[traced(err)] async fn later(n: u8) -> Result<impl Iterator<Item = u8> + Send, String> { Ok(0..n) }
#[traced] fn captured<'a, T>(list: &'a [T]) -> impl Iterator<Item = &'a T> + use<'a, T> { list.iter() }
trait Rows { fn rows(&self) -> impl Iterator<Item = u8>; }
impl Rows for u8 {
    #[traced] fn rows(&self) -> impl Iterator<Item = u8> { 0..*self }
}
fn main() {
    let _ = (plain(&[1]).count(), nested(1), fallible(1).map(|f| f(1)), 3u8.rows().count(), captured(&[1]).count());
    drop(later(1));
}
