//! The folder of records, and what is in it.
//!
//! In: requests to keep, to give back, to forget. Out: those, and a report of what went wrong.
//! Never here: what a request holds, panics, an error that anybody must handle: a disk that fails costs what is on it.

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::Spool;
use super::record::{HEAD_BYTES, Name, Stored, head, read};
use crate::delivery::DiskReport;
use crate::error::Error;
use crate::stats::DropReason;

/// What a file takes on disk is a multiple of this.
const BLOCK: u64 = 4096;
const LEAST_MAX_BYTES: u64 = 1 << 20;
const LOCK: &str = "lock";

/// A record that is there.
#[derive(Clone, Copy, Debug)]
struct Entry {
    spans: u32,
    /// Of the file.
    bytes: u64,
    /// Whether its request is in memory, too.
    is_held: bool,
}

impl Entry {
    const fn blocks(self) -> u64 {
        self.bytes.div_ceil(BLOCK) * BLOCK
    }
}

/// All records of a process.
#[derive(Debug)]
pub(crate) struct Store {
    directory: PathBuf,
    max_bytes: u64,
    records: BTreeMap<u64, Entry>,
    /// Of all records, in whole blocks.
    bytes: u64,
    next: u64,
    report: DiskReport,
    /// Nobody else uses the folder while this is open.
    _lock: File,
}

impl Store {
    /// Makes the folder, locks it, and takes stock of what earlier processes left.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`]; [`Error::Spool`] when the folder cannot be made, written, or is another process's.
    pub(crate) fn open(spool: &Spool) -> Result<Self, Error> {
        if spool.max_bytes < LEAST_MAX_BYTES {
            return Err(Error::OutOfRange {
                setting: "Spool::max_bytes",
                reason: "give 1 MiB or more".into(),
            });
        }
        let directory = spool.directory.clone();
        let failed =
            |reason: String| Error::Spool { directory: spool.directory.display().to_string(), reason };
        let (lock, trouble) = claim(&directory).map_err(failed)?;
        let mut store = Self {
            directory,
            max_bytes: spool.max_bytes,
            records: BTreeMap::new(),
            bytes: 0,
            next: 0,
            report: DiskReport { trouble, ..DiskReport::default() },
            _lock: lock,
        };
        store.take_stock().map_err(|error| failed(error.to_string()))?;
        store.make_room(0);
        Ok(store)
    }

    fn take_stock(&mut self) -> io::Result<()> {
        let mut others = 0_u64;
        for entry in fs::read_dir(&self.directory)? {
            let entry = entry?;
            let name = entry.file_name().to_str().map_or(Name::Foreign, Name::parse);
            if let Name::Record { number, .. } | Name::Part { number, .. } = name {
                // Also of what cannot be removed: nothing is to be written in its place.
                self.next = self.next.max(number.saturating_add(1));
            }
            // Reading a pipe might never end.
            let Some(metadata) = entry.metadata().ok().filter(fs::Metadata::is_file) else { continue };
            match name {
                Name::Record { number, spans } => {
                    let bytes = metadata.len();
                    if let std::collections::btree_map::Entry::Vacant(vacant) = self.records.entry(number) {
                        let record = *vacant.insert(Entry { spans, bytes, is_held: false });
                        self.bytes += record.blocks();
                        self.report.recovered += u64::from(spans);
                        self.report.alone += u64::from(spans);
                    }
                }
                Name::Part { spans, .. } => {
                    let _ = fs::remove_file(entry.path());
                    self.report.recovered += u64::from(spans);
                    self.report.lose(
                        DropReason::SpoolCorrupt,
                        spans,
                        "a spool file was never finished".into(),
                    );
                }
                Name::OtherVersion => others += 1,
                Name::Foreign => {}
            }
        }
        if others > 0 {
            self.report.trouble.get_or_insert(format!(
                "{others} spool files are those of another version of this library, and stay where they are"
            ));
        }
        Ok(())
    }

