//! `semconv`: the tables of `otlp-macros/src/semconv/generated` from the facts in `otlp-macros/semconv`.
//!
//! In: `attributes.json`, `spans.json`, `events.json`, `names.json`.
//! Out: one Rust file for each of them and their `mod.rs`, or the names of those that differ.
//! Never here: facts; whoever wants another table edits the data.

mod facts;
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

/// Writes the tables.
///
/// # Errors
///
/// Data that cannot be read or contradicts itself; files that cannot be written.
pub(crate) fn write() -> Result<(), String> {
    let tables = tables::print(&Facts::read(&macros().join("semconv"))?)?;
    fs::create_dir_all(generated()).map_err(|error| error.to_string())?;
    for (file, text) in tables {
        let path = generated().join(file);
        fs::write(&path, text).map_err(|error| format!("`{}`: {error}", path.display()))?;
    }
    Ok(())
}

/// Checks that the tables are what the data makes them, and that no other file stands among them.
///
/// # Errors
///
/// As [`write()`]; the files that differ or do not belong.
pub(crate) fn check() -> Result<(), String> {
    let tables = tables::print(&Facts::read(&macros().join("semconv"))?)?;
    let mut wrong: Vec<String> = Vec::new();
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
        "`otlp-macros/src/semconv/generated` is not what `otlp-macros/semconv` makes it: {}; run `cargo xtask semconv`",
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
