//! Links to the web: https only, and nothing in them that misleads about where they go.

use std::fmt;

use crate::{Invalid, InvalidKind, Line, email::ascii_domain};

/// An absolute https link of at most 2,000 characters (RFC 3986), its host in ASCII (IDNA, UTS 46).
///
/// Refused is what would let a link lead elsewhere than it seems to: a user name before the host, a backslash
/// (which browsers read as a slash), white space, control and hidden characters, and the characters that end
/// an HTML attribute. The host is a name with a dot, never an IP address.
///
/// A path may be a secret, as that of a meeting is: `Debug` shows the host alone.
///
/// ```
/// use bln_core::Link;
///
/// let link = Link::parse("https://Meet.example.org/room/17?key=secret")?;
/// assert_eq!(link.host(), "meet.example.org");
/// assert_eq!(format!("{link:?}"), "Link(meet.example.org)");
/// assert_eq!(Link::parse("http://example.org").unwrap_err().code(), "link.format");
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    text: String,
    /// Where the host ends and a port, path, query or fragment begins.
    host_end: usize,
}

impl Link {
    const SCHEME: &str = "https://";
    const MAX_LENGTH: usize = 2_000;

    /// Reads a link; white space around it is forgiven.
    ///
    /// # Errors
    ///
    /// `link.format`; `text.empty`, `text.too_long` (with the limit), `text.control_character` and
    /// `text.hidden_character` as for any [`Line`].
    pub fn parse(text: impl Into<String>) -> Result<Self, Invalid> {
        let invalid = Invalid::new(InvalidKind::LinkFormat);
        let line = Line::<{ Self::MAX_LENGTH }>::parse(text)?;
        if line.as_str().contains(|c: char| c.is_whitespace() || matches!(c, '\\' | '"' | '<' | '>')) {
            return Err(invalid);
        }
        let (scheme, rest) = line.as_str().split_at_checked(Self::SCHEME.len()).ok_or(invalid)?;
        if !scheme.eq_ignore_ascii_case(Self::SCHEME) {
            return Err(invalid);
        }
        let (authority, tail) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let (host, port) = authority.split_at(authority.find(':').unwrap_or(authority.len()));
        if !port.is_empty() && !is_port(port) {
            return Err(invalid);
        }
        // An `@` is no part of a host's name, so that user information ends here.
        let host = ascii_domain(host).ok_or(invalid)?.to_ascii_lowercase();
        let text = format!("{}{host}{port}{tail}", Self::SCHEME);
        let host_end = Self::SCHEME.len() + host.len();
        // A host may grow on its way to ASCII.
        if text.chars().count() > Self::MAX_LENGTH {
            return Err(Invalid::with_limit(InvalidKind::TextTooLong, 2_000));
        }
        Ok(Self { text, host_end })
    }

    /// The link.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host it leads to, in ASCII and lower case.
    pub fn host(&self) -> &str {
        self.text.get(Self::SCHEME.len()..self.host_end).unwrap_or_default()
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Link({})", self.host())
    }
}

/// Whether this is a colon and a port, 1 to 65535.
fn is_port(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(|digits| {
        digits.bytes().all(|b| b.is_ascii_digit()) && digits.parse::<u16>().is_ok_and(|port| port > 0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> InvalidKind {
        Link::parse(text).expect_err(text).kind()
    }

    #[test]
    fn a_link_keeps_its_path_and_lowers_its_host() {
        let link = Link::parse(" HTTPS://WWW.Example.org:8443/A/b%20c?Q=1&r=a@b#Top ").unwrap();
        assert_eq!(link.as_str(), "https://www.example.org:8443/A/b%20c?Q=1&r=a@b#Top");
        assert_eq!(link.host(), "www.example.org");
        assert_eq!(Link::parse("https://bücher.example").unwrap().host(), "xn--bcher-kva.example");
        assert_eq!(Link::parse("https://example.org?a").unwrap().host(), "example.org");
    }

    #[test]
    fn only_https_with_a_named_host_is_a_link() {
        for text in [
            "http://example.org",
            "javascript:alert(1)",
            "https:",
            "https://",
            "https:///path",
            "//example.org",
            "https://localhost",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://example.org:",
            "https://example.org:0",
            "https://example.org:65536",
            "https://example.org:+1",
            "https://a.org:443:443",
            "éééé://example.org",
        ] {
            assert_eq!(kind(text), InvalidKind::LinkFormat, "{text}");
        }
    }

    #[test]
    fn a_link_that_misleads_is_refused() {
        for text in [
            "https://nhs.uk@evil.example",
            "https://nhs.uk:443@evil.example",
            "https://nhs.uk\\@evil.example",
            "https://example.org\\evil",
            "https://example.org/a b",
            "https://example.org/\u{a0}x",
            "https://example.org/\"onclick",
            "https://example.org/<script>",
        ] {
            assert_eq!(kind(text), InvalidKind::LinkFormat, "{text}");
        }
        assert_eq!(kind("https://example.org/\u{202e}gpj"), InvalidKind::TextHidden);
        assert_eq!(kind("https://example.org/\r\nx"), InvalidKind::TextControl);
    }

    #[test]
    fn a_link_ends_at_two_thousand_characters() {
        let of = |n: usize| format!("https://example.org/{}", "a".repeat(n - 20));
        assert!(Link::parse(of(2_000)).is_ok());
        assert_eq!(Link::parse(of(2_001)).unwrap_err(), Invalid::with_limit(InvalidKind::TextTooLong, 2_000));
        let grows = format!("https://bücher.example/{}", "a".repeat(2_000 - 23));
        assert_eq!(kind(&grows), InvalidKind::TextTooLong);
    }

    #[test]
    fn debug_shows_nothing_of_the_path() {
        let shown = format!("{:?}", Link::parse("https://example.org/secret?secret#secret").unwrap());
        assert_eq!(shown, "Link(example.org)");
    }
}
