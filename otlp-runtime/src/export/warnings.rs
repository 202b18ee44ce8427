//! Says on standard error that spans are lost, but not for each of them.
//!
//! In: each loss, each remark of the receiver. Out: the first at once, later ones at most once a
//! minute with the number left out.
//! Never here: counting for `stats`.

use core::fmt::Display;
use core::time::Duration;

use tokio::time::Instant;

use crate::diagnostic;

const QUIET: Duration = Duration::from_secs(60);

/// One kind of warning.
#[derive(Debug, Default)]
pub(super) struct Throttled {
    last: Option<Instant>,
    left_out: u64,
}

impl Throttled {
    pub(super) fn warn(&mut self, message: impl Display) {
        let now = Instant::now();
        if self.last.is_some_and(|last| now.duration_since(last) < QUIET) {
            self.left_out += 1;
            return;
        }
        match self.left_out {
            0 => diagnostic::warn(message),
            left_out => diagnostic::warn(format_args!("{message} ({left_out} such warnings left out)")),
        }
        self.last = Some(now);
        self.left_out = 0;
    }
}
