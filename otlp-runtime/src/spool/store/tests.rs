//! The folder under everything that can happen to a disk.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;

use super::{HEAD_BYTES, Name, Spool, Store, Stored, head, read};
use crate::backoff::Jitter;
use crate::delivery::DiskReport;
use crate::error::Error;
use crate::stats::DropReason;
use crate::tests::mutate::feed;

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        let number = LAST.fetch_add(1, Ordering::Relaxed);
        Self(std::env::temp_dir().join(format!("otlp-spool-{}-{number}", std::process::id())))
    }

    fn store(&self) -> Store {
        self.bounded(256 << 20)
    }

    fn bounded(&self, max_bytes: u64) -> Store {
        Store::open(&Spool::at(&self.0).max_bytes(max_bytes)).unwrap()
    }

    /// All files but the lock, oldest first.
    fn files(&self) -> Vec<PathBuf> {
        let mut files: Vec<_> = fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.file_name().unwrap() != "lock");
        files.sort();
        files
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn stored(spans: u64, message: Vec<u8>) -> Stored {
    Stored { spans, request_bytes: spans * 100, is_gzip: spans.is_multiple_of(2), message: message.into() }
}

/// Keeps a request and forgets it in memory, as if the process had ended.
fn leave(store: &mut Store, stored: &Stored) {
    let number = store.keep(stored).unwrap();
    store.leave(number);
}

fn fetch_all(store: &mut Store) -> Vec<Stored> {
    let mut found = Vec::new();
    while store.next_bytes().is_some() {
        if let Some((number, stored)) = store.fetch() {
            found.push(stored);
            store.forget(number);
        }
    }
    found
}

fn lost(report: &DiskReport, reason: DropReason) -> u64 {
    report.losses.iter().filter(|(found, ..)| *found == reason).map(|(_, spans, _)| spans).sum()
}

#[test]
fn requests_come_back_as_they_were_oldest_first_also_from_another_process() {
    let folder = Folder::new();
    let all: Vec<_> =
        (1..=20).map(|spans| stored(spans, vec![7; 5000 * usize::try_from(spans).unwrap()])).collect();
    let mut store = folder.store();
    for stored in &all {
        leave(&mut store, stored);
    }
    assert_eq!(store.take_report().alone, 210);
    drop(store);
    let mut store = folder.store();
    let report = store.take_report();
    assert_eq!((report.recovered, report.alone, report.losses.len()), (210, 210, 0));
    assert_eq!(fetch_all(&mut store), all);
    assert_eq!((store.take_report().alone, folder.files().len()), (0, 0));
}

// What is in memory as well comes back only when it has left it.
#[test]
fn request_that_is_in_memory_is_not_fetched() {
    let folder = Folder::new();
    let mut store = folder.store();
    let number = store.keep(&stored(3, vec![1])).unwrap();
    assert!(store.next_bytes().is_none() && store.holds(number));
    store.leave(number);
    store.leave(number);
    assert_eq!(store.take_report().alone, 3);
    assert!(store.fetch().is_some());
    assert_eq!(store.take_report().alone, 0);
    store.forget(number);
    store.forget(number);
    assert!(!store.holds(number) && folder.files().is_empty());
}

