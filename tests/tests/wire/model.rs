//! Arbitrary spans, and what OTLP must say of them.
//!
//! In: proptest's choices. Out: descriptions of spans; the spans, made through the public API; the messages they
//! must become, worked out from the description alone.
//! Never here: bytes; anything that asks the product what is right.

use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::span::{Event as ProtoEvent, Link as ProtoLink};
use opentelemetry_proto::tonic::trace::v1::{Span as ProtoSpan, Status};
use otlp_runtime::{
    AttributeValue, Event, Limits, Link, Span, SpanContext, SpanId, SpanKind, StatusCode, TraceFlags,
    TraceId, Value, ValueWriter, inline,
};
use proptest::collection::vec;
use proptest::prelude::*;

use super::proto;

/// Characters of a name that is given at run time.
const MAX_NAME_CHARS: usize = 1024;

/// One span to be made.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    maker: Maker,
    /// `None` for a root by option, instead of by an invalid parent.
    parent: Option<Target>,
    steps: Vec<Step>,
}

#[derive(Clone, Debug)]
enum Maker {
    Builder {
        name: String,
        kind: SpanKind,
        attributes: Vec<(String, Value)>,
        links: Vec<PlannedLink>,
    },
    /// A producer with two constants.
    Macro,
}

/// What is done with an open span.
#[derive(Clone, Debug)]
enum Step {
    Record(String, Recorded),
    Event(String, Vec<(String, Recorded)>),
    Link(PlannedLink),
    Status(StatusCode, String),
    Name(String),
}

/// A value of one of the types that can be recorded.
#[derive(Clone, Debug)]
enum Recorded {
    Owned(Value),
    Nothing,
    U64(u64),
    Char(char),
    Bytes(Vec<u8>),
    Ints(Vec<i64>),
    Texts(Vec<String>),
    Shown(String),
}

impl AttributeValue for Recorded {
    fn write(&self, writer: &mut ValueWriter<'_>) {
        match self {
            Self::Owned(value) => value.write(writer),
            Self::Nothing => None::<bool>.write(writer),
            Self::U64(value) => value.write(writer),
            Self::Char(value) => value.write(writer),
            Self::Bytes(value) => value.write(writer),
            Self::Ints(value) => value.write(writer),
            Self::Texts(value) => value.write(writer),
            Self::Shown(value) => otlp_runtime::display(value).write(writer),
        }
    }
}

/// Another span, maybe an impossible one.
#[derive(Clone, Debug)]
struct Target {
    trace_id: [u8; 16],
    span_id: [u8; 8],
    flags: u8,
    is_remote: bool,
    trace_state: String,
}

impl Target {
    fn is_valid(&self) -> bool {
        self.trace_id != [0; 16] && self.span_id != [0; 8]
    }

    fn context(&self) -> SpanContext {
        SpanContext::new(
            TraceId::from_bytes(self.trace_id),
            SpanId::from_bytes(self.span_id),
            TraceFlags::new(self.flags),
            self.is_remote,
            self.trace_state.parse().unwrap(),
        )
    }

    fn wire_flags(&self) -> u32 {
        0x100 | if self.is_remote { 0x200 } else { 0 }
    }
}

#[derive(Clone, Debug)]
struct PlannedLink {
    target: Target,
    attributes: Vec<(String, Value)>,
}

/// Which values are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Values {
    All,
    /// Only those that the types of `opentelemetry` can express.
    OfTheSdk,
}

/// Yields some spans.
pub(crate) fn plans(values: Values) -> impl Strategy<Value = Vec<Plan>> {
    vec(plan(values), 1..12)
}

fn plan(values: Values) -> impl Strategy<Value = Plan> {
    let builder = (name(), kind(), pairs(value(values)), vec(link(values), 0..4))
        .prop_map(|(name, kind, attributes, links)| Maker::Builder { name, kind, attributes, links });
    let maker = prop_oneof![3 => builder, 1 => Just(Maker::Macro)];
    (maker, proptest::option::of(target()), vec(step(values), 0..8)).prop_map(|(maker, parent, steps)| Plan {
        maker,
        parent,
        steps,
    })
}

