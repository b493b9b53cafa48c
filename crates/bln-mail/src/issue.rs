//! An issue of the bulletin, rendered once and written for each reader.

use std::sync::Arc;

use bln_core::{EmailAddress, Id, Instant, Notice, PersonName};
use bln_seal::Token;

use crate::message::Body;
use crate::render::Page;
use crate::tree::{Block, Inline, Target};
use crate::{Composed, ContentError, HeaderText, Letterhead, Links, Message};

/// An issue that was rendered: what it says is the same for everybody, but for the name it greets and the link by which
/// its reader stops it.
///
/// ```
/// use bln_core::{EmailAddress, Id, Line, Link, NetworkProfile, PersonName};
/// use bln_mail::{Composed, Issue, Letterhead, Links, Markdown, Section};
/// use bln_seal::Token;
///
/// let links = Links::new(&Link::parse("https://network.example.org")?)?;
/// let letterhead = Letterhead::new(&NetworkProfile::bln()?, EmailAddress::parse("news@example.org")?, links)?;
/// let body = Markdown::parse("We welcome **our new chair**.")?;
/// let news = Section::News { heading: Line::parse("A new chair")?, body };
/// let issue = Issue::render(&Composed::new(Line::parse("March")?, None, vec![news])?, &letterhead)?;
///
/// let message = issue.message(
///     EmailAddress::parse("sample.person.17@example.org")?,
///     &PersonName::parse("Sample Person 17")?,
///     Id::new(uuid::Uuid::from_u128(17)),
///     &Token::from_random([7; 32]),
///     "2027-03-31T09:00:00Z".parse()?,
/// )?;
/// assert!(message.text().contains("We welcome our new chair."));
/// assert!(message.html().contains("We welcome <strong>our new chair</strong>."));
/// # Ok::<(), bln_mail::ContentError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Issue {
    body: Arc<Body>,
    links: Links,
    left_out: usize,
}

impl Issue {
    /// Renders an issue.
    ///
    /// A message stays below 100,000 bytes, so that mail programs show it whole. An issue that would not is rendered with
    /// as many of its items as fit, from its beginning, and says how many are not in it.
    ///
    /// # Errors
    ///
    /// None that was seen: those of [`Links::events`] and of [`HeaderText::parse`], for texts that were read before.
    pub fn render(composed: &Composed, letterhead: &Letterhead) -> Result<Self, ContentError> {
        let whole = Self::write(composed, letterhead);
        let Err(ContentError::TooLarge { .. }) = whole else { return whole };
        let mut fits = Self::write(&composed.first(0), letterhead)?;
        let (mut most, mut too_many) = (0, composed.items());
        while most + 1 < too_many {
            let number = most.midpoint(too_many);
            match Self::write(&composed.first(number), letterhead) {
                Err(ContentError::TooLarge { .. }) => too_many = number,
                written => (fits, most) = (written?, number),
            }
        }
        Ok(fits)
    }

    /// How many items are not in it, because it would have been too long. Its readers are told, and its editor should be.
    pub const fn left_out(&self) -> usize {
        self.left_out
    }

    fn write(composed: &Composed, letterhead: &Letterhead) -> Result<Self, ContentError> {
        let subject = HeaderText::parse(composed.subject())?;
        let mut blocks = vec![Block::heading(1, composed.subject())];
        blocks.extend(composed.preheader().map(Block::paragraph));
        blocks.push(Block::Paragraph(vec![Inline::text("Hello "), Inline::Name, Inline::text(",")]));
        blocks.extend(composed.blocks(letterhead.links())?);
        let page = Page {
            title: composed.subject().to_owned(),
            network: letterhead.name().as_str().to_owned(),
            blocks,
            foot: foot(letterhead),
        };
        // RFC 2919: what all issues have in common, and nothing about who gets them.
        let mut list = "List-Id: ".to_owned();
        HeaderText::parse(format!("{} bulletin", letterhead.short_name()))?.write(&mut list);
        list.push_str(&format!("\r\n <bulletin.{}>\r\n", letterhead.domain()));
        let body = Arc::new(Body::write(letterhead, subject, &page, &list)?);
        Ok(Self { body, links: letterhead.links().clone(), left_out: composed.left_out() })
    }

    /// The issue for one reader, who stops it by this token's link.
    ///
    /// # Errors
    ///
    /// Those of [`Links::answer`].
    pub fn message(
        &self,
        to: EmailAddress,
        name: &PersonName,
        notice: Id<Notice>,
        unsubscribe: &Token,
        date: Instant,
    ) -> Result<Message, ContentError> {
        let link = self.links.answer(unsubscribe)?;
        Ok(Message::new(Arc::clone(&self.body), to, name.address(), notice, Some(link), date))
    }
}

fn foot(letterhead: &Letterhead) -> Vec<Block> {
    let stop = Inline::Link {
        to: Target::Unsubscribe,
        words: vec![Inline::text(format!("Stop getting the {} bulletin", letterhead.short_name()))],
    };
    let mut foot = vec![
        Block::paragraph(format!(
            "You get the {} bulletin because you agreed to it. You can change your mind at any time.",
            letterhead.short_name()
        )),
        Block::Paragraph(vec![stop]),
    ];
    foot.extend(letterhead.foot());
    foot
}
