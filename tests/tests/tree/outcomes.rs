//! The ways out of a function: value, error, early return, panic.

use std::fmt;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;

use otlp_runtime::{
    AttributeValue, Event, Secret, Span, StatusCode, ValueWriter, inline, record, span, traced,
};
use otlp_tests::Session;

#[derive(Debug, PartialEq)]
enum CartError {
    Empty,
    Lost(u32),
}

impl fmt::Display for CartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the cart is empty"),
            Self::Lost(id) => write!(f, "cart {id} is lost"),
        }
    }
}

impl From<std::num::ParseIntError> for CartError {
    fn from(_: std::num::ParseIntError) -> Self {
        Self::Lost(0)
    }
}

#[traced(err)]
fn parse(text: &str) -> Result<u32, CartError> {
    let number: u32 = text.parse()?;
    if number == 0 {
        return Err(CartError::Empty);
    }
    Ok(number)
}

#[test]
fn error_by_question_mark_or_early_return_sets_status_and_type() {
    let session = Session::start();
    assert_eq!(parse("7"), Ok(7));
    assert_eq!(parse("x"), Err(CartError::Lost(0)));
    assert_eq!(parse("0"), Err(CartError::Empty));
    assert_eq!(
        session.tree(),
        "parse\n\
         parse error.type=tree::outcomes::CartError ERROR \"cart 0 is lost\"\n\
         parse error.type=tree::outcomes::CartError ERROR \"the cart is empty\"\n"
    );
}

#[traced(err(expected = CartError::Empty | CartError::Lost(1..=9)))]
async fn tolerant(error: CartError) -> Result<(), CartError> {
    std::future::ready(()).await;
    Err(error)
}

#[test]
fn expected_errors_leave_the_status_alone() {
    let session = Session::start();
    for error in [CartError::Empty, CartError::Lost(5), CartError::Lost(10)] {
        assert!(super::futures::ready(tolerant(error)).is_err());
    }
    assert_eq!(
        session.tree(),
        "tolerant\ntolerant\ntolerant error.type=tree::outcomes::CartError ERROR \"cart 10 is lost\"\n"
    );
}

#[traced(ret)]
fn number() -> u8 {
    7
}

#[traced(ret, err)]
fn ok_or_error(ok: bool) -> Result<&'static str, CartError> {
    if ok { Ok("fine") } else { Err(CartError::Empty) }
}

#[traced(ret(?))]
fn shown(value: Option<u8>) -> Option<u8> {
    value
}

#[traced(ret(%))]
async fn displayed() -> Result<CartError, ()> {
    std::future::ready(()).await;
    Ok(CartError::Empty)
}

#[test]
fn ret_records_the_value_or_that_of_ok() {
    let session = Session::start();
    number();
    let _ = ok_or_error(true);
    let _ = ok_or_error(false);
    shown(Some(3));
    let _ = super::futures::ready(displayed());
    assert_eq!(
        session.tree(),
        "number return=7\n\
         ok_or_error return=fine\n\
         ok_or_error error.type=tree::outcomes::CartError ERROR \"the cart is empty\"\n\
         shown return=Some(3)\n\
         displayed return=the cart is empty\n"
    );
}

#[span(kind = server)]
fn outer() {
    let _block = inline::span!("block");
    inner();
}

#[traced("acme.kept" = 1 + 1)]
fn inner() {
    panic!("on purpose");
}

#[test]
fn panic_ends_every_span_it_crosses_and_marks_them() {
    let session = Session::start();
    assert!(catch_unwind(outer).is_err());
    assert_eq!(
        session.tree(),
        "outer error.type=panic ERROR \"panicked\"\n\
         \x20 block error.type=panic ERROR \"panicked\"\n\
         \x20   inner acme.kept=2 error.type=panic ERROR \"panicked\"\n"
    );
    assert_eq!(session.stats().live, 0);
}