fn step(values: Values) -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (key(), recorded(values)).prop_map(|(key, value)| Step::Record(key, value)),
        2 => (name(), pairs(recorded(values))).prop_map(|(name, attributes)| Step::Event(name, attributes)),
        1 => link(values).prop_map(Step::Link),
        1 => (status(), text()).prop_map(|(code, message)| Step::Status(code, message)),
        1 => name().prop_map(Step::Name),
    ]
}

fn kind() -> impl Strategy<Value = SpanKind> {
    proptest::sample::select(vec![
        SpanKind::Internal,
        SpanKind::Server,
        SpanKind::Client,
        SpanKind::Producer,
        SpanKind::Consumer,
    ])
}

fn status() -> impl Strategy<Value = StatusCode> {
    proptest::sample::select(vec![StatusCode::Unset, StatusCode::Ok, StatusCode::Error])
}

fn text() -> impl Strategy<Value = String> {
    let chars = |len| vec(any::<char>(), len).prop_map(String::from_iter);
    // Lengths around those at which their encoding takes another byte.
    prop_oneof![
        6 => chars(0..8),
        2 => (120_usize..135).prop_map(|len| "x".repeat(len)),
        1 => (16_370_usize..16_390).prop_map(|len| "y".repeat(len)),
    ]
}

fn name() -> impl Strategy<Value = String> {
    let short = vec(any::<char>(), 1..8).prop_map(String::from_iter);
    prop_oneof![9 => short, 1 => (1_000_usize..1_100).prop_map(|len| "ß".repeat(len))]
}

/// Few, so that they meet.
fn key() -> impl Strategy<Value = String> {
    let known = proptest::sample::select(vec!["a", "b", "ключ", "constant.int", "constant.text", ""]);
    prop_oneof![8 => known.prop_map(str::to_owned), 1 => text()]
}

fn pairs<T: std::fmt::Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<(String, T)>> {
    vec((key(), value), 0..6)
}

fn scalar(values: Values) -> BoxedStrategy<Value> {
    let common = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-300_i64..300).prop_map(Value::from),
        proptest::num::f64::ANY.prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    let bytes = vec(any::<u8>(), 0..200).prop_map(Value::Bytes);
    match values {
        Values::All => prop_oneof![5 => common, 1 => bytes].boxed(),
        Values::OfTheSdk => common.boxed(),
    }
}

fn value(values: Values) -> BoxedStrategy<Value> {
    match values {
        Values::All => {
            scalar(values).prop_recursive(4, 24, 6, |inner| vec(inner, 0..6).prop_map(Value::Array)).boxed()
        }
        Values::OfTheSdk => prop_oneof![
            4 => scalar(values),
            1 => vec(any::<bool>(), 0..6).prop_map(Value::from),
            1 => vec(any::<i64>(), 0..6).prop_map(Value::from),
            1 => vec(proptest::num::f64::ANY, 0..6).prop_map(Value::from),
            1 => vec(text(), 0..6).prop_map(Value::from),
        ]
        .boxed(),
    }
}

fn recorded(values: Values) -> BoxedStrategy<Recorded> {
    let common = prop_oneof![
        4 => value(values).prop_map(Recorded::Owned),
        1 => Just(Recorded::Nothing),
        1 => any::<u64>().prop_map(Recorded::U64),
        1 => any::<char>().prop_map(Recorded::Char),
        1 => vec(any::<i64>(), 0..6).prop_map(Recorded::Ints),
        1 => vec(text(), 0..6).prop_map(Recorded::Texts),
        1 => text().prop_map(Recorded::Shown),
    ];
    let bytes = vec(any::<u8>(), 0..200).prop_map(Recorded::Bytes);
    match values {
        Values::All => prop_oneof![8 => common, 1 => bytes].boxed(),
        Values::OfTheSdk => common.boxed(),
    }
}

