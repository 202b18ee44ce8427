//! What functions do, printed: the same with a span.
#![allow(clippy::needless_pass_by_value, clippy::unnecessary_wraps, clippy::needless_lifetimes, unused_variables)]
//+ use otlp_runtime::traced;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::panic::{self, AssertUnwindSafe, Location};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

struct Loud(&'static str);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("  drop {}", self.0);
    }
}

fn say(text: &'static str) -> Loud {
    println!("  make {text}");
    Loud(text)
}

/// Drop order, with nothing observed.
//@ traced
fn drops(_a: Loud, b: Loud, (c, _d): (Loud, Loud), _: Loud) -> u8 {
    let _local = Loud("local");
    drop(b);
    let _ = &c;
    1
}

//@ traced(err, ret)
fn drops_observed(_a: Loud, b: Loud, (c, _d): (Loud, Loud), _: Loud) -> Result<u8, String> {
    let _local = Loud("local");
    drop(b);
    let _ = &c;
    Ok(1)
}

//@ traced(ret(?))
fn drops_borrowed<'a>(text: &'a str, _a: Loud, b: Loud, (c, _d): (Loud, Loud), _e: Loud) -> &'a str {
    let _local = Loud("local");
    drop(b);
    let _ = &c;
    text
}

//@ traced(err)
async fn drops_later(_a: Loud, b: Loud, (c, _d): (Loud, Loud), _e: Loud) -> Result<u8, String> {
    let _local = Loud("local");
    tick().await;
    drop(b);
    let _ = &c;
    Err(String::from("no"))
}

//@ traced(ret)
async fn drops_without_waiting(_a: Loud, b: Loud, (c, _d): (Loud, Loud), _: Loud) -> u8 {
    let _local = Loud("local");
    drop(b);
    let _ = &c;
    1
}

//@ traced(err)
async fn unnamed_later(a: Loud, unused: Loud, _: Loud) -> Result<u8, String> {
    tick().await;
    let _ = &a;
    Ok(1)
}

//@ traced(ret(?))
fn unnamed_borrowed<'a>(text: &'a str, a: Loud, b: Loud, unused: Loud, _: Loud) -> &'a str {
    let _ = (&a, &b);
    text
}

//@ traced(ret)
async fn second_field_later(pair: (Loud, Loud)) -> usize {
    tick().await;
    let second = &pair.1;
    second.0.len()
}

//@ traced(ret(?))
fn second_field_borrowed<'a>(text: &'a str, pair: (Loud, Loud)) -> &'a str {
    let _ = &pair.1;
    text
}

//@ traced(ret)
async fn second_of_a_pattern_later(pair: (Loud, Loud), is_first: bool) -> usize {
    tick().await;
    let (first, second) = &pair;
    if is_first { first.0.len() } else { second.0.len() }
}

//@ traced(ret)
async fn conditionally_moved_later(a: Loud, b: Loud, is_moved: bool) -> usize {
    tick().await;
    if is_moved {
        drop(a);
    }
    b.0.len()
}

//@ traced(err)
fn conditionally_moved(a: Loud, b: Loud, is_moved: bool) -> Result<usize, String> {
    if is_moved {
        drop(a);
    }
    Ok(b.0.len())
}

//@ traced(ret)
fn tail_temporary(cell: &RefCell<Loud>) -> usize {
    let _local = Loud("local");
    Holder(cell, Loud("temporary")).length()
}

struct Holder<'a>(&'a RefCell<Loud>, Loud);

impl Holder<'_> {
    fn length(&self) -> usize {
        self.0.borrow().0.len() + self.1.0.len()
    }
}

//@ traced
fn tail_temporary_guarded(cell: &RefCell<Loud>) -> usize {
    let _local = Loud("local");
    Holder(cell, Loud("temporary")).length()
}