#[test]
fn span_made_while_unwinding_is_not_marked() {
    struct Cleanup;
    impl Drop for Cleanup {
        fn drop(&mut self) {
            let _span = inline::span!("cleanup");
        }
    }
    let session = Session::start();
    let result = catch_unwind(AssertUnwindSafe(|| {
        let _outer = inline::span!("outer");
        let _cleanup = Cleanup;
        panic!("on purpose");
    }));
    assert!(result.is_err());
    assert_eq!(session.tree(), "outer error.type=panic ERROR \"panicked\"\n  cleanup\n");
}

#[test]
fn ok_is_final_and_unset_changes_nothing() {
    let session = Session::start();
    let mut span = Span::builder().name("final").start();
    span.set_error("first");
    span.set_status(StatusCode::Unset, "");
    span.set_error("second");
    span.end();
    let mut span = Span::builder().name("fine").start();
    span.set_status(StatusCode::Ok, "ignored");
    span.set_error("too late");
    span.end();
    assert_eq!(session.tree(), "final ERROR \"second\"\nfine OK\n");
}

#[traced]
fn labelled() -> u8 {
    let mut count = 0;
    'outer: loop {
        for step in 1..=2 {
            count += step;
            if count == 6 {
                break 'outer count;
            }
        }
    }
}

#[traced]
fn looping() -> u8 {
    let find = || {
        for number in 0_u8.. {
            if number == 4 {
                return number;
            }
        }
        0
    };
    find()
}

#[test]
fn labels_and_returns_of_closures_are_their_own_affair() {
    let session = Session::start();
    assert_eq!((labelled(), looping()), (6, 4));
    assert_eq!(session.tree(), "labelled\nlooping\n");
}

/// A value that breaks off half-way.
struct Breaks;

impl AttributeValue for Breaks {
    fn write(&self, writer: &mut ValueWriter<'_>) {
        writer.array(|array| {
            // Half a field that no decoder takes for a whole one.
            array.str("\u{7f}\u{7f}\u{7f}");
            panic!("no more elements");
        });
    }
}

#[traced("id" = 7, "list" = Breaks)]
fn show() {}

#[test]
fn value_that_panics_leaves_nothing_of_itself_behind() {
    let session = Session::start();
    assert!(catch_unwind(show).is_err());
    assert_eq!(session.tree(), "show id=7 error.type=panic ERROR \"panicked\"\n");
}

#[test]
fn value_that_panics_costs_nothing_that_was_recorded_before() {
    let session = Session::start();
    let id = Some(7);
    {
        let _span = inline::span!("work", "id" = id);
        assert!(catch_unwind(|| record!("list" = Breaks)).is_err());
        record!("after" = true);
    }
    assert_eq!(session.tree(), "work id=7 after=true\n");
}

type Looked = Option<Result<u32, CartError>>;

#[traced(err)]
fn look(found: Looked) -> Looked {
    found
}

#[traced(err)]
fn poll(now: Poll<Looked>) -> Poll<Looked> {
    now
}

#[traced(err)]
fn walk(stop: bool) -> ControlFlow<CartError> {
    if stop { ControlFlow::Break(CartError::Empty) } else { ControlFlow::Continue(()) }
}

#[test]
fn errors_inside_of_other_types_are_found_by_type() {
    let session = Session::start();
    for found in [None, Some(Ok(1)), Some(Err(CartError::Empty))] {
        _ = look(found);
    }
    for now in [Poll::Pending, Poll::Ready(None), Poll::Ready(Some(Err(CartError::Lost(2))))] {
        _ = poll(now);
    }
    for stop in [false, true] {
        _ = walk(stop);
    }
    assert_eq!(
        session.tree(),
        "look\n\
         look\n\
         look error.type=tree::outcomes::CartError ERROR \"the cart is empty\"\n\
         poll\n\
         poll\n\
         poll error.type=tree::outcomes::CartError ERROR \"cart 2 is lost\"\n\
         walk\n\
         walk error.type=tree::outcomes::CartError ERROR \"the cart is empty\"\n"
    );
}

#[traced(err(none = "not_found"))]
fn first(carts: &[Result<u32, CartError>]) -> Option<&u32> {
    carts.first()?.as_ref().ok()
}

