//! What the threads that make spans and the thread that exports them share.
//!
//! In: settings, at install. Out: one `Arc<Pipeline>` per install, found by its generation.
//! Never here: the current span, exporters, commands.
//!
//! Protocol. `GENERATION` is 0 when nothing is installed, else the number of the installed
//! pipeline; numbers are never used twice. Threads compare it with the number they cached
//! (one relaxed load) and look the pipeline up only when it differs.
//!
//! A forked child has neither the export thread nor the other threads, and whatever those had locked stays
//! locked. So nothing is installed in it, and the pipelines that it inherits are never touched again.

mod wake;

use core::cell::Cell;
use core::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Once, Weak};

use self::wake::Wake;
use crate::chunk::pool::ChunkPool;
use crate::config::Limits;
use crate::process;
use crate::propagation::Propagators;
use crate::sampler::Sampler;
use crate::stats::{DropReason, ExportCounters, Stats, ThreadCounters};
use crate::sync::lock;

/// The installed pipeline's generation; 0 when there is none.
static GENERATION: AtomicU32 = AtomicU32::new(0);

/// The propagators of the telemetry installed last. They stay in force after its shutdown, and where the environment
/// switches recording off: a request's context is passed on all the same.
static PROPAGATORS: AtomicU32 = AtomicU32::new(Propagators::NONE.to_bits());

/// All pipelines that somebody still holds, installed or not.
static REGISTRY: Mutex<Registry> = Mutex::new(Registry {
    last: 0,
    #[cfg(feature = "opentelemetry")]
    is_bridged: false,
    pipelines: Vec::new(),
});

#[derive(Debug)]
struct Registry {
    last: u32,
    /// No pipeline has a shortcut any more.
    #[cfg(feature = "opentelemetry")]
    is_bridged: bool,
    pipelines: Vec<(u32, Weak<Pipeline>)>,
}

/// Returns the generation to compare with, 0 when nothing is installed.
#[inline]
pub(crate) fn generation() -> u32 {
    // Relaxed: a thread that sees a new number takes the registry's lock before it uses it.
    GENERATION.load(Ordering::Relaxed)
}

/// Takes the shortcut from all pipelines, and from those to come.
#[cfg(feature = "opentelemetry")]
pub(crate) fn close_shortcuts() {
    let mut registry = lock(&REGISTRY);
    registry.is_bridged = true;
    for pipeline in registry.pipelines.iter().filter_map(|(_, weak)| weak.upgrade()) {
        pipeline.shortcut.store(0, Ordering::Relaxed);
    }
}

/// Returns the propagators that functions without a list of their own use.
#[inline]
pub(crate) fn propagators() -> Propagators {
    // Relaxed, here and below: the number is all there is.
    Propagators::from_bits(PROPAGATORS.load(Ordering::Relaxed))
}

/// Sets the propagators.
pub(crate) fn set_propagators(propagators: Propagators) {
    PROPAGATORS.store(propagators.to_bits(), Ordering::Relaxed);
}

/// Returns the pipeline with this generation, if anybody still holds it.
pub(crate) fn find(generation: u32) -> Option<Arc<Pipeline>> {
    let registry = lock(&REGISTRY);
    registry.pipelines.iter().find(|(number, _)| *number == generation).and_then(|(_, weak)| weak.upgrade())
}

thread_local! {
    /// The registry, held while this thread forks.
    static HELD: Cell<Option<MutexGuard<'static, Registry>>> = const { Cell::new(None) };
}

/// Prepares for forks, once.
fn watch_forks() {
    static WATCHED: Once = Once::new();
    #[cfg(unix)]
    WATCHED.call_once(|| {
        // Refused for want of memory alone; then a child that traces may find its parent's telemetry.
        let _ = process::at_fork(before_fork, after_fork, after_fork_in_child);
    });
    #[cfg(not(unix))]
    let _ = (&WATCHED, before_fork, after_fork, after_fork_in_child);
}

extern "C" fn before_fork() {
    let _ = HELD.try_with(|held| held.set(Some(lock(&REGISTRY))));
}

