//! The scratch workspace: every crate of the corpus as it is, and with our attribute.
//!
//! In: the files of `corpus`, ordinary Rust whose comments `//@ attribute` say where an attribute goes, and
//! `//+ code` what else the annotated crate needs. Lines that end in `//-` are not in it.
//! Out: one crate per variant, the same line for line, and what cargo says about all of them.
//! Never here: what is to be expected.

use std::fmt::{self, Display};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What is made of a `//@` comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variant {
    /// It stays a comment.
    Plain,
    /// The attribute without its arguments: `traced`. `//@ one / other` has `one` here.
    Bare,
    /// The attribute as written: `traced(err, ret)`. `//@ one / other` has `other` here.
    Full,
}

impl Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plain => "plain",
            Self::Bare => "bare",
            Self::Full => "full",
        })
    }
}

pub(crate) const VARIANTS: [Variant; 3] = [Variant::Plain, Variant::Bare, Variant::Full];

/// A crate made of files of the corpus.
pub(crate) struct Crate {
    pub(crate) name: &'static str,
    pub(crate) edition: &'static str,
    /// The name under which it knows the runtime.
    pub(crate) runtime: &'static str,
    /// `lib.rs` before the modules: attributes of the crate.
    pub(crate) head: &'static str,
    /// The modules of a library, or the one file of a program.
    pub(crate) files: &'static [&'static str],
    pub(crate) is_program: bool,
}

impl Crate {
    pub(crate) fn package(&self, variant: Variant) -> String {
        format!("{}-{variant}", self.name)
    }

    fn manifest(&self, variant: Variant) -> String {
        let (package, edition, name) = (self.package(variant), self.edition, self.runtime);
        let facade = if name == "otlp_runtime" { "facade = { path = \"../facade\" }" } else { "" };
        let target = if self.is_program {
            let [file] = self.files else { panic!("a program is one file") };
            format!("[[bin]]\nname = \"{package}\"\npath = \"src/{file}.rs\"\ntest = false")
        } else {
            format!("[lib]\nname = \"shapes\"\ntest = {}", self.name == "tested")
        };
        format!(
            "[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"{edition}\"\n\n{target}\n\n\
             [dependencies]\n{}\nasync-trait = \"0.1\"\ntokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n{facade}\n",
            runtime(name),
        )
    }

    fn write(&self, workspace: &Path, variant: Variant) {
        let folder = workspace.join(self.package(variant));
        write(&folder.join("Cargo.toml"), &self.manifest(variant));
        let modules: Vec<String> =
            self.files.iter().map(|file| format!("/// Shapes.\npub mod {file};\n")).collect();
        if !self.is_program {
            write(&folder.join("src/lib.rs"), &format!("{}{}", self.head, modules.concat()));
        }
        for file in self.files {
            write(&folder.join("src").join(format!("{file}.rs")), &rewritten(&corpus(file), variant));
        }
    }
}

/// A file of the corpus.
pub(crate) fn corpus(name: &str) -> String {
    let path = corpus_file(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn corpus_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shapes/corpus").join(format!("{name}.rs"))
}

/// Writes the crates in all variants, and the manifest that holds them together.
pub(crate) fn write_workspace(crates: &[Crate]) -> PathBuf {
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shapes");
    for one in crates {
        for variant in VARIANTS {
            one.write(&workspace, variant);
        }
    }
    let members: Vec<String> =
        crates.iter().flat_map(|one| VARIANTS.map(|variant| format!("{:?}", one.package(variant)))).collect();
    write(
        &workspace.join("Cargo.toml"),
        &format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\"facade\", {}]\n\n\
             [profile.dev]\ndebug = false\nincremental = false\n",
            members.join(", ")
        ),
    );
    write(
        &workspace.join("facade/Cargo.toml"),
        &format!(
            "[package]\nname = \"facade\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [lib]\ntest = false\n\n[dependencies]\n{}\n",
            runtime("otlp-runtime")
        ),
    );
    write(&workspace.join("facade/src/lib.rs"), &corpus("facade"));
    // The versions that the repository has are those that are there without a network. Cargo adds the scratch crates.
    let lock = fs::read_to_string(repository().join("Cargo.lock")).expect("Cargo.lock");
    if write(&workspace.join("repository.lock"), &lock) || !workspace.join("Cargo.lock").exists() {
        write(&workspace.join("Cargo.lock"), &lock);
    }
    workspace
}

/// The dependency on the runtime, under a name.
fn runtime(name: &str) -> String {
    let path = repository().join("otlp-runtime");
    let path = path.to_str().expect("a path that is text");
    format!(
        "{name} = {{ package = \"otlp-runtime\", path = '{path}', default-features = false, features = [\"macros\"] }}"
    )
}

/// Runs cargo in the scratch workspace.
pub(crate) fn cargo(workspace: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO"))
        .args(args)
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", workspace.join("target"))
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("CARGO_BUILD_TARGET")
        .output()
        .unwrap_or_else(|error| panic!("cargo: {error}"))
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository").to_path_buf()
}

/// Writes a file unless it is right already, so that cargo does not compile it again; says whether it did.
///
/// The file is there as a whole or not at all: tests may run in processes of their own, at the same time.
fn write(path: &Path, text: &str) -> bool {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return false;
    }
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder to write to");
    let whole = path.with_extension(format!("new-{}", std::process::id()));
    fs::write(&whole, text).expect("a file to write");
    fs::rename(&whole, path).expect("a file to replace");
    true
}

/// The text with its `//@` and `//+` comments made code, each in its own line.
fn rewritten(text: &str, variant: Variant) -> String {
    if variant == Variant::Plain {
        return text.to_owned();
    }
    text.lines().map(|line| rewritten_line(line, variant) + "\n").collect()
}

fn rewritten_line(line: &str, variant: Variant) -> String {
    if line.ends_with("//-") {
        return String::new();
    }
    if let Some((before, code)) = line.split_once("//+ ") {
        return format!("{before}{code}");
    }
    let Some((before, attribute)) = line.split_once("//@ ") else { return line.to_owned() };
    let (attribute, note) = attribute.split_once(" //~").unwrap_or((attribute, ""));
    let attribute = match (attribute.split_once(" / "), variant) {
        (Some((bare, _)), Variant::Bare) => bare.to_owned(),
        (Some((_, full)), _) => full.to_owned(),
        (None, Variant::Bare) => without_arguments(attribute),
        (None, _) => attribute.to_owned(),
    };
    format!("{before}#[{attribute}] //{note}")
}

/// `cfg_attr(unix, traced(err))` → `cfg_attr(unix, traced)`
fn without_arguments(attribute: &str) -> String {
    let Some(from) = attribute.find("traced(").map(|at| at + "traced".len()) else {
        return attribute.to_owned();
    };
    let mut depth = 0;
    for (at, character) in attribute.bytes().enumerate().skip(from) {
        match character {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return format!("{}{}", &attribute[..from], &attribute[at + 1..]);
        }
    }
    panic!("`{attribute}` has a parenthesis too few");
}
