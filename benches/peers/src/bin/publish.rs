//! Puts the results into BENCHMARKS.md and draws the picture.
//!
//! In: `results/*.jsonl`, as the benches wrote them. Out: the tables between `<!-- NAME -->` and `<!-- end of NAME -->` in
//! BENCHMARKS.md, and `benches/comparison.svg`.
//! Never here: words about the numbers.

use std::fs;
use std::path::Path;

use otlp_peers::Result;
use otlp_peers::picture::{Block, draw};
use otlp_peers::results::{read, tables};

const BENCHES: [&str; 8] = [
    "hot_path",
    "instructions",
    "end_to_end",
    "encode",
    "memory",
    "middleware",
    "propagation",
    "compile_time",
];

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let document = root.join("BENCHMARKS.md");
    let mut text = fs::read_to_string(&document)?;
    for bench in BENCHES {
        match read(bench) {
            Ok(lines) => text = replaced(&text, bench, &tables(&lines))?,
            Err(error) => eprintln!("not published: {error}"),
        }
    }
    fs::write(document, text)?;
    let (hot_path, end_to_end) = (read("hot_path")?, read("end_to_end")?);
    let recorded = "CPU ns per span on its thread, recorded";
    let block = |title, column| Block { title, lines: &hot_path, table: recorded, column };
    let blocks = [
        block("A function with a span, on the calling thread", "sync"),
        block("… and with four attributes", "4 attributes"),
        block("An async function with a span", "async, ready"),
        Block {
            title: "To a collector over HTTP, three attributes, the whole process",
            lines: &end_to_end,
            table: "spans over http: 2,000 spans",
            column: "CPU ns per span",
        },
    ];
    fs::write(root.join("benches/comparison.svg"), draw(&blocks))?;
    Ok(())
}

/// The text with these tables between the marks of the bench.
fn replaced(text: &str, bench: &str, tables: &str) -> Result<String> {
    let (start, end) = (format!("<!-- {bench} -->\n"), format!("<!-- end of {bench} -->"));
    let (before, rest) = text.split_once(&start).ok_or_else(|| format!("BENCHMARKS.md has no `{start}`"))?;
    let (_, after) = rest.split_once(&end).ok_or_else(|| format!("BENCHMARKS.md has no `{end}`"))?;
    Ok(format!("{before}{start}{tables}\n{end}{after}"))
}
