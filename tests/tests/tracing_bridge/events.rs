//! Events, on the innermost span of either kind.

use otlp_runtime::{Value, inline};
use tracing::{error, event, info, info_span, warn};

use super::{bridged, tree};

#[test]
fn events_belong_to_the_innermost_span() {
    let session = bridged(|| {
        info!("nowhere");
        let _root = inline::span!("root");
        info!("on ours");
        info_span!("query").in_scope(|| {
            warn!(rows = 3, "on theirs");
            {
                let _inner = inline::span!("inner");
                error!(cause = %"full", "on ours below");
            }
            event!(tracing::Level::DEBUG, key = 1);
        });
    });
    let tree = tree(&session);
    let (before, unnamed) = tree.split_once("· event ").unwrap();
    assert!(unnamed.contains("level=DEBUG key=1"), "{unnamed}");
    assert!(
        before.starts_with("root\n  · on ours level=INFO\n  query\n    · on theirs level=WARN rows=3\n"),
        "{before}"
    );
    assert!(tree.contains("    inner\n      · on ours below level=ERROR cause=full\n"), "{tree}");
}

#[test]
fn event_may_have_a_parent() {
    let session = bridged(|| {
        let span = info_span!("span");
        let _root = inline::span!("root");
        info!(parent: &span, "given");
        info!(parent: None, "nowhere");
        let _theirs = info_span!("theirs").entered();
        info!(parent: &span, "given too");
    });
    assert_eq!(tree(&session), "span\n  · given level=INFO\n  · given too level=INFO\nroot\n  theirs\n");
    let (_, _, attributes) = session.span("span").events.remove(0);
    assert!(attributes.iter().any(|attribute| attribute.value == Value::from(module_path!())));
}
