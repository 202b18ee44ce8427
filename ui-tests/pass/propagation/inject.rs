#![deny(warnings)]

use otlp_runtime::{inline, span};

#[span(kind = client, inject(headers))]
fn reborrowed(headers: &mut Vec<(String, String)>) -> usize { headers.len() }

#[span(kind = client, inject(&mut command), err)]
fn child(mut command: std::process::Command) -> std::io::Result<()> { command.output().map(drop) }

struct Message(Vec<(String, String)>);
impl Message {
    #[span(kind = producer, inject(&mut self.0))]
    fn send(&mut self) {}
}
fn main() {
    let mut headers = Vec::new();
    let _sent = inline::span!("sent", kind = client, inject(&mut headers));
    (reborrowed(&mut headers), child(std::process::Command::new("true")).is_ok(), Message(headers).send());
}
