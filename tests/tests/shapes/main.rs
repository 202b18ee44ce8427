//! Functions of all shapes, with and without our attribute: the compiler says the same, and they do the same.
//!
//! In: `corpus`, functions by theme; see `crates.rs` for its comments. Out: each difference, by shape, that `known.rs`
//! does not list; each that it lists and that is no more.
//! Never here: what an attribute records; see `tests/tests/tree`.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests, where a panic is a finding"
)]

mod crates;
mod diagnostics;
mod known;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use crates::{Crate, VARIANTS, Variant, cargo, corpus, write_workspace};
use diagnostics::{Finding, findings};
use known::{How, KNOWN};

/// Lints of rustc that are off by default.
const LOUD: &str = "\
#![warn(
    absolute_paths_not_starting_with_crate, ambiguous_negative_literals, closure_returning_async_block,
    deprecated_in_future, elided_lifetimes_in_paths, explicit_outlives_requirements, if_let_rescope,
    impl_trait_redundant_captures, keyword_idents, let_underscore, macro_use_extern_crate, meta_variable_misuse,
    missing_copy_implementations, missing_debug_implementations, missing_docs, missing_unsafe_on_extern,
    non_ascii_idents, redundant_imports, redundant_lifetimes, rust_2021_compatibility, rust_2024_compatibility,
    single_use_lifetimes, tail_expr_drop_order, trivial_casts, trivial_numeric_casts, unit_bindings, unnameable_types,
    unreachable_pub, unsafe_code, unsafe_op_in_unsafe_fn, unstable_features, unused_import_braces, unused_lifetimes,
    unused_macro_rules, unused_qualifications, unused_results, variant_size_differences
)]
";

const STRICT: &str = "\
//! All that can be denied and forbidden.
#![forbid(unsafe_code, unused_imports, unused_variables, unused_mut, unused_must_use, unreachable_code)]
#![forbid(unreachable_patterns, dead_code, unused_qualifications, clippy::wildcard_imports, clippy::needless_return)]
#![deny(warnings, missing_docs, elided_lifetimes_in_paths, single_use_lifetimes, unused_lifetimes, unused_results)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery, let_underscore_drop, trivial_casts, unit_bindings)]
";

const EVERYWHERE: [&str; 16] = [
    "receivers",
    "parameters",
    "generics",
    "outputs",
    "flow",
    "futures",
    "traits",
    "attributes",
    "names",
    "macros",
    "reexport",
    "lints_rustc",
    "lints_clippy",
    "more",
    "blocks",
    "later",
];

/// `EVERYWHERE` and what one edition has for itself.
const EDITION_2021: &[&str] = &with("edition_2021");
const EDITION_2024: &[&str] = &with("edition_2024");

const fn with(edition: &'static str) -> [&'static str; 17] {
    let mut files = [edition; 17];
    let mut at = 0;
    while at < EVERYWHERE.len() {
        files[at] = EVERYWHERE[at];
        at += 1;
    }
    files
}

const CRATES: &[Crate] = &[
    library("edition-2024", "2024", LOUD, EDITION_2024),
    library("edition-2021", "2021", LOUD, EDITION_2021),
    library("strict", "2024", STRICT, &["strict"]),
    library("no-prelude", "2024", "#![no_implicit_prelude]\n", &["no_prelude"]),
    Crate { runtime: "telemetry", ..library("renamed", "2024", LOUD, &["renamed"]) },
    library("broken", "2024", "", &["broken"]),
    library("broken-borrows", "2024", "", &["broken_borrows"]),
    library("broken-2021", "2021", "", &["broken_2021"]),
    library("broken-syntax", "2024", "", &["broken_syntax"]),
    library("tested", "2024", LOUD, &["tested"]),
    library("refused", "2024", "", &["refused"]),
    Crate { is_program: true, ..library("behaviour-2024", "2024", "", &["behaviour"]) },
    Crate { is_program: true, ..library("behaviour-2021", "2021", "", &["behaviour"]) },
];

const fn library(
    name: &'static str,
    edition: &'static str,
    head: &'static str,
    files: &'static [&'static str],
) -> Crate {
    Crate { name, edition, runtime: "otlp_runtime", head, files, is_program: false }
}

/// Crates that do not compile, without our attribute either.
const BROKEN: [&str; 4] = ["broken", "broken-borrows", "broken-2021", "broken-syntax"];

fn workspace() -> &'static PathBuf {
    static WORKSPACE: OnceLock<PathBuf> = OnceLock::new();
    WORKSPACE.get_or_init(|| write_workspace(CRATES))
}

