//! The loop over arguments: whose turn is it, an option's or an attribute's?
//!
//! In: the tokens of a call. Out: [`Args`] with everything that could be read.
//! Never here: what a value means, rules between arguments.
//!
//! An argument that cannot be read is reported and skipped up to the next `,`, so that one
//! build shows the mistakes of all of them.

use proc_macro2::{Group, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Ident, LitStr, MacroDelimiter, Meta, MetaList, MetaNameValue, Path, Token, token};

use super::key::peek_key;
use super::value::{Form, classify, parse_form};
use super::{Args, Attribute, Given, Key, Name, OptionValue, Place, option};
use crate::diagnostics::{self, Errors, listed, nearest};
use crate::semconv;

/// Reads the arguments of one macro, reporting what cannot be read.
pub(crate) fn parse(tokens: TokenStream, place: Place, errors: &mut Errors) -> Args {
    let mut args = Args::default();
    let list = |input: ParseStream<'_>| {
        Reader { place, args: &mut args, errors }.list(input);
        Ok(())
    };
    // The loop reads to the end and reports by itself, so there is no error left here.
    list.parse2(tokens).unwrap_or_default();
    args
}

struct Reader<'a> {
    place: Place,
    args: &'a mut Args,
    errors: &'a mut Errors,
}

impl Reader<'_> {
    fn list(&mut self, input: ParseStream<'_>) {
        if self.place.starts_with_name() {
            self.leading_name(input);
        }
        let mut is_first = true;
        while !input.is_empty() {
            if self.argument(input, is_first).is_none() {
                skip_argument(input);
            }
            self.comma(input);
            is_first = false;
        }
    }

    fn comma(&mut self, input: ParseStream<'_>) {
        if input.is_empty() || input.parse::<Token![,]>().is_ok() {
            return;
        }
        self.errors.at(input.span(), diagnostics::missing_comma());
        if !starts_argument(input) {
            skip_to_comma(input);
            input.parse::<Token![,]>().ok();
        }
    }

    /// Reads the name that `span!` and `event!` start with.
    fn leading_name(&mut self, input: ParseStream<'_>) {
        let call = self.place.call();
        if input.is_empty() || starts_argument(input) {
            self.errors.at(input.span(), diagnostics::missing_name(call));
            return;
        }
        let span = input.span();
        if let Ok(literal) = input.parse::<LitStr>() {
            let name = Name { text: literal.value(), span: literal.span() };
            self.args.options.push(Given {
                name: "name".to_owned(),
                span,
                place: span,
                value: Some(OptionValue::Name(name)),
            });
        } else {
            self.errors.at(span, diagnostics::dynamic_name());
            skip_to_comma(input);
        }
        self.comma(input);
    }

    /// Reads one argument. `None` means it was reported and the rest of it is still there.
    fn argument(&mut self, input: ParseStream<'_>, is_first: bool) -> Option<()> {
        if peek_key(input) || self.peek_undotted_key(input) {
            self.attribute(input, is_first)
        } else if let Ok(name) = input.call(Ident::parse_any) {
            self.option(&name, input)
        } else {
            self.errors.at(input.span(), diagnostics::expected_argument());
            None
        }
    }

    /// Whether a registered key without a dot is next, as `state` is.
    fn peek_undotted_key(&self, input: ParseStream<'_>) -> bool {
        let name = input.fork().call(Ident::parse_any).map(|name| name.unraw().to_string());
        input.peek2(Token![=])
            && name.is_ok_and(|name| !self.place.has_option(&name) && semconv::attribute(&name).is_some())
    }

    fn attribute(&mut self, input: ParseStream<'_>, is_first: bool) -> Option<()> {
        let key: Key = input.parse().ok()?;
        let spelling = key.spelling();
        if input.parse::<Token![=]>().is_err() {
            if is_first && !key.is_quoted && self.place.makes_span() && self.place != Place::Block {
                self.args.convention = Some(key);
                return Some(());
            }
            let is_convention = semconv::convention(&key.text).is_some();
            let message = if self.place == Place::Block && is_convention {
                diagnostics::option_of_a_method(&spelling)
            } else if key.is_quoted && matches!(self.place, Place::Function | Place::Method) {
                diagnostics::unlabelled_string(&spelling)
            } else if self.place.makes_span() && is_convention {
                diagnostics::convention_not_first(&spelling)
            } else {
                diagnostics::missing_value(&spelling)
            };
            self.errors.on(&key.tokens, message);
            return None;
        }
        let begin = input.span();
        let form = parse_form(input).ok()?;
        let sigil = (form != Form::Typed).then_some(begin);
        let expr = self.value(input, &spelling, key.tokens.clone())?;
        if let Some(value) = classify(expr, form, self.errors) {
            self.args.attributes.push(Attribute { key, form, sigil, value });
        }
        Some(())
    }

    /// Reads the expression after `=`; `place` is what to point at when there is none.
    fn value(&mut self, input: ParseStream<'_>, key: &str, place: TokenStream) -> Option<Expr> {
        if input.is_empty() || input.peek(Token![,]) {
            self.errors.on(place, diagnostics::empty_value(key));
            return None;
        }
        match input.parse() {
            Ok(value) => Some(value),
            Err(found) => {
                self.errors.at(found.span(), diagnostics::bad_value(key, &found.to_string()));
                None
            }
        }
    }

    fn option(&mut self, ident: &Ident, input: ParseStream<'_>) -> Option<()> {
        let name = ident.unraw().to_string();
        if !self.place.has_option(&name) {
            self.errors.at(ident.span(), self.not_an_option(&name));
            return None;
        }
        let meta = self.meta(ident, &name, input)?;
        let value = option::read(&name, &meta);
        let at = option::place(&meta);
        let place = at.clone().into_iter().next().map_or_else(|| ident.span(), |first| first.span());
        let value = value.map_err(|found| self.errors.take(&found, at)).ok();
        self.args.options.push(Given { name, span: ident.span(), place, value });
        Some(())
    }

    fn not_an_option(&self, name: &str) -> String {
        let options = || listed(self.place.options());
        // Methods have all of them.
        let is_one_elsewhere = Place::Method.has_option(name);
        if self.place == Place::Function && name == "skip" {
            diagnostics::skip_outside()
        } else if self.place == Place::Block && is_one_elsewhere {
            diagnostics::option_of_a_method(name)
        } else if is_one_elsewhere {
            diagnostics::option_elsewhere(name, self.place.call(), &options())
        } else {
            match (nearest(name, self.place.options()), semconv::respelt(name)) {
                (_, Some(key)) => diagnostics::misspelt_key(name, key),
                (Some(near), None) => diagnostics::misspelt_option(name, near, &options()),
                (None, None) => diagnostics::unknown_option(name, &options()),
            }
        }
    }

    /// Reads what follows an option's name into the form that `FromMeta` takes.
    fn meta(&mut self, ident: &Ident, name: &str, input: ParseStream<'_>) -> Option<Meta> {
        let path = Path::from(ident.clone());
        if let Ok(eq_token) = input.parse::<Token![=]>() {
            let value = self.value(input, name, TokenStream::from(TokenTree::from(ident.clone())))?;
            Some(Meta::NameValue(MetaNameValue { path, eq_token, value }))
        } else if input.peek(token::Paren) {
            let group: Group = input.parse().ok()?;
            let delimiter = MacroDelimiter::Paren(token::Paren { span: group.delim_span() });
            Some(Meta::List(MetaList { path, delimiter, tokens: group.stream() }))
        } else {
            Some(Meta::Path(path))
        }
    }
}

/// Whether the next tokens read as `key = ..` or as an option, not as a stray expression.
fn starts_argument(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    ahead.parse::<Key>().is_ok() && ahead.peek(Token![=])
}

/// Skips what is left of an argument. Its value is skipped as an expression where it is one,
/// since `f::<A, B>()` has commas of its own.
fn skip_argument(input: ParseStream<'_>) {
    if input.parse::<Token![=]>().is_ok() {
        parse_form(input).ok();
        if input.fork().parse::<Expr>().is_ok() {
            input.parse::<Expr>().ok();
        }
    }
    skip_to_comma(input);
}

fn skip_to_comma(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        // A token tree is always there when the input is not empty.
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}
