//! `otlp-examples`.
