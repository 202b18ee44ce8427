#![deny(warnings)]

use otlp_runtime::{extract, extract_with, span};
type Headers = std::collections::HashMap<String, String>;

#[span(kind = client, extract(incoming), inject(&mut *outgoing), "acme.id" = id)]
async fn forward(incoming: &Headers, outgoing: &mut Headers, id: u64) -> usize {
    std::future::ready(outgoing.len()).await
}
#[span(kind = consumer, links = messages.iter().map(|message| extract(message)))]
fn batch(messages: &[Headers]) {}

#[span(kind = server, parent = extract_with(|name| headers.get(name)))]
fn closure(headers: &Headers) {}

fn main() {
    drop(forward(&Headers::new(), &mut Headers::new(), 1));
    (batch(&[]), closure(&Headers::new()));
}
