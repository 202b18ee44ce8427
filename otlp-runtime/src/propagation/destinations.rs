//! Who gets what when context goes out.
//!
//! In: the host that a request is for. Out: whether it gets the trace, the baggage, or nothing.
//! Never here: carriers; a look-up of names; which propagators are installed.

use core::fmt;
use core::net::IpAddr;
use std::sync::Arc;

use super::Context;
use crate::baggage::Baggage;

/// Which hosts get what, when context goes out (the counterpart of [`EntryPoint`](crate::EntryPoint)).
///
/// | made by | our own hosts are | they get | all others get |
/// | --- | --- | --- | --- |
/// | [`ours`](Self::ours) | those inside, and those of the domains that it lists | trace context, baggage | trace context |
/// | … [`.and_nobody_else()`](Self::and_nobody_else) | the same | trace context, baggage | nothing |
/// | [`those`](Self::those) | what a closure says | trace context, baggage | nothing |
/// | [`all`](Self::all) | all | trace context, baggage | |
///
/// **Inside** is what nobody can reach, or own, in the public Internet: names without a dot (`payments`, `localhost`), those
/// that end in `.internal`, `.local`, `.localhost`, `.svc` or `.home.arpa`, and private, loopback and link-local addresses. A
/// name such as `payments.shop`, for a service and a namespace, cannot be told from a public one: list its end. Default:
/// `ours(&[])`. Trace context is random numbers and the decision to sample, and vendors' trace state; baggage is what the
/// program, or its caller, has put there: tenants, plans, users.
///
/// The clients' layers ask for each request. For other clients:
///
/// ```
/// use otlp_runtime::Destinations;
///
/// static OURS: Destinations = Destinations::ours(&["shop.example"]);
///
/// let mut headers = http::HeaderMap::new();
/// OURS.inject("payments.shop.example", &mut headers); // baggage, too
/// OURS.inject("api.bank.example", &mut headers); // no baggage
/// ```
#[derive(Clone)]
pub struct Destinations {
    ours: Ours,
    others: Share,
}

#[derive(Clone)]
enum Ours {
    Inside(&'static [&'static str]),
    Those(Arc<dyn Fn(&str) -> bool + Send + Sync>),
}

/// What a host gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Share {
    Nothing,
    /// Without baggage.
    Trace,
    All,
}

impl Destinations {
    /// Baggage for hosts inside, for these domains and for what is below them; trace context for everybody.
    ///
    /// A domain has no dot in front: `shop.example` is itself and `payments.shop.example`. Case does not count.
    pub const fn ours(domains: &'static [&'static str]) -> Self {
        Self { ours: Ours::Inside(domains), others: Share::Trace }
    }

    /// Sends nothing to all others: not even the trace context, nor one that was copied from another request.
    pub fn and_nobody_else(self) -> Self {
        Self { others: Share::Nothing, ..self }
    }

    /// Everything for the hosts that the closure allows, nothing for all others.
    ///
    /// A host is a name or an address without port and brackets; it is empty where a request names none.
    pub fn those(is_ours: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        Self { ours: Ours::Those(Arc::new(is_ours)), others: Share::Nothing }
    }

    /// Everything for everybody, as other implementations of OpenTelemetry do.
    pub const fn all() -> Self {
        Self { ours: Ours::Inside(&[]), others: Share::All }
    }

    /// Returns what a host gets of a context; `None` if that is nothing.
    pub(crate) fn share(&self, host: &str, context: Context) -> Option<Context> {
        // The host is not looked at where it makes no difference.
        if self.others == Share::All || self.others == Share::Trace && context.baggage().is_empty() {
            return Some(context);
        }
        match self.share_of(host) {
            Share::Nothing => None,
            Share::Trace => Some(context.with_baggage(Baggage::empty())),
            Share::All => Some(context),
        }
    }

    fn share_of(&self, host: &str) -> Share {
        let is_ours = match &self.ours {
            Ours::Inside(domains) => is_inside(host) || domains.iter().any(|domain| is_below(host, domain)),
            Ours::Those(is_ours) => is_ours(host),
        };
        if is_ours { Share::All } else { self.others }
    }
}

impl Default for Destinations {
    fn default() -> Self {
        Self::ours(&[])
    }
}

