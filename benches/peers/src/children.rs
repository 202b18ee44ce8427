//! Processes that benches start.
//!
//! In: a program and its arguments. Out: the numbers that it prints.
//! Never here: what the numbers mean.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::Result;

/// A process that answers lines with lines.
#[derive(Debug)]
pub struct Process {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Process {
    /// Starts it.
    ///
    /// # Errors
    ///
    /// If it cannot be started.
    pub fn start(program: &str, arguments: &[&str]) -> Result<Self> {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        // Settings of whoever runs the bench are not part of it.
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("OTEL_") {
                command.env_remove(name);
            }
        }
        let mut child = command.spawn()?;
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().ok_or("no output")?);
        Ok(Self { child, input, output })
    }

    /// Asks, and returns the numbers of the answer.
    ///
    /// # Errors
    ///
    /// If it has ended.
    pub fn ask(&mut self, question: &str) -> Result<Vec<f64>> {
        writeln!(self.input.as_mut().ok_or("no input")?, "{question}")?;
        self.answer()
    }

    /// Returns the numbers of the next line.
    ///
    /// # Errors
    ///
    /// If it has ended, or said something else.
    pub fn answer(&mut self) -> Result<Vec<f64>> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            return Err("the process ended without an answer".into());
        }
        Ok(line.split_whitespace().map(str::parse).collect::<std::result::Result<_, _>>()?)
    }

    /// Closes its input, and waits for the last answer and the end.
    ///
    /// # Errors
    ///
    /// If it did not succeed.
    pub fn end(mut self) -> Result<Vec<f64>> {
        drop(self.input.take());
        let answer = self.answer().unwrap_or_default();
        let status = self.child.wait()?;
        if status.success() { Ok(answer) } else { Err(format!("the process ended with {status}").into()) }
    }
}

/// Runs a program to its end. Returns the numbers of its first line.
///
/// # Errors
///
/// If it cannot be started, or fails.
pub fn numbers(program: &str, arguments: &[&str]) -> Result<Vec<f64>> {
    Process::start(program, arguments)?.end()
}

/// Runs a program under valgrind. Returns the instructions of its first thread in a function named `counted`.
///
/// # Errors
///
/// If valgrind is not there, or the program fails.
pub fn instructions(program: &str, arguments: &[&str]) -> Result<f64> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/callgrind");
    fs::remove_dir_all(&folder).unwrap_or_default();
    fs::create_dir_all(&folder)?;
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--separate-threads=yes", "--quiet"]);
    command.args(["--collect-atstart=no", "--toggle-collect=*::counted*"]);
    command
        .arg(format!("--callgrind-out-file={}", folder.join("out").display()))
        .arg(program)
        .args(arguments);
    let output = command.stdin(Stdio::null()).output()?;
    if !output.status.success() {
        return Err(format!("valgrind: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let told = fs::read_to_string(folder.join("out-01"))?;
    let total =
        told.lines().find_map(|line| line.strip_prefix("totals: ")).ok_or("valgrind told no total")?;
    Ok(total.parse()?)
}
