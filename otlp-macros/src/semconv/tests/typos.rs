//! What people type, and what they meant.
//!
//! In: wrong names. Out: the guess that must come first, or all of them.
//! Never here: the tables.

use super::super::{attribute, nearest, nearest_convention, nearest_member};

fn guesses(key: &str) -> Vec<&'static str> {
    nearest(key).collect()
}

#[test]
fn what_was_meant_comes_first() {
    let typos = [
        // Separators and case.
        ("http.request-method", "http.request.method"),
        ("http_request_method", "http.request.method"),
        ("HTTP.Request.Method", "http.request.method"),
        ("http.requestMethod", "http.request.method"),
        ("http.request_method", "http.request.method"),
        ("http.response.status.code", "http.response.status_code"),
        ("http.response.statuscode", "http.response.status_code"),
        ("db.system-name", "db.system.name"),
        ("useragent.original", "user_agent.original"),
        ("url/full", "url.full"),
        // Letters.
        ("http.reqeust.method", "http.request.method"),
        ("htpp.route", "http.route"),
        ("http.rout", "http.route"),
        ("server.adress", "server.address"),
        ("sever.port", "server.port"),
        ("db.qurey.text", "db.query.text"),
        ("db.colection.name", "db.collection.name"),
        ("messaging.destinaton.name", "messaging.destination.name"),
        ("erorr.type", "error.type"),
        ("netwrok.peer.address", "network.peer.address"),
        // Words cut short, or plural.
        ("server.addr", "server.address"),
        ("http.req.method", "http.request.method"),
        ("db.query.params", "db.query.parameter"),
        ("http.request.headers.x-id", "http.request.header"),
        ("http.routes", "http.route"),
        ("exception.msg", "exception.message"),
        ("url.querystring", "url.query"),
        // A namespace too few or too many.
        ("request.method", "http.request.method"),
        ("query.text", "db.query.text"),
        ("otel.http.route", "http.route"),
        ("span.url.full", "url.full"),
        ("db.postgresql.namespace", "db.namespace"),
        // A word too few or too many.
        ("http.response.code", "http.response.status_code"),
        ("server.socket.port", "server.port"),
        ("http.response.status", "http.response.status_code"),
        // Old names.
        ("http.method", "http.request.method"),
        ("http.url", "url.full"),
        ("http.status_code", "http.response.status_code"),
        ("http.target", "url.path"),
        ("db.statement", "db.query.text"),
        ("db.system", "db.system.name"),
        ("db.name", "db.namespace"),
        ("rpc.service", "rpc.method"),
        ("net.peer.port", "server.port"),
        ("http.user_agent", "user_agent.original"),
        ("messaging.operation", "messaging.operation.type"),
        ("http.host", "server.address"),
        // Old names, misspelt.
        ("http.statuscode", "http.response.status_code"),
        ("db_statement", "db.query.text"),
        ("db.stmt", "db.query.text"),
    ];
    let missed: Vec<_> = typos
        .iter()
        .filter(|(typo, meant)| guesses(typo).first() != Some(meant))
        .map(|(typo, meant)| (typo, meant, guesses(typo)))
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn another_word_leads_to_its_siblings() {
    assert!(guesses("http.request.verb").contains(&"http.request.method"));
}

#[test]
fn certain_guess_stands_alone() {
    assert_eq!(guesses("http.request-method"), ["http.request.method"]);
    assert_eq!(guesses("http.method"), ["http.request.method"]);
}

#[test]
fn own_keys_resemble_nothing() {
    for key in ["acme.order.id", "cart.total", "my.own.key", "foo.bar", "x", "", "...", "é.ü"] {
        assert!(guesses(key).is_empty(), "{key}: {:?}", guesses(key));
    }
}

#[test]
fn guesses_are_live_and_at_most_three() {
    for key in ["status_code", "name", "http.request", "db.name", "messaging.kafka.message", "event.name"] {
        let guesses = guesses(key);
        assert!(guesses.len() <= 3, "{guesses:?}");
        for guess in guesses {
            assert!(attribute(guess).is_some_and(super::super::Attribute::is_live), "{key}: {guess}");
        }
    }
}

#[test]
fn convention_that_was_meant_comes_first() {
    let typos = [
        ("http.sever", "http.server"),
        ("HTTP.Server", "http.server"),
        ("http_client", "http.client"),
        ("span.http.server", "http.server"),
        ("db.postgres.client", "db.postgresql.client"),
        ("db.postgresql", "db.postgresql.client"),
        ("postgresql.client", "db.postgresql.client"),
        ("db.mysql", "db.mysql.client"),
        ("rpc.grpc.client", "rpc.grpc.call.client"),
        ("grpc.server", "rpc.grpc.call.server"),
        ("messaging.kafka.send", "messaging.kafka.send.client"),
        ("kafka.send.producer", "messaging.kafka.send.producer"),
        ("messaging.kafka.recieve.client", "messaging.kafka.receive.client"),
        ("messaging.kafka.consumer", "messaging.kafka.process.consumer"),
        ("faas", "faas.client"),
        ("grpc", "rpc.grpc.call.client"),
        ("postgres", "db.postgresql.client"),
        ("db.sqlite.client", "db.sql.client"),
        ("sqs.send", "messaging.aws.sqs.send.producer"),
        ("messaging.nats.send.producer", "messaging.send.producer"),
    ];
    let guess = |typo: &str| nearest_convention(typo).collect::<Vec<_>>();
    let missed: Vec<_> = typos
        .iter()
        .filter(|(typo, meant)| guess(typo).first() != Some(meant))
        .map(|(typo, meant)| (typo, meant, guess(typo)))
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
    assert_eq!(guess("http"), ["http.client", "http.server"]);
    assert!(guess("acme.checkout").is_empty());
    assert!(guess("acme.client").is_empty());
}

#[test]
fn member_that_was_meant_comes_first() {
    let guess = |key: &str, value: &str| nearest_member(attribute(key).unwrap(), value).next();
    assert_eq!(guess("http.request.method", "GETT"), Some("GET"));
    assert_eq!(guess("http.request.method", "get"), Some("GET"));
    assert_eq!(guess("http.request.method", "PURGE"), None);
    assert_eq!(guess("db.system.name", "postgres"), Some("postgresql"));
    assert_eq!(guess("db.system.name", "sqlserver"), Some("microsoft.sql_server"));
    assert_eq!(guess("messaging.system", "aws_sns"), Some("aws.sns"));
    assert_eq!(guess("messaging.system", "nats"), None);
    assert_eq!(guess("cpython.gc.generation", "1"), None);
}
