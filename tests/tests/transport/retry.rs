//! Deadlines, pauses and lost connections.

use std::time::{Duration, Instant, SystemTime};

use otlp_runtime::ExportError;
use otlp_tests::{Answer, Collector, DateForm, http_date};

use super::{BOTH, Sender, accepted, http, request};

/// An exporter's patience where the test needs a quick end.
const SHORT: Duration = Duration::from_millis(400);

fn expired(result: Result<otlp_runtime::Accepted, ExportError>) -> (u32, String, Option<Duration>) {
    match result {
        Err(ExportError::RetryExpired { attempts, reason, retry_after }) => (attempts, reason, retry_after),
        other => panic!("not expired: {other:?}"),
    }
}

// HTTP-06, R12
#[test]
fn retry_after_seconds_are_waited_for_in_full() {
    let collector = Collector::start();
    collector.script([Answer::status(503).header("retry-after", "1")]);
    assert_eq!(Sender::new(http(&collector)).send(), accepted(0, None));
    let received = collector.wait_for(2);
    assert!(received[1].at - received[0].at >= Duration::from_secs(1));
}

// HTTP-06
#[test]
fn retry_after_date_is_waited_for_in_full() {
    for form in DateForm::ALL {
        let collector = Collector::start();
        let until = SystemTime::now() + Duration::from_secs(2);
        // A date has whole seconds: it lies one to two seconds ahead.
        collector.script([Answer::status(429).header("retry-after", http_date(until, form))]);
        assert_eq!(Sender::new(http(&collector)).send(), accepted(0, None));
        let received = collector.wait_for(2);
        assert!(received[1].at - received[0].at >= Duration::from_millis(900), "{form:?}");
    }
}

// R12: a pause longer than the export outlives it.
#[test]
fn no_request_is_sent_before_the_pause_is_over() {
    let collector = Collector::start();
    collector.script([Answer::status(503).header("retry-after", "1").body("overloaded")]);
    let mut sender = Sender::new(http(&collector).timeout(SHORT));
    let (attempts, reason, retry_after) = expired(sender.send());
    assert_eq!((attempts, reason.as_str()), (1, "HTTP 503: overloaded"));
    assert!(retry_after.unwrap() >= Duration::from_secs(1));

    // At once, without a request: another destination's spans need not wait for this one.
    let (attempts, _, retry_after) = expired(sender.send());
    assert_eq!(attempts, 0);
    assert!(retry_after.unwrap() > Duration::ZERO);
    assert_eq!(collector.received().len(), 1);

    std::thread::sleep(Duration::from_millis(800));
    assert_eq!(sender.send(), accepted(0, None));
    let received = collector.wait_for(2);
    assert!(received[1].at - received[0].at >= Duration::from_secs(1));
}

// HTTP-08, GRPC-08
#[test]
fn connection_closed_without_an_answer_is_sent_again() {
    for protocol in BOTH {
        let collector = Collector::start();
        collector.script([Answer::close(), Answer::close()]);
        assert_eq!(Sender::new(protocol(&collector)).send(), accepted(0, None));
        let received = collector.wait_for(3);
        assert_eq!(received[0].body, request());
        assert_eq!(received[2].body, request());
    }
}

// OTLP-16, EXP-05
#[test]
fn refused_connection_is_tried_until_the_deadline() {
    for protocol in BOTH {
        let collector = Collector::start();
        let builder = protocol(&collector).timeout(Duration::from_secs(1));
        drop(collector);
        let start = Instant::now();
        let (attempts, reason, retry_after) = expired(Sender::new(builder).send());
        assert!(attempts >= 1);
        assert!(reason.contains("refused"), "{reason}");
        assert_eq!(retry_after, None);
        // Four waits of full jitter cannot hold it back that long, a missing deadline would.
        assert!(start.elapsed() < Duration::from_secs(10));
    }
}

// R9, R16
#[test]
fn collector_that_comes_back_is_found() {
    for protocol in BOTH {
        let mut collector = Collector::start();
        let mut sender = Sender::new(protocol(&collector));
        sender.send().unwrap();
        collector.go_down();
        let again = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(200));
            collector.come_back();
            collector
        });
        assert_eq!(sender.send(), accepted(0, None));
        assert_eq!(again.join().unwrap().wait_for(2).len(), 2);
    }
}

// EXP-05
#[test]
fn deadline_holds_for_all_attempts_together() {
    for protocol in BOTH {
        let collector = Collector::start();
        collector.script([Answer::close(), Answer::hang()]);
        let mut sender = Sender::new(protocol(&collector).timeout(Duration::from_secs(1)));
        let (attempts, reason, _) = expired(sender.send());
        assert!((1..=2).contains(&attempts), "{attempts}");
        assert!(attempts == 1 || reason == "no answer within 1s", "{reason}");
        assert!(collector.received().len() <= 2);
    }
}

// EXP-05
#[test]
fn zero_is_no_deadline() {
    for protocol in BOTH {
        let collector = Collector::start();
        collector.script([Answer::ok().delay(SHORT)]);
        assert_eq!(Sender::new(protocol(&collector).timeout(Duration::ZERO)).send(), accepted(0, None));
    }
}

// BSP-04: the caller may stop waiting at any moment.
#[test]
fn dropped_export_leaves_the_exporter_usable() {
    for protocol in BOTH {
        let collector = Collector::start();
        collector.script([Answer::hang()]);
        let mut sender = Sender::new(protocol(&collector));
        let cancelled = sender
            .runtime
            .block_on(async { tokio::time::timeout(SHORT, sender.exporter.send(request())).await.is_err() });
        assert!(cancelled);
        assert_eq!(sender.send(), accepted(0, None));
        let received = collector.wait_for(2);
        assert_ne!(received[0].connection, received[1].connection);
    }
}
