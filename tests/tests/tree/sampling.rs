//! Samplers in the whole: what is recorded, exported, and handed on.

use std::borrow::Cow;
use std::sync::{Arc, Mutex};

use otlp_runtime::{
    Link, ParentBased, Sampler, SamplingParameters, SamplingResult, ShouldSample, Span, SpanContext,
    SpanKind, Stats, Threshold, TraceFlags, TraceState, Value, ValueRef, inline, record, span, traced,
};
use otlp_tests::Session;

fn sampled_by(sampler: impl Into<Sampler>) -> Session {
    let sampler = sampler.into();
    Session::with(|builder| builder.sampler(sampler))
}

/// A parent in another process.
fn remote(state: &str, flags: TraceFlags) -> SpanContext {
    let (trace, span) = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
    let state: TraceState = state.parse().unwrap();
    SpanContext::new(trace.parse().unwrap(), span.parse().unwrap(), flags, true, state)
}

fn randomness(context: &SpanContext) -> u64 {
    let hex = context.trace_id().to_string();
    u64::from_str_radix(&hex[18..], 16).unwrap()
}

/// `created = live + exported + rejected + dropped + pending + sampled_out`, with nothing left.
fn assert_settled(stats: Stats) {
    assert_eq!((stats.live, stats.pending), (0, 0), "{stats:?}");
    let settled = stats.exported + stats.rejected + stats.dropped.total() + stats.sampled_out;
    assert_eq!(stats.created, settled, "{stats:?}");
}

// SAM-04, SAM-06, SAM-11
#[test]
fn probability_keeps_by_the_randomness_of_the_trace_and_says_so() {
    let session = sampled_by(Sampler::parent_based(Sampler::probability(0.1)));
    let mut kept = 0;
    for _ in 0..5000 {
        let _root = inline::span!("root");
        let _child = inline::span!("child");
        let context = Span::current().context();
        let reaches = randomness(&context) >= 0xe666 << 40;
        assert_eq!(context.is_sampled(), reaches);
        assert_eq!(context.trace_state().as_str(), if reaches { "ot=th:e666" } else { "" });
        kept += u64::from(reaches);
    }
    let spans = session.spans();
    assert_eq!(spans.len() as u64, 2 * kept);
    assert!((350..650).contains(&kept), "{kept} of 500");
    assert!(spans.iter().all(|span| span.context.trace_state().as_str() == "ot=th:e666"));
    let flags = TraceFlags::SAMPLED.with(TraceFlags::RANDOM);
    assert!(spans.iter().all(|span| span.context.trace_flags() == flags));
}

// SAM-04, SAM-09: a ratio of 0 is always off, 1 says that it keeps all.
#[test]
fn probability_of_nothing_and_of_all() {
    let none = sampled_by(Sampler::probability(0.0));
    drop(inline::span!("root"));
    assert_eq!(none.spans().len(), 0);
    drop(none);
    let all = sampled_by(Sampler::probability(1.0));
    drop(inline::span!("root"));
    assert_eq!(all.span("root").context.trace_state().as_str(), "ot=th:0");
}

// SAM-05, SAM-07, SAM-08, W3C-09: a child under the threshold of another service.
#[test]
fn probability_below_a_remote_parent_reads_rv_and_corrects_th() {
    // (trace state of the parent, is it sampled) -> (is the child, its trace state)
    for (state, was, is, expected) in [
        ("a=1,ot=th:4;rv:80000000000000;x:1", true, true, "ot=th:8;rv:80000000000000;x:1,a=1"),
        ("a=1,ot=th:4;rv:7fffffffffffff;x:1", true, false, "ot=rv:7fffffffffffff;x:1,a=1"),
        ("ot=rv:80000000000000", false, true, "ot=th:8;rv:80000000000000"),
    ] {
        let session = sampled_by(Sampler::probability(0.5));
        let flags = if was { TraceFlags::SAMPLED } else { TraceFlags::NONE };
        let span = Span::builder().name("child").parent(remote(state, flags)).start();
        let context = span.context();
        assert_eq!((context.is_sampled(), context.trace_state().as_str()), (is, expected), "{state}");
        drop((span, session));
    }
}

