//! Where a resource is to be found.

use std::fmt;

use serde::Serialize;

use super::FindingError;

/// An absolute https link to a named host, in ASCII, of at most 2,000 characters (RFC 3986).
///
/// Refused is what would let it lead elsewhere than it seems to, or end an attribute of HTML early: a user name before
/// the host, an address in place of a name, a backslash, white space, quotation marks and angle brackets.
///
/// ```
/// use bln_evidence::finding::HttpsLink;
///
/// let link = HttpsLink::parse("https://www.nhsconfed.org/publications/excellence-through-equality")?;
/// assert_eq!(link.host(), "www.nhsconfed.org");
/// assert_eq!(HttpsLink::parse("http://www.nhsconfed.org/").unwrap_err().code(), "link.format");
/// # Ok::<(), bln_evidence::finding::FindingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct HttpsLink(String);

impl HttpsLink {
    /// The most characters.
    pub const MOST: usize = 2_000;
    const SCHEME: &str = "https://";

    /// Reads a link.
    ///
    /// # Errors
    ///
    /// `link.format`.
    pub fn parse(text: &str) -> Result<Self, FindingError> {
        let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '\\' | '"' | '\'' | '<' | '>' | '`');
        let fits = text.len() <= Self::MOST && text.starts_with(Self::SCHEME) && text.chars().all(plain);
        let link = Self(text.to_owned());
        if fits && is_host(link.host()) { Ok(link) } else { Err(FindingError::LinkFormat) }
    }

    /// The link.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host it leads to.
    pub fn host(&self) -> &str {
        let rest = self.0.get(Self::SCHEME.len()..).unwrap_or_default();
        rest.split(['/', '?', '#']).next().unwrap_or_default()
    }
}

impl fmt::Display for HttpsLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Two or more labels of letters, digits and inner hyphens, the last not only of digits (RFC 1123). A port, a user name
/// and an address in brackets have characters that no label has.
fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let named = host.rsplit('.').next().is_some_and(|last| !last.bytes().all(|b| b.is_ascii_digit()));
    host.len() <= 253 && host.contains('.') && host.split('.').all(label) && named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_a_named_host_by_https() {
        for good in
            ["https://example.org", "https://www.example.org/a?b=c#d", "https://a-1.example.org/@home"]
        {
            assert_eq!(HttpsLink::parse(good).unwrap().as_str(), good);
        }
        assert_eq!(HttpsLink::parse("https://example.org?x=/y").unwrap().host(), "example.org");
    }

    #[test]
    fn what_misleads_is_no_link() {
        let long = format!("https://example.org/{}", "a".repeat(1_981));
        for bad in [
            "http://example.org",
            "HTTPS://example.org",
            "https://",
            "https:///path",
            "https://localhost",
            "https://127.0.0.1",
            "https://[::1]/",
            "https://example.org:8443/",
            "https://example.org@example.com/",
            "https://example.org\\.example.com/",
            "https://exa mple.org",
            "https://example.org/\"onclick",
            "https://example.org/<b>",
            "https://bücher.example",
            "https://-a.example",
            "https://example..org",
            "javascript:alert(1)",
            &long,
        ] {
            assert_eq!(HttpsLink::parse(bad), Err(FindingError::LinkFormat), "{bad}");
        }
        assert!(HttpsLink::parse(&long[..2_000]).is_ok());
    }
}
