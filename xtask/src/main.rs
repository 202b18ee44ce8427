//! Chores of this repository that are programs: `cargo xtask <chore>`.
//!
//! In: the arguments. Out: files written, or the difference that is left.
//! Never here: anything that a build of the product needs.

#![forbid(unsafe_code)]

mod semconv;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask semconv [--check]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match *arguments {
        ["semconv"] => semconv::write(),
        ["semconv", "--check"] => semconv::check(),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
