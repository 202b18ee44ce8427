//! The product beside other libraries, each in the same small trait.
//!
//! In: the name of a row and what to run. Out: numbers, as lines of results.
//! Never here: judgement; BENCHMARKS.md reads the numbers.
//!
//! A row always runs in a process of its own, the program `peer`, since each library is installed once and for a whole
//! process. The benches start the processes and talk to them.

pub mod allocations;
pub mod carriers;
pub mod cases;
pub mod children;
pub mod clock;
pub mod peer;
pub mod peers;
pub mod picture;
pub mod program;
pub mod results;
pub mod send;

/// What goes wrong in a bench ends it.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
