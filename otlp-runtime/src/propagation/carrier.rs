//! What context is read from and written into: maps of headers, lists of pairs, closures.
//!
//! In: a name. Out: its values; or a name and a value, kept.
//! Never here: formats; maps of other crates (`maps`), processes (`environment`).

use core::hash::{BuildHasher, Hash};
use std::collections::{BTreeMap, HashMap};

use super::{Context, EntryPoint, Found, Header, Propagators};

/// A carrier to read from, such as the headers of a request.
///
/// Here for `http::HeaderMap` (features `http`, `grpc`, `tower`), tonic's `MetadataMap` (`grpc`), maps of strings, lists of pairs
/// and [`Environment`](crate::Environment). For anything else there is [`extract_with`](crate::extract_with).
#[diagnostic::on_unimplemented(
    message = "context cannot be read from `{Self}`",
    label = "not a carrier",
    note = "give headers, a map of strings or a list of pairs; for another type use `extract_with(|name| ..)`"
)]
pub trait Extractor {
    /// Passes on each value of `name`, in order. `name` is in lower case; stored names compare without case.
    fn values(&self, name: &str, found: &mut dyn FnMut(&str));

    /// Passes on each name that begins with `prefix`, and its value.
    ///
    /// Asked for the baggage of Jaeger only. Default: there are none.
    fn values_of_prefix(&self, prefix: &str, found: &mut dyn FnMut(&str, &str)) {
        let _ = (prefix, found);
    }

    // One look instead of one for each name. None: the carrier has to be asked by name, as those of users.
    #[doc(hidden)]
    fn __found(&self) -> Option<Found<'_>> {
        None
    }

    // Not `Propagators::extract`: what rustc says of a type that is no carrier then names nothing of ours.
    #[doc(hidden)]
    fn __extract(&self, propagators: Propagators, entry_point: &EntryPoint) -> Context {
        entry_point.admit(propagators.extract(self))
    }
}

/// A carrier to write into, such as the headers of a request.
///
/// Here for what [`Extractor`] is here for, and for `std::process::Command`, which hands the context to the child. For
/// anything else there is [`inject_with`](crate::inject_with).
#[diagnostic::on_unimplemented(
    message = "context cannot be written into `{Self}`",
    label = "not a carrier",
    note = "give headers, a map of strings, a `Vec` of pairs or a `Command`; for another type use `inject_with(|name, value| ..)`"
)]
pub trait Injector {
    /// Stores a value, in place of what `name` had. Both are printable ASCII; names are in lower case, but for what Jaeger's
    /// `uberctx-` takes from the names of baggage.
    fn set(&mut self, name: &str, value: &str);

    /// Removes what a name has: the context that is written has nothing for it. Default: does nothing.
    fn remove(&mut self, name: &str) {
        let _ = name;
    }

    // One look instead of one for each name. Headers without a value are removed, before others come.
    #[doc(hidden)]
    fn __replace(&mut self, headers: &[(Header, &[u8])]) {
        for (header, _) in headers.iter().filter(|(_, value)| value.is_empty()) {
            self.remove(header.name());
        }
        for (header, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            // What is written is ASCII.
            self.set(header.name(), core::str::from_utf8(value).unwrap_or_default());
        }
    }

    #[doc(hidden)]
    fn __inject(&mut self, propagators: Propagators, context: &Context) {
        propagators.inject(context, self);
    }
}

impl<E: Extractor + ?Sized> Extractor for &E {
    fn values(&self, name: &str, found: &mut dyn FnMut(&str)) {
        (**self).values(name, found);
    }

    fn values_of_prefix(&self, prefix: &str, found: &mut dyn FnMut(&str, &str)) {
        (**self).values_of_prefix(prefix, found);
    }

    fn __found(&self) -> Option<Found<'_>> {
        (**self).__found()
    }

    // Without a reference around the carrier, of which `Propagators::extract` would make two, and so on for ever.
    fn __extract(&self, propagators: Propagators, entry_point: &EntryPoint) -> Context {
        (**self).__extract(propagators, entry_point)
    }
}

impl<E: Extractor + ?Sized> Extractor for &mut E {
    fn values(&self, name: &str, found: &mut dyn FnMut(&str)) {
        (**self).values(name, found);
    }

    fn values_of_prefix(&self, prefix: &str, found: &mut dyn FnMut(&str, &str)) {
        (**self).values_of_prefix(prefix, found);
    }

    fn __found(&self) -> Option<Found<'_>> {
        (**self).__found()
    }

    // Without a reference around the carrier, of which `Propagators::extract` would make two, and so on for ever.
    fn __extract(&self, propagators: Propagators, entry_point: &EntryPoint) -> Context {
        (**self).__extract(propagators, entry_point)
    }
}

impl<I: Injector + ?Sized> Injector for &mut I {
    fn set(&mut self, name: &str, value: &str) {
        (**self).set(name, value);
    }

