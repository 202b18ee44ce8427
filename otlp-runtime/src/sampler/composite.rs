//! Samplers made of samplers.
//!
//! In: a span, and samplers to ask about it. Out: the answer of one of them, changed or not.
//! Never here: decisions of its own.

use core::fmt::Write as _;
use std::borrow::Cow;

use super::{Sampler, SamplingParameters, SamplingResult, ShouldSample};
use crate::attribute::Value;

/// One rule: who is asked about which spans.
pub(super) struct When {
    pub(super) matches: Box<dyn Fn(&SamplingParameters<'_>) -> bool + Send + Sync>,
    pub(super) then: Sampler,
    pub(super) otherwise: Sampler,
}

impl ShouldSample for When {
    fn should_sample(&self, span: &SamplingParameters<'_>) -> SamplingResult {
        if (self.matches)(span) { &self.then } else { &self.otherwise }.should_sample(span)
    }

    fn description(&self) -> Cow<'_, str> {
        format!("RuleBased{{{},{}}}", self.then, self.otherwise).into()
    }
}

/// Adds an attribute to what is kept.
pub(super) struct Annotating {
    pub(super) sampler: Sampler,
    pub(super) key: Cow<'static, str>,
    pub(super) value: Value,
}

impl ShouldSample for Annotating {
    fn should_sample(&self, span: &SamplingParameters<'_>) -> SamplingResult {
        self.sampler.should_sample(span).with(self.key.clone(), self.value.clone())
    }

    fn description(&self) -> Cow<'_, str> {
        let mut description = format!("Annotating{{{},", self.sampler);
        let _ = write!(description, "{}}}", self.key);
        description.into()
    }
}

/// Records what is dropped.
pub(super) struct AlwaysRecord(pub(super) Sampler);

impl ShouldSample for AlwaysRecord {
    fn should_sample(&self, span: &SamplingParameters<'_>) -> SamplingResult {
        self.0.should_sample(span).or_record_only()
    }

    fn description(&self) -> Cow<'_, str> {
        self.0.description()
    }
}
