//! Courses of an outage, played to the nanosecond.
//!
//! In: attempts and their answers. Out: what is sent, and when.
//! Never here: the loop that drives the outbox.

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
    for item in [played.sent().unwrap(), played.sent().unwrap(), played.sent().unwrap()] {
        played.fail(item, None);
    }
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
    played.outbox.hurry_at_once();
    assert!(played.sent().is_some());
}

// R16
#[test]
fn those_in_a_hurry_do_not_knock_without_a_pause() {
    let mut played = Played::new(1, None);
    played.push([1]);
    let mut item = played.sent().unwrap();
    let (start, mut attempts) = (played.millis(), 0);
    while attempts < 20 {
        played.fail(item, None);
        played.outbox.hurry();
        item = played.advance().unwrap();
        attempts += 1;
    }
    // Full jitter may end the first waits earlier.
    let took = played.millis() - start;
    assert!((3000..=5000).contains(&took), "{attempts} attempts in {took} ms");
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
                    if let Some(count) = second.checked_sub(240).and_then(|second| arrivals.get_mut(second)) {
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
