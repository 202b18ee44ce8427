//! Attribute values of the `opentelemetry` crate.
//!
//! In: its values and times. Out: the same as ours.
//! Never here: the other way (`exporter::sdk`).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use opentelemetry::{Array, Value as OtelValue};

use crate::attribute::{AttributeValue, Value, ValueWriter};
use crate::clock::{self, Moment};

/// A value of that crate, recorded without a copy.
pub(super) struct Recorded<'a>(pub(super) &'a OtelValue);

impl AttributeValue for Recorded<'_> {
    fn write(&self, writer: &mut ValueWriter<'_>) {
        match self.0 {
            OtelValue::Bool(value) => writer.bool(*value),
            OtelValue::I64(value) => writer.int(*value),
            OtelValue::F64(value) => writer.double(*value),
            OtelValue::String(value) => writer.str(value.as_str()),
            OtelValue::Array(Array::Bool(values)) => values.write(writer),
            OtelValue::Array(Array::I64(values)) => values.write(writer),
            OtelValue::Array(Array::F64(values)) => values.write(writer),
            OtelValue::Array(Array::String(values)) => {
                writer.array(|array| values.iter().for_each(|value| array.str(value.as_str())));
            }
            // A type that a later 0.33 adds.
            other => writer.display(other),
        }
    }
}

/// Copies a value.
pub(super) fn owned(value: &OtelValue) -> Value {
    match value {
        OtelValue::Bool(value) => (*value).into(),
        OtelValue::I64(value) => (*value).into(),
        OtelValue::F64(value) => (*value).into(),
        OtelValue::String(value) => value.as_str().to_owned().into(),
        OtelValue::Array(Array::Bool(values)) => values.clone().into(),
        OtelValue::Array(Array::I64(values)) => values.clone().into(),
        OtelValue::Array(Array::F64(values)) => values.clone().into(),
        OtelValue::Array(Array::String(values)) => {
            values.iter().map(|value| value.as_str().to_owned()).collect::<Vec<_>>().into()
        }
        other => other.to_string().into(),
    }
}

/// What lies back no longer than this was read from the system's clock on the way here.
const JUST_NOW: Duration = Duration::from_secs(1);

/// Returns a moment of our clock; what is before 1970 counts as 1970.
///
/// That crate reads the system's clock for `end` and `add_event`. Such a moment is put on the clock of all other spans,
/// so that children do not seem to end after their parents. Other times are taken as they are, as far from `other` as Unix
/// time says.
pub(super) fn moment(time: SystemTime, other: Moment) -> Moment {
    if let Ok(age) = time.elapsed()
        && age < JUST_NOW
    {
        let now = clock::now();
        return now.at_unix_nanos(now.unix_nanos.saturating_sub(u64::from(age.subsec_nanos())));
    }
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    other.at_unix_nanos(u64::try_from(since.as_nanos()).unwrap_or(u64::MAX))
}
