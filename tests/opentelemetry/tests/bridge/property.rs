//! Random nestings against a model that is one stack.

use opentelemetry::trace::{FutureExt as _, TraceContextExt as _, Tracer as _, mark_span_as_active};
use opentelemetry::{Context, KeyValue};
use otlp_runtime::opentelemetry::current_context;
use otlp_runtime::{Span, SpanData};
use proptest::prelude::*;

use super::{ready, session, tracer};

/// Something that is entered around what is inside of it.
#[derive(Clone, Debug)]
enum Scope {
    /// A guard of ours.
    Guard,
    /// `Span::in_scope`.
    Scoped,
    /// A future of ours.
    Wrapped,
    /// A span of theirs in a context.
    Active,
    /// A future with a context of theirs.
    WithContext,
    /// `in_span` with the current context given by value.
    Given,
    /// A context with a value more: the same parent.
    Value,
    /// The current span of either side, attached once more.
    Published,
}

fn scopes() -> impl Strategy<Value = Scope> {
    use Scope::{Active, Given, Guard, Published, Scoped, Value, WithContext, Wrapped};
    prop::sample::select(vec![Guard, Scoped, Wrapped, Active, WithContext, Given, Value, Published])
}

#[derive(Clone, Debug)]
struct Node {
    scope: Scope,
    inside: Vec<Self>,
}

fn nodes() -> impl Strategy<Value = Vec<Node>> {
    let leaf = scopes().prop_map(|scope| Node { scope, inside: Vec::new() });
    let node = leaf.prop_recursive(6, 40, 4, |inner| {
        (scopes(), prop::collection::vec(inner, 0..4)).prop_map(|(scope, inside)| Node { scope, inside })
    });
    prop::collection::vec(node, 1..4)
}

/// Enters all nodes; returns what the parents of the spans must be: `(span, parent)`, by number.
fn enter(nodes: &[Node], parent: Option<usize>, expected: &mut Vec<Option<usize>>) {
    for node in nodes {
        let number = expected.len();
        let name = number.to_string();
        let inside = &node.inside;
        match node.scope {
            Scope::Value | Scope::Published => {}
            _ => expected.push(parent),
        }
        let mut below = |parent| enter(inside, parent, expected);
        match node.scope {
            Scope::Guard => {
                let _guard = Span::builder().name(name).start().enter();
                below(Some(number));
            }
            Scope::Scoped => Span::builder().name(name).start().in_scope(|| below(Some(number))),
            Scope::Wrapped => {
                ready(otlp_runtime::FutureExt::in_span(
                    async { below(Some(number)) },
                    Span::builder().name(name).start(),
                ));
            }
            Scope::Active => {
                let _guard = mark_span_as_active(tracer().start(name));
                below(Some(number));
            }
            Scope::WithContext => {
                let context = Context::current_with_span(tracer().start(name));
                ready(async { below(Some(number)) }.with_context(context));
            }
            Scope::Given => {
                tracer().in_span_with_context(name, &Context::current(), |_| below(Some(number)));
            }
            Scope::Value => {
                let _guard = Context::current_with_value(KeyValue::new("acme.value", true)).attach();
                below(parent);
            }
            Scope::Published => {
                let _guard = current_context().attach();
                below(parent);
            }
        }
    }
}

fn parents(spans: &[SpanData]) -> Vec<Option<usize>> {
    let mut parents = vec![None; spans.len()];
    for span in spans {
        let parent = spans.iter().find(|other| other.context.span_id() == span.parent_span_id);
        assert_eq!(parent.is_some(), span.parent_span_id.is_valid(), "the parent was recorded");
        parents[span.name.parse::<usize>().unwrap()] = parent.map(|parent| parent.name.parse().unwrap());
    }
    parents
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parents_are_those_of_one_stack(nodes in nodes()) {
        let session = session();
        let mut expected = Vec::new();
        enter(&nodes, None, &mut expected);
        prop_assert_eq!(parents(&session.spans()), expected);
        prop_assert!(!Span::current().context().is_valid());
    }
}