// R11
#[test]
fn full_folder_loses_the_oldest_and_counts_only_what_is_nowhere_else() {
    let folder = Folder::new();
    let mut store = folder.bounded(1 << 20);
    let held = store.keep(&stored(1, vec![0; 400 << 10])).unwrap();
    leave(&mut store, &stored(2, vec![0; 400 << 10]));
    leave(&mut store, &stored(3, vec![0; 400 << 10]));
    assert!(!store.holds(held));
    assert!(store.take_report().losses.is_empty());
    leave(&mut store, &stored(4, vec![0; 400 << 10]));
    let report = store.take_report();
    assert_eq!((lost(&report, DropReason::SpoolFull), report.alone), (2, 7));
    // Larger than everything: it costs nothing else.
    assert_eq!(store.keep(&stored(5, vec![0; 2 << 20])), None);
    let report = store.take_report();
    assert_eq!((report.unspooled, report.alone), (5, 7));
    assert!(report.trouble.unwrap().contains("larger than the spool"));
    // Small ones count as blocks.
    for _ in 0..300 {
        leave(&mut store, &stored(1, vec![0; 10]));
    }
    let on_disk: u64 = folder.files().iter().map(|_| 4096).sum();
    assert!(on_disk <= 1 << 20, "{on_disk}");
    drop(store);
    // As found, when the bound is lower now.
    let report = folder.bounded(1 << 20).take_report();
    assert_eq!((report.alone, report.losses.len()), (256, 0));
}

// R11
#[cfg(unix)]
#[test]
fn folder_that_is_gone_costs_no_panic_and_says_so() {
    let folder = Folder::new();
    let mut store = folder.store();
    leave(&mut store, &stored(1, vec![1]));
    fs::remove_dir_all(&folder.0).unwrap();
    assert_eq!(store.keep(&stored(2, vec![2])), None);
    assert!(store.fetch().is_none());
    let report = store.take_report();
    assert_eq!((report.unspooled, lost(&report, DropReason::SpoolIo), report.alone), (2, 1, 0));
    assert!(report.trouble.unwrap().starts_with("cannot write to the spool ("));
}

// R11: what another version wrote, and what is nobody's.
#[test]
fn files_that_are_not_ours_stay() {
    let folder = Folder::new();
    drop(folder.store());
    let names = ["0000000000000000-1.otlp2", "notes.txt", "0000000000000000-1.otlp", "x-1.otlp1"];
    for name in names {
        fs::write(folder.0.join(name), "otlpspl2").unwrap();
    }
    let mut store = folder.store();
    let report = store.take_report();
    assert_eq!((report.recovered, report.alone), (0, 0));
    assert!(report.trouble.unwrap().starts_with("1 spool files are those of another version"));
    leave(&mut store, &stored(1, vec![1]));
    assert_eq!(fetch_all(&mut store).len(), 1);
    assert_eq!(folder.files().len(), names.len());
}

#[test]
fn folder_has_one_process_at_a_time() {
    let folder = Folder::new();
    let store = folder.store();
    let error = Store::open(&Spool::at(&folder.0)).unwrap_err().to_string();
    let expected = format!(
        "spool `{}` cannot be used (another process uses it); give each process a folder of its own that it may write",
        folder.0.display()
    );
    assert_eq!(error, expected);
    drop(store);
    drop(folder.store());
    assert!(matches!(Store::open(&Spool::at(&folder.0).max_bytes(1)), Err(Error::OutOfRange { .. })));
    let file = folder.0.join("file");
    fs::write(&file, "").unwrap();
    assert!(matches!(Store::open(&Spool::at(file)), Err(Error::Spool { .. })));
}

// SEC-12
#[cfg(unix)]
#[test]
fn files_are_for_the_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    fs::create_dir(&folder.0).unwrap();
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o755)).unwrap();
    let mut store = folder.store();
    leave(&mut store, &stored(1, vec![1]));
    let mode = |path: &PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder.0), 0o700);
    assert_eq!(mode(&folder.0.join("lock")), 0o600);
    assert_eq!(folder.files().iter().map(mode).collect::<Vec<_>>(), [0o600]);
}

