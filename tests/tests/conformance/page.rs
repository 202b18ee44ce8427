//! CONFORMANCE.md.
//!
//! In: findings. Out: the page, written or compared.
//! Never here: runs.

use std::fmt::Write as _;

use super::known;
use super::table::{GROUPS, Row};
use super::{Finding, Findings, NAMES};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../CONFORMANCE.md");

const HEAD: &str = "\
# Conformance

What the specification of OpenTelemetry asks of a tracing SDK and its OTLP exporter, case by case, and what came of it
for otlp-runtime and for `opentelemetry`, `opentelemetry_sdk` and `opentelemetry-otlp` 0.33. The requirements are in our
words. The cases are in `tests/tests/conformance`; each runs in processes of its own against a collector in the test.

`BLESS=1 cargo test -p otlp-tests --test conformance` writes this page; without `BLESS`, the test compares it.

The others are set up as their documentation says: their default HTTP client, gRPC built inside of a tokio runtime,
everything else by the environment. Their failures are those of these versions in this set-up. A level is the
specification's, as far as it has one: `own` is asked for by us alone, and `dev` is in development. The specification lets
an SDK leave variables unread; the levels of their rows hold for who reads them.

";

pub(crate) fn render(findings: &Findings) -> String {
    let mut page = HEAD.to_owned();
    page += "| | pass | fail | n/a |\n| --- | --- | --- | --- |\n";
    for (index, (_, name)) in NAMES.into_iter().enumerate() {
        let count = |is: fn(&Finding) -> bool| findings.values().filter(|found| is(&found[index])).count();
        let passed = count(|finding| matches!(finding, Finding::Passed | Finding::Shown(_)));
        let failed = count(|finding| matches!(finding, Finding::Failed { .. }));
        let rest = count(|finding| matches!(finding, Finding::NotApplicable(_)));
        let _ = writeln!(page, "| {name} | {passed} | {failed} | {rest} |");
    }
    let [ours, theirs] = NAMES.map(|(_, name)| name);
    for (title, rows) in GROUPS {
        let _ = writeln!(page, "\n## {title}\n");
        let _ = writeln!(
            page,
            "| id | level | requirement | {ours} | {theirs} |\n| --- | --- | --- | --- | --- |"
        );
        for Row { id, level, requirement, .. } in rows {
            let [ours, theirs] = findings.get(id).map(|found| found.each_ref().map(cell)).unwrap_or_default();
            let _ = writeln!(page, "| {id} | {} | {requirement} | {ours} | {theirs} |", level.as_str());
        }
    }
    page += "\n## Failures\n";
    for (who, name) in NAMES {
        let _ = writeln!(page, "\n{name}:\n");
        for (id, _, reason) in known::KNOWN.iter().filter(|(_, whose, _)| *whose == who) {
            let _ = writeln!(page, "- {id}: {reason}");
        }
    }
    page
}

fn cell(finding: &Finding) -> String {
    match finding {
        Finding::Passed => "pass".to_owned(),
        Finding::Shown(how) => format!("pass ({how})"),
        Finding::Failed { .. } => "**fail**".to_owned(),
        Finding::NotApplicable(why) => format!("n/a ({why})"),
    }
}

/// Fails if the page says something else; writes it if asked.
pub(crate) fn compare(page: &str) {
    if std::env::var_os("BLESS").is_some() {
        return std::fs::write(PATH, page).unwrap();
    }
    let stands = std::fs::read_to_string(PATH).unwrap_or_default();
    let differing = page.lines().zip(stands.lines()).find(|(new, old)| new != old);
    assert!(stands == page, "{differing:?}\nrun `BLESS=1 cargo test -p otlp-tests --test conformance`");
}
