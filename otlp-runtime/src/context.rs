//! Who a span is: trace id, span id, flags, trace state.
//!
//! In: ids from `id`, or from another process. Out: `SpanContext`, cheap to clone, fit to be a parent.
//! Never here: which span is current (`local`), header formats, randomness.

pub(crate) mod hex;
pub(crate) mod members;
pub(crate) mod trace_state;

use core::fmt;
use core::str::FromStr;

pub use self::trace_state::TraceState;

/// A text that is no valid id, flag or trace state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseContextError {
    /// Not exactly as many hexadecimal digits as the id has.
    Hex {
        /// Digits the id has: 32 for a trace id, 16 for a span id.
        digits: usize,
    },
    /// Not a list of at most 32 `key=value` members, or one that W3C trace context does not allow (`tracestate`).
    TraceState,
}

impl fmt::Display for ParseContextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hex { digits } => write!(f, "an id of this kind has exactly {digits} hexadecimal digits"),
            Self::TraceState => f.write_str("a trace state is a list of at most 32 `key=value` members"),
        }
    }
}

impl std::error::Error for ParseContextError {}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $bytes:literal, $example:literal) => {
        $(#[$doc])*
        ///
        /// All zero means "no id". Prints and parses as lower-case hexadecimal.
        ///
        /// ```
        #[doc = concat!("use otlp_runtime::", stringify!($name), ";")]
        ///
        #[doc = concat!("let id: ", stringify!($name), " = \"", $example, "\".parse()?;")]
        /// assert!(id.is_valid());
        #[doc = concat!("assert_eq!(id.to_string(), \"", $example, "\");")]
        /// # Ok::<(), otlp_runtime::ParseContextError>(())
        /// ```
        #[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; $bytes]);

        impl $name {
            /// No id: all bytes zero.
            pub const INVALID: Self = Self([0; $bytes]);

            /// Takes the bytes as they go on the wire, most significant first.
            pub const fn from_bytes(bytes: [u8; $bytes]) -> Self {
                Self(bytes)
            }

            /// Returns the bytes as they go on the wire.
            pub const fn to_bytes(self) -> [u8; $bytes] {
                self.0
            }

            /// Says whether any byte differs from zero.
            pub fn is_valid(self) -> bool {
                self.0 != [0; $bytes]
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = ParseContextError;

            fn from_str(hex: &str) -> Result<Self, Self::Err> {
                let error = ParseContextError::Hex { digits: 2 * $bytes };
                let mut bytes = [0; $bytes];
                let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
                if pairs.len() != $bytes || !rest.is_empty() {
                    return Err(error);
                }
                for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
                    *byte = hex_digit(*high).ok_or(error)? << 4 | hex_digit(*low).ok_or(error)?;
                }
                Ok(Self(bytes))
            }
        }
    };
}

id! {
    /// The 16-byte id that all spans of a trace share.
    TraceId, 16, "4bf92f3577b34da6a3ce929d0e0e4736"
}
id! {
    /// The 8-byte id of one span.
    SpanId, 8, "00f067aa0ba902b7"
}

fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// The flags byte of W3C trace context.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct TraceFlags(u8);

impl TraceFlags {
    /// No flag set: not sampled.
    pub const NONE: Self = Self(0);
    /// The trace is sampled.
    pub const SAMPLED: Self = Self(1);
    /// At least the low 56 bits of the trace id are random (W3C trace context level 2).
    pub const RANDOM: Self = Self(2);

    /// Takes the byte as it is, unknown bits included.
    pub const fn new(byte: u8) -> Self {
        Self(byte)
    }

    /// Returns the byte.
    pub const fn to_u8(self) -> u8 {
        self.0
    }

    /// Says whether the sampled flag is set.
    pub const fn is_sampled(self) -> bool {
        self.0 & Self::SAMPLED.0 != 0
    }

    /// Returns the flags with those of `other` set as well.
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns the flags without those of `other`.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl TraceFlags {
    /// The flags that version 00 of `traceparent` knows; others are not sent on (W3C-04).
    pub(crate) const KNOWN: u8 = Self::SAMPLED.0 | Self::RANDOM.0;
}

impl fmt::Debug for TraceFlags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02x}", self.0)
    }
}

/// What identifies a span to its children, in this process or another (OpenTelemetry `SpanContext`).
///
/// ```
/// use otlp_runtime::{SpanContext, TraceFlags, TraceState};
///
/// let remote = SpanContext::new(
///     "4bf92f3577b34da6a3ce929d0e0e4736".parse()?,
///     "00f067aa0ba902b7".parse()?,
///     TraceFlags::SAMPLED,
///     true,
///     TraceState::empty(),
/// );
/// assert!(remote.is_valid() && remote.is_sampled() && remote.is_remote());
/// # Ok::<(), otlp_runtime::ParseContextError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SpanContext {
    trace_id: TraceId,
    span_id: SpanId,
    trace_state: TraceState,
    trace_flags: TraceFlags,
    is_remote: bool,
}

impl SpanContext {
    /// No span.
    pub const INVALID: Self = Self {
        trace_id: TraceId::INVALID,
        span_id: SpanId::INVALID,
        trace_state: TraceState::empty(),
        trace_flags: TraceFlags::NONE,
        is_remote: false,
    };

    /// Puts a context together; `is_remote` is true when it came from another process.
    pub const fn new(
        trace_id: TraceId,
        span_id: SpanId,
        trace_flags: TraceFlags,
        is_remote: bool,
        trace_state: TraceState,
    ) -> Self {
        Self { trace_id, span_id, trace_state, trace_flags, is_remote }
    }

    /// Makes this the context of a span of this process; the trace state stays as it is.
    #[inline]
    pub(crate) const fn become_local(&mut self, trace_id: TraceId, span_id: SpanId, trace_flags: TraceFlags) {
        (self.trace_id, self.span_id) = (trace_id, span_id);
        (self.trace_flags, self.is_remote) = (trace_flags, false);
    }

    /// Replaces the trace state.
    pub(crate) fn set_trace_state(&mut self, trace_state: TraceState) {
        self.trace_state = trace_state;
    }

    /// Returns the trace's id.
    pub const fn trace_id(&self) -> TraceId {
        self.trace_id
    }

    /// Returns the span's id.
    pub const fn span_id(&self) -> SpanId {
        self.span_id
    }

    /// Returns the flags.
    pub const fn trace_flags(&self) -> TraceFlags {
        self.trace_flags
    }

    /// Returns the trace state.
    pub const fn trace_state(&self) -> &TraceState {
        &self.trace_state
    }

    /// Says whether the sampled flag is set.
    pub const fn is_sampled(&self) -> bool {
        self.trace_flags.is_sampled()
    }

    /// Says whether the context came from another process.
    pub const fn is_remote(&self) -> bool {
        self.is_remote
    }

    /// Says whether both ids are set.
    pub fn is_valid(&self) -> bool {
        self.trace_id.is_valid() && self.span_id.is_valid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_of_wrong_length_or_digit_is_refused() {
        assert!("4bf92f3577b34da6a3ce929d0e0e473".parse::<TraceId>().is_err());
        assert!("4bf92f3577b34da6a3ce929d0e0e47367".parse::<TraceId>().is_err());
        assert!("00f067aa0ba902bg".parse::<SpanId>().is_err());
        assert!("+0f067aa0ba902b7".parse::<SpanId>().is_err());
    }

    #[test]
    fn context_stays_small() {
        assert_eq!(size_of::<SpanContext>(), 40);
    }
}
