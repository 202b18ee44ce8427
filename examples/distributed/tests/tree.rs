//! The example, run as a user runs it: five processes, one trace.
//!
//! In: its output. Out: the tree without ids and times, compared as text. Never here: times.

use std::process::Command;

#[test]
fn five_processes_make_one_trace() {
    let output = Command::new(env!("CARGO_BIN_EXE_distributed")).output().unwrap();
    let (text, errors) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success(), "{errors}");
    assert_eq!(errors, "", "telemetry has nothing to complain of");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("cart 7: 3 items reserved, 1299 cents charged, shipment ordered"));
    let title = lines.nth(1).unwrap();
    assert!(title.starts_with("trace ") && title.ends_with(", 12 spans"), "{title}");
    let tree: Vec<&str> = lines
        .map(|line| line.trim_end_matches(" µs").trim_end_matches(char::is_numeric).trim_end())
        .collect();
    let expected = [
        "distributed  internal  buy",
        "distributed  client      GET /checkout/{cart}",
        "shop         server        GET /checkout/{cart}",
        "shop         client          POST /reservations/{cart}",
        "stock        server            POST /reservations/{cart}",
        "stock        internal            take",
        "shop         client          shop.Payments/Charge",
        "payments     server            shop.Payments/Charge",
        "payments     internal            debit",
        "shop         producer        send shipments",
        "worker       consumer          process shipments",
        "worker       internal            pack",
    ];
    assert_eq!(tree, expected);
}
