//! How large the next batch shall be, and how long to wait for it.
//!
//! In: how full the memory for ended spans is; how long requests of which size took. Out: a `Plan`.
//! Never here: clocks, threads, sockets; so every course of events can be played in a test.
//!
//! Two smoothed readings decide, and nothing that they are read from depends on the plan by more than they
//! are smoothed; so the plan settles when the load does, and noise moves it by a part of its own size.
//!
//! - *Pressure* is the share of memory in use. It rises at once and falls slowly. The delay goes down with it,
//!   in equal ratios, from the configured one to 50 ms; the largest batch goes up.
//! - *Rate* is the bytes that a request takes through per second. A batch is what goes through in a second at
//!   most: a slow collector gets smaller requests. Small requests say nothing about the rate.

use core::time::Duration;

use crate::batch::BatchLimits;
use crate::chunk::record::HEAD_WORDS;

/// Encoded bytes of a batch when memory is there and requests are quick.
const USUAL_BYTES: u32 = 512 << 10;
/// What a batch shrinks to when requests are slow.
const SMALLEST_BYTES: u32 = 64 << 10;
/// What a batch grows to when memory is full.
const LARGEST_BYTES: u32 = 4 << 20;
/// The delay when memory is half full.
const SHORTEST_DELAY: Duration = Duration::from_millis(50);
/// Pressure that changes nothing.
const EASY: f64 = 0.05;
/// Pressure from which on the delay is shortest.
const HARD: f64 = 0.5;
/// What one reading weighs among those before it.
const WEIGHT: f64 = 1.0 / 8.0;
/// How long a request may take.
const REQUEST_SECONDS: f64 = 1.0;

/// What the configuration says about batches.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// The longest wait between two exports.
    pub(crate) delay: Duration,
    /// The most spans in a batch, 1 or more.
    pub(crate) spans: usize,
    /// The most encoded bytes in a batch; a single span may have more.
    pub(crate) bytes: usize,
    /// The memory for ended spans.
    pub(crate) memory_bytes: usize,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    /// The wait before spans are exported that fill no batch.
    pub(crate) delay: Duration,
    pub(crate) batch: BatchLimits,
    /// Words in filled chunks that make an export worth while before its time.
    pub(crate) full_words: usize,
}

/// The controller.
#[derive(Clone, Debug)]
pub(crate) struct Batcher {
    bounds: Bounds,
    /// 0 to 1.
    pressure: f64,
    /// Bytes per second. Begins with what makes the usual size, so that the first request, which opens the
    /// connection, is one reading among others.
    rate: f64,
}

impl Batcher {
    pub(crate) fn new(bounds: Bounds) -> Self {
        Self { bounds, pressure: 0.0, rate: f64::from(USUAL_BYTES) / REQUEST_SECONDS }
    }

    /// Takes note of the memory in use, in parts of a thousand.
    pub(crate) fn observe_fill(&mut self, per_mille: u16) {
        let fill = f64::from(per_mille.min(1000)) / 1000.0;
        self.pressure = fill.max(self.pressure + (fill - self.pressure) * WEIGHT);
    }

    /// Takes note of a request that was answered.
    pub(crate) fn observe_request(&mut self, bytes: usize, latency: Duration) {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        if u64::from(bytes) * 2 < self.batch_bytes() as u64 {
            return; // mostly overhead
        }
        let now = f64::from(bytes) / latency.as_secs_f64().max(1e-6);
        self.rate += (now - self.rate) * WEIGHT;
    }

    /// Takes note of a request that the receiver found too large: none of that size again.
    ///
    /// Where small ones are refused too, their size is not why: some answer so when a quota is used up. Batches must not end
    /// as one span each for that.
    pub(crate) fn observe_too_large(&mut self, bytes: usize) {
        self.bounds.bytes = self.bounds.bytes.min((bytes / 2).max(SMALLEST_BYTES as usize));
    }

    /// Decides.
    pub(crate) fn decide(&self) -> Plan {
        let bytes = self.batch_bytes();
        let spans = self.bounds.spans;
        let full_words = spans.saturating_mul(HEAD_WORDS).min(bytes / size_of::<u64>());
        Plan {
            delay: self.delay(),
            batch: BatchLimits { spans, bytes },
            // Little memory is full before a batch is.
            full_words: full_words.min(self.bounds.memory_bytes / size_of::<u64>() / 8),
        }
    }

