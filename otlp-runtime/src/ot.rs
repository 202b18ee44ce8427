//! The `ot` member of a trace state: which share of traces was kept, and the randomness that decides it.
//!
//! In: trace states as they travel. Out: threshold and randomness; trace states with another threshold.
//! Never here: which threshold a span gets (`sampler`), other members, headers.
//!
//! Source: OpenTelemetry specification, "Probability Sampling in the trace state" (`ot=th:...;rv:...`). A trace is kept when its
//! 56 bits of randomness are not below the threshold, so whoever asks gets the same answer.

use core::fmt;

use crate::context::{TraceId, TraceState};

/// Bits of randomness.
const BITS: u32 = 56;

/// Hexadecimal digits of them.
const DIGITS: usize = 14;

/// Digits of a threshold that are not leading `f`s or zeros: a ratio of 0.1 is written as `e666`.
const PRECISION: u32 = 4;

/// The most characters of the member's value (SAM-05).
const MAX_VALUE: usize = 256;

/// The most members of a trace state (W3C trace context level 2, 3.3.1.1).
const MAX_MEMBERS: usize = 32;

/// Which share of all traces is kept, in the form that travels with them: `th` of the `ot` trace state.
///
/// A trace is kept when its randomness, 56 bits of its id, is not below the threshold. Prints as 1 to 14 hexadecimal digits
/// without trailing zeros (OpenTelemetry, "Probability Sampling in the trace state").
///
/// ```
/// use otlp_runtime::Threshold;
///
/// assert_eq!(Threshold::from_probability(0.1).to_string(), "e666");
/// assert_eq!(Threshold::ALWAYS.to_string(), "0");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Threshold(u64);

impl Threshold {
    /// Every trace is kept.
    pub const ALWAYS: Self = Self(0);

    /// No trace is kept. This one does not travel: there is nothing to say about spans that are not there.
    pub const NEVER: Self = Self(1 << BITS);

    /// Returns the threshold that keeps the given share of all traces, rounded to four significant digits.
    ///
    /// `probability` from 2^-56 to 1; values below count as 0, values above, and NaN, as 1, so that a mistake is seen.
    pub fn from_probability(probability: f64) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "a power of two")]
        let all = Self::NEVER.0 as f64;
        if probability.is_nan() || probability >= 1.0 {
            return Self::ALWAYS;
        }
        if probability < 1.0 / all {
            return Self::NEVER;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "1 to 2^56, by the checks above"
        )]
        let kept = (probability * all).round() as u64;
        let threshold = Self::NEVER.0.saturating_sub(kept);
        // Leading `f`s (of small shares) and zeros (of large ones) are no digits of the share.
        let digits = PRECISION + leading_digits(probability).max(leading_digits(1.0 - probability));
        let shift = 4 * 14_u32.saturating_sub(digits);
        let half = (1_u64 << shift) >> 1;
        Self(((threshold + half) >> shift << shift).min(Self::NEVER.0))
    }

    /// Says whether a trace with this randomness, 56 bits, is kept.
    pub const fn keeps(self, randomness: u64) -> bool {
        randomness >= self.0
    }

    /// Returns the share of all traces that is kept, 0 to 1: a kept span stands for `1 / probability` spans.
    #[expect(clippy::cast_precision_loss, reason = "a share is no exact number")]
    pub fn probability(self) -> f64 {
        (Self::NEVER.0 - self.0) as f64 / Self::NEVER.0 as f64
    }

    fn parse(text: &str) -> Option<Self> {
        let shift = 4 * DIGITS.checked_sub(text.len())?;
        Some(Self(parse_hex(text)? << shift))
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:014x}", self.0);
        f.write_str(match digits.trim_end_matches('0') {
            "" => "0",
            digits => digits,
        })
    }
}

