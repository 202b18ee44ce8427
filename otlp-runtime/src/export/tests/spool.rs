//! Outages longer than the memory lasts, and ends of the process, with a spool; under a clock that tests move.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::time::sleep;

use super::rig::{MIB, MILLI, MINUTE, Rig, SECOND, Setting, accepted, down_for, play, refused, retry};
use super::{Attempt, Jitter, field};
use crate::delivery::Accepted;
use crate::exporter::OtlpExporter;
use crate::spool::Spool;
use crate::stats::DropReason;
use crate::sync::lock;

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        let number = LAST.fetch_add(1, Ordering::Relaxed);
        Self(std::env::temp_dir().join(format!("otlp-outage-{}-{number}", std::process::id())))
    }

    fn setting(&self, max_bytes: u64) -> Setting {
        let exporter = OtlpExporter::builder().spool(Spool::at(&self.0).max_bytes(max_bytes));
        Setting { exporter, memory: MIB, ..Setting::default() }
    }

    fn files(&self) -> Vec<PathBuf> {
        let files = fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.file_name() != Some("lock".as_ref())).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn damage(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(path, bytes).unwrap();
}

// R10: 1 MiB of memory, 30 MiB of spans, two hours; far beyond the age that batches have without a spool.
#[test]
fn outage_longer_than_memory_lasts_loses_nothing() {
    let folder = Folder::new();
    play(folder.setting(64 << 20), async |mut rig: Rig| {
        rig.script(down_for(MINUTE * 120));
        rig.make_for(MINUTE * 5, 1000, &[]).await;
        sleep(MINUTE * 110).await;
        let stats = rig.check();
        assert_eq!((stats.created, stats.exported, stats.dropped.total()), (300_000, 0, 0), "{stats:?}");
        assert!(stats.spooled > 200_000, "{stats:?}");
        rig.make_for(MINUTE * 10, 10, &[]).await;
        sleep(MINUTE * 2).await;
        let stats = rig.check();
        assert_eq!((stats.exported, stats.spooled, stats.unspooled), (306_000, 0, 0), "{stats:?}");
        rig.check_taken();
    });
    assert!(folder.files().is_empty());
}

// R10: nothing is made any more, and nothing is in memory that could be tried.
#[test]
fn what_is_on_disk_alone_is_tried_when_there_is_nothing_else() {
    let folder = Folder::new();
    play(folder.setting(64 << 20), async |mut rig: Rig| {
        rig.script(down_for(MINUTE * 10));
        rig.make(1000);
        assert!(rig.shutdown(SECOND).await.is_some());
    });
    play(folder.setting(64 << 20), async |rig: Rig| {
        rig.script(down_for(MINUTE * 10));
        sleep(MINUTE * 5).await;
        assert_eq!(rig.check().exported, 0);
        sleep(MINUTE * 10).await;
        let stats = rig.check();
        assert_eq!((stats.recovered, stats.exported, stats.spooled), (1000, 1000, 0));
        rig.check_taken();
    });
}

// R5, R10
#[test]
fn shutdown_that_cannot_deliver_leaves_all_to_the_next_process() {
    let folder = Folder::new();
    play(folder.setting(64 << 20), async |mut rig: Rig| {
        rig.script(Box::new(|_| (MILLI, retry(None))));
        rig.make_for(MINUTE, 1000, &[]).await;
        let outcome = rig.shutdown(SECOND * 2).await.unwrap();
        assert_eq!(outcome.undelivered, 0);
        let stats = rig.check();
        assert_eq!((stats.spooled, stats.pending, stats.dropped.total()), (60_000, 0, 0), "{stats:?}");
    });
    play(folder.setting(64 << 20), async |mut rig: Rig| {
        rig.make_for(SECOND * 10, 100, &[]).await;
        sleep(MINUTE).await;
        let stats = rig.check();
        assert_eq!((stats.recovered, stats.created, stats.exported), (60_000, 1000, 61_000), "{stats:?}");
    });
    assert!(folder.files().is_empty());
}

// R10: a request that hangs when the process ends is under way, and on disk.
#[test]
fn shutdown_leaves_what_is_under_way_and_what_was_never_read() {
    let folder = Folder::new();
    play(folder.setting(64 << 20), async |mut rig: Rig| {
        rig.script(Box::new(|_| (MINUTE * 60, accepted())));
        rig.make(100);
        sleep(SECOND * 6).await;
        rig.make(5000);
        assert!(rig.shutdown(MILLI).await.is_some());
        let stats = rig.check();
        assert_eq!((stats.spooled, stats.dropped.total()), (5100, 0), "{stats:?}");
    });
}

// R5: each span is on disk one schedule delay after its end, while the collector is silent.
#[test]
fn requests_are_on_disk_when_they_are_made() {
    let folder = Folder::new();
    play(folder.setting(64 << 20), async |mut rig: Rig| {
        rig.script(Box::new(|_| (MINUTE * 60, accepted())));
        let mut seen = 0;
        for _ in 0..20 {
            rig.make(10);
            sleep(SECOND * 5 + MILLI).await;
            assert!(folder.files().len() > seen);
            seen = folder.files().len();
        }
    });
}

