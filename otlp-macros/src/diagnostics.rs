//! Every message of the macros, and the accumulator that carries them.
//!
//! In: the words of the user that a message repeats, and the tokens to point at.
//! Out: `compile_error!`s, all of one item at once.
//! Never here: rules; those are in `args` (what can be read) and `check` (what makes sense).
//!
//! A message is two texts: what is wrong, and the cure. `ui-tests` reads this table and
//! demands that each message is seen in some `.stderr`. A long file, since the table is one.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

macro_rules! table {
    ($($name:ident($($word:ident),*): $wrong:literal, $cure:literal;)+) => {$(
        pub(crate) fn $name($($word: &str),*) -> String {
            format!(concat!($wrong, "; ", $cure), $($word = $word),*)
        }
    )+};
}

table! {
    // Reading the list of arguments.
    expected_argument(): "expected an option or an attribute",
        "write `option = value`, `dotted.key = value` or `\"your.key\" = value`";
    missing_comma(): "missing `,` between arguments",
        "add a `,` before this one";
    missing_value(key): "`{key}` has no value",
        "write `{key} = value`";
    empty_value(key): "nothing follows `{key} =`",
        "write the value, or remove `{key}`";
    bad_value(key, problem): "cannot read the value of `{key}`: {problem}",
        "write a Rust expression";
    unlabelled_string(text): "a string alone is neither a name nor an attribute",
        "write `name = {text}` or `{text} = value`";
    missing_name(call): "`{call}` needs a name",
        "start with a string literal, as in `{call}(\"cart.load\")`";

    // Options.
    unknown_option(option, options): "unknown option `{option}`",
        "the options are {options}; the key of an attribute has a dot, as in `acme.{option}`, or quotes, as in `\"{option}\"`";
    misspelt_option(option, near, options): "unknown option `{option}`",
        "did you mean `{near}`? the options are {options}";
    option_elsewhere(option, call, options): "`{option}` is not an option of `{call}`",
        "remove it: `{call}` takes attributes and {options}";
    duplicate_option(option): "`{option}` is given twice",
        "remove one of the two";
    option_without_value(option, example): "`{option}` needs a value after `=`",
        "write `{example}`";
    flag_with_value(option): "`{option}` takes no value",
        "write `{option}` alone, or remove it";
    root_with_parent(): "`root` starts a new trace, and `parent` continues one",
        "remove `root` or `parent`";
    extract_with(option): "`extract` and `{option}` both say where the span belongs",
        "remove one of the two; `parent = ..` also takes what the function `extract` returns";

    // Values of options.
    dynamic_name(): "a name is a constant",
        "write a string literal, and record what varies as an attribute";
    empty_name(): "the name is empty",
        "say what is done, as in `\"cart.load\"`";
    template_name(): "the name of an event is a constant, and braces in it are not filled in",
        "remove the `{{` and `}}`, and record what varies as an attribute";
    misspelt_event(name, registered): "the event `{name}` is spelt in another way",
        "write `{registered}`";
    deprecated_event(name, new): "the event `{name}` is deprecated",
        "use `{new}`, or keep it for now by `deprecated = warn`";
    deprecated_event_gone(name): "the event `{name}` is deprecated, and no other takes its place",
        "remove it, or keep it for now by `deprecated = warn`";
    bad_template(): "braces in a name hold the key of an attribute",
        "write a whole `{{key}}`, as in `\"GET {{http.route}}\"`, or remove the brace";
    misspelt_placeholder(key, near): "the span has no attribute `{key}`",
        "did you mean {near}?";
    unknown_placeholder(key): "the span has no attribute `{key}`",
        "give it, put it into `late(..)`, or take it out of the name";
    placeholder_type(key, given): "`{key}` is {given}, and a name is made of texts and integers",
        "take it out of the name";
    high_cardinality(key): "`{key}` has too many values for a name",
        "take it out of the name, or say why they are few: `high_cardinality_ok = \"reason\"`";
    bad_reason(): "`high_cardinality_ok` takes a reason",
        "write it as a string, as in `high_cardinality_ok = \"fewer than 20 tenants\"`";
    empty_reason(): "the reason is empty",
        "say why, for whoever reads this next";
    bad_level(): "`deprecated` takes `warn`",
        "write `deprecated = warn`, or remove it";
    bad_late(): "`late` takes keys",
        "write them without values, as in `late(http.route, \"acme.cart.items\")`";
    bad_attributes(): "`attributes` takes structs that derive `SpanAttributes`",
        "write `attributes(payment)`";
    bad_without(): "`without` takes a key and a reason",
        "write `without(url.path, \"reason\")`";
    quoted_kind(kind): "a kind is an identifier",
        "remove the quotes: `kind = {kind}`";
    unknown_kind(kinds): "unknown kind",
        "the kinds are {kinds}";
    misspelt_kind(near, kinds): "unknown kind",
        "did you mean `{near}`? the kinds are {kinds}";
    bad_err(): "`err` takes nothing, or `expected`, `map`, `message` and `none`",
        "write `err`, or as much as is needed of `err(expected = Pattern, map = function, message = none, none = \"not_found\")`";
    bad_message(): "`message` takes `none`",
        "write `message = none`, or leave it out for the error's `Display` form";
    bad_none(): "`none` takes the `error.type` of a `None`",
        "write a word or two as a string, as in `err(none = \"not_found\")`";
    bad_pattern(problem): "cannot read the pattern of `expected`: {problem}",
        "write a pattern, as in `err(expected = Error::Empty | Error::Gone)`";
    bad_extract(): "`extract` takes a reference to a carrier, and perhaps `trust`",
        "write `extract(headers)`, or `extract(headers, trust = link)` where anybody may call";
    bad_trust(): "`trust` says what is made of a caller's trace",
        "write `trust` to continue it, `link` for a new one with a link to it, or `restart` for a new one";
    bad_inject(): "`inject` takes a `&mut` carrier",
        "write `inject(headers)`";
    bad_ret(): "`ret` takes nothing, `%` or `?`",
        "write `ret`, `ret(%)` for `Display`, or `ret(?)` for `Debug`";
    bad_crate(): "`crate` takes a path",
        "write it without quotes, as in `crate = my::otlp_runtime`";

    // Conventions.
    convention_not_first(convention): "the convention `{convention}` does not come first",
        "move it to the front; a span follows one convention";
    convention_near(path, near): "there is no convention `{path}`",
        "did you mean {near}? if it is an attribute, write `{path} = value`";
    unknown_convention(path): "there is no convention `{path}`",
        "use `kind = ..` without a convention; if it is an attribute, write `{path} = value`";
    contradicting_kind(convention, kinds): "the kind of `{convention}` is {kinds}",
        "remove `kind`";
    fixed_value(convention, key, value): "`{convention}` sets `{key}` to `{value}`",
        "remove it";
    missing_required(convention, keys, late): "`{convention}` requires {keys}",
        "give them values (`late(..)` will do for {late}), or waive them, each by `without(key, \"reason\")`";
    missing_at_start(convention, keys): "`{convention}` requires {keys}",
        "give them values, or waive them, each by `without(key, \"reason\")`";
    missing_fields(convention, keys): "`{convention}` requires {keys}",
        "give each a field, or waive it by `without(key, \"reason\")`";
    late_sampling(key): "samplers read `{key}`, so it is recorded when the span starts",
        "give it a value here, or take it out of `late`";
    late_and_given(key): "`{key}` has a value here, so it is not late",
        "take it out of `late`, or remove the value";
    late_twice(key): "`{key}` is in `late` twice",
        "remove one of the two";
    without_convention(): "`without` waives what a convention requires, and there is none here",
        "remove it, or name the convention first";
    without_not_required(convention, key): "`{convention}` does not require `{key}`",
        "remove this `without`";
    without_and_given(key): "`{key}` is recorded, and waived",
        "remove its `without`";
    without_twice(key): "`{key}` is waived twice",
        "remove one of the two";

    // Keys.
    misspelt_key(key, name): "`{key}` is spelt in another way",
        "write `{name}`";
    key_near(key, near): "the conventions have no key `{key}`",
        "did you mean {near}? a key of your own stands in quotes, in a namespace of your own";
    unknown_key(key, own): "the conventions have no key `{key}`",
        "a key of your own stands in quotes, in a namespace of your own: `{own}`";
    template_key(key): "`{key}` is only the beginning of a key",
        "add what it is about, as in `{key}.x-id`";
    template_suffix(key): "the end of `{key}` cannot stand without quotes",
        "write `\"{key}\"`; its value is checked all the same";
    quoted_registered_key(key): "`{key}` is a registered key",
        "remove the quotes, and its value will be checked";
    owned_namespace(key, namespace): "`{namespace}` is a namespace of the conventions, and they have no `{key}`",
        "choose a namespace of your own, as in `\"acme.{key}\"`";
    deprecated_key(key, names): "`{key}` is deprecated",
        "use {names}, or keep it for now by `deprecated = warn`";
    undeclared_near(key, near): "`otlp.toml` declares no key `{key}`",
        "did you mean {near}? if not, declare it there";
    undeclared_key(key, namespace): "`otlp.toml` declares keys of `{namespace}`, and no `{key}`",
        "declare it there, or choose another namespace";
    deprecated_quoted_key(key, names): "`{key}` is a deprecated key",
        "use {names} without quotes, or a namespace of your own";
    deprecated_key_type(key, name, expected): "`{key}` is deprecated",
        "use `{name}`, whose value is {expected}";
    deprecated_key_value(key, name, value): "`{key}` is deprecated",
        "use `{name} = {value}`";
    deprecated_key_gone(key): "`{key}` is deprecated, and no other takes its place",
        "remove it, or keep it for now by `deprecated = warn`";
    deprecated_note(names): "it has been renamed",
        "use {names}";
    deprecated_note_alone(): "it has been given up",
        "remove it";
    renamed_twice(old, new): "`{old}` is the old name of `{new}`, which is recorded too",
        "remove the old one";

    // The project's own keys; `place` is the file and the line.
    file_unreadable(file, problem): "cannot read `{file}`: {problem}",
        "make it readable, or remove it";
    file_syntax(place, problem): "`{place}` is not TOML: {problem}",
        "correct the line";
    file_entry(place, name): "`{place}`: `{name}` means nothing here",
        "the file has `deprecated = \"warn\"` and a table `[attributes]`";
    file_level(place): "`{place}`: `deprecated` is neither `\"warn\"` nor `\"deny\"`",
        "write one of the two, or remove the line";
    file_no_table(place): "`{place}`: `attributes` is a table",
        "write `[attributes]`, and below it lines such as `\"acme.cart.id\" = \"int\"`";
    file_key(place, key): "`{place}`: `{key}` is not a well-formed key",
        "begin with a letter, join segments of lower-case letters, digits and `_` by dots, and quote the whole, as in `\"acme.cart.id\" = \"int\"`";
    file_owned(place, key, namespace): "`{place}`: `{namespace}` is a namespace of the conventions",
        "choose one of your own, as in `\"acme.{key}\"`";
    file_type(place, key, types): "`{place}`: `{key}` has no type that is known",
        "write `\"{key}\" = \"type\"` or `\"{key}\" = {{ type = \"type\" }}`; the types are {types}";
    file_option(place, key, option): "`{place}`: `{option}` is not an option of `{key}`",
        "the options are `type`, `members` and `deprecated`";
    file_members(place, key): "`{place}`: the members of `{key}` are no list of different values of its type",
        "write texts for `string`, integers for `int`, as in `members = [\"open\", \"paid\"]`; no other types have members";
    file_deprecated(place, key): "`{place}`: `deprecated` in `{key}` says neither what is used instead nor that nothing is",
        "write `deprecated = \"the.new.name\"` or `deprecated = true`";
    file_circle(place, key): "`{place}`: whoever follows `deprecated` from `{key}` comes back to it",
        "name a key that is not deprecated, or write `deprecated = true`";
    file_replacement(place, key, new): "`{place}`: `{new}`, which shall be used in place of `{key}`, is not declared",
        "declare it too, or write `deprecated = true`";

    // Values of keys.
    wrong_type(key, expected, given, example): "`{key}` takes {expected}, and this is {given}",
        "write {example}";
    early_exit(exit): "`{exit}` would leave the function, and only while the span is recorded",
        "give the value a name before the span, or leave the error to the function";
    early_break(exit): "`{exit}` would leave the loop, and only while the span is recorded",
        "decide that before, and give the value a name";
    text_form(key, expected, sigil): "`{sigil}` records a text, and `{key}` takes {expected}",
        "remove the `{sigil}`";
    member_near(key, value, near, other): "`{value}` is not a listed value of `{key}`",
        "did you mean {near}? if not, write {other}";
    unknown_member(key, value, other): "`{value}` is not a listed value of `{key}`",
        "write {other} if it is meant";
    deprecated_member(key, value, new): "`{value}` is a deprecated value of `{key}`",
        "write `{new}`";
    deprecated_member_gone(key, value): "`{value}` is a deprecated value of `{key}`, and no other takes its place",
        "remove the attribute, or keep it for now by `deprecated = warn`";
    listed_member(key, value): "`{value}` is a listed value of `{key}`",
        "write it without `other`";

    // Attributes.
    malformed_key(key): "`{key}` is not a well-formed key",
        "join segments of lower-case letters, digits and `_` by dots, or quote a key of your own";
    malformed_quoted_key(): "a key has at least one character, and no white space or control characters",
        "write a key such as `\"acme.cart.id\"`";
    duplicate_key(key): "`{key}` is recorded twice",
        "remove one of the two";
    integer_out_of_range(): "an integer attribute is a signed 64-bit number, and this does not fit",
        "write a smaller number, or a string";
    float_out_of_range(): "a float attribute is a finite 64-bit number, and this does not fit",
        "write a smaller number, or a string";
    nothing_to_record(): "`record!` without attributes records nothing",
        "give at least one, as in `record!(\"acme.cart.items\" = 3)`";

    // The annotated item.
    not_a_function(what): "a span is put around a function, and this is {what}",
        "move the attribute to a function, an `impl` block or a trait";
    no_body(): "this function has no body to put a span around",
        "give it one, or move the attribute to the implementation";
    unreadable_signature(problem): "cannot read this function's signature: {problem}",
        "remove the attribute, and start a span inside the function";
    const_fn(): "a `const fn` cannot have a span, since it may run in the compiler",
        "remove `const` or the attribute";
    returned_future(what): "the span would end when this {what} is returned, before it runs",
        "return the {what} itself, or write `sync` for a span of the call alone";
    contradicting_words(first, second): "`{second}` contradicts `{first}`",
        "keep the one that is meant";
    word_on_async_fn(word): "`{word}` says when a plain function runs, and the span of an `async fn` covers its run anyhow",
        "remove `{word}`";
    another_word(word, what): "`{word}` on a function that returns a {what}",
        "remove it, or write `{what}`";
    word_without_later(word): "`{word}` on a function that returns none",
        "return one, or remove `{word}`";
    ret_of_stream(): "`ret` records one value, and a stream yields many",
        "remove `ret`, or record inside of the stream";
    two_attributes(): "this function already has a span",
        "keep one of the two attributes";
    err_without_result(): "`err` on a function that returns no error",
        "return a `Result`, or remove `err`";
    ret_without_value(): "`ret` on a function that returns nothing",
        "return a value, or remove `ret`";
    track_caller(option): "`#[track_caller]` is lost in a function with `{option}`",
        "remove one of the two";
    track_caller_later(what): "`#[track_caller]` is lost in a function whose span goes on in a {what}",
        "remove it, or write `sync` for a span of the call alone";
    variadic(option): "a C-variadic function cannot have `{option}`",
        "remove it";

    // Blocks.
    unreadable_head(problem): "cannot read the head of this block: {problem}",
        "trace its methods one by one";
    nothing_traced(): "no method of this block gets a span",
        "remove the attribute: methods without a body, `const fn` and those with `skip` have none";
    two_attributes_of_a_block(): "the methods of this block already have spans",
        "keep one of the two attributes";
    option_of_a_method(option): "`{option}` is for one method, and this is a block of them",
        "move it to a `#[traced(..)]` above the method";
    evaluated_in_every_method(key): "the value of `{key}` would be evaluated in every method of this block",
        "write a literal, or move it to a `#[traced(..)]` above the method";
    skip_outside(): "`skip` leaves a method of a traced block without a span, and this is no such method",
        "remove the attribute";
    skip_with_others(other): "`skip` leaves this method without a span, so `{other}` has no use",
        "remove one of the two";
    conditional_attribute(): "a traced block cannot know whether `cfg_attr` puts this attribute here",
        "write it without `cfg_attr`, or trace the methods of the block one by one";

    // Derives.
    derive_wrong_item(name, takes, given): "`#[derive({name})]` is for {takes}, and this is {given}",
        "remove it, or implement `{name}` by hand";
    derive_variant_with_fields(variant): "`{variant}` has fields, and an attribute is one value",
        "remove them, or implement `AttributeValue` by hand";
    derive_undecided_field(field): "nothing says whether `{field}` is recorded",
        "write `#[attribute(\"acme.{field}\")]` to record it, `#[attribute(flatten)]` if it derives `SpanAttributes` itself, or `#[attribute(skip)]` to leave it out";
    derive_missing_key(field): "`{field}` has no key to be recorded under",
        "write one, as in `#[attribute(\"acme.{field}\", …)]`, or `#[attribute(prefix = \"acme\")]` above the struct";
    derive_second_key(key): "a field has one key, and `{key}` is a second one",
        "remove one of the two";
    derive_conflict(option, other): "`{option}` and `{other}` exclude each other",
        "remove one of the two";
    derive_empty_attribute(place, options): "`#[attribute]` says nothing about {place}",
        "write options in parentheses; they are {options}";
    derive_no_options(place): "{place} takes no options",
        "remove the `#[attribute]`";
    derive_expected_option(place, options): "expected an option of {place}",
        "the options are {options}";
    derive_unknown_option(option, place, options): "`{option}` is not an option of {place}",
        "the options are {options}; a key has a dot or quotes";
    derive_misspelt_option(option, place, near, options): "`{option}` is not an option of {place}",
        "did you mean `{near}`? the options are {options}";
    derive_convention(): "`convention` takes the id of a convention",
        "write it without quotes, as in `convention = db.client`";
    derive_convention_near(path, near): "there is no convention `{path}`",
        "did you mean {near}?";
    derive_convention_unknown(path): "there is no convention `{path}`",
        "remove `convention`; a convention is the id of a span without `span.`, such as `db.client`";
    derive_policy_type(policy, key, expected): "`{policy}` records a text, and `{key}` takes {expected}",
        "remove the `{policy}`, or `skip` the field";
    derive_hash(): "`hash` needs the key of pseudonyms",
        "write `hash(KEY)`, where `KEY` is a `PseudonymKey` of the application";
    derive_mask(most): "`mask` needs the number of last characters to keep, 1 to {most}",
        "write `mask(keep_last = 4)`, or `redact` to keep none";
    derive_truncate(): "`truncate` needs the number of characters to keep, at least 1",
        "write `truncate(100)`, or `redact` to keep none";
    derive_prefix(): "a prefix is a string of segments joined by dots, without one at the end",
        "write `prefix = \"acme.cart\"`";
    derive_rename(): "`rename` needs a text that is not empty",
        "write `rename = \"text\"`";

    // The manifest.
    manifest_relative(folder): "`OTLP_MANIFEST` is `{folder}`, and rustc does not always run in the same folder",
        "write a whole path, as in `OTLP_MANIFEST=\"$PWD/{folder}\"`";
    manifest_unwritable(folder, problem): "`{folder}`, which `OTLP_MANIFEST` names, cannot be written: {problem}",
        "name a folder that can be made and written, or unset the variable";
}

