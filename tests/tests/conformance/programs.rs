//! What a child process does with its subject, by name.
//!
//! In: a subject, a number. Out: what it says of itself; its spans go where the environment says.
//! Never here: differences between subjects, verdicts.

use std::time::{Duration, Instant};

use otlp_tests::SEQUENCE;

use super::subject::{
    Attributes, Identity, Origin, Set, Setting, Spec, Subject, Val, named, say, say_result,
};

pub(crate) type Program = fn(&mut dyn Subject, i64);

/// Each with what it does with its number `n`.
pub(crate) const PROGRAMS: &[(&str, Program)] = &[
    ("spans", spans),
    ("each", each),
    ("each, and leave", each_and_leave),
    ("flush only", flush_only),
    ("shutdown only", shutdown_only),
    ("nap", nap),
    ("burst and nap", burst_and_nap),
    ("idle", idle),
    ("shutdown twice", shutdown_twice),
    ("late", late),
    ("open", open),
    ("full", full),
    ("keys", keys),
    ("parents", parents),
    ("ratio", ratio),
    ("family", family),
    ("statuses", statuses),
    ("failure", failure),
    ("panic", panic),
    ("threads", threads),
    ("flood", flood),
    ("impatient flush", impatient_flush),
    ("impatient shutdown", impatient_shutdown),
    ("simple", simple),
    ("small requests", small_requests),
    ("four requests", four_requests),
    ("panicking exporter", panicking_exporter),
    ("hanging exporter", hanging_exporter),
    ("chatty exporter", chatty_exporter),
    ("own sampler", own_sampler),
    ("own processors", own_processors),
    ("record only", record_only),
    ("always record", always_record),
];

fn numbered(number: i64) -> Spec {
    Spec { attributes: vec![(SEQUENCE, Val::Int(number))], ..named("numbered") }
}

fn make(subject: &dyn Subject, numbers: std::ops::Range<i64>) {
    for number in numbers {
        subject.span(&numbered(number));
    }
}

fn start(subject: &mut dyn Subject, settings: &[Setting]) -> bool {
    let result = subject.start(settings);
    let is_started = result.is_ok();
    say_result("start", result);
    is_started
}

fn finish(subject: &dyn Subject) {
    let since = Instant::now();
    say_result("flush", subject.flush(None));
    say_result("shutdown", subject.shutdown(None));
    say("finished after ms", since.elapsed().as_millis());
    if let Some(counts) = subject.counts() {
        say("counts", counts);
    }
}

/// `n` spans, flush, shutdown.
fn spans(subject: &mut dyn Subject, n: i64) {
    if start(subject, &[]) {
        make(subject, 0..n);
        finish(subject);
    }
}

/// `n` spans, each flushed before the next.
fn each(subject: &mut dyn Subject, n: i64) {
    if start(subject, &[]) {
        for number in 0..n {
            subject.span(&numbered(number));
            say_result("each", subject.flush(None));
        }
        finish(subject);
    }
}

/// `n` spans, each flushed before the next; then the process ends.
fn each_and_leave(subject: &mut dyn Subject, n: i64) {
    if start(subject, &[]) {
        for number in 0..n {
            subject.span(&numbered(number));
            say_result("each", subject.flush(None));
        }
        std::process::exit(0);
    }
}

/// `n` spans and a flush; then the process ends.
fn flush_only(subject: &mut dyn Subject, n: i64) {
    if start(subject, &[]) {
        make(subject, 0..n);
        say_result("flush", subject.flush(None));
        std::process::exit(0);
    }
}

/// `n` spans and a shutdown; then the process ends.
fn shutdown_only(subject: &mut dyn Subject, n: i64) {
    if start(subject, &[]) {
        make(subject, 0..n);
        say_result("shutdown", subject.shutdown(None));
        std::process::exit(0);
    }
}

/// One span; `n` milliseconds later, the process ends.
fn nap(subject: &mut dyn Subject, n: i64) {
    if start(subject, &[]) {
        subject.span(&numbered(0));
        sleep(n);
        std::process::exit(0);
    }
}

/// 600 spans; `n` milliseconds later, the process ends.
fn burst_and_nap(subject: &mut dyn Subject, n: i64) {
    if start(subject, &[]) {
        make(subject, 0..600);
        sleep(n);
        std::process::exit(0);
    }
}

fn sleep(millis: i64) {
    std::thread::sleep(Duration::from_millis(millis.unsigned_abs()));
}

/// No spans.
fn idle(subject: &mut dyn Subject, _n: i64) {
    if start(subject, &[]) {
        finish(subject);
    }
}