impl fmt::Debug for Destinations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ours: &dyn fmt::Debug = match &self.ours {
            Ours::Inside(domains) => domains,
            Ours::Those(_) => &"those that a closure allows",
        };
        f.debug_struct("Destinations").field("ours", ours).field("others", &self.others).finish()
    }
}

/// Names below which nothing is public: of ICANN (`internal`), RFC 6762, RFC 6761, RFC 8375, and Kubernetes (`svc`).
const INSIDE: [&str; 5] = ["internal", "local", "localhost", "home.arpa", "svc"];

/// Says whether a host is none of the public Internet.
fn is_inside(host: &str) -> bool {
    // As URLs have an address of version 6.
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    match host.parse() {
        Ok(IpAddr::V4(address)) => address.is_private() || address.is_loopback() || address.is_link_local(),
        Ok(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(address) => address.is_private() || address.is_loopback() || address.is_link_local(),
            None => address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local(),
        },
        Err(_) => {
            let name = host.strip_suffix('.').unwrap_or(host);
            is_name(name) && (!name.contains('.') || INSIDE.iter().any(|end| is_below(name, end)))
        }
    }
}

/// Says whether a host is a name and nothing else: resolvers read `134744072` and `0x8080808` as addresses.
fn is_name(host: &str) -> bool {
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let last = host.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_hex =
        last.strip_prefix("0x").is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    host.as_bytes().iter().all(is_of_name)
        && !last.is_empty()
        && !is_hex
        && !last.bytes().all(|byte| byte.is_ascii_digit())
}

/// Says whether a host is this domain, or below it.
fn is_below(host: &str, domain: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host).as_bytes();
    host.len().checked_sub(domain.len()).and_then(|start| host.split_at_checked(start)).is_some_and(
        |(before, end)| {
            !domain.is_empty()
                && end.eq_ignore_ascii_case(domain.as_bytes())
                && before.last().is_none_or(|last| *last == b'.')
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    // TRU-05
    #[test]
    fn baggage_stays_inside_unless_told() {
        let default = Destinations::default();
        for inside in [
            "localhost",
            "payments",
            "payments.shop.svc",
            "payments.shop.svc.cluster.local",
            "db.internal",
            "DB.INTERNAL.",
            "printer.local",
            "nas.home.arpa",
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "172.16.0.1",
            "169.254.1.1",
            "::1",
            "fd00::1",
            "fe80::1",
            "[fd00::1]",
            "::ffff:10.0.0.1",
            "payments2",
            "2fa_codes",
        ] {
            assert_eq!(default.share_of(inside), Share::All, "{inside}");
        }
        for outside in [
            "",
            ".",
            "example.org",
            "payments.shop",
            "notinternal.example",
            "x-internal.example",
            "internal.example.org",
            "8.8.8.8",
            "172.32.0.1",
            "2001:db8::1",
            "[2001:db8::1]",
            "::ffff:8.8.8.8",
            "134744072",
            "0x08080808",
            "0X8080808",
            "bank\u{3002}example",
            "a b",
        ] {
            assert_eq!(default.share_of(outside), Share::Trace, "{outside}");
        }
    }

    // TRU-05
    #[test]
    fn listed_domains_are_ours_with_all_below() {
        let ours = Destinations::ours(&["shop.example", "partner.test"]);
        for host in ["shop.example", "SHOP.example.", "a.b.shop.example", "partner.test", "localhost"] {
            assert_eq!(ours.share_of(host), Share::All, "{host}");
        }
        for host in ["myshop.example", "shop.example.org", "other.test", ""] {
            assert_eq!(ours.share_of(host), Share::Trace, "{host}");
        }
        assert_eq!(
            Destinations::ours(&[""]).share_of("example.org"),
            Share::Trace,
            "an empty domain is none"
        );
    }

    // TRU-05
    #[test]
    fn others_get_what_was_said() {
        let closed = Destinations::ours(&["shop.example"]).and_nobody_else();
        assert_eq!(closed.share_of("example.org"), Share::Nothing);
        assert_eq!(closed.share_of("shop.example"), Share::All);
        let those = Destinations::those(|host| host == "a");
        assert_eq!([those.share_of("a"), those.share_of("localhost")], [Share::All, Share::Nothing]);
        assert_eq!(Destinations::all().share_of("example.org"), Share::All);
    }
}
