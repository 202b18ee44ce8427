//! One trace through five processes.
//!
//! `cargo run -p otlp-distributed` starts a service of HTTP that calls another one, a service of gRPC, and a worker that
//! gets messages; makes one request; and prints the trace that they all sent, over OTLP, to this process.
//!
//! ```text
//! distributed ── GET ──▶ shop ── POST ──▶ stock
//!                         ├──── gRPC ──▶ payments
//!                         └── message ─▶ worker
//! ```
//!
//! In: nothing. Out: one tree. Never here: what makes spans; see `shop`, `stock`, `payments`, `worker`.

mod client;
mod payments;
mod process;
mod shop;
mod sink;
mod stock;
mod tree;
mod worker;

use std::error::Error;

use otlp_runtime::{FutureExt as _, OtlpExporter, Span, Telemetry};

use crate::process::Child;

type Failure = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match *arguments {
        ["shop", stock, payments, worker] => {
            let others = shop::Others::at(stock, payments, worker);
            process::run("shop", async |listener, stop| shop::serve(others, listener, stop).await)
        }
        ["stock"] => process::run("stock", stock::serve),
        ["payments"] => process::run("payments", payments::serve),
        ["worker"] => process::run("worker", worker::serve),
        _ => drive(),
    }
}

/// Starts the others, makes a request, and prints what came of it.
fn drive() -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let sink = runtime.block_on(sink::Sink::start())?;
    let exporter = OtlpExporter::builder().endpoint(sink.endpoint()).build()?;
    let telemetry = Telemetry::builder().service_name("distributed").exporter(exporter).install()?;

    let stock = Child::start(&["stock"], &sink.endpoint())?;
    let payments = Child::start(&["payments"], &sink.endpoint())?;
    let worker = Child::start(&["worker"], &sink.endpoint())?;
    let shop =
        Child::start(&["shop", stock.address(), payments.address(), worker.address()], &sink.endpoint())?;

    let buy = Span::builder().name("buy").root().start();
    let call = client::send(http::Method::GET, shop.address(), "/checkout/{cart}", 7);
    let answer = runtime.block_on(call.in_span(buy))?;
    println!("{answer}\n");

    // Each delivers its spans before it ends.
    for child in [shop, stock, payments, worker] {
        child.stop()?;
    }
    telemetry.shutdown()?;
    print!("{}", tree::draw(&sink.spans()));
    Ok(())
}