fn shutdown_twice(subject: &mut dyn Subject, n: i64) {
    if start(subject, &[]) {
        make(subject, 0..n);
        say_result("shutdown", subject.shutdown(None));
        say_result("again", subject.shutdown(None));
        say_result("flush", subject.flush(None));
        say("alive", "yes");
    }
}

/// A span before the shutdown, and one after.
fn late(subject: &mut dyn Subject, _n: i64) {
    if start(subject, &[]) {
        subject.span(&numbered(0));
        say_result("shutdown", subject.shutdown(None));
        subject.span(&numbered(1));
        say("alive", "yes");
        if let Some(counts) = subject.counts() {
            say("counts", counts);
        }
    }
}

/// A span that is open at the shutdown.
fn open(subject: &mut dyn Subject, _n: i64) {
    if start(subject, &[]) {
        subject.open();
        finish(subject);
    }
}

/// One span with `n` attributes, events and links, each of these with `n` attributes.
fn full(subject: &mut dyn Subject, n: i64) {
    const NAMES: [&str; 6] = ["a.0", "a.1", "a.2", "a.3", "a.4", "a.5"];
    if start(subject, &[]) {
        let n = usize::try_from(n).unwrap();
        let attributes: Attributes = NAMES[..n].iter().map(|name| (*name, Val::Text("äöüßx"))).collect();
        let each = vec![attributes.clone(); n];
        subject.span(&Spec { attributes, events: each.clone(), links: each, ..named("full") });
        finish(subject);
    }
}

fn keys(subject: &mut dyn Subject, _n: i64) {
    if start(subject, &[]) {
        let attributes = vec![
            ("Case.Kept", Val::Int(1)),
            ("case.kept", Val::Int(0)),
            ("twice", Val::Text("first")),
            ("empty.text", Val::Text("")),
            ("empty.list", Val::NoTexts),
            ("twice", Val::Text("last")),
        ];
        subject.span(&Spec { attributes, ..named("keys") });
        finish(subject);
    }
}

fn shown(identity: Identity) -> String {
    let Identity { trace_id, span_id, is_sampled, is_recording } = identity;
    format!("{trace_id:032x} {span_id:016x} sampled={is_sampled} recording={is_recording}")
}

/// A root, and a child of each kind of parent.
fn parents(subject: &mut dyn Subject, _n: i64) {
    if start(subject, &[]) {
        let trace_id = 0x0af7_6519_16cd_43dd_8448_eb21_1c80_319c;
        for (key, origin) in [
            ("root", Origin::Root),
            ("remote sampled", Origin::Remote { trace_id, is_sampled: true }),
            ("remote not sampled", Origin::Remote { trace_id, is_sampled: false }),
            ("local sampled", Origin::Local { trace_id, is_sampled: true }),
            ("local not sampled", Origin::Local { trace_id, is_sampled: false }),
        ] {
            say(key, shown(subject.span(&Spec { origin, ..named(key) })));
        }
        finish(subject);
    }
}

/// 64 remote parents with ids that are always the same, each unsampled and sampled: span `2 i` and `2 i + 1`.
fn ratio(subject: &mut dyn Subject, _n: i64) {
    if start(subject, &[]) {
        let mut trace_id = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835_u128;
        for number in 0..64 {
            trace_id = trace_id.wrapping_mul(0x0da9_42042e4dd58b5).wrapping_add(1);
            for is_sampled in [false, true] {
                let origin = Origin::Remote { trace_id: trace_id ^ (trace_id >> 64), is_sampled };
                subject.span(&Spec { origin, ..numbered(2 * number + i64::from(is_sampled)) });
            }
        }
        finish(subject);
    }
}

/// A parent that has ended before its child starts.
fn family(subject: &mut dyn Subject, _n: i64) {
    if start(subject, &[]) {
        let parent = subject.span(&named("parent"));
        subject.span(&Spec { origin: Origin::Of(parent), ..named("child") });
        finish(subject);
    }
}

fn statuses(subject: &mut dyn Subject, _n: i64) {
    if start(subject, &[]) {
        let set = |name, statuses: &[Set]| Spec { statuses: statuses.to_vec(), ..named(name) };
        subject.span(&set("ok is final", &[Set::Ok, Set::Error("late"), Set::Unset]));
        subject.span(&set("error stays", &[Set::Error("broken"), Set::Unset]));
        subject.span(&set("ok wins", &[Set::Error("broken"), Set::Ok]));
        finish(subject);
    }
}

fn failure(subject: &mut dyn Subject, _n: i64) {
    if start(subject, &[]) {
        subject.fail();
        finish(subject);
    }
}