#[traced(err(none = "not_found"))]
async fn first_or_error(carts: Vec<Result<u32, CartError>>) -> Option<Result<u32, CartError>> {
    std::future::ready(()).await;
    carts.into_iter().next()
}

#[test]
fn none_is_an_error_where_it_is_said_so() {
    let session = Session::start();
    assert_eq!(first(&[Ok(1)]), Some(&1));
    assert_eq!(first(&[]), None);
    assert_eq!(super::futures::ready(first_or_error(vec![Ok(1)])), Some(Ok(1)));
    assert_eq!(super::futures::ready(first_or_error(vec![])), None);
    assert_eq!(
        super::futures::ready(first_or_error(vec![Err(CartError::Empty)])),
        Some(Err(CartError::Empty))
    );
    assert_eq!(
        session.tree(),
        "first\n\
         first error.type=not_found ERROR \"\"\n\
         first_or_error\n\
         first_or_error error.type=not_found ERROR \"\"\n\
         first_or_error error.type=tree::outcomes::CartError ERROR \"the cart is empty\"\n"
    );
}

#[traced(err(expected = "gone" | "empty"))]
fn told<E>(error: E) -> Result<(), E>
where
    E: AsRef<str> + fmt::Display,
{
    Err(error)
}

#[test]
fn expected_texts_are_compared_whatever_holds_them() {
    let session = Session::start();
    assert!(told("gone").is_err() && told(String::from("empty")).is_err() && told("broken").is_err());
    assert_eq!(session.tree(), "told\ntold\ntold error.type=&str ERROR \"broken\"\n");
}

/// An error around another one, as error reports are.
#[derive(Debug)]
struct Report(CartError);

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("report")
    }
}

impl Report {
    fn cause(&self) -> &CartError {
        &self.0
    }
}

#[traced(err(map = Report::cause))]
fn reported(error: CartError) -> Result<(), Report> {
    Err(Report(error))
}

#[traced(err(expected = Report(CartError::Empty), map = |report: &Report| report.0.to_string(), message = none))]
async fn reported_later(error: CartError) -> Result<(), Report> {
    std::future::ready(()).await;
    Err(Report(error))
}

#[traced(err(message = none))]
impl Report {
    fn unsaid(self) -> Result<(), Self> {
        Err(self)
    }

    fn is_of_an_empty_cart(&self) -> bool {
        self.0 == CartError::Empty
    }
}

#[test]
fn error_is_recorded_as_the_policy_says() {
    let session = Session::start();
    _ = reported(CartError::Lost(3));
    _ = super::futures::ready(reported_later(CartError::Empty));
    _ = super::futures::ready(reported_later(CartError::Lost(4)));
    assert!(Report(CartError::Empty).is_of_an_empty_cart());
    _ = Report(CartError::Empty).unsaid();
    assert_eq!(
        session.tree(),
        "reported error.type=tree::outcomes::CartError ERROR \"cart 3 is lost\"\n\
         reported_later\n\
         reported_later error.type=alloc::string::String ERROR \"\"\n\
         Report::is_of_an_empty_cart\n\
         Report::unsaid error.type=tree::outcomes::Report ERROR \"\"\n"
    );
}

// EXC-01
#[test]
fn exception_is_an_event_with_type_and_message() {
    let session = Session::start();
    {
        let _span = inline::span!("handles");
        let error: Box<dyn std::error::Error> = "no luck".into();
        let with_trace = Event::exception(&*error).with("exception.stacktrace", "0: main");
        Span::current().add_event(Event::exception(&CartError::Lost(7)));
        Span::current().add_event(with_trace);
        Span::current().add_event(Event::exception(&&Secret::new(7)));
    }
    assert_eq!(
        session.tree(),
        "handles\n\
         \x20 · exception exception.type=tree::outcomes::CartError exception.message=cart 7 is lost\n\
         \x20 · exception exception.message=no luck exception.stacktrace=0: main\n\
         \x20 · exception exception.type=otlp_runtime::secret::Secret<i32> exception.message=[redacted]\n"
    );
}
