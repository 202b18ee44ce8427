//! What cases are made of: runs of a subject in a process of its own, and verdicts.
//!
//! In: a program's name, variables, a collector. Out: what the process said, printed, and sent.
//! Never here: what is right.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use otlp_tests::{Answer, Collector, Ledger, Received};

/// Only a process that hangs takes this long.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) const ENDPOINT: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";
pub(crate) const PROTOCOL: &str = "OTEL_EXPORTER_OTLP_PROTOCOL";
pub(crate) const HTTP: &str = "http/protobuf";
pub(crate) const GRPC: &str = "grpc";
pub(crate) const BOTH: [&str; 2] = [HTTP, GRPC];

/// Who is tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Ours,
    Theirs,
}

/// Why a case was not passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Miss {
    Fails(String),
    NotApplicable(&'static str),
}

pub(crate) type Verdict = Result<(), Miss>;

pub(crate) fn fails<T>(why: impl Into<String>) -> Result<T, Miss> {
    Err(Miss::Fails(why.into()))
}

pub(crate) const fn not_applicable<T>(why: &'static str) -> Result<T, Miss> {
    Err(Miss::NotApplicable(why))
}

/// Passes if it holds.
pub(crate) fn check(holds: bool, otherwise: impl FnOnce() -> String) -> Verdict {
    if holds { Ok(()) } else { fails(otherwise()) }
}

/// What became of a process.
#[derive(Debug)]
pub(crate) struct Outcome {
    said: Vec<(String, String)>,
    pub(crate) stderr: String,
}

impl Outcome {
    /// Returns all that was said under `key`.
    pub(crate) fn all(&self, key: &str) -> Vec<&str> {
        self.said.iter().filter(|(said, _)| said == key).map(|(_, text)| &**text).collect()
    }

    /// Returns what was said last under `key`; empty if nothing was.
    pub(crate) fn said(&self, key: &str) -> &str {
        self.all(key).last().copied().unwrap_or_default()
    }

    /// Returns all that a user would see.
    pub(crate) fn everything(&self) -> String {
        let said = self.said.iter().map(|(key, text)| format!("{key}: {text}\n"));
        said.chain([self.stderr.clone()]).collect()
    }

    /// Says whether a failure was reported: as an error of a call, or as a line on standard error.
    pub(crate) fn tells(&self) -> bool {
        self.everything().contains("error: ") || !self.stderr.trim().is_empty()
    }

    /// Says whether there is a line on standard error with this in it.
    pub(crate) fn warns(&self, text: &str) -> bool {
        self.stderr.lines().any(|line| line.contains(text))
    }
}

impl Who {
    /// Runs a program with these variables alone.
    pub(crate) fn run_with(self, program: &str, n: i64, variables: &[(&str, &str)]) -> Outcome {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_is_the_subject", "--ignored", "--nocapture"])
            .env_clear()
            .env("CONFORMANCE_SUBJECT", if self == Self::Ours { "ours" } else { "theirs" })
            .env("CONFORMANCE_PROGRAM", program)
            .env("CONFORMANCE_NUMBER", n.to_string())
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut printed = [String::new(), String::new()];
        let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let [stdout, stderr] = &mut printed;
        std::thread::scope(|scope| {
            scope.spawn(move || out.read_to_string(stdout).unwrap());
            scope.spawn(move || err.read_to_string(stderr).unwrap());
            let deadline = Instant::now() + PATIENCE;
            loop {
                match child.try_wait().unwrap() {
                    Some(_) => return,
                    None if Instant::now() > deadline => {
                        child.kill().unwrap();
                        child.wait().unwrap();
                        return;
                    }
                    None => std::thread::sleep(Duration::from_millis(5)),
                }
            }
        });
        let [stdout, stderr] = printed;
        let said = stdout
            .lines()
            .filter_map(|line| line.strip_prefix("@ ")?.split_once(": "))
            .map(|(key, text)| (key.to_owned(), text.to_owned()));
        Outcome { said: said.collect(), stderr }
    }

