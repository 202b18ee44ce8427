//! How far what comes from outside is trusted.
//!
//! In: what propagators read at one place where requests come in. Out: what is left of it.
//! Never here: carriers; who the caller is.

use core::sync::atomic::{AtomicU64, Ordering};

use super::Context;
use super::context::Origin;
use crate::baggage::Carried;
use crate::clock::{self, Moment};
use crate::context::SpanContext;

/// A place where requests come in, and how far it trusts what they bring.
///
/// | mode | the span | its sampling | trace state, baggage |
/// | --- | --- | --- | --- |
/// | [`trust`](Self::trust) | a child of the caller's | as the caller decided | taken over |
/// | [`link`](Self::link) | a root, linked to the caller's | ours; for 100 callers a second theirs | not taken over |
/// | [`restart`](Self::restart) | a root | ours | not taken over |
///
/// **[`extract`](crate::extract), and `extract(..)` in the macros without a mode, trust.** That is what OpenTelemetry does
/// and what services behind one gateway need. Where anybody may call, say so: `static EDGE: EntryPoint =
/// EntryPoint::link();`, or `extract(headers, trust = link)`. There a caller chooses neither trace id nor baggage nor, by the
/// sampled flag, how much is recorded.
///
/// Keep it in a `static`: it counts.
///
/// ```
/// use otlp_runtime::{EntryPoint, Span};
///
/// static INSIDE: EntryPoint = EntryPoint::trust();
/// static OUTSIDE: EntryPoint = EntryPoint::link().sampled_per_second(10);
///
/// fn serve(is_ours: bool, headers: &[(String, String)]) {
///     let entry_point = if is_ours { &INSIDE } else { &OUTSIDE };
///     let _span = Span::builder().name("serve").parent(entry_point.extract(headers)).start().enter();
/// }
/// # serve(false, &[]);
/// ```
#[derive(Debug)]
pub struct EntryPoint {
    mode: Mode,
    sampled_per_second: u32,
    bucket: Bucket,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Trust,
    Link,
    Restart,
}

impl EntryPoint {
    /// Continues the caller's trace.
    pub const fn trust() -> Self {
        Self::new(Mode::Trust, u32::MAX)
    }

    /// Begins a trace that links to the caller's.
    pub const fn link() -> Self {
        Self::new(Mode::Link, 100)
    }

    /// Begins a trace that knows nothing of the caller.
    pub const fn restart() -> Self {
        Self::new(Mode::Restart, 0)
    }

    const fn new(mode: Mode, sampled_per_second: u32) -> Self {
        Self { mode, sampled_per_second, bucket: Bucket(AtomicU64::new(0)) }
    }

    /// Sets how often in a second a caller's sampled flag counts; beyond it, and for `0`, our sampler decides alone.
    ///
    /// Where it counts, the sampler is asked as for the child of a sampled remote span. Default: without limit for
    /// [`trust`](Self::trust), 100 for [`link`](Self::link), 0 for [`restart`](Self::restart). The count starts at
    /// zero and fills with time, so that an entry point made for each request allows none.
    pub const fn sampled_per_second(mut self, sampled: u32) -> Self {
        self.sampled_per_second = sampled;
        self
    }

    /// Takes from a context what the mode allows. One that holds nothing stays so.
    pub(crate) fn admit(&self, mut context: Context) -> Context {
        if !context.span.is_valid() {
            return if self.mode == Mode::Trust { context } else { Context::default() };
        }
        let wants = context.span.is_sampled();
        match self.mode {
            Mode::Trust => {
                if wants && self.sampled_per_second < u32::MAX && !self.allows_sampling() {
                    context.defer();
                }
                context
            }
            Mode::Link | Mode::Restart => {
                let asks_for_sampling = wants && self.allows_sampling();
                let link = if self.mode == Mode::Link { context.span } else { SpanContext::INVALID };
                let origin = Origin::Root { link, asks_for_sampling };
                Context { span: SpanContext::INVALID, carried: Carried::EMPTY, origin }
            }
        }
    }

    fn allows_sampling(&self) -> bool {
        self.sampled_per_second > 0 && self.bucket.take(self.sampled_per_second, clock::now())
    }
}

/// A token bucket of one second. It holds the time at which it will be full again, 0 before its first use.
#[derive(Debug)]
struct Bucket(AtomicU64);

const SECOND: u64 = 1_000_000_000;

impl Bucket {
    /// Takes a token; false if there is none.
    fn take(&self, per_second: u32, now: Moment) -> bool {
        // Not the wall clock: one that is set back would stop this until it is there again (R25).
        let now = now.monotonic_nanos();
        let interval = SECOND / u64::from(per_second.max(1));
        // Relaxed: the number orders nothing else.
        let mut full_at = self.0.load(Ordering::Relaxed);
        loop {
            // Saturating: clocks may say anything.
            let last = now.saturating_add(SECOND);
            let next = if full_at == 0 { last } else { full_at.max(now).saturating_add(interval) };
            if full_at != 0 && next > last {
                return false;
            }
            match self.0.compare_exchange_weak(full_at, next, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return full_at != 0,
                Err(changed) => full_at = changed,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // TRU-02
    #[test]
    fn bucket_gives_its_rate_and_not_more() {
        let bucket = Bucket(AtomicU64::new(0));
        let taken = |from: u64, to: u64| {
            (from..to).step_by(10_000).filter(|now| bucket.take(100, Moment::of(*now, 0))).count()
        };
        let start = 1_700_000_000 * SECOND;
        // 100 000 requests a second.
        assert_eq!(taken(start, start + SECOND), 99, "the first second fills it, drop by drop");
        assert_eq!(taken(start + SECOND, start + 2 * SECOND), 100);
        assert!(taken(start + 10 * SECOND, start + 11 * SECOND) <= 200, "a pause fills it, once");
    }

    // TRU-02
    #[test]
    fn bucket_that_was_just_made_gives_nothing() {
        assert!(!Bucket(AtomicU64::new(0)).take(100, Moment::of(SECOND, 0)));
        assert!(
            !Bucket(AtomicU64::new(0)).take(100, Moment::of(u64::MAX, 0)),
            "R25: whatever the clock says"
        );
    }

    // R25
    #[test]
    fn bucket_goes_on_where_the_wall_clock_is_set_back() {
        let (bucket, today) = (Bucket(AtomicU64::new(0)), 1_700_000_000 * SECOND);
        bucket.take(100, Moment::of(0, today));
        let yesterday = today - 86_400 * SECOND;
        let taken = (1..=10)
            .filter(|second| bucket.take(100, Moment::of(second * SECOND, yesterday + second * SECOND)));
        assert_eq!(taken.count(), 10);
    }
}
