//! Reading and writing the headers of W3C Trace Context and W3C Baggage, beside `opentelemetry`.
//!
//! `cargo bench --bench propagation` in this package. In: carriers of several kinds, with and without context. Out: CPU time
//! and instructions per call; of the row "carrier alone", of looking up or storing the same headers by hand, which is what
//! nobody can do without.
//! Never here: assertions; the current span.

use std::collections::HashMap;
use std::env::{args, current_exe};
use std::hint::black_box;

use http::HeaderMap;
use opentelemetry::propagation::{TextMapCompositePropagator, TextMapPropagator};
use opentelemetry_sdk::propagation::{BaggagePropagator, TraceContextPropagator};
use otlp_peers::Result;
use otlp_peers::carriers::{Carrier, Message, Pairs};
use otlp_peers::children::instructions;
use otlp_peers::clock::thread_nanos;
use otlp_peers::peers::{OPENTELEMETRY, OURS};
use otlp_peers::results::Results;
use otlp_runtime::{Propagator, Propagators};

const ROUNDS: usize = 101;
/// Calls of a round, each on a carrier of its own.
const CALLS: u32 = 100;
const ALONE: &str = "carrier alone";

const PARENT: (&str, &str) = ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
const STATE: (&str, &str) = ("tracestate", "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE");
const BAGGAGE: (&str, &str) = ("baggage", "tenant=north,plan=gold");
const COLUMNS: [(&str, Pairs<'static>); 4] = [
    ("nothing", &[]),
    ("traceparent", &[PARENT]),
    ("and tracestate", &[PARENT, STATE]),
    ("and baggage", &[PARENT, STATE, BAGGAGE]),
];

/// A round of calls; returns the CPU time of all, by the clock that it is given.
type Round = Box<dyn FnMut(fn() -> f64) -> f64>;

struct Cell {
    table: String,
    row: &'static str,
    column: &'static str,
    round: Round,
}

/// Both libraries' propagators, with baggage or without.
fn propagators(is_with_baggage: bool) -> (Propagators, TextMapCompositePropagator) {
    let mut theirs: Vec<Box<dyn TextMapPropagator + Send + Sync>> =
        vec![Box::new(TraceContextPropagator::new())];
    if is_with_baggage {
        theirs.push(Box::new(BaggagePropagator::new()));
        return (Propagators::default(), TextMapCompositePropagator::new(theirs));
    }
    (Propagators::new(&[Propagator::TraceContext]), TextMapCompositePropagator::new(theirs))
}

/// What callgrind counts: it knows this function by its name.
#[inline(never)]
fn counted<C>(carriers: &mut [C], call: &impl Fn(&mut C)) {
    for carrier in carriers {
        call(black_box(carrier));
    }
}

fn round<C: Carrier>(context: Pairs<'static>, call: impl Fn(&mut C) + 'static) -> Round {
    let carrier = C::with(context);
    Box::new(move |clock| {
        let mut carriers: Vec<C> = (0..CALLS).map(|_| carrier.with_room()).collect();
        let start = clock();
        counted(&mut carriers, &call);
        clock() - start
    })
}

/// The cells of one kind of carrier.
fn cells<C: Carrier>() -> Vec<Cell> {
    let mut cells = Vec::new();
    for (column, context) in COLUMNS {
        let is_with_baggage = context.len() > 2;
        let mut add = |what: &str, row, round| {
            cells.push(Cell { table: format!("{what}, {}", C::NAME), row, column, round });
        };
        let (ours, theirs) = propagators(is_with_baggage);
        add("Extract", OURS, round::<C>(context, move |carrier| drop(black_box(carrier.extract(ours)))));
        add(
            "Extract",
            OPENTELEMETRY,
            round::<C>(context, move |carrier| drop(black_box(carrier.extract_theirs(&theirs)))),
        );
        add("Extract", ALONE, round::<C>(context, move |carrier| carrier.look_up(is_with_baggage)));
        if context.is_empty() {
            continue;
        }
        let (ours, theirs) = propagators(is_with_baggage);
        let given = ours.extract(context);
        let given_theirs = theirs.extract(&HashMap::with(context));
        add("Inject", OURS, round::<C>(&[], move |carrier| carrier.inject(ours, black_box(&given))));
        add(
            "Inject",
            OPENTELEMETRY,
            round::<C>(&[], move |carrier| carrier.inject_theirs(&theirs, black_box(&given_theirs))),
        );
        add("Inject", ALONE, round::<C>(&[], move |carrier| carrier.store(black_box(context))));
    }
    cells.sort_by(|one, other| one.table.cmp(&other.table));
    cells
}

fn members(count: usize, value: &str) -> String {
    (0..count).map(|key| format!("k{key}={value}")).collect::<Vec<_>>().join(",")
}

/// What nobody should send, 64 KiB of it, half as trace state and half as baggage.
fn hostile() -> impl Iterator<Item = Cell> {
    let half = 32 << 10;
    let columns: [(&str, String, String); 5] = [
        ("one member", "a".repeat(half), "a".repeat(half)),
        ("short members", "a=1,".repeat(half / 4), "a=1,".repeat(half / 4)),
        ("commas", ",".repeat(half), ",".repeat(half)),
        ("full lists", members(31, &"x".repeat(127)), members(64, &"x".repeat(123))),
        ("to be encoded", members(31, &"x".repeat(127)), format!("a={}", " ; ".repeat(half / 3))),
    ];
    columns.into_iter().flat_map(|(column, state, baggage)| {
        let headers = HeaderMap::with(&[PARENT, ("tracestate", &state), ("baggage", &baggage)]);
        [true, false].map(|is_ours| {
            let (headers, (ours, theirs)) = (headers.clone(), propagators(true));
            let round = move |_: &mut HeaderMap| {
                if is_ours {
                    drop(black_box(headers.extract(ours)));
                } else {
                    drop(black_box(headers.extract_theirs(&theirs)));
                }
            };
            Cell {
                table: "Extract what is hostile, HeaderMap of 6".to_owned(),
                row: if is_ours { OURS } else { OPENTELEMETRY },
                column,
                round: self::round(&[], round),
            }
        })
    })
}

fn main() -> Result<()> {
    let mut cells: Vec<Cell> = cells::<HashMap<String, String>>()
        .into_iter()
        .chain(cells::<HeaderMap>())
        .chain(cells::<Message>())
        .chain(hostile())
        .collect();
    // Started by itself under valgrind, for one cell.
    if let Some(index) = args().skip_while(|argument| argument != "count").nth(1) {
        let Some(cell) = cells.get_mut(index.parse::<usize>()?) else { return Err("no such cell".into()) };
        // The crate that reads the clock does not work under valgrind.
        (cell.round)(|| 0.0);
        return Ok(());
    }
    let mut samples = vec![Vec::new(); cells.len()];
    for _ in 0..ROUNDS {
        for (cell, samples) in cells.iter_mut().zip(&mut samples) {
            // A reading of this clock takes as long as some calls.
            let start = thread_nanos();
            let reading = thread_nanos() - start;
            samples.push(((cell.round)(thread_nanos) - reading) / f64::from(CALLS));
        }
    }
    let program = current_exe()?;
    let program = program.to_str().ok_or("the path of this program is no text")?;
    let mut results = Results::default();
    for (index, (cell, samples)) in cells.iter().zip(&samples).enumerate() {
        results.add(&format!("{}, ns", cell.table), cell.row, cell.column, samples);
        let sum = instructions(program, &["count", &index.to_string()])?;
        results.add(
            &format!("{}, instructions", cell.table),
            cell.row,
            cell.column,
            &[sum / f64::from(CALLS)],
        );
    }
    results.finish("propagation")
}