/// What cargo says about all crates, by package.
fn said() -> &'static BTreeMap<String, Vec<Finding>> {
    static SAID: OnceLock<BTreeMap<String, Vec<Finding>>> = OnceLock::new();
    SAID.get_or_init(|| {
        let mut args = vec![
            "clippy",
            "--offline",
            "--workspace",
            "--lib",
            "--bins",
            "--tests",
            "--keep-going",
            "--message-format=json",
            "--",
        ];
        args.extend(["-Wclippy::pedantic", "-Wclippy::nursery"]);
        // What has a span cannot be `const`.
        args.push("-Aclippy::missing_const_for_fn");
        let output = cargo(workspace(), &args);
        let stderr = String::from_utf8_lossy(&output.stderr);
        for broken in BROKEN {
            let verdict = format!("could not compile `{broken}-plain`");
            assert!(stderr.contains(&verdict), "cargo clippy got nowhere:\n{stderr}");
        }
        findings(&output.stdout)
    })
}

/// Errors, but for lints that are denied.
fn errors(one: &Crate, variant: Variant) -> Vec<&'static Finding> {
    let is_error =
        |finding: &&Finding| ["error[E", "error[]"].iter().any(|start| finding.text.starts_with(start));
    of(one, variant).iter().filter(is_error).collect()
}

fn of(one: &Crate, variant: Variant) -> &'static [Finding] {
    said().get(&one.package(variant)).map_or(&[], Vec::as_slice)
}

/// `(code, how, shape)` of each difference between two variants, with both texts.
fn differences(one: &Crate, variant: Variant) -> BTreeMap<(String, How, String), String> {
    let (plain, traced) = (of(one, Variant::Plain), of(one, variant));
    let is_in = |all: &[Finding], finding: &Finding| all.iter().any(|other| other.head == finding.head);
    let is_like = |all: &[&Finding], finding: &Finding| {
        all.iter().any(|other| other.shape == finding.shape && other.code == finding.code)
    };
    let lost: Vec<&Finding> = plain.iter().filter(|finding| !is_in(traced, finding)).collect();
    let new: Vec<&Finding> = traced.iter().filter(|finding| !is_in(plain, finding)).collect();
    let mut differences: BTreeMap<(String, How, String), String> = BTreeMap::new();
    let mut add = |how, finding: &Finding, with: &str| {
        let text = format!("{}, {with} the attribute:\n{}", one.package(variant), finding.text);
        *differences.entry((finding.code.clone(), how, finding.shape.clone())).or_default() += &text;
    };
    for finding in &lost {
        add(if is_like(&new, finding) { How::Changed } else { How::Lost }, finding, "without");
    }
    for finding in &new {
        add(if is_like(&lost, finding) { How::Changed } else { How::New }, finding, "with");
    }
    for finding in plain {
        let same: Vec<_> = traced.iter().filter(|other| other.head == finding.head).collect();
        if !same.is_empty() && !same.iter().any(|other| other.text == finding.text) {
            add(How::Notes, finding, "without");
            for other in same {
                add(How::Notes, other, "with");
            }
        }
    }
    differences
}

