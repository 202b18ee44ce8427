//! `otlp-tests`.
