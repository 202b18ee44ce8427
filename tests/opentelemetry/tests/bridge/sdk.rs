//! Beside the SDK of OpenTelemetry: its spans as parents and children of ours, and its exporters.

use opentelemetry::trace::{Span as _, TraceContextExt as _, Tracer as _, TracerProvider as _};
use opentelemetry::{Context, InstrumentationScope, KeyValue};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider};
use otlp_runtime::opentelemetry::{TracerProvider, current_context};
use otlp_runtime::{SdkExporter, Span, inline};

use super::{session, session_with, tracer};

#[test]
fn spans_of_the_sdk_are_parents_and_children() {
    let session = session();
    let theirs = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(theirs.clone()).build();
    let sdk = provider.tracer("sdk");
    let context = Context::current_with_span(sdk.start("outer"));
    let outer = context.span().span_context().clone();
    let attached = context.attach();
    {
        let _ours = inline::span!("ours");
        tracer().start("library").end();
        sdk.start_with_context("inner", &current_context()).end();
    }
    drop(attached);
    let ours = session.span("ours");
    assert_eq!(ours.parent_span_id, outer.span_id().into());
    assert_eq!(ours.context.trace_id(), outer.trace_id().into());
    assert_eq!(session.tree(), "ours\n  library\n");
    let inner = theirs.get_finished_spans().unwrap().into_iter().find(|span| span.name == "inner").unwrap();
    assert_eq!(inner.parent_span_id, ours.context.span_id().into());
    assert!(!Span::current().context().is_valid());
}

#[test]
fn an_exporter_of_the_sdk_gets_the_scope_whole() {
    let theirs = InMemorySpanExporter::default();
    let session = session_with(|builder| builder.exporter(SdkExporter::new(theirs.clone())));
    let scope = InstrumentationScope::builder("library")
        .with_version("1.2")
        .with_schema_url("https://opentelemetry.io/schemas/1.44.0")
        .with_attributes([KeyValue::new("acme.team", "core")])
        .build();
    TracerProvider::new().tracer_with_scope(scope.clone()).start("span").end();
    session.telemetry().flush().unwrap();
    assert_eq!(theirs.get_finished_spans().unwrap()[0].instrumentation_scope, scope);
}
