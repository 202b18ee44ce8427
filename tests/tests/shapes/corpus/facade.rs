//! A crate that re-exports the runtime, and a macro of its own that traces.

pub use otlp_runtime as telemetry;

/// Writes a function with a span.
#[macro_export]
macro_rules! traced_function {
    ($vis:vis fn $name:ident($($arg:ident: $ty:ty),*) -> $out:ty $body:block) => {
        #[$crate::telemetry::traced(crate = $crate::telemetry, ret)]
        $vis fn $name($($arg: $ty),*) -> $out $body
    };
}

/// Writes the same function without.
#[macro_export]
macro_rules! plain_function {
    ($vis:vis fn $name:ident($($arg:ident: $ty:ty),*) -> $out:ty $body:block) => {
        $vis fn $name($($arg: $ty),*) -> $out $body
    };
}