    /// Writes a request, which stays in memory, too. `None` when the disk does not take it.
    pub(crate) fn keep(&mut self, stored: &Stored) -> Option<u64> {
        let bytes = (HEAD_BYTES + stored.message.len()) as u64;
        let number = self.next;
        let written = match u32::try_from(stored.spans) {
            Ok(spans) => {
                let entry = Entry { spans, bytes, is_held: true };
                if self.make_room(entry.blocks()) {
                    self.write(number, entry, stored)
                } else {
                    Err(io::Error::other("the request is larger than the spool"))
                }
            }
            Err(error) => Err(io::Error::other(error)),
        };
        match written {
            Ok(entry) => {
                self.next = self.next.saturating_add(1);
                self.bytes += entry.blocks();
                self.records.insert(number, entry);
                Some(number)
            }
            Err(error) => {
                self.report.unspooled += stored.spans;
                self.report.trouble =
                    Some(format!("cannot write to the spool ({error}); spans wait in memory alone"));
                None
            }
        }
    }

    fn write(&self, number: u64, entry: Entry, stored: &Stored) -> io::Result<Entry> {
        let path = self.path(Name::Record { number, spans: entry.spans });
        let part = self.path(Name::Part { number, spans: entry.spans });
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        only_owner(&mut options);
        let written = options.open(&part).and_then(|mut file| {
            file.write_all(&head(stored))?;
            file.write_all(&stored.message)?;
            drop(file);
            fs::rename(&part, &path)
        });
        if written.is_err() {
            let _ = fs::remove_file(&part);
        }
        written.map(|()| entry)
    }

    /// Deletes the oldest records until there is room; false when there cannot be.
    fn make_room(&mut self, bytes: u64) -> bool {
        if bytes > self.max_bytes {
            return false;
        }
        while self.bytes.saturating_add(bytes) > self.max_bytes {
            let Some((number, entry)) =
                self.records.first_key_value().map(|(number, entry)| (*number, *entry))
            else {
                return true;
            };
            self.remove(number);
            if !entry.is_held {
                let text = format!("the spool is full ({} bytes)", self.max_bytes);
                self.report.lose(DropReason::SpoolFull, entry.spans, text);
            }
        }
        true
    }

    /// Says whether a record is there.
    pub(crate) fn holds(&self, number: u64) -> bool {
        self.records.contains_key(&number)
    }

    /// Takes note that a request left the memory and is on disk alone.
    pub(crate) fn leave(&mut self, number: u64) {
        if let Some(entry) = self.records.get_mut(&number)
            && entry.is_held
        {
            entry.is_held = false;
            self.report.alone += u64::from(entry.spans);
        }
    }

    /// Deletes a record whose request is delivered, or lost for another reason.
    pub(crate) fn forget(&mut self, number: u64) {
        self.remove(number);
    }

    /// Returns the bytes of the oldest record that is on disk alone.
    pub(crate) fn next_bytes(&self) -> Option<u64> {
        self.oldest().map(|(_, entry)| entry.bytes)
    }

    /// Reads the oldest record that is on disk alone; it stays there. `None` when there is none, or it is lost.
    pub(crate) fn fetch(&mut self) -> Option<(u64, Stored)> {
        let (number, entry) = self.oldest()?;
        let path = self.path(Name::Record { number, spans: entry.spans });
        match contents(&path, entry.bytes) {
            Ok(bytes) => match read(&bytes).filter(|stored| stored.spans == u64::from(entry.spans)) {
                Some(stored) => {
                    if let Some(entry) = self.records.get_mut(&number) {
                        entry.is_held = true;
                    }
                    self.report.alone -= u64::from(entry.spans);
                    return Some((number, stored));
                }
                None => self.lose_next(DropReason::SpoolCorrupt, "a spool file is damaged".into()),
            },
            Err(error) => {
                // What cannot be read now may be readable for the next process.
                self.drop_entry(number);
                let text = format!("a spool file cannot be read ({error})");
                self.report.lose(DropReason::SpoolIo, entry.spans, text);
            }
        }
        None
    }

