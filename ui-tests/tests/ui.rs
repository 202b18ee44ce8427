//! Builds every case, and looks after the cases themselves.
//!
//! In: the folders `fail` and `pass`, and the source of the macros' rules and messages.
//! Out: a failure that names the case. `TRYBUILD=overwrite` writes the `.stderr` files anew;
//! read each aloud, as the user who made the mistake, before it is committed.
//! Never here: expectations; those are the files.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test: a panic is a finding")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use proc_macro2::{TokenStream, TokenTree};

/// Folders of mistakes that rustc finds, by bounds and types of the runtime.
const FOUND_BY_RUSTC: [&str; 13] = [
    "builder",
    "err_bound",
    "ret_bound",
    "value_bound",
    "parent_bound",
    "carrier_bound",
    "type_bound",
    "group_bound",
    "user_code",
    "derive_bound",
    "derive_duplicate",
    "secret_bound",
    "later_bound",
];

/// Folders of mistakes in the environment of the compiler, and what `OTLP_MANIFEST` is there.
const IN_ENVIRONMENT: [(&str, &str); 2] =
    [("manifest_relative", "target/manifest"), ("manifest_unwritable", "/dev/null/manifest")];

/// Set in a process that builds one of these folders and nothing else.
const ONLY: &str = "OTLP_UI_TESTS_ONLY";

#[test]
fn cases_build_or_fail_as_written() {
    let cases = trybuild::TestCases::new();
    if let Ok(folder) = env::var(ONLY) {
        cases.compile_fail(format!("fail/{folder}/*.rs"));
        return;
    }
    let folders: BTreeSet<_> = files("fail", "rs").iter().map(|path| folder(path).to_owned()).collect();
    for folder in folders {
        if IN_ENVIRONMENT.iter().all(|(other, _)| *other != folder) {
            cases.compile_fail(format!("fail/{folder}/*.rs"));
        }
    }
    cases.pass("pass/*/*.rs");
}

#[test]
fn cases_in_another_environment_fail_as_written() {
    for (folder, manifest) in IN_ENVIRONMENT {
        let mut child = Command::new(env::current_exe().unwrap());
        child.args(["--exact", "cases_build_or_fail_as_written", "--nocapture"]);
        let status = child.env(ONLY, folder).env("OTLP_MANIFEST", manifest).status().unwrap();
        assert!(status.success(), "the cases in {folder}");
    }
}

#[test]
fn every_message_is_seen() {
    let seen: Vec<String> = stderrs().iter().map(|path| read(path)).collect();
    let is_seen =
        |parts: &[String]| seen.iter().any(|stderr| stderr.lines().any(|line| has_in_order(line, parts)));
    let unseen: Vec<_> = messages().into_iter().filter(|(_, parts)| !is_seen(parts)).collect();
    assert!(unseen.is_empty(), "no `.stderr` shows {unseen:#?}");
}

#[test]
fn each_case_shows_one_error() {
    for path in stderrs() {
        let errors = read(&path).lines().filter(|line| line.starts_with("error")).count();
        let is_one_expected = folder(&path) != "many_errors";
        assert_eq!(errors == 1, is_one_expected, "{} shows {errors} errors", path.display());
    }
}

#[test]
fn no_error_names_a_private_path() {
    for path in stderrs() {
        let text = read(&path);
        for private in ["__private", "__otlp", "__OTLP"] {
            assert!(!text.contains(private), "{} says `{private}`", path.display());
        }
    }
}

#[test]
fn every_case_has_its_stderr_and_every_stderr_its_case() {
    let names = |extension| -> BTreeSet<PathBuf> {
        let files = files("fail", extension).into_iter().chain(files("own_keys", extension));
        files.map(|path| path.with_extension("")).collect()
    };
    let (cases, stderrs) = (names("rs"), names("stderr"));
    let odd: Vec<_> = cases.symmetric_difference(&stderrs).collect();
    assert!(odd.is_empty(), "without their other half: {odd:#?}");
}

#[test]
fn cases_are_short() {
    for path in ["fail", "own_keys", "pass"].into_iter().flat_map(|folder| files(folder, "rs")) {
        let lines = read(&path).lines().count();
        assert!(lines <= 20, "{} has {lines} lines", path.display());
    }
}

