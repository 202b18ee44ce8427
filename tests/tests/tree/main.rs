//! Which spans there are, below which, and how they ended: compared as trees of text.
//!
//! In: annotated functions of every shape. Out: the tree that a person would draw.
//! Never here: the wire (`wire`), compile errors (`ui-tests`).

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::large_types_passed_by_value,
    reason = "shapes, not purposes; a panic in a helper is a finding"
)]

mod blocks;
mod bounds;
mod context;
mod depth;
mod derive;
mod elsewhere;
mod futures;
mod later;
mod limits;
mod nesting;
mod outcomes;
mod runtimes;
mod sampling;
mod stats;
mod streams;