// SAM-08
#[test]
fn parent_based_erases_a_threshold_that_contradicts_the_flag() {
    for (state, flags, expected) in [
        ("ot=th:8;rv:80000000000000,a=1", TraceFlags::SAMPLED, "ot=th:8;rv:80000000000000,a=1"),
        ("ot=th:8;rv:00000000000000,a=1", TraceFlags::SAMPLED, "ot=rv:00000000000000,a=1"),
        ("ot=th:8;rv:80000000000000,a=1", TraceFlags::NONE, "ot=rv:80000000000000,a=1"),
        ("ot=th:8;rv:00000000000000,a=1", TraceFlags::NONE, "ot=th:8;rv:00000000000000,a=1"),
    ] {
        let session = Session::start();
        let span = Span::builder().name("child").parent(remote(state, flags)).start();
        assert_eq!(span.context().trace_state().as_str(), expected, "{state} {flags:?}");
        drop((span, session));
    }
    // Within the process, where a branch overrides the flag.
    let keep_children = ParentBased {
        root: Sampler::probability(0.000_001),
        local_not_sampled: Sampler::always_on(),
        ..ParentBased::default()
    };
    let session = sampled_by(keep_children);
    {
        let _root = inline::span!("root", parent = remote("ot=th:8;rv:00000000000000", TraceFlags::NONE));
        let _child = inline::span!("child");
    }
    assert_eq!(session.span("child").context.trace_state().as_str(), "ot=rv:00000000000000");
}

// SAM-09
#[test]
fn parent_threshold_follows_the_threshold_and_then_the_flag() {
    for (state, was, is) in [
        ("ot=th:8;rv:80000000000000", false, true),
        ("ot=th:8;rv:7fffffffffffff", true, false),
        ("", true, true),
        ("", false, false),
    ] {
        let session = sampled_by(Sampler::parent_threshold(Sampler::always_off()));
        let flags = if was { TraceFlags::SAMPLED } else { TraceFlags::NONE };
        let span = Span::builder().name("child").parent(remote(state, flags)).start();
        assert_eq!(span.context().is_sampled(), is, "{state}");
        drop(Span::builder().name("root").root().start());
        drop(span);
        assert_eq!(session.spans().len(), usize::from(is));
    }
}

// SAM-13
#[test]
fn rate_limit_moves_the_threshold_and_keeps_traces_whole() {
    let session = sampled_by(Sampler::parent_based(Sampler::rate_limited(10.0)));
    for _ in 0..5000 {
        let _root = inline::span!("root");
        let _child = inline::span!("child");
    }
    let spans = session.spans();
    let roots: Vec<_> = spans.iter().filter(|span| span.name == "root").collect();
    assert_eq!(spans.len(), 2 * roots.len(), "whole traces");
    assert!((1..1000).contains(&roots.len()), "{}", roots.len());
    for root in roots {
        let state = root.context.trace_state().as_str().to_owned();
        let digits = state.strip_prefix("ot=th:").unwrap();
        let threshold = u64::from_str_radix(&format!("{digits:0<14}"), 16).unwrap();
        assert!(randomness(&root.context) >= threshold, "{state}");
    }
}

/// What a sampler of the test has seen.
type Seen = Arc<Mutex<Vec<String>>>;

