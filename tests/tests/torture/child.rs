//! A child process and what became of it.
//!
//! In: a program's arguments and variables. Out: how it ended and all that it printed.
//! Never here: spans.

use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// After this long a child hangs. Only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(60);

/// In headers of every child, and in nothing that it prints (SEC-10).
const CANARY: &str = "5dQw8xNv2LzRt7Yk";

/// A running child.
pub(super) struct Child {
    pid: Pid,
    ended: mpsc::Receiver<ExitStatus>,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
    stderr: ChildStderr,
    /// What was read of its standard output.
    read: String,
}

/// What became of a child.
#[derive(Debug)]
pub(super) struct Ended {
    /// `None` if it died of a signal.
    pub(super) code: Option<i32>,
    /// Which signal it died of.
    pub(super) signal: Option<i32>,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Child {
    /// Starts `program` in an environment of these variables alone.
    pub(super) fn start(program: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut child = Command::new(program)
            .args(arguments)
            .env_clear()
            .env("OTEL_EXPORTER_OTLP_HEADERS", format!("api-key={CANARY},authorization=Bearer%20{CANARY}"))
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (stdin, stdout) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        let stderr = child.stderr.take().unwrap();
        let pid = Pid::from_raw(i32::try_from(child.id()).unwrap());
        let (sender, ended) = mpsc::channel();
        thread::spawn(move || sender.send(child.wait().unwrap()));
        Self { pid, ended, stdin, stdout, stderr, read: String::new() }
    }

    /// Reads its standard output up to this line.
    pub(super) fn wait_for(&mut self, line: &str) {
        loop {
            let from = self.read.len();
            assert!(self.stdout.read_line(&mut self.read).unwrap() > 0, "no line `{line}`: {}", self.read);
            if self.read.get(from..).unwrap().trim_end() == line {
                return;
            }
        }
    }

    pub(super) fn send(&self, signal: Signal) {
        kill(self.pid, signal).unwrap();
    }

    /// Waits for its end.
    pub(super) fn end(mut self) -> Ended {
        drop(self.stdin.take());
        // Both pipes are read at once: a child that fills one would wait for us.
        let mut stderr = self.stderr;
        let errors = thread::spawn(move || {
            let mut text = String::new();
            stderr.read_to_string(&mut text).map(|_| text)
        });
        let mut stdout = self.stdout;
        let mut read = self.read;
        let output = thread::spawn(move || stdout.read_to_string(&mut read).map(|_| read));
        let status = self.ended.recv_timeout(PATIENCE);
        if status.is_err() {
            kill(self.pid, Signal::SIGKILL).unwrap();
        }
        let (stdout, stderr) = (output.join().unwrap().unwrap(), errors.join().unwrap().unwrap());
        assert!(!format!("{stdout}{stderr}").contains(CANARY), "{stdout}{stderr}");
        let Ok(status) = status else { panic!("the child hangs; it said\n{stdout}{stderr}") };
        Ended { code: status.code(), signal: status.signal(), stdout, stderr }
    }
}

impl Ended {
    /// Returns the number that stands behind `name`, where it stands last.
    pub(super) fn number(&self, name: &str) -> u64 {
        let words: Vec<&str> = self.stdout.split_whitespace().collect();
        let number = words.windows(2).rev().find_map(|pair| (pair[0] == name).then(|| pair[1].parse().ok()));
        number.flatten().unwrap_or_else(|| panic!("no `{name}`: {self:?}"))
    }

    /// Checks that every span is accounted for, and returns how many were exported.
    pub(super) fn exported(&self) -> u64 {
        let count = |name| self.number(name);
        let known = ["live", "exported", "rejected", "dropped", "pending"].map(count).iter().sum::<u64>();
        assert_eq!(count("created"), known, "{self:?}");
        count("exported")
    }
}