fn target() -> impl Strategy<Value = Target> {
    let trace_id = prop_oneof![8 => any::<[u8; 16]>(), 1 => Just([0; 16])];
    let span_id = prop_oneof![8 => any::<[u8; 8]>(), 1 => Just([0; 8])];
    // The text after the number keeps keys apart.
    let members = vec(0_u8..255, 0..4).prop_map(|values| {
        let members = values.iter().enumerate().map(|(index, value)| format!("key{index}=v{value}"));
        members.collect::<Vec<_>>().join(",")
    });
    (trace_id, span_id, any::<u8>(), any::<bool>(), members).prop_map(
        |(trace_id, span_id, flags, is_remote, trace_state)| Target {
            trace_id,
            span_id,
            flags,
            is_remote,
            trace_state,
        },
    )
}

fn link(values: Values) -> impl Strategy<Value = PlannedLink> {
    (target(), pairs(value(values))).prop_map(|(target, attributes)| PlannedLink { target, attributes })
}

/// Limits so low that they are met, or the usual ones.
pub(crate) fn limits() -> impl Strategy<Value = Limits> {
    let low = (0_u32..6, proptest::option::of(0_u32..5), 0_u32..4, 0_u32..4, 0_u32..4, 0_u32..4).prop_map(
        |(spans, chars, events, links, per_event, per_link)| Limits {
            attributes_per_span: spans,
            attribute_value_chars: chars,
            events_per_span: events,
            links_per_span: links,
            attributes_per_event: per_event,
            attributes_per_link: per_link,
        },
    );
    prop_oneof![Just(Limits::default()), low]
}

impl PlannedLink {
    fn make(&self) -> Link {
        let pairs = self.attributes.iter().cloned();
        pairs.fold(Link::new(self.target.context()), |link, (key, value)| link.with(key, value))
    }
}

impl Plan {
    /// Makes the span and returns its id.
    pub(crate) fn make(&self) -> SpanId {
        match &self.maker {
            Maker::Builder { name, kind, attributes, links } => {
                let mut builder = Span::builder().name(name.clone()).kind(*kind);
                for (key, value) in attributes {
                    builder = builder.attribute(key.clone(), value.clone());
                }
                for link in links {
                    builder = builder.link(link.make());
                }
                let builder = match &self.parent {
                    Some(parent) => builder.parent(parent.context()),
                    None => builder.root(),
                };
                let mut span = builder.start();
                self.steps.iter().for_each(|step| step.take_on(&mut span));
                span.context().span_id()
            }
            Maker::Macro => {
                let parent = self.parent.as_ref().map(Target::context).unwrap_or_default();
                let _span = inline::span!(
                    "made by a macro",
                    kind = producer,
                    parent = parent,
                    "constant.int" = 7,
                    "constant.text" = "a€🦀"
                );
                self.steps.iter().for_each(Step::take_on_current);
                Span::current().context().span_id()
            }
        }
    }

    /// Returns the scope's name and version.
    pub(crate) fn scope(&self) -> (&'static str, &'static str) {
        match self.maker {
            Maker::Builder { .. } => ("", ""),
            Maker::Macro => ("otlp-tests", "0.1.0"),
        }
    }

