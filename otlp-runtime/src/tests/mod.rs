//! Tests that need more than one room.

mod fuzz;
mod mutate;
