//! When to try again.
//!
//! In: failures, the pauses collectors ask for, random numbers. Out: how long to wait.
//! Never here: clocks, sleeping, sockets; so every sequence can be tested to the nanosecond.

use core::time::Duration;

/// Exponential back-off with full jitter (OTLP-12, OTLP-16).
///
/// The n-th wait is uniform in 0 to min(30 s, 250 ms x 2^n). A pause that the collector asks for is
/// waited for in full (HTTP-06, GRPC-04), and what follows it starts from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Backoff {
    failures: u32,
    /// The last pause the collector asked for.
    floor: Duration,
}

impl Backoff {
    const START: Duration = Duration::from_millis(250);
    const CAP: Duration = Duration::from_secs(30);
    /// The longest pause a collector gets: beyond it a broken clock is likelier than a plan.
    const MAX_PAUSE: Duration = Duration::from_secs(600);

    /// Returns the wait before the next attempt.
    ///
    /// `asked` is the collector's pause; zero asks for none. `random` is uniform over `u64`.
    pub(crate) fn next_wait(&mut self, asked: Option<Duration>, random: u64) -> Duration {
        let exponential = Self::START.saturating_mul(2_u32.saturating_pow(self.failures)).min(Self::CAP);
        self.failures = self.failures.saturating_add(1);
        match asked.filter(|pause| !pause.is_zero()) {
            Some(pause) => {
                self.floor = pause.min(Self::MAX_PAUSE);
                // A little later, never earlier: all clients were told the same moment.
                self.floor.saturating_add(part(self.floor / 20, random))
            }
            None => self.floor.saturating_add(part(exponential, random)),
        }
    }
}

/// Returns the part of `whole` that `random` is of `u64::MAX`.
fn part(whole: Duration, random: u64) -> Duration {
    let nanos = (whole.as_nanos() * u128::from(random)) >> 64;
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

/// A small random generator (`SplitMix64`), seeded per exporter; for jitter only.
#[derive(Clone, Debug)]
pub(crate) struct Jitter(u64);

impl Jitter {
    /// Seeds from the process's random hash keys.
    pub(crate) fn new() -> Self {
        use std::hash::{BuildHasher as _, RandomState};
        Self(RandomState::new().hash_one(0))
    }

    #[cfg(test)]
    pub(crate) const fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: u64 = 1 << 63;

    fn waits(asked: &[Option<u64>], random: u64) -> Vec<u128> {
        let mut backoff = Backoff::default();
        asked.iter().map(|ms| backoff.next_wait(ms.map(Duration::from_millis), random).as_millis()).collect()
    }

    // OTLP-12
    #[test]
    fn waits_double_up_to_the_cap() {
        let expected = [125, 250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000];
        assert_eq!(waits(&[None; 10], HALF), expected);
        assert_eq!(waits(&[None; 40], HALF)[39], 15_000);
    }

    // OTLP-12: full jitter reaches down to nothing and up to all of it.
    #[test]
    fn jitter_spans_the_whole_wait() {
        assert_eq!(waits(&[None, None], 0), [0, 0]);
        assert_eq!(waits(&[None, None], u64::MAX), [249, 499]);
    }

    // HTTP-06, GRPC-04
    #[test]
    fn collectors_pause_is_waited_for_in_full() {
        assert_eq!(waits(&[Some(1000), Some(40)], 0), [1000, 40]);
        assert_eq!(waits(&[Some(1000)], HALF), [1025]);
        assert_eq!(waits(&[Some(u64::MAX)], 0), [600_000]);
    }

    // GRPC-04
    #[test]
    fn back_off_goes_on_from_the_collectors_pause() {
        assert_eq!(waits(&[None, Some(1000), None, None], HALF), [125, 1025, 1500, 2000]);
    }

    #[test]
    fn pause_of_zero_is_the_usual_back_off() {
        assert_eq!(waits(&[Some(0), Some(0)], HALF), [125, 250]);
    }

    #[test]
    fn jitter_differs_from_call_to_call() {
        let mut jitter = Jitter(1);
        assert_eq!([jitter.next(), jitter.next()], [0x910a_2dec_8902_5cc1, 0xbeeb_8da1_658e_ec67]);
    }
}
