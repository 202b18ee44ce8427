//! Tests of the bridge to the `opentelemetry` crate, apart from the others for what they depend on.
//!
//! In: libraries that call that crate, as they are published. Out: nothing; the tests are in `tests`.
//! Never here: code.
