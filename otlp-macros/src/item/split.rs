//! The items of a block, each by itself.
//!
//! In: the tokens between the braces of an `impl` block or a trait. Out: the tokens of each item.
//! Never here: a parser. An item that nobody can read is still one item, and its neighbours are none the worse.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use super::braces;

/// The tokens of one item.
#[derive(Default)]
pub(super) struct Piece {
    pub(super) tokens: Vec<TokenTree>,
    pub(super) is_function: bool,
    pub(super) is_const: bool,
}

/// Cuts a block into its items. The tokens are the user's; only an invisible group around a whole item, which
/// `macro_rules!` makes of an `$item:item`, is opened.
pub(super) fn pieces(inside: TokenStream) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut piece = Piece::default();
    let mut reader = Reader::default();
    for token in inside {
        let is_head = matches!(reader.state, State::Head);
        let is_end = reader.ends_at(&token);
        match token {
            TokenTree::Group(group) if is_head && is_end && group.delimiter() == Delimiter::None => {
                piece.tokens.extend(opened(group.stream()));
            }
            token => piece.tokens.push(token),
        }
        if is_end {
            (piece.is_function, piece.is_const) = (reader.is_function, reader.is_const);
            pieces.push(std::mem::take(&mut piece));
            reader = Reader::default();
        }
    }
    if !piece.tokens.is_empty() {
        (piece.is_function, piece.is_const) = (reader.is_function, reader.is_const);
        pieces.push(piece);
    }
    pieces
}

fn opened(tokens: TokenStream) -> TokenStream {
    let mut inside = tokens.clone().into_iter();
    match (inside.next(), inside.next()) {
        (Some(TokenTree::Group(only)), None) if only.delimiter() == Delimiter::None => opened(only.stream()),
        _ => tokens,
    }
}

#[derive(Default)]
struct Reader {
    state: State,
    is_function: bool,
    is_const: bool,
}

#[derive(Default)]
enum State {
    /// Attributes, visibility, qualifiers.
    #[default]
    Head,
    /// After a `const` that may be a qualifier.
    Const,
    /// After `fn`: up to a body, or `;`. Braces inside `<` and `>` are a const argument.
    Function { angles: usize, is_arrow: bool },
    /// After `type`, or the `const` of a constant: up to `;`.
    Statement,
    /// A macro call, or what we do not know: up to `;`, or braces.
    Other,
}

const QUALIFIERS: [&str; 9] = ["pub", "crate", "default", "async", "unsafe", "safe", "extern", "gen", "auto"];

impl Reader {
    /// Takes the next token; returns whether the item ends with it.
    fn ends_at(&mut self, token: &TokenTree) -> bool {
        match (&mut self.state, token) {
            (State::Head | State::Const, TokenTree::Group(group)) if group.delimiter() == Delimiter::None => {
                let mut is_end = false;
                for inner in group.stream() {
                    is_end = self.ends_at(&inner);
                }
                is_end
            }
            (State::Head | State::Const, TokenTree::Ident(word)) => {
                self.word(&word.to_string());
                false
            }
            (State::Head, TokenTree::Punct(punct)) if punct.as_char() == '#' => false,
            (State::Head, TokenTree::Literal(_)) => false,
            (State::Head, TokenTree::Group(group)) => group.delimiter() == Delimiter::Brace,
            (State::Const, TokenTree::Punct(_) | TokenTree::Literal(_) | TokenTree::Group(_)) => {
                self.state = State::Statement;
                is_semicolon(token)
            }
            (State::Head, TokenTree::Punct(_)) => {
                self.state = State::Other;
                is_semicolon(token)
            }
            (State::Function { angles: 0, .. }, token) if is_semicolon(token) || braces(token).is_some() => {
                true
            }
            (State::Function { angles, is_arrow }, TokenTree::Punct(punct)) => {
                match punct.as_char() {
                    '<' => *angles += 1,
                    '>' if !*is_arrow => *angles = angles.saturating_sub(1),
                    _ => {}
                }
                *is_arrow = punct.as_char() == '-' && punct.spacing() == Spacing::Joint;
                false
            }
            (State::Function { is_arrow, .. }, _) => {
                *is_arrow = false;
                false
            }
            (State::Statement, token) => is_semicolon(token),
            (State::Other, token) => is_semicolon(token) || braces(token).is_some(),
        }
    }

    fn word(&mut self, word: &str) {
        let is_qualifier = QUALIFIERS.contains(&word);
        self.state = match (&self.state, word) {
            (_, "fn") => {
                self.is_function = true;
                State::Function { angles: 0, is_arrow: false }
            }
            (State::Const, _) if !is_qualifier => {
                self.is_const = false;
                State::Statement
            }
            (_, "const") => {
                self.is_const = true;
                State::Const
            }
            (_, "type" | "static" | "use" | "let") => State::Statement,
            _ if is_qualifier => State::Head,
            _ => State::Other,
        };
    }
}

fn is_semicolon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';')
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;

    use super::pieces;

    fn split(inside: &str) -> Vec<(String, bool, bool)> {
        let pieces = pieces(inside.parse::<TokenStream>().unwrap()).into_iter();
        pieces
            .map(|piece| {
                let tokens: TokenStream = piece.tokens.into_iter().collect();
                (tokens.to_string(), piece.is_function, piece.is_const)
            })
            .collect()
    }

    fn assert_split(items: &[(&str, bool, bool)]) {
        let whole: Vec<&str> = items.iter().map(|(item, ..)| *item).collect();
        let expected: Vec<_> = items
            .iter()
            .map(|(item, is_function, is_const)| {
                (item.parse::<TokenStream>().unwrap().to_string(), *is_function, *is_const)
            })
            .collect();
        assert_eq!(split(&whole.join(" ")), expected);
    }

    #[test]
    fn each_item_is_by_itself() {
        assert_split(&[
            ("const SIZE: usize = { 3 } + 1;", false, false),
            ("/// A load. \n #[inline] pub(crate) async unsafe fn load(&self) { { } }", true, false),
            ("type Item<T> = Matrix<{ 1 }> where T: A;", false, false),
            ("make! { fn made() {} }", false, false),
            ("a::make!();", false, false),
            ("pub const fn new() -> Self { Self }", true, true),
            ("const unsafe extern \"C\" fn raw() {}", true, true),
            ("fn declared(&self) -> u8;", true, false),
            ("default fn last() -> impl Fn(u8) -> u8 { |x| x }", true, false),
        ]);
    }

    #[test]
    fn braces_of_const_arguments_are_no_body() {
        assert_split(&[
            (
                "fn f<const N: usize>(&self) -> Matrix<{ N + 1 }> where [u8; { N }]: A, B<{ N }>: C { }",
                true,
                false,
            ),
            ("fn g() -> Box<dyn Fn(Matrix<{ 1 }>) -> Matrix<{ 2 }>>;", true, false),
            ("fn h() {}", true, false),
        ]);
    }

    #[test]
    fn what_nobody_can_read_takes_no_neighbour_along() {
        assert_split(&[
            ("fn f() {}", true, false),
            ("some words { }", false, false),
            ("? ;", false, false),
            ("fn g() {}", true, false),
            ("fn unfinished", true, false),
        ]);
    }
}
