//! Pairs of names and values that go along with a request (OpenTelemetry Baggage, W3C Baggage).
//!
//! In: names and values, or a `baggage` header. Out: the same, immutable and cheap to share.
//! Never here: which baggage is current (`local`), attributes.

mod carried;
mod list;
mod percent;

pub(crate) use carried::{Carried, Notes};
pub(crate) use list::List;

use core::fmt;
use std::borrow::Cow;
use std::sync::Arc;

/// Names and values that travel with a request, from service to service (OpenTelemetry Baggage).
///
/// Immutable: [`with`](Self::with) and [`without`](Self::without) make another. Works without telemetry. One pointer wide;
/// empty costs nothing to clone. At most 64 members and 8192 bytes as sent (the numbers that W3C Baggage asks everybody to
/// pass on); what would exceed them is left out, always as a whole member.
///
/// Other services and third parties see what is in it: no secrets, no personal data. It is never copied into spans by
/// itself; [`CurrentSpan::record_baggage`](crate::CurrentSpan::record_baggage) copies what it is given by name.
///
/// ```
/// use otlp_runtime::Baggage;
///
/// let baggage = Baggage::empty().with("acme.tenant", "north & south").with("acme.test", "true");
/// assert_eq!(baggage.get("acme.tenant").as_deref(), Some("north & south"));
/// assert_eq!(baggage.without("acme.test").as_str(), "acme.tenant=north%20&%20south");
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Baggage(Option<Arc<Box<str>>>);

impl Baggage {
    /// No members.
    pub const fn empty() -> Self {
        Self(None)
    }

    /// Says whether there are no members.
    pub const fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Returns the number of members.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Returns the members as they go into a `baggage` header, percent-encoded; empty if there are none.
    pub fn as_str(&self) -> &str {
        self.0.as_deref().map_or("", |text| text)
    }

    /// Returns the value of `name`, decoded.
    ///
    /// Names are compared with case. What is no UTF-8 in a value reads as U+FFFD.
    pub fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        self.iter().find(|member| member.name() == name).map(|member| member.value())
    }

    /// Returns the members, in the order in which they are sent.
    pub fn iter(&self) -> impl Iterator<Item = BaggageMember<'_>> {
        self.as_str().split(',').filter_map(BaggageMember::of)
    }

    /// Returns the baggage with a member added, in place of one with the same name.
    ///
    /// `name` is a token of HTTP (letters, digits and ``!#$%&'*+-.^_`|~``), `value` any text. Without change if `name` is
    /// none, or if there is no room for the member.
    pub fn with(&self, name: &str, value: &str) -> Self {
        self.with_metadata(name, value, "")
    }

    /// Does as [`with`](Self::with), with properties after the value, such as `ttl=30;internal`.
    ///
    /// Printable ASCII without a comma, otherwise it is left out; nothing here looks into it.
    pub fn with_metadata(&self, name: &str, value: &str, metadata: &str) -> Self {
        let mut list =
            List::with_capacity(self.as_str().len() + 4 + name.len() + value.len() + metadata.len());
        for member in self.iter().filter(|member| member.name() != name) {
            list.sent(member.name.as_bytes(), member.value.as_bytes(), member.metadata.as_bytes());
        }
        if list.plain(name, value, metadata) { list.finish() } else { self.clone() }
    }

    /// Returns the baggage without a member.
    pub fn without(&self, name: &str) -> Self {
        let mut list = List::with_capacity(self.as_str().len());
        for member in self.iter().filter(|member| member.name() != name) {
            list.sent(member.name.as_bytes(), member.value.as_bytes(), member.metadata.as_bytes());
        }
        list.finish()
    }

    /// Takes a list as it is sent.
    fn of(text: String) -> Self {
        if text.is_empty() { Self(None) } else { Self(Some(Arc::new(text.into_boxed_str()))) }
    }
}

impl fmt::Debug for Baggage {
    /// Prints names; values are other people's data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|member| member.name)).finish()
    }
}

/// One name with its value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct BaggageMember<'a> {
    name: &'a str,
    /// As it is sent.
    value: &'a str,
    metadata: &'a str,
}