    fn delay(&self) -> Duration {
        let longest = self.bounds.delay;
        let shortest = SHORTEST_DELAY.min(longest);
        if self.pressure <= EASY {
            return longest; // exactly, however long
        }
        let part = (self.pressure - EASY) / (HARD - EASY);
        let ratio = (shortest.as_secs_f64() / longest.as_secs_f64()).powf(part.min(1.0));
        Duration::try_from_secs_f64(longest.as_secs_f64() * ratio).unwrap_or(longest).max(shortest)
    }

    fn batch_bytes(&self) -> usize {
        let part = ((self.pressure - EASY) / (1.0 - EASY)).max(0.0);
        let most = f64::from(USUAL_BYTES) + f64::from(LARGEST_BYTES - USUAL_BYTES) * part;
        let quick = self.rate * REQUEST_SECONDS;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within two constants")]
        let bytes = quick.clamp(f64::from(SMALLEST_BYTES), most) as usize;
        bytes.min(self.bounds.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backoff::Jitter;

    const BOUNDS: Bounds =
        Bounds { delay: Duration::from_secs(5), spans: 10_000, bytes: usize::MAX, memory_bytes: 64 << 20 };

    fn batcher() -> Batcher {
        Batcher::new(BOUNDS)
    }

    /// A factor of 1 to 1 + `spread`, evenly.
    fn noise(jitter: &mut Jitter, spread: f64) -> f64 {
        let unit = f64::from(u32::try_from(jitter.next() >> 32).unwrap()) / f64::from(u32::MAX);
        1.0 + spread * unit
    }

    /// A collector with a fixed cost per request and a bandwidth.
    fn latency(bytes: usize, overhead: f64, bytes_per_second: f64) -> Duration {
        Duration::from_secs_f64(overhead + f64::from(u32::try_from(bytes).unwrap()) / bytes_per_second)
    }

    #[test]
    fn nothing_seen_gives_the_configured_delay_and_the_usual_size() {
        let plan = batcher().decide();
        assert_eq!(plan.delay, Duration::from_secs(5));
        assert_eq!(plan.batch, BatchLimits { spans: 10_000, bytes: 512 << 10 });
        assert_eq!(plan.full_words, 65_536);
    }

    #[test]
    fn delay_falls_as_memory_fills_and_ends_at_fifty_milliseconds() {
        let delays = [0, 50, 162, 275, 500, 1000].map(|per_mille| {
            let mut batcher = batcher();
            batcher.observe_fill(per_mille);
            batcher.decide().delay.as_millis()
        });
        assert_eq!(delays, [5000, 5000, 1589, 500, 50, 50]);
    }

    #[test]
    fn shorter_and_endless_delays_are_kept_as_they_are() {
        for delay in [Duration::from_millis(1), Duration::from_millis(50), Duration::MAX] {
            let mut batcher = Batcher::new(Bounds { delay, ..BOUNDS });
            assert_eq!(batcher.decide().delay, delay);
            batcher.observe_fill(1000);
            assert_eq!(batcher.decide().delay, delay.min(SHORTEST_DELAY));
        }
    }

    #[test]
    fn pressure_is_felt_at_once_and_forgotten_slowly() {
        let mut batcher = batcher();
        batcher.observe_fill(1000);
        assert_eq!(batcher.decide().delay, SHORTEST_DELAY);
        let mut last = batcher.decide();
        for _ in 0..100 {
            batcher.observe_fill(0);
            let plan = batcher.decide();
            assert!(plan.delay >= last.delay && plan.batch.bytes <= last.batch.bytes);
            last = plan;
        }
        assert_eq!(last, Plan { delay: Duration::from_secs(5), ..Batcher::new(BOUNDS).decide() });
    }

    #[test]
    fn quick_collector_leaves_the_size_alone_whatever_the_noise() {
        let (mut batcher, mut jitter) = (batcher(), Jitter::seeded(1));
        for _ in 0..10_000 {
            let bytes = batcher.decide().batch.bytes;
            batcher.observe_request(bytes, latency(bytes, 0.001, 1e8).mul_f64(noise(&mut jitter, 9.0)));
            assert_eq!(batcher.decide().batch.bytes, 512 << 10);
        }
    }

    #[test]
    fn slow_collector_gets_what_it_takes_in_a_second() {
        let mut batcher = batcher();
        let mut sizes = Vec::new();
        for _ in 0..100 {
            let bytes = batcher.decide().batch.bytes;
            sizes.push(bytes);
            batcher.observe_request(bytes, latency(bytes, 0.0, 200_000.0));
        }
        // Monotonous: from the usual size down, without a step back.
        assert!(sizes.windows(2).all(|pair| pair[1] <= pair[0]), "{sizes:?}");
        assert_eq!(sizes.last(), Some(&200_000));
    }

    #[test]
    fn far_collector_is_not_mistaken_for_a_slow_one() {
        // Half a second away, and quick once there: the size stays, and comes back after a bad hour.
        let mut batcher = batcher();
        for _ in 0..200 {
            let bytes = batcher.decide().batch.bytes;
            batcher.observe_request(bytes, latency(bytes, 0.0, 50_000.0));
        }
        assert_eq!(batcher.decide().batch.bytes, 64 << 10);
        for _ in 0..200 {
            let bytes = batcher.decide().batch.bytes;
            batcher.observe_request(bytes, latency(bytes, 0.5, 1e8));
        }
        assert_eq!(batcher.decide().batch.bytes, 512 << 10);
    }

    #[test]
    fn noise_moves_the_size_by_less_than_it_moves_the_latency() {
        let (mut batcher, mut jitter) = (batcher(), Jitter::seeded(2));
        let mut sizes = Vec::new();
        for _ in 0..2000 {
            let bytes = batcher.decide().batch.bytes;
            sizes.push(bytes);
            batcher.observe_request(bytes, latency(bytes, 0.0, 300_000.0).mul_f64(noise(&mut jitter, 1.0)));
        }
        // Latencies are up to twice the least; sizes, once settled, are up to half more than the least,
        // and one step moves them by an eighth at most.
        let settled = &sizes[100..];
        let (least, most) = (settled.iter().min().unwrap(), settled.iter().max().unwrap());
        assert!(most * 2 < least * 3, "{least} {most}");
        assert!(sizes.windows(2).all(|pair| pair[0].abs_diff(pair[1]) * 8 <= pair[0]), "{sizes:?}");
    }

    #[test]
    fn cost_that_grows_faster_than_the_size_does_not_make_it_swing() {
        let mut batcher = batcher();
        let mut sizes = Vec::new();
        for _ in 0..200 {
            let bytes = batcher.decide().batch.bytes;
            sizes.push(bytes);
            // One second at 128 KiB, 16 at 512.
            let part = f64::from(u32::try_from(bytes).unwrap()) / f64::from(128 << 10);
            batcher.observe_request(bytes, Duration::from_secs_f64(part * part));
        }
        sizes.dedup();
        let turns = sizes.windows(3).filter(|three| (three[1] > three[0]) != (three[2] > three[1])).count();
        assert!(turns <= 1, "{sizes:?}");
        assert!(sizes.last().unwrap().abs_diff(128 << 10) < 1024, "{sizes:?}");
    }

    #[test]
    fn small_requests_say_nothing() {
        let mut batcher = batcher();
        for _ in 0..100 {
            batcher.observe_request(1000, Duration::from_secs(3));
        }
        assert_eq!(batcher.decide().batch.bytes, 512 << 10);
    }

    // R41
    #[test]
    fn bounds_hold_whatever_is_observed() {
        let mut jitter = Jitter::seeded(3);
        let bounds = Bounds { spans: 7, bytes: 1 << 20, memory_bytes: 1 << 20, ..BOUNDS };
        let mut batcher = Batcher::new(bounds);
        for _ in 0..10_000 {
            batcher.observe_fill((jitter.next() >> 48) as u16);
            let bytes = usize::try_from(jitter.next() >> (jitter.next() % 64)).unwrap();
            batcher.observe_request(bytes, Duration::from_nanos(jitter.next() >> (jitter.next() % 64)));
            let plan = batcher.decide();
            assert!((SHORTEST_DELAY..=bounds.delay).contains(&plan.delay), "{plan:?}");
            assert!((64 << 10..=1 << 20).contains(&plan.batch.bytes), "{plan:?}");
            assert_eq!((plan.batch.spans, plan.full_words), (7, 56));
        }
    }

    // R41
    #[test]
    fn size_that_was_refused_is_not_tried_again() {
        let mut batcher = batcher();
        batcher.observe_too_large(400_000);
        assert_eq!(batcher.decide().batch.bytes, 200_000);
        batcher.observe_fill(1000);
        assert_eq!(batcher.decide().batch.bytes, 200_000);
    }

    // R41: as gRPC servers answer whose quota is used up, whatever the size.
    #[test]
    fn refusals_of_small_requests_do_not_end_in_one_request_for_each_span() {
        let mut batcher = batcher();
        for _ in 0..100 {
            batcher.observe_too_large(batcher.decide().batch.bytes);
            batcher.observe_too_large(200);
        }
        assert_eq!(batcher.decide().batch.bytes, 64 << 10);
    }
}
