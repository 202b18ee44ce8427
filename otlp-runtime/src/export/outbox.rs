//! Which batch is sent next, and when.
//!
//! In: batches, ready to be sent; what became of each attempt; the time. Out: batches to send now, to give up, or the
//! moment to ask again.
//! Never here: clocks, sockets, what a batch holds, counting; so an outage of hours can be played in a test.
//!
//! Rules.
//!
//! 1. While the collector answers, batches are sent in the order they came, as many at a time as configured.
//! 2. An attempt that failed and is worth another opens the circuit: the batch waits with the others, and after the
//!    back-off one batch, of those tried least often the oldest, is sent as a probe, alone. So a batch that the
//!    collector cannot digest does not hold up the rest.
//! 3. Any success closes the circuit. A pause that the collector asked for holds even so (R12).
//! 4. A batch older than the age limit is given up, whether the circuit is open or not.

use core::time::Duration;
use std::collections::VecDeque;

use tokio::time::Instant;

use crate::backoff::Backoff;

/// A batch on its way.
#[derive(Debug)]
pub(super) struct Item<L> {
    /// Later ones are larger.
    pub(super) id: u64,
    pub(super) load: L,
    /// Attempts so far.
    pub(super) attempts: u32,
    /// Why the last one failed.
    pub(super) reason: String,
    born: Instant,
}

/// A batch that is being sent; it comes back by `failed`, or not at all.
#[derive(Debug)]
struct Sent {
    id: u64,
    is_probe: bool,
}

/// What to do now.
#[derive(Debug)]
pub(super) enum Next<L> {
    Send(Item<L>),
    /// Nothing before this moment, or before an attempt ends.
    At(Instant),
    /// Nothing before a batch comes, or an attempt ends.
    Nothing,
}

/// All batches that are made and not settled.
#[derive(Debug)]
pub(super) struct Outbox<L> {
    /// By id.
    waiting: VecDeque<Item<L>>,
    sent: Vec<Sent>,
    last_id: u64,
    /// How many may be under way; 1 or more.
    max_sent: usize,
    /// How long a batch lives; `None` for ever.
    max_age: Option<Duration>,
    /// Whatever their age, batches live until then.
    end: Option<Instant>,
    /// Of the circuit; `None` while it is closed.
    backoff: Option<Backoff>,
    /// The end of our own back-off.
    probe_at: Option<Instant>,
    /// The end of the pause that the collector asked for.
    asked_until: Option<Instant>,
}

impl<L> Outbox<L> {
    pub(super) const fn new(max_sent: usize, max_age: Option<Duration>) -> Self {
        Self {
            waiting: VecDeque::new(),
            sent: Vec::new(),
            last_id: 0,
            max_sent,
            max_age,
            end: None,
            backoff: None,
            probe_at: None,
            asked_until: None,
        }
    }

    /// Adds a batch behind all others.
    pub(super) fn push(&mut self, load: L, now: Instant) {
        self.last_id += 1;
        let item = Item { id: self.last_id, load, attempts: 0, reason: String::new(), born: now };
        self.waiting.push_back(item);
    }

    /// Puts a batch, in two halves, in its old place, with its age.
    pub(super) fn put_halves(&mut self, whole: &Item<L>, halves: [L; 2]) {
        self.forget(whole.id);
        for load in halves {
            self.insert(Item {
                id: whole.id,
                load,
                attempts: whole.attempts,
                reason: String::new(),
                born: whole.born,
            });
        }
    }

    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Says whether the collector takes nothing: the last attempts failed, or it asked for a pause.
    pub(super) fn is_held_up(&self, now: Instant) -> bool {
        self.is_open() || self.asked_until.is_some_and(|until| until > now)
    }

    /// Says whether the circuit is open, so that only probes are sent.
    const fn is_open(&self) -> bool {
        self.backoff.is_some()
    }

    /// Returns the id of the last batch that came.
    pub(super) const fn last_id(&self) -> u64 {
        self.last_id
    }

    /// Says whether every batch up to this one is settled.
    pub(super) fn is_settled(&self, id: u64) -> bool {
        self.waiting.front().is_none_or(|item| item.id > id) && self.sent.iter().all(|sent| sent.id > id)
    }

