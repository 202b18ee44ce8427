//! A service of HTTP that calls all others.
//!
//! In: `GET /checkout/{cart}`. Out: one call of each kind.
//! Never here: contexts; layers and `inject(..)` carry them.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{MatchedPath, Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use http::Method;
use otlp_runtime::middleware::HttpServerLayer;
use otlp_runtime::span;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::process::Stop;
use crate::{Failure, client, payments};

/// The addresses of those that it calls.
pub(crate) struct Others {
    stock: String,
    payments: String,
    worker: String,
}

impl Others {
    pub(crate) fn at(stock: &str, payments: &str, worker: &str) -> Self {
        Self { stock: stock.to_owned(), payments: payments.to_owned(), worker: worker.to_owned() }
    }
}

/// Serves until told to stop.
pub(crate) async fn serve(others: Others, listener: TcpListener, stop: Stop) -> Result<(), Failure> {
    let router = Router::new()
        .route("/checkout/{cart}", get(checkout))
        .with_state(Arc::new(others))
        .layer(traced_requests());
    axum::serve(listener, router).with_graceful_shutdown(async { drop(stop.await) }).await?;
    Ok(())
}

/// The layer that both services of HTTP have.
pub(crate) fn traced_requests() -> HttpServerLayer {
    HttpServerLayer::new().route_from(|extensions| extensions.get::<MatchedPath>().map(MatchedPath::as_str))
}

async fn checkout(
    State(others): State<Arc<Others>>,
    Path(cart): Path<u64>,
) -> Result<String, (StatusCode, String)> {
    buy(&others, cart).await.map_err(|error| (StatusCode::BAD_GATEWAY, error.to_string()))
}

async fn buy(others: &Others, cart: u64) -> Result<String, Failure> {
    let reserved = client::send(Method::POST, &others.stock, "/reservations/{cart}", cart).await?;
    let charged = payments::charge(&others.payments, 1299).await?;
    let mut message = HashMap::new();
    send(&others.worker, cart, &mut message).await?;
    Ok(format!("cart {cart}: {reserved}, {charged} cents charged, shipment ordered"))
}

/// Puts a message into the queue, with the context of this span in its headers.
#[span(messaging.send.producer, messaging.system = other("tcp"), messaging.operation.name = "send",
       messaging.destination.name = "shipments", server.address = worker, "shop.cart.id" = cart, inject(&mut *headers), err)]
async fn send(worker: &str, cart: u64, headers: &mut HashMap<String, String>) -> Result<(), Failure> {
    let mut queue = TcpStream::connect(worker).await?;
    let message = serde_json::json!({ "headers": headers, "cart": cart });
    queue.write_all(message.to_string().as_bytes()).await?;
    queue.shutdown().await?;
    // The queue says that it has the message, not what becomes of it.
    let mut answer = String::new();
    queue.read_to_string(&mut answer).await?;
    if answer == "taken" { Ok(()) } else { Err("the queue has not taken the message".into()) }
}