extern "C" fn after_fork() {
    let _ = HELD.try_with(Cell::take);
}

extern "C" fn after_fork_in_child() {
    process::count_fork();
    GENERATION.store(0, Ordering::Relaxed);
    if let Some(mut registry) = HELD.try_with(Cell::take).ok().flatten() {
        registry.pipelines.clear();
    }
}

/// One installed telemetry, as threads see it.
#[derive(Debug)]
pub(crate) struct Pipeline {
    generation: u32,
    /// The generation, as long as the thread's slot alone says whose child a span is; 0 once there is a bridge.
    shortcut: AtomicU32,
    /// `process::forks` of the process that it is for.
    forks: u32,
    pub(crate) sampler: Sampler,
    pub(crate) limits: Limits,
    pub(crate) chunks: ChunkPool,
    pub(crate) wake: Wake,
    pub(crate) export: ExportCounters,
    /// Why the last request failed, if it is to be sent again; for those whose deadline passes first.
    last_failure: Mutex<String>,
    threads: Mutex<Threads>,
    /// Once true, nothing is counted as exported; held while a batch is counted.
    is_closed: Mutex<bool>,
}

#[derive(Debug, Default)]
struct Threads {
    live: Vec<Arc<ThreadCounters>>,
    started_by_gone: u64,
    ended_by_gone: u64,
    sampled_out_by_gone: u64,
}

impl Pipeline {
    /// Registers a pipeline with a generation of its own; threads do not use it yet.
    pub(crate) fn register(sampler: Sampler, limits: Limits, chunks: ChunkPool) -> Arc<Self> {
        watch_forks();
        let mut registry = lock(&REGISTRY);
        registry.last += 1;
        registry.pipelines.retain(|(_, weak)| weak.strong_count() > 0);
        #[cfg(feature = "opentelemetry")]
        let has_shortcut = !registry.is_bridged;
        #[cfg(not(feature = "opentelemetry"))]
        let has_shortcut = true;
        let pipeline = Arc::new(Self {
            generation: registry.last,
            shortcut: AtomicU32::new(if has_shortcut { registry.last } else { 0 }),
            forks: process::forks(),
            sampler,
            limits,
            chunks,
            wake: Wake::new(),
            export: ExportCounters::default(),
            last_failure: Mutex::default(),
            threads: Mutex::default(),
            is_closed: Mutex::new(false),
        });
        registry.pipelines.push((pipeline.generation, Arc::downgrade(&pipeline)));
        pipeline
    }

    pub(crate) const fn generation(&self) -> u32 {
        self.generation
    }

    /// Returns the generation, or 0 when spans have to look beside the thread's slot for their parent.
    ///
    /// A thread compares one of the two in any case, so this costs nothing where there is no bridge.
    #[inline]
    pub(crate) fn shortcut(&self) -> u32 {
        self.shortcut.load(Ordering::Relaxed)
    }

    /// Says whether this process is a forked child and the pipeline its parent's: not to be touched.
    pub(crate) fn is_inherited(&self) -> bool {
        self.forks != process::forks()
    }

