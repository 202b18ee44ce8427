//! Bodies of answers that take long, or that are more than they seem.
//!
//! In: what to repeat, how often, and how slowly. Out: an HTTP body; gzip that grows a thousandfold.
//! Never here: headers.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame};
use tokio::time::{Sleep, sleep};

/// One piece, again and again, without a length told beforehand.
pub(super) struct Repeated {
    pub(super) piece: Bytes,
    pub(super) left: u64,
    pub(super) pause: Duration,
    pub(super) waiting: Option<Pin<Box<Sleep>>>,
}

impl Body for Repeated {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        if !self.pause.is_zero() {
            let pause = self.pause;
            let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(pause)));
            ready!(waiting.as_mut().poll(cx));
            self.waiting = None;
        }
        self.left -= 1;
        Poll::Ready(Some(Ok(Frame::data(self.piece.clone()))))
    }
}

/// One gzip member of so many mebibytes of zeros; about a kilobyte for each.
///
/// A block of deflate that is flushed to a whole byte can be repeated: a gibibyte takes no longer to make than one
/// mebibyte.
pub(super) fn gzip_bomb(mebibytes: u32) -> Bytes {
    let zeros = vec![0; 1 << 20];
    let mut block = Vec::with_capacity(4 << 10);
    let mut deflate = flate2::Compress::new(flate2::Compression::best(), false);
    let status = deflate.compress_vec(&zeros, &mut block, flate2::FlushCompress::Full).unwrap();
    assert!(
        matches!(status, flate2::Status::Ok) && block.len() < block.capacity(),
        "all of it is in the block"
    );
    let mut checksum = flate2::Crc::new();
    let mut one = flate2::Crc::new();
    one.update(&zeros);
    let mut out = b"\x1f\x8b\x08\0\0\0\0\0\0\xff".to_vec();
    for _ in 0..mebibytes {
        out.extend_from_slice(&block);
        checksum.combine(&one);
    }
    // The last block of all, with nothing in it.
    out.extend_from_slice(b"\x03\0");
    out.extend_from_slice(&checksum.sum().to_le_bytes());
    out.extend_from_slice(&(mebibytes << 20).to_le_bytes());
    out.into()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn bomb_is_valid_gzip_of_the_size_it_claims() {
        let bomb = gzip_bomb(3);
        assert!(bomb.len() < 4 << 10);
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(&bomb[..]).read_to_end(&mut plain).unwrap();
        assert_eq!(plain, vec![0; 3 << 20]);
    }
}
