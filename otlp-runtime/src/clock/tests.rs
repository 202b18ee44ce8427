//! The clock on injected clocks (R25): what it says, never how fast.

use core::cell::Cell;

use super::*;

const MILLISECOND: u64 = 1_000_000;
const SECOND: u64 = 1000 * MILLISECOND;
const YEAR: u64 = 365 * 86_400 * SECOND;
const TODAY: u64 = 56 * YEAR;

/// Clocks that go as they are told.
struct Injected {
    ticks: Cell<u64>,
    monotonic_nanos: Cell<u64>,
    /// Nanoseconds since 1970, as if there were negative ones and large ones.
    unix_nanos: Cell<i128>,
    is_counter_reliable: Cell<bool>,
}

impl Injected {
    fn new() -> Self {
        Self {
            ticks: Cell::new(7_000_000),
            monotonic_nanos: Cell::new(5 * SECOND),
            unix_nanos: Cell::new(i128::from(TODAY)),
            is_counter_reliable: Cell::new(true),
        }
    }

    /// Lets time pass, with a counter of `ticks` for each microsecond.
    fn pass(&self, nanos: u64, ticks: u64) {
        self.ticks.set(self.ticks.get() + nanos * ticks / 1000);
        self.monotonic_nanos.set(self.monotonic_nanos.get() + nanos);
        self.unix_nanos.set(self.unix_nanos.get() + i128::from(nanos));
    }

    fn set_wall_clock(&self, by: i128) {
        self.unix_nanos.set(self.unix_nanos.get() + by);
    }
}

impl Source for Injected {
    fn ticks(&self) -> u64 {
        self.ticks.get()
    }

    fn monotonic_nanos(&self) -> u64 {
        self.monotonic_nanos.get()
    }

    fn unix_nanos(&self) -> u64 {
        u64::try_from(self.unix_nanos.get().max(0)).unwrap_or(u64::MAX)
    }

    fn is_counter_reliable(&self) -> bool {
        self.is_counter_reliable.get()
    }
}

fn counter(clock: &Clock) -> Counter {
    Anchor::from_words(clock.anchor.read().unwrap()).counter
}

/// A clock that has come to use the counter, 2600 ticks a microsecond.
fn calibrated() -> (Clock, Injected) {
    let (clock, source) = (Clock::new(), Injected::new());
    clock.now(&source);
    assert_eq!(counter(&clock), Counter::System);
    source.pass(CALIBRATION_NANOS, 2600);
    clock.now(&source);
    assert_eq!(counter(&clock), Counter::Processor);
    (clock, source)
}

const CALIBRATION_NANOS: u64 = 100 * MILLISECOND;

fn assert_right(moment: Moment, source: &Injected, within: u64) {
    let error = moment.unix_nanos.abs_diff(source.unix_nanos());
    assert!(error <= within, "{error} ns wrong");
}

#[test]
fn counter_is_used_once_its_rate_is_known_and_only_while_it_is_reliable() {
    let (clock, source) = calibrated();
    let before = clock.now(&source);
    source.ticks.set(source.ticks.get() + 2600);
    let passed = clock.now(&source).unix_nanos - before.unix_nanos;
    assert!((999..=1000).contains(&passed), "{passed}");
    source.is_counter_reliable.set(false);
    source.pass(2 * SECOND, 2600);
    clock.now(&source);
    assert_eq!(counter(&clock), Counter::System);
}

#[test]
fn counter_that_nobody_vouches_for_is_never_used() {
    let (clock, source) = (Clock::new(), Injected::new());
    source.is_counter_reliable.set(false);
    for _ in 0..10 {
        source.pass(SECOND, 2600);
        assert_right(clock.now(&source), &source, 0);
        assert_eq!(counter(&clock), Counter::System);
    }
}

#[test]
fn r25_wall_clock_that_is_set_shows_in_new_spans_within_seconds_and_in_no_duration() {
    let year = i128::from(YEAR);
    for by in [year, -year, 3600 * i128::from(SECOND), -i128::from(10 * MILLISECOND)] {
        let (clock, source) = calibrated();
        let start = clock.now(&source);
        source.set_wall_clock(by);
        source.pass(SECOND + MILLISECOND, 2600);
        let later = clock.now(&source);
        assert_right(later, &source, MILLISECOND);
        let duration = start.unix_nanos_at(later) - start.unix_nanos;
        assert!(duration.abs_diff(SECOND + MILLISECOND) < 1000, "{duration}");
    }
}