impl<'a> BaggageMember<'a> {
    /// Takes apart a member of a list that was checked.
    fn of(member: &'a str) -> Option<Self> {
        let (pair, metadata) = member.split_once(';').unwrap_or((member, ""));
        pair.split_once('=').map(|(name, value)| Self { name, value, metadata })
    }

    /// Returns the name.
    pub const fn name(&self) -> &'a str {
        self.name
    }

    /// Returns the value, decoded; what is no UTF-8 in it reads as U+FFFD.
    pub fn value(&self) -> Cow<'a, str> {
        percent::decode(self.value)
    }

    /// Returns the value as it is sent.
    pub(crate) const fn sent_value(&self) -> &'a str {
        self.value
    }

    /// Returns what followed the value, without the first `;`, as it was sent; empty if nothing did.
    pub const fn metadata(&self) -> &'a str {
        self.metadata
    }
}

impl fmt::Debug for BaggageMember<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BaggageMember").field("name", &self.name).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(baggage: &Baggage) -> Vec<(String, String)> {
        baggage.iter().map(|member| (member.name().to_owned(), member.value().into_owned())).collect()
    }

    // BAG-01, BAG-04
    #[test]
    fn baggage_is_immutable_and_a_new_value_wins() {
        let first = Baggage::empty().with("a", "1").with("b", "2");
        let second = first.with("a", "3").with("A", "4");
        assert_eq!(first.as_str(), "a=1,b=2");
        assert_eq!(second.as_str(), "b=2,a=3,A=4");
        assert_eq!(second.without("a").without("b").without("A"), Baggage::empty());
        assert_eq!((first.get("a").as_deref(), first.get("A"), first.len()), (Some("1"), None, 2));
    }

    // BAG-02
    #[test]
    fn values_are_any_text() {
        for value in ["", " ", "a,b;c=d", "100%", "%41", "ä€😀", "\"\\", "\n\0", "a b"] {
            let baggage = Baggage::empty().with("k", value);
            assert_eq!(baggage.get("k").as_deref(), Some(value));
            assert!(baggage.as_str().bytes().all(|byte| byte.is_ascii_graphic()), "{}", baggage.as_str());
        }
    }

    #[test]
    fn name_that_could_not_be_sent_changes_nothing() {
        let baggage = Baggage::empty().with("a", "1");
        for name in ["", "a b", "a=b", "a,b", "a;b", "ä", "a\n"] {
            assert_eq!(baggage.with(name, "2"), baggage, "{name}");
        }
    }

    // BAG-04
    #[test]
    fn metadata_stays_beside_its_value() {
        let baggage = Baggage::empty().with_metadata("a", "1", "ttl=30;internal").with("b", "2");
        assert_eq!(baggage.as_str(), "a=1;ttl=30;internal,b=2");
        assert_eq!(baggage.iter().next().unwrap().metadata(), "ttl=30;internal");
        for metadata in ["a,b=3", "a\r\nx: y", "ä"] {
            assert_eq!(Baggage::empty().with_metadata("a", "1", metadata).as_str(), "a=1", "{metadata}");
        }
    }

    // BAG-03, BAG-05
    #[test]
    fn what_exceeds_the_limits_is_left_out_as_a_whole() {
        let full = (0..64).fold(Baggage::empty(), |baggage, index| baggage.with(&format!("k{index}"), "1"));
        assert_eq!((full.len(), full.with("k64", "1").len()), (64, 64));
        assert_eq!(full.with("k63", "2").get("k63").as_deref(), Some("2"));
        let long = Baggage::empty().with("a", &"x".repeat(8190));
        assert_eq!(long.as_str().len(), 8192);
        assert_eq!(long.with("b", ""), long);
        assert!(Baggage::empty().with("a", &"x".repeat(8191)).is_empty());
        assert!(Baggage::empty().with("a", &" ".repeat(2731)).is_empty(), "three bytes for each");
    }

    #[test]
    fn debug_output_has_no_values() {
        let baggage = Baggage::empty().with("user", "ada@example.org");
        assert_eq!(format!("{baggage:?} {:?}", pairs(&baggage).len()), "{\"user\"} 1");
        assert!(!format!("{:?}", baggage.iter().next()).contains("ada"));
    }
}