    /// Returns what the span must be, with ids and times of `actual` where the runtime chooses them.
    pub(crate) fn expected(&self, limits: &Limits, actual: &ProtoSpan) -> ProtoSpan {
        let mut span = Model::new(limits);
        let (mut name, kind) = match &self.maker {
            Maker::Builder { name, kind, attributes, links } => {
                for (key, value) in attributes {
                    span.attributes.record(key, Some(owned(value, span.chars)));
                }
                for link in links {
                    span.link(link);
                }
                (name.clone(), kind_number(*kind))
            }
            Maker::Macro => {
                let chars = span.chars;
                span.attributes.record("constant.int", Some(proto::int(7)));
                span.attributes.record("constant.text", Some(cut_text("a€🦀", chars)));
                ("made by a macro".to_owned(), 4)
            }
        };
        let mut status = (0, String::new());
        for step in &self.steps {
            match step {
                Step::Record(key, value) => span.attributes.record(key, value.expected(span.chars)),
                Step::Event(name, attributes) => span.event(name, attributes),
                Step::Link(link) => span.link(link),
                // `Ok` is final, and `Unset` changes nothing.
                Step::Status(StatusCode::Ok, _) if status.0 != 1 => status = (1, String::new()),
                Step::Status(StatusCode::Error, message) if status.0 != 1 => status = (2, message.clone()),
                Step::Status(..) => {}
                Step::Name(new) => name.clone_from(new),
            }
        }
        let parent = self.parent.as_ref().filter(|parent| parent.is_valid());
        let mut events = span.events;
        for (event, actual) in events.iter_mut().zip(&actual.events) {
            event.time_unix_nano = actual.time_unix_nano;
        }
        ProtoSpan {
            trace_id: parent.map_or_else(|| actual.trace_id.clone(), |parent| parent.trace_id.to_vec()),
            span_id: actual.span_id.clone(),
            trace_state: parent.map(|parent| parent.trace_state.clone()).unwrap_or_default(),
            parent_span_id: parent.map(|parent| parent.span_id.to_vec()).unwrap_or_default(),
            flags: parent.map_or(0x103, |parent| parent.wire_flags() | u32::from(parent.flags) | 1),
            name: name.chars().take(MAX_NAME_CHARS).collect(),
            kind,
            start_time_unix_nano: actual.start_time_unix_nano,
            end_time_unix_nano: actual.end_time_unix_nano,
            attributes: span.attributes.kept,
            dropped_attributes_count: span.attributes.dropped,
            events,
            dropped_events_count: span.dropped_events,
            links: span.links,
            dropped_links_count: span.dropped_links,
            status: (status.0 != 0).then_some(Status { code: status.0, message: status.1 }),
        }
    }
}

impl Step {
    fn event(name: &str, attributes: &[(String, Recorded)]) -> Event {
        attributes.iter().fold(Event::new(name), |event, (key, value)| event.with(key, value))
    }

    fn take_on(&self, span: &mut Span) {
        match self {
            Self::Record(key, value) => span.record(key, value),
            Self::Event(name, attributes) => span.add_event(Self::event(name, attributes)),
            Self::Link(link) => span.add_link(link.make()),
            Self::Status(code, message) => span.set_status(*code, message),
            Self::Name(name) => span.in_scope(|| Span::current().set_name(name)),
        }
    }

    fn take_on_current(&self) {
        let span = Span::current();
        match self {
            Self::Record(key, value) => span.record(key, value),
            Self::Event(name, attributes) => span.add_event(Self::event(name, attributes)),
            Self::Link(link) => span.add_link(link.make()),
            Self::Status(code, message) => span.set_status(*code, message),
            Self::Name(name) => span.set_name(name),
        }
    }
}

fn kind_number(kind: SpanKind) -> i32 {
    match kind {
        SpanKind::Internal => 1,
        SpanKind::Server => 2,
        SpanKind::Client => 3,
        SpanKind::Producer => 4,
        SpanKind::Consumer => 5,
    }
}

/// A span by the rules of the specification.
struct Model<'a> {
    limits: &'a Limits,
    chars: usize,
    attributes: Attributes,
    events: Vec<ProtoEvent>,
    dropped_events: u32,
    links: Vec<ProtoLink>,
    dropped_links: u32,
}