    /// Runs a program that exports to `collector` over `protocol`, with further variables.
    pub(crate) fn run(
        self,
        program: &str,
        n: i64,
        collector: &Collector,
        protocol: &str,
        more: &[(&str, &str)],
    ) -> Outcome {
        let endpoint = collector.endpoint();
        let mut variables = vec![(ENDPOINT, &*endpoint), (PROTOCOL, protocol)];
        variables.extend(more);
        self.run_with(program, n, &variables)
    }

    /// Runs `spans` against a collector that takes everything, and returns its requests.
    pub(crate) fn export(self, n: i64, protocol: &str, more: &[(&str, &str)]) -> (Vec<Received>, Outcome) {
        let collector = Collector::start();
        let outcome = self.run("spans", n, &collector, protocol, more);
        (collector.received(), outcome)
    }

    /// Runs a program over HTTP and returns its spans.
    pub(crate) fn spans(self, program: &str, n: i64, more: &[(&str, &str)]) -> (Vec<Span>, Outcome) {
        let collector = Collector::start();
        let outcome = self.run(program, n, &collector, HTTP, more);
        (all_spans(&collector), outcome)
    }
}

pub(crate) fn all_spans(collector: &Collector) -> Vec<Span> {
    collector.received().iter().flat_map(Received::spans).collect()
}

pub(crate) fn ledger(collector: &Collector) -> Ledger<i64> {
    Ledger::by_sequence(&collector.received())
}

/// Returns the only span of this name.
pub(crate) fn find<'a>(spans: &'a [Span], name: &str) -> Result<&'a Span, Miss> {
    match spans.iter().find(|span| span.name == name) {
        Some(span) => Ok(span),
        None => fails(format!("no span `{name}` arrived")),
    }
}

pub(crate) fn text(attributes: &[KeyValue], key: &str) -> Option<String> {
    let attribute = attributes.iter().find(|attribute| attribute.key == key)?;
    match attribute.value.as_ref()?.value.as_ref()? {
        Value::StringValue(text) => Some(text.clone()),
        other => Some(format!("{other:?}")),
    }
}

/// Returns the number of the first span in a request.
pub(crate) fn sequence(request: &Received) -> Option<i64> {
    let spans = request.spans();
    let attribute =
        spans.first()?.attributes.iter().find(|attribute| attribute.key == otlp_tests::SEQUENCE)?;
    match attribute.value.as_ref()?.value {
        Some(Value::IntValue(number)) => Some(number),
        _ => None,
    }
}

/// Answers each span's first request by its number, and takes all others. Whoever retries may reorder.
pub(crate) fn at_first(collector: &Collector, answer: impl Fn(usize) -> Answer + Send + 'static) {
    let seen = Mutex::new(BTreeSet::new());
    collector.otherwise(move |request| match sequence(request) {
        Some(number) if seen.lock().unwrap().insert(number) => answer(usize::try_from(number).unwrap()),
        _ => Answer::ok(),
    });
}

/// For each of `answers` to a first request: it must be sent again, or must not.
pub(crate) fn resends(who: Who, protocol: &str, answers: Vec<(String, Answer)>, is_resent: bool) -> Verdict {
    let collector = Collector::start();
    let names: Vec<_> = answers.iter().map(|(name, _)| name.clone()).collect();
    let count = i64::try_from(answers.len()).unwrap();
    at_first(&collector, move |number| answers[number].1.clone());
    who.run("each", count, &collector, protocol, &[]);
    let ledger = ledger(&collector);
    let wrong: Vec<_> = (0..count)
        .zip(names)
        .filter(|(number, _)| ledger.arrivals(number).len() != if is_resent { 2 } else { 1 })
        .map(|(number, name)| format!("{name} ({} requests)", ledger.arrivals(&number).len()))
        .collect();
    let what = if is_resent { "not sent again once" } else { "not sent exactly once" };
    check(wrong.is_empty(), || format!("over {protocol}, {what}: {}", summary(&wrong)))
}

fn summary(names: &[String]) -> String {
    let shown = names.iter().take(4).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > 4 { format!("{shown} and {} more", names.len() - 4) } else { shown }
}
