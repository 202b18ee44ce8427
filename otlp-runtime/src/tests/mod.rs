//! Tests that need more than one room.

mod fuzz;
pub(crate) mod mutate;
