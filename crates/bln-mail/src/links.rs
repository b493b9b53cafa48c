//! Where the links of a letter lead: to the network's own pages, as a door configures them.

use bln_core::{Event, Id, Link};
use bln_seal::Token;

use crate::ContentError;

/// The address under which a door answers links, such as `https://network.example.org`.
///
/// It is configured and never taken from a request: whoever can choose the name of a host in a request could
/// otherwise have letters sent that lead to theirs.
///
/// Following a link must do nothing: mail systems follow links on their own (RFC 8058, 3.2). The page a door shows
/// says what the link would do, and has a button that posts. [`OneClick`](crate::OneClick) is the one exception, and a
/// `POST` too.
///
/// ```
/// use bln_core::Link;
/// use bln_mail::Links;
/// use bln_seal::Token;
///
/// let links = Links::new(&Link::parse("https://network.example.org/")?)?;
/// let link = links.answer(&Token::from_random([7; 32]))?;
/// assert!(link.as_str().starts_with("https://network.example.org/l/"));
/// # Ok::<(), bln_mail::ContentError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Links(String);

impl Links {
    /// The most characters of the address. This library's own choice, so that a link stays short enough for every
    /// mail program.
    pub const MAX_LENGTH: usize = 200;

    /// Links under this address; a `/` at its end makes no difference.
    ///
    /// # Errors
    ///
    /// `content.base_link` when it has a query or a fragment, or more than [`MAX_LENGTH`](Self::MAX_LENGTH)
    /// characters.
    pub fn new(base: &Link) -> Result<Self, ContentError> {
        let base = base.as_str().trim_end_matches('/');
        if base.contains(['?', '#']) || base.len() > Self::MAX_LENGTH {
            return Err(ContentError::BaseLink);
        }
        Ok(Self(base.to_owned()))
    }

    /// Where what a token is for is told of and done: `/l/` and the token.
    ///
    /// # Errors
    ///
    /// None that was seen: the address was a link, and a token has no character that a link may not have.
    pub fn answer(&self, token: &Token) -> Result<Link, ContentError> {
        Ok(Link::parse(format!("{}/l/{}", self.0, token.reveal()))?)
    }

    /// The page of an event: `/events/` and its identifier.
    ///
    /// # Errors
    ///
    /// As [`answer`](Self::answer).
    pub fn event(&self, event: Id<Event>) -> Result<Link, ContentError> {
        Ok(Link::parse(format!("{}/events/{event}", self.0))?)
    }

    /// The page of all events: `/events`.
    ///
    /// # Errors
    ///
    /// As [`answer`](Self::answer).
    pub fn events(&self) -> Result<Link, ContentError> {
        Ok(Link::parse(format!("{}/events", self.0))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(base: &str) -> Result<Links, ContentError> {
        Links::new(&Link::parse(base).unwrap())
    }

    #[test]
    fn a_link_holds_the_token_and_the_page_it_is_under() {
        let token = Token::from_random([9; 32]);
        for base in ["https://example.org", "https://example.org/", "https://example.org/staff//"] {
            let link = links(base).unwrap().answer(&token).unwrap();
            let (before, text) = link.as_str().rsplit_once("/l/").unwrap();
            assert_eq!(before, base.trim_end_matches('/'));
            assert_eq!(Token::parse(text).unwrap().hash(), token.hash());
        }
    }

    #[test]
    fn a_base_is_short_and_ends_in_its_path() {
        for base in ["https://example.org/?a=b", "https://example.org/#a"] {
            assert_eq!(links(base).unwrap_err(), ContentError::BaseLink);
        }
        let long = |length: usize| links(&format!("https://example.org/{}", "a".repeat(length - 20)));
        assert!(long(Links::MAX_LENGTH).is_ok());
        assert_eq!(long(Links::MAX_LENGTH + 1).unwrap_err(), ContentError::BaseLink);
    }
}
