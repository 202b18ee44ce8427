//! An OTLP server inside the test process, for HTTP and gRPC on one port, that fails in every way one can be told of.
//!
//! In: a script of answers, faults among them. Out: what arrived, decompressed and with its time; a ledger of spans.
//! Never here: the product's own code: what it sends is decoded by `opentelemetry-proto`.
//!
//! ```
//! use otlp_tests::{Answer, Collector, Ledger};
//!
//! let collector = Collector::start();
//! collector.script([
//!     Answer::status(503).header("retry-after", "1"), // the first request
//!     Answer::lost(),                                 // the second: taken, and never acknowledged
//! ]);                                                 // all others: success
//! // ... export to `collector.endpoint()`, over HTTP or gRPC ...
//! let ledger = Ledger::by_sequence(&collector.received());
//! assert_eq!(ledger.duplicates(), []);
//! ```
//!
//! One thread with its own runtime runs the server; a mutex guards script and record; a condition
//! variable tells of arrivals. Dropping the collector stops the thread and closes all connections.

mod answer;
mod body;
mod ledger;
mod serve;

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::HeaderMap;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message as _;
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

pub use self::answer::Answer;
pub use self::ledger::{Arrival, Ledger, SEQUENCE};

/// How long a test waits for what must come; only a failing test waits this long.
const PATIENCE: Duration = Duration::from_secs(20);

/// The protocol of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireProtocol {
    /// OTLP/HTTP.
    Http,
    /// OTLP/gRPC.
    Grpc,
}

/// One request that arrived.
#[derive(Clone, Debug)]
pub struct Received {
    /// When its last byte had arrived.
    pub at: Instant,
    /// Its protocol, by the content type.
    pub protocol: WireProtocol,
    /// The HTTP method.
    pub method: String,
    /// The URL's path and query.
    pub path: String,
    /// All header fields.
    pub headers: HeaderMap,
    /// `content-encoding`, or `grpc-encoding` of a message that was compressed.
    pub encoding: Option<String>,
    /// The message, decompressed and without a gRPC frame.
    pub body: Bytes,
    /// Which connection it came over, counted from 0.
    pub connection: usize,
    /// Whether the answer takes it, also if that answer is lost.
    pub is_accepted: bool,
}

impl Received {
    /// Decodes the message.
    ///
    /// # Panics
    ///
    /// If it is not an `ExportTraceServiceRequest`.
    pub fn decode(&self) -> ExportTraceServiceRequest {
        match ExportTraceServiceRequest::decode(self.body.clone()) {
            Ok(request) => request,
            Err(error) => panic!("not an ExportTraceServiceRequest: {error}"),
        }
    }

    /// Returns all spans of the message.
    ///
    /// # Panics
    ///
    /// As [`decode`](Self::decode).
    pub fn spans(&self) -> Vec<Span> {
        let resource_spans = self.decode().resource_spans.into_iter();
        resource_spans.flat_map(|resource| resource.scope_spans).flat_map(|scope| scope.spans).collect()
    }

    /// Returns a header's text; empty if it is absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

type Rule = Box<dyn Fn(&Received) -> Answer + Send>;

#[derive(Default)]
struct State {
    script: std::collections::VecDeque<Answer>,
    /// For what the script does not answer; success if there is none.
    otherwise: Option<Rule>,
    max_request_bytes: Option<usize>,
    received: Vec<Received>,
    connections: usize,
    in_flight: usize,
    max_in_flight: usize,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    arrived: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // A failed assertion in another thread of the test leaves the state whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn connection(&self) -> usize {
        let mut state = self.lock();
        state.connections += 1;
        state.connections - 1
    }

    /// Records a request and takes the next answer.
    fn record(&self, mut request: Received) -> Answer {
        let mut state = self.lock();
        let answer = match state.max_request_bytes {
            Some(limit) if request.body.len() > limit => match request.protocol {
                WireProtocol::Http => Answer::status(413),
                WireProtocol::Grpc => Answer::grpc(8, "the message is too large"),
            },
            _ => match (state.script.pop_front(), &state.otherwise) {
                (Some(answer), _) => answer,
                (None, Some(rule)) => rule(&request),
                (None, None) => Answer::ok(),
            },
        };
        request.is_accepted = answer.is_accepted();
        state.received.push(request);
        state.in_flight += 1;
        state.max_in_flight = state.max_in_flight.max(state.in_flight);
        self.arrived.notify_all();
        answer
    }

    /// Counts a request that gets its answer now, or whatever stands for one.
    fn begin_answer(&self) {
        self.lock().in_flight -= 1;
    }
}

