//! The requirements of OpenTelemetry's specification as executable cases, for this runtime and, where they apply, for
//! `opentelemetry`, `opentelemetry_sdk` and `opentelemetry-otlp`.
//!
//! In: the table, and a process for each run, since variables are a process's. Out: CONFORMANCE.md, which the test
//! compares and `BLESS=1 cargo test -p otlp-tests --test conformance` writes.
//! Never here: a judgement of speed; times are lower bounds, or so long that only a hang exceeds them.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a panic of a test is a finding")]

mod cases;
mod kit;
mod known;
mod ours;
mod page;
mod programs;
mod subject;
mod table;
mod theirs;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use kit::{Miss, Verdict, Who};
use subject::Subject;
use table::{GROUPS, How};

/// What came of a case.
#[derive(Clone, Debug)]
pub(crate) enum Finding {
    Passed,
    /// By a test of this repository, or by design; which.
    Shown(String),
    Failed {
        saw: String,
    },
    NotApplicable(&'static str),
}

/// By id: what came of it for each of `NAMES`.
pub(crate) type Findings = BTreeMap<&'static str, [Finding; 2]>;

pub(crate) const NAMES: [(Who, &str); 2] = [(Who::Ours, "otlp-runtime"), (Who::Theirs, "opentelemetry 0.33")];

/// `CASE=HTTP-06 cargo test -p otlp-tests --test conformance` runs one case and shows what it saw.
#[test]
fn every_case_ends_as_the_page_says() {
    let only = std::env::var("CASE").ok();
    let findings = find_all(only.as_deref());
    assert!(only.is_none(), "{findings:#?}");
    let surprises: Vec<_> = findings
        .iter()
        .flat_map(|(id, found)| NAMES.iter().zip(found).map(move |(named, finding)| (id, named, finding)))
        .filter_map(|(id, (who, name), finding)| match (finding, known::reason(id, *who)) {
            (Finding::Failed { saw }, None) => Some(format!("{id} fails for {name}: {saw}")),
            (Finding::Failed { .. }, Some(_)) | (_, None) => None,
            (_, Some(_)) => {
                Some(format!("{id} does not fail for {name} any more; take it out of `known.rs`"))
            }
        })
        .collect();
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
    page::compare(&page::render(&findings));
}

#[test]
fn ids_stand_once_and_the_tests_that_are_named_exist() {
    let sources = sources();
    for row in GROUPS.iter().flat_map(|(_, rows)| *rows) {
        if let How::Test(name) = row.how {
            // The comment with the ids, `#[test]`, and the function.
            let is_there = sources.iter().any(|source| {
                let before = source.split_once(&format!("fn {name}("));
                before
                    .is_some_and(|(before, _)| before.lines().rev().take(4).any(|line| line.contains(row.id)))
            });
            assert!(is_there, "no test `{name}` with {} above it", row.id);
        }
    }
    let ids: Vec<_> = GROUPS.iter().flat_map(|(_, rows)| *rows).map(|row| row.id).collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len());
    for (id, _, reason) in known::KNOWN {
        assert!(ids.contains(id) && !reason.is_empty(), "{id}");
    }
}

/// Every source file in which tests can be.
fn sources() -> Vec<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let (mut sources, mut folders) =
        (Vec::new(), vec![root.join("otlp-runtime/src"), root.join("tests/tests")]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                sources.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    sources
}

/// Runs all cases, or one; most of them wait most of the time.
fn find_all(only: Option<&str>) -> Findings {
    const THREADS: usize = 12;

    let rows = GROUPS.iter().flat_map(|(_, rows)| *rows);
    let rows: Vec<_> = rows.filter(|row| only.is_none_or(|id| row.id == id)).collect();
    let (next, findings) = (AtomicUsize::new(0), Mutex::new(Findings::new()));
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some(row) = rows.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = NAMES.map(|(who, _)| find(row.how, who));
                    findings.lock().unwrap().insert(row.id, found);
                }
            });
        }
    });
    findings.into_inner().unwrap()
}

fn find(how: How, who: Who) -> Finding {
    let verdict: Verdict = match (how, who) {
        (How::Case(case), _) => case(who),
        (How::NotApplicable(why), _) => return Finding::NotApplicable(why),
        (How::Test(_) | How::Design(_) | How::Missing, Who::Theirs) => {
            return Finding::NotApplicable("not looked at");
        }
        (How::Test(name), Who::Ours) => return Finding::Shown(format!("test `{name}`")),
        (How::Missing, Who::Ours) => return Finding::Failed { saw: "it is not there".to_owned() },
        (How::Design(why), Who::Ours) => return Finding::Shown(why.to_owned()),
    };
    match verdict {
        Ok(()) => Finding::Passed,
        Err(Miss::Fails(saw)) => Finding::Failed { saw },
        Err(Miss::NotApplicable(why)) => Finding::NotApplicable(why),
    }
}

#[test]
#[ignore = "run by the cases, in processes of their own"]
fn child_is_the_subject() {
    let variable = |name| std::env::var(name).unwrap();
    let mut subject: Box<dyn Subject> = match &*variable("CONFORMANCE_SUBJECT") {
        "ours" => Box::new(ours::Ours::default()),
        "theirs" => Box::new(theirs::Theirs::default()),
        other => panic!("no subject `{other}`"),
    };
    let name = variable("CONFORMANCE_PROGRAM");
    let (_, program) = programs::PROGRAMS.iter().find(|(known, _)| *known == name).unwrap();
    program(&mut *subject, variable("CONFORMANCE_NUMBER").parse().unwrap());
}
