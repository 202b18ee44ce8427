//! Methods traced by one attribute on their `impl` block or trait.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use otlp_runtime::{SpanKind, record, span, traced};
use otlp_tests::Session;

use crate::futures::ready;

struct Cart<'a, T> {
    items: &'a [T],
}

#[traced(kind = client, "shop.part" = "cart")]
impl<'a, T: Copy + Into<i64>> Cart<'a, T> {
    const LIMIT: usize = { 3 };

    fn new(items: &'a [T]) -> Self {
        Self { items }
    }

    const fn limit() -> usize {
        Self::LIMIT
    }

    fn total(&self) -> i64 {
        self.items.iter().map(|item| self.price(*item)).sum()
    }

    #[span("shop.items" = self.items.len())]
    fn count(self: Arc<Self>) -> usize {
        Self::limit().min(self.items.len())
    }

    #[traced(name = "cart.later", ret)]
    async fn later(&self) -> i64 {
        record!("shop.late" = true);
        self.total()
    }

    #[traced(skip)]
    #[expect(clippy::unused_self, reason = "a method, to be called as one")]
    fn price(&self, item: T) -> i64 {
        item.into()
    }

    fn first(self: Pin<&mut Self>) -> Option<&'a T> {
        self.items.first()
    }
}

#[test]
fn methods_of_a_block_are_named_after_its_type() {
    let session = Session::start();
    let mut cart = Cart::new(&[1_i32, 2]);
    assert_eq!((cart.total(), Cart::<i32>::limit()), (3, 3));
    assert_eq!(ready(cart.later()), 3);
    assert_eq!(Pin::new(&mut cart).first(), Some(&1));
    assert_eq!(Arc::new(cart).count(), 2);
    assert_eq!(
        session.tree(),
        "Cart::new shop.part=cart\n\
         Cart::total shop.part=cart\n\
         cart.later shop.late=true return=3\n\
         \x20 Cart::total shop.part=cart\n\
         Cart::first shop.part=cart\n\
         Cart::count shop.items=2\n"
    );
    assert_eq!(session.span("Cart::new").kind, SpanKind::Client);
    // Its own attribute stands for the block's.
    assert_eq!(session.span("Cart::count").kind, SpanKind::Internal);
}

#[derive(Debug)]
struct Missing;

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("missing")
    }
}

#[traced(err)]
trait Load {
    fn load(&self, id: u64) -> Result<u64, Missing>;

    fn load_all(&self) -> u64 {
        (1..=2).flat_map(|id| self.load(id)).sum()
    }

    fn first(&self) -> Result<u64, Missing> {
        self.load(1)
    }

    fn warm(&self) {
        self.load(2).ok();
    }

    #[traced]
    fn try_first(&self) -> Result<u64, Missing> {
        self.load(1)
    }

    async fn later(&self) -> Result<u64, Missing> {
        self.load(2)?;
        self.load(1)
    }
}

struct Store;

#[traced(err)]
impl Load for Store {
    fn load(&self, id: u64) -> Result<u64, Missing> {
        if id == 1 { Err(Missing) } else { Ok(id) }
    }
}

const FAILED: &str = "  Store::load error.type=tree::blocks::Missing ERROR \"missing\"\n";

#[test]
fn default_bodies_are_named_after_their_trait_and_implementations_after_their_type() {
    let session = Session::start();
    assert_eq!(Store.load_all(), 2);
    Store.warm();
    assert_eq!(session.tree(), format!("Load::load_all\n{FAILED}  Store::load\nLoad::warm\n  Store::load\n"));
}

#[test]
fn err_of_a_block_is_for_the_methods_that_can_fail() {
    let session = Session::start();
    assert!(Store.first().is_err());
    assert!(Store.try_first().is_err());
    assert!(ready(Store.later()).is_err());
    let failed = |name: &str| format!("Load::{name} error.type=tree::blocks::Missing ERROR \"missing\"\n");
    assert_eq!(
        session.tree(),
        format!(
            "{}{FAILED}Load::try_first\n{FAILED}{}  Store::load\n{FAILED}",
            failed("first"),
            failed("later")
        )
    );
}

