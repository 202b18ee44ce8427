//! Which spans there are, below which, and how they ended: compared as trees of text.
//!
//! In: annotated functions of every shape. Out: the tree that a person would draw.
//! Never here: the wire (`wire`), compile errors (`ui-tests`).

#![expect(clippy::unnecessary_wraps, clippy::unused_async, reason = "shapes, not purposes")]

mod context;
mod futures;
mod limits;
mod nesting;
mod outcomes;
mod runtimes;
mod stats;