    /// Deletes the oldest record that is on disk alone.
    pub(crate) fn lose_next(&mut self, reason: DropReason, text: String) {
        if let Some((number, entry)) = self.oldest() {
            self.remove(number);
            self.report.lose(reason, entry.spans, text);
        }
    }

    /// Returns what happened since the last call, and how many spans are on disk alone.
    pub(crate) fn take_report(&mut self) -> DiskReport {
        let alone = self.report.alone;
        core::mem::replace(&mut self.report, DiskReport { alone, ..DiskReport::default() })
    }

    fn oldest(&self) -> Option<(u64, Entry)> {
        self.records.iter().find(|(_, entry)| !entry.is_held).map(|(number, entry)| (*number, *entry))
    }

    fn remove(&mut self, number: u64) {
        if let Some(entry) = self.drop_entry(number) {
            let _ = fs::remove_file(self.path(Name::Record { number, spans: entry.spans }));
        }
    }

    fn drop_entry(&mut self, number: u64) -> Option<Entry> {
        let entry = self.records.remove(&number)?;
        self.bytes -= entry.blocks();
        if !entry.is_held {
            self.report.alone -= u64::from(entry.spans);
        }
        Some(entry)
    }

    fn path(&self, name: Name) -> PathBuf {
        self.directory.join(name.print().unwrap_or_default())
    }
}

/// Reads a file of this length. One that has grown is damaged, and is read no further.
fn contents(path: &Path, bytes: u64) -> io::Result<Bytes> {
    let length = usize::try_from(bytes).map_err(io::Error::other)?;
    let mut contents = Vec::new();
    contents.try_reserve_exact(length.saturating_add(1)).map_err(io::Error::other)?;
    File::open(path)?.take(bytes.saturating_add(1)).read_to_end(&mut contents)?;
    Ok(contents.into())
}

/// Makes the folder this process's own, for as long as the file is open. Says, too, what is not as it should be.
fn claim(directory: &Path) -> Result<(File, Option<String>), String> {
    let text = |error: io::Error| error.to_string();
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory).map_err(text)?;
    let is_closed = close(directory).map_err(text)?;
    let trouble = (!is_closed).then(|| {
        "the spool's folder is open to others, and holds other files or is another user's; give it one of its own".to_owned()
    });
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    only_owner(&mut options);
    let lock = options.open(directory.join(LOCK)).map_err(text)?;
    match lock.try_lock() {
        Ok(()) => Ok((lock, trouble)),
        Err(TryLockError::WouldBlock) => Err("another process uses it".to_owned()),
        Err(TryLockError::Error(error)) => Err(text(error)),
    }
}

/// Closes the folder to others, unless it is theirs too: it holds what is, or has a bit for it, as `/tmp` has. False when it
/// stays open.
#[cfg(unix)]
fn close(directory: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(directory)?.permissions().mode();
    let is_open = mode & 0o077 != 0;
    let is_shared = mode & 0o7000 != 0;
    let is_ours = |entry: io::Result<fs::DirEntry>| {
        let name = entry.map(|entry| entry.file_name()).unwrap_or_default();
        name == LOCK || name.to_str().is_some_and(|name| Name::parse(name) != Name::Foreign)
    };
    if !is_open {
        return Ok(true);
    }
    Ok(!is_shared
        && fs::read_dir(directory)?.all(is_ours)
        && fs::set_permissions(directory, fs::Permissions::from_mode(0o700)).is_ok())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "folders have no mode there")]
fn close(_: &Path) -> io::Result<bool> {
    Ok(true)
}

#[cfg_attr(not(unix), expect(unused_variables, reason = "files have no mode there"))]
fn only_owner(options: &mut OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
}

#[cfg(test)]
mod tests;
