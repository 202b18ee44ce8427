//! Environment variables as a carrier (OpenTelemetry, environment variable carriers).
//!
//! In: the variables of this process, at the moment of reading. Out: context; or variables of a child process.
//! Never here: changes to this process's own variables, starting processes.

use std::ffi::OsStr;
use std::process::Command;

use super::{Extractor, Injector};

/// The variables of this process, as its parent set them: `TRACEPARENT`, `TRACESTATE`, `BAGGAGE`, …
///
/// Read anew each time, so that it also serves on AWS Lambda, whose `_X_AMZN_TRACE_ID` is another one for each invocation.
///
/// ```
/// use otlp_runtime::{Environment, Span, extract, inject};
///
/// // The child continues the trace of the process that started it.
/// let main = Span::builder().name("main").parent(extract(&Environment)).start();
///
/// // The parent hands it on.
/// let mut child = std::process::Command::new("true");
/// inject(&mut child);
/// # main.end();
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Environment;

/// What AWS Lambda calls `x-amzn-trace-id`; another one for each invocation.
const LAMBDA: &str = "_X_AMZN_TRACE_ID";

/// That variable alone.
pub(super) struct Lambda;

impl Extractor for Lambda {
    fn values(&self, name: &str, found: &mut dyn FnMut(&str)) {
        if name == super::xray::HEADER {
            pass_on(std::env::var_os(LAMBDA).as_deref(), found);
        }
    }
}

/// Passes on a value. Whatever is no UTF-8 is no context either.
fn pass_on(value: Option<&OsStr>, found: &mut dyn FnMut(&str)) {
    if let Some(value) = value.and_then(OsStr::to_str).filter(|value| !value.is_empty()) {
        found(value);
    }
}

/// Returns the variable for a name: upper-case letters, digits and `_`, no digit first (PRO-04).
fn variable(name: &str) -> String {
    let first = name.bytes().next().filter(u8::is_ascii_digit).map(|_| '_');
    let rest =
        name.chars().map(|char| if char.is_ascii_alphanumeric() { char.to_ascii_uppercase() } else { '_' });
    first.into_iter().chain(rest).collect()
}

impl Extractor for Environment {
    fn values(&self, name: &str, found: &mut dyn FnMut(&str)) {
        let mut value = std::env::var_os(variable(name));
        if value.is_none() && name == super::xray::HEADER {
            value = std::env::var_os(LAMBDA);
        }
        pass_on(value.as_deref(), found);
    }
}

impl Injector for Command {
    fn set(&mut self, name: &str, value: &str) {
        self.env(variable(name), value);
    }

    /// A child inherits the variables of its parent, also those that came with another context.
    fn remove(&mut self, name: &str) {
        self.env_remove(variable(name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // PRO-04
    #[test]
    fn names_become_names_of_variables() {
        for (name, expected) in [
            ("traceparent", "TRACEPARENT"),
            ("x-b3-traceid", "X_B3_TRACEID"),
            ("x-amzn-trace-id", "X_AMZN_TRACE_ID"),
            ("a.b c", "A_B_C"),
            ("1st", "_1ST"),
            ("", ""),
        ] {
            assert_eq!(variable(name), expected);
        }
    }
}