// SEC-12
#[cfg(unix)]
#[test]
fn folder_of_others_too_stays_as_it_is_and_is_announced() {
    use std::os::unix::fs::PermissionsExt as _;
    // With a file of theirs, and with the bit that /tmp has.
    for (mode, file) in [(0o755, Some("notes.txt")), (0o1777, None)] {
        let folder = Folder::new();
        fs::create_dir(&folder.0).unwrap();
        if let Some(file) = file {
            fs::write(folder.0.join(file), "").unwrap();
        }
        fs::set_permissions(&folder.0, fs::Permissions::from_mode(mode)).unwrap();
        let mut store = folder.store();
        leave(&mut store, &stored(1, vec![1]));
        assert_eq!(fs::metadata(&folder.0).unwrap().permissions().mode() & 0o7777, mode);
        assert!(store.take_report().trouble.unwrap().contains("open to others"));
        assert_eq!(fetch_all(&mut store).len(), 1);
    }
}

// R11
#[test]
fn no_name_that_is_there_keeps_requests_from_the_disk() {
    let folder = Folder::new();
    fs::create_dir(&folder.0).unwrap();
    // A folder cannot be removed as a file, nor be written over.
    fs::create_dir(folder.0.join("0000000000000003-1.otlp1.part")).unwrap();
    fs::create_dir(folder.0.join("0000000000000004-1.otlp1")).unwrap();
    fs::write(folder.0.join("ffffffffffffffff-5.otlp1"), "").unwrap();
    let mut store = folder.store();
    let all: Vec<_> = (1..=10).map(|spans| stored(spans, vec![7; 100])).collect();
    for stored in &all {
        leave(&mut store, stored);
    }
    let report = store.take_report();
    assert_eq!((report.recovered, report.alone, report.unspooled), (0, 55, 0));
    drop(store);
    assert_eq!(fetch_all(&mut folder.store()), all);
}

