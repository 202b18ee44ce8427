//! What was measured, as lines of JSON and as tables.
//!
//! In: samples of a row and a column. Out: `results/<bench>.jsonl`, and tables in Markdown with each number as a multiple of
//! ours in the same column.
//! Never here: units; they are in the names of tables and columns.

#![expect(clippy::format_push_string, reason = "reads better than `write!`, and time is of no matter here")]

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::peers::OURS;

/// A number of a table.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Line {
    /// Which table.
    pub table: String,
    /// Which library.
    pub row: String,
    /// Which case.
    pub column: String,
    /// The median.
    pub value: f64,
    /// The quartiles, where there are several samples.
    pub quartiles: Option<(f64, f64)>,
}

/// What a bench has measured so far.
#[derive(Debug, Default)]
pub struct Results {
    lines: Vec<Line>,
}

/// Where the lines of a bench are.
pub fn path(bench: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("results").join(format!("{bench}.jsonl"))
}

/// Reads the lines of a bench.
///
/// # Errors
///
/// If it has not run yet.
pub fn read(bench: &str) -> Result<Vec<Line>> {
    let path = path(bench);
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text.lines().map(serde_json::from_str).collect::<std::result::Result<_, _>>()?)
}

impl Results {
    /// Adds the median of samples, with their quartiles if they are many. Samples that are no numbers mean that there is none.
    pub fn add(&mut self, table: &str, row: &str, column: &str, samples: &[f64]) {
        let mut sorted: Vec<f64> = samples.iter().copied().filter(|sample| sample.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let at = |part: usize| sorted.get((sorted.len().saturating_sub(1)) * part / 4).copied();
        let Some(value) = at(2) else { return };
        let quartiles = at(1).zip(at(3)).filter(|_| sorted.len() > 2);
        let [table, row, column] = [table, row, column].map(str::to_owned);
        self.lines.push(Line { table, row, column, value, quartiles });
    }

    /// Prints the tables and writes the lines.
    ///
    /// # Errors
    ///
    /// If they cannot be written.
    pub fn finish(self, bench: &str) -> Result<()> {
        println!("{}", tables(&self.lines));
        let path = path(bench);
        fs::create_dir_all(path.parent().ok_or("no folder")?)?;
        let mut text = String::new();
        for line in &self.lines {
            text.push_str(&serde_json::to_string(line)?);
            text.push('\n');
        }
        fs::write(&path, text)?;
        println!("written to {}", path.display());
        Ok(())
    }
}

/// The tables of these lines, in Markdown.
pub fn tables(lines: &[Line]) -> String {
    let mut text = String::new();
    for table in distinct(lines.iter().map(|line| &line.table)) {
        let lines: Vec<&Line> = lines.iter().filter(|line| line.table == *table).collect();
        let columns = distinct(lines.iter().map(|line| &line.column));
        let cell = |row: &str, column: &str| {
            lines.iter().copied().find(|line| line.row == row && line.column == column)
        };
        text += &format!("\n**{table}**\n\n| |");
        for column in &columns {
            text += &format!(" {column} |");
        }
        text += &format!("\n| --- |{}\n", " ---: |".repeat(columns.len()));
        for row in distinct(lines.iter().map(|line| &line.row)) {
            text += &format!("| {row} |");
            for column in &columns {
                text += &format!(
                    " {} |",
                    cell(row, column).map_or("–".into(), |line| shown(line, cell(OURS, column)))
                );
            }
            text.push('\n');
        }
    }
    text
}

fn distinct<'a>(names: impl Iterator<Item = &'a String>) -> Vec<&'a String> {
    let mut distinct = Vec::new();
    names.for_each(|name| {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    });
    distinct
}

/// The number, half the distance of its quartiles, and how many times ours it is.
fn shown(line: &Line, ours: Option<&Line>) -> String {
    let mut text = number(line.value);
    if let Some((low, high)) = line.quartiles {
        let half = (high - low) / 2.0;
        if half > 0.0 {
            text += &format!(" ±{}", number(half));
        }
    }
    match ours {
        // Of what is shown as zero, nothing is a multiple.
        Some(ours) if ours.row != line.row && ours.value >= 0.005 => {
            text + &format!(" ({}×)", number(line.value / ours.value))
        }
        _ => text,
    }
}

/// Three digits or all before the point, by thousands.
pub fn number(value: f64) -> String {
    let decimals = match value.abs() {
        size if !(0.005..100.0).contains(&size) => 0,
        size if size >= 10.0 => 1,
        _ => 2,
    };
    let text = format!("{value:.decimals$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut grouped = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() { grouped } else { format!("{grouped}.{fraction}") }
}
