//! Failures that are known, with their reasons. A case that fails without standing here fails the test, and so does an
//! entry whose case passes.
//!
//! In: an id, who fails. Out: why.
//! Never here: what the case saw; that is in the page that the results are written to.

use super::kit::Who;
use super::kit::Who::{Ours, Theirs};

#[rustfmt::skip]
pub(crate) const KNOWN: &[(&str, Who, &str)] = &[
    ("EXP-05", Ours, "the timeout, and `OTEL_BSP_EXPORT_TIMEOUT` if it is shorter, bounds one request, which is cancelled and sent again until the batch is 30 minutes old (`max_batch_age`), so that an outage loses nothing; a flush that does not see the end of it says why. With `max_batch_age(timeout)` there is one deadline"),
    ("ENV-08", Ours, "files are not read: one line says so where `OTEL_CONFIG_FILE` is set, and the other variables stay in force. To ignore them would send spans to `localhost`, to refuse the start would send none; this way what an operator has set beside the file holds"),
    ("SDK-09", Ours, "there are no processors of one's own. They would run on the thread of every span; at the start a sampler of one's own sees it and adds attributes, at the end an `Exporter` does, on the export thread"),
    ("SDK-12", Ours, "there is one pipeline. Exporters of one's own are `Exporter`, and one may hand a batch, which is shared and not copied, to several others; queues and retries for each destination are a collector's work (OTLP-14)"),
    ("SDK-15", Ours, "the counts are in `Telemetry::stats`, and not metrics"),
    ("BSP-08", Ours, "spans are always exported by the export thread: to export a span when it ends makes the program wait for the collector, which nothing here does. Tests have `InMemoryExporter`; a short program keeps the guard, or calls `flush`"),

    ("OTLP-03", Theirs, "a cap can be set for HTTP; there is none for gRPC"),
    ("OTLP-05", Theirs, "gRPC has the cap, and its error counts as retryable (`OUT_OF_RANGE`)"),
    ("OTLP-06", Theirs, "one request at a time; the asynchronous processor, which is experimental, has a setting for more"),
    ("GRPC-08", Theirs, "a connection that breaks ends the request; the next one finds a new connection"),
    ("HTTP-09", Theirs, "warnings have the status alone"),
    ("HTTP-12", Theirs, "their default client, reqwest, follows redirects, and headers of one's own go along"),
    ("EXP-07", Theirs, "the variable is not read; roots are set in code, for gRPC. Their default HTTP client has no TLS"),
    ("EXP-08", Theirs, "as EXP-07"),
    ("EXP-09", Theirs, "as EXP-07"),
    ("ENV-02", Theirs, "`OTEL_SDK_DISABLED` is not read"),
    ("ENV-03", Theirs, "numbers that cannot be read are ignored without a word; for an implementation as old as theirs, the warning is a should"),
    ("ENV-04", Theirs, "of this row a should: samplers are known in lower case only"),
    ("ENV-05", Theirs, "a timeout of 0 is over at once"),
    ("ENV-07", Theirs, "a ratio over 1 is taken as 1 without a word"),
    ("ENV-08", Theirs, "files are not read, and nothing is said"),
    ("ENV-09", Theirs, "variables without effect are not announced"),
    ("SDK-02", Theirs, "the default batch processor exports what is recorded only; the simple one does not"),
    ("SDK-05", Theirs, "attributes are a list; keys are not compared"),
    ("SDK-14", Theirs, "a panic of the exporter ends the export thread, for good"),
    ("LIM-02", Theirs, "there is no limit of length"),
    ("LIM-04", Theirs, "the general variables are not read"),
    ("LIM-06", Theirs, "limits of the attributes of events and links are set in code; their variables are not read"),
    ("BSP-04", Theirs, "the default processor does not have the timeout, as its documentation says"),
    ("FLU-04", Theirs, "a flush always waits for 5 seconds at most"),
    ("SHU-03", Theirs, "there are no counts"),
    ("SAM-10", Theirs, "there is no such sampler"),
    ("SAM-11", Theirs, "the flag is not set"),
    ("RES-02", Theirs, "`OTEL_RESOURCE_ATTRIBUTES` wins over `OTEL_SERVICE_NAME`"),
    ("RES-03", Theirs, "values are taken as they are"),
];

pub(crate) fn reason(id: &str, who: Who) -> Option<&'static str> {
    KNOWN.iter().find(|(known, whose, _)| *known == id && *whose == who).map(|(_, _, reason)| *reason)
}
