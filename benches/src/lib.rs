//! `otlp-benches`.
