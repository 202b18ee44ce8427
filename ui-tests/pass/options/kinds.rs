use otlp_runtime::span;

#[span(kind = internal)]
fn internal() {}

#[span(kind = server)]
fn server() {}

#[span(kind = client)]
fn client() {}

#[span(kind = producer)]
fn producer() {}

#[span(kind = consumer)]
fn consumer() {}

fn main() {
    let _ = [internal, server, client, producer, consumer].map(|call| call());
}
