//! R24: which system calls a thread makes that makes spans.
//!
//! In: a child whose main thread is stopped at each of its calls (`ptrace`); its export thread is not. Out: how many there were of
//! which kind, while the collector answers and while it never does.
//! Never here: time.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use nix::sys::ptrace;
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::Pid;
use otlp_tests::{Answer, Collector};

use super::runs;

/// The numbers of x86-64.
const READ: u64 = 0;
const WRITE: u64 = 1;
const MMAP: u64 = 9;
const MPROTECT: u64 = 10;
const MUNMAP: u64 = 11;
const BRK: u64 = 12;
const MADVISE: u64 = 28;
const FUTEX: u64 = 202;
/// Of memory, or to wake the export thread: a write of eight bytes to an eventfd that does not block, or a futex.
const EXPECTED: [u64; 7] = [WRITE, MMAP, MPROTECT, MUNMAP, BRK, MADVISE, FUTEX];

/// What a child's main thread called between a line that it read and one that it wrote.
#[derive(Debug, Default)]
struct Calls {
    by_number: BTreeMap<u64, u64>,
    /// Futex calls that wait.
    waits: u64,
}

fn trace(collector: &Collector, spans: u64) -> Calls {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tortured"))
        .args(["calls", &spans.to_string()])
        .env_clear()
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap());
    let mut stdin = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "ready");
    ptrace::attach(pid).unwrap();
    assert!(matches!(waitpid(pid, None).unwrap(), WaitStatus::Stopped(_, Signal::SIGSTOP)));
    ptrace::setoptions(pid, ptrace::Options::PTRACE_O_TRACESYSGOOD).unwrap();
    stdin.write_all(b"go\n").unwrap();
    let mut calls = Calls::default();
    let mut has_read = false;
    loop {
        ptrace::syscall(pid, None).unwrap();
        match waitpid(pid, None).unwrap() {
            WaitStatus::PtraceSyscall(_) => {}
            other => panic!("the child did not go on: {other:?}"),
        }
        let registers = ptrace::getregs(pid).unwrap();
        // What a call returns before it is made (ENOSYS); all else is the end of one.
        let is_entry = registers.rax.cast_signed() == -38;
        match (registers.orig_rax, is_entry) {
            (READ, false) => has_read = true,
            (WRITE, true) if registers.rdi == 1 => break,
            (call, true) if has_read => {
                *calls.by_number.entry(call).or_default() += 1;
                assert!(call != WRITE || registers.rdx == 8, "not to an eventfd");
                // FUTEX_WAIT is 0, FUTEX_WAIT_BITSET is 9; the higher bits are flags.
                calls.waits += u64::from(call == FUTEX && matches!(registers.rsi & 127, 0 | 9));
            }
            _ => {}
        }
    }
    ptrace::detach(pid, None).unwrap();
    drop(stdin);
    assert_eq!(lines.next().unwrap().unwrap(), "done");
    assert!(child.wait().unwrap().success());
    calls
}

// `TORTURE_RUNS=10000000`
#[test]
fn r24_threads_that_make_spans_call_the_system_for_memory_and_to_wake_alone() {
    let spans = runs(200_000);
    for answers in [true, false] {
        let collector = Collector::start();
        if !answers {
            collector.otherwise(|_| Answer::hang());
        }
        let calls = trace(&collector, spans);
        println!("answers: {answers}, {spans} spans: {calls:?}");
        assert!(calls.by_number.keys().all(|call| EXPECTED.contains(call)), "{calls:?}");
        // A chunk holds hundreds of spans.
        assert!(calls.by_number.values().sum::<u64>() < spans / 100, "{calls:?}");
        // Two threads may meet at the lock of the chunks, one of which waits for the few instructions of the other.
        assert!(calls.waits < spans / 1000, "{calls:?}");
    }
}
