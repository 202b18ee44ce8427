//! Keys that a project declares in `otlp.toml`: what the compiler says, and when cargo compiles again.
//!
//! In: the folder `own_keys`: programs, each with an `otlp.toml` of its own or the one they share. Out: a failure that
//! names the case. `TRYBUILD=overwrite` writes the `.stderr` files anew; `ui.rs` looks after them as after all others.
//! Never here: keys of the conventions.
//!
//! Not by trybuild: its crates have no place for a file beside `Cargo.toml`.

#![allow(clippy::unwrap_used, reason = "a test: a panic is a finding")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A workspace with one crate.
struct Workspace {
    root: PathBuf,
}

impl Workspace {
    fn new(name: &str) -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(root.join("shop/src")).unwrap();
        let runtime = here.join("../otlp-runtime").canonicalize().unwrap();
        let package = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [dependencies]\notlp-runtime = {{ path = \"{}\", default-features = false, features = [\"macros\"] }}\n",
            runtime.display()
        );
        fs::write(root.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"shop\"]\n").unwrap();
        fs::write(root.join("shop/Cargo.toml"), package).unwrap();
        fs::copy(here.join("../Cargo.lock"), root.join("Cargo.lock")).unwrap();
        for stale in ["otlp.toml", "shop/otlp.toml"] {
            fs::remove_file(root.join(stale)).unwrap_or_default();
        }
        Self { root }
    }

    fn write(&self, file: &str, text: impl AsRef<[u8]>) {
        fs::write(self.root.join(file), text).unwrap();
    }

    /// What the compiler says, without cargo's own lines.
    fn check(&self) -> String {
        let output = Command::new(env!("CARGO"))
            .args(["check", "--offline", "--quiet", "--color", "never", "--target-dir"])
            .arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join("own_keys_target"))
            .current_dir(&self.root)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        let is_cargos = |line: &&str| {
            ["error: could not compile", "For more information", "Some errors have"]
                .iter()
                .any(|start| line.starts_with(start))
        };
        let lines: Vec<&str> = said.lines().filter(|line| !is_cargos(line)).collect();
        let said = lines.join("\n").trim().to_owned();
        assert_eq!(output.status.success(), !said.contains("error"), "{said}");
        said
    }
}

const PROGRAM: &str = "#[otlp_runtime::traced(shop.order.id = id)]\npub fn ship(id: u64) {}\n";
const INT: &str = "[attributes]\n\"shop.order.id\" = \"int\"\n";
const TEXT: &str = "[attributes]\n\"shop.order.id\" = \"string\"\n";

#[test]
fn cases_fail_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("own_keys");
    let shared = fs::read(folder.join("otlp.toml")).unwrap();
    let workspace = Workspace::new("own_keys");
    let mut cases: Vec<PathBuf> = Vec::new();
    for rule in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        let files = fs::read_dir(rule).unwrap().map(|entry| entry.unwrap().path());
        cases.extend(files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")));
    }
    cases.sort();
    assert!(cases.len() >= 20, "cases are missing: {cases:?}");
    let mut wrong = Vec::new();
    for case in cases {
        let own = fs::read(case.with_extension("toml")).unwrap_or_else(|_| shared.clone());
        workspace.write("otlp.toml", own);
        workspace.write("shop/src/lib.rs", fs::read(&case).unwrap());
        let (said, expected) = (workspace.check() + "\n", case.with_extension("stderr"));
        if std::env::var("TRYBUILD").is_ok_and(|what| what == "overwrite") {
            fs::write(expected, said).unwrap();
        } else if fs::read_to_string(expected).ok().as_ref() != Some(&said) {
            wrong.push(format!("{}:\n{said}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn crate_is_compiled_again_when_the_file_changes() {
    let workspace = Workspace::new("own_keys_change");
    workspace.write("shop/src/lib.rs", PROGRAM);
    workspace.write("otlp.toml", INT);
    assert!(!workspace.check().contains("error"));
    workspace.write("otlp.toml", TEXT);
    let said = workspace.check();
    assert!(said.contains("error[E0277]: `shop·order·id` takes a text, and `u64` is not one"), "{said}");
    workspace.write("otlp.toml", INT);
    assert!(!workspace.check().contains("error"));
}

#[test]
fn file_beside_the_crate_counts_before_that_of_the_workspace() {
    let workspace = Workspace::new("own_keys_nearer");
    workspace.write("shop/src/lib.rs", PROGRAM);
    workspace.write("otlp.toml", TEXT);
    workspace.write("shop/otlp.toml", INT);
    assert!(!workspace.check().contains("error"));
}

#[test]
fn file_of_the_workspace_counts_beside_a_lock_file_that_was_left_behind() {
    let workspace = Workspace::new("own_keys_lock");
    workspace.write("shop/src/lib.rs", PROGRAM);
    workspace.write("otlp.toml", TEXT);
    workspace.write("shop/Cargo.lock", "version = 4\n");
    assert!(workspace.check().contains("takes a text, and `u64` is not one"));
}

#[cfg(unix)]
#[test]
fn crate_behind_a_link_is_compiled() {
    let workspace = Workspace::new("own_keys_link");
    workspace.write("shop/src/lib.rs", PROGRAM);
    workspace.write("otlp.toml", INT);
    let elsewhere = workspace.root.join("elsewhere/shop");
    fs::remove_dir_all(&elsewhere).unwrap_or_default();
    fs::create_dir_all(workspace.root.join("elsewhere")).unwrap();
    fs::rename(workspace.root.join("shop"), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, workspace.root.join("shop")).unwrap();
    let said = workspace.check();
    fs::remove_file(workspace.root.join("shop")).unwrap();
    assert!(!said.contains("error"), "{said}");
}

#[test]
fn key_of_another_level_warns_in_the_whole_crate() {
    let workspace = Workspace::new("own_keys_level");
    workspace.write("shop/src/lib.rs", "#[otlp_runtime::traced(http.method = \"GET\")]\npub fn get() {}\n");
    workspace.write("otlp.toml", "deprecated = \"warn\"\n");
    let said = workspace.check();
    assert!(said.starts_with("warning: use of deprecated constant"), "{said}");
    assert!(said.contains("use `http.request.method`"), "{said}");
}
