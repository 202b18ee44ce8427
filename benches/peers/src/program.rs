//! The program `peer`: one row, in a process of its own.
//!
//! In: arguments, `ACTION ROW STATE …`; for `rounds`, lines with a case and a number of spans, and for `requests`, with a number
//! of requests. Out: numbers, one line for each answer.
//! Never here: tables, other rows.

use std::env;
use std::io::{self, BufRead, Write};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use crate::cases::{self, Case};
use crate::peer::{Peer, State};
use crate::peers::servers::Server;
use crate::peers::{Job, dispatch};
use crate::{Result, clock, send};

/// What a process does, as its arguments say.
struct Action {
    arguments: Vec<String>,
}

/// Runs what the arguments say.
///
/// # Errors
///
/// Whatever goes wrong: the bench that started this shows it.
pub fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let action = Action { arguments };
    let row = action.argument(1)?.to_owned();
    if action.argument(0)? == "requests" {
        return requests(&row, action.argument(2)?);
    }
    dispatch(&row, action)
}

impl Action {
    fn argument(&self, index: usize) -> Result<&str> {
        let usage =
            "usage: peer rounds|spans|allocations|send|threads|idle|open|requests ROW STATE [CASE] [NUMBER]…";
        Ok(self.arguments.get(index).ok_or(usage)?)
    }

    fn number(&self, index: usize) -> Result<u32> {
        Ok(self.argument(index)?.parse()?)
    }
}

impl Job for Action {
    fn run<P: Peer>(self) -> Result<()> {
        let state = State::parse(self.argument(2)?)?;
        let peer = P::install(state)?;
        match self.argument(0)? {
            "rounds" => rounds::<P>(state)?,
            "spans" => {
                let (case, spans) = (Case::parse(self.argument(3)?)?, self.number(4)?);
                cases::make::<P>(case, state, spans);
                counted::<P>(case, state, spans);
            }
            "allocations" => {
                let (case, spans) = (Case::parse(self.argument(3)?)?, self.number(4)?);
                cases::make::<P>(case, state, spans);
                let (count, bytes) = cases::allocated::<P>(case, state, spans);
                println!("{count} {bytes}");
            }
            "send" => return send::run(peer, self.argument(3)? == "bursts", self.number(4)?),
            // Threads need a state that outlives this function; only this one makes sense for them.
            "threads" => threads::<P>(State::Recorded, self.number(3)?, self.number(4)?, false)?,
            "idle" => threads::<P>(State::Recorded, self.number(3)?, self.number(4)?, true)?,
            "open" => {
                let before = clock::resident_bytes()?;
                let bytes = cases::with_open::<P, _>(self.number(3)?, clock::resident_bytes)? - before;
                println!("{}", bytes / f64::from(self.number(3)?));
            }
            action => return Err(format!("no action `{action}`").into()),
        }
        let lost = peer.shutdown().unwrap_or_default();
        if lost > 0 {
            eprintln!("{}: {lost} spans were not recorded for want of memory", self.argument(1)?);
        }
        Ok(())
    }
}

/// What callgrind counts: it knows this function by its name.
#[inline(never)]
fn counted<P: Peer>(case: Case, state: State<'_>, spans: u32) {
    cases::make::<P>(case, state, spans);
}

/// Answers each line, a number of spans and a case, with the nanoseconds of a span.
fn rounds<P: Peer>(state: State<'_>) -> Result<()> {
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (spans, case) = line.split_once(' ').ok_or("a number and a case")?;
        println!("{}", cases::nanos::<P>(Case::parse(case)?, state, spans.parse()?));
        io::stdout().flush()?;
    }
    Ok(())
}

/// Answers each line, a number of requests, with what one of them took.
fn requests(row: &str, state: &str) -> Result<()> {
    let mut server = Server::start(row, state)?;
    for line in io::stdin().lock().lines() {
        let [nanos, allocations, bytes] = server.answer(line?.parse()?)?;
        println!("{nanos} {allocations} {bytes}");
        io::stdout().flush()?;
    }
    Ok(())
}

/// Runs so many threads that make so many spans each, all at once. Prints their spans per second together; with
/// `is_idle_measured` also the resident bytes per thread once all have made their spans, which all of them outlive.
fn threads<P: Peer>(state: State<'static>, threads: u32, spans: u32, is_idle_measured: bool) -> Result<()> {
    let before = clock::resident_bytes()?;
    let barrier = Arc::new(Barrier::new(threads as usize + 1));
    let handles: Vec<_> = (0..threads)
        .map(|_| {
            let barrier = Arc::clone(&barrier);
            // Small, so that a thousand fit.
            thread::Builder::new().stack_size(256 * 1024).spawn(move || {
                barrier.wait();
                let start = Instant::now();
                cases::make::<P>(Case::Sync, state, spans);
                let end = Instant::now();
                // All have made their spans; memory was read.
                barrier.wait();
                barrier.wait();
                (start, end)
            })
        })
        .collect::<io::Result<_>>()?;
    barrier.wait();
    barrier.wait();
    let bytes = if is_idle_measured {
        // The slowest of the libraries looks once in a second at what was recorded.
        thread::sleep(Duration::from_millis(2_500));
        clock::resident_bytes()? - before
    } else {
        f64::NAN
    };
    barrier.wait();
    let times: Vec<(Instant, Instant)> = handles
        .into_iter()
        .map(|handle| handle.join().map_err(|_| "a thread panicked"))
        .collect::<std::result::Result<_, _>>()?;
    let start = times.iter().map(|(start, _)| *start).min().ok_or("no threads")?;
    let end = times.iter().map(|(_, end)| *end).max().ok_or("no threads")?;
    let seconds = (end - start).as_secs_f64();
    println!("{} {}", f64::from(spans) * f64::from(threads) / seconds, bytes / f64::from(threads));
    Ok(())
}
