//! What the runtime tells the person who runs the program.
//!
//! In: one sentence. Out: one line on standard error.
//! Never here: rate limits (the caller's), secrets (callers pass redacted text only).

use core::fmt::Display;
use std::io::Write as _;

/// Prints one warning line; the caller decides how often.
pub(crate) fn warn(message: impl Display) {
    // What an exporter of the user's says may come from a server: it shall neither end the line nor command a terminal.
    let message = message.to_string().replace(char::is_control, " ");
    // Not `eprintln!`: that panics when standard error is closed.
    let _ = writeln!(std::io::stderr(), "otlp-runtime: warning: {message}");
}