/// An OTLP server on a loopback port.
pub struct Collector {
    address: SocketAddr,
    tls: Option<TlsAcceptor>,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Collector {
    /// Starts on a free port; answers success until told otherwise.
    pub fn start() -> Self {
        Self::start_at(SocketAddr::from(([127, 0, 0, 1], 0)))
    }

    /// Starts at a given address, as after an outage.
    pub fn start_at(address: SocketAddr) -> Self {
        Self::run(address, None)
    }

    /// Starts with TLS on a free port, reached by the name `localhost`.
    pub fn start_tls(config: ServerConfig) -> Self {
        Self::run(SocketAddr::from(([127, 0, 0, 1], 0)), Some(TlsAcceptor::from(Arc::new(config))))
    }

    fn run(address: SocketAddr, tls: Option<TlsAcceptor>) -> Self {
        let shared = Arc::new(Shared::default());
        let mut collector = Self { address, tls, shared, stop: None, thread: None };
        collector.come_back();
        collector
    }

    /// Stops to listen and ends all connections: from now on they are refused. What arrived is kept.
    pub fn go_down(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the server has been printed; the test fails by what it did not receive.
            let _ = thread.join();
        }
    }

    /// Listens again, at the same address, after [`go_down`](Self::go_down).
    ///
    /// # Panics
    ///
    /// If somebody else has taken the port.
    pub fn come_back(&mut self) {
        let listener =
            TcpListener::bind(self.address).unwrap_or_else(|error| panic!("cannot listen: {error}"));
        self.address = listener.local_addr().unwrap_or_else(|error| panic!("no address: {error}"));
        let (tls, shared) = (self.tls.clone(), Arc::clone(&self.shared));
        let (stop, stopped) = oneshot::channel();
        self.thread = Some(std::thread::spawn(move || serve::run(listener, tls, shared, stopped)));
        self.stop = Some(stop);
    }

    /// Returns the address it listens at.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the base URL, good for both protocols.
    pub fn endpoint(&self) -> String {
        if self.tls.is_some() {
            return format!("https://localhost:{}", self.address.port());
        }
        format!("http://{}", self.address)
    }

    /// Appends answers to the script; when it is used up, answers are successes, or what
    /// [`otherwise`](Self::otherwise) says.
    pub fn script(&self, answers: impl IntoIterator<Item = Answer>) {
        self.shared.lock().script.extend(answers);
    }

    /// Sets what is answered when the script is used up. The rule must not call the collector, which waits for it.
    pub fn otherwise(&self, rule: impl Fn(&Received) -> Answer + Send + 'static) {
        self.shared.lock().otherwise = Some(Box::new(rule));
    }

    /// Refuses messages of more bytes, decompressed: HTTP status 413, gRPC status `RESOURCE_EXHAUSTED`.
    ///
    /// They use up nothing of the script.
    pub fn limit_requests(&self, bytes: usize) {
        self.shared.lock().max_request_bytes = Some(bytes);
    }

    /// Returns how many connections were made; with TLS, those whose handshake succeeded.
    pub fn connections(&self) -> usize {
        self.shared.lock().connections
    }

    /// Returns all requests that have arrived.
    pub fn received(&self) -> Vec<Received> {
        self.shared.lock().received.clone()
    }

    /// Returns how many requests waited for the end of their answers' delays at the same time, at most.
    pub fn max_in_flight(&self) -> usize {
        self.shared.lock().max_in_flight
    }

    /// Waits until `count` requests have arrived, and returns all that have.
    ///
    /// # Panics
    ///
    /// If they do not come within 20 seconds.
    pub fn wait_for(&self, count: usize) -> Vec<Received> {
        let deadline = Instant::now() + PATIENCE;
        let mut state = self.shared.lock();
        while state.received.len() < count {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "{} of {count} requests arrived in {PATIENCE:?}", state.received.len());
            state = self.shared.arrived.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        state.received.clone()
    }

    /// Waits until `count` spans have arrived, and returns all that have.
    ///
    /// # Panics
    ///
    /// If they do not come within 20 seconds, or a request cannot be decoded.
    pub fn wait_for_spans(&self, count: usize) -> Vec<Span> {
        let mut requests = 0;
        loop {
            let received = self.wait_for(requests);
            let spans: Vec<Span> = received.iter().flat_map(Received::spans).collect();
            if spans.len() >= count {
                return spans;
            }
            requests = received.len() + 1;
        }
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        self.go_down();
    }
}
