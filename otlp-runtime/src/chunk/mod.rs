//! Memory for ended spans: written once by their thread, read in place by the export thread.
//!
//! In: ended spans. Out: the same, to readers that hold an `Arc`.
//! Never here: clocks, I/O, the meaning of a span's fields.

mod append;
mod filled;
pub(crate) mod pool;
pub(crate) mod record;
mod words;

pub(crate) use append::{Chunk, ChunkWriter};
pub(crate) use filled::Filled;

#[cfg(test)]
mod tests {
    use super::append::Progress;
    use super::words::Arc;
    use super::*;

    #[test]
    fn reader_sees_exactly_what_is_committed() {
        let (mut writer, chunk) = Chunk::open(Chunk::with_capacity(8).unwrap()).unwrap();
        assert_eq!(chunk.read(0..8), [] as [u64; 0]);
        assert!(writer.append(|| [1, 2], &[3, 0, 0, 0, 0, 0, 0, 0, 4]));
        assert_eq!(chunk.read(0..8), [1, 2, 3, 4]);
        assert_eq!(chunk.progress(), Progress { committed: 4, is_sealed: false });
    }

    #[test]
    fn unit_that_does_not_fit_leaves_the_chunk_as_it_was() {
        let (mut writer, chunk) = Chunk::open(Chunk::with_capacity(4).unwrap()).unwrap();
        assert!(!writer.append(|| [1, 2], &[0; 17]));
        assert_eq!(chunk.progress().committed, 0);
        assert!(writer.append(|| [1, 2], &[0; 16]));
        drop(writer);
        assert_eq!(chunk.progress(), Progress { committed: 4, is_sealed: true });
    }

    #[test]
    fn shared_chunk_is_not_opened_again() {
        let (writer, reader) = Chunk::open(Chunk::with_capacity(4).unwrap()).unwrap();
        drop(writer);
        let other = Arc::clone(&reader);
        let reader = Chunk::open(reader).unwrap_err();
        drop(other);
        assert!(Chunk::open(reader).is_ok());
    }
}