impl<'a> Model<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            chars: limits.attribute_value_chars.map_or(usize::MAX, |chars| chars as usize),
            attributes: Attributes::up_to(limits.attributes_per_span),
            events: Vec::new(),
            dropped_events: 0,
            links: Vec::new(),
            dropped_links: 0,
        }
    }

    fn event(&mut self, name: &str, attributes: &[(String, Recorded)]) {
        if self.events.len() >= self.limits.events_per_span as usize {
            self.dropped_events += 1;
            return;
        }
        let mut kept = Attributes::up_to(self.limits.attributes_per_event);
        for (key, value) in attributes {
            kept.record(key, value.expected(self.chars));
        }
        self.events.push(ProtoEvent {
            name: name.chars().take(MAX_NAME_CHARS).collect(),
            attributes: kept.kept,
            dropped_attributes_count: kept.dropped,
            ..ProtoEvent::default()
        });
    }

    fn link(&mut self, link: &PlannedLink) {
        let PlannedLink { target, attributes } = link;
        if !target.is_valid() && attributes.is_empty() && target.trace_state.is_empty() {
            return;
        }
        if self.links.len() >= self.limits.links_per_span as usize {
            self.dropped_links += 1;
            return;
        }
        let mut kept = Attributes::up_to(self.limits.attributes_per_link);
        for (key, value) in attributes {
            kept.record(key, Some(owned(value, self.chars)));
        }
        self.links.push(ProtoLink {
            trace_id: target.trace_id.to_vec(),
            span_id: target.span_id.to_vec(),
            trace_state: target.trace_state.clone(),
            attributes: kept.kept,
            dropped_attributes_count: kept.dropped,
            flags: target.wire_flags() | u32::from(target.flags),
        });
    }
}

/// A set of attributes with a limit: the last value of a key wins (SDK-05, LIM-01).
struct Attributes {
    limit: usize,
    kept: Vec<KeyValue>,
    dropped: u32,
}

impl Attributes {
    fn up_to(limit: u32) -> Self {
        Self { limit: limit as usize, kept: Vec::new(), dropped: 0 }
    }

    fn record(&mut self, key: &str, value: Option<AnyValue>) {
        let Some(value) = value else { return };
        let earlier = self.kept.iter().position(|attribute| attribute.key == key);
        if key.is_empty() || (earlier.is_none() && self.kept.len() >= self.limit) {
            self.dropped += 1;
            return;
        }
        if let Some(earlier) = earlier {
            self.kept.remove(earlier);
        }
        self.kept.push(proto::attribute(key, value));
    }
}

impl Recorded {
    fn expected(&self, chars: usize) -> Option<AnyValue> {
        Some(match self {
            Self::Nothing => return None,
            Self::Owned(value) => owned(value, chars),
            Self::U64(value) => match i64::try_from(*value) {
                Ok(int) => proto::int(int),
                Err(_) => cut_text(&value.to_string(), chars),
            },
            Self::Char(value) => cut_text(&value.to_string(), chars),
            Self::Bytes(value) => cut_bytes(value, chars),
            Self::Ints(values) => proto::list(values.iter().map(|value| proto::int(*value))),
            Self::Texts(values) => proto::list(values.iter().map(|value| cut_text(value, chars))),
            Self::Shown(value) => cut_text(value, chars),
        })
    }
}

fn owned(value: &Value, chars: usize) -> AnyValue {
    match value {
        Value::Bool(value) => proto::bool(*value),
        Value::Int(value) => proto::int(*value),
        Value::Double(value) => proto::double(*value),
        Value::String(value) => cut_text(value, chars),
        Value::Bytes(value) => cut_bytes(value, chars),
        Value::Array(values) => proto::list(values.iter().map(|value| owned(value, chars))),
        other => panic!("a type that the model does not know: {other:?}"),
    }
}

fn cut_text(text: &str, chars: usize) -> AnyValue {
    proto::text(&text.chars().take(chars).collect::<String>())
}

fn cut_bytes(bytes: &[u8], len: usize) -> AnyValue {
    proto::bytes(&bytes[..bytes.len().min(len)])
}
