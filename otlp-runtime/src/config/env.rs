//! Reading of environment variables by OpenTelemetry's rules.
//!
//! In: a source of variables (the process environment, or a test's closure). Out: typed values,
//! and one warning per value that cannot be used.
//! Never here: what a variable means, printing.

use core::fmt;
use core::str::FromStr;
use core::time::Duration;

/// One sentence for the person who runs the program, to be printed once.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Warning(String);

impl Warning {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Returns a variable of the process.
pub(crate) fn process_env(name: &str) -> Option<String> {
    // Lossy: a broken character then fails the value's own check, with a warning.
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

/// Variables, read by name and kind.
pub(crate) struct Env<'a> {
    source: &'a dyn Fn(&str) -> Option<String>,
    warnings: Vec<Warning>,
}

impl<'a> Env<'a> {
    pub(crate) fn new(source: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { source, warnings: Vec::new() }
    }

    pub(crate) fn into_warnings(self) -> Vec<Warning> {
        self.warnings
    }

    pub(crate) fn warn(&mut self, text: impl Into<String>) {
        self.warnings.push(Warning::new(text));
    }

    /// Returns a variable's text without white space around it; empty is unset (ENV-01).
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let text = (self.source)(name)?;
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Returns true for `true` in any case, false for all else (ENV-02).
    pub(crate) fn bool(&mut self, name: &str) -> Option<bool> {
        let text = self.text(name)?;
        let is_true = text.eq_ignore_ascii_case("true");
        if !is_true && !text.eq_ignore_ascii_case("false") {
            self.warn(format!("`{name}={}` is neither true nor false; taken as false", shown(&text)));
        }
        Some(is_true)
    }

    /// Returns an unsigned number; anything else is unset, with a warning (ENV-03).
    pub(crate) fn number<T: FromStr>(&mut self, name: &str) -> Option<T> {
        let text = self.text(name)?;
        let number = text.parse().ok();
        if number.is_none() {
            self.warn(format!(
                "`{name}={}` is not a whole number from 0 up; ignored, give digits only",
                shown(&text)
            ));
        }
        number
    }

    /// Returns a duration given in milliseconds (ENV-05); what zero means is up to the caller.
    pub(crate) fn millis(&mut self, name: &str) -> Option<Duration> {
        self.number(name).map(Duration::from_millis)
    }

    /// Returns the choice that the text names, in any case; unknown is unset, with a warning (ENV-04).
    pub(crate) fn choice<T: Copy>(&mut self, name: &str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(name)?;
        let found = choices.iter().find(|(choice, _)| text.eq_ignore_ascii_case(choice));
        if found.is_none() {
            let known = choices.iter().map(|(choice, _)| *choice).collect::<Vec<_>>().join(", ");
            self.warn(format!("`{name}={}` is not supported; ignored, use one of: {known}", shown(&text)));
        }
        found.map(|(_, choice)| *choice)
    }
}

/// Returns a value fit for a line of a log: short, and without control characters.
pub(crate) fn shown(text: &str) -> String {
    const MAX_CHARS: usize = 60;
    let mut chars = text.chars();
    let mut out: String = chars.by_ref().take(MAX_CHARS).flat_map(char::escape_debug).collect();
    if chars.next().is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with<T>(value: Option<&str>, read: impl Fn(&mut Env<'_>) -> T) -> (T, usize) {
        let source = |_: &str| value.map(str::to_owned);
        let mut env = Env::new(&source);
        let result = read(&mut env);
        (result, env.into_warnings().len())
    }

    // ENV-01
    #[test]
    fn empty_is_unset_for_every_kind() {
        for value in [None, Some(""), Some("  ")] {
            assert_eq!(with(value, |env| env.text("X")), (None, 0));
            assert_eq!(with(value, |env| env.bool("X")), (None, 0));
            assert_eq!(with(value, |env| env.number::<u32>("X")), (None, 0));
            assert_eq!(with(value, |env| env.millis("X")), (None, 0));
            assert_eq!(with(value, |env| env.choice("X", &[("a", 1)])), (None, 0));
        }
    }

    // ENV-02
    #[test]
    fn only_true_is_true() {
        for (value, expected) in [
            ("true", (Some(true), 0)),
            ("TRUE", (Some(true), 0)),
            ("True", (Some(true), 0)),
            ("false", (Some(false), 0)),
            ("FALSE", (Some(false), 0)),
            ("1", (Some(false), 1)),
            ("yes", (Some(false), 1)),
        ] {
            assert_eq!(with(Some(value), |env| env.bool("X")), expected, "{value}");
        }
    }

    // ENV-03, ENV-05
    #[test]
    fn bad_numbers_are_unset_with_a_warning() {
        for (value, expected) in [
            ("0", (Some(Duration::ZERO), 0)),
            ("250", (Some(Duration::from_millis(250)), 0)),
            (" 250 ", (Some(Duration::from_millis(250)), 0)),
            ("-1", (None, 1)),
            ("1.5", (None, 1)),
            ("5s", (None, 1)),
            ("99999999999999999999", (None, 1)),
        ] {
            assert_eq!(with(Some(value), |env| env.millis("X")), expected, "{value}");
        }
        assert_eq!(with(Some("4294967296"), |env| env.number::<u32>("X")), (None, 1));
    }

    // ENV-04
    #[test]
    fn choices_compare_in_any_case() {
        let choices = [("gzip", 1), ("none", 2)];
        assert_eq!(with(Some("GZip"), |env| env.choice("X", &choices)), (Some(1), 0));
        assert_eq!(with(Some("zstd"), |env| env.choice("X", &choices)), (None, 1));
    }

    #[test]
    fn warnings_name_the_variable_and_stay_on_one_line() {
        let source = |_: &str| Some(format!("a\nb{}", "x".repeat(100)));
        let mut env = Env::new(&source);
        env.number::<u32>("OTEL_X");
        let text = env.into_warnings()[0].to_string();
        assert!(text.starts_with("`OTEL_X=a\\nbxxx"), "{text}");
        assert!(!text.contains('\n') && text.chars().count() < 150, "{text}");
    }
}