/// The errors of one item.
///
/// There is no way to make one, and so none to forget one: [`Errors::collect`] lends it out
/// and looks into it afterwards.
#[derive(Default)]
pub(crate) struct Errors {
    all: Option<syn::Error>,
}

impl Errors {
    /// Runs `work`; returns its result if nothing was reported, else the `compile_error!`s.
    pub(crate) fn collect<T>(work: impl FnOnce(&mut Self) -> Option<T>) -> Result<T, TokenStream> {
        let mut errors = Self::default();
        match (work(&mut errors), errors.all) {
            (Some(done), None) => Ok(done),
            (_, all) => Err(all.map(|error| error.to_compile_error()).unwrap_or_default()),
        }
    }

    /// Whether something was reported, so that a rule about what is missing can stay silent.
    pub(crate) fn has_any(&self) -> bool {
        self.all.is_some()
    }

    /// Reports `message` at one place.
    pub(crate) fn at(&mut self, place: Span, message: String) {
        self.add(syn::Error::new(place, message));
    }

    /// Reports `message` under all of `tokens`.
    pub(crate) fn on(&mut self, tokens: impl ToTokens, message: String) {
        self.add(syn::Error::new_spanned(tokens, message));
    }

    /// Takes over what `darling` found while reading a value: at its own place, or else under
    /// all of `value`.
    pub(crate) fn take(&mut self, found: &darling::Error, value: impl ToTokens) {
        match found.explicit_span() {
            Some(place) => self.at(place, found.to_string()),
            None => self.on(value, found.to_string()),
        }
    }

