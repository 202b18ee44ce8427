//! The files of the manifest.
//!
//! In: the folder that `OTLP_MANIFEST` names, lines. Out: one file for each target of a package, or a message.
//! Never here: what a line says.
//!
//! The first line of a process empties the file, the others follow it. rustc is a process for each target. One that
//! serves several, as an editor's may, begins a file anew when it comes back to it.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::diagnostics;

/// Returns the folder of the manifest, if there shall be one. An empty variable is as good as none.
pub(super) fn requested() -> Option<PathBuf> {
    env::var_os("OTLP_MANIFEST").filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

/// Appends a line to the file of what is compiled now.
///
/// # Errors
///
/// The message about what is wrong with the folder, once in a process.
pub(super) fn append(folder: &Path, line: &str) -> Result<(), String> {
    static FILES: Mutex<Files> = Mutex::new(Files::None);
    let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
    files.append(folder, &name(&|variable| env::var_os(variable), env::args_os()), line)
}

/// What was written to by this process.
enum Files {
    None,
    Open(PathBuf, File),
    /// Something was wrong, and has been said.
    Refused,
}

impl Files {
    fn append(&mut self, folder: &Path, name: &str, line: &str) -> Result<(), String> {
        if matches!(self, Self::Refused) {
            return Ok(());
        }
        if !folder.is_absolute() {
            *self = Self::Refused;
            return Err(diagnostics::manifest_relative(&folder.display().to_string()));
        }
        self.write(folder, name, line).map_err(|error| {
            *self = Self::Refused;
            diagnostics::manifest_unwritable(&folder.display().to_string(), &error.kind().to_string())
        })
    }

    fn write(&mut self, folder: &Path, name: &str, line: &str) -> io::Result<()> {
        let path = folder.join(name);
        let mut file = match std::mem::replace(self, Self::None) {
            Self::Open(open, file) if open == path => file,
            _ => {
                fs::create_dir_all(folder)?;
                File::create(&path)?
            }
        };
        file.write_all(format!("{line}\n").as_bytes())?;
        *self = Self::Open(path, file);
        Ok(())
    }
}

/// Makes up the name of the file: that of the crate, behind that of the package if it is another one.
///
/// A package may have a library and a program of one name, several packages may have a test of one name, and
/// unit tests are one more build of the same crate. None of them may empty the file of another.
fn name(
    variable: &dyn Fn(&str) -> Option<OsString>,
    mut arguments: impl Iterator<Item = OsString>,
) -> String {
    let text = |name: &str| variable(name).map(|text| text.to_string_lossy().into_owned());
    let crate_name = text("CARGO_CRATE_NAME").unwrap_or_else(|| "crate".to_owned());
    let package = text("CARGO_PKG_NAME").filter(|package| package.replace('-', "_") != crate_name);
    let parts = [
        package,
        Some(crate_name),
        variable("CARGO_BIN_NAME").map(|_| "bin".to_owned()),
        arguments.any(|argument| argument == "--test").then(|| "test".to_owned()),
        Some("jsonl".to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::{env, fs, process};

    use super::{Files, name};

    fn named(variables: &[(&str, &str)], arguments: &[&str]) -> String {
        let variable =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).into());
        name(&variable, arguments.iter().map(Into::into))
    }

    #[test]
    fn every_target_has_a_file_of_its_own() {
        let library = [("CARGO_PKG_NAME", "my-shop"), ("CARGO_CRATE_NAME", "my_shop")];
        let program = [library[0], library[1], ("CARGO_BIN_NAME", "my-shop")];
        let other = [library[0], ("CARGO_CRATE_NAME", "checkout")];
        assert_eq!(named(&library, &["rustc", "src/lib.rs"]), "my_shop.jsonl");
        assert_eq!(named(&library, &["rustc", "--test", "src/lib.rs"]), "my_shop.test.jsonl");
        assert_eq!(named(&program, &["rustc", "src/main.rs"]), "my_shop.bin.jsonl");
        assert_eq!(named(&program, &["rustc", "src/main.rs", "--test"]), "my_shop.bin.test.jsonl");
        assert_eq!(named(&other, &["rustc", "--test"]), "my-shop.checkout.test.jsonl");
        assert_eq!(named(&[], &[]), "crate.jsonl");
    }

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let folder = env::temp_dir().join(format!("otlp-manifest-{name}-{}", process::id()));
            fs::remove_dir_all(&folder).ok();
            Self(folder)
        }

        fn read(&self, name: &str) -> String {
            fs::read_to_string(self.0.join(name)).unwrap()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).ok();
        }
    }

    #[test]
    fn first_line_of_a_process_empties_the_file_and_the_others_follow() {
        let folder = Folder::new("lines");
        for first in ["old", "new"] {
            let mut files = Files::None;
            files.append(&folder.0, "a.jsonl", first).unwrap();
            files.append(&folder.0, "a.jsonl", "second").unwrap();
        }
        assert_eq!(folder.read("a.jsonl"), "new\nsecond\n");
    }

    #[test]
    fn another_name_is_another_file() {
        let folder = Folder::new("names");
        let mut files = Files::None;
        files.append(&folder.0, "a.jsonl", "1").unwrap();
        files.append(&folder.0, "b.jsonl", "2").unwrap();
        assert_eq!((folder.read("a.jsonl"), folder.read("b.jsonl")), ("1\n".to_owned(), "2\n".to_owned()));
    }

    #[test]
    fn relative_folder_is_reported_once() {
        let mut files = Files::None;
        let message = files.append(Path::new("target/manifest"), "a.jsonl", "1").unwrap_err();
        assert!(message.contains("OTLP_MANIFEST=\"$PWD/target/manifest\""), "{message}");
        assert_eq!(files.append(Path::new("target/manifest"), "a.jsonl", "2"), Ok(()));
    }

    #[test]
    fn folder_below_a_file_is_reported_once() {
        let folder = Folder::new("file");
        fs::write(&folder.0, "").unwrap();
        let below = folder.0.join("manifest");
        let mut files = Files::None;
        let message = files.append(&below, "a.jsonl", "1").unwrap_err();
        assert!(message.contains("cannot be written: not a directory;"), "{message}");
        assert_eq!(files.append(&below, "a.jsonl", "2"), Ok(()));
        fs::remove_file(&folder.0).unwrap();
    }
}
