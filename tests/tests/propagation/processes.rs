//! Context that goes to child processes, and what the environment says about propagation.
//!
//! In: this test binary, run again as its own child. Out: what the child prints.

use std::process::Command;

use otlp_runtime::{Environment, Span, Telemetry, extract, inject, span};
use otlp_tests::Session;

use super::{Headers, SPAN, TRACE, caller, header};

/// Set in the child process, to what it does.
const ROLE: &str = "OTLP_TEST_ROLE";

/// The same program again, with nothing of this one's environment that concerns telemetry.
fn child(role: &str, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "processes::child_process", "--nocapture", "--include-ignored"]);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("OTEL_")) {
        command.env_remove(name);
    }
    command.env(ROLE, role).envs(variables.iter().copied());
    command
}

/// What the child prints between brackets, and its warnings.
fn printed(mut command: Command) -> (String, String) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let inside =
        text.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map(|(inside, _)| inside.to_owned());
    (inside.unwrap_or_else(|| panic!("{text}")), String::from_utf8(output.stderr).unwrap())
}

#[span(kind = server, extract(headers))]
fn serve(headers: &Headers) -> Headers {
    let mut request = Headers::new();
    call(&mut request);
    request
}

#[span(kind = client, inject(request))]
fn call(request: &mut Headers) {}

#[test]
fn child_process() {
    let Ok(role) = std::env::var(ROLE) else { return };
    let telemetry = Telemetry::builder().install().unwrap();
    match role.as_str() {
        // PRO-05
        "adopt" => {
            let span = Span::builder().name("main").parent(extract(&Environment)).start();
            let context = span.context();
            println!("[{} {}]", context.trace_id(), otlp_runtime::Baggage::current().as_str());
        }
        "pass" => {
            let mut headers = caller("03");
            headers.extend(
                [("tracestate", "a=1"), ("baggage", "b=2")].map(|(name, value)| (name.into(), value.into())),
            );
            headers.push(("b3".into(), format!("{TRACE}-{SPAN}")));
            println!("{:?}", serve(&headers));
        }
        "invoked" => {
            let of = |headers: &Headers| extract(headers).span_context().trace_id();
            println!("[{} {}]", of(&Headers::new()), of(&caller("01")));
        }
        other => panic!("{other}"),
    }
    drop(telemetry);
}

// PRO-04, PRO-05
#[test]
fn child_process_continues_the_trace() {
    let session = Session::start();
    let span = Span::builder().name("start").start().enter();
    let mut command = child("adopt", &[("OTEL_TRACES_EXPORTER", "none"), ("TRACESTATE", "stale=1")]);
    inject(&mut command);
    let (text, _) = printed(command);
    drop(span);
    assert_eq!(text, format!("{} ", session.span("start").context.trace_id()));
}

#[test]
fn lambda_names_the_variable_in_its_own_way() {
    let header = format!("Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent={SPAN};Sampled=1");
    let variables =
        [("OTEL_TRACES_EXPORTER", "none"), ("OTEL_PROPAGATORS", "xray"), ("_X_AMZN_TRACE_ID", &header)];
    assert_eq!(printed(child("adopt", &variables)).0, format!("{TRACE} "));
}

#[test]
fn variable_of_lambda_counts_where_the_request_has_no_context() {
    let lambda = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    let of = |propagators: &str| {
        let variables = [
            ("OTEL_TRACES_EXPORTER", "none"),
            ("OTEL_PROPAGATORS", propagators),
            ("_X_AMZN_TRACE_ID", lambda),
        ];
        printed(child("invoked", &variables)).0
    };
    let none = "0".repeat(32);
    assert_eq!(of("tracecontext,xray-lambda"), format!("5759e988bd862e3fe1be46a994272793 {TRACE}"));
    assert_eq!(of("tracecontext,xray"), format!("{none} {TRACE}"));
}

/// `OTEL_SDK_DISABLED`: nothing is recorded, and a request's context goes on as it came.
#[test]
fn context_is_passed_on_where_nothing_is_recorded() {
    let parent = format!("00-{TRACE}-{SPAN}-03");
    for off in [("OTEL_SDK_DISABLED", "true"), ("OTEL_TRACES_EXPORTER", "none")] {
        let (text, warnings) = printed(child("pass", &[off]));
        assert_eq!(
            text,
            format!(r#"("traceparent", "{parent}"), ("tracestate", "a=1"), ("baggage", "b=2")"#).as_str()
        );
        assert_eq!(warnings, "");
        let (text, _) = printed(child("pass", &[off, ("OTEL_PROPAGATORS", "b3")]));
        assert_eq!(text, format!(r#"("b3", "{TRACE}-{SPAN}")"#), "the decision is still open");
    }
}

// ENV-04, ENV-06, PRO-02
#[test]
fn environment_chooses_propagators() {
    let names = |variable: &str| {
        let variables = [("OTEL_PROPAGATORS", variable), ("OTEL_TRACES_EXPORTER", "none")];
        let (text, warnings) = printed(child("pass", &variables));
        let names: Vec<String> =
            text.split('(').filter_map(|pair| pair.split('"').nth(1)).map(str::to_owned).collect();
        (names.join(" "), warnings)
    };
    assert_eq!(
        names("tracecontext,B3,tracecontext, b3"),
        ("traceparent tracestate b3".into(), String::new())
    );
    assert_eq!(names("baggage"), ("baggage".into(), String::new()));
    assert_eq!(names("none"), (String::new(), String::new()));
    assert_eq!(names(""), ("traceparent tracestate baggage".into(), String::new()));
    let warning = |text: &str| format!("otlp-runtime: warning: `OTEL_PROPAGATORS`: {text}\n");
    let unknown = |name: &str| {
        warning(&format!(
            "`{name}` is not supported; ignored, use some of: tracecontext, baggage, b3, b3multi, jaeger, xray, xray-lambda, none"
        ))
    };
    let deprecated = "`ottrace` is deprecated by OpenTelemetry and not supported; ignored, use tracecontext (or b3multi, if the \
                      other side has no W3C Trace Context)";
    assert_eq!(names("OTTrace,b3"), ("b3".into(), warning(deprecated)));
    let same = "`xray` is ignored beside `xray-lambda`, which reads and writes the same header";
    assert_eq!(
        names("tracecontext,xray,xray-lambda"),
        ("traceparent tracestate x-amzn-trace-id".into(), warning(same))
    );
    assert_eq!(names("nonsense"), ("traceparent tracestate baggage".into(), unknown("nonsense")));
    assert_eq!(names("none,baggage"), ("baggage".into(), warning("`none` is ignored beside others")));
}

#[test]
fn context_is_passed_on_after_a_shutdown() {
    let session = Session::start();
    let headers = caller("01");
    session.telemetry().shutdown().unwrap();
    let sent = serve(&headers);
    assert_eq!(header(&sent, "traceparent"), header(&headers, "traceparent"));
    assert!(!Span::current().context().is_valid());
}