    /// Makes threads use this pipeline. False when another one is in use.
    pub(crate) fn activate(&self) -> bool {
        // Relaxed: see `generation`.
        GENERATION.compare_exchange(0, self.generation, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    /// Makes threads record nothing more into this pipeline.
    pub(crate) fn deactivate(&self) {
        let _ = GENERATION.compare_exchange(self.generation, 0, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// Says that nothing will be exported any more: what is still pending is lost.
    pub(crate) fn close(&self) {
        *lock(&self.is_closed) = true;
    }

    /// Says that the export thread cannot be waited for: what is pending is lost, and whatever
    /// it still delivers is not counted.
    pub(crate) fn abandon(&self) {
        let mut is_closed = lock(&self.is_closed);
        if !*is_closed {
            *is_closed = true;
            self.export.add_dropped(DropReason::ShutdownDeadline, self.pending());
        }
    }

    /// Runs `count` on the counters, unless nothing is counted any more.
    pub(crate) fn count(&self, count: impl FnOnce(&ExportCounters)) {
        if !*lock(&self.is_closed) {
            count(&self.export);
        }
    }

    /// Says whether nothing is counted as exported any more.
    pub(crate) fn is_closed(&self) -> bool {
        *lock(&self.is_closed)
    }

    /// Takes note of why a request failed that will be sent again; empty if it will not.
    pub(crate) fn set_last_failure(&self, reason: &str) {
        let mut last = lock(&self.last_failure);
        last.clear();
        last.push_str(reason);
    }

    pub(crate) fn last_failure(&self) -> String {
        lock(&self.last_failure).clone()
    }

    /// Adds the calling thread.
    pub(crate) fn join(&self) -> Arc<ThreadCounters> {
        let counters = Arc::<ThreadCounters>::default();
        lock(&self.threads).live.push(Arc::clone(&counters));
        self.chunks.add_thread();
        counters
    }

    /// Removes a thread; what it counted stays.
    pub(crate) fn leave(&self, counters: &Arc<ThreadCounters>) {
        let mut threads = lock(&self.threads);
        if let Some(index) = threads.live.iter().position(|live| Arc::ptr_eq(live, counters)) {
            threads.live.swap_remove(index);
            self.chunks.remove_thread();
            threads.started_by_gone += counters.started();
            threads.ended_by_gone += counters.ended();
            threads.sampled_out_by_gone += counters.sampled_out();
        }
    }

    /// Counts the end of a span whose thread could not count it itself.
    pub(crate) fn count_ended_elsewhere(&self) {
        lock(&self.threads).ended_by_gone += 1;
    }

    /// Counts a span that ended and is lost.
    pub(crate) fn count_lost(&self, reason: DropReason) {
        self.count_ended_elsewhere();
        self.export.add_dropped(reason, 1);
    }

    fn pending(&self) -> u64 {
        let settled = self.export.exported() + self.export.rejected() + self.export.dropped().total();
        (self.ended() + self.export.recovered())
            .saturating_sub(settled + self.export.spooled() + self.sampled_out())
    }

    fn ended(&self) -> u64 {
        let threads = lock(&self.threads);
        threads.ended_by_gone + threads.live.iter().map(|thread| thread.ended()).sum::<u64>()
    }

    fn sampled_out(&self) -> u64 {
        let threads = lock(&self.threads);
        threads.sampled_out_by_gone + threads.live.iter().map(|thread| thread.sampled_out()).sum::<u64>()
    }

    fn started(&self) -> u64 {
        let threads = lock(&self.threads);
        threads.started_by_gone + threads.live.iter().map(|thread| thread.started()).sum::<u64>()
    }

    /// Reads all counts.
    pub(crate) fn stats(&self) -> Stats {
        // What happened last is read first, so that no difference is negative.
        let is_closed = self.is_closed();
        let (exported, rejected) = (self.export.exported(), self.export.rejected());
        let mut dropped = self.export.dropped();
        let spooled = self.export.spooled();
        let sampled_out = self.sampled_out();
        let ended = self.ended();
        let created = self.started();
        let recovered = self.export.recovered();
        let settled = exported + rejected + dropped.total() + spooled + sampled_out;
        let mut pending = (ended + recovered).saturating_sub(settled);
        if is_closed {
            dropped.add(DropReason::AfterShutdown, pending);
            pending = 0;
        }
        let open = created.saturating_sub(ended);
        let (live, abandoned) = if is_closed { (0, open) } else { (open, 0) };
        let memory = self.chunks.memory();
        let in_flight_bytes = self.export.in_flight_bytes().min(memory.encoded);
        Stats {
            created,
            live,
            abandoned,
            exported,
            rejected,
            dropped,
            pending,
            in_flight: self.export.in_flight().min(pending),
            recovered,
            spooled,
            unspooled: self.export.unspooled(),
            unfilled_late: self.export.unfilled_late(),
            buffered_bytes: memory.chunks + memory.encoded - in_flight_bytes,
            in_flight_bytes,
            pooled_bytes: memory.free,
            sampled_out,
            sampler_panics: self.export.sampler_panics(),
            out_of_order: self.export.out_of_order(),
        }
    }
}
