//! What stands in `otlp.toml`.
//!
//! In: the file's text. Out: an [`Own`], with everything in it that could be understood.
//! Never here: where the file is; words.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Own;
use crate::semconv::facts::{Attribute, Deprecated, EnumOf, Member, Reason, Stability, Type, Value};
use crate::semconv::{KeyClass, classify, is_registered, owner};

/// A mistake in the file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Unreadable(String),
    /// Not TOML.
    Syntax(String),
    /// Neither `deprecated` nor `[attributes]`.
    Entry(String),
    /// `deprecated` is neither `"warn"` nor `"deny"`.
    Level,
    /// `[attributes]` is no table.
    NoTable,
    Key(String),
    /// A key in a namespace of the conventions.
    Owned {
        key: String,
        namespace: &'static str,
    },
    Type(String),
    /// Neither `type` nor `members` nor `deprecated`.
    Option {
        key: String,
        option: String,
    },
    Members(String),
    Deprecated(String),
    /// What takes the place of a key leads back to it.
    Circle(String),
    /// What takes the place of a key, or of a value, is not there.
    Replacement {
        of: String,
        new: String,
    },
}

/// The types, as the file spells them.
pub(crate) const TYPES: [(&str, Type); 11] = [
    ("string", Type::String),
    ("int", Type::Int),
    ("double", Type::Double),
    ("boolean", Type::Bool),
    ("string[]", Type::StringArray),
    ("int[]", Type::IntArray),
    ("double[]", Type::DoubleArray),
    ("boolean[]", Type::BoolArray),
    ("template[string]", Type::TemplateString),
    ("template[string[]]", Type::TemplateStringArray),
    ("any", Type::Any),
];

/// Reads the file's text.
pub(super) fn read(toml: &str) -> Own {
    let (table, errors) = DeTable::parse_recoverable(toml);
    let mut reader = Reader { toml, own: Own::default() };
    reader.file(table.get_ref());
    // What comes after a mistake in the syntax is most likely of its making.
    if let Some(error) = errors.first() {
        reader.own.faults.clear();
        let at = error.span().map_or(0, |span| span.start);
        reader.fault(at, Fault::Syntax(error.message().to_owned()));
    }
    let mut own = reader.own;
    own.faults.sort_by_key(|(line, _)| *line);
    own
}

struct Reader<'a> {
    toml: &'a str,
    own: Own,
}

type Entry<'a, 'b> = (&'b Spanned<std::borrow::Cow<'a, str>>, &'b Spanned<DeValue<'a>>);