#[test]
fn each_bit_of_a_record_counts() {
    let stored = stored(5, b"message".to_vec());
    let whole: Vec<u8> = head(&stored).iter().chain(stored.message.iter()).copied().collect();
    assert_eq!(whole.len(), HEAD_BYTES + 7);
    assert_eq!(read(&Bytes::from(whole.clone())), Some(stored));
    for bit in 0..whole.len() * 8 {
        let mut broken = whole.clone();
        broken[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(read(&broken.into()), None, "bit {bit}");
    }
    for length in 0..whole.len() {
        assert_eq!(read(&whole[..length].to_vec().into()), None);
    }
}

#[test]
fn names_are_read_as_they_are_written() {
    for name in [Name::Record { number: 0, spans: 0 }, Name::Part { number: u64::MAX >> 1, spans: u32::MAX }]
    {
        assert_eq!(Name::parse(&name.print().unwrap()), name);
    }
    assert_eq!(Name::parse("8000000000000000-1.otlp1"), Name::Foreign, "none could follow the last number");
}

#[test]
fn records_and_names_from_anywhere() {
    let whole = stored(5, b"message".to_vec());
    let record: Vec<u8> = head(&whole).iter().chain(whole.message.iter()).copied().collect();
    feed("spool_record", &[&record, b"otlpspl1", b"otlpspl2"], |input| {
        if let Some(stored) = read(&Bytes::copy_from_slice(input)) {
            let printed: Vec<u8> = head(&stored).iter().chain(stored.message.iter()).copied().collect();
            assert_eq!(printed, input);
        }
    });
    let seeds: [&[u8]; 3] =
        [b"0000000000000000-1.otlp1", b"ffffffffffffffff-ffffffff.otlp1.part", b"a-b.otlp9"];
    feed("spool_name", &seeds, |input| {
        let name = String::from_utf8_lossy(input);
        if let Some(printed) = Name::parse(&name).print() {
            assert_eq!(printed, name);
        }
    });
}

/// How many times a disk is damaged at random: `SPOOL_CORRUPTIONS`, or a few thousand.
fn corruptions() -> u64 {
    std::env::var("SPOOL_CORRUPTIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(10_000)
}

/// Damages a file; says whether it is gone, rather than broken.
fn damage(path: &PathBuf, random: &mut Jitter) -> bool {
    let length = fs::metadata(path).unwrap().len();
    match random.next() % 6 {
        0 => {
            let at = random.next() % length;
            let mut file = fs::OpenOptions::new().write(true).open(path).unwrap();
            let byte = fs::read(path).unwrap()[usize::try_from(at).unwrap()];
            file.seek(SeekFrom::Start(at)).unwrap();
            file.write_all(&[byte ^ 1 << (random.next() % 8)]).unwrap();
        }
        1 => {
            let file = fs::OpenOptions::new().write(true).open(path).unwrap();
            file.set_len(random.next() % length).unwrap();
        }
        2 => {
            let mut file = fs::OpenOptions::new().append(true).open(path).unwrap();
            file.write_all(&random.next().to_le_bytes()).unwrap();
        }
        3 => fs::write(
            path,
            (0..random.next() % 200).map(|_| random.next().to_le_bytes()[0]).collect::<Vec<_>>(),
        )
        .unwrap(),
        // Torn: the end was never written.
        4 => {
            let from = usize::try_from(random.next() % length).unwrap();
            let mut bytes = fs::read(path).unwrap();
            bytes[from..].fill(0);
            if bytes == fs::read(path).unwrap() {
                bytes[0] ^= 1;
            }
            fs::write(path, bytes).unwrap();
        }
        _ => {
            fs::remove_file(path).unwrap();
            return true;
        }
    }
    false
}

// R11: whatever happens to files, those that are whole come back, and each span is counted once.
#[test]
fn every_whole_record_comes_back_whatever_happens_to_the_others() {
    let mut random = Jitter::seeded(11);
    let mut left = corruptions();
    let folder = Folder::new();
    while left > 0 {
        let mut store = folder.store();
        store.take_report();
        // The model: what each file that was left holds.
        let mut model = BTreeMap::new();
        let count = 2 + random.next() % 30;
        for _ in 0..count {
            let length = usize::try_from(random.next() % 3000).unwrap();
            let stored = stored(1 + random.next() % 900, vec![random.next().to_le_bytes()[0]; length]);
            let number = store.keep(&stored).unwrap();
            match random.next() % 4 {
                0 => store.forget(number),
                1 => store.leave(number),
                _ => {}
            }
            if store.holds(number) {
                let spans = u32::try_from(stored.spans).unwrap();
                model.insert(store.path(Name::Record { number, spans }), stored);
            }
        }
        let restarts = random.next().is_multiple_of(2);
        let mut before = 0;
        let (mut broken, mut missing) = (0, 0);
        let files: Vec<_> = model.keys().cloned().collect();
        let mut running = Some(store);
        if restarts {
            running = None;
        }
        for path in files {
            if !random.next().is_multiple_of(2) || left == 0 {
                continue;
            }
            left -= 1;
            let spans = model.remove(&path).unwrap().spans;
            if restarts && random.next().is_multiple_of(8) {
                let mut part = path.clone().into_os_string();
                part.push(".part");
                fs::rename(&path, part).unwrap();
                (broken, before) = (broken + spans, before + spans);
            } else if damage(&path, &mut random) {
                missing += spans;
            } else {
                (broken, before) = (broken + spans, before + spans);
            }
        }
        let mut store = running.unwrap_or_else(|| folder.store());
        let numbers: Vec<_> = store.records.keys().copied().collect();
        for number in numbers {
            store.leave(number);
        }
        let found = fetch_all(&mut store);
        assert_eq!(found, model.values().cloned().collect::<Vec<_>>());
        let report = store.take_report();
        assert_eq!(lost(&report, DropReason::SpoolCorrupt), broken);
        // A file that is gone before the start was never there.
        assert_eq!(lost(&report, DropReason::SpoolIo), if restarts { 0 } else { missing });
        let whole: u64 = model.values().map(|stored| stored.spans).sum();
        assert_eq!((report.recovered, report.alone), (if restarts { whole + before } else { 0 }, 0));
        assert_eq!(store.bytes, 0);
        assert!(folder.files().is_empty());
    }
}
