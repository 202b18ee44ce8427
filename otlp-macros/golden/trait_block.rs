#[traced(crate = my::telemetry)]
pub trait Load<T>: Sized {
    type Error;

    fn load(&self) -> Result<T, Self::Error>;

    fn load_all(&self, count: usize) -> Vec<T> {
        (0..count).flat_map(|_| self.load()).collect()
    }

    #[my::telemetry::span(name = "reload", err)]
    fn reload(&mut self) -> Result<T, Self::Error> {
        self.load()
    }
}

// ---- becomes ----

pub trait Load<T>: Sized {
    type Error;
    fn load(&self) -> Result<T, Self::Error>;
    fn load_all(&self, count: usize) -> Vec<T> {
        let __otlp_guard = my::telemetry::__private::entered(const {
            &my::telemetry::__private::Callsite::internal(
                "CARGO_PKG_NAME",
                "CARGO_PKG_VERSION",
                "Load::load_all",
                b"",
            )
        });
        '__otlp_body: { (0..count).flat_map(|_| self.load()).collect() }
    }
    #[my::telemetry::span(__otlp_read)]
    fn reload(&mut self) -> Result<T, Self::Error> {
        my::telemetry::__private::observe(
            my::telemetry::__private::entered(const {
                &my::telemetry::__private::Callsite::internal(
                    "CARGO_PKG_NAME",
                    "CARGO_PKG_VERSION",
                    "reload",
                    b"",
                )
            }),
            || -> Result<T, Self::Error> { self.load() },
            |__otlp_out| {
                my::telemetry::__private::Fallible::__err(
                    __otlp_out,
                    |_| false,
                    |__otlp_err| {
                        use my::telemetry::__private::error_types::*;
                        (&my::telemetry::__private::Failed(__otlp_err)).error_type()
                    },
                );
            },
        )
    }
}
