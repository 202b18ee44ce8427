//! Answers of a collector, read.
//!
//! In: bodies and header values of any content. Out: what they say of spans, pauses and reasons.
//! Never here: the decision what to do about it; allocation beyond the text that is shown.

use core::time::Duration;

use super::header::Redactor;
use crate::delivery::Accepted;
use crate::proto::wire::{Field, Fields};

/// A message that is not protobuf.
struct Malformed;

/// Calls `visit` for each field; unknown ones are the visitor's to ignore (OTLP-19).
fn each_field<'a>(message: &'a [u8], mut visit: impl FnMut(u64, Field<'a>)) -> Result<(), Malformed> {
    let mut fields = Fields::new(message);
    while !fields.rest().is_empty() {
        let (number, field) = fields.next().ok_or(Malformed)?;
        if number == 0 {
            return Err(Malformed);
        }
        visit(number, field);
    }
    Ok(())
}

/// Reads the body of a success (OTLP-09, OTLP-10, OTLP-19). Whatever it holds, the request was taken.
pub(super) fn read_accepted(body: &[u8], redactor: &Redactor) -> Accepted {
    if looks_like_json(body) {
        return read_json_accepted(body, redactor);
    }
    let mut rejected_spans = 0;
    let mut message: &[u8] = &[];
    let mut is_partial_broken = false;
    let whole = each_field(body, |number, field| {
        if let (1, Field::Delimited(partial)) = (number, field) {
            let partial = each_field(partial, |number, field| match (number, field) {
                // int64: a negative count is nonsense, and says nothing was rejected.
                (1, Field::Varint(count)) => rejected_spans = u64::try_from(count.cast_signed()).unwrap_or(0),
                (2, Field::Delimited(text)) => message = text,
                _ => {}
            });
            is_partial_broken |= partial.is_err();
        }
    });
    if whole.is_err() || is_partial_broken {
        let message = "the collector's answer is not OTLP; the spans count as accepted".to_owned();
        return Accepted { rejected_spans: 0, message: Some(message) };
    }
    let message = redactor.clean(message);
    Accepted { rejected_spans, message: (!message.is_empty()).then_some(message) }
}

/// Takes a JSON answer to a binary request for a success, as it is; only shows what it says.
fn read_json_accepted(body: &[u8], redactor: &Redactor) -> Accepted {
    let bare: Vec<u8> = body.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).take(64).collect();
    let says_nothing =
        [&b"{}"[..], br#"{"partialSuccess":{}}"#, br#"{"partialSuccess":null}"#].contains(&&*bare);
    let message = (!says_nothing).then(|| format!("answered in JSON: {}", redactor.clean(body)));
    Accepted { rejected_spans: 0, message }
}

fn looks_like_json(body: &[u8]) -> bool {
    // As protobuf, `{` would be field 15 of a group: never OTLP.
    body.trim_ascii_start().first() == Some(&b'{')
}

/// Returns what an error's body says: a protobuf `Status`, or text (HTTP-09). May be empty.
#[cfg(feature = "http")]
pub(super) fn error_message(body: &[u8], redactor: &Redactor) -> String {
    match read_status(body) {
        Ok(status) if !looks_like_json(body) => redactor.clean(status.message),
        _ => redactor.clean(body),
    }
}

/// A `google.rpc.Status`, without its code: that is never used for decisions.
struct Status<'a> {
    #[cfg_attr(not(feature = "http"), allow(dead_code))]
    message: &'a [u8],
    #[cfg_attr(not(feature = "grpc"), allow(dead_code))]
    retry_delay: Option<Duration>,
}

fn read_status(message: &[u8]) -> Result<Status<'_>, Malformed> {
    let mut status = Status { message: &[], retry_delay: None };
    each_field(message, |number, field| match (number, field) {
        (2, Field::Delimited(text)) => status.message = text,
        (3, Field::Delimited(any)) => {
            status.retry_delay = status.retry_delay.or_else(|| read_retry_info(any));
        }
        _ => {}
    })?;
    Ok(status)
}

/// Returns the delay if `any` is a `google.rpc.RetryInfo`; one without a delay asks for none.
fn read_retry_info(any: &[u8]) -> Option<Duration> {
    let mut type_url: &[u8] = &[];
    let mut value: &[u8] = &[];
    each_field(any, |number, field| match (number, field) {
        (1, Field::Delimited(text)) => type_url = text,
        (2, Field::Delimited(bytes)) => value = bytes,
        _ => {}
    })
    .ok()?;
    if !type_url.ends_with(b"google.rpc.RetryInfo") {
        return None;
    }
    let (mut seconds, mut nanos) = (0_i64, 0_i64);
    let mut delay: &[u8] = &[];
    each_field(value, |number, field| {
        if let (1, Field::Delimited(bytes)) = (number, field) {
            delay = bytes;
        }
    })
    .ok()?;
    each_field(delay, |number, field| match (number, field) {
        (1, Field::Varint(value)) => seconds = value.cast_signed(),
        (2, Field::Varint(value)) => nanos = value.cast_signed(),
        _ => {}
    })
    .ok()?;
    // A negative delay is over.
    let whole = Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
    Some(whole.saturating_add(Duration::from_nanos(u64::try_from(nanos).unwrap_or(0))))
}

