//! A small shop: one traced program with everything that the first five minutes need.
//!
//! `cargo run --example quickstart` prints its traces as trees. With `OTEL_EXPORTER_OTLP_ENDPOINT`
//! set, the same program sends them to that collector instead.

use std::fmt;
use std::time::Duration;

use otlp_runtime::{ConsoleExporter, Span, SpanContext, Telemetry, event, inline, record, span, traced};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let builder = Telemetry::builder().service_name("quickstart");
    let telemetry = match std::env::var_os("OTEL_EXPORTER_OTLP_ENDPOINT") {
        Some(_) => builder.install()?,
        None => builder.exporter(ConsoleExporter::default()).install()?,
    };

    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build()?;
    runtime.block_on(async {
        let order = checkout(7, Some("SPRING")).await;
        println!("order of cart 7: {order:?}");
        let refused = checkout(13, None).await;
        println!("order of cart 13: {refused:?}");
    });
    count_stock(&["apples", "pears"]);

    let stats = telemetry.shutdown()?;
    println!("{} spans created, {} exported, {} lost", stats.created, stats.exported, stats.dropped.total());
    Ok(())
}

/// A request: the root of a trace. `err` marks the span when the result is an error.
#[span(kind = server, name = "POST /checkout", http.request.method = "POST", "shop.cart.id" = cart, "shop.voucher" = voucher, err)]
async fn checkout(cart: u64, voucher: Option<&str>) -> Result<u64, Refused> {
    let items = load_cart(cart).await;
    let total = price(&items, voucher.is_some());
    let receipt = tokio::spawn(charge(cart, total, Span::current().context()))
        .await
        .map_err(|_| Refused::Unavailable)??;
    // What is known only now is recorded now.
    record!("shop.receipt" = receipt);
    Ok(receipt)
}

/// A call to a database.
#[span(kind = client, db.system.name = "postgresql", db.operation.name = "SELECT", "shop.cart.id" = cart)]
async fn load_cart(cart: u64) -> Vec<u64> {
    tokio::time::sleep(Duration::from_millis(3)).await;
    let items: Vec<u64> = (1..=cart % 5 + 1).collect();
    record!(db.response.returned_rows = items.len());
    items
}

/// A plain function: nothing is recorded but what is listed.
#[traced("shop.items" = items.len(), ret)]
fn price(items: &[u64], has_voucher: bool) -> u64 {
    let _adding = inline::span!("add up", "shop.has_voucher" = has_voucher);
    items.iter().copied().map(discounted).sum()
}

#[traced]
fn discounted(item: u64) -> u64 {
    std::thread::sleep(Duration::from_micros(200));
    item * 90
}

/// Runs in a task of its own; the parent is given by hand.
#[span(kind = client, parent = parent, "shop.amount" = amount, err(expected = Refused::Declined))]
async fn charge(cart: u64, amount: u64, parent: SpanContext) -> Result<u64, Refused> {
    event!("card.presented", "shop.cart.id" = cart);
    tokio::time::sleep(Duration::from_millis(5)).await;
    if cart == 13 { Err(Refused::Declined) } else { Ok(amount * 1000 + cart) }
}

/// Two threads below one span.
#[traced("shop.shelves" = shelves.len())]
fn count_stock(shelves: &[&str]) {
    let parent = Span::current().context();
    std::thread::scope(|scope| {
        for shelf in shelves {
            let parent = parent.clone();
            scope.spawn(move || count_shelf(shelf, parent));
        }
    });
}

#[traced(name = "count shelf", parent = parent, "shop.shelf" = shelf)]
fn count_shelf(shelf: &str, parent: SpanContext) {
    std::thread::sleep(Duration::from_millis(2));
    event!("counted", "shop.items" = shelf.len());
}

#[derive(Debug)]
enum Refused {
    Declined,
    Unavailable,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Declined => "card declined",
            Self::Unavailable => "payment is unavailable",
        })
    }
}

impl std::error::Error for Refused {}