    fn add(&mut self, error: syn::Error) {
        match &mut self.all {
            Some(all) => all.combine(error),
            None => self.all = Some(error),
        }
    }
}

/// Finds the candidate that `word` was most likely meant to be, if any is near.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let longest_distance = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, candidate), candidate))
        .filter(|(distance, _)| *distance <= longest_distance)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Joins names for a message: `` `a`, `b` ``.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Counts the edits from `from` to `to`; two swapped neighbours are one edit, as typos go.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    let mut previous_char = None;
    for (row, from_char) in from.chars().enumerate() {
        let mut current = vec![row + 1];
        let mut left = row + 1;
        let mut previous_to = None;
        for (column, to_char) in to.iter().copied().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX - 1);
            let replaced = at(&last, column) + usize::from(from_char != to_char);
            let mut best = replaced.min(left + 1).min(at(&last, column + 1) + 1);
            if previous_char == Some(to_char) && previous_to == Some(from_char) && column > 0 {
                best = best.min(at(&before_last, column - 1) + 1);
            }
            current.push(best);
            left = best;
            previous_to = Some(to_char);
        }
        before_last = last;
        last = current;
        previous_char = Some(from_char);
    }
    last.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_typo_finds_the_word_it_was_meant_to_be() {
        let words = ["name", "kind", "parent", "client", "internal"];
        assert_eq!(nearest("nmae", words), Some("name"));
        assert_eq!(nearest("clinet", words), Some("client"));
        assert_eq!(nearest("Client", words), Some("client"));
        assert_eq!(nearest("interal", words), Some("internal"));
    }

    #[test]
    fn another_word_finds_nothing() {
        assert_eq!(nearest("port", ["root", "ret", "parent"]), None);
        assert_eq!(nearest("", ["root"]), None);
    }
}