/// Returns how many hexadecimal digits of a fraction below 1 are zero.
fn leading_digits(fraction: f64) -> u32 {
    // The exponent of a number from 0.5 to 1 is 0x3fe.
    let exponent = (fraction.to_bits() >> 52) & 0x7ff;
    u32::try_from(0x3fe_u64.saturating_sub(exponent) / 4).unwrap_or(0)
}

/// Parses lower-case digits, at least one.
fn parse_hex(text: &str) -> Option<u64> {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if text.bytes().all(is_digit) { u64::from_str_radix(text, 16).ok() } else { None }
}

/// Returns the value of the member, if it has one that may be read.
fn value(state: &TraceState) -> Option<&str> {
    let mut members = state.as_str().split(',');
    members.find_map(|member| member.trim().strip_prefix("ot=")).filter(|value| value.len() <= MAX_VALUE)
}

/// Returns what the member says under `key`.
fn field<'a>(state: &'a TraceState, key: &str) -> Option<&'a str> {
    let fields = value(state)?.split(';').filter_map(|field| field.split_once(':'));
    fields.filter(|(found, _)| *found == key).map(|(_, value)| value).next()
}

/// Returns the threshold that the trace was kept with so far.
pub(crate) fn threshold(state: &TraceState) -> Option<Threshold> {
    field(state, "th").and_then(Threshold::parse)
}

/// Returns the randomness of a trace: `rv` if it has one (SAM-07), else the last seven bytes of its id (SAM-04).
pub(crate) fn randomness(state: &TraceState, trace_id: TraceId) -> u64 {
    let given = field(state, "rv").filter(|text| text.len() == DIGITS).and_then(parse_hex);
    given.unwrap_or_else(|| {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the low half of the id, and 56 bits of it, are what counts"
        )]
        let low = u128::from_be_bytes(trace_id.to_bytes()) as u64;
        low & (Threshold::NEVER.0 - 1)
    })
}

/// Returns the trace state with this threshold, or without one; whatever else the member says stays in place.
pub(crate) fn with_threshold(state: &TraceState, threshold: Option<Threshold>) -> TraceState {
    if threshold.is_none() && field(state, "th").is_none() {
        return state.clone();
    }
    let written = threshold.map(|threshold| format!("th:{threshold}"));
    let mut fields: Vec<&str> =
        value(state).unwrap_or_default().split(';').filter(|field| !field.is_empty()).collect();
    let is_threshold = |field: &&str| field.starts_with("th:");
    let place = fields.iter().position(is_threshold).unwrap_or(0);
    fields.retain(|field| !is_threshold(field));
    fields.splice(place..place, written.as_deref());
    let mut own = fields.join(";");
    if own.len() > MAX_VALUE {
        // No room for the threshold; without it the rest is still true.
        fields.retain(|field| !is_threshold(field));
        own = fields.join(";");
    }
    // W3C-09: what changed goes to the front, the others keep their order.
    let own = (!own.is_empty()).then(|| format!("ot={own}"));
    let others = state
        .as_str()
        .split(',')
        .map(str::trim)
        .filter(|member| !member.is_empty() && !member.starts_with("ot="));
    let members: Vec<&str> = own.as_deref().into_iter().chain(others).take(MAX_MEMBERS).collect();
    members.join(",").parse().unwrap_or_default()
}

