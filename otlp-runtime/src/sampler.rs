//! Which spans are recorded.
//!
//! In: whether there is a parent, of what kind, and the trace id. Out: keep or drop.
//! Never here: span names or attributes (a sampler that looks at them comes with its own issue), I/O.

use core::fmt;

use crate::context::{SpanContext, TraceId};

/// Decides which spans are recorded and exported (OpenTelemetry `Sampler`).
///
/// A sampler is a table of five rules: for a root, and for a child of a remote or local parent
/// that is sampled or not. Default: [`parent_based`](Self::parent_based) on
/// [`always_on`](Self::always_on) (OpenTelemetry, `parentbased_always_on`).
///
/// ```
/// use otlp_runtime::Sampler;
///
/// let sampler = Sampler::parent_based(Sampler::trace_id_ratio(0.1));
/// assert!(sampler.to_string().starts_with("ParentBased{root=TraceIdRatioBased{0.1}"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Sampler {
    rules: [Rule; 5],
    description: String,
}

/// The branches of a parent-based sampler (SAM-02).
///
/// ```
/// use otlp_runtime::{ParentBased, Sampler};
///
/// // Whatever a remote caller says, keep one in a hundred.
/// let ratio = Sampler::trace_id_ratio(0.01);
/// let sampler: Sampler =
///     ParentBased { root: ratio.clone(), remote_sampled: ratio, ..ParentBased::default() }.into();
/// # let _ = sampler;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ParentBased {
    /// Asked for spans without a parent. Default always on.
    pub root: Sampler,
    /// Asked for children of a sampled parent in another process. Default always on.
    pub remote_sampled: Sampler,
    /// Asked for children of an unsampled parent in another process. Default always off.
    pub remote_not_sampled: Sampler,
    /// Asked for children of a sampled parent in this process. Default always on.
    pub local_sampled: Sampler,
    /// Asked for children of an unsampled parent in this process. Default always off.
    pub local_not_sampled: Sampler,
}

impl Default for ParentBased {
    fn default() -> Self {
        Self {
            root: Sampler::always_on(),
            remote_sampled: Sampler::always_on(),
            remote_not_sampled: Sampler::always_off(),
            local_sampled: Sampler::always_on(),
            local_not_sampled: Sampler::always_off(),
        }
    }
}

impl From<ParentBased> for Sampler {
    fn from(branches: ParentBased) -> Self {
        let description = format!(
            "ParentBased{{root={},remoteParentSampled={},remoteParentNotSampled={},localParentSampled={},localParentNotSampled={}}}",
            branches.root,
            branches.remote_sampled,
            branches.remote_not_sampled,
            branches.local_sampled,
            branches.local_not_sampled
        );
        let rules = [
            branches.root.rule(Parent::None),
            branches.remote_sampled.rule(Parent::RemoteSampled),
            branches.remote_not_sampled.rule(Parent::RemoteNotSampled),
            branches.local_sampled.rule(Parent::LocalSampled),
            branches.local_not_sampled.rule(Parent::LocalNotSampled),
        ];
        Self { rules, description }
    }
}

/// What a span's parent is, as far as sampling cares.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Parent {
    None,
    RemoteSampled,
    RemoteNotSampled,
    LocalSampled,
    LocalNotSampled,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Rule {
    Keep,
    Drop,
    /// Keep when the random part of the trace id is below.
    Below(u64),
}

impl Sampler {
    /// Records every span (SAM-01).
    pub fn always_on() -> Self {
        Self { rules: [Rule::Keep; 5], description: "AlwaysOnSampler".into() }
    }

    /// Records no span (SAM-01).
    pub fn always_off() -> Self {
        Self { rules: [Rule::Drop; 5], description: "AlwaysOffSampler".into() }
    }