/// A result of another make.
struct Answer(Option<Missing>);

impl otlp_runtime::Fallible for Answer {
    type Error = Missing;

    fn error(&self) -> Option<&Missing> {
        self.0.as_ref()
    }
}

trait Ask {
    fn ask(&self) -> Answer;
    fn tell<R>(&self, answer: R) -> R;
}

#[traced(err)]
impl<T> Ask for [T] {
    fn ask(&self) -> Answer {
        Answer(Some(Missing))
    }

    fn tell<R>(&self, answer: R) -> R {
        answer
    }
}

#[traced]
impl<T: ?Sized> Shout for T {
    fn shout(&self) {}
}

trait Shout {
    fn shout(&self);
}

#[test]
fn type_without_a_name_leaves_the_name_to_the_trait() {
    let session = Session::start();
    assert!([1].ask().0.is_some());
    // Nothing says what `R` is.
    assert_eq!([1].tell(Err::<u8, _>(3)), Err(3));
    7.shout();
    assert_eq!(
        session.tree(),
        "Ask::ask error.type=tree::blocks::Missing ERROR \"missing\"\nAsk::tell\nShout::shout\n"
    );
}

#[async_trait::async_trait]
trait Fetch {
    async fn fetch(&self, id: u64) -> Result<u64, Missing>;
    async fn sync(&self);
}

#[traced(err, kind = client)]
#[async_trait::async_trait]
impl Fetch for Store {
    async fn fetch(&self, id: u64) -> Result<u64, Missing> {
        self.sync().await;
        self.load(id)
    }

    #[traced("shop.synced" = true)]
    async fn sync(&self) {}
}

#[test]
fn methods_below_async_trait_are_traced_over_all_their_polls() {
    let session = Session::start();
    let fetch: &dyn Fetch = &Store;
    assert!(ready(fetch.fetch(1)).is_err());
    assert_eq!(
        session.tree(),
        format!(
            "Store::fetch error.type=tree::blocks::Missing ERROR \"missing\"\n  Store::sync shop.synced=true\n{FAILED}"
        )
    );
}

struct Depot;

#[async_trait::async_trait]
#[traced(err, kind = client)]
impl Fetch for Depot {
    async fn fetch(&self, id: u64) -> Result<u64, Missing> {
        self.sync().await;
        if id == 0 { Err(Missing) } else { Ok(id) }
    }

    #[traced("shop.synced" = true)]
    async fn sync(&self) {}
}

#[test]
fn methods_above_which_async_trait_stands_are_traced_over_all_their_polls() {
    let session = Session::start();
    let fetch: &dyn Fetch = &Depot;
    assert!(ready(fetch.fetch(0)).is_err());
    drop(fetch.sync());
    assert_eq!(
        session.tree(),
        "Depot::fetch error.type=tree::blocks::Missing ERROR \"missing\"\n\
         \x20 Depot::sync shop.synced=true\n\
         Depot::sync shop.synced=true cancelled=true\n"
    );
}

#[traced(err)]
impl Depot {
    fn opaque(id: u64) -> impl Future<Output = Result<u64, Missing>> {
        async move { if id == 0 { Err(Missing) } else { Ok(id) } }
    }

    fn boxed() -> Pin<Box<dyn Future<Output = u64>>> {
        Box::pin(async { 1 })
    }

    #[traced(sync)]
    fn call() -> std::future::Ready<u8> {
        std::future::ready(1)
    }
}

#[test]
fn err_of_a_block_looks_at_what_returned_futures_give() {
    let session = Session::start();
    assert!(ready(Depot::opaque(0)).is_err());
    assert_eq!((ready(Depot::boxed()), ready(Depot::call())), (1, 1));
    assert_eq!(
        session.tree(),
        "Depot::opaque error.type=tree::blocks::Missing ERROR \"missing\"\nDepot::boxed\nDepot::call\n"
    );
}
