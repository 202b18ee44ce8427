#[doc(hidden)] pub mod telemetry { pub use otlp_runtime::*; }

macro_rules! block {
    ($(#[$meta:meta])* $vis:vis $ty:ty, $load:path, $name:ident, $body:block, $item:item, $out:ty) => {
        $(#[$meta])* impl $load for $ty { fn load(&self) -> $out $body }
        #[$crate::telemetry::traced(crate = $crate::telemetry)]
        impl $ty {
            $vis fn $name(&self) -> $out $body
            #[$crate::telemetry::span(err)] $vis async fn later(&self) -> Result<$out, String> $body
            #[$crate::telemetry::span(skip)] $item
            $item
            fn last(&self) {}
        }
    };
}
trait Load { fn load(&self) -> &dyn Send; }
struct Cart<T>(T);
block! { #[otlp_runtime::traced] pub(crate) Cart<u8>, Load, one, { todo!() }, #[cfg(any())] fn absent(&self) -> Missing { missing }, &dyn Send }
fn main() { Cart(1).last(); let _ = (Cart::<u8>::one, Cart::<u8>::later, <Cart<u8> as Load>::load); }
