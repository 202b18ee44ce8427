//! What an annotated function costs to compile, and how large it is, beside the same function as it was and
//! under other crates' macros.
//!
//! `cargo bench -p otlp-benches --bench compile_time [-- functions…] [--instructions] [--only WORD]`. In: a program for
//! each row, written here, of 500 and of 2,000 functions unless said otherwise. Out: CPU time of `cargo check` and of a
//! debug build, bytes of text that each function but the first adds to a release build, each less the plain program's and
//! per function; with `--instructions`
//! those of `rustc` in a check of the fewest functions, by valgrind, which repeat where times do not. The same as lines in
//! `peers/results`, unless only some rows were asked for.
//! Never here: assertions; a number is for people to read.
//!
//! The other crates are dependencies of the written programs alone, fetched when this runs.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, io};

const ROUNDS: usize = 5;

/// A way to write the same function.
struct Row {
    /// The table that it is in.
    table: &'static str,
    name: &'static str,
    dependency: &'static str,
    /// What stands above the function; `{f}` is its name.
    annotation: &'static str,
    /// The project's own keys, if there are any.
    own: &'static str,
}

const OURS: &str = "otlp-runtime";
const TRACING: &str = "tracing = \"=0.1.44\"";
const FASTRACE: &str = "fastrace = { version = \"=0.7.19\", features = [\"enable\"] }";
const EMIT: &str = "emit = \"=2.23.0\"";
const BARE: &str = "no attributes";
const KEYS: &str = "five attributes";

const ROWS: [Row; 11] = [
    Row { table: "", name: "plain", dependency: "", annotation: "", own: "" },
    Row { table: BARE, name: OURS, dependency: OURS, annotation: "#[otlp_runtime::traced]", own: "" },
    Row {
        table: BARE,
        name: "tracing",
        dependency: TRACING,
        annotation: "#[tracing::instrument(skip_all)]",
        own: "",
    },
    Row { table: BARE, name: "fastrace", dependency: FASTRACE, annotation: "#[fastrace::trace]", own: "" },
    // What the others have too: keys that nobody knows.
    Row {
        table: KEYS,
        name: OURS,
        dependency: OURS,
        annotation: "#[otlp_runtime::traced(\"acme.port\" = p, \"acme.path\" = t, \"acme.route\" = t, \"acme.namespace\" = t, \"acme.status\" = p)]",
        own: "",
    },
    Row {
        table: KEYS,
        name: "otlp-runtime, keys of the conventions",
        dependency: OURS,
        annotation: "#[otlp_runtime::traced(server.port = p, url.path = t, http.route = t, db.namespace = t, http.response.status_code = p)]",
        own: "",
    },
    Row {
        table: KEYS,
        name: "otlp-runtime, keys of otlp.toml",
        dependency: OURS,
        annotation: "#[otlp_runtime::traced(acme.port = p, acme.path = t, acme.route = t, acme.namespace = t, acme.status = p)]",
        own: "[attributes]\n\"acme.port\" = \"int\"\n\"acme.path\" = \"string\"\n\"acme.route\" = \"string\"\n\"acme.namespace\" = \"string\"\n\"acme.status\" = \"int\"\n",
    },
    Row {
        table: KEYS,
        name: "tracing",
        dependency: TRACING,
        annotation: "#[tracing::instrument(skip_all, fields(acme.port = p, acme.path = t, acme.route = t, acme.namespace = t, acme.status = p))]",
        own: "",
    },
    Row {
        table: KEYS,
        name: "fastrace",
        dependency: FASTRACE,
        annotation: "#[fastrace::trace(properties = { \"acme.port\": \"{p}\", \"acme.path\": \"{t}\", \"acme.route\": \"{t}\", \"acme.namespace\": \"{t}\", \"acme.status\": \"{p}\" })]",
        own: "",
    },
    // Last, as they take longer than all before.
    Row { table: BARE, name: "emit", dependency: EMIT, annotation: "#[emit::span(\"{f}\")]", own: "" },
    Row {
        table: KEYS,
        name: "emit",
        dependency: EMIT,
        annotation: "#[emit::span(\"{f}\", #[emit::key(\"acme.port\")] port: p, #[emit::key(\"acme.path\")] path: t, #[emit::key(\"acme.route\")] route: t, #[emit::key(\"acme.namespace\")] namespace: t, #[emit::key(\"acme.status\")] status: p)]",
        own: "",
    },
];

