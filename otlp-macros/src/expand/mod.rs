//! Prints a model as code.
//!
//! In: a checked model. Out: tokens, fully qualified, that call the runtime through its one
//! private door, `otlp_runtime::__private`.
//! Never here: decisions about what the user meant, errors.
//!
//! Names made here begin with `__otlp_` and are `mixed_site`, so neither a local nor a
//! constant of the user's can be taken for one of them.

mod block;
mod body;
mod door;
mod group;
mod otlp;
mod span;
mod statement;
mod tracked;
mod typed;
mod value;

pub(crate) use block::block;
pub(crate) use body::function;
pub(crate) use door::{door, ours_at, placed};
pub(crate) use group::required_keys;
pub(crate) use span::{inline_span, local, refused_span};
pub(crate) use statement::statement;
pub(crate) use tracked::tracked;
pub(crate) use typed::{KeyTrait, warning};
pub(crate) use value::key as printed_key;
