//! What the compiler says about annotations, right and wrong.
//!
//! In: `fail/<rule>/<case>.rs` and `pass/<subject>/<case>.rs`. Out: reviewed `.stderr` files.
//! Never here: what spans do when they run; the cases of `pass` only have to build and return.
