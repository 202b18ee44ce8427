#[span(messaging.kafka.process.consumer, messaging.operation.name = "process", messaging.destination.name = topic, late(messaging.destination.temporary))]
fn handle(topic: &str) {}

// ---- becomes ----

fn handle(topic: &str) {
    let __otlp_guard = ::otlp_runtime::__private::enter({
        let mut __otlp_span = ::otlp_runtime::__private::start(const {
            &::otlp_runtime::__private::Callsite::consumer(
                    "CARGO_PKG_NAME",
                    "CARGO_PKG_VERSION",
                    "process",
                    b"J\x1B\n\x10messaging.system\x12\x07\n\x05kafkaJ%\n\x18messaging.operation.name\x12\t\n\x07process",
                )
                .with_names(
                    &[
                        &[
                            ::otlp_runtime::__private::NamePart::Text("process "),
                            ::otlp_runtime::__private::NamePart::Unless(
                                "messaging.destination.temporary",
                            ),
                            ::otlp_runtime::__private::NamePart::Key(
                                "messaging.destination.name",
                            ),
                        ],
                    ],
                )
                .with_late(&["messaging.destination.temporary"])
        });
        if ::otlp_runtime::__private::is_recording(&__otlp_span) {
            ::otlp_runtime::__private::keys::messaging·destination·name::__put(
                &topic,
                ::otlp_runtime::__private::InSpan(
                    &mut __otlp_span,
                    b"\n\x1Amessaging.destination.name",
                ),
            );
        }
        __otlp_span
    });
    '__otlp_body: {}
}
