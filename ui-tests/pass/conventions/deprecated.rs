#![allow(deprecated)]
#![deny(warnings)]

use otlp_runtime::{event, record, span};

#[span(deprecated = warn, http.url = url, db.system = "mssql", late(http.status_code))]
fn load(url: &str) {
    record!(deprecated = warn, http.status_code = 200);
}

#[span(aws.s3.client, rpc.system = other("aws-api"), rpc.service = "S3", aws.s3.bucket = "carts")]
fn inside_a_convention_that_asks_for_it() {}

fn main() {
    load("https://carts.example/");
    inside_a_convention_that_asks_for_it();
    event!("chat", gen_ai.request.top_k = 1.0, gen_ai.conversation.id = "7");
}
