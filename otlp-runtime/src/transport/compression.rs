//! gzip of request and response bodies.
//!
//! In: bytes. Out: bytes, never more than the caller's limit.
//! Never here: the decision to compress.

use bytes::Bytes;

/// Compresses at level 1: spans shrink to a quarter either way, and higher levels cost several times as much.
/// What comes out stands behind `head` free bytes.
#[cfg(feature = "gzip")]
pub(super) fn gzip(bytes: &[u8], head: usize) -> Option<Vec<u8>> {
    use std::io::Write as _;

    let mut out = Vec::with_capacity(head + bytes.len() / 2);
    out.resize(head, 0);
    let mut encoder = flate2::write::GzEncoder::new(out, flate2::Compression::fast());
    // Writing to memory does not fail; if it ever did, the body would go uncompressed.
    encoder.write_all(bytes).ok()?;
    let mut out = encoder.finish().ok()?;
    // It may wait for long: what is counted is what it takes.
    out.shrink_to_fit();
    Some(out)
}

/// Decompresses piece by piece.
#[cfg(feature = "gzip")]
pub(super) struct Unpacking(Box<flate2::read::GzDecoder<bytes::buf::Reader<Bytes>>>);

#[cfg(feature = "gzip")]
impl Unpacking {
    pub(super) fn new(bytes: Bytes) -> Self {
        Self(Box::new(flate2::read::GzDecoder::new(bytes::Buf::reader(bytes))))
    }

    /// Returns the next `len` bytes.
    pub(super) fn next(&mut self, len: usize) -> std::io::Result<Bytes> {
        let mut piece = vec![0; len];
        std::io::Read::read_exact(&mut self.0, &mut piece)?;
        Ok(piece.into())
    }
}

/// Why a body could not be decompressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GunzipError {
    #[cfg_attr(not(feature = "gzip"), allow(dead_code))]
    TooLarge,
    Broken,
}

/// Decompresses up to `limit` bytes; more is an error, found before it takes memory (SEC-07).
///
/// Twice: to measure, and into as much memory as that. A vector that grows would take up to three times the limit, and
/// answers are short.
#[cfg(feature = "gzip")]
pub(super) fn gunzip(bytes: &[u8], limit: usize) -> Result<Bytes, GunzipError> {
    use std::io::{self, Read as _};

    let over = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let plain = || flate2::read::MultiGzDecoder::new(bytes).take(over);
    let length = io::copy(&mut plain(), &mut io::sink()).map_err(|_| GunzipError::Broken)?;
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if length > limit {
        return Err(GunzipError::TooLarge);
    }
    let mut out = Vec::with_capacity(length);
    plain().read_to_end(&mut out).map_err(|_| GunzipError::Broken)?;
    Ok(out.into())
}

#[cfg(not(feature = "gzip"))]
pub(super) fn gzip(_bytes: &[u8], _head: usize) -> Option<Vec<u8>> {
    None
}

#[cfg(not(feature = "gzip"))]
pub(super) fn gunzip(_bytes: &[u8], _limit: usize) -> Result<Bytes, GunzipError> {
    Err(GunzipError::Broken)
}

/// Without the feature nothing is compressed, so there is none.
#[cfg(not(feature = "gzip"))]
pub(super) enum Unpacking {}

#[cfg(not(feature = "gzip"))]
impl Unpacking {
    pub(super) fn next(&mut self, _len: usize) -> std::io::Result<Bytes> {
        match *self {}
    }
}

#[cfg(all(test, feature = "gzip"))]
mod tests {
    use super::*;

    // OTLP-02
    #[test]
    fn gzip_round_trips() {
        let plain = b"spans ".repeat(100);
        let zipped = gzip(&plain, 5).unwrap().split_off(5);
        assert!(zipped.starts_with(&[0x1f, 0x8b]) && zipped.len() < 100);
        assert_eq!(gunzip(&zipped, 600).unwrap(), plain);
    }

    // SEC-07, OTLP-05
    #[test]
    fn bomb_stops_at_the_limit() {
        let bomb = gzip(&vec![0; 8 << 20], 0).unwrap();
        assert_eq!(gunzip(&bomb, 1000), Err(GunzipError::TooLarge));
        assert_eq!(gunzip(b"no gzip", 1000), Err(GunzipError::Broken));
    }
}