fn panic(subject: &mut dyn Subject, _n: i64) {
    if start(subject, &[]) {
        say("possible", subject.panic());
        finish(subject);
    }
}

/// `n` threads with 50 spans each, flushed from all of them.
fn threads(subject: &mut dyn Subject, n: i64) {
    if start(subject, &[]) {
        let subject = &*subject;
        std::thread::scope(|scope| {
            for thread in 0..n {
                scope.spawn(move || {
                    make(subject, 50 * thread..50 * thread + 50);
                    say_result("each", subject.flush(None));
                });
            }
        });
        finish(subject);
    }
}

/// `n` spans as fast as it goes; then the process ends.
fn flood(subject: &mut dyn Subject, n: i64) {
    if start(subject, &[]) {
        make(subject, 0..n);
        say("alive", "yes");
        if let Some(counts) = subject.counts() {
            say("counts", counts);
        }
        std::process::exit(0);
    }
}

/// A span, and a flush with a deadline of `n` milliseconds; then the process ends.
fn impatient_flush(subject: &mut dyn Subject, n: i64) {
    if start(subject, &[]) {
        subject.span(&numbered(0));
        let since = Instant::now();
        say_result("flush", subject.flush(Some(Duration::from_millis(n.unsigned_abs()))));
        say("finished after ms", since.elapsed().as_millis());
        std::process::exit(0);
    }
}

/// As `impatient flush`, with a shutdown.
fn impatient_shutdown(subject: &mut dyn Subject, n: i64) {
    if start(subject, &[]) {
        subject.span(&numbered(0));
        let since = Instant::now();
        say_result("shutdown", subject.shutdown(Some(Duration::from_millis(n.unsigned_abs()))));
        say("finished after ms", since.elapsed().as_millis());
        std::process::exit(0);
    }
}

/// A span with the simple processor; then the process ends.
fn simple(subject: &mut dyn Subject, _n: i64) {
    if start(subject, &[Setting::Simple]) {
        subject.span(&numbered(0));
        std::process::exit(0);
    }
}

/// Ten spans at once, where no request may have more than `n` bytes.
fn small_requests(subject: &mut dyn Subject, n: i64) {
    if start(subject, &[Setting::MaxRequestBytes(usize::try_from(n).unwrap())]) {
        make(subject, 0..10);
        finish(subject);
    }
}

/// Eight spans, where four requests may be under way at once.
fn four_requests(subject: &mut dyn Subject, _n: i64) {
    if start(subject, &[Setting::FourRequests]) {
        make(subject, 0..8);
        finish(subject);
    }
}

fn panicking_exporter(subject: &mut dyn Subject, _n: i64) {
    if start(subject, &[Setting::PanicsOnce]) {
        for number in 0..2 {
            subject.span(&numbered(number));
            say_result("each", subject.flush(None));
        }
        say("alive", "yes");
    }
}

/// A span, and another one, each flushed; then the process ends.
fn hanging_exporter(subject: &mut dyn Subject, _n: i64) {
    if start(subject, &[Setting::HangsOnce]) {
        for number in 0..2 {
            subject.span(&numbered(number));
            say_result("each", subject.flush(None));
        }
        std::process::exit(0);
    }
}

fn chatty_exporter(subject: &mut dyn Subject, _n: i64) {
    if start(subject, &[Setting::Chatty]) {
        subject.span(&numbered(0));
        for _ in 0..3 {
            say_result("each", subject.flush(None));
        }
    }
}

fn own_sampler(subject: &mut dyn Subject, _n: i64) {
    if start(subject, &[Setting::SpyingSampler]) {
        let origin = Origin::Remote { trace_id: 0xabc, is_sampled: true };
        subject.span(&Spec { origin, ..named("spied on") });
        finish(subject);
    }
}

fn own_processors(subject: &mut dyn Subject, _n: i64) {
    if start(subject, &[Setting::SpyingProcessors]) {
        say("thread", format!("{:?}", std::thread::current().id()));
        subject.span(&named("spied on"));
        finish(subject);
    }
}

fn record_only(subject: &mut dyn Subject, n: i64) {
    recorded(subject, n, Setting::RecordOnly);
}

fn always_record(subject: &mut dyn Subject, n: i64) {
    recorded(subject, n, Setting::AlwaysRecord);
}

fn recorded(subject: &mut dyn Subject, n: i64, setting: Setting) {
    if start(subject, &[setting]) {
        for number in 0..n {
            say("span", shown(subject.span(&numbered(number))));
        }
        finish(subject);
    }
}
