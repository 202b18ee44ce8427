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

/// How long after a failed attempt the next one may be, whoever waits.
const HURRY: Duration = Duration::from_millis(250);

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
    /// The end of it for somebody who waits.
    hurried_at: Option<Instant>,
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
            hurried_at: None,
            asked_until: None,
        }
    }

    /// Adds a batch behind all others; returns its id.
    pub(super) fn push(&mut self, load: L, now: Instant) -> u64 {
        self.last_id += 1;
        let item = Item { id: self.last_id, load, attempts: 0, reason: String::new(), born: now };
        self.waiting.push_back(item);
        self.last_id
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
            self.hurried_at = now.checked_add(HURRY);
        }
    }

    /// Lets somebody who waits have an attempt soon; pauses that the collector asked for hold.
    ///
    /// Not at once: who flushes in a loop would else knock as often as a connection can be refused (R16).
    pub(super) fn hurry(&mut self) {
        self.probe_at = self.probe_at.min(self.hurried_at);
    }

    /// Does as `hurry`, at once: for the last one who waits.
    pub(super) const fn hurry_at_once(&mut self) {
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

    /// Returns the oldest batch that waits and of which this is true.
    pub(super) fn oldest_mut(&mut self, is_wanted: impl Fn(&L) -> bool) -> Option<&mut L> {
        self.waiting.iter_mut().map(|item| &mut item.load).find(|load| is_wanted(load))
    }

    /// Takes out the newest batch that waits and of which this is true.
    pub(super) fn take_newest(&mut self, mut is_wanted: impl FnMut(&L) -> bool) -> Option<Item<L>> {
        let index = self.waiting.iter().rposition(|item| is_wanted(&item.load))?;
        self.waiting.remove(index)
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
mod tests;
