//! placeholder
mod attribute;
mod encode;
mod error;
pub use attribute::{KeyValue, Value};
pub use error::Error;
