//! What all letters of a network have in common: who writes, from where, and how to answer.

use std::sync::Arc;

use bln_core::{EmailAddress, NetworkProfile};

use crate::tree::{Block, Inline, Target};
use crate::{ContentError, HeaderText, Links};

/// Who writes: the network, its addresses, and where its links lead.
///
/// Every letter says who it is from and how to write back (UK GDPR article 13(1)(a); Privacy and Electronic
/// Communications Regulations 2003, regulation 23).
///
/// ```
/// use bln_core::{EmailAddress, Link, NetworkProfile};
/// use bln_mail::{Letterhead, Links};
///
/// let network = NetworkProfile::bln()?;
/// let links = Links::new(&Link::parse("https://network.example.org")?)?;
/// let letterhead = Letterhead::new(&network, EmailAddress::parse("bulletin@example.org")?, links)?;
/// assert_eq!(letterhead.from().as_str(), "bulletin@example.org");
/// # Ok::<(), bln_mail::ContentError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Letterhead {
    name: HeaderText,
    short_name: String,
    host: Option<String>,
    contact: EmailAddress,
    from: EmailAddress,
    return_path: EmailAddress,
    domain: Arc<str>,
    links: Links,
}

impl Letterhead {
    /// A network's letterhead, sending from an address to which failures are reported too.
    ///
    /// # Errors
    ///
    /// `text.*` if the network's name is no line of a header, which a profile does not allow.
    pub fn new(network: &NetworkProfile, from: EmailAddress, links: Links) -> Result<Self, ContentError> {
        Ok(Self {
            name: HeaderText::parse(network.name())?,
            short_name: network.short_name().to_owned(),
            host: network.host().map(str::to_owned),
            contact: network.contact().clone(),
            return_path: from.clone(),
            domain: Arc::from(from.domain()),
            from,
            links,
        })
    }

    /// The same letterhead, with failures reported to another address (RFC 5321, 4.4: the return path).
    #[must_use]
    pub fn with_return_path(self, return_path: EmailAddress) -> Self {
        Self { return_path, ..self }
    }

    /// The address it sends from.
    pub const fn from(&self) -> &EmailAddress {
        &self.from
    }

    /// Where failures are reported to.
    pub const fn return_path(&self) -> &EmailAddress {
        &self.return_path
    }

    /// Where the links of its letters lead.
    pub const fn links(&self) -> &Links {
        &self.links
    }

    pub(crate) const fn name(&self) -> &HeaderText {
        &self.name
    }

    pub(crate) fn short_name(&self) -> &str {
        &self.short_name
    }

    pub(crate) const fn domain(&self) -> &Arc<str> {
        &self.domain
    }

    /// The headers that say who writes, and where an answer goes.
    pub(crate) fn write_headers(&self, out: &mut String) {
        out.push_str("From: ");
        self.name.write(out);
        out.push_str("\r\n <");
        out.push_str(self.from.as_str());
        out.push_str(">\r\n");
        if self.contact != self.from {
            out.push_str("Reply-To: ");
            out.push_str(self.contact.as_str());
            out.push_str("\r\n");
        }
    }

    /// The last words of a letter: whom to write to, and who writes.
    pub(crate) fn foot(&self) -> Vec<Block> {
        let contact = Inline::Link {
            to: Target::Mail(self.contact.clone()),
            words: vec![Inline::text(self.contact.as_str())],
        };
        let who = match &self.host {
            Some(host) => format!("{}, hosted by {host}.", self.name.as_str()),
            None => format!("{}.", self.name.as_str()),
        };
        vec![
            Block::Paragraph(vec![
                Inline::text("If you have a question, write to "),
                contact,
                Inline::text("."),
            ]),
            Block::paragraph("We do not count who opens this email or follows its links."),
            Block::paragraph(who),
        ]
    }
}
