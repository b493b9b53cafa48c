//! E-mail addresses: one spelling for each, and a hint, never proof, of who gave it out.

mod addresses;

pub use addresses::EmailAddresses;

use std::{borrow::Cow, fmt};

use crate::{Invalid, InvalidKind};

/// An e-mail address in its one spelling: trimmed, in lower case, its domain in ASCII (IDNA, UTS 46).
///
/// Accepted is what mail systems of today take: a dot-atom of RFC 5322 section 3.2.3 before the `@`, at most 64
/// octets of ASCII, and a domain name with at least one dot after it, 254 octets in all (RFC 5321 sections
/// 4.5.3.1 and 4.1.2). Quoted names, comments and address literals are refused. The part before the `@` is
/// lower-cased too: by the letter of RFC 5321 a host may tell `A@` from `a@`, but none that staff use does, and
/// two records for one person would be worse.
///
/// An address is personal data: `Debug` does not show it.
///
/// ```
/// use bln_core::{EmailAddress, NhsDomain};
///
/// let address = EmailAddress::parse(" Sample.Person.17@Trust.NHS.uk ")?;
/// assert_eq!(address.as_str(), "sample.person.17@trust.nhs.uk");
/// assert_eq!(address.nhs_hint(), Some(NhsDomain::NhsUk));
/// assert_eq!(format!("{address:?}"), "EmailAddress(..)");
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// The most octets an address may have.
    pub const MAX_LENGTH: usize = 254;

    const MAX_LOCAL_LENGTH: usize = 64;

    /// Reads one address.
    ///
    /// # Errors
    ///
    /// `email.format`, `email.domain`, `email.too_long` (with the limit that was broken: 254, or 64 before the
    /// `@`).
    pub fn parse(text: impl Into<String>) -> Result<Self, Invalid> {
        let mut text = text.into();
        let trimmed = text.trim();
        // Before the domain is looked at, so that the work is bounded. A domain may shrink on its way to
        // ASCII, though never from this far.
        if trimmed.len() > 4 * Self::MAX_LENGTH {
            return Err(too_long(254));
        }
        let format = Invalid::new(InvalidKind::EmailFormat);
        let (local, domain) = trimmed.rsplit_once('@').ok_or(format)?;
        check_local(local)?;
        let ascii = ascii_domain(domain).ok_or(Invalid::new(InvalidKind::EmailDomain))?;
        if local.len() + 1 + ascii.len() > Self::MAX_LENGTH {
            return Err(too_long(254));
        }
        let rebuilt = match ascii {
            Cow::Borrowed(_) if trimmed.len() == text.len() => None,
            Cow::Borrowed(_) => Some(trimmed.to_owned()),
            Cow::Owned(ascii) => Some(format!("{local}@{ascii}")),
        };
        text = rebuilt.unwrap_or(text);
        text.make_ascii_lowercase();
        Ok(Self(text))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What follows the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// The NHS domain it belongs to, if any.
    ///
    /// A hint and no more: people outside the NHS have `nhs.net` addresses, and NHS leaders who work for
    /// universities, royal colleges and charities, or who have retired, have none. It neither proves nor bars
    /// anything.
    pub fn nhs_hint(&self) -> Option<NhsDomain> {
        NhsDomain::ALL.into_iter().find(|nhs| nhs.covers(self.domain()))
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(..)")
    }
}

/// A domain under which the health services of the United Kingdom give out addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum NhsDomain {
    /// `nhs.net`: NHSmail.
    NhsNet,
    /// `nhs.uk`, with the older Scottish and Welsh addresses below it.
    NhsUk,
    /// `nhs.scot`.
    NhsScot,
    /// `nhs.wales`.
    NhsWales,
    /// `hscni.net`: health and social care in Northern Ireland.
    Hscni,
}

impl NhsDomain {
    /// Every domain.
    pub const ALL: [NhsDomain; 5] =
        [NhsDomain::NhsNet, NhsDomain::NhsUk, NhsDomain::NhsScot, NhsDomain::NhsWales, NhsDomain::Hscni];

    /// The domain itself.
    pub const fn domain(self) -> &'static str {
        match self {
            NhsDomain::NhsNet => "nhs.net",
            NhsDomain::NhsUk => "nhs.uk",
            NhsDomain::NhsScot => "nhs.scot",
            NhsDomain::NhsWales => "nhs.wales",
            NhsDomain::Hscni => "hscni.net",
        }
    }

    /// Whether a lower-case domain is this one or lies below it, at the boundary of a label.
    fn covers(self, domain: &str) -> bool {
        domain.strip_suffix(self.domain()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }
}

/// A domain name with at least one dot in its ASCII form: borrowed if it is ASCII and needs no more than lower
/// case, which is the caller's to do. Strict in the sense of UTS 46: letters, digits and hyphens, labels of 1
/// to 63 octets. A name whose last label is all digits is an IP address, and refused.
pub(crate) fn ascii_domain(domain: &str) -> Option<Cow<'_, str>> {
    let ascii = if plain(domain) {
        Cow::Borrowed(domain)
    } else {
        Cow::Owned(idna::domain_to_ascii_strict(domain).ok()?)
    };
    let (_, top) = ascii.rsplit_once('.')?;
    let named = !top.is_empty() && !top.bytes().all(|b| b.is_ascii_digit());
    (named && ascii.len() <= 253).then_some(ascii)
}

/// Whether UTS 46 would only lower-case this domain: so almost every domain takes no more than one pass.
fn plain(domain: &str) -> bool {
    domain.split('.').all(|label| {
        let label = label.as_bytes();
        matches!(label.len(), 1..=63)
            && label.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
            && label.first() != Some(&b'-')
            && label.last() != Some(&b'-')
            // Where a punycoded label says so, or would in a version of IDNA to come.
            && label.get(2..4) != Some(b"--")
    })
}