/// Returns the delay that `grpc-status-details-bin` asks for (GRPC-03, GRPC-04).
#[cfg(feature = "grpc")]
pub(super) fn retry_delay(details: &[u8]) -> Option<Duration> {
    read_status(details).ok().and_then(|status| status.retry_delay)
}

/// Returns the delay of a `Retry-After` value, in either form (HTTP-06); `None` if it is neither.
///
/// A date in the past is a delay of zero.
#[cfg(feature = "http")]
pub(super) fn retry_after(value: &str, now: std::time::SystemTime) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit is longer than anyone waits.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::from(u32::MAX))));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(body: &[u8]) -> (u64, Option<String>) {
        let accepted = read_accepted(body, &Redactor::default());
        (accepted.rejected_spans, accepted.message)
    }

    // OTLP-09, OTLP-10
    #[test]
    fn partial_success_is_read() {
        assert_eq!(accepted(b""), (0, None));
        assert_eq!(accepted(b"\x0a\x00"), (0, None));
        assert_eq!(accepted(b"\x0a\x06\x08\x03\x12\x02no"), (3, Some("no".to_owned())));
        assert_eq!(accepted(b"\x0a\x04\x12\x02hm"), (0, Some("hm".to_owned())));
        assert_eq!(accepted(b"\x0a\x0b\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), (0, None));
    }

    // OTLP-19
    #[test]
    fn unknown_fields_are_ignored() {
        assert_eq!(accepted(b"\x12\x01x\x18\x07\x0a\x07\x1a\x03abc\x08\x02\x25\x00\x00\x00\x00"), (2, None));
    }

    // OTLP-19
    #[test]
    fn garbage_is_a_warning() {
        for garbage in
            [&b"<html>"[..], b"\x0a", b"\x0a\x05\x08", b"\x0a\x01\x08", b"ok", b"\xff\xff", b"\x00\x00"]
        {
            let (rejected, message) = accepted(garbage);
            assert_eq!(rejected, 0);
            let message = message.unwrap_or_default();
            assert_eq!(
                message, "the collector's answer is not OTLP; the spans count as accepted",
                "{garbage:?}"
            );
        }
    }

    #[test]
    fn json_is_a_success() {
        assert_eq!(accepted(b" {} "), (0, None));
        assert_eq!(accepted(b"{\"partialSuccess\": {}}\n"), (0, None));
        let (rejected, message) = accepted(br#"{"partialSuccess":{"rejectedSpans":"3"}}"#);
        assert_eq!(rejected, 0);
        assert_eq!(message.as_deref(), Some(r#"answered in JSON: {"partialSuccess":{"rejectedSpans":"3"}}"#));
    }

    // HTTP-09
    #[cfg(feature = "http")]
    #[test]
    fn error_bodies_are_shown_in_every_form() {
        let redactor = Redactor::default();
        assert_eq!(error_message(b"\x08\x03\x12\x07bad key", &redactor), "bad key");
        assert_eq!(error_message(br#"{"message":"bad"}"#, &redactor), r#"{"message":"bad"}"#);
        assert_eq!(error_message(b"404 page not found\n", &redactor), "404 page not found");
        assert_eq!(error_message(b"", &redactor), "");
    }

    // GRPC-04
    #[cfg(feature = "grpc")]
    #[test]
    fn retry_info_is_found_among_the_details() {
        const URL: &[u8] = b"type.googleapis.com/google.rpc.RetryInfo";
        let details = |delay: &[u8]| {
            let mut info = vec![0x0a, u8::try_from(delay.len()).unwrap()];
            info.extend_from_slice(delay);
            let mut any = vec![0x0a, 40];
            any.extend_from_slice(URL);
            any.extend_from_slice(&[0x12, u8::try_from(info.len()).unwrap()]);
            any.extend_from_slice(&info);
            let mut status = b"\x08\x08\x12\x04busy\x1a\x05\x0a\x03abc\x1a".to_vec();
            status.push(u8::try_from(any.len()).unwrap());
            status.extend_from_slice(&any);
            status
        };
        assert_eq!(
            retry_delay(&details(b"\x08\x02\x10\x80\xca\xb5\xee\x01")),
            Some(Duration::from_millis(2500))
        );
        assert_eq!(retry_delay(&details(b"")), Some(Duration::ZERO));
        assert_eq!(
            retry_delay(&details(b"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01")),
            Some(Duration::ZERO)
        );
        assert_eq!(retry_delay(b"\x08\x08\x12\x04busy"), None);
        assert_eq!(retry_delay(b"\xff"), None);
    }

    // HTTP-06
    #[cfg(feature = "http")]
    #[test]
    fn retry_after_takes_seconds_and_all_date_forms() {
        // Sun, 06 Nov 1994 08:49:37 GMT
        let then = std::time::UNIX_EPOCH + Duration::from_secs(784_111_777);
        let now = then - Duration::from_secs(90);
        for (value, delay) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("99999999999999999999", Some(4_294_967_295)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(90)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(90)),
            ("Sun Nov  6 08:49:37 1994", Some(90)),
            ("Sun, 06 Nov 1994 08:47:00 GMT", Some(0)),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(retry_after(value, now), delay.map(Duration::from_secs), "{value}");
        }
    }
}
