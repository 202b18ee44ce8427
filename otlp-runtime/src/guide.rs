//! The guide: what the macros take, where context goes, which spans are recorded, what a crate can emit.
//!
//! In: pages in Markdown. Out: documentation, whose examples are tests.
//! Never here: code.

#[doc = include_str!("guide/macros.md")]
pub mod macros {}

#[doc = include_str!("guide/context.md")]
pub mod context {}

#[doc = include_str!("guide/sampling.md")]
pub mod sampling {}

#[doc = include_str!("guide/manifest.md")]
pub mod manifest {}