/// Returns the trace state without a threshold that contradicts the decision about the trace (SAM-08).
pub(crate) fn consistent(state: &TraceState, trace_id: TraceId, is_sampled: bool) -> TraceState {
    match threshold(state) {
        Some(threshold) if threshold.keeps(randomness(state, trace_id)) == is_sampled => state.clone(),
        _ => with_threshold(state, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(text: &str) -> TraceState {
        // What is no trace state at all has no members.
        text.parse().unwrap_or_default()
    }

    // SAM-06
    #[test]
    fn thresholds_have_the_digits_of_the_specification() {
        for (probability, digits) in [
            (1.0, "0"),
            (0.5, "8"),
            (0.25, "c"),
            (0.1, "e666"),
            (0.01, "fd70a"),
            (0.001, "ffbe77"),
            (1.0 / 3.0, "aaab"),
            (0.999, "004189"),
            (2_f64.powi(-56), "ffffffffffffff"),
        ] {
            let threshold = Threshold::from_probability(probability);
            assert_eq!(threshold.to_string(), digits, "{probability}");
            assert_eq!(Threshold::parse(digits), Some(threshold));
            assert!((threshold.probability() / probability - 1.0).abs() < 1e-4, "{probability}");
        }
        assert_eq!(Threshold::from_probability(f64::NAN), Threshold::ALWAYS);
        assert_eq!(Threshold::from_probability(2.0), Threshold::ALWAYS);
        for none in [0.0, -1.0, 1e-30, f64::NEG_INFINITY] {
            assert_eq!(Threshold::from_probability(none), Threshold::NEVER);
        }
    }

    // SAM-06, SAM-07
    #[test]
    fn what_is_no_threshold_or_randomness_is_not_read() {
        for text in
            ["ot=th:", "ot=th:E666", "ot=th:000000000000000", "ot=th:+1", "ot=rv:1", "vot=th:1", "a=ot"]
        {
            assert_eq!(threshold(&state(text)), None, "{text}");
        }
        let id = TraceId::from_bytes([0xab; 16]);
        for text in ["ot=th:8", "ot=rv:8", "ot=rv:0000000000000A", "ot=rv:000000000000001"] {
            assert_eq!(randomness(&state(text), id), 0xab_abab_abab_abab, "{text}");
        }
        assert_eq!(randomness(&state("x=1,ot=th:8;rv:00000000000001"), id), 1);
        let long = format!("ot=th:8;x:{}", "y".repeat(256));
        assert_eq!(threshold(&state(&long)), None, "SAM-05");
    }

    // SAM-05, SAM-07, W3C-09
    #[test]
    fn other_keys_and_members_stay_in_place() {
        let threshold = Some(Threshold::from_probability(0.5));
        for (before, after) in [
            ("", "ot=th:8"),
            ("a=1,b=2", "ot=th:8,a=1,b=2"),
            ("a=1,ot=th:4,b=2", "ot=th:8,a=1,b=2"),
            ("ot=x:1;th:4;rv:00000000000001;y:2", "ot=x:1;th:8;rv:00000000000001;y:2"),
            ("ot=rv:00000000000001", "ot=th:8;rv:00000000000001"),
        ] {
            assert_eq!(with_threshold(&state(before), threshold).as_str(), after, "{before}");
        }
        for (before, after) in
            [("ot=th:8", ""), ("a=1,ot=th:8;x:1", "ot=x:1,a=1"), ("a=1,ot=x:1", "a=1,ot=x:1")]
        {
            assert_eq!(with_threshold(&state(before), None).as_str(), after, "{before}");
        }
        let full = (0..32).map(|n| format!("k{n}=v")).collect::<Vec<_>>().join(",");
        let written = with_threshold(&state(&full), threshold);
        assert!(written.as_str().starts_with("ot=th:8,k0=v,") && written.as_str().ends_with(",k30=v"));
        let no_room = format!("ot=x:{}", "y".repeat(250));
        assert_eq!(with_threshold(&state(&no_room), threshold).as_str(), no_room);
    }

    // SAM-08
    #[test]
    fn threshold_that_contradicts_the_flag_is_erased() {
        let id = TraceId::from_bytes([0x7f; 16]);
        for (before, is_sampled, after) in [
            ("ot=th:8;rv:80000000000000", true, "ot=th:8;rv:80000000000000"),
            ("ot=th:8;rv:80000000000000", false, "ot=rv:80000000000000"),
            ("ot=th:8", true, ""),
            ("ot=th:8", false, "ot=th:8"),
            ("ot=th:?", true, ""),
        ] {
            assert_eq!(consistent(&state(before), id, is_sampled).as_str(), after, "{before} {is_sampled}");
        }
    }
}
