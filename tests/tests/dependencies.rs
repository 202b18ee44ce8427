//! What the product drags into a program: how many crates, from where, under which licences, and which of them twice.
//!
//! In: `cargo tree` of `otlp-runtime` by feature, and Cargo.lock. Out: what is over a bound, or not on a list.
//! Never here: the dependencies of tests, but for where they come from; advisories, which take a network.

#![expect(clippy::unwrap_used, reason = "a panic of a test is a finding")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Each crate that these features bring, or all, as name, version and licence; without the product's own two.
fn tree(features: Option<&str>) -> BTreeSet<[String; 3]> {
    let features = match features {
        Some(features) => vec!["--no-default-features", "--features", features],
        None => vec!["--all-features"],
    };
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--package", "otlp-runtime"])
        .args(features)
        .args(["--edges", "normal", "--prefix", "none", "--format", "{p}|{l}"])
        .current_dir(ROOT)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut found = BTreeSet::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let (package, licence) = line.trim_end_matches(" (*)").split_once('|').unwrap();
        let mut words = package.split(' ');
        let (name, version) = (words.next().unwrap(), words.next().unwrap());
        if !name.starts_with("otlp-") {
            found.insert([name, version, licence].map(str::to_owned));
        }
    }
    found
}

// HYG-01
#[test]
fn features_bring_no_more_crates_than_said() {
    for (features, most) in [
        ("", 5),
        ("tower", 12),
        // Most of them are reqwest's own, without TLS.
        ("reqwest", 80),
        ("macros", 20),
        ("http", 30),
        ("http,tls", 50),
        ("http,tls,gzip", 50),
        ("grpc", 60),
    ] {
        let crates = tree(Some(features));
        assert!(crates.len() <= most, "`{features}` brings {} crates, more than {most}", crates.len());
    }
}

// HYG-04
#[test]
fn licences_ask_for_no_more_than_their_text() {
    const ALLOWED: [&str; 9] = [
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "ISC",
        "MIT",
        "Unicode-3.0",
        "Unlicense",
        "Zlib",
    ];
    for [name, _, licence] in tree(None) {
        // One of those that `OR` or `/` offers, of which each part of `AND` must be allowed.
        let plain = licence.replace(['(', ')'], "").replace('/', " OR ");
        let is_allowed = plain
            .split(" AND ")
            .all(|choice| choice.split(" OR ").any(|licence| ALLOWED.contains(&licence.trim())));
        assert!(is_allowed, "`{name}` has the licence `{licence}`");
    }
}

// HYG-04
#[test]
fn crates_that_are_there_twice_are_known() {
    const KNOWN: [(&str, &str); 3] = [
        ("base64", "0.22 is tonic's, 0.23 reqwest's"),
        ("getrandom", "0.2 is ring's, newer ones everybody else's"),
        ("syn", "2 is that of pin-project and tracing-attributes, which gRPC brings"),
    ];
    let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for [name, version, _] in tree(None) {
        versions.entry(name).or_default().push(version);
    }
    let twice: Vec<_> = versions.iter().filter(|(_, versions)| versions.len() > 1).collect();
    let names: Vec<_> = twice.iter().map(|(name, _)| name.as_str()).collect();
    let known = KNOWN.map(|(name, _)| name);
    assert_eq!(names, known, "{twice:?}");
}

// SEC-01
#[test]
fn tls_is_rustls_alone() {
    const OTHERS: [&str; 5] = ["openssl", "openssl-sys", "native-tls", "schannel", "boring"];
    for [name, ..] in tree(None) {
        assert!(!OTHERS.contains(&&*name), "{name}");
    }
}

// HYG-04: also what tests use, since it runs on the machines of those who work here.
#[test]
fn all_crates_come_from_the_registry() {
    let lock = std::fs::read_to_string(format!("{ROOT}/Cargo.lock")).unwrap();
    let sources: BTreeSet<_> = lock.lines().filter_map(|line| line.strip_prefix("source = ")).collect();
    let registry = r#""registry+https://github.com/rust-lang/crates.io-index""#;
    assert_eq!(sources, BTreeSet::from([registry]));
}
