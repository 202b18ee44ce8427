//! The scopes of all tracers, kept for ever: records point to them.
//!
//! In: scopes as the `opentelemetry` crate has them. Out: callsites, one for each kind of span.
//! Never here: names of spans. They are in the records, so what is kept does not grow with them.

use core::cell::Cell;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, MutexGuard, Once};

use opentelemetry::InstrumentationScope;
use opentelemetry::trace as otel;

use super::value::owned;
use crate::attribute::put_key_value;
use crate::callsite::{Callsite, Scope, ScopeDetails, SpanKind};
use crate::diagnostic;
use crate::process;
use crate::proto::otlp::request;
use crate::sync::lock;

/// The most scopes that are kept: many more than a program has libraries.
const MAX_SCOPES: usize = 1024;

type Scopes = HashMap<InstrumentationScope, &'static Callsites>;

static SCOPES: LazyLock<Mutex<Scopes>> = LazyLock::new(Mutex::default);

thread_local! {
    /// The scopes, held while this thread forks: a child in which another thread had them could make no tracer.
    static HELD: Cell<Option<MutexGuard<'static, Scopes>>> = const { Cell::new(None) };
}

extern "C" fn before_fork() {
    let _ = HELD.try_with(|held| held.set(Some(lock(&SCOPES))));
}

extern "C" fn after_fork() {
    let _ = HELD.try_with(Cell::take);
}

/// Prepares for forks, once.
fn watch_forks() {
    static WATCHED: Once = Once::new();
    #[cfg(unix)]
    WATCHED.call_once(|| {
        let _ = process::at_fork(before_fork, after_fork, after_fork);
    });
    #[cfg(not(unix))]
    let _ = (&WATCHED, before_fork, after_fork);
}

/// For tracers without a name, and for those beyond `MAX_SCOPES`.
static NAMELESS: Callsites = Callsites::new(Scope::NONE);

/// The callsites of one scope.
#[derive(Debug)]
pub(super) struct Callsites {
    internal: Callsite,
    server: Callsite,
    client: Callsite,
    producer: Callsite,
    consumer: Callsite,
}

impl Callsites {
    const fn new(scope: Scope) -> Self {
        Self {
            internal: Callsite::new(scope, SpanKind::Internal, "", b""),
            server: Callsite::new(scope, SpanKind::Server, "", b""),
            client: Callsite::new(scope, SpanKind::Client, "", b""),
            producer: Callsite::new(scope, SpanKind::Producer, "", b""),
            consumer: Callsite::new(scope, SpanKind::Consumer, "", b""),
        }
    }

    /// Returns that of spans of `kind`, internal by default.
    pub(super) const fn of(&'static self, kind: Option<&otel::SpanKind>) -> &'static Callsite {
        match kind {
            None | Some(otel::SpanKind::Internal) => &self.internal,
            Some(otel::SpanKind::Server) => &self.server,
            Some(otel::SpanKind::Client) => &self.client,
            Some(otel::SpanKind::Producer) => &self.producer,
            Some(otel::SpanKind::Consumer) => &self.consumer,
        }
    }
}

/// Returns the callsites of `scope`; the same each time.
pub(super) fn callsites(scope: InstrumentationScope) -> &'static Callsites {
    watch_forks();
    let mut scopes = lock(&SCOPES);
    if let Some(known) = scopes.get(&scope) {
        return known;
    }
    if scopes.len() == MAX_SCOPES {
        static TOLD: Once = Once::new();
        TOLD.call_once(|| {
            diagnostic::warn(format_args!(
                "more than {MAX_SCOPES} different tracers; spans of further ones, the first of them `{}`, have no scope",
                scope.name()
            ));
        });
        return &NAMELESS;
    }
    let kept: &'static Callsites = Box::leak(Box::new(Callsites::new(kept(&scope))));
    scopes.insert(scope, kept);
    kept
}

/// Copies a scope for good.
fn kept(scope: &InstrumentationScope) -> Scope {
    let text = |text: &str| -> &'static str { Box::leak(text.into()) };
    let kept = Scope::new(text(scope.name()), text(scope.version().unwrap_or_default()));
    let mut attributes = Vec::new();
    for attribute in scope.attributes().filter(|attribute| !attribute.key.as_str().is_empty()) {
        let value = owned(&attribute.value);
        put_key_value(&mut attributes, request::SCOPE_ATTRIBUTES, attribute.key.as_str(), &value);
    }
    if attributes.is_empty() && scope.schema_url().is_none() {
        return kept;
    }
    let schema_url = text(scope.schema_url().unwrap_or_default());
    kept.with_details(Box::leak(Box::new(ScopeDetails { schema_url, attributes })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_kept_once_and_not_without_end() {
        let scope =
            |number: usize| InstrumentationScope::builder("library").with_version(number.to_string()).build();
        let kept: Vec<_> = (0..MAX_SCOPES).map(|number| callsites(scope(number))).collect();
        assert!(kept.iter().enumerate().all(|(number, kept)| {
            let found = kept.of(Some(&otel::SpanKind::Server));
            found.scope().version() == number.to_string() && found.kind() == SpanKind::Server
        }));
        let beyond = callsites(scope(MAX_SCOPES));
        assert!(std::ptr::eq(beyond, &raw const NAMELESS));
        assert!(std::ptr::eq(callsites(scope(7)), kept[7]));
    }
}
