//! The tables of the semantic conventions v1.44.0.
//!
//! Generated from `otlp-macros/semconv/*.json` by `cargo xtask semconv`; do not edit.
//! Copyright The OpenTelemetry Authors, Apache-2.0.

pub(super) mod attributes;
pub(super) mod conventions;
pub(super) mod events;
mod names;