    /// Says what to do now.
    pub(super) fn next(&mut self, now: Instant) -> Next<L> {
        if self.waiting.is_empty() {
            return Next::Nothing;
        }
        let is_probe = self.is_open();
        let most = if is_probe { 1 } else { self.max_sent };
        if self.sent.len() >= most {
            return self.expiry().map_or(Next::Nothing, Next::At);
        }
        if let Some(moment) = self.probe_at.max(self.asked_until).filter(|moment| *moment > now) {
            return Next::At(self.expiry().map_or(moment, |expiry| expiry.min(moment)));
        }
        let least = self.waiting.iter().enumerate().min_by_key(|(_, item)| item.attempts);
        let Some(mut item) = least.map(|(index, _)| index).and_then(|index| self.waiting.remove(index))
        else {
            return Next::Nothing;
        };
        item.attempts = item.attempts.saturating_add(1);
        self.sent.push(Sent { id: item.id, is_probe });
        Next::Send(item)
    }

    /// Takes note that an attempt reached the collector, which took the batch or refused it for good.
    pub(super) fn settled(&mut self, id: u64) {
        self.forget(id);
        self.backoff = None;
        self.probe_at = None;
    }

    /// Takes a batch back whose attempt failed, and is worth another.
    ///
    /// `after` is the pause that the collector asked for; `random` is uniform over `u64`.
    pub(super) fn failed(&mut self, item: Item<L>, after: Option<Duration>, now: Instant, random: u64) {
        let was_probe = self.forget(item.id);
        self.insert(item);
        let was_asked = after.is_some_and(|pause| !pause.is_zero());
        // Those that were sent together fail together, and count once.
        if self.is_open() && !was_probe && !was_asked {
            return;
        }
        let wait = self.backoff.get_or_insert_default().next_wait(after, random);
        let until = now.checked_add(wait);
        if was_asked {
            self.asked_until = self.asked_until.max(until);
        } else {
            self.probe_at = until;
        }
    }

    /// Lets somebody who waits have an attempt at once; pauses that the collector asked for hold.
    pub(super) const fn hurry(&mut self) {
        self.probe_at = None;
    }

    /// Gives up at this moment what is not delivered by then.
    pub(super) const fn end_at(&mut self, end: Option<Instant>) {
        self.end = end;
    }

    /// Takes out a batch that is too old.
    pub(super) fn expired(&mut self, now: Instant) -> Option<Item<L>> {
        // Nobody need wait for an end before which nothing may be sent.
        let is_hopeless = self.end.is_some_and(|end| self.asked_until.is_some_and(|until| until >= end));
        if !is_hopeless && self.expiry()? > now {
            return None;
        }
        self.waiting.pop_front()
    }

    /// Takes out the oldest batch that waits, for want of memory.
    pub(super) fn evict(&mut self) -> Option<Item<L>> {
        self.waiting.pop_front()
    }

    /// When the oldest batch that waits is too old.
    fn expiry(&self) -> Option<Instant> {
        let oldest = self.waiting.front()?;
        let by_age = self.max_age.and_then(|age| oldest.born.checked_add(age));
        match (by_age, self.end) {
            (Some(age), Some(end)) => Some(age.min(end)),
            (age, end) => age.or(end),
        }
    }

    fn insert(&mut self, item: Item<L>) {
        let index = self.waiting.partition_point(|other| other.id <= item.id);
        self.waiting.insert(index, item);
    }