#[test]
fn folders_are_rules_and_rules_have_folders() {
    let cases = || ["fail", "own_keys"].into_iter().flat_map(|folder| files(folder, "rs"));
    let folders: BTreeSet<String> = cases().map(|path| folder(&path).to_owned()).collect();
    let mut names: BTreeSet<String> = messages().into_iter().map(|(name, _)| name).collect();
    names.extend(checks());
    names.extend(FOUND_BY_RUSTC.map(str::to_owned));
    names.insert("many_errors".to_owned());
    let unknown: Vec<_> = folders.difference(&names).collect();
    assert!(unknown.is_empty(), "no rule has these names: {unknown:?}");
    // A rule about what stable rustc refuses by itself has its case among `many_errors`.
    let many =
        files("fail", "rs").into_iter().filter(|path| folder(path) == "many_errors").collect::<Vec<_>>();
    let has_case = |rule: &String| {
        folders.contains(rule) || many.iter().any(|path| path.file_stem().is_some_and(|stem| *stem == **rule))
    };
    let untested: Vec<_> = checks().into_iter().filter(|rule| !has_case(rule)).collect();
    assert!(untested.is_empty(), "rules without a case: {untested:?}");
}

/// What the compiler said, of mistakes with keys of the conventions and of one's own.
fn stderrs() -> Vec<PathBuf> {
    files("fail", "stderr").into_iter().chain(files("own_keys", "stderr")).collect()
}

/// The entries of the message table: a name, and the literal parts of its text.
fn messages() -> Vec<(String, Vec<String>)> {
    let source: TokenStream = read(&macros().join("diagnostics.rs")).parse().unwrap();
    let mut tokens = source.into_iter();
    tokens.find(|token| token.to_string() == "table").unwrap();
    // `macro_rules! table { .. }` comes first, then `table! { .. }`.
    tokens.find(|token| token.to_string() == "table").unwrap();
    let table = tokens.find_map(|token| match token {
        TokenTree::Group(group) => Some(group.stream()),
        _ => None,
    });
    let entries = entries(table.unwrap());
    assert!(entries.len() > 40, "the table was not understood: {entries:?}");
    entries
}

/// Reads `name(words): "wrong", "cure";` over and over.
fn entries(table: TokenStream) -> Vec<(String, Vec<String>)> {
    let mut entries: Vec<(String, Vec<String>)> = Vec::new();
    let mut is_start = true;
    for token in table {
        match token {
            TokenTree::Ident(name) if is_start => {
                entries.push((name.to_string(), Vec::new()));
                is_start = false;
            }
            TokenTree::Literal(text) => {
                let (_, parts) = entries.last_mut().unwrap();
                parts.extend(fixed_parts(&text.to_string()));
            }
            TokenTree::Punct(end) if end.as_char() == ';' => is_start = true,
            _ => {}
        }
    }
    entries
}

/// `"no {key} here"` → `no `, ` here`
fn fixed_parts(literal: &str) -> Vec<String> {
    let text = literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap();
    let text = text.replace("\\\"", "\"").replace("{{", "\u{1}").replace("}}", "\u{2}");
    text.split(['{', '}'])
        .step_by(2)
        .filter(|part| !part.is_empty())
        .map(|part| part.replace('\u{1}', "{").replace('\u{2}', "}"))
        .collect()
}

fn has_in_order(line: &str, parts: &[String]) -> bool {
    let mut rest = line;
    parts.iter().all(|part| match rest.split_once(part.as_str()) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

/// The names of the macros' `check_*` functions, without `check_`.
fn checks() -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(macros().join("check")).unwrap() {
        for line in read(&entry.unwrap().path()).lines() {
            if let Some((_, rest)) = line.split_once("fn check_") {
                names.extend(rest.split(['(', '<']).next().map(str::to_owned));
            }
        }
    }
    assert!(names.len() >= 10, "the rules were not found: {names:?}");
    names
}

fn macros() -> PathBuf {
    here().join("../otlp-macros/src")
}

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files `folder/*/*.extension`, sorted.
fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let entries = fs::read_dir(here().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    for rule in entries.filter(|path| path.is_dir()) {
        for case in fs::read_dir(rule).unwrap() {
            let path = case.unwrap().path();
            if path.extension().is_some_and(|found| found == extension) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn folder(path: &Path) -> &str {
    path.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
