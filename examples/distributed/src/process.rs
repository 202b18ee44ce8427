//! The life of a process of this example.
//!
//! In: which service it is. Out: a service with telemetry, from its start until its standard input is closed.
//! Never here: what it serves.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Command, Stdio};

use otlp_runtime::Telemetry;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::Failure;

/// Tells a service to end, by ending.
pub(crate) type Stop = oneshot::Receiver<()>;

/// Runs a service as the parent expects it: says its address, ends when the parent does, delivers its spans.
pub(crate) fn run(
    name: &'static str,
    serve: impl AsyncFnOnce(TcpListener, Stop) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let telemetry = Telemetry::builder().service_name(name).install()?;
    let (stop, stopped) = oneshot::channel();
    std::thread::spawn(move || {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        drop(stop);
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        serve(listener, stopped).await
    })?;
    // With its tasks: their spans end here.
    drop(runtime);
    telemetry.shutdown()?;
    Ok(())
}

/// A process that runs a service.
pub(crate) struct Child {
    process: std::process::Child,
    address: String,
}

impl Child {
    /// Starts this program as a service, and waits until it has an address.
    pub(crate) fn start(arguments: &[&str], collector: &str) -> Result<Self, Failure> {
        let mut process = Command::new(std::env::current_exe()?)
            .args(arguments)
            .env("OTEL_EXPORTER_OTLP_ENDPOINT", collector)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = process.stdout.take().ok_or("no standard output")?;
        let mut address = String::new();
        BufReader::new(output).read_line(&mut address)?;
        let address = address.trim().to_owned();
        if address.is_empty() {
            return Err(format!("`{}` has not started", arguments.join(" ")).into());
        }
        Ok(Self { process, address })
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Asks it to end, and waits until it has.
    pub(crate) fn stop(mut self) -> Result<(), Failure> {
        drop(self.process.stdin.take());
        let status = self.process.wait()?;
        if status.success() { Ok(()) } else { Err(format!("a service ended with {status}").into()) }
    }
}
