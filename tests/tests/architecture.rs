//! ARCHITECTURE.md tells the truth: edges between rooms, paths, files with `unsafe`.
//!
//! In: the document and the source. Out: each sentence of it that is not so.
//! Never here: taste.

#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests, where a panic is a finding")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn document() -> String {
    fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap()
}

/// The part of the document under a heading.
fn section(heading: &str) -> String {
    let document = document();
    let from =
        document.split_once(&format!("## {heading}\n")).unwrap_or_else(|| panic!("no section {heading}")).1;
    from.split("\n## ").next().unwrap().to_owned()
}

/// The words in backticks of each table row, by column.
fn rows(section: &str) -> Vec<Vec<Vec<String>>> {
    let is_row = |line: &&str| line.starts_with("| `");
    section
        .lines()
        .filter(is_row)
        .map(|line| line.trim_matches('|').split('|').map(in_backticks).collect())
        .collect()
}

fn in_backticks(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The code of a file without comments and without its unit tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    code.join("\n")
}

/// Which rooms each room names through `crate::`.
fn edges(source: &Path, rooms: &BTreeSet<String>) -> BTreeMap<String, BTreeSet<String>> {
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in rust_files(source) {
        let relative = path.strip_prefix(source).unwrap();
        let first = relative.components().next().unwrap().as_os_str().to_str().unwrap();
        let room = first.trim_end_matches(".rs").to_owned();
        let is_test =
            relative.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs")));
        if room == "lib" || is_test {
            continue;
        }
        let named = edges.entry(room.clone()).or_default();
        for after in code(&path).split("crate::").skip(1) {
            let name: String = after
                .chars()
                .take_while(|character| character.is_alphanumeric() || *character == '_')
                .collect();
            if name != room && rooms.contains(&name) {
                named.insert(name);
            }
        }
    }
    edges
}

fn check_rooms(package: &str) {
    let rows = rows(&section(&format!("Rooms of `{package}`")));
    let allowed: BTreeMap<String, BTreeSet<String>> =
        rows.iter().map(|row| (row[0][0].clone(), row[2].iter().cloned().collect())).collect();
    let rooms: BTreeSet<String> = allowed.keys().cloned().collect();
    let found = edges(&root().join(package).join("src"), &rooms);
    let existing: BTreeSet<String> = found.keys().cloned().collect();
    assert_eq!(existing, rooms, "{package}: rooms in the source and in the document");
    for (room, named) in &found {
        assert_eq!(named, &allowed[room], "{package}: what `{room}` names, and what it may use");
    }
    assert_no_cycle(&allowed);
}

/// Takes away rooms that use no room left; if none can be taken, those left form a cycle.
fn assert_no_cycle(edges: &BTreeMap<String, BTreeSet<String>>) {
    let mut left: BTreeSet<&String> = edges.keys().collect();
    while !left.is_empty() {
        let free: Vec<&String> = left
            .iter()
            .copied()
            .filter(|room| edges[*room].iter().all(|used| !left.contains(used)))
            .collect();
        assert!(!free.is_empty(), "these rooms use each other in a circle: {left:?}");
        left.retain(|room| !free.contains(room));
    }
}

#[test]
fn rooms_of_the_runtime_use_what_they_may_and_nothing_else() {
    check_rooms("otlp-runtime");
}

#[test]
fn rooms_of_the_macros_use_what_they_may_and_nothing_else() {
    check_rooms("otlp-macros");
}

#[test]
fn every_path_the_document_names_exists() {
    let is_path = |word: &String| word.contains('/') && !word.contains(' ') && !word.contains("::");
    let paths: Vec<String> =
        in_backticks(&document().replace("```", "")).into_iter().filter(is_path).collect();
    assert!(paths.len() >= 10, "{paths:?}");
    for path in paths {
        assert!(root().join(&path).exists(), "`{path}` does not exist");
    }
}

#[test]
fn unsafe_stands_only_in_the_files_listed() {
    let listed: BTreeSet<String> =
        rows(&section("Unsafe")).into_iter().map(|row| row[0][0].clone()).collect();
    let mut found = BTreeSet::new();
    for package in ["otlp-runtime", "otlp-macros"] {
        for path in rust_files(&root().join(package).join("src")) {
            let code = code(&path);
            if code.contains("unsafe {")
                || code.contains("unsafe fn") && path.to_str().unwrap().contains("chunk")
                || code.contains("unsafe impl")
                || code.contains("unsafe extern \"C\" {")
            {
                found.insert(path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    assert_eq!(found, listed);
}

#[test]
fn every_source_file_opens_with_what_it_is_for() {
    for package in ["otlp-runtime", "otlp-macros"] {
        for path in rust_files(&root().join(package).join("src")) {
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.starts_with("//!"), "{} has no module doc", path.display());
        }
    }
}
