//! What a counter's readings mean: a reading of all clocks at once, and the rate from there on.
//!
//! In: samples of all clocks. Out: anchors, each good for a second; moments.
//! Never here: reading a clock, but for samples.

use super::Moment;
use super::source::Source;

/// How long an anchor is good for, in nanoseconds.
const LIFETIME: u64 = 1_000_000_000;

/// How long the processor's counter is watched before it is used: its rate is then known to about one in a million.
const CALIBRATION: u64 = 100_000_000;

/// What two readings of one clock may differ by without anything having happened: a wall clock that was set by less
/// is not noticed, and less of an error is caught up with over a second, not at once.
const TOLERANCE: u64 = 200_000;

/// 2^32: rates are fractions.
const ONE: u64 = 1 << 32;

/// What counts time between two anchors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Counter {
    /// The processor's, in ticks.
    Processor,
    /// The system's monotonic clock, in nanoseconds.
    System,
}

/// All clocks at one moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    ticks: u64,
    monotonic_nanos: u64,
    unix_nanos: u64,
}

impl Sample {
    /// Reads all clocks. If the thread was interrupted meanwhile, tries again, a few times.
    pub(super) fn take(source: &impl Source) -> Self {
        const SHORT: u64 = 2_000;
        let attempt = || {
            let before = source.monotonic_nanos();
            let (ticks, unix_nanos) = (source.ticks(), source.unix_nanos());
            let took = source.monotonic_nanos().saturating_sub(before);
            (took, Self { ticks, monotonic_nanos: before + took / 2, unix_nanos })
        };
        let mut best = attempt();
        for _ in 0..3 {
            if best.0 <= SHORT {
                break;
            }
            let other = attempt();
            if other.0 < best.0 {
                best = other;
            }
        }
        best.1
    }

    pub(super) const fn moment(&self) -> Moment {
        Moment { monotonic_nanos: self.monotonic_nanos, unix_nanos: self.unix_nanos }
    }

    const fn reading(&self, counter: Counter) -> u64 {
        match counter {
            Counter::Processor => self.ticks,
            Counter::System => self.monotonic_nanos,
        }
    }
}

/// The moment at which a counter had some reading, and how to go on from there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Anchor {
    pub(super) counter: Counter,
    pub(super) start: Moment,
    reading: u64,
    /// Nanoseconds for each count, times 2^32.
    rate: u64,
    /// Counts from `reading` on for which the anchor is good.
    lifetime: u64,
}

/// The words of an anchor.
pub(super) const WORDS: usize = 6;

impl Anchor {
    #[inline]
    pub(super) const fn from_words(words: [u64; WORDS]) -> Self {
        let [counter, monotonic_nanos, unix_nanos, reading, rate, lifetime] = words;
        let counter = if counter == 0 { Counter::System } else { Counter::Processor };
        Self { counter, start: Moment { monotonic_nanos, unix_nanos }, reading, rate, lifetime }
    }

    pub(super) const fn to_words(self) -> [u64; WORDS] {
        let Self { counter, start, reading, rate, lifetime } = self;
        [counter_word(counter), start.monotonic_nanos, start.unix_nanos, reading, rate, lifetime]
    }

    /// Returns the moment of a reading; `None` when the anchor is too old, or the reading is older than the anchor.
    #[inline]
    pub(super) fn moment(&self, reading: u64) -> Option<Moment> {
        let counts = reading.wrapping_sub(self.reading);
        (counts < self.lifetime).then(|| self.after(counts))
    }

    #[inline]
    fn after(&self, counts: u64) -> Moment {
        #[expect(clippy::cast_possible_truncation, reason = "584 years fit")]
        let nanos = ((u128::from(counts) * u128::from(self.rate)) >> 32) as u64;
        Moment {
            monotonic_nanos: self.start.monotonic_nanos.saturating_add(nanos),
            unix_nanos: self.start.unix_nanos.saturating_add(nanos),
        }
    }
}

const fn counter_word(counter: Counter) -> u64 {
    match counter {
        Counter::System => 0,
        Counter::Processor => 1,
    }
}

/// The anchor in use and what it was made from.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) anchor: Anchor,
    sample: Sample,
    /// The processor's counter has contradicted the system's clock: never again.
    is_counter_refuted: bool,
}

