//! Models of what threads share without locks, under every interleaving loom finds: chunks (append, read, recycle, wake
//! once per batch), and the clock's anchor (publish, read).
//!
//! In: the very files that the runtime compiles, with loom's atomics and cells below them. Out: a
//! failed test with the interleaving that breaks the protocol.
//! Never here: a copy of the protocol.

#![expect(dead_code, reason = "the models use a part of the included file")]

/// `otlp-runtime/src/chunk/words.rs`, for loom: one tracked cell per word.
mod words {
    pub(crate) use loom::sync::Arc;
    pub(crate) use loom::sync::atomic::{AtomicUsize, Ordering};

    use std::ops::Range;

    use loom::cell::UnsafeCell;

    pub(crate) struct Words(Box<[UnsafeCell<u64>]>);

    impl Words {
        #[expect(clippy::unnecessary_wraps, reason = "the signature of the original")]
        pub(crate) fn zeroed(len: usize) -> Option<Self> {
            Some(Self((0..len).map(|_| UnsafeCell::new(0)).collect()))
        }

        pub(crate) fn len(&self) -> usize {
            self.0.len()
        }

        fn set(&self, index: usize, word: u64) {
            // SAFETY: loom itself checks that nobody else accesses the cell, which is the point.
            #[expect(unsafe_code, reason = "loom's cells hand out pointers")]
            self.0[index].with_mut(|cell| unsafe { *cell = word });
        }

        #[expect(unsafe_code, reason = "the signature of the original")]
        pub(crate) unsafe fn write<const N: usize>(&self, index: usize, words: &[u64; N]) {
            words.iter().enumerate().for_each(|(offset, word)| self.set(index + offset, *word));
        }

        #[expect(unsafe_code, reason = "the signature of the original")]
        pub(crate) unsafe fn write_bytes(&self, index: usize, bytes: &[u8]) {
            for (offset, chunk) in bytes.chunks(8).enumerate() {
                let mut word = [0; 8];
                word[..chunk.len()].copy_from_slice(chunk);
                self.set(index + offset, u64::from_ne_bytes(word));
            }
        }

        /// Copies, since loom's cells are not contiguous; each read is tracked.
        #[expect(unsafe_code, reason = "the signature of the original")]
        pub(crate) unsafe fn slice(&self, range: Range<usize>) -> &[u64] {
            let words: Vec<u64> = self.0[range]
                .iter()
                .map(|cell| {
                    // SAFETY: as in `set`.
                    cell.with(|word| unsafe { *word })
                })
                .collect();
            Vec::leak(words)
        }
    }

    // SAFETY: loom tracks every access.
    #[expect(unsafe_code, reason = "as the original")]
    unsafe impl Sync for Words {}
    // SAFETY: loom tracks every access.
    #[expect(unsafe_code, reason = "as the original")]
    unsafe impl Send for Words {}

    impl std::fmt::Debug for Words {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("Words")
        }
    }
}

/// What `otlp-runtime/src/clock/published.rs` is made of, for loom.
mod atomics {
    pub(crate) use loom::sync::atomic::{AtomicU64, AtomicUsize, Ordering, fence};
}

#[path = "../../../otlp-runtime/src/chunk/append.rs"]
mod append;
#[path = "../../../otlp-runtime/src/chunk/filled.rs"]
mod filled;
#[path = "../../../otlp-runtime/src/clock/published.rs"]
mod published;

use append::Chunk;
use filled::Filled;
use loom::sync::Arc;
use loom::thread;

#[test]
fn reader_sees_whole_units_in_order_and_never_an_unwritten_word() {
    loom::model(|| {
        let (mut writer, chunk) = Chunk::open(Chunk::with_capacity(6).unwrap()).unwrap();
        let reader = thread::spawn(move || {
            let mut seen = 0;
            for _ in 0..2 {
                let words = chunk.read(seen..usize::MAX);
                assert_eq!(words.len() % 3, 0, "half a unit is visible");
                for word in words {
                    seen += 1;
                    assert_eq!(*word, seen as u64, "an unwritten word is visible");
                }
            }
            (seen, chunk)
        });
        assert!(writer.append(|| [1, 2], &3_u64.to_ne_bytes()));
        assert!(writer.append(|| [4, 5], &[6]));
        drop(writer);
        let (_, chunk) = reader.join().unwrap();
        assert_eq!(chunk.read(0..usize::MAX), [1, 2, 3, 4, 5, 6]);
    });
}