    /// Records the traces whose id falls into the given share of all ids (SAM-03).
    ///
    /// `ratio` from 0 to 1; values outside, and NaN, count as the nearest of the two (NaN as 1,
    /// so that a mistake is seen). The same trace id is decided alike everywhere, and a higher
    /// ratio keeps a superset.
    pub fn trace_id_ratio(ratio: f64) -> Self {
        let ratio = if ratio.is_nan() { 1.0 } else { ratio.clamp(0.0, 1.0) };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "0 to 2^63, by the clamp; the float cast saturates"
        )]
        let bound = (ratio * (1_u64 << 63) as f64) as u64;
        Self { rules: [Rule::Below(bound); 5], description: format!("TraceIdRatioBased{{{ratio}}}") }
    }

    /// Follows the parent's sampled flag; asks `root` where there is no parent (SAM-02).
    ///
    /// For other rules about parents, convert from [`ParentBased`].
    pub fn parent_based(root: Self) -> Self {
        ParentBased { root, ..ParentBased::default() }.into()
    }

    fn rule(&self, parent: Parent) -> Rule {
        let [root, remote_sampled, remote_not_sampled, local_sampled, local_not_sampled] = self.rules;
        match parent {
            Parent::None => root,
            Parent::RemoteSampled => remote_sampled,
            Parent::RemoteNotSampled => remote_not_sampled,
            Parent::LocalSampled => local_sampled,
            Parent::LocalNotSampled => local_not_sampled,
        }
    }

    /// Says whether every child of a local sampled parent is recorded, and whether none of one not sampled is.
    pub(crate) fn follows_local_parents(&self) -> (bool, bool) {
        (self.rule(Parent::LocalSampled) == Rule::Keep, self.rule(Parent::LocalNotSampled) == Rule::Drop)
    }

    /// Picks the rule for a span whose parent is `parent` (invalid for a root).
    #[inline]
    pub(crate) fn decide(&self, parent: &SpanContext) -> Decision {
        let parent = match (parent.is_valid(), parent.is_remote(), parent.is_sampled()) {
            (false, ..) => Parent::None,
            (true, true, true) => Parent::RemoteSampled,
            (true, true, false) => Parent::RemoteNotSampled,
            (true, false, true) => Parent::LocalSampled,
            (true, false, false) => Parent::LocalNotSampled,
        };
        Decision(self.rule(parent))
    }
}

/// A rule that was picked for a span.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decision(Rule);

impl Decision {
    /// Says whether the span is dropped whatever its trace id.
    #[inline]
    pub(crate) const fn is_drop(self) -> bool {
        matches!(self.0, Rule::Drop)
    }

    /// Says whether the span is recorded.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the low half of the id is what counts")]
    pub(crate) fn is_keep(self, trace_id: TraceId) -> bool {
        match self.0 {
            Rule::Keep => true,
            Rule::Drop => false,
            Rule::Below(bound) => {
                let bytes = u128::from_be_bytes(trace_id.to_bytes());
                // The low half of the id without its lowest bit: 63 random bits.
                (bytes as u64) >> 1 < bound
            }
        }
    }
}

impl Default for Sampler {
    fn default() -> Self {
        Self::parent_based(Self::always_on())
    }
}

impl fmt::Display for Sampler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.description)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::{SpanId, TraceFlags, TraceState};

    fn parent(is_remote: bool, flags: TraceFlags) -> SpanContext {
        let (trace, span) = (TraceId::from_bytes([1; 16]), SpanId::from_bytes([2; 8]));
        SpanContext::new(trace, span, flags, is_remote, TraceState::empty())
    }

    fn keeps(sampler: &Sampler, parent: &SpanContext) -> bool {
        sampler.decide(parent).is_keep(TraceId::from_bytes([0x7f; 16]))
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
    fn sam_03_higher_ratio_keeps_a_superset() {
        let root = SpanContext::INVALID;
        for low in 0..=255_u8 {
            let id = TraceId::from_bytes([0, 0, 0, 0, 0, 0, 0, 0, low, 0, 0, 0, 0, 0, 0, 0]);
            let keeps = |ratio| Sampler::trace_id_ratio(ratio).decide(&root).is_keep(id);
            assert!(!keeps(0.0) && keeps(1.0) && keeps(f64::NAN) && keeps(7.0) && !keeps(-1.0));
            assert!(!keeps(0.25) || keeps(0.5));
            assert_eq!(keeps(0.5), low < 128);
        }
    }
}
