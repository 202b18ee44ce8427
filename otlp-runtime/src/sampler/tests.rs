//! Samplers, each by itself.
//!
//! In: parents and ids. Out: decisions, as the specification has them.
//! Never here: spans (see the `sampling` tests of the whole).

use super::*;
use crate::context::{SpanId, TraceFlags, TraceId, TraceState};

fn parent(is_remote: bool, flags: TraceFlags) -> SpanContext {
    let (trace, span) = (TraceId::from_bytes([1; 16]), SpanId::from_bytes([2; 8]));
    SpanContext::new(trace, span, flags, is_remote, TraceState::empty())
}

fn keeps(sampler: &Sampler, parent: &SpanContext) -> bool {
    sampler.rule(parent).decide(parent, TraceId::from_bytes([0x7f; 16])).is_sampled
}

#[test]
fn sam_01_descriptions_are_exact() {
    assert_eq!(Sampler::always_on().to_string(), "AlwaysOnSampler");
    assert_eq!(Sampler::always_off().to_string(), "AlwaysOffSampler");
    assert_eq!(Sampler::trace_id_ratio(0.25).to_string(), "TraceIdRatioBased{0.25}");
}

#[test]
fn sam_02_each_branch_is_replaceable() {
    let (on, off) = (Sampler::always_on(), Sampler::always_off());
    let default = Sampler::parent_based(off.clone());
    let opposite = Sampler::from(ParentBased {
        root: on.clone(),
        remote_sampled: off.clone(),
        remote_not_sampled: on.clone(),
        local_sampled: off,
        local_not_sampled: on,
    });
    assert!(!keeps(&default, &SpanContext::INVALID) && keeps(&opposite, &SpanContext::INVALID));
    for is_remote in [false, true] {
        assert!(keeps(&default, &parent(is_remote, TraceFlags::SAMPLED)));
        assert!(!keeps(&default, &parent(is_remote, TraceFlags::NONE)));
        assert!(!keeps(&opposite, &parent(is_remote, TraceFlags::SAMPLED)));
        assert!(keeps(&opposite, &parent(is_remote, TraceFlags::NONE)));
    }
}

#[test]
fn sam_03_ratio_of_children_is_known_wherever_it_hides() {
    let ratio = || Sampler::trace_id_ratio(0.5);
    let remote = ParentBased { remote_sampled: ratio(), ..ParentBased::default() };
    for sampler in [
        ratio(),
        ratio().annotated("a", 1),
        Sampler::always_record(ratio()),
        Sampler::always_on().when(|_| true, ratio()),
        ratio().when(|_| true, Sampler::always_on()),
        remote.into(),
    ] {
        assert!(sampler.is_ratio_of_children(), "{sampler}");
    }
    for sampler in [
        Sampler::default(),
        Sampler::parent_based(ratio()),
        Sampler::parent_based(Sampler::always_on().when(|_| true, ratio())),
        Sampler::parent_threshold(ratio()),
        Sampler::probability(0.5),
    ] {
        assert!(!sampler.is_ratio_of_children(), "{sampler}");
    }
}

#[test]
fn sam_03_higher_ratio_keeps_a_superset() {
    let root = SpanContext::INVALID;
    for low in 0..=255_u8 {
        let id = TraceId::from_bytes([0, 0, 0, 0, 0, 0, 0, 0, low, 0, 0, 0, 0, 0, 0, 0]);
        let keeps = |ratio| Sampler::trace_id_ratio(ratio).rule(&root).decide(&root, id).is_sampled;
        assert!(!keeps(0.0) && keeps(1.0) && keeps(f64::NAN) && keeps(7.0) && !keeps(-1.0));
        assert!(!keeps(0.25) || keeps(0.5));
        assert_eq!(keeps(0.5), low < 128);
    }
}