#[test]
fn the_compiler_says_the_same_with_and_without() {
    // A crate that does not compile has lost most lints; `shapes_that_are_right_compile` says why.
    let compiles = |one: &Crate, variant| BROKEN.contains(&one.name) || errors(one, variant).is_empty();
    let compared = CRATES.iter().filter(|one| one.name != "refused");
    let mut found: BTreeMap<(String, How, String), String> = BTreeMap::new();
    for (key, text) in compared
        .flat_map(|one| [Variant::Bare, Variant::Full].map(|variant| (one, variant)))
        .filter(|(one, variant)| compiles(one, *variant))
        .flat_map(|(one, variant)| differences(one, variant))
    {
        *found.entry(key).or_default() += &text;
    }
    let known = || {
        KNOWN.iter().flat_map(|known| known.shapes.iter().map(move |shape| (known.code, known.how, *shape)))
    };
    let listed: BTreeSet<(&str, How, &str)> = known().collect();
    assert_eq!(known().count(), listed.len(), "`KNOWN` lists something twice");
    let mut wrong: Vec<String> = found
        .iter()
        .filter(|((code, how, shape), _)| !listed.contains(&(code.as_str(), *how, shape.as_str())))
        .map(|((code, how, shape), text)| format!("{shape}: `{code}` is {how:?}\n{text}"))
        .collect();
    let gone = listed
        .iter()
        .filter(|(code, how, shape)| !found.contains_key(&((*code).to_owned(), *how, (*shape).to_owned())));
    wrong.extend(gone.map(|(code, how, shape)| format!("{shape}: `{code}` is no longer {how:?}; unlist it")));
    assert!(wrong.is_empty(), "{} differences:\n\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn shapes_that_are_right_compile() {
    for one in CRATES.iter().filter(|one| !BROKEN.contains(&one.name)) {
        for variant in
            VARIANTS.into_iter().filter(|variant| one.name != "refused" || *variant == Variant::Plain)
        {
            let errors: Vec<&str> =
                errors(one, variant).into_iter().map(|finding| finding.text.as_str()).collect();
            assert!(errors.is_empty(), "{}: {}", one.package(variant), errors.join("\n"));
        }
    }
    let strict = CRATES.iter().find(|one| one.name == "strict").unwrap();
    assert_eq!(of(strict, Variant::Plain), [], "the strict crate has nothing to be told");
}

#[test]
fn shapes_that_cannot_be_traced_are_one_error_each() {
    let one = CRATES.iter().find(|one| one.name == "refused").unwrap();
    let source = corpus("refused");
    let expected: Vec<(usize, &str)> = source
        .lines()
        .enumerate()
        .filter_map(|(at, line)| Some((at + 1, line.split_once("//~ ")?.1)))
        .collect();
    let errors = of(one, Variant::Full).iter().filter(|finding| finding.head.starts_with("error"));
    let mut found: Vec<(usize, String)> = errors
        .map(|finding| {
            let (message, place) =
                finding.head.split_once("\n  refused.rs:").expect("an error in `refused.rs`");
            let line = place.split(':').next().unwrap().parse().unwrap();
            (line, message.trim_start_matches("error[]: ").to_owned())
        })
        .collect();
    found.sort();
    let found_lines: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
    let expected_lines: Vec<usize> = expected.iter().map(|(line, _)| *line).collect();
    assert_eq!(found_lines, expected_lines, "{found:#?}");
    for ((line, message), (_, start)) in found.iter().zip(&expected) {
        assert!(message.starts_with(start), "line {line}: {message}");
    }
}

#[test]
fn the_corpus_is_as_large_as_it_says() {
    let files: BTreeSet<&str> = CRATES.iter().flat_map(|one| one.files.iter().copied()).collect();
    let shapes: usize = files.iter().map(|file| corpus(file).matches("//@ ").count()).sum();
    assert!(shapes >= 400, "{shapes} shapes");
    // Where nothing is said, nothing can be lost.
    let codes: BTreeSet<&str> =
        CRATES.iter().flat_map(|one| of(one, Variant::Plain)).map(|finding| finding.code.as_str()).collect();
    assert!(codes.len() >= 170, "{} lints and errors: {codes:?}", codes.len());
}

#[test]
fn functions_do_the_same_with_and_without() {
    for edition in ["2021", "2024"] {
        let [plain, bare, full] = VARIANTS.map(|variant| Ran::of(&format!("behaviour-{edition}-{variant}")));
        assert!(plain.stdout.lines().count() > 100, "{}", plain.stdout);
        assert_eq!(bare.stdout, plain.stdout, "edition {edition}, `#[traced]`");
        assert_eq!(full.stdout, plain.stdout, "edition {edition}, with arguments");
        assert_eq!(plain.stderr, "");
        assert_eq!(bare.stderr, "442 spans, 0 evaluations\n");
        assert_eq!(full.stderr, "442 spans, 210 evaluations\n");
        // What drops a parameter that the body does not name is the function, when the span's closure or block is done;
        // with `err` and `ret` the closure drops what the body would have moved on another path.
        assert_eq!(plain.unnamed, ["b", "a", "_", "unused", "a", "_", "unused", "b", "a"]);
        assert_eq!(bare.unnamed, ["b", "a", "a", "_", "unused", "_", "unused", "b", "a"]);
        assert_eq!(full.unnamed, ["a", "b", "a", "_", "unused", "b", "a", "_", "unused"]);
    }
}

/// What a program printed.
struct Ran {
    stdout: String,
    /// Drops after the headline about parameters that bodies do not name, or move on another path.
    unnamed: Vec<String>,
    stderr: String,
}

impl Ran {
    fn of(package: &str) -> Self {
        let output = Command::new(program(package)).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        assert!(output.status.success(), "{package}: {}", text(&output.stderr));
        let stdout = text(&output.stdout);
        let (stdout, unnamed) =
            stdout.split_once("parameters that the body does not name, or moves on another path\n").unwrap();
        let unnamed = unnamed.lines().map(|line| line.trim_start_matches("  drop ").to_owned()).collect();
        Self { stdout: stdout.to_owned(), unnamed, stderr: text(&output.stderr) }
    }
}

/// Builds all programs, once, and says where one is.
fn program(package: &str) -> PathBuf {
    static BUILD: OnceLock<()> = OnceLock::new();
    BUILD.get_or_init(|| {
        let programs = CRATES.iter().filter(|one| one.is_program);
        let packages =
            programs.flat_map(|one| VARIANTS.map(|variant| format!("--package={}", one.package(variant))));
        let args: Vec<String> =
            ["build", "--offline", "--quiet"].map(str::to_owned).into_iter().chain(packages).collect();
        let built = cargo(workspace(), &args.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    });
    workspace().join("target/debug").join(format!("{package}{}", std::env::consts::EXE_SUFFIX))
}
