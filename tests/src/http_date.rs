//! Dates as HTTP writes them, also in the forms that are obsolete and must still be read (RFC 9110, 5.6.7).
//!
//! In: a moment. Out: text.
//! Never here: reading.

use std::time::SystemTime;

/// A form of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateForm {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`, the one that is sent today.
    Imf,
    /// `Sunday, 06-Nov-94 08:49:37 GMT`, of RFC 850.
    Rfc850,
    /// `Sun Nov  6 08:49:37 1994`, of C's `asctime`.
    Asctime,
}

impl DateForm {
    /// All forms.
    pub const ALL: [Self; 3] = [Self::Imf, Self::Rfc850, Self::Asctime];
}

/// Writes a moment from 1970 on, without its fraction of a second.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use otlp_tests::{DateForm, http_date};
///
/// let at = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
/// assert_eq!(http_date(at, DateForm::Imf), "Sun, 06 Nov 1994 08:49:37 GMT");
/// assert_eq!(http_date(at, DateForm::Rfc850), "Sunday, 06-Nov-94 08:49:37 GMT");
/// assert_eq!(http_date(at, DateForm::Asctime), "Sun Nov  6 08:49:37 1994");
/// ```
///
/// # Panics
///
/// For a moment before 1970.
pub fn http_date(at: SystemTime, form: DateForm) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const DAYS: [&str; 7] = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];
    let seconds = at.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let (days, of_day) = (seconds / 86400, seconds % 86400);
    let day_name = DAYS[usize::try_from(days % 7).unwrap()];
    let (mut year, mut left) = (1970, days);
    let is_leap =
        |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    while left >= 365 + u64::from(is_leap(year)) {
        left -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while left >= lengths[month] {
        left -= lengths[month];
        month += 1;
    }
    let (day, month, short) = (left + 1, MONTHS[month], &day_name[..3]);
    let time = format!("{:02}:{:02}:{:02}", of_day / 3600, of_day / 60 % 60, of_day % 60);
    match form {
        DateForm::Imf => format!("{short}, {day:02} {month} {year} {time} GMT"),
        DateForm::Rfc850 => format!("{day_name}, {day:02}-{month}-{:02} {time} GMT", year % 100),
        DateForm::Asctime => format!("{short} {month} {day:2} {time} {year}"),
    }
}
