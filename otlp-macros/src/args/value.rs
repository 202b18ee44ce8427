//! Reads the value of an attribute: a constant that can be encoded now, or an expression.
//!
//! In: the tokens after `=`. Out: a [`Value`], and how to record it.
//! Never here: the type of an expression; rustc knows it, the runtime's bound names it.

use proc_macro2::Span;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Block, Expr, ExprLit, ExprUnary, Lit, Stmt, Token, UnOp};

use super::Value;
use crate::diagnostics::{self, Errors};

/// A value known when the program compiles.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Constant {
    Str(String),
    Int(i64),
    Float(f64),
    Bool(bool),
}

/// How a value becomes an attribute: as its own type, through `Display`, or through `Debug`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Typed,
    Display,
    Debug,
}

/// Reads the `%` or `?` before a value, if there is one.
pub(super) fn parse_form(input: ParseStream<'_>) -> syn::Result<Form> {
    if input.parse::<Option<Token![%]>>()?.is_some() {
        Ok(Form::Display)
    } else if input.parse::<Option<Token![?]>>()?.is_some() {
        Ok(Form::Debug)
    } else {
        Ok(Form::Typed)
    }
}

/// Sorts an expression into constants and others. `None` is a number no attribute can hold;
/// it was reported.
pub(super) fn classify(expr: Expr, form: Form, errors: &mut Errors) -> Option<Value> {
    let span = ungrouped(&expr).span();
    let constant = match (form, literal(&expr)) {
        (Form::Typed, Some((lit, is_negative))) => constant(lit, is_negative),
        _ => Read::Expression,
    };
    match constant {
        Read::Expression => Some(Value::Dynamic(Box::new(expr))),
        Read::Constant(constant) => Some(Value::Constant(constant, span)),
        Read::Integer(place) => {
            errors.at(place, diagnostics::integer_out_of_range());
            None
        }
        Read::Float(place) => {
            errors.at(place, diagnostics::float_out_of_range());
            None
        }
    }
}

/// The literals among what an expression may come to: those of its branches, also in `Some`. `other(value)` is replaced by its
/// value, and that is not among them.
pub(crate) fn take_outcomes(expr: &mut Expr) -> Vec<(Constant, Span)> {
    let mut outcomes = Vec::new();
    add_outcomes(expr, &mut outcomes);
    outcomes
}

fn add_outcomes(expr: &mut Expr, outcomes: &mut Vec<(Constant, Span)>) {
    let mut tail = |block: &mut Block| {
        if let Some(Stmt::Expr(expr, None)) = block.stmts.last_mut() {
            add_outcomes(expr, outcomes);
        }
    };
    match expr {
        Expr::Group(group) => add_outcomes(&mut group.expr, outcomes),
        Expr::Paren(paren) => add_outcomes(&mut paren.expr, outcomes),
        Expr::Reference(reference) => add_outcomes(&mut reference.expr, outcomes),
        Expr::Block(block) => tail(&mut block.block),
        Expr::Unsafe(block) => tail(&mut block.block),
        Expr::If(branch) => {
            tail(&mut branch.then_branch);
            if let Some((_, other)) = &mut branch.else_branch {
                add_outcomes(other, outcomes);
            }
        }
        Expr::Match(choice) => choice.arms.iter_mut().for_each(|arm| add_outcomes(&mut arm.body, outcomes)),
        Expr::Call(call) if call.args.len() == 1 && is_some(&call.func) => {
            call.args.iter_mut().for_each(|argument| add_outcomes(argument, outcomes));
        }
        _ => {
            if let Some(value) = other(expr) {
                *expr = value;
            } else if let Some((lit, is_negative)) = literal(expr)
                && let Read::Constant(constant) = constant(lit, is_negative)
            {
                outcomes.push((constant, expr.span()));
            }
        }
    }
}

/// `Some`, however it is called.
fn is_some(function: &Expr) -> bool {
    matches!(function, Expr::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Some"))
}

/// `other("PURGE")` → `"PURGE"`
pub(crate) fn other(expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::Call(call) if call.args.len() == 1 => {
            let is_other = matches!(&*call.func, Expr::Path(path) if path.path.is_ident("other"));
            call.args.first().filter(|_| is_other).cloned()
        }
        _ => None,
    }
}

enum Read {
    Constant(Constant),
    Expression,
    /// An integer that does not fit.
    Integer(Span),
    /// A float that does not fit.
    Float(Span),
}

fn literal(expr: &Expr) -> Option<(&Lit, bool)> {
    match expr {
        Expr::Lit(ExprLit { attrs, lit }) if attrs.is_empty() => Some((lit, false)),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => match ungrouped(expr) {
            Expr::Lit(ExprLit { lit: lit @ (Lit::Int(_) | Lit::Float(_)), .. }) => Some((lit, true)),
            _ => None,
        },
        Expr::Group(group) => literal(&group.expr),
        _ => None,
    }
}

/// Looks through the invisible group that `macro_rules!` puts around a fragment.
pub(super) fn ungrouped(expr: &Expr) -> &Expr {
    match expr {
        Expr::Group(group) => ungrouped(&group.expr),
        other => other,
    }
}

fn constant(lit: &Lit, is_negative: bool) -> Read {
    let sign = if is_negative { "-" } else { "" };
    match lit {
        Lit::Str(text) => Read::Constant(Constant::Str(text.value())),
        Lit::Bool(flag) => Read::Constant(Constant::Bool(flag.value)),
        Lit::Int(int) => match format!("{sign}{}", int.base10_digits()).parse() {
            Ok(number) => Read::Constant(Constant::Int(number)),
            Err(_) => Read::Integer(int.span()),
        },
        Lit::Float(float) => {
            let digits = format!("{sign}{}", float.base10_digits());
            let number = if float.suffix() == "f32" {
                digits.parse::<f32>().map(f64::from)
            } else {
                digits.parse::<f64>()
            };
            match number {
                Ok(number) if number.is_finite() => Read::Constant(Constant::Float(number)),
                _ => Read::Float(float.span()),
            }
        }
        // Bytes, characters, C strings: the runtime's bound decides, at the literal.
        _ => Read::Expression,
    }
}