fn check_local(local: &str) -> Result<(), Invalid> {
    let atom = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b);
    let mut before = b'.';
    for b in local.bytes() {
        if !(atom(b) || (b == b'.' && before != b'.')) {
            return Err(Invalid::new(InvalidKind::EmailFormat));
        }
        before = b;
    }
    if before == b'.' {
        return Err(Invalid::new(InvalidKind::EmailFormat));
    }
    if local.len() > EmailAddress::MAX_LOCAL_LENGTH { Err(too_long(64)) } else { Ok(()) }
}

const fn too_long(limit: u64) -> Invalid {
    Invalid::with_limit(InvalidKind::EmailTooLong, limit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kind(text: &str) -> InvalidKind {
        EmailAddress::parse(text).expect_err(text).kind()
    }

    fn hint(domain: &str) -> Option<NhsDomain> {
        EmailAddress::parse(format!("sample.person.1@{domain}")).expect(domain).nhs_hint()
    }

    #[test]
    fn an_address_has_one_spelling() {
        for text in ["o'neil+net@example.org", " O'NEIL+Net@EXAMPLE.org\n", "o'neil+net@ｅxample．org"] {
            assert_eq!(EmailAddress::parse(text).unwrap().as_str(), "o'neil+net@example.org", "{text}");
        }
    }

    #[test]
    fn what_is_not_one_address_is_refused() {
        for text in [
            "",
            "@",
            "a",
            "a@",
            "@example.org",
            ".a@example.org",
            "a.@example.org",
            "a..b@example.org",
            "a b@example.org",
            "a@b@example.org",
            "\"a\"@example.org",
            "é@example.org",
            "a\0@example.org",
            "A <a@example.org>",
            "a@example.org,b@example.org",
            "a@example.org\r\nBcc: b@example.org",
        ] {
            assert!(matches!(kind(text), InvalidKind::EmailFormat | InvalidKind::EmailDomain), "{text:?}");
        }
    }

    #[test]
    fn a_domain_is_a_name_on_the_internet() {
        for domain in [
            "localhost",
            "example.",
            ".org",
            "exa..org",
            "-a.org",
            "a-.org",
            "[127.0.0.1]",
            "127.0.0.1",
            "a_b.org",
            "ab--c.org",
            "xn--a.org",
            "exam ple.org",
            "例え.",
            "a.org.",
            "a\u{202e}b.org",
        ] {
            assert_eq!(kind(&format!("a@{domain}")), InvalidKind::EmailDomain, "{domain:?}");
        }
        let address = EmailAddress::parse("a@Bücher.example").unwrap();
        assert_eq!(address.domain(), "xn--bcher-kva.example");
        assert_eq!(EmailAddress::parse(address.as_str()).unwrap(), address);
    }

    #[test]
    fn lengths_end_at_64_and_254() {
        let local = |n| format!("{}@example.org", "a".repeat(n));
        assert!(EmailAddress::parse(local(64)).is_ok());
        assert_eq!(EmailAddress::parse(local(65)).unwrap_err().limit(), Some(64));

        let label = "b".repeat(63);
        let whole = |n| format!("{}@{label}.{label}.{label}.org", "a".repeat(n));
        assert_eq!(EmailAddress::parse(whole(57)).unwrap().as_str().len(), 253);
        assert!(EmailAddress::parse(whole(58)).is_ok());
        assert_eq!(EmailAddress::parse(whole(59)).unwrap_err().limit(), Some(254));
        assert_eq!(kind(&format!("a@{}.org", "b".repeat(64))), InvalidKind::EmailDomain);
        assert_eq!(kind(&"a".repeat(100_000)), InvalidKind::EmailTooLong);
    }

    #[test]
    fn an_nhs_domain_ends_at_a_label() {
        assert_eq!(hint("nhs.net"), Some(NhsDomain::NhsNet));
        assert_eq!(hint("NUH.NHS.UK"), Some(NhsDomain::NhsUk));
        assert_eq!(hint("ggc.scot.nhs.uk"), Some(NhsDomain::NhsUk));
        assert_eq!(hint("nhs.scot"), Some(NhsDomain::NhsScot));
        assert_eq!(hint("wales.nhs.wales"), Some(NhsDomain::NhsWales));
        assert_eq!(hint("belfasttrust.hscni.net"), Some(NhsDomain::Hscni));
        for domain in
            ["evilnhs.net", "nhs.net.evil.com", "nhs.uk.com", "nhs.co.uk", "n\u{4bb}s.net", "xnhs.uk"]
        {
            assert_eq!(hint(domain), None, "{domain}");
        }
    }

    proptest! {
        /// The short cut for plain domains agrees with UTS 46 wherever it is taken.
        #[test]
        fn the_short_cut_is_the_standard(domain in "[a-zA-Z0-9.-]{1,40}") {
            let standard = idna::domain_to_ascii_strict(&domain).ok();
            if plain(&domain) {
                prop_assert_eq!(standard, Some(domain.to_ascii_lowercase()));
            }
        }

        #[test]
        fn an_accepted_address_reads_back_as_itself(text in "[\\PC]{0,12}@[\\PC]{1,12}\\.[a-z]{2,5}") {
            if let Ok(address) = EmailAddress::parse(text) {
                prop_assert!(address.as_str().is_ascii() && address.as_str().len() <= 254);
                prop_assert_eq!(EmailAddress::parse(address.as_str()).unwrap(), address.clone());
            }
        }
    }
}