impl Known {
    /// Begins with the system's clock, whatever the counter is worth.
    pub(super) fn first(sample: Sample, is_counter_reliable: bool) -> Self {
        let lifetime = if is_counter_reliable { CALIBRATION } else { LIFETIME };
        let anchor = Anchor {
            counter: Counter::System,
            start: sample.moment(),
            reading: sample.monotonic_nanos,
            rate: ONE,
            lifetime,
        };
        Self { anchor, sample, is_counter_refuted: false }
    }

    /// Returns the moment of `sample` if the anchor is good for it after all.
    pub(super) fn moment(&self, sample: &Sample) -> Option<Moment> {
        let reading = sample.reading(self.anchor.counter);
        let is_behind = self.anchor.reading.wrapping_sub(reading) <= self.anchor.lifetime / 1024;
        if is_behind { Some(self.anchor.start) } else { self.anchor.moment(reading) }
    }

    /// Goes on from `sample`: as the old anchor would, as long as the clocks agree with that.
    pub(super) fn next(&self, sample: Sample, is_counter_reliable: bool) -> Self {
        let rate = self.measured_rate(&sample);
        let expected = self.expected(&sample);
        let is_counter_refuted =
            self.is_counter_refuted || self.anchor.counter == Counter::Processor && expected.is_none();
        let elapsed = sample.monotonic_nanos.saturating_sub(self.sample.monotonic_nanos);
        let is_counter_used =
            is_counter_reliable && !is_counter_refuted && elapsed >= CALIBRATION && rate.is_some();
        let start = start(&sample, expected);
        // What is left of an error is caught up with until the next anchor.
        let error = i128::from(sample.monotonic_nanos) - i128::from(start.monotonic_nanos);
        let anchor = match rate.filter(|_| is_counter_used) {
            Some(rate) => {
                let corrected = i128::from(rate) * (i128::from(LIFETIME) + error) / i128::from(LIFETIME);
                let rate = u64::try_from(corrected).unwrap_or(rate);
                let lifetime = (u128::from(LIFETIME) << 32) / u128::from(rate.max(1));
                let lifetime = u64::try_from(lifetime).unwrap_or(LIFETIME);
                Anchor { counter: Counter::Processor, start, reading: sample.ticks, rate, lifetime }
            }
            None => Anchor {
                counter: Counter::System,
                start,
                reading: sample.monotonic_nanos,
                rate: ONE,
                lifetime: if is_counter_reliable && !is_counter_refuted { CALIBRATION } else { LIFETIME },
            },
        };
        Self { anchor, sample, is_counter_refuted }
    }

    /// Returns where the old anchor would put `sample`. `None` if the two have nothing to do with each other: an
    /// eighth more or less than the system's clock says is beyond all that is done to keep a clock right.
    fn expected(&self, sample: &Sample) -> Option<Moment> {
        let counts = sample.reading(self.anchor.counter).checked_sub(self.anchor.reading)?;
        let expected = self.anchor.after(counts);
        let elapsed = sample.monotonic_nanos.checked_sub(self.sample.monotonic_nanos)?;
        let error = expected.monotonic_nanos.abs_diff(sample.monotonic_nanos);
        (error <= 1_000_000 + elapsed / 8).then_some(expected)
    }

    /// Returns the rate of the processor's counter since the last sample, if it is one: 100 MHz to 10 GHz.
    fn measured_rate(&self, sample: &Sample) -> Option<u64> {
        let ticks = sample.ticks.checked_sub(self.sample.ticks)?;
        let nanos = sample.monotonic_nanos.checked_sub(self.sample.monotonic_nanos)?;
        let rate = (u128::from(nanos) << 32).checked_div(u128::from(ticks))?;
        u64::try_from(rate).ok().filter(|rate| (ONE / 10..=ONE * 10).contains(rate))
    }
}

/// Returns where a new anchor begins.
fn start(sample: &Sample, expected: Option<Moment>) -> Moment {
    let Some(expected) = expected else { return sample.moment() };
    let signed = |truth: u64, expected: u64| i128::from(truth) - i128::from(expected);
    let error = signed(sample.monotonic_nanos, expected.monotonic_nanos);
    if error.unsigned_abs() > u128::from(TOLERANCE) {
        return sample.moment();
    }
    // Not the wall clock's own error: it has the same as the monotonic one, unless it was set.
    let was_set = (signed(sample.unix_nanos, expected.unix_nanos) - error).unsigned_abs();
    let unix_nanos = if was_set > u128::from(TOLERANCE) { sample.unix_nanos } else { expected.unix_nanos };
    Moment { unix_nanos, ..expected }
}
