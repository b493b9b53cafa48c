//! The identifier of a message: the same each time the same notice is sent.

use std::fmt;
use std::sync::Arc;

use bln_core::{EmailAddress, Id, Notice};

/// The identifier of a message (RFC 5322, 3.6.4): its notice's, and the domain it is sent from.
///
/// It is the same at each attempt, so that a mail program that gets a message twice shows it once, and a report of what
/// became of it (RFC 3464) leads back to the notice. It tells of nobody.
///
/// ```
/// use bln_core::{EmailAddress, Id};
/// use bln_mail::MessageId;
///
/// let from = EmailAddress::parse("network@example.org")?;
/// let id = MessageId::new(Id::new(uuid::Uuid::from_u128(17)), &from);
/// assert_eq!(id.to_string(), "<00000000-0000-0000-0000-000000000011@example.org>");
/// assert_eq!(MessageId::parse(&id.to_string()), Some(id));
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId {
    notice: Id<Notice>,
    domain: Arc<str>,
}

impl MessageId {
    /// The identifier under which a notice leaves from an address.
    pub fn new(notice: Id<Notice>, from: &EmailAddress) -> Self {
        Self::under(notice, Arc::from(from.domain()))
    }

    pub(crate) const fn under(notice: Id<Notice>, domain: Arc<str>) -> Self {
        Self { notice, domain }
    }

    /// Reads one back, with its brackets or without; `None` for any that this library did not make.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')).unwrap_or(text);
        let (notice, domain) = text.split_once('@')?;
        // As an address it is one with a domain that can be had.
        let domain = EmailAddress::parse(format!("notice@{domain}")).ok()?;
        let notice: Id<Notice> = notice.parse().ok()?;
        Some(Self::new(notice, &domain))
    }

    /// The notice that was sent.
    pub const fn notice(&self) -> Id<Notice> {
        self.notice
    }

    /// The domain it was sent from.
    pub fn domain(&self) -> &str {
        &self.domain
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}@{}>", self.notice, self.domain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_that_others_made_is_not_ours() {
        for text in [
            "",
            "<>",
            "<a@example.org>",
            "<00000000-0000-0000-0000-000000000011>",
            "<00000000000000000000000000000011@example.org>",
            "<00000000-0000-0000-0000-000000000011@>",
            "<00000000-0000-0000-0000-000000000011@example.org\r\nBcc: a@example.org>",
        ] {
            assert_eq!(MessageId::parse(text), None, "{text}");
        }
        let bare = MessageId::parse(" 00000000-0000-0000-0000-000000000011@Example.ORG ").unwrap();
        assert_eq!(bare.domain(), "example.org");
    }
}