/// In the order of the file; the table itself is sorted.
fn in_order<'a, 'b>(table: &'b DeTable<'a>) -> Vec<Entry<'a, 'b>> {
    let mut entries: Vec<Entry<'a, 'b>> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

impl Reader<'_> {
    fn fault(&mut self, at: usize, fault: Fault) {
        let before = self.toml.get(..at).unwrap_or_default();
        self.own.faults.push((before.matches('\n').count() + 1, fault));
    }

    fn file(&mut self, table: &DeTable<'_>) {
        for (name, value) in in_order(table) {
            match (name.get_ref().as_ref(), value.get_ref()) {
                ("deprecated", DeValue::String(level)) if level == "warn" => self.own.warns = true,
                ("deprecated", DeValue::String(level)) if level == "deny" => {}
                ("deprecated", _) => self.fault(value.span().start, Fault::Level),
                ("attributes", DeValue::Table(attributes)) => self.attributes(attributes),
                ("attributes", _) => self.fault(value.span().start, Fault::NoTable),
                (other, _) => self.fault(name.span().start, Fault::Entry(other.to_owned())),
            }
        }
    }

    fn attributes(&mut self, table: &DeTable<'_>) {
        let declared: Vec<&str> = table.keys().map(|key| key.get_ref().as_ref()).collect();
        for (key, value) in in_order(table) {
            let (at, key) = (key.span().start, key.get_ref().as_ref());
            if classify(key) == KeyClass::Malformed
                || !key.starts_with(|first: char| first.is_ascii_lowercase())
            {
                self.fault(at, Fault::Key(key.to_owned()));
            } else if let Some(namespace) = owner(key) {
                self.fault(at, Fault::Owned { key: key.to_owned(), namespace });
            } else {
                let attribute = self.attribute(key, value, &declared);
                self.own.attributes.push(attribute);
            }
        }
        self.own.attributes.sort_by_key(|attribute| attribute.key);
        self.circles(table);
    }

    /// Finds keys whose successors lead back to them; the rows are sorted by now.
    fn circles(&mut self, table: &DeTable<'_>) {
        for (key, _) in table {
            let (at, key) = (key.span().start, key.get_ref().as_ref());
            let successor = |key: &str| self.own.attribute(key)?.deprecated?.renamed_to;
            let (mut next, mut hops) = (successor(key), 0);
            // The first of a circle speaks for all of it.
            while let Some(now) = next
                && now > key
                && hops < table.len()
            {
                (next, hops) = (successor(now), hops + 1);
            }
            if next == Some(key) {
                self.fault(at, Fault::Circle(key.to_owned()));
            }
        }
    }

    /// Reads `"int"`, or `{ type = "string", members = [..], deprecated = .. }`. A key whose type is not understood
    /// takes any value, so that one mistake is not reported twice.
    fn attribute(&mut self, key: &str, value: &Spanned<DeValue<'_>>, declared: &[&str]) -> Attribute {
        let mut attribute = Attribute {
            key: leak(key),
            ty: Type::Any,
            stability: Stability::Stable,
            deprecated: None,
            members: &[],
        };
        match value.get_ref() {
            DeValue::String(ty) => attribute.ty = self.ty(key, value.span().start, ty),
            DeValue::Table(options) if options.keys().any(|option| option.get_ref() == "type") => {
                for (option, value) in in_order(options) {
                    let at = value.span().start;
                    match (option.get_ref().as_ref(), value.get_ref()) {
                        ("type", DeValue::String(ty)) => attribute.ty = self.ty(key, at, ty),
                        ("type", _) => self.fault(at, Fault::Type(key.to_owned())),
                        ("members", _) => {}
                        ("deprecated", deprecated) => {
                            let is_there = |new: &str| declared.contains(&new) || is_registered(new);
                            attribute.deprecated = self.deprecated(key, at, deprecated, is_there);
                        }
                        (other, _) => {
                            let option_name = other.to_owned();
                            let fault = Fault::Option { key: key.to_owned(), option: option_name };
                            self.fault(option.span().start, fault);
                        }
                    }
                }
                if let Some((_, members)) = options.iter().find(|(option, _)| option.get_ref() == "members") {
                    self.members(&mut attribute, members);
                }
            }
            _ => self.fault(value.span().start, Fault::Type(key.to_owned())),
        }
        attribute
    }

    fn ty(&mut self, key: &str, at: usize, written: &str) -> Type {
        let found = TYPES.into_iter().find(|(name, _)| *name == written);
        found.map_or_else(
            || {
                self.fault(at, Fault::Type(key.to_owned()));
                Type::Any
            },
            |(_, ty)| ty,
        )
    }

    /// Reads `true`, or the name of what takes the place.
    fn deprecated(
        &mut self,
        of: &str,
        at: usize,
        value: &DeValue<'_>,
        is_there: impl Fn(&str) -> bool,
    ) -> Option<&'static Deprecated> {
        let (reason, renamed_to) = match value {
            DeValue::Boolean(true) => (Reason::Obsoleted, None),
            DeValue::String(new) if is_there(new) && new != of => (Reason::Renamed, Some(leak(new))),
            DeValue::String(new) => {
                self.fault(at, Fault::Replacement { of: of.to_owned(), new: new.to_string() });
                return None;
            }
            _ => {
                self.fault(at, Fault::Deprecated(of.to_owned()));
                return None;
            }
        };
        let deprecated = Deprecated { reason, renamed_to, moved_to: None, names: &[] };
        Some(Box::leak(Box::new(deprecated)))
    }

    /// Reads `["open", { value = "shipped", deprecated = "sent" }]`, which makes an enum of the key.
    fn members(&mut self, attribute: &mut Attribute, written: &Spanned<DeValue<'_>>) {
        let key = attribute.key;
        let of = match attribute.ty {
            Type::String => EnumOf::String,
            Type::Int => EnumOf::Int,
            // The type was not understood, which was reported.
            Type::Any if !self.own.faults.is_empty() => return,
            _ => {
                attribute.ty = Type::Any;
                return self.fault(written.span().start, Fault::Members(key.to_owned()));
            }
        };
        attribute.ty = Type::Any;
        let DeValue::Array(list) = written.get_ref() else {
            return self.fault(written.span().start, Fault::Members(key.to_owned()));
        };
        let values: Vec<Option<Value>> = list.iter().map(|member| value_of(member.get_ref(), of)).collect();
        let is_there = |new: &str| {
            values.iter().flatten().any(|value| matches!(value, Value::String(text) if *text == new))
        };
        let mut members = Vec::new();
        for (member, value) in list.iter().zip(&values) {
            let at = member.span().start;
            let Some(value) = *value else {
                return self.fault(at, Fault::Members(key.to_owned()));
            };
            let deprecated = match member.get_ref() {
                DeValue::Table(options) => options.iter().find(|(name, _)| name.get_ref() == "deprecated"),
                _ => None,
            };
            let deprecated = deprecated.and_then(|(_, written)| {
                self.deprecated(key, written.span().start, written.get_ref(), is_there)
            });
            members.push(Member { value, stability: Stability::Stable, deprecated });
        }
        members.sort_by_key(|member| member.value);
        let written_len = members.len();
        members.dedup_by_key(|member| member.value);
        if members.is_empty() || members.len() < written_len {
            return self.fault(written.span().start, Fault::Members(key.to_owned()));
        }
        attribute.ty = Type::Enum(of);
        attribute.members = Vec::leak(members);
    }
}

