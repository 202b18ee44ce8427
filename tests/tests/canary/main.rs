//! A secret in every place that could let it out, and a search through all that goes out.
//!
//! In: a program of its own, with a canary of 32 bytes in secrets and in fields under a policy. Out: whether a
//! part of the canary is in the bytes a collector got, or in what the program printed.
//! Secrets of the settings are in `settings`.
//! Never here: what policies leave (`tree`).

#![expect(clippy::panic, clippy::unwrap_used, reason = "a panic of a test is a finding")]

mod settings;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::process::Command;
use std::task::{Context, Waker};

use otlp_runtime::{
    AttributeValue, ConsoleExporter, ErrorType, Event, Link, PseudonymKey, Secret, Span, SpanAttributes,
    Telemetry, event, inline, record, span, traced,
};
use otlp_tests::Collector;

const CANARY: &str = "9sXkq2VbTz7WmRf4LcHy8JdGn5PoEa3U";

/// The shortest part of the canary that counts as seen: twice what any policy here keeps.
const PART: usize = 8;

fn secret() -> Secret<String> {
    Secret::new(CANARY.to_owned())
}

/// Everything recordable that can be made of a secret.
#[derive(SpanAttributes)]
#[attribute(prefix = "acme")]
struct Account<'a> {
    #[attribute(redact)]
    password: Secret<String>,
    #[attribute(redact)]
    token: &'a str,
    #[attribute(redact)]
    list: Option<Vec<String>>,
    #[attribute(hash(KEY))]
    name: &'a str,
    #[attribute(hash(KEY))]
    bytes: &'a [u8],
    #[attribute(hash(KEY))]
    names: [Inner<&'a str>; 2],
    #[attribute(mask(keep_last = 4))]
    card: String,
    #[attribute(mask(keep_last = 4))]
    cards: Vec<&'a str>,
    #[attribute(truncate(4))]
    text: Inner<&'a str>,
    #[attribute(skip)]
    skipped: String,
    #[attribute(flatten)]
    more: More,
}

#[derive(SpanAttributes)]
struct More {
    #[attribute("acme.more.pin", redact)]
    pin: Secret<[u8; 32]>,
}

#[derive(AttributeValue)]
struct Inner<T>(T);

static KEY: std::sync::LazyLock<PseudonymKey> = std::sync::LazyLock::new(|| {
    let bytes = <[u8; 32]>::try_from(CANARY.as_bytes()).unwrap();
    PseudonymKey::new("k1", Secret::new(bytes))
});

fn account() -> Account<'static> {
    Account {
        password: secret(),
        token: CANARY,
        list: Some(vec![CANARY.to_owned()]),
        name: CANARY,
        bytes: CANARY.as_bytes(),
        names: [Inner(CANARY), Inner(CANARY)],
        card: CANARY.to_owned(),
        cards: vec![CANARY],
        text: Inner(CANARY),
        skipped: CANARY.to_owned(),
        more: More { pin: Secret::new(CANARY.as_bytes().try_into().unwrap()) },
    }
}

#[derive(Debug, ErrorType)]
enum LoginError {
    Wrong(Secret<String>),
}

impl fmt::Display for LoginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Wrong(password) = self;
        write!(f, "wrong password {password}, that is {password:?}")
    }
}

#[traced("acme.display" = %password, "acme.debug" = ?password, "acme.option" = ?Some(&password), err, ret(?))]
fn log_in(password: Secret<String>) -> Result<Secret<String>, LoginError> {
    record!("acme.late" = %password);
    event!("checked", "acme.event" = ?password);
    if password.expose().is_empty() { Ok(password) } else { Err(LoginError::Wrong(password)) }
}

#[span(kind = client, err, ret(%))]
async fn hand_out(password: &Secret<String>) -> Result<&Secret<String>, LoginError> {
    Span::current().record_all(&account());
    let _inner = inline::span!("inner", "acme.inner" = %password);
    Ok(password)
}

#[traced]
fn panic_with(password: &Secret<String>) {
    Span::current().add_event(Event::new("before").with_all(&account()));
    panic!("no: {password} {password:?} {:?}", Some(password));
}

#[traced(err)]
fn fail_with(password: Secret<String>) -> Result<(), Secret<String>> {
    Err(password)
}

fn all_ways() {
    log_in(secret()).unwrap_err();
    log_in(Secret::new(String::new())).unwrap();
    assert!(pin!(hand_out(&secret())).poll(&mut Context::from_waker(Waker::noop())).is_ready());
    catch_unwind(AssertUnwindSafe(|| panic_with(&secret()))).unwrap_err();
    println!("{:?} {}", fail_with(secret()), secret());
    let mut span = Span::builder().name("manual").start();
    span.record_all(&account());
    span.add_link(Link::new(Span::current().context()));
    span.set_error(secret());
    // Without a span to record into.
    Span::current().record_all(&account());
    assert_eq!(account().skipped, CANARY);
    println!("{:?}", *KEY);
}

/// The parts of the canary, as they are and in hexadecimal digits.
fn parts() -> Vec<String> {
    let parts = (0..=CANARY.len() - PART).map(|start| &CANARY[start..start + PART]);
    let hex = |part: &str| -> String {
        let digits = part.bytes().flat_map(|byte| [byte >> 4, byte & 15]);
        digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
    };
    parts.flat_map(|part| [part.to_owned(), hex(part), hex(part).to_uppercase()]).collect()
}

fn assert_clean(what: &str, bytes: &[u8]) {
    for part in parts() {
        let found = bytes.windows(part.len()).any(|window| window == part.as_bytes());
        assert!(!found, "{what} has {part}:\n{}", String::from_utf8_lossy(bytes));
    }
}

// SEC-10, PRI-02, PRI-03
#[test]
fn no_part_of_the_canary_leaves_the_program() {
    for protocol in ["http/protobuf", "grpc"] {
        let collector = Collector::start();
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_tries_all_ways", "--ignored", "--nocapture"])
            .env("OTEL_EXPORTER_OTLP_PROTOCOL", protocol)
            .env("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint())
            .output()
            .unwrap();
        assert_clean("standard output", &output.stdout);
        assert_clean("standard error", &output.stderr);
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
        assert!(printed.contains("acme.name=\"k1:"), "{printed}");
        let received = collector.received();
        for request in &received {
            assert_clean("a request", &request.body);
        }
        let spans: Vec<_> = received.iter().flat_map(otlp_tests::Received::spans).collect();
        assert_eq!(spans.len(), 7);
        let text = format!("{spans:?}");
        for shown in ["[redacted]", "k1:", "****Ea3U", "9sXk", "error.type", "wrong"] {
            assert!(text.contains(shown), "{shown} is not in {text}");
        }
    }
}

#[test]
#[ignore = "run by no_part_of_the_canary_leaves_the_program, in a process of its own"]
fn child_tries_all_ways() {
    let telemetry = otlp_runtime::init().unwrap();
    all_ways();
    telemetry.shutdown().unwrap();
    let telemetry = Telemetry::builder().exporter(ConsoleExporter::default()).install().unwrap();
    all_ways();
    telemetry.shutdown().unwrap();
}