#[test]
fn sealed_means_that_everything_is_visible() {
    loom::model(|| {
        let (mut writer, chunk) = Chunk::open(Chunk::with_capacity(2).unwrap()).unwrap();
        let writing = thread::spawn(move || {
            assert!(writer.append(|| [7], &[]));
        });
        let progress = chunk.progress();
        if progress.is_sealed {
            assert_eq!(progress.committed, 1);
            assert_eq!(chunk.read(0..usize::MAX), [7]);
        }
        writing.join().unwrap();
        assert!(chunk.progress().is_sealed);
    });
}

#[test]
fn chunk_is_not_opened_again_while_a_reader_holds_it() {
    loom::model(|| {
        let (mut writer, chunk) = Chunk::open(Chunk::with_capacity(1).unwrap()).unwrap();
        assert!(writer.append(|| [1], &[]));
        drop(writer);
        let held = Arc::clone(&chunk);
        let reader = thread::spawn(move || {
            assert_eq!(held.read(0..1), [1]);
        });
        // The export thread tries to recycle while the batch is still being read.
        if let Ok((mut writer, reopened)) = Chunk::open(chunk) {
            assert!(writer.append(|| [2], &[]));
            assert_eq!(reopened.read(0..1), [2]);
        }
        reader.join().unwrap();
    });
}

#[test]
fn two_readers_read_while_the_writer_appends() {
    loom::model(|| {
        let (mut writer, chunk) = Chunk::open(Chunk::with_capacity(2).unwrap()).unwrap();
        let readers = [Arc::clone(&chunk), chunk].map(|chunk| {
            thread::spawn(move || {
                for (index, word) in chunk.read(0..usize::MAX).iter().enumerate() {
                    assert_eq!(*word, index as u64 + 1);
                }
            })
        });
        assert!(writer.append(|| [1], &[]));
        assert!(writer.append(|| [2], &[]));
        for reader in readers {
            reader.join().unwrap();
        }
    });
}

/// Two threads fill a chunk each while the export thread takes the count and looks.
#[expect(clippy::unwrap_used, reason = "a panic of a test is a finding")]
fn fill_two(full_at_before: usize) {
    let mut model = loom::model::Builder::new();
    // Three threads and three words each: without a bound this takes a minute, and finds no more.
    model.preemption_bound = Some(3);
    model.check(move || {
        let filled = Arc::new(Filled::new());
        filled.take(full_at_before);
        let (writers, chunks): (Vec<_>, Vec<_>) =
            [(); 2].map(|()| Chunk::open(Chunk::with_capacity(1).unwrap()).unwrap()).into_iter().unzip();
        let threads: Vec<_> = writers
            .into_iter()
            .map(|writer| {
                let filled = Arc::clone(&filled);
                thread::spawn(move || {
                    drop(writer);
                    filled.add(1)
                })
            })
            .collect();
        filled.take(2);
        let seen = chunks.iter().filter(|chunk| chunk.progress().is_sealed).count();
        let woken =
            threads.into_iter().map(|thread| thread.join().unwrap()).filter(|is_full| *is_full).count();
        assert!(woken <= 1, "woken twice for one batch");
        assert!(woken == 1 || seen >= 1, "a full batch that nobody knows of");
    });
}

#[test]
fn full_batch_wakes_exactly_once_or_is_seen() {
    fill_two(2);
}

#[test]
fn lower_threshold_is_not_missed() {
    fill_two(100);
}

fn published() -> Arc<published::Published<2>> {
    let slot = || [0, 0].map(atomics::AtomicU64::new);
    Arc::new(published::Published { version: atomics::AtomicUsize::new(0), slots: [slot(), slot()] })
}

#[test]
fn what_is_read_is_of_one_publication() {
    loom::model(|| {
        let shared = published();
        let publisher = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || (1..=3).for_each(|number| shared.publish([number, number])))
        };
        if let Some([first, second]) = shared.read() {
            assert_eq!(first, second, "words of two publications");
        }
        publisher.join().unwrap();
        assert_eq!(shared.read(), Some([3, 3]));
    });
}

#[test]
fn later_reading_is_not_of_an_earlier_publication() {
    loom::model(|| {
        let shared = published();
        let publisher = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || (1..=2).for_each(|number| shared.publish([number, number])))
        };
        let (before, after) = (shared.read(), shared.read());
        if let (Some(before), Some(after)) = (before, after) {
            assert!(after >= before, "{after:?} after {before:?}");
        }
        publisher.join().unwrap();
    });
}
