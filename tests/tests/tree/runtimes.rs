//! Every flavour of tokio, and none.

use std::time::Duration;

use otlp_runtime::{Span, Telemetry, traced};
use otlp_tests::Session;
use tokio::runtime::{Builder, Runtime};

#[traced]
async fn request(id: u64) -> u64 {
    tokio::time::sleep(Duration::from_millis(1)).await;
    let context = Span::current().context();
    let spawned = tokio::spawn(background(context));
    query(id).await + spawned.await.unwrap_or_default()
}

#[traced("acme.id" = id)]
async fn query(id: u64) -> u64 {
    tokio::task::yield_now().await;
    id
}

#[traced(parent = parent)]
async fn background(parent: otlp_runtime::SpanContext) -> u64 {
    tokio::task::yield_now().await;
    1
}

fn flavours() -> [(&'static str, Runtime); 3] {
    [
        ("current_thread", Builder::new_current_thread().enable_all().build().unwrap()),
        ("one worker", Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()),
        ("four workers", Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap()),
    ]
}

fn children_of_request(tree: &str) -> Vec<&str> {
    let mut children: Vec<&str> = tree.lines().filter_map(|line| line.strip_prefix("  ")).collect();
    children.sort_unstable();
    children
}

#[test]
fn tasks_nest_alike_under_every_flavour() {
    for (flavour, runtime) in flavours() {
        let session = Session::start();
        assert_eq!(runtime.block_on(request(4)), 5);
        let tree = session.tree();
        assert_eq!(children_of_request(&tree), ["background", "query acme.id=4"], "{flavour}");
        assert_eq!(session.stats().live, 0, "{flavour}");
    }
}

#[test]
fn hundred_requests_at_a_time_never_meet_a_wrong_parent() {
    let runtime = Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
    let session = Session::start();
    runtime.block_on(async {
        let tasks: Vec<_> = (0..100).map(|id| tokio::spawn(request(id))).collect();
        for task in tasks {
            task.await.unwrap();
        }
    });
    let spans = session.spans();
    assert_eq!(spans.len(), 300);
    for request in spans.iter().filter(|span| span.name == "request") {
        assert!(!request.parent_span_id.is_valid());
        let children: Vec<&str> = spans
            .iter()
            .filter(|span| span.parent_span_id == request.context.span_id())
            .inspect(|span| assert_eq!(span.context.trace_id(), request.context.trace_id()))
            .map(|span| span.name.as_str())
            .collect();
        assert_eq!(children.len(), 2, "{children:?}");
    }
}

#[test]
fn aborted_task_ends_its_spans_as_cancelled() {
    #[traced]
    async fn waits() {
        std::future::pending::<()>().await;
    }
    let session = Session::start();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let task = tokio::spawn(waits());
        tokio::task::yield_now().await;
        task.abort();
        assert!(task.await.unwrap_err().is_cancelled());
        let timed_out = tokio::time::timeout(Duration::from_millis(1), waits()).await;
        assert!(timed_out.is_err());
    });
    assert_eq!(session.tree(), "waits cancelled=true\nwaits cancelled=true\n");
}

#[test]
fn no_runtime_at_all_is_fine() {
    let session = Session::start();
    Span::builder().name("alone").start().end();
    assert_eq!(session.tree(), "alone\n");
    session.telemetry().shutdown().unwrap();
}

#[test]
fn flush_and_shutdown_inside_async_main_of_every_flavour_return() {
    for (flavour, runtime) in flavours() {
        let session = Session::start();
        let stats = runtime.block_on(async {
            query(1).await;
            session.telemetry().flush().unwrap();
            query(2).await;
            session.telemetry().shutdown().unwrap()
        });
        assert_eq!((stats.created, stats.exported), (2, 2), "{flavour}");
    }
}

#[test]
fn telemetry_can_be_installed_and_dropped_inside_async_main() {
    for (flavour, runtime) in flavours() {
        // The turn of this test, without telemetry of its own.
        let session = Session::start();
        session.telemetry().shutdown().unwrap();
        let exporter = otlp_runtime::InMemoryExporter::default();
        runtime.block_on(async {
            let telemetry = Telemetry::builder().exporter(exporter.clone()).install().unwrap();
            query(3).await;
            drop(telemetry);
        });
        assert_eq!(exporter.spans().len(), 1, "{flavour}");
    }
}