    /// Says whether it was a probe.
    fn forget(&mut self, id: u64) -> bool {
        let index = self.sent.iter().position(|sent| sent.id == id);
        index.is_some_and(|index| self.sent.swap_remove(index).is_probe)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    /// Half of each wait.
    const HALF: u64 = 1 << 63;

    struct Played {
        outbox: Outbox<u8>,
        now: Instant,
        start: Instant,
    }

    impl Played {
        fn new(max_sent: usize, max_age: Option<Duration>) -> Self {
            let now = Instant::now();
            Self { outbox: Outbox::new(max_sent, max_age), now, start: now }
        }

        fn push(&mut self, loads: impl IntoIterator<Item = u8>) {
            for load in loads {
                self.outbox.push(load, self.now);
            }
        }

        /// The load that is sent now, if any.
        fn sent(&mut self) -> Option<Item<u8>> {
            match self.outbox.next(self.now) {
                Next::Send(item) => Some(item),
                Next::At(_) | Next::Nothing => None,
            }
        }

        /// Lets time pass until something is sent, and returns it.
        fn advance(&mut self) -> Option<Item<u8>> {
            loop {
                match self.outbox.next(self.now) {
                    Next::Send(item) => return Some(item),
                    Next::At(moment) => {
                        assert!(moment > self.now);
                        self.now = moment;
                    }
                    Next::Nothing => return None,
                }
            }
        }

        fn millis(&self) -> u128 {
            self.now.duration_since(self.start).as_millis()
        }

        fn fail(&mut self, item: Item<u8>, after: Option<Duration>) {
            self.outbox.failed(item, after, self.now, HALF);
        }
    }

    #[test]
    fn batches_are_sent_in_order_as_many_as_configured() {
        let mut played = Played::new(2, None);
        played.push([1, 2, 3]);
        let (first, second) = (played.sent().unwrap(), played.sent().unwrap());
        assert_eq!((first.load, second.load), (1, 2));
        assert!(played.sent().is_none());
        played.outbox.settled(second.id);
        assert_eq!(played.sent().unwrap().load, 3);
        assert!(!played.outbox.is_settled(1) && !played.outbox.is_settled(3));
        played.outbox.settled(first.id);
        assert!(played.outbox.is_settled(1) && played.outbox.is_settled(2) && !played.outbox.is_settled(3));
    }

    // OTLP-12
    #[test]
    fn probes_are_alone_and_back_off() {
        let mut played = Played::new(4, None);
        played.push(1..=9);
        let mut times = Vec::new();
        for _ in 0..9 {
            let item = played.advance().unwrap();
            times.push(played.millis());
            if times.len() > 1 {
                assert!(played.sent().is_none(), "a second probe");
            }
            played.fail(item, None);
        }
        // Half of 250 ms, 500 ms, ... up to 30 s.
        assert_eq!(times, [0, 125, 375, 875, 1875, 3875, 7875, 15_875, 30_875]);
    }

    #[test]
    fn success_closes_the_circuit_and_all_go() {
        let mut played = Played::new(2, None);
        played.push(1..=4);
        for _ in 0..5 {
            let item = played.advance().unwrap();
            played.fail(item, None);
        }
        let probe = played.advance().unwrap();
        played.outbox.settled(probe.id);
        assert!(!played.outbox.is_open());
        assert!(played.sent().is_some() && played.sent().is_some() && played.sent().is_none());
    }

    #[test]
    fn those_that_were_sent_together_fail_once() {
        let mut played = Played::new(3, None);
        played.push(1..=3);
        let items = [played.sent().unwrap(), played.sent().unwrap(), played.sent().unwrap()];
        items.into_iter().for_each(|item| played.fail(item, None));
        played.advance().unwrap();
        assert_eq!(played.millis(), 125);
    }

    #[test]
    fn batch_that_is_never_taken_does_not_hold_up_the_rest() {
        let mut played = Played::new(1, None);
        played.push(1..=5);
        let mut taken = Vec::new();
        let mut attempts = 0;
        while taken.len() < 4 {
            let item = played.advance().unwrap();
            attempts += 1;
            if item.load == 1 {
                played.fail(item, None);
            } else {
                taken.push(item.load);
                played.outbox.settled(item.id);
            }
        }
        assert_eq!((taken, attempts), (vec![2, 3, 4, 5], 5));
    }

    // R12, HTTP-06, GRPC-04
    #[test]
    fn nothing_is_sent_before_the_collectors_pause_is_over() {
        let mut played = Played::new(2, None);
        played.push(1..=3);
        let (first, second) = (played.sent().unwrap(), played.sent().unwrap());
        played.fail(first, Some(SECOND * 7));
        // Neither a success meanwhile, nor somebody in a hurry, nor another failure shortens it.
        played.outbox.settled(second.id);
        played.outbox.hurry();
        let third = played.advance().unwrap();
        assert!(played.millis() >= 7000, "{}", played.millis());
        played.fail(third, None);
        played.outbox.hurry();
        assert!(played.sent().is_some());
    }

    // R12
    #[test]
    fn pause_is_cut_at_ten_minutes() {
        let mut played = Played::new(1, None);
        played.push([1]);
        let item = played.sent().unwrap();
        played.fail(item, Some(Duration::MAX));
        played.advance().unwrap();
        assert!((600_000..=630_000).contains(&played.millis()), "{}", played.millis());
    }

    #[test]
    fn old_batches_are_given_up_oldest_first() {
        let mut played = Played::new(1, Some(SECOND * 10));
        played.push([1]);
        played.now += SECOND;
        played.push([2]);
        let item = played.sent().unwrap();
        played.fail(item, Some(SECOND * 60));
        // The moment to ask again is that of the first to be given up.
        assert!(
            matches!(played.outbox.next(played.now), Next::At(moment) if moment == played.start + SECOND * 10)
        );
        assert!(played.outbox.expired(played.start + SECOND * 10 - Duration::from_nanos(1)).is_none());
        assert_eq!(played.outbox.expired(played.start + SECOND * 10).unwrap().load, 1);
        assert!(played.outbox.expired(played.start + SECOND * 10).is_none());
        assert_eq!(played.outbox.expired(played.start + SECOND * 11).unwrap().load, 2);
        assert!(played.outbox.is_settled(2));
    }

    #[test]
    fn end_comes_before_the_age_limit() {
        let mut played = Played::new(1, Some(SECOND * 10));
        played.push([1]);
        played.outbox.end_at(Some(played.start + SECOND));
        assert!(played.outbox.expired(played.start).is_none());
        assert!(played.outbox.expired(played.start + SECOND).is_some());
    }

    // R12
    #[test]
    fn end_inside_of_a_pause_comes_at_once() {
        let mut played = Played::new(1, None);
        played.push([1]);
        let item = played.sent().unwrap();
        played.fail(item, Some(SECOND * 60));
        played.outbox.end_at(Some(played.start + SECOND * 61 + SECOND * 3));
        assert!(played.outbox.expired(played.now).is_none());
        played.outbox.end_at(Some(played.start + SECOND * 10));
        assert!(played.outbox.expired(played.now).is_some());
    }

    // R41
    #[test]
    fn halves_take_the_place_of_the_whole() {
        let mut played = Played::new(1, None);
        played.push([1, 9]);
        let item = played.sent().unwrap();
        let id = item.id;
        played.outbox.put_halves(&item, [2, 3]);
        assert!(!played.outbox.is_settled(id));
        // Tried once already, as halves of it.
        for load in [9, 2, 3] {
            let item = played.sent().unwrap();
            assert_eq!(item.load, load);
            played.outbox.settled(item.id);
        }
        assert!(played.outbox.is_settled(played.outbox.last_id()));
    }

    // R18: a thousand clients lose their collector at one moment.
    #[test]
    fn crowd_comes_back_evenly() {
        let mut jitter = crate::backoff::Jitter::seeded(7);
        let now = Instant::now();
        let mut arrivals = vec![0_u32; 60];
        for _ in 0..1000 {
            let mut outbox = Outbox::new(1, None);
            outbox.push(0, now);
            let mut at = now;
            while at < now + SECOND * 300 {
                match outbox.next(at) {
                    Next::Send(item) => {
                        let second = usize::try_from(at.duration_since(now).as_secs()).unwrap();
                        if let Some(count) =
                            second.checked_sub(240).and_then(|second| arrivals.get_mut(second))
                        {
                            *count += 1;
                        }
                        outbox.failed(item, None, at, jitter.next());
                    }
                    Next::At(moment) => at = moment,
                    Next::Nothing => unreachable!(),
                }
            }
        }
        // One attempt in 15 seconds each: 67 a second.
        let (total, most) = (arrivals.iter().sum::<u32>(), *arrivals.iter().max().unwrap());
        assert!((3600..4400).contains(&total), "{total}");
        assert!(most <= 2 * total / 60, "{most} of {total}");
    }
}