//@ traced(ret)
async fn tail_temporary_later(cell: &RefCell<Loud>) -> usize {
    let _local = Loud("local");
    tick().await;
    Holder(cell, Loud("temporary")).length()
}

//@ traced
fn panics(_a: Loud, n: u8) -> u8 {
    let _local = Loud("local");
    if n > 0 {
        panic!("no {n}");
    }
    n
}

//@ traced(err, ret)
fn panics_observed(_a: Loud, n: Option<u8>) -> Result<u8, String> {
    let _local = Loud("local");
    Ok(n.unwrap())
}

//@ traced(err)
async fn panics_later(_a: Loud, list: Vec<u8>) -> Result<u8, String> {
    let _local = Loud("local");
    tick().await;
    Ok(list[3])
}

//@ traced
#[track_caller]
fn caller() -> &'static Location<'static> {
    Location::caller()
}

//@ traced(ret)
fn calls_caller() -> u32 {
    caller().line()
}

//@ traced
async fn calls_caller_later() -> u32 {
    tick().await;
    caller().line()
}

//@ traced / traced("acme.n" = count())
#[track_caller]
fn unwraps(n: Option<u8>) -> u8 {
    n.unwrap()
}

//@ traced(ret, "acme.n" = count())
fn early(n: u8) -> u8 {
    if n > 1 {
        return n;
    }
    'block: {
        if n == 1 {
            break 'block 7;
        }
        (|| {
            if n == 0 {
                return 8;
            }
            9
        })()
    }
}

//@ traced(ret, "acme.n" = count())
fn recursive(n: u16) -> u16 {
    if n == 0 { 0 } else { 1 + recursive(n - 1) }
}

//@ traced(ret)
async fn recursive_later(n: u16) -> u16 {
    if n == 0 { 0 } else { 1 + Box::pin(recursive_later(n - 1)).await }
}

//@ traced(err(expected = 3), ret(?), "acme.n" = count())
fn fails(n: u8) -> Result<u8, u8> {
    let n = if n > 2 { Err(n)? } else { n };
    Ok(n + 1)
}

//@ traced("acme.text" = %text, "acme.n" = count())
fn consumes(text: String) -> Vec<u8> {
    text.into_bytes()
}

//@ traced(err)
async fn cancelled(_a: Loud, b: Loud) -> Result<(), String> {
    let _local = Loud("local");
    std::future::pending::<()>().await;
    drop(b);
    Ok(())
}

//@ traced(ret(?))
fn changes(list: &mut Vec<u8>) -> Option<&mut u8> {
    list.push(1);
    list.last_mut()
}

//@ traced(ret)
fn panics_in_display(n: Failing) -> Failing {
    n
}

struct Failing(u8);

//+ impl otlp_runtime::AttributeValue for Failing {
//+     fn write(&self, writer: &mut otlp_runtime::ValueWriter<'_>) { writer.int(i64::from(self.0)); }
//+ }

thread_local!(static COUNT: Cell<u32> = const { Cell::new(0) });

/// How often attribute expressions run.
#[allow(dead_code)]
fn count() -> u32 {
    COUNT.with(|count| count.update(|n| n + 1));
    COUNT.get()
}

