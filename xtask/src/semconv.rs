//! `semconv`: the tables of `otlp-macros/src/semconv/generated`, the traits of the runtime's keys and the programs of
//! `tests/tests/conventions` from the facts in `otlp-macros/semconv`.
//!
//! In: `attributes.json`, `spans.json`, `events.json`, `names.json`.
//! Out: Rust files, or the names of those that differ.
//! Never here: facts; whoever wants another table edits the data.

mod facts;
mod programs;
mod tables;

use std::fs;
use std::path::PathBuf;

use facts::Facts;

fn macros() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../otlp-macros"))
}

fn generated() -> PathBuf {
    macros().join("src/semconv/generated")
}

fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Every file that the facts make, with its text.
fn files() -> Result<Vec<(PathBuf, String)>, String> {
    let facts = Facts::read(&macros().join("semconv"))?;
    let mut files = vec![(root().join("otlp-runtime/src/attribute/registered.rs"), tables::traits(&facts)?)];
    files.extend(tables::print(&facts)?.into_iter().map(|(file, text)| (generated().join(file), text)));
    let tests = root().join("tests/tests/conventions");
    files.extend(programs::print(&facts)?.into_iter().map(|(file, text)| (tests.join(file), text)));
    Ok(files)
}

/// Writes the tables, the runtime's traits and the programs.
///
/// # Errors
///
/// Data that cannot be read or contradicts itself; files that cannot be written.
pub(crate) fn write() -> Result<(), String> {
    fs::create_dir_all(generated()).map_err(|error| error.to_string())?;
    for (path, text) in files()? {
        fs::write(&path, text).map_err(|error| format!("`{}`: {error}", path.display()))?;
    }
    Ok(())
}

/// Checks that all of them are what the data makes them, and that no other file stands among the tables.
///
/// # Errors
///
/// As [`write()`]; the files that differ or do not belong.
pub(crate) fn check() -> Result<(), String> {
    let files = files()?;
    let differs = |(path, text): &&(PathBuf, String)| fs::read_to_string(path).ok().as_ref() != Some(text);
    let mut wrong: Vec<PathBuf> = files.iter().filter(differs).map(|(path, _)| path.clone()).collect();
    for entry in fs::read_dir(generated()).map_err(|error| error.to_string())? {
        let path = entry.map_err(|error| error.to_string())?.path();
        if !files.iter().any(|(file, _)| *file == path) {
            wrong.push(path);
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let wrong: Vec<String> = wrong.iter().map(|path| path.display().to_string()).collect();
    Err(format!(
        "these are not what `otlp-macros/semconv` makes them: {}; run `cargo xtask semconv`",
        wrong.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    #[test]
    fn tables_are_what_the_data_makes_them() {
        super::check().unwrap();
    }
}
