//! `semconv`: the tables of `otlp-macros/src/semconv/generated` and the programs of
//! `tests/tests/conventions` from the facts in `otlp-macros/semconv`.
//!
//! In: `attributes.json`, `spans.json`, `events.json`, `names.json`.
//! Out: one Rust file for each of them and their `mod.rs`, or the names of those that differ.
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

fn tests() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/tests/conventions"))
}

/// Writes the tables and the programs.
///
/// # Errors
///
/// Data that cannot be read or contradicts itself; files that cannot be written.
pub(crate) fn write() -> Result<(), String> {
    let facts = Facts::read(&macros().join("semconv"))?;
    let tables = tables::print(&facts)?;
    for (file, text) in programs::print(&facts)? {
        let path = tests().join(file);
        fs::write(&path, text).map_err(|error| format!("`{}`: {error}", path.display()))?;
    }
    fs::create_dir_all(generated()).map_err(|error| error.to_string())?;
    for (file, text) in tables {
        let path = generated().join(file);
        fs::write(&path, text).map_err(|error| format!("`{}`: {error}", path.display()))?;
    }
    Ok(())
}

/// Checks that tables and programs are what the data makes them, and that no other file stands among them.
///
/// # Errors
///
/// As [`write()`]; the files that differ or do not belong.
pub(crate) fn check() -> Result<(), String> {
    let facts = Facts::read(&macros().join("semconv"))?;
    let tables = tables::print(&facts)?;
    let mut wrong: Vec<String> = Vec::new();
    for (file, text) in programs::print(&facts)? {
        if fs::read_to_string(tests().join(file)).ok() != Some(text) {
            wrong.push(format!("tests/tests/conventions/{file}"));
        }
    }
    for (file, text) in &tables {
        if fs::read_to_string(generated().join(file)).ok().as_ref() != Some(text) {
            wrong.push((*file).to_owned());
        }
    }
    for entry in fs::read_dir(generated()).map_err(|error| error.to_string())? {
        let name = entry.map_err(|error| error.to_string())?.file_name().to_string_lossy().into_owned();
        if !tables.iter().any(|(file, _)| *file == name) {
            wrong.push(name);
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
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
