//! The project's own keys: `otlp.toml` beside `Cargo.toml`, or above it up to the root of the workspace.
//!
//! In: the directory of the crate that is being compiled. Out: [`Own`]: rows like those of the conventions, the level
//! of deprecations, and what is wrong with the file.
//! Never here: words; `check` has them. Reading TOML, which is a library's.
//!
//! Each file is read once and kept for the life of the process: rows are `&'static`, as those of the conventions are.
//! An editor's process outlives the file's contents, so one that has changed is read again.

mod file;

use std::cell::Cell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use super::facts::Attribute;
pub(crate) use file::{Fault, TYPES};

/// The name of the file.
pub(crate) const FILE: &str = "otlp.toml";

/// What a project says about itself.
#[derive(Debug, Default)]
pub(crate) struct Own {
    /// Sorted by key.
    pub(crate) attributes: Vec<Attribute>,
    /// Whether deprecated keys are warnings in the whole crate.
    pub(crate) warns: bool,
    /// Where the file is, if that can be said in a program.
    pub(crate) path: Option<String>,
    /// What is wrong, each with its line.
    faults: Vec<(usize, Fault)>,
    is_reported: AtomicBool,
}

impl Own {
    /// Finds a declared key.
    pub(super) fn attribute(&self, key: &str) -> Option<&Attribute> {
        let found = self.attributes.binary_search_by(|attribute| attribute.key.cmp(key));
        self.attributes.get(found.ok()?)
    }

    /// Whether all of the file was understood; if not, what it lacks may be in the rest.
    pub(crate) fn is_whole(&self) -> bool {
        self.faults.is_empty()
    }

    /// Yields what is wrong to the first who asks: the file is one, and the macros that read it are many.
    pub(crate) fn take_faults(&self) -> &[(usize, Fault)] {
        if self.is_reported.swap(true, Ordering::Relaxed) { &[] } else { &self.faults }
    }
}

thread_local! {
    static CURRENT: Cell<Option<&'static Own>> = const { Cell::new(None) };
}

/// What the crate that is being compiled declares, if it has a file.
pub(crate) fn own() -> Option<&'static Own> {
    CURRENT.get()
}

/// Looks for the file of the crate that is being compiled; every macro does so once, before all else.
pub(crate) fn find_own() {
    let directory = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    CURRENT.set(directory.as_deref().and_then(find));
}

/// Lets a test declare keys, or none.
#[cfg(test)]
pub(crate) fn declare(toml: Option<&str>) {
    let own = toml.map(|toml| Own { path: Some(format!("/shop/{FILE}")), ..file::read(toml) });
    CURRENT.set(own.map(|own| &*Box::leak(Box::new(own))));
}

/// The nearest file, in the crate's directory or above it, up to the root of the workspace.
fn find(directory: &Path) -> Option<&'static Own> {
    directory.ancestors().take(levels(directory) + 1).find_map(|above| load(&above.join(FILE)))
}

/// How far above the crate its workspace's root is: the nearest `Cargo.toml` with a `[workspace]`. A dependency, and a
/// package as it will be published, does not find what happens to lie above its sources.
fn levels(directory: &Path) -> usize {
    static KNOWN: Mutex<Option<HashMap<PathBuf, usize>>> = Mutex::new(None);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let known = known.get_or_insert_default();
    if let Some(levels) = known.get(directory) {
        return *levels;
    }
    let is_target = |above: &Path| above.join("CACHEDIR.TAG").exists();
    let is_root = |above: &Path| {
        let manifest = std::fs::read_to_string(above.join("Cargo.toml")).unwrap_or_default();
        manifest.lines().any(|line| line.trim_start().starts_with("[workspace"))
    };
    let mut above = directory.ancestors().take_while(|above| !is_target(above));
    let levels = above.position(is_root).unwrap_or(0);
    known.insert(directory.to_owned(), levels);
    levels
}

type Loaded = HashMap<PathBuf, (Option<SystemTime>, u64, &'static Own)>;

/// Reads the file, unless it was read before and is as it was. `None`: there is none.
fn load(path: &Path) -> Option<&'static Own> {
    static LOADED: Mutex<Option<Loaded>> = Mutex::new(None);
    let metadata = path.metadata().ok()?;
    let (changed, len) = (metadata.modified().ok(), metadata.len());
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    let loaded = loaded.get_or_insert_default();
    if let Some((then, then_len, own)) = loaded.get(path)
        && (*then, *then_len) == (changed, len)
    {
        return Some(own);
    }
    let mut own = match std::fs::read_to_string(path) {
        Ok(toml) => file::read(&toml),
        Err(error) => Own { faults: vec![(1, Fault::Unreadable(error.to_string()))], ..Own::default() },
    };
    own.path = path.to_str().map(str::to_owned);
    let own: &'static Own = Box::leak(Box::new(own));
    loaded.insert(path.to_owned(), (changed, len, own));
    Some(own)
}
