//! JSON, as much of it as a line of the manifest needs.
//!
//! In: values. Out: their text, without a line break in it.
//! Never here: reading; what the values mean.

use std::fmt::{self, Display, Formatter, Write};

use crate::args::Constant;

pub(super) enum Json {
    Text(String),
    Number(usize),
    Constant(Constant),
    List(Vec<Json>),
    /// In the order given.
    Object(Vec<(&'static str, Json)>),
}

impl Json {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

impl Display for Json {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Constant(Constant::Str(text)) => write_text(text, out),
            Self::Number(number) => write!(out, "{number}"),
            Self::Constant(Constant::Int(int)) => write!(out, "{int}"),
            // `1.0`, not `1`: readers take a number without a point for an integer.
            Self::Constant(Constant::Float(float)) => write!(out, "{float:?}"),
            Self::Constant(Constant::Bool(flag)) => write!(out, "{flag}"),
            Self::List(values) => {
                out.write_char('[')?;
                for (index, value) in values.iter().enumerate() {
                    write!(out, "{}{value}", comma(index))?;
                }
                out.write_char(']')
            }
            Self::Object(fields) => {
                out.write_char('{')?;
                for (index, (name, value)) in fields.iter().enumerate() {
                    write!(out, "{}\"{name}\":{value}", comma(index))?;
                }
                out.write_char('}')
            }
        }
    }
}

fn comma(index: usize) -> &'static str {
    if index == 0 { "" } else { "," }
}

/// Writes a text in quotes. JSON allows some characters that end a line for some readers; they are escaped too.
fn write_text(text: &str, out: &mut Formatter<'_>) -> fmt::Result {
    out.write_char('"')?;
    for character in text.chars() {
        match character {
            '"' | '\\' => write!(out, "\\{character}")?,
            '\n' => out.write_str("\\n")?,
            '\t' => out.write_str("\\t")?,
            '\u{2028}' | '\u{2029}' => write!(out, "\\u{:04x}", u32::from(character))?,
            _ if character.is_control() => write!(out, "\\u{:04x}", u32::from(character))?,
            _ => out.write_char(character)?,
        }
    }
    out.write_char('"')
}

#[cfg(test)]
mod tests {
    use super::Json;
    use crate::args::Constant;

    #[test]
    fn texts_are_escaped_and_stay_on_one_line() {
        let text = Json::text("a \"b\" \\ c\nd\te\u{1}\u{85}\u{2028} ü 🙂");
        assert_eq!(text.to_string(), r#""a \"b\" \\ c\nd\te\u0001\u0085\u2028 ü 🙂""#);
    }

    #[test]
    fn constants_keep_their_type() {
        for (constant, json) in [
            (Constant::Str("1".to_owned()), "\"1\""),
            (Constant::Int(i64::MIN), "-9223372036854775808"),
            (Constant::Float(1.0), "1.0"),
            (Constant::Float(-2.5e300), "-2.5e300"),
            (Constant::Bool(true), "true"),
        ] {
            assert_eq!(Json::Constant(constant).to_string(), json);
        }
    }

    #[test]
    fn lists_and_objects_nest() {
        let inner = Json::Object(vec![("a", Json::Number(1)), ("b", Json::List(Vec::new()))]);
        assert_eq!(Json::List(vec![inner, Json::text("")]).to_string(), r#"[{"a":1,"b":[]},""]"#);
    }
}
