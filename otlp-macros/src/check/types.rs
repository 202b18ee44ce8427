//! Types of keys, in words and against constants.
//!
//! In: a type of the registry. Out: words for it, and whether a constant has it.
//! Never here: reports; types of expressions, which rustc knows.

use crate::args::Constant;
use crate::semconv::{self, Type};

/// Whether the constant has the type.
pub(super) fn fits(constant: &Constant, ty: Type) -> bool {
    matches!(
        (constant, ty.of_value()),
        (_, Type::Any)
            | (Constant::Str(_), Type::String)
            | (Constant::Int(_), Type::Int)
            | (Constant::Float(_), Type::Double)
            | (Constant::Bool(_), Type::Bool)
    )
}

/// What a constant is, in the words of [`words`].
pub(super) fn given(constant: &Constant) -> &'static str {
    match constant {
        Constant::Str(_) => "a text",
        Constant::Int(_) => "an integer",
        Constant::Float(_) => "a float",
        Constant::Bool(_) => "a boolean",
    }
}

/// The constant as it would have to be written.
pub(super) fn example(constant: &Constant, ty: Type) -> String {
    let number = match constant {
        Constant::Str(text) => text.parse::<f64>().ok(),
        Constant::Int(int) => int.to_string().parse().ok(),
        Constant::Float(float) => Some(*float),
        Constant::Bool(_) => None,
    };
    match (ty.of_value(), constant) {
        (Type::Int, _) => number.filter(|number| number.fract() == 0.0).map_or_else(
            || "a number without a point and without quotes, as in `42`".to_owned(),
            |number| format!("`{number:.0}`"),
        ),
        (Type::Double, _) => number.map_or_else(
            || "a number with a point, as in `0.5`".to_owned(),
            |number| format!("`{number:?}`"),
        ),
        (Type::Bool, _) => "`true` or `false`".to_owned(),
        (Type::String, constant) => format!("`{:?}`", text(constant)),
        (Type::StringArray, constant) => format!("`[{:?}]`", text(constant)),
        (Type::IntArray, _) => "a list, as in `[42]`".to_owned(),
        _ => "a value of that type".to_owned(),
    }
}

fn text(constant: &Constant) -> String {
    match constant {
        Constant::Str(text) => text.clone(),
        Constant::Int(int) => int.to_string(),
        Constant::Float(float) => format!("{float:?}"),
        Constant::Bool(flag) => flag.to_string(),
    }
}

/// Whether the text is a live member. A list of nothing but `_OTHER` says that any text may be.
pub(super) fn is_listed(fact: &semconv::Attribute, value: &str) -> bool {
    let is_open = fact.members.iter().all(|member| member.value == semconv::Value::String("_OTHER"));
    is_open || fact.member(value).is_some_and(|member| member.deprecated.is_none())
}

/// What a deprecated member has been renamed to.
pub(super) fn renamed_member(fact: &semconv::Attribute, value: &str) -> Option<&'static str> {
    fact.member(value)?.deprecated?.renamed_to
}