struct Looks(Seen, fn(&SamplingParameters<'_>) -> SamplingResult);

impl ShouldSample for Looks {
    fn should_sample(&self, span: &SamplingParameters<'_>) -> SamplingResult {
        let attributes: Vec<String> =
            span.attributes().map(|attribute| format!("{}={}", attribute.key, attribute.value)).collect();
        let links = span.links().iter().map(|link| link.span_id().to_string()).collect::<Vec<_>>();
        let is_child = span.parent().is_valid();
        let line = format!(
            "{} {} {is_child} {} {}",
            span.name(),
            span.kind(),
            attributes.join(","),
            links.join(",")
        );
        self.0.lock().unwrap().push(line);
        (self.1)(span)
    }

    fn description(&self) -> Cow<'_, str> {
        "Looks".into()
    }
}

#[span(kind = client, "shop.fixed" = "f", "shop.cart.id" = cart, links = [link])]
fn load(cart: i64, link: SpanContext) {
    record!("shop.later" = 1);
}

#[traced("shop.cart.id" = cart)]
async fn load_async(cart: i64) -> SpanContext {
    std::future::ready(Span::current().context()).await
}

// SDK-03, SDK-01
#[test]
fn sampler_of_users_sees_what_the_span_starts_with() {
    let seen = Seen::default();
    let session = sampled_by(Sampler::custom(Looks(Arc::clone(&seen), |span| {
        let state = "vendor=1".parse().unwrap();
        let answer = match span.attribute("shop.cart.id") {
            Some(ValueRef::Int(13)) => SamplingResult::drop(),
            Some(ValueRef::Int(7)) => SamplingResult::record_only(),
            _ => SamplingResult::sample(),
        };
        answer.with("shop.sampled.by", "us").trace_state(state)
    })));
    let link = remote("", TraceFlags::SAMPLED);
    load(1, link.clone());
    load(13, link.clone());
    load(7, link.clone());
    let started = Span::builder().name("built").kind(SpanKind::Server).attribute("shop.cart.id", 13).start();
    assert!(!started.is_recording() && !started.context().is_sampled());
    drop(started);
    Span::builder().name("linked").link(Link::new(link)).start().end();
    assert!(super::futures::ready(Box::pin(load_async(2)).as_mut()).is_sampled());
    assert!(!super::futures::ready(Box::pin(load_async(13)).as_mut()).is_sampled());
    assert!(!super::futures::ready(Box::pin(load_async(7)).as_mut()).is_sampled());
    let id = "00f067aa0ba902b7";
    assert_eq!(
        *seen.lock().unwrap(),
        [
            format!("load client false shop.fixed=\"f\",shop.cart.id=1 {id}"),
            format!("load client false shop.fixed=\"f\",shop.cart.id=13 {id}"),
            format!("load client false shop.fixed=\"f\",shop.cart.id=7 {id}"),
            "built server false shop.cart.id=13 ".to_owned(),
            format!("linked internal false  {id}"),
            "load_async internal false shop.cart.id=2 ".to_owned(),
            "load_async internal false shop.cart.id=13 ".to_owned(),
            "load_async internal false shop.cart.id=7 ".to_owned(),
        ]
    );
    let spans = session.spans();
    let names: Vec<&str> = spans.iter().map(|span| span.name.as_str()).collect();
    assert_eq!(names, ["load", "linked", "load_async"]);
    let kept = session.span("load");
    assert_eq!(kept.attribute("shop.sampled.by"), Some(&Value::from("us")));
    assert_eq!(kept.attribute("shop.later"), Some(&Value::from(1)));
    assert_eq!(kept.context.trace_state().as_str(), "vendor=1");
    assert_eq!((session.stats().created, session.stats().sampled_out), (5, 2));
    assert_settled(session.stats());
}

// SAM-09: rule-based, annotating
#[test]
fn rules_choose_by_name_kind_and_attributes() {
    let sampler = Sampler::parent_based(
        Sampler::probability(1.0)
            .annotated("shop.rule", "default")
            .when(|span| span.kind() == SpanKind::Client, Sampler::always_on())
            .when(|span| span.attribute("shop.quiet") == Some(ValueRef::Bool(true)), Sampler::always_off())
            .when(|span| span.name() == "GET /health", Sampler::always_off()),
    );
    assert_eq!(
        sampler.to_string().split(",remote").next().unwrap(),
        "ParentBased{root=RuleBased{AlwaysOffSampler,RuleBased{AlwaysOffSampler,RuleBased{AlwaysOnSampler,\
         Annotating{ProbabilitySampler{1},shop.rule}}}}"
    );
    let session = sampled_by(sampler);
    let quiet = true;
    drop(inline::span!("GET /health"));
    drop(inline::span!("GET /cart", "shop.quiet" = quiet));
    drop(inline::span!("call", kind = client));
    {
        let _root = inline::span!("GET /cart", "shop.quiet" = !quiet);
        // A child follows its root, whatever its name.
        let _child = inline::span!("GET /health");
    }
    assert_eq!(
        session.tree(),
        "call\n\
         GET /cart shop.quiet=false shop.rule=default\n\
         \x20 GET /health\n"
    );
    assert_eq!(session.span("GET /cart").context.trace_state().as_str(), "ot=th:0");
    assert_eq!(session.span("call").context.trace_state().as_str(), "");
    assert_settled(session.stats());
}

// SAM-10, SDK-02
#[test]
fn always_record_records_without_exporting() {
    let session = sampled_by(Sampler::always_record(Sampler::default()));
    {
        let _root = inline::span!("root", parent = remote("", TraceFlags::NONE));
        assert!(Span::current().is_recording());
        assert!(!Span::current().context().is_sampled());
        let _child = inline::span!("child");
        record!("shop.child" = 1);
    }
    drop(inline::span!("kept"));
    assert_eq!(session.tree(), "kept\n");
    let stats = session.stats();
    assert_eq!((stats.created, stats.exported, stats.sampled_out), (3, 1, 2));
    assert_settled(stats);
}

// SDK-02: what a dropped child records does not land on a parent that is recorded only.
#[test]
fn dropped_child_does_not_record_on_its_parent() {
    let seen = Seen::default();
    let record_root = ParentBased {
        root: Sampler::custom(Looks(Arc::clone(&seen), |_| SamplingResult::record_only())),
        ..ParentBased::default()
    };
    let session = sampled_by(record_root);
    {
        let _root = inline::span!("root");
        let root = Span::current().context();
        let _child = inline::span!("child");
        assert!(!Span::current().is_recording());
        assert_eq!(Span::current().context().trace_id(), root.trace_id());
    }
    assert_eq!((session.spans().len(), session.stats().sampled_out), (0, 1));
    assert_settled(session.stats());
}

// SAM-10: with a threshold below.
#[test]
fn always_record_lets_a_probability_decide_what_is_exported() {
    let session = sampled_by(Sampler::always_record(Sampler::probability(0.5)));
    for _ in 0..1000 {
        let _root = inline::span!("root");
        assert!(Span::current().is_recording());
    }
    let exported = session.spans().len() as u64;
    let stats = session.stats();
    assert!((350..650).contains(&exported), "{exported}");
    assert_eq!((stats.created, stats.exported, stats.sampled_out), (1000, exported, 1000 - exported));
    assert_settled(stats);
}

// R21
#[test]
fn panic_of_a_sampler_is_caught_and_counted() {
    let seen = Seen::default();
    let session = sampled_by(Sampler::custom(Looks(Arc::clone(&seen), |span| {
        assert!(span.name() != "bad", "by intent");
        SamplingResult::reach(Threshold::ALWAYS)
    })));
    for _ in 0..100 {
        drop(inline::span!("bad"));
    }
    drop(inline::span!("good"));
    assert_eq!(session.tree(), "good\n");
    assert_eq!((session.stats().sampler_panics, session.stats().created), (100, 1));
    assert_settled(session.stats());
}

// R20, R22: a sampler is user code, and may do what user code does.
#[test]
fn sampler_may_make_spans_and_read_the_current_one() {
    let session = sampled_by(Sampler::custom(Looks(Seen::default(), |span| {
        assert_eq!(Span::current().context(), *span.parent());
        let _inner = inline::span!("inside of the sampler");
        record!("shop.by" = "sampler");
        SamplingResult::sample()
    })));
    {
        let _root = inline::span!("root");
        let _child = inline::span!("child");
    }
    assert_eq!(session.tree(), "root shop.by=sampler\n  child\n");
    assert_settled(session.stats());
}

// R22: an attribute that panics before the sampler could be asked.
#[test]
fn panicking_attribute_ends_the_span_that_waits_for_its_sampler() {
    fn bad() -> i64 {
        panic!("by intent")
    }
    let session = sampled_by(Sampler::custom(Looks(Seen::default(), |_| SamplingResult::drop())));
    let unwound = std::panic::catch_unwind(|| {
        let _span = inline::span!("root", "shop.bad" = bad());
    });
    assert!(unwound.is_err());
    drop(inline::span!("later"));
    assert_eq!(session.tree(), "", "the sampler drops it as any other");
    assert_settled(session.stats());
}

/// Panics when it is dropped, as a sampler or as what one throws.
struct Trap;

impl Drop for Trap {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            std::panic::resume_unwind(Box::new("by intent"));
        }
    }
}

impl ShouldSample for Trap {
    fn should_sample(&self, span: &SamplingParameters<'_>) -> SamplingResult {
        if span.name() == "bad" {
            std::panic::resume_unwind(Box::new(Self));
        }
        SamplingResult::sample()
    }

    fn description(&self) -> Cow<'_, str> {
        "Trap".into()
    }
}

// R21: what is thrown, and the sampler itself, which goes when the thread's next span is that of other telemetry.
#[test]
fn panics_of_drops_do_not_reach_the_program() {
    let session = sampled_by(Sampler::custom(Trap));
    drop(inline::span!("bad"));
    drop(inline::span!("good"));
    assert_eq!((session.stats().sampler_panics, session.tree()), (1, "good\n".to_owned()));
    drop(session);
    let session = Session::start();
    drop(inline::span!("next"));
    assert_eq!(session.tree(), "next\n");
}