async fn tick() {
    let mut is_second = false;
    std::future::poll_fn(|context| {
        if is_second {
            return Poll::Ready(());
        }
        is_second = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}

fn show(name: &str, call: impl FnOnce() -> String) {
    println!("{name}");
    match panic::catch_unwind(AssertUnwindSafe(call)) {
        Ok(returned) => println!("  returned {returned}"),
        Err(_) => println!("  unwound"),
    }
}

fn five() -> (Loud, Loud, (Loud, Loud), Loud) {
    (say("a"), say("b"), (say("c"), say("d")), say("e"))
}

fn main() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(|place| format!("{}:{}", place.line(), place.column()));
        println!("  panic at {}: {:?}", place.unwrap_or_default(), info.payload_as_str());
    }));
    //+ let exporter = otlp_runtime::InMemoryExporter::default();
    //+ let telemetry = otlp_runtime::Telemetry::builder().service_name("shapes").exporter(exporter.clone()).install().unwrap();
    show("drops", || {
        let (a, b, c, d) = five();
        drops(a, b, c, d).to_string()
    });
    show("drops_observed", || {
        let (a, b, c, d) = five();
        format!("{:?}", drops_observed(a, b, c, d))
    });
    show("drops_borrowed", || {
        let (a, b, c, d) = five();
        drops_borrowed("text", a, b, c, d).to_owned()
    });
    show("drops_later", || {
        let (a, b, c, d) = five();
        format!("{:?}", run(drops_later(a, b, c, d)))
    });
    show("drops_without_waiting", || {
        let (a, b, c, d) = five();
        run(drops_without_waiting(a, b, c, d)).to_string()
    });
    show("never polled", || {
        let (a, b, c, d) = five();
        drop(drops_later(a, b, c, d));
        String::new()
    });
    show("dropped in the middle", || {
        let mut future = Box::pin(cancelled(say("a"), say("b")));
        let polled = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(polled.is_pending());
        drop(future);
        String::new()
    });
    let cell = RefCell::new(Loud("cell"));
    show("tail_temporary", || tail_temporary(&cell).to_string());
    show("tail_temporary_guarded", || tail_temporary_guarded(&cell).to_string());
    show("tail_temporary_later", || run(tail_temporary_later(&cell)).to_string());
    show("panics", || panics(say("a"), 0).to_string());
    show("panics", || panics(say("a"), 3).to_string());
    show("panics_observed", || format!("{:?}", panics_observed(say("a"), Some(1))));
    show("panics_observed", || format!("{:?}", panics_observed(say("a"), None)));
    show("panics_later", || format!("{:?}", run(panics_later(say("a"), vec![1]))));
    show("caller", || format!("{}:{}", caller().line(), caller().column()));
    show("calls_caller", || calls_caller().to_string());
    show("calls_caller_later", || run(calls_caller_later()).to_string());
    show("unwraps", || unwraps(Some(1)).to_string());
    show("unwraps", || unwraps(None).to_string());
    show("early", || format!("{:?}", [early(0), early(1), early(2)]));
    show("recursive", || recursive(200).to_string());
    show("recursive_later", || run(recursive_later(200)).to_string());
    show("fails", || format!("{:?}", [fails(1), fails(3), fails(4)]));
    show("consumes", || format!("{:?}", consumes(String::from("ab"))));
    show("panics_in_display", || panics_in_display(Failing(3)).0.to_string());
    let mut list = vec![0];
    show("changes", || format!("{:?}", changes(&mut list)));
    println!("{list:?}");
    show("second_field_later", || run(second_field_later((say("a"), say("b")))).to_string());
    show("second_field_borrowed", || second_field_borrowed("text", (say("a"), say("b"))).to_owned());
    show("second_of_a_pattern", || run(second_of_a_pattern_later((say("a"), say("b")), true)).to_string());
    show("conditionally_moved_later", || run(conditionally_moved_later(say("a"), say("b"), false)).to_string());
    show("conditionally_moved_later", || run(conditionally_moved_later(say("a"), say("b"), true)).to_string());
    show("conditionally_moved", || format!("{:?}", conditionally_moved(say("a"), say("b"), true)));
    drop(cell);
    println!("parameters that the body does not name, or moves on another path");
    conditionally_moved(Loud("a"), Loud("b"), false).unwrap();
    run(unnamed_later(Loud("a"), Loud("unused"), Loud("_"))).unwrap();
    unnamed_borrowed("text", Loud("a"), Loud("b"), Loud("unused"), Loud("_"));
    //+ telemetry.shutdown().unwrap();
    //+ eprintln!("{} spans, {} evaluations", exporter.spans().len(), COUNT.get());
}