// Old requests and new ones take turns.
#[test]
fn new_spans_do_not_wait_for_the_backlog() {
    let folder = Folder::new();
    play(folder.setting(64 << 20), async |mut rig: Rig| {
        rig.script(Box::new(|_| (MILLI, retry(None))));
        for _ in 0..20 {
            rig.make(1);
            sleep(SECOND * 6).await;
        }
        assert!(rig.shutdown(MILLI).await.is_some());
    });
    play(folder.setting(64 << 20), async |mut rig: Rig| {
        rig.script(Box::new(|_| (SECOND, accepted())));
        rig.last = 1 << 32;
        rig.make(1);
        sleep(SECOND * 15).await;
        let collector = lock(&rig.collector);
        let new = collector.requests.iter().position(|request| request.numbers[0] > 1 << 32).unwrap();
        assert!(new < 8, "{new}");
        assert!(collector.requests.len() > 10);
    });
}

// R11
#[test]
fn damaged_requests_are_counted_and_the_others_sent() {
    let folder = Folder::new();
    play(folder.setting(64 << 20), async |mut rig: Rig| {
        rig.script(Box::new(|_| (MILLI, retry(None))));
        for _ in 0..10 {
            rig.make(10);
            sleep(SECOND * 6).await;
        }
        assert!(rig.shutdown(MILLI).await.is_some());
    });
    let mut files = folder.files();
    files.sort();
    assert_eq!(files.len(), 10);
    for path in files.iter().step_by(3) {
        damage(path);
    }
    play(folder.setting(64 << 20), async |rig: Rig| {
        sleep(MINUTE).await;
        let stats = rig.check();
        assert_eq!((stats.recovered, stats.exported, stats.spooled), (100, 60, 0));
        assert_eq!(stats.dropped[DropReason::SpoolCorrupt], 40);
    });
}

// R11
#[test]
fn folder_that_is_full_or_gone_loses_only_what_memory_would() {
    let folder = Folder::new();
    play(folder.setting(1 << 20), async |mut rig: Rig| {
        rig.script(down_for(MINUTE * 10));
        rig.make_for(MINUTE, 1000, &[]).await;
        let stats = rig.check();
        assert!(stats.dropped[DropReason::SpoolFull] > 0, "{stats:?}");
        assert_eq!(stats.dropped.total(), stats.dropped[DropReason::SpoolFull], "{stats:?}");
        sleep(MINUTE * 15).await;
        assert_eq!((rig.check().pending, rig.check().spooled), (0, 0));
        rig.check_taken();
        fs::remove_dir_all(&folder.0).unwrap();
        rig.make(1000);
        sleep(MINUTE).await;
        let stats = rig.check();
        assert_eq!((stats.unspooled, stats.pending), (1000, 0));
        rig.check_taken();
    });
}

// R41
#[test]
fn halves_of_a_refused_request_are_on_disk_instead_of_it() {
    let folder = Folder::new();
    let exporter = OtlpExporter::builder().halve_refused(true).spool(Spool::at(&folder.0));
    play(Setting { exporter, ..Setting::default() }, async |mut rig: Rig| {
        rig.script(Box::new(|request| {
            (MILLI, if request.numbers.len() > 6 { refused(413) } else { retry(None) })
        }));
        rig.make(10);
        sleep(SECOND * 6).await;
        assert_eq!(folder.files().len(), 2);
        assert!(rig.shutdown(MILLI).await.is_some());
        assert_eq!(rig.check().spooled, 10);
    });
}

/// A process that ends, five times, and one that delivers the rest.
fn play_at_random(seed: u64) {
    let folder = Folder::new();
    let mut random = Jitter::seeded(seed);
    let (mut created, mut settled, mut taken, mut left) = (0, 0, 0, 0);
    for run in 0..6 {
        let is_last = run == 5;
        let mut setting = folder.setting(if seed.is_multiple_of(2) { 1 << 20 } else { 64 << 20 });
        setting.exporter = setting
            .exporter
            .max_requests_in_flight(1 + usize::try_from(seed % 3).unwrap())
            .halve_refused(true);
        let (random, left) = (&mut random, &mut left);
        let (created, settled, taken) = (&mut created, &mut settled, &mut taken);
        play(setting, async move |mut rig: Rig| {
            let mut dice = Jitter::seeded(random.next());
            rig.script(Box::new(move |request| {
                let attempt = match dice.next() % 8 {
                    _ if is_last => accepted(),
                    0..=3 => retry(None),
                    4 => refused(413),
                    5 => Attempt::Accepted(Accepted {
                        rejected_spans: dice.next() % (request.numbers.len() as u64 + 1),
                        message: None,
                    }),
                    _ => accepted(),
                };
                (MILLI * (dice.next() % 3000) as u32, attempt)
            }));
            for _ in 0..20 {
                let fields = field(usize::try_from(random.next() % 3000).unwrap());
                rig.make_with(random.next() % 400, &fields);
                sleep(MILLI * (random.next() % 4000) as u32).await;
                rig.check();
            }
            if is_last {
                sleep(MINUTE * 60).await;
            }
            assert!(rig.shutdown(MILLI * (random.next() % 9000) as u32).await.is_some());
            let stats = rig.check();
            assert_eq!((stats.pending, stats.live, rig.pipeline.chunks.memory().encoded), (0, 0, 0));
            assert_eq!(stats.recovered, *left, "seed {seed}: {stats:?}");
            *left = stats.spooled;
            *created += stats.created;
            *settled += stats.exported + stats.rejected + stats.dropped.total();
            *taken += lock(&rig.collector).taken.values().map(|times| u64::from(*times)).sum::<u64>();
        });
    }
    assert_eq!((left, created), (0, settled), "seed {seed}");
    assert!(taken <= created && folder.files().is_empty());
}

// R1, R10
#[test]
fn every_span_is_in_one_place_across_processes() {
    for seed in 0..4 {
        play_at_random(seed);
    }
}