    fn remove(&mut self, name: &str) {
        (**self).remove(name);
    }

    fn __replace(&mut self, headers: &[(Header, &[u8])]) {
        (**self).__replace(headers);
    }

    // As above.
    fn __inject(&mut self, propagators: Propagators, context: &Context) {
        (**self).__inject(propagators, context);
    }
}

/// A closure that returns the values of a name.
pub(crate) struct ReadWith<F>(pub(crate) F);

impl<F, V> Extractor for ReadWith<F>
where
    F: Fn(&str) -> V,
    V: IntoIterator<Item: AsRef<str>>,
{
    fn values(&self, name: &str, found: &mut dyn FnMut(&str)) {
        (self.0)(name).into_iter().for_each(|value| found(value.as_ref()));
    }
}

/// A closure that stores a name and a value.
pub(crate) struct WriteWith<F>(pub(crate) F);

impl<F: FnMut(&str, &str)> Injector for WriteWith<F> {
    fn set(&mut self, name: &str, value: &str) {
        (self.0)(name, value);
    }
}

/// Passes on the values among pairs. Looks at all of them: one map may have a name in two spellings.
fn among<'a, K: AsRef<str> + 'a, V: AsRef<str> + 'a>(
    pairs: impl Iterator<Item = (&'a K, &'a V)>,
    name: &str,
    found: &mut dyn FnMut(&str),
) {
    pairs
        .filter(|(key, _)| key.as_ref().eq_ignore_ascii_case(name))
        .for_each(|(_, value)| found(value.as_ref()));
}

fn among_of_prefix<'a, K: AsRef<str> + 'a, V: AsRef<str> + 'a>(
    pairs: impl Iterator<Item = (&'a K, &'a V)>,
    prefix: &str,
    found: &mut dyn FnMut(&str, &str),
) {
    let has_prefix =
        |key: &str| key.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    pairs
        .filter(|(key, _)| has_prefix(key.as_ref()))
        .for_each(|(key, value)| found(key.as_ref(), value.as_ref()));
}

macro_rules! extract_from_pairs {
    ($(($($generics:tt)*) $carrier:ty, $self:ident => $pairs:expr;)+) => {$(
        impl<$($generics)*> Extractor for $carrier {
            fn values(&$self, name: &str, found: &mut dyn FnMut(&str)) {
                among($pairs, name, found);
            }

            fn values_of_prefix(&$self, prefix: &str, found: &mut dyn FnMut(&str, &str)) {
                among_of_prefix($pairs, prefix, found);
            }

            fn __found(&$self) -> Option<Found<'_>> {
                Some(Found::among(
                    $pairs.map(|(key, value)| (Header::of(key.as_ref()), value.as_ref().as_bytes())),
                ))
            }
        }
    )+};
}

extract_from_pairs! {
    (K: AsRef<str>, V: AsRef<str>, S: BuildHasher) HashMap<K, V, S>, self => self.iter();
    (K: AsRef<str>, V: AsRef<str>) BTreeMap<K, V>, self => self.iter();
    (K: AsRef<str>, V: AsRef<str>) [(K, V)], self => self.iter().map(|(key, value)| (key, value));
    (K: AsRef<str>, V: AsRef<str>, const N: usize) [(K, V); N], self => self.iter().map(|(key, value)| (key, value));
    (K: AsRef<str>, V: AsRef<str>) Vec<(K, V)>, self => self.iter().map(|(key, value)| (key, value));
}

fn is_other(key: &impl AsRef<str>, name: &str) -> bool {
    !key.as_ref().eq_ignore_ascii_case(name)
}

impl<K, V, S> Injector for HashMap<K, V, S>
where
    K: From<String> + AsRef<str> + Eq + Hash,
    V: From<String>,
    S: BuildHasher,
{
    fn set(&mut self, name: &str, value: &str) {
        Injector::remove(self, name);
        self.insert(name.to_owned().into(), value.to_owned().into());
    }

    fn remove(&mut self, name: &str) {
        if !self.is_empty() {
            self.retain(|key, _| is_other(key, name));
        }
    }
}

impl<K: From<String> + AsRef<str> + Ord, V: From<String>> Injector for BTreeMap<K, V> {
    fn set(&mut self, name: &str, value: &str) {
        Injector::remove(self, name);
        self.insert(name.to_owned().into(), value.to_owned().into());
    }

    fn remove(&mut self, name: &str) {
        self.retain(|key, _| is_other(key, name));
    }
}

impl<K: From<String> + AsRef<str>, V: From<String>> Injector for Vec<(K, V)> {
    fn set(&mut self, name: &str, value: &str) {
        Injector::remove(self, name);
        self.push((name.to_owned().into(), value.to_owned().into()));
    }

    fn remove(&mut self, name: &str) {
        self.retain(|(key, _)| is_other(key, name));
    }
}
