//! R5, R10: what a spool saves of a process that dies, or ends during an outage.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use nix::sys::signal::Signal;
use otlp_tests::Collector;

use super::child::Ended;
use super::ledger::{Ledger, start};
use super::runs;

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    /// The spans of each record as the names of the files say, and of those that were never finished.
    fn spans(&self) -> (Vec<u64>, u64) {
        let (mut whole, mut parts) = (Vec::new(), 0);
        for entry in fs::read_dir(&self.0).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let Some((_, rest)) = name.split_once('-') else { continue };
            let (spans, ending) = rest.split_once('.').unwrap();
            let spans = u64::from_str_radix(spans, 16).unwrap();
            if ending.ends_with("part") { parts += spans } else { whole.push(spans) }
        }
        (whole, parts)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn replay(collector: &Collector, folder: &Folder) -> Ended {
    let ended = start(collector, &["spool-replay", folder.path()]).end();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(folder.spans(), (Vec::new(), 0));
    ended
}

#[test]
fn r5_kill_at_any_moment_loses_nothing_that_was_written() {
    for run in 0..runs(5) {
        let folder = Folder::new("killed");
        let mut collector = Collector::start();
        let mut child = start(&collector, &["spool-killed", folder.path()]);
        child.wait_for("ready");
        // Some moment, another one in each run; in every other run the collector is away by then.
        collector.wait_for(usize::try_from(run % 7).unwrap() + 1);
        if run % 2 == 1 {
            collector.go_down();
        }
        thread::sleep(Duration::from_micros(run * 7919 % 40_000));
        child.send(Signal::SIGKILL);
        assert_eq!(child.end().signal, Some(Signal::SIGKILL as i32));
        let (records, parts) = folder.spans();
        let written: u64 = records.iter().sum();
        if run % 2 == 1 {
            collector.come_back();
        }
        let ended = replay(&collector, &folder);
        assert_eq!(ended.number("recovered"), written + parts, "{ended:?}");
        assert_eq!((ended.number("exported"), ended.number("dropped")), (written, parts), "{ended:?}");
        let mut ledger = Ledger::default();
        ledger.add(&collector.received());
        // All up to some span, without a gap; twice at most the one request that was under way.
        let arrived = ledger.arrived();
        ledger.assert_none_lost(arrived);
        let most = records.iter().max().copied().unwrap_or_default();
        assert!(u64::from(ledger.repeated()) <= most, "{} came twice, of {most}", ledger.repeated());
    }
}

// SEC-12
#[test]
fn r10_outage_at_the_end_of_a_process_is_made_up_for_by_the_next_one() {
    let folder = Folder::new("outage");
    let mut collector = Collector::start();
    collector.go_down();
    let ended = start(&collector, &["spool-outage", folder.path(), "20000"]).end();
    assert!(ended.stdout.contains("nothing lost"), "{ended:?}");
    assert_eq!((ended.number("spooled"), ended.number("created")), (20_000, 20_000), "{ended:?}");
    for entry in fs::read_dir(&folder.0).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        for secret in ["canary", "127.0.0.1"] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
        }
    }
    collector.come_back();
    let ended = replay(&collector, &folder);
    assert_eq!((ended.number("recovered"), ended.number("exported")), (20_000, 20_000), "{ended:?}");
    let mut ledger = Ledger::default();
    ledger.add(&collector.received());
    ledger.assert_complete(20_000);
}
