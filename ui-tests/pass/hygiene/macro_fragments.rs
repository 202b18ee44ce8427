use otlp_runtime::{record, traced};

macro_rules! function {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($arg:ident: $ty:ty) -> $out:ty $body:block $key:literal $value:expr, $pat:pat) => {
        $(#[$meta])* #[traced($key = $value, "acme.arg" = $arg, err(expected = $pat), ret(?))]
        $vis fn $name($arg: $ty) -> $out $body
        mod $name { #[otlp_runtime::traced("acme.arg" = $arg)] pub async fn later($arg: $ty, x: String) -> $out { let _ = x; super::$name($arg) } }
    };
}
function! { /// Kept.
    pub(crate) fn load(id: u8) -> Result<u8, String> { if id == 0 { return Err(String::new()); } Ok(id) } "acme.id" 1 + 2, _ }
macro_rules! item { ($item:item) => { #[traced(ret)] $item } }
item! { fn whole(x: u8) -> u8 { x } }
macro_rules! note { ($key:literal, $($value:tt)*) => { record!($key = $($value)*) } }
fn main() {
    note!("acme.a", ?1);
    let _ = (load(1), drop(load::later(1, String::new())), whole(1));
}