/// What one program costs.
#[derive(Clone, Copy, Default)]
struct Cost {
    check_seconds: f64,
    build_seconds: f64,
    text_bytes: f64,
    check_instructions: f64,
}

impl Cost {
    /// What a row says, each with its column.
    fn columns(self, plain: Self, functions: u32) -> [(&'static str, f64); 4] {
        let each = |cost: f64, plain: f64, unit: f64| (cost - plain) * unit / f64::from(functions);
        [
            ("check, µs CPU", each(self.check_seconds, plain.check_seconds, 1e6)),
            ("debug build, µs CPU", each(self.build_seconds, plain.build_seconds, 1e6)),
            ("release text, bytes", each(self.text_bytes, plain.text_bytes, 1.0)),
            ("check, k instructions", each(self.check_instructions, plain.check_instructions, 1e-3)),
        ]
    }
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let mut sizes: Vec<u32> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![500, 2_000];
    }
    let counts = arguments.iter().any(|argument| argument == "--instructions");
    let only = arguments.iter().skip_while(|argument| *argument != "--only").nth(1);
    let is_wanted =
        |row: &&Row| row.name == "plain" || only.is_none_or(|word| row.name.contains(word.as_str()));
    let (mut lines, mut plain) = (String::new(), Vec::new());
    println!("\nper function, less the plain one, medians of {ROUNDS}\n");
    for row in ROWS.iter().filter(is_wanted) {
        for (index, functions) in sizes.iter().enumerate() {
            let counts = counts && Some(functions) == sizes.iter().min();
            let cost = measure(row, *functions, counts)?;
            let Some(plain) = plain.get(index) else {
                plain.push(cost);
                continue;
            };
            print!("{functions:>6} {:<16} {:<40}", row.table, row.name);
            for (column, value) in cost.columns(*plain, *functions) {
                if counts || !column.ends_with("instructions") {
                    print!(" {column} {value:>8.0}");
                    let table = format!("A function of {functions} to compile, {}", row.table);
                    let row = row.name;
                    // The form of `Line` in `peers/src/results.rs`. None of the words needs an escape.
                    let _ = writeln!(
                        lines,
                        r#"{{"table":"{table}","row":"{row}","column":"{column}","value":{value},"quartiles":null}}"#
                    );
                }
            }
            println!();
        }
        // Row by row: all of it takes long.
        if only.is_none() {
            let results = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/results/compile_time.jsonl");
            fs::write(results, &lines)?;
        }
    }
    Ok(())
}

fn measure(row: &Row, functions: u32, counts: bool) -> io::Result<Cost> {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile_time");
    let program = root
        .join(format!("{} {}", row.table, row.name).replace(|letter: char| !letter.is_alphanumeric(), "_"));
    let cargo = |arguments: &[&str]| -> io::Result<f64> {
        let before = children_seconds()?;
        let mut command = Command::new(env!("CARGO"));
        command.args(arguments).arg("--quiet").current_dir(&program);
        command.env("CARGO_TARGET_DIR", root.join("target")).env("CARGO_INCREMENTAL", "0");
        let status = command.status()?;
        if !status.success() {
            return Err(io::Error::other(format!("`{}` does not build", row.name)));
        }
        Ok(children_seconds()? - before)
    };
    let median = |arguments: &[&str]| -> io::Result<f64> {
        cargo(arguments)?;
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            fs::File::open(program.join("src/main.rs"))?.set_modified(std::time::SystemTime::now())?;
            rounds.push(cargo(arguments)?);
        }
        rounds.sort_by(f64::total_cmp);
        Ok(rounds.get(ROUNDS / 2).copied().unwrap_or_default())
    };
    let text_bytes = |functions| {
        write(row, functions, &program)?;
        cargo(&["build", "--release"])?;
        text_bytes(&root.join("target/release/program"))
    };
    // What the first one brings along, a program has once: the library.
    let text_bytes = text_bytes(1).map(|first| -first)? + text_bytes(functions)?;
    let check_seconds = median(&["check"])?;
    let build_seconds = median(&["build"])?;
    let check_instructions = if counts { instructions(&program, &root)? } else { 0.0 };
    Ok(Cost { check_seconds, build_seconds, text_bytes, check_instructions })
}

