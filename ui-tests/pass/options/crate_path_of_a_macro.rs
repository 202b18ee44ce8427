pub use otlp_runtime as runtime;

#[macro_export]
macro_rules! traced_fn {
    ($name:ident, $id:literal, $size:expr, $body:block, $ty:ty, $span:literal) => {
        #[$crate::runtime::traced(crate = $crate::runtime, name = $span, "acme.id" = $id, "acme.size" = $size, ret(?))]
        fn $name() -> $ty $body
    };
}

traced_fn!(load, 7, 1 + 2, { 5 }, u8, "cart.load");
traced_fn!(store, -7, f64::from(3u8), { Some("x") }, Option<&'static str>, "cart.store");

fn main() {
    let _ = (load(), store());
}
