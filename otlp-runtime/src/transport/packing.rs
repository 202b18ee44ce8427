//! Requests that wait: smaller in memory than on the way.
//!
//! In: the body of a request. Out: the same body, packed while it waits, and unpacked piece by piece as it is sent.
//! Never here: `Content-Encoding`. What arrives is what the settings say (OTLP-02), however it waited.

use core::convert::Infallible;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::io;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::{Body, Frame, SizeHint};

use super::compression::{Unpacking, gunzip, gzip};

/// A request as it travels: made once, sent as often as it takes. Clones share the bytes.
#[derive(Clone)]
pub(crate) struct Payload {
    /// The HTTP body: for gRPC, with its frame.
    bytes: Bytes,
    /// Whether the message in the body is gzip on the way.
    pub(crate) is_gzip: bool,
    /// The length of the body, if it is packed.
    packed_len: Option<usize>,
}

impl Payload {
    pub(super) const fn new(body: Bytes, is_gzip: bool) -> Self {
        Self { bytes: body, is_gzip, packed_len: None }
    }

    /// Returns how many bytes of memory it takes.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Returns it packed; `None` if that would not make it smaller, as when it is gzip already.
    pub(crate) fn packed(&self) -> Option<Self> {
        if self.is_gzip || self.packed_len.is_some() {
            return None;
        }
        let bytes = gzip(&self.bytes, 0).filter(|packed| packed.len() < self.bytes.len())?;
        Some(Self { bytes: bytes.into(), is_gzip: false, packed_len: Some(self.bytes.len()) })
    }

    /// Returns the body; `None` if it cannot be unpacked, which is not to be.
    pub(crate) fn body(&self) -> Option<Bytes> {
        match self.packed_len {
            None => Some(self.bytes.clone()),
            Some(len) => gunzip(&self.bytes, len).ok(),
        }
    }

    /// Gives the memory back for the next request, unless something still has it.
    pub(crate) fn into_buffer(self) -> Option<Vec<u8>> {
        self.bytes.is_unique().then(|| self.bytes.into())
    }

    /// Returns the body for sending.
    pub(super) fn to_sent(&self) -> SentBody {
        #[cfg(feature = "gzip")]
        if let Some(left) = self.packed_len {
            return SentBody::Packed { unpacking: Unpacking::new(self.bytes.clone()), left };
        }
        SentBody::Whole(Full::new(self.bytes.clone()))
    }
}

/// The body of a request under way. A packed one is never whole in memory.
pub(super) enum SentBody {
    Whole(Full<Bytes>),
    #[cfg_attr(not(feature = "gzip"), expect(dead_code, reason = "nothing is packed"))]
    Packed {
        unpacking: Unpacking,
        /// Bytes to come.
        left: usize,
    },
}

impl Body for SentBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        const PIECE_BYTES: usize = 32 * 1024;

        match self.get_mut() {
            Self::Whole(full) => Pin::new(full).poll_frame(cx).map_err(|never: Infallible| match never {}),
            Self::Packed { left: 0, .. } => Poll::Ready(None),
            Self::Packed { unpacking, left } => {
                let piece = unpacking.next((*left).min(PIECE_BYTES));
                *left -= piece.as_ref().map_or(*left, Bytes::len);
                Poll::Ready(Some(piece.map(Frame::data)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(full) => full.is_end_stream(),
            Self::Packed { left, .. } => *left == 0,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(full) => full.size_hint(),
            Self::Packed { left, .. } => SizeHint::with_exact(*left as u64),
        }
    }
}

#[cfg(all(test, feature = "gzip"))]
mod tests {
    use core::pin::pin;
    use core::task::Waker;

    use super::*;

    fn text(bytes: usize) -> Bytes {
        (0..=250_u8).cycle().take(bytes).collect::<Vec<_>>().into()
    }

    // OTLP-02, R17
    #[test]
    fn what_was_packed_is_sent_as_it_was_and_in_pieces() {
        for len in [1000, 32 * 1024, 100_000] {
            let plain = text(len);
            let packed = Payload::new(plain.clone(), false).packed().unwrap();
            assert!(packed.memory_bytes() < len / 2 && !packed.is_gzip);
            assert_eq!(packed.body().unwrap(), plain);
            assert!(packed.packed().is_none());
            let mut body = pin!(packed.to_sent());
            assert_eq!(body.size_hint().exact(), Some(len as u64));
            let (mut all, mut largest) = (Vec::new(), 0);
            let mut cx = Context::from_waker(Waker::noop());
            while let Poll::Ready(Some(frame)) = body.as_mut().poll_frame(&mut cx) {
                let piece = frame.unwrap().into_data().unwrap();
                largest = largest.max(piece.len());
                all.extend_from_slice(&piece);
                assert_eq!(body.size_hint().exact(), Some((len - all.len()) as u64));
                assert_eq!(body.is_end_stream(), all.len() == len);
            }
            assert_eq!((all, largest), (plain.to_vec(), len.min(32 * 1024)));
        }
    }

    #[test]
    fn what_does_not_get_smaller_stays_as_it_is() {
        assert!(Payload::new(Bytes::from_static(b"abc"), false).packed().is_none());
        assert!(Payload::new(text(1000), true).packed().is_none());
    }

    #[test]
    fn packed_bytes_that_are_broken_end_the_request() {
        let broken = Payload { bytes: Bytes::from_static(b"abc"), is_gzip: false, packed_len: Some(10) };
        assert!(broken.body().is_none());
        let mut body = pin!(broken.to_sent());
        let mut cx = Context::from_waker(Waker::noop());
        assert!(matches!(body.as_mut().poll_frame(&mut cx), Poll::Ready(Some(Err(_)))));
        assert!(matches!(body.as_mut().poll_frame(&mut cx), Poll::Ready(None)));
    }
}
