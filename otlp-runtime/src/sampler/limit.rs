//! A threshold that moves with the rate of traces.
//!
//! In: the moment a trace starts, and its randomness. Out: the threshold for it.
//! Never here: a decision that does not follow from the threshold (SAM-13).

use std::sync::Mutex;

use crate::clock::Moment;
use crate::ot::Threshold;
use crate::sync::lock;

/// Keeps about so many traces a second.
///
/// The rate is an average that forgets with a time constant of one second, so that the threshold follows it without
/// steps. What a burst brings before the average has risen is bounded by a bucket of tokens.
#[derive(Debug)]
pub(crate) struct RateLimit {
    per_second: f64,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    last_nanos: u64,
    /// Traces of about the last second.
    recent: f64,
    /// Traces that may be kept now; one second's worth at most, filled at twice the rate.
    tokens: f64,
}

impl PartialEq for RateLimit {
    fn eq(&self, other: &Self) -> bool {
        core::ptr::eq(self, other)
    }
}

impl RateLimit {
    pub(super) const fn new(per_second: f64) -> Self {
        let state = State { last_nanos: 0, recent: 0.0, tokens: f64::INFINITY };
        Self { per_second, state: Mutex::new(state) }
    }

    /// Returns the threshold for one more trace.
    pub(super) fn threshold(&self, now: Moment, randomness: u64) -> Threshold {
        // A lock for some tens of nanoseconds, and for roots only.
        let mut state = lock(&self.state);
        // Threads read the clock before they wait for each other: none goes back. The monotonic clock, since a wall clock that
        // is set back would stop this until it is there again (R25).
        let now = now.monotonic_nanos().max(state.last_nanos);
        let seconds = core::time::Duration::from_nanos(now - state.last_nanos).as_secs_f64();
        state.last_nanos = now;
        state.recent = state.recent * (-seconds).exp() + 1.0;
        state.tokens = (state.tokens + 2.0 * self.per_second * seconds).min(self.per_second.max(1.0));
        if state.tokens < 1.0 {
            return Threshold::NEVER;
        }
        let threshold = Threshold::from_probability(self.per_second / state.recent);
        if threshold.keeps(randomness) {
            state.tokens -= 1.0;
        }
        threshold
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000_000;

    /// What becomes of traces that start at these moments: how many are kept, and how many they stand for.
    fn run(limit: &RateLimit, moments: impl Iterator<Item = u64>) -> (f64, f64) {
        let mut random = fastrand::Rng::with_seed(7);
        moments.fold((0.0, 0.0), |(kept, stood_for), moment| {
            let randomness = random.u64(..1 << 56);
            let threshold = limit.threshold(Moment::of(moment, 0), randomness);
            if threshold.keeps(randomness) {
                (kept + 1.0, stood_for + 1.0 / threshold.probability())
            } else {
                (kept, stood_for)
            }
        })
    }

    // SAM-13
    #[test]
    fn steady_rate_keeps_what_is_asked_for_and_weighs_right() {
        let limit = RateLimit::new(100.0);
        // Ten thousand a second for twenty seconds; the first two warm up.
        run(&limit, (0..20_000).map(|n| SECOND * 1000 + n * SECOND / 10_000));
        let (kept, stood_for) = run(&limit, (20_000..200_000).map(|n| SECOND * 1000 + n * SECOND / 10_000));
        assert!((1600.0..2000.0).contains(&kept), "{kept} of 1800");
        assert!((160_000.0..200_000.0).contains(&stood_for), "{stood_for} of 180000");
    }

    #[test]
    fn slow_rate_keeps_all() {
        let limit = RateLimit::new(100.0);
        let (kept, stood_for) = run(&limit, (0..200).map(|n| SECOND * 1000 + n * SECOND / 10));
        assert_eq!((kept, stood_for), (200.0, 200.0));
    }

    // TRU-02: whatever comes, no more than three times the limit within a second.
    #[test]
    fn burst_is_bounded() {
        let limit = RateLimit::new(100.0);
        let (kept, _) = run(&limit, (0..1_000_000).map(|n| SECOND * 1000 + n * SECOND / 1_000_000));
        assert!((100.0..=300.0).contains(&kept), "{kept}");
        let backwards = limit.threshold(Moment::of(0, 0), (1 << 56) - 1);
        assert!(backwards > Threshold::ALWAYS, "a clock that goes back is none the worse");
    }

    // R25
    #[test]
    fn wall_clock_that_is_set_changes_nothing() {
        const YEAR: u64 = 365 * 86_400 * SECOND;
        let kept = |wall: fn(u64) -> u64| {
            let (limit, mut random) = (RateLimit::new(100.0), fastrand::Rng::with_seed(7));
            let is_kept = |n: &u64| {
                let (moment, randomness) = (n * SECOND / 1000, random.u64(..1 << 56));
                limit.threshold(Moment::of(moment, wall(moment)), randomness).keeps(randomness)
            };
            (0..10_000).filter(is_kept).count()
        };
        let steady = kept(|moment| 50 * YEAR + moment);
        assert!(steady > 800, "{steady} in ten seconds");
        assert_eq!(kept(|moment| if moment < SECOND { 50 * YEAR } else { 49 * YEAR } + moment), steady);
    }
}
