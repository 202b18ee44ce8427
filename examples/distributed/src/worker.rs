//! A worker that gets messages: a connection each, a text of JSON with headers.
//!
//! In: `{"headers": {..}, "cart": 7}`. Out: a shipment, some time after the message was taken.
//! Never here: a broker. What matters here is that the context travels in the message's headers.

use std::collections::HashMap;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use otlp_runtime::{span, traced};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::Failure;
use crate::process::Stop;

/// Takes messages until told to stop; those that were taken are processed to their end.
pub(crate) async fn serve(listener: TcpListener, mut stop: Stop) -> Result<(), Failure> {
    let mut tasks = JoinSet::new();
    loop {
        let next = poll_fn(|context| match Pin::new(&mut stop).poll(context) {
            Poll::Ready(_) => Poll::Ready(None),
            Poll::Pending => listener.poll_accept(context).map(Some),
        });
        let Some(accepted) = next.await else { break };
        let (connection, _) = accepted?;
        tasks.spawn(async {
            receive(connection).await.unwrap_or_else(|error| eprintln!("worker: {error}"));
        });
    }
    while tasks.join_next().await.is_some() {}
    Ok(())
}

async fn receive(mut connection: TcpStream) -> Result<(), Failure> {
    let mut text = String::new();
    connection.read_to_string(&mut text).await?;
    let message: Value = serde_json::from_str(&text)?;
    let headers: HashMap<String, String> = serde_json::from_value(message["headers"].clone())?;
    connection.write_all(b"taken").await?;
    connection.shutdown().await?;
    process(&headers, message["cart"].as_u64().unwrap_or_default()).await;
    Ok(())
}

/// One message, one span, in the trace of whoever sent it. For batches, `links = messages.iter().map(extract)` instead.
#[span(messaging.process.consumer, messaging.system = other("tcp"), messaging.operation.name = "process",
       messaging.destination.name = "shipments", "shop.cart.id" = cart, extract(headers))]
async fn process(headers: &HashMap<String, String>, cart: u64) {
    pack(cart).await;
}

#[traced]
async fn pack(cart: u64) {
    tokio::time::sleep(Duration::from_millis(1 + cart % 2)).await;
}
