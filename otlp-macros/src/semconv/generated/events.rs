//! The events of the semantic conventions v1.44.0.
//!
//! Generated from `otlp-macros/semconv/events.json` by `cargo xtask semconv`; do not edit.
//! Copyright The OpenTelemetry Authors, Apache-2.0.

use crate::semconv::facts::{Deprecated, Event, Reason, Stability};

#[rustfmt::skip]
pub(in crate::semconv) static EVENTS: &[Event] = &[
    Event { name: "app.crash", stability: Stability::Development, deprecated: None },
    Event { name: "app.jank", stability: Stability::Development, deprecated: None },
    Event { name: "app.screen.click", stability: Stability::Development, deprecated: None },
    Event { name: "app.widget.click", stability: Stability::Development, deprecated: None },
    Event { name: "az.resource.log", stability: Stability::Development, deprecated: Some(&Deprecated { reason: Reason::Renamed, renamed_to: Some("azure.resource.log"), moved_to: None, names: &[] }) },
    Event { name: "azure.resource.log", stability: Stability::Development, deprecated: None },
    Event { name: "browser.web_vital", stability: Stability::Development, deprecated: None },
    Event { name: "db.client.operation.exception", stability: Stability::Development, deprecated: None },
    Event { name: "device.app.lifecycle", stability: Stability::Development, deprecated: None },
    Event { name: "exception", stability: Stability::Stable, deprecated: None },
    Event { name: "faas.invocation.exception", stability: Stability::Development, deprecated: None },
    Event { name: "feature_flag.evaluation", stability: Stability::ReleaseCandidate, deprecated: None },
    Event { name: "gen_ai.assistant.message", stability: Stability::Development, deprecated: Some(&Deprecated { reason: Reason::Uncategorized, renamed_to: None, moved_to: None, names: &["gen_ai.client.inference.operation.details"] }) },
    Event { name: "gen_ai.choice", stability: Stability::Development, deprecated: Some(&Deprecated { reason: Reason::Uncategorized, renamed_to: None, moved_to: None, names: &["gen_ai.client.inference.operation.details"] }) },
    Event { name: "gen_ai.client.inference.operation.details", stability: Stability::Development, deprecated: Some(&Deprecated { reason: Reason::Uncategorized, renamed_to: None, moved_to: Some("open-telemetry/semantic-conventions-genai"), names: &[] }) },
    Event { name: "gen_ai.client.operation.exception", stability: Stability::Development, deprecated: Some(&Deprecated { reason: Reason::Uncategorized, renamed_to: None, moved_to: Some("open-telemetry/semantic-conventions-genai"), names: &[] }) },
    Event { name: "gen_ai.evaluation.result", stability: Stability::Development, deprecated: Some(&Deprecated { reason: Reason::Uncategorized, renamed_to: None, moved_to: Some("open-telemetry/semantic-conventions-genai"), names: &[] }) },
    Event { name: "gen_ai.system.message", stability: Stability::Development, deprecated: Some(&Deprecated { reason: Reason::Uncategorized, renamed_to: None, moved_to: None, names: &["gen_ai.client.inference.operation.details"] }) },
    Event { name: "gen_ai.tool.message", stability: Stability::Development, deprecated: Some(&Deprecated { reason: Reason::Uncategorized, renamed_to: None, moved_to: None, names: &["gen_ai.client.inference.operation.details"] }) },
    Event { name: "gen_ai.user.message", stability: Stability::Development, deprecated: Some(&Deprecated { reason: Reason::Uncategorized, renamed_to: None, moved_to: None, names: &["gen_ai.client.inference.operation.details"] }) },
    Event { name: "http.client.request.exception", stability: Stability::Development, deprecated: None },
    Event { name: "http.server.request.exception", stability: Stability::Development, deprecated: None },
    Event { name: "messaging.create.exception", stability: Stability::Development, deprecated: None },
    Event { name: "messaging.process.exception", stability: Stability::Development, deprecated: None },
    Event { name: "messaging.receive.exception", stability: Stability::Development, deprecated: None },
    Event { name: "messaging.send.exception", stability: Stability::Development, deprecated: None },
    Event { name: "messaging.settle.exception", stability: Stability::Development, deprecated: None },
    Event { name: "rpc.client.call.exception", stability: Stability::Development, deprecated: None },
    Event { name: "rpc.message", stability: Stability::Development, deprecated: Some(&Deprecated { reason: Reason::Obsoleted, renamed_to: None, moved_to: None, names: &[] }) },
    Event { name: "rpc.server.call.exception", stability: Stability::Development, deprecated: None },
    Event { name: "session.end", stability: Stability::Development, deprecated: None },
    Event { name: "session.start", stability: Stability::Development, deprecated: None },
];