/// `"open"`, `3`, or the `value` of a table with nothing else in it but `deprecated`.
fn value_of(member: &DeValue<'_>, of: EnumOf) -> Option<Value> {
    match (member, of) {
        (DeValue::String(text), EnumOf::String) if !text.is_empty() => Some(Value::String(leak(text))),
        (DeValue::Integer(number), EnumOf::Int) => {
            i64::from_str_radix(number.as_str(), number.radix()).ok().map(Value::Int)
        }
        (DeValue::Table(options), _) => {
            let is_known = |name: &str| name == "value" || name == "deprecated";
            let (_, value) = options.iter().find(|(name, _)| name.get_ref() == "value")?;
            let all_known = options.keys().all(|name| is_known(name.get_ref()));
            let is_plain = !matches!(value.get_ref(), DeValue::Table(_));
            (all_known && is_plain).then(|| value_of(value.get_ref(), of)).flatten()
        }
        _ => None,
    }
}

fn leak(text: &str) -> &'static str {
    String::leak(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(toml: &str) -> Vec<(usize, Fault)> {
        read(toml).faults
    }

    #[test]
    fn keys_have_types_members_and_successors() {
        let own = read(
            "deprecated = \"warn\"\n[attributes]\n\"acme.b\" = \"int[]\"\n\"acme.a\" = { type = \"string\", members = \
             [\"open\", { value = \"shipped\", deprecated = \"sent\" }, \"sent\"] }\n\
             \"acme.old\" = { type = \"int\", deprecated = \"acme.b\" }\n\"acme.gone\" = { type = \"any\", deprecated = true }\n",
        );
        assert_eq!(own.faults, []);
        assert!(own.warns);
        let keys: Vec<_> = own.attributes.iter().map(|attribute| attribute.key).collect();
        assert_eq!(keys, ["acme.a", "acme.b", "acme.gone", "acme.old"]);
        let state = own.attribute("acme.a").unwrap();
        assert_eq!(state.ty, Type::Enum(EnumOf::String));
        let values: Vec<_> = state
            .members
            .iter()
            .map(|member| (member.value, member.deprecated.and_then(|deprecated| deprecated.renamed_to)))
            .collect();
        let text = Value::String;
        assert_eq!(values, [(text("open"), None), (text("sent"), None), (text("shipped"), Some("sent"))]);
        assert_eq!(own.attribute("acme.b").unwrap().ty, Type::IntArray);
        let renamed = |key| own.attribute(key).unwrap().deprecated.unwrap().renamed_to;
        assert_eq!((renamed("acme.old"), renamed("acme.gone")), (Some("acme.b"), None));
    }

    #[test]
    fn each_mistake_is_found_on_its_line() {
        let toml = "depracated = 1\n[attributes]\n\"acme.a\" = \"integer\"\nport = \"int\"\n\"http.mine\" = \"int\"\n\
                    \"acme.b\" = { type = \"int\", unit = \"s\" }\n\"acme.c\" = { type = \"int\", deprecated = \"acme.d\" }\n\
                    \"acme.e\" = { type = \"double\", members = [1.5] }\n\"acme.f\" = { type = \"int\", members = [\"a\"] }\n\
                    \"acme.g\" = { type = \"int\", deprecated = 3 }\n\"acme.h\" = 3\n";
        let name = |text: &str| text.to_owned();
        let expected = [
            (1, Fault::Entry(name("depracated"))),
            (3, Fault::Type(name("acme.a"))),
            (4, Fault::Key(name("port"))),
            (5, Fault::Owned { key: name("http.mine"), namespace: "http" }),
            (6, Fault::Option { key: name("acme.b"), option: name("unit") }),
            (7, Fault::Replacement { of: name("acme.c"), new: name("acme.d") }),
            (8, Fault::Members(name("acme.e"))),
            (9, Fault::Members(name("acme.f"))),
            (10, Fault::Deprecated(name("acme.g"))),
            (11, Fault::Type(name("acme.h"))),
        ];
        assert_eq!(faults(toml), expected);
    }

    #[test]
    fn what_is_no_toml_is_one_mistake_and_the_rest_is_read() {
        let own = read("[attributes]\n\"acme.a\" = = \"int\"\n\"acme.b\" = \"int\"\n");
        assert!(matches!(own.faults.as_slice(), [(2, Fault::Syntax(_))]), "{:?}", own.faults);
        assert!(own.attribute("acme.b").is_some());
    }

    #[test]
    fn files_that_are_nearly_right_do_no_harm() {
        let seeds: [&[u8]; 3] = [
            b"deprecated = \"warn\"\n[attributes]\n\"acme.a\" = \"int\"\n\"acme.b\" = { type = \"string\", members = [\"x\"] }\n",
            b"[attributes.\"acme.c\"]\ntype = \"double[]\"\ndeprecated = { renamed = \"acme.a\" }\n",
            b"a = 1979-05-27T07:32:00Z\nb = [[[{ c = 'x' }]]]\n\"\\u00e9\" = nan",
        ];
        crate::tests::mutate::feed("otlp_toml", &seeds, |input| {
            // What is declared lives as long as the compiler, so each input costs memory for good.
            let toml = String::from_utf8_lossy(&input[..input.len().min(1024)]).into_owned();
            let lines = toml.split('\n').count();
            for (line, _) in read(&toml).faults {
                assert!((1..=lines).contains(&line), "line {line} of {lines}");
            }
        });
    }

    #[test]
    fn no_text_panics() {
        let pieces = [
            "[attributes]",
            "\n",
            "\"a.b\"",
            "=",
            "{",
            "}",
            "type",
            "\"int\"",
            "[",
            "]",
            ",",
            "members",
            "é",
            "1",
            ".",
        ];
        let mut state = 7_u64;
        for _ in 0..20_000 {
            let mut toml = String::new();
            for _ in 0..12 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                toml.push_str(pieces[usize::try_from(state >> 33).unwrap() % pieces.len()]);
            }
            read(&toml);
        }
    }
}
