//! What may stand in `extract(..)` and `inject(..)`.
#![deny(warnings)]

use std::collections::{BTreeMap, HashMap};
use std::process::Command;

use otlp_runtime::{Environment, Link, extract, extract_with, inline, span, traced};

#[span(kind = server, extract(headers))]
fn borrowed(headers: &HashMap<String, String>) {}

#[span(kind = server, extract(&headers, trust = restart))]
fn owned(headers: BTreeMap<String, String>) {}

#[span(kind = server, extract(headers, trust = link,))]
fn pairs(headers: &[(&str, &str)]) {}

#[traced(extract(&Environment))]
fn environment() {}

#[span(kind = client, inject(headers))]
fn reborrowed(headers: &mut Vec<(String, String)>) -> usize {
    headers.len()
}

#[span(kind = client, inject(&mut command), err)]
fn child(mut command: Command) -> std::io::Result<std::process::Output> {
    command.output()
}

#[span(kind = client, extract(incoming), inject(&mut *outgoing), "acme.id" = id)]
async fn forward(incoming: &HashMap<String, String>, outgoing: &mut HashMap<String, String>, id: u64) -> usize {
    std::future::ready(outgoing.len()).await
}

struct Message {
    headers: HashMap<String, String>,
}

impl Message {
    #[span(kind = producer, inject(&mut self.headers))]
    fn send(&mut self) {}
}

#[span(kind = consumer, links = messages.iter().map(|message| extract(&message.headers)))]
fn batch(messages: &[Message]) {}

#[span(kind = consumer, links = messages.iter().map(|message| Link::new(extract(&message.headers).linked().clone())))]
fn batch_of_links(messages: &[Message]) {}

#[span(kind = server, parent = extract_with(|name| headers.get(name)))]
fn closure(headers: &HashMap<String, String>) {}

fn main() {
    let mut headers = HashMap::new();
    let _span = inline::span!("inside", extract(&headers));
    let _sent = inline::span!("sent", kind = client, inject(&mut headers));
    borrowed(&headers);
    owned(BTreeMap::new());
    pairs(&[]);
    environment();
    reborrowed(&mut Vec::new());
    let _ = child(Command::new("true"));
    drop(forward(&HashMap::new(), &mut headers, 1));
    let mut message = Message { headers };
    message.send();
    batch(&[]);
    batch_of_links(&[]);
    closure(&message.headers);
}
