//! Which spans are recorded.
//!
//! In: a span's parent and trace id; for samplers that look further, its name, kind, attributes and links. Out: whether it
//! is recorded, whether it is exported, and the trace state that it goes on with.
//! Never here: the thread's state (`local` asks samplers of users while it is not borrowed), I/O.

mod composite;
mod limit;
mod parameters;
mod result;
mod rule;
#[cfg(test)]
mod tests;

use core::fmt;
use std::borrow::Cow;
use std::sync::Arc;

use self::composite::{AlwaysRecord, Annotating, When};
use self::limit::RateLimit;
pub use self::parameters::SamplingParameters;
pub use self::result::SamplingResult;
pub(crate) use self::rule::{Asked, Rule};
use crate::attribute::Value;
use crate::context::SpanContext;
use crate::ot::Threshold;

/// A sampler of your own (OpenTelemetry `Sampler`), for [`Sampler::custom`].
///
/// Asked once for each span that [`Sampler`]'s table leaves to it, on the thread that starts the span, after the
/// attributes that the span starts with are recorded. Spans that it makes itself are not recorded. When it panics, the
/// span is not recorded and counted in [`Stats::sampler_panics`](crate::Stats::sampler_panics).
///
/// ```
/// use otlp_runtime::{Sampler, SamplingParameters, SamplingResult, ShouldSample, SpanKind};
///
/// struct ServersOnly;
///
/// impl ShouldSample for ServersOnly {
///     fn should_sample(&self, span: &SamplingParameters<'_>) -> SamplingResult {
///         if span.kind() == SpanKind::Server { SamplingResult::sample() } else { SamplingResult::drop() }
///     }
///
///     fn description(&self) -> std::borrow::Cow<'_, str> {
///         "ServersOnly".into()
///     }
/// }
///
/// let sampler = Sampler::parent_based(Sampler::custom(ServersOnly));
/// assert!(sampler.to_string().starts_with("ParentBased{root=ServersOnly,"));
/// ```
pub trait ShouldSample: Send + Sync + 'static {
    /// Decides about a span.
    fn should_sample(&self, span: &SamplingParameters<'_>) -> SamplingResult;

    /// Returns the sampler's name and configuration, for people.
    fn description(&self) -> Cow<'_, str>;
}

/// Decides which spans are recorded and exported (OpenTelemetry `Sampler`).
///
/// A sampler is a table of five rules: for a root, and for a child of a remote or local parent
/// that is sampled or not. Default: [`parent_based`](Self::parent_based) on
/// [`always_on`](Self::always_on) (OpenTelemetry, `parentbased_always_on`).
///
/// Samplers are put together: each constructor gives a `Sampler`, and each place that takes one takes any. Those that keep
/// a share of traces by [`Threshold`] write it into the trace state, so that others follow and counts can be estimated.
///
/// ```
/// use otlp_runtime::Sampler;
///
/// // One trace in ten, health checks left out, and of the rest no more than about fifty a second.
/// let sampler = Sampler::parent_based(
///     Sampler::probability(0.1)
///         .when(|span| span.attribute("shop.plan").is_some(), Sampler::rate_limited(50.0))
///         .when(|span| span.name() == "GET /health", Sampler::always_off()),
/// );
/// assert!(sampler.to_string().starts_with("ParentBased{root=RuleBased{"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Sampler {
    rules: [Rule; 5],
    description: String,
    /// A ratio of trace ids decides about children.
    is_ratio_of_children: bool,
}

/// The branches of a parent-based sampler (SAM-02).
///
/// ```
/// use otlp_runtime::{ParentBased, Sampler};
///
/// // Whatever a remote caller says, keep one in a hundred.
/// let share = Sampler::probability(0.01);
/// let sampler: Sampler =
///     ParentBased { root: share.clone(), remote_sampled: share, ..ParentBased::default() }.into();
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
        let children = [
            &branches.remote_sampled,
            &branches.remote_not_sampled,
            &branches.local_sampled,
            &branches.local_not_sampled,
        ];
        let is_ratio_of_children = children.iter().any(|sampler| sampler.is_ratio_of_children);
        let [root, ..] = branches.root.rules;
        let [_, remote_sampled, ..] = branches.remote_sampled.rules;
        let [_, _, remote_not_sampled, ..] = branches.remote_not_sampled.rules;
        let [_, _, _, local_sampled, _] = branches.local_sampled.rules;
        let [.., local_not_sampled] = branches.local_not_sampled.rules;
        Self {
            rules: [root, remote_sampled, remote_not_sampled, local_sampled, local_not_sampled],
            description,
            is_ratio_of_children,
        }
    }
}