#[test]
fn r25_before_1970_and_after_2554_are_the_ends_of_time_and_durations_go_on() {
    let end = i128::from(u64::MAX);
    for at in [-i128::from(YEAR), -1, end, end + i128::from(YEAR)] {
        let (clock, source) = calibrated();
        source.unix_nanos.set(at);
        source.pass(2 * SECOND, 2600);
        let start = clock.now(&source);
        assert_right(start, &source, 2 * SECOND);
        source.pass(MILLISECOND, 2600);
        let end = clock.now(&source);
        assert!(start.unix_nanos_at(end) >= start.unix_nanos);
        assert!(end.unix_nanos == u64::MAX || end.unix_nanos - start.unix_nanos < MILLISECOND + 10);
    }
}

#[test]
fn r25_core_whose_counter_is_a_little_behind_sees_no_time_before_the_anchor() {
    let (clock, source) = calibrated();
    source.pass(2 * SECOND, 2600);
    let here = clock.now(&source);
    source.ticks.set(source.ticks.get() - 2600);
    let there = clock.now(&source);
    assert_eq!((there, counter(&clock)), (here, Counter::Processor));
}

#[test]
fn r25_counter_that_contradicts_the_system_is_given_up_for_good() {
    for jump in [-(2600_i64 * 5_000_000), 2600 * 5_000_000] {
        let (clock, source) = calibrated();
        let start = clock.now(&source);
        source.pass(SECOND, 2600);
        source.ticks.set(source.ticks.get().saturating_add_signed(jump));
        let end = clock.now(&source);
        assert_right(end, &source, 0);
        assert!(start.unix_nanos_at(end) >= start.unix_nanos);
        for _ in 0..5 {
            source.pass(SECOND, 2600);
            assert_right(clock.now(&source), &source, 0);
            assert_eq!(counter(&clock), Counter::System);
        }
    }
}

#[test]
fn r25_drift_is_followed_without_a_step_backwards() {
    let (clock, source) = calibrated();
    let mut last = clock.now(&source);
    // 100 in a million faster, then as much slower, as against a clock that is being corrected.
    for more in [1300, 0, -1300] {
        for _ in 0..1000 {
            source.pass(5 * MILLISECOND, 2600);
            source.ticks.set(source.ticks.get().saturating_add_signed(more));
            let now = clock.now(&source);
            assert!(now.monotonic_nanos > last.monotonic_nanos && now.unix_nanos > last.unix_nanos);
            assert_right(now, &source, MILLISECOND / 4);
            last = now;
        }
        assert_eq!(counter(&clock), Counter::Processor);
    }
}

#[test]
fn r25_first_span_after_a_quiet_day_is_right() {
    let (clock, source) = calibrated();
    source.pass(86_400 * SECOND, 2599);
    assert_right(clock.now(&source), &source, MILLISECOND);
    source.pass(SECOND / 2, 2599);
    assert_right(clock.now(&source), &source, MILLISECOND);
}

#[test]
fn r25_no_duration_is_negative_whatever_the_clocks_do() {
    let mut random = fastrand::Rng::with_seed(25);
    let (clock, source) = calibrated();
    let mut start = (clock.now(&source), source.monotonic_nanos.get());
    let mut is_honest = true;
    for operation in 0..1_000_000_u32 {
        match random.u32(..1000) {
            0 => source.set_wall_clock(i128::from(random.i64(..)) * 4),
            1 => source.unix_nanos.set(i128::from(TODAY)),
            2 => source.pass(random.u64(..3600 * SECOND), 2600),
            3 if operation > 900_000 => {
                source.ticks.set(random.u64(..1 << 60));
                is_honest = false;
            }
            _ => source.pass(random.u64(..10 * MILLISECOND), 2600),
        }
        let now = clock.now(&source);
        let duration = start.0.unix_nanos_at(now) - start.0.unix_nanos;
        let truth = source.monotonic_nanos.get() - start.1;
        let is_cut = start.0.unix_nanos_at(now) == u64::MAX;
        assert!(!is_honest || is_cut || duration.abs_diff(truth) <= MILLISECOND, "{duration} for {truth}");
        if random.u8(..) < 32 {
            start = (now, source.monotonic_nanos.get());
        }
    }
    source.pass(2 * SECOND, 2600);
    source.unix_nanos.set(i128::from(TODAY));
    source.pass(10 * SECOND, 2600);
    assert_right(clock.now(&source), &source, MILLISECOND);
}
