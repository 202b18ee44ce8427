//! How a span ended.
//!
//! In and out: three words. Never here: messages, errors.

/// The outcome that a span tells (OpenTelemetry `Status`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum StatusCode {
    /// Nothing said: the usual end of a span without error.
    #[default]
    Unset,
    /// Said to be fine by the developer; final.
    Ok,
    /// Failed.
    Error,
}

impl StatusCode {
    /// Returns OTLP's number for the code.
    pub(crate) const fn to_otlp(self) -> u8 {
        match self {
            Self::Unset => 0,
            Self::Ok => 1,
            Self::Error => 2,
        }
    }
}