impl Sampler {
    /// Records every span (SAM-01).
    ///
    /// Says nothing about it in the trace state; [`probability`](Self::probability) of 1 does.
    pub fn always_on() -> Self {
        Self::same(Rule::Keep, "AlwaysOnSampler".into())
    }

    /// Records no span (SAM-01).
    pub fn always_off() -> Self {
        Self::same(Rule::Drop, "AlwaysOffSampler".into())
    }

    /// Records the traces whose id falls into the given share of all ids (SAM-03).
    ///
    /// `ratio` from 0 to 1; values outside, and NaN, count as the nearest of the two (NaN as 1,
    /// so that a mistake is seen). The same trace id is decided alike everywhere, and a higher
    /// ratio keeps a superset.
    ///
    /// OpenTelemetry has deprecated it, and advises against it for children, of which it decides whatever their parents
    /// decided: give it to [`parent_based`](Self::parent_based), or take [`probability`](Self::probability). Otherwise
    /// [`install`](crate::TelemetryBuilder::install) warns.
    pub fn trace_id_ratio(ratio: f64) -> Self {
        let ratio = if ratio.is_nan() { 1.0 } else { ratio.clamp(0.0, 1.0) };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "0 to 2^63, by the clamp; the float cast saturates"
        )]
        let bound = (ratio * (1_u64 << 63) as f64) as u64;
        let sampler = Self::same(Rule::Below(bound), format!("TraceIdRatioBased{{{ratio}}}"));
        Self { is_ratio_of_children: true, ..sampler }
    }

    /// Follows the parent's sampled flag; asks `root` where there is no parent (SAM-02).
    ///
    /// For other rules about parents, convert from [`ParentBased`].
    pub fn parent_based(root: Self) -> Self {
        ParentBased { root, ..ParentBased::default() }.into()
    }

    /// Keeps the given share of traces, consistently (SAM-04; OpenTelemetry `ProbabilitySampler`).
    ///
    /// Unlike [`trace_id_ratio`](Self::trace_id_ratio), the share is written into the trace state (`ot=th:...`) and decided by
    /// the 56 bits of randomness that all services see, so a service with a lower share keeps a subset of the traces, and
    /// a backend can estimate how many spans there were. For the share see [`Threshold::from_probability`]; 1 keeps all and says so.
    pub fn probability(share: f64) -> Self {
        let share = if share.is_nan() { 1.0 } else { share.clamp(0.0, 1.0) };
        let rule = match Threshold::from_probability(share) {
            Threshold::NEVER => Rule::Drop,
            threshold => Rule::Reach(threshold),
        };
        Self::same(rule, format!("ProbabilitySampler{{{share}}}"))
    }

    /// Keeps about `per_second` traces a second, consistently (SAM-13).
    ///
    /// Only the threshold moves, with the rate of what is asked for, and is written into the trace state: counts estimated
    /// from the kept spans stay right. A sudden burst may bring up to three times as many within one second; beyond that none is
    /// kept. `per_second` above 0; 0, negative values and NaN keep nothing. Meant for roots: give it to
    /// [`parent_based`](Self::parent_based), or a trace may miss spans.
    pub fn rate_limited(per_second: f64) -> Self {
        let rule =
            if per_second > 0.0 { Rule::Limited(Arc::new(RateLimit::new(per_second))) } else { Rule::Drop };
        Self::same(rule, format!("RateLimitingSampler{{{per_second}}}"))
    }

    /// Keeps by the threshold that came with the parent; asks `root` where there is no parent (SAM-09).
    ///
    /// The sampled flag is followed only where the trace state has no threshold. The threshold itself is believed:
    /// take trace states from callers that you trust.
    pub fn parent_threshold(root: Self) -> Self {
        let description = format!("ParentThreshold{{root={root}}}");
        let [root, ..] = root.rules;
        let rules = [
            root,
            Rule::ParentThreshold,
            Rule::ParentThreshold,
            Rule::ParentThreshold,
            Rule::ParentThreshold,
        ];
        Self { rules, description, is_ratio_of_children: false }
    }

    /// Asks `sampler` for spans that match, and this one for the others (SAM-09, rule-based).
    ///
    /// Of several, the one added last is asked first. `matches` sees what the span starts with: name, kind,
    /// attributes, links, parent.
    pub fn when(
        self,
        matches: impl Fn(&SamplingParameters<'_>) -> bool + Send + Sync + 'static,
        sampler: impl Into<Self>,
    ) -> Self {
        let then = sampler.into();
        let is_ratio_of_children = self.is_ratio_of_children || then.is_ratio_of_children;
        let sampler = Self::custom(When { matches: Box::new(matches), then, otherwise: self });
        Self { is_ratio_of_children, ..sampler }
    }

    /// Adds an attribute to the spans that this sampler keeps (SAM-09, annotating).
    pub fn annotated(self, key: impl Into<Cow<'static, str>>, value: impl Into<Value>) -> Self {
        let is_ratio_of_children = self.is_ratio_of_children;
        let sampler = Self::custom(Annotating { sampler: self, key: key.into(), value: value.into() });
        Self { is_ratio_of_children, ..sampler }
    }

    /// Records the spans that `sampler` drops, without exporting them (SAM-10).
    ///
    /// They are counted in [`Stats::sampled_out`](crate::Stats::sampled_out).
    pub fn always_record(sampler: Self) -> Self {
        let description = format!("AlwaysRecord{{root={sampler}}}");
        let rules = sampler.rules.map(|rule| match rule {
            Rule::Keep | Rule::RecordOnly => rule,
            Rule::Drop => Rule::RecordOnly,
            rule => Rule::Asked(Asked::new(AlwaysRecord(Self::same(rule, description.clone())))),
        });
        Self { rules, description, is_ratio_of_children: sampler.is_ratio_of_children }
    }

    /// Takes a sampler of your own.
    pub fn custom(sampler: impl ShouldSample) -> Self {
        let description = sampler.description().into_owned();
        Self::same(Rule::Asked(Asked::new(sampler)), description)
    }

    /// The same rule whatever the parent.
    fn same(rule: Rule, description: String) -> Self {
        let rules = [rule.clone(), rule.clone(), rule.clone(), rule.clone(), rule];
        Self { rules, description, is_ratio_of_children: false }
    }

    /// Says whether a ratio of trace ids decides about children (SAM-03).
    pub(crate) const fn is_ratio_of_children(&self) -> bool {
        self.is_ratio_of_children
    }

    /// Says whether every root is recorded, unasked.
    pub(crate) fn keeps_roots(&self) -> bool {
        let [root, ..] = &self.rules;
        *root == Rule::Keep
    }

    /// Says whether every child of a local sampled parent is recorded, and whether none of one not sampled is.
    pub(crate) fn follows_local_parents(&self) -> (bool, bool) {
        let [_, _, _, local_sampled, local_not_sampled] = &self.rules;
        (*local_sampled == Rule::Keep, local_not_sampled.is_drop())
    }

    /// Picks the rule for a span whose parent is `parent` (invalid for a root).
    #[inline]
    pub(crate) fn rule(&self, parent: &SpanContext) -> &Rule {
        let [root, remote_sampled, remote_not_sampled, local_sampled, local_not_sampled] = &self.rules;
        match (parent.is_valid(), parent.is_remote(), parent.is_sampled()) {
            (false, ..) => root,
            (true, true, true) => remote_sampled,
            (true, true, false) => remote_not_sampled,
            (true, false, true) => local_sampled,
            (true, false, false) => local_not_sampled,
        }
    }
}

impl ShouldSample for Sampler {
    fn should_sample(&self, span: &SamplingParameters<'_>) -> SamplingResult {
        match self.rule(span.parent()) {
            Rule::Asked(sampler) => sampler.should_sample(span),
            Rule::RecordOnly => SamplingResult::record_only(),
            rule => rule.wanted(span.parent(), span.trace_id()).into(),
        }
    }

    fn description(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.description)
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
