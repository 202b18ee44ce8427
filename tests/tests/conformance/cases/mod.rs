//! The cases, by group.
//!
//! In: a subject. Out: verdicts.
//! Never here: expectations of single subjects (`known`).

pub(crate) mod batch;
pub(crate) mod env;
pub(crate) mod exceptions;
pub(crate) mod exporter;
pub(crate) mod flush;
pub(crate) mod grpc;
pub(crate) mod http;
pub(crate) mod limits;
pub(crate) mod otlp;
pub(crate) mod propagation;
pub(crate) mod resource;
pub(crate) mod sampling;
pub(crate) mod sdk;
