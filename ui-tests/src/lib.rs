//! `otlp-ui-tests`.