fn write(row: &Row, functions: u32, program: &Path) -> io::Result<()> {
    let runtime = concat!(env!("CARGO_MANIFEST_DIR"), "/../otlp-runtime");
    let dependency = if row.dependency == OURS {
        format!("otlp-runtime = {{ path = {runtime:?} }}")
    } else {
        row.dependency.to_owned()
    };
    let mut source = String::from("fn main() {\n    let all: &[fn(u16, &str) -> usize] = &[");
    source.extend((0..functions).map(|index| format!("f{index}, ")));
    source.push_str("];\n    for f in all {\n        std::hint::black_box(f(1, \"x\"));\n    }\n}\n");
    let functions = (0..functions).map(|index| {
        let annotation = row.annotation.replace("{f}", &format!("f{index}"));
        format!("\n{annotation}\nfn f{index}(p: u16, t: &str) -> usize {{\n    usize::from(p) + t.len() + {index}\n}}\n")
    });
    source.extend(functions);
    fs::create_dir_all(program.join("src"))?;
    fs::write(
        program.join("Cargo.toml"),
        format!(
            "[package]\nname = \"program\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependency}\n\n[workspace]\n"
        ),
    )?;
    if !row.own.is_empty() {
        fs::write(program.join("otlp.toml"), row.own)?;
    }
    fs::write(program.join("src/main.rs"), source)
}

/// CPU seconds of all processes that this one has waited for, and theirs. (Linux: `/proc/self/stat`.)
fn children_seconds() -> io::Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    // Fields 16 and 17 of the whole, counted from 1, in hundredths of a second.
    let ticks = after_name.split_whitespace().skip(13).take(2).filter_map(|field| field.parse::<f64>().ok());
    Ok(ticks.sum::<f64>() / 100.0)
}

/// The size of the section `.text`, as `size` of the binutils tells it.
fn text_bytes(program: &Path) -> io::Result<f64> {
    let output = Command::new("size").args(["-A", "-d"]).arg(program).output()?;
    let told = String::from_utf8_lossy(&output.stdout);
    let text =
        told.lines().find_map(|line| line.strip_prefix(".text")?.split_whitespace().next()?.parse().ok());
    text.ok_or_else(|| io::Error::other("`size` told no `.text`"))
}

/// Runs the `rustc` of a check under valgrind, and reads what it counted.
fn instructions(program: &Path, root: &Path) -> io::Result<f64> {
    let wrapper = root.join("counted");
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output()?;
    let sysroot = PathBuf::from(String::from_utf8_lossy(&sysroot.stdout).trim());
    let counted = root.join("counted.out");
    // Only the program itself is counted; all else goes to rustc as it is. Cachegrind replaces its output file, so that
    // must not be a device.
    let script = format!(
        "#!/bin/sh\nshift\ncase \" $* \" in *\" --crate-name program \"*)\n  exec env LD_LIBRARY_PATH=\"{lib}\" valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=\"{out}\" \"{rustc}\" \"$@\" ;;\nesac\nexec rustc \"$@\"\n",
        lib = sysroot.join("lib").display(),
        out = counted.display(),
        rustc = sysroot.join("bin/rustc").display(),
    );
    fs::write(&wrapper, script)?;
    Command::new("chmod").arg("+x").arg(&wrapper).status()?;
    fs::remove_file(&counted).unwrap_or_default();
    let mut command = Command::new(env!("CARGO"));
    command.args(["check", "--quiet"]).current_dir(program).env("RUSTC_WORKSPACE_WRAPPER", &wrapper);
    command.env("CARGO_TARGET_DIR", root.join("target-counted")).env("CARGO_INCREMENTAL", "0");
    let status = command.stderr(Stdio::null()).status()?;
    let told = fs::read_to_string(&counted).unwrap_or_default();
    let sum =
        told.lines().find_map(|line| line.strip_prefix("summary:")?.split_whitespace().next()?.parse().ok());
    sum.filter(|_| status.success())
        .ok_or_else(|| io::Error::other("valgrind counted nothing; is it installed?"))
}
