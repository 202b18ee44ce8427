//! Time for spans: durations of the monotonic clock, expressed as Unix time.
//!
//! In: the machine's clocks. Out: moments, a few nanoseconds dearer than the processor's counter.
//! Never here: deadlines and delays of export, which use tokio's clock; a wait.
//!
//! A moment is an anchor (a reading of all clocks) and what a counter says has passed since. The counter is that of the
//! processor where it can be relied on (`source`), else the system's monotonic clock. An anchor is good for a second:
//! whoever reads a staler one looks at the clocks again and publishes the next, so a wall clock that was set is noticed
//! by the first span that could be wrong, and nothing runs while nothing is recorded.

mod anchor;
mod published;
mod source;

use core::sync::atomic::{AtomicU64, AtomicUsize};
use std::sync::{Mutex, TryLockError};

use self::anchor::{Anchor, Counter, Known, Sample, WORDS};
use self::published::Published;
pub(crate) use self::source::look_at_counter;
use self::source::{Machine, Source};

/// What `published` is made of; loom has its own.
mod atomics {
    pub(super) use core::sync::atomic::{AtomicU64, AtomicUsize, Ordering, fence};
}

/// The clock of the process.
static CLOCK: Clock = Clock::new();

/// A point in time, as of both clocks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Moment {
    /// Since some moment of the process. Wraps around: Unix times that are given may lie before it.
    monotonic_nanos: u64,
    pub(crate) unix_nanos: u64,
}

impl Moment {
    /// Returns the reading of the monotonic clock. The difference of two is the time between them, whatever became of the
    /// wall clock meanwhile.
    #[inline]
    pub(crate) const fn monotonic_nanos(self) -> u64 {
        self.monotonic_nanos
    }

    /// Returns the Unix time of a later moment, as far from this one as the monotonic clock says; never before it,
    /// whatever became of the wall clock meanwhile.
    #[inline]
    pub(crate) const fn unix_nanos_at(self, later: Self) -> u64 {
        let passed = later.monotonic_nanos.wrapping_sub(self.monotonic_nanos).cast_signed();
        self.unix_nanos.saturating_add(if passed > 0 { passed.cast_unsigned() } else { 0 })
    }

    /// Makes up a moment.
    #[cfg(test)]
    pub(crate) const fn of(monotonic_nanos: u64, unix_nanos: u64) -> Self {
        Self { monotonic_nanos, unix_nanos }
    }

    /// Returns the moment of a Unix time, as far from this one as that says.
    #[cfg(feature = "opentelemetry")]
    pub(crate) const fn at_unix_nanos(self, unix_nanos: u64) -> Self {
        let distance = unix_nanos.wrapping_sub(self.unix_nanos);
        Self { monotonic_nanos: self.monotonic_nanos.wrapping_add(distance), unix_nanos }
    }
}

/// Returns this moment.
#[inline]
pub(crate) fn now() -> Moment {
    CLOCK.now(&Machine)
}

/// What the readings of the counter mean, for all threads.
#[derive(Debug)]
#[repr(align(64))]
struct Clock {
    anchor: Published<WORDS>,
    /// What the next anchor is made from. Only ever tried: who finds it taken uses a reading of his own.
    known: Mutex<Option<Known>>,
}

impl Clock {
    const fn new() -> Self {
        // An anchor of zeros has no lifetime: the first reading renews it.
        let slots = [const { [const { AtomicU64::new(0) }; WORDS] }; 2];
        let anchor = Published { version: AtomicUsize::new(0), slots };
        Self { anchor, known: Mutex::new(None) }
    }

    #[expect(clippy::inline_always, reason = "each span passes here twice")]
    #[inline(always)]
    fn now(&self, source: &impl Source) -> Moment {
        if let Some(words) = self.anchor.read() {
            let anchor = Anchor::from_words(words);
            if anchor.counter == Counter::Processor
                && let Some(moment) = anchor.moment(source.ticks())
            {
                return moment;
            }
        }
        self.of_system(source)
    }

    /// As `now`, where the system's clock is the counter. Out of line, to keep the other case short.
    #[inline(never)]
    fn of_system(&self, source: &impl Source) -> Moment {
        let anchor =
            self.anchor.read().map(Anchor::from_words).filter(|anchor| anchor.counter == Counter::System);
        match anchor.and_then(|anchor| anchor.moment(source.monotonic_nanos())) {
            Some(moment) => moment,
            None => self.renewed(source),
        }
    }

    /// Looks at all clocks and publishes what they say.
    #[cold]
    fn renewed(&self, source: &impl Source) -> Moment {
        let sample = Sample::take(source);
        let mut known = match self.known.try_lock() {
            Ok(known) => known,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return sample.moment(),
        };
        let next = match &*known {
            None => Known::first(sample, source.is_counter_reliable()),
            Some(known) => match known.moment(&sample) {
                // Somebody else was faster, or this core's counter is a little behind.
                Some(moment) => return moment,
                None => known.next(sample, source.is_counter_reliable()),
            },
        };
        self.anchor.publish(next.anchor.to_words());
        let moment = next.anchor.start;
        *known = Some(next);
        moment
    }
}

#[cfg(test)]
mod tests;
