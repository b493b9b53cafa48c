//! Letters: what a network tells one person because of something that concerns them.
//!
//! The words follow the NHS service manual: plain, short, what happened first and what to do next after it. No subject
//! names an event. Subjects are shown on locked screens, and some events are safe spaces; this library's own choice.

mod wording;

use std::sync::Arc;

use bln_core::{EmailAddress, Event, Id, Instant, Link, LinkAction, Notice, NoticeKind, PersonName, Prose};
use bln_seal::Token;

use crate::message::Body;
use crate::render::Page;
use crate::tree::{Block, Inline, Target};
use crate::{ContentError, EventItem, HeaderText, Letterhead, Message};
use wording::{Wording, agreed_to};

/// What a letter tells whom.
#[derive(Debug)]
pub struct LetterDraft<'a> {
    /// The one address it goes to.
    pub to: &'a EmailAddress,
    /// Whom it greets.
    pub name: &'a PersonName,
    /// The notice that is sent by it.
    pub notice: Id<Notice>,
    /// What it tells.
    pub kind: NoticeKind,
    /// The event that it is about: it links to its page.
    pub event: Option<Id<Event>>,
    /// The event as it may be told of, above the link to its page.
    pub told: Option<&'a EventItem>,
    /// The link to join by, for who has a confirmed place online.
    pub join: Option<&'a Link>,
    /// Until when an offer can be answered, as people write it.
    pub answer_by: Option<&'a str>,
    /// The words of the message that it brings: text, not Markdown.
    pub words: Option<&'a Prose<2000>>,
    /// What its reader can do by it.
    pub links: &'a [(LinkAction, Token)],
}

impl Letterhead {
    /// Writes a letter.
    ///
    /// A letter with a link to unsubscribe names it in its headers as well (RFC 8058). All others carry
    /// `Auto-Submitted` (RFC 3834, 5), so that no machine answers them.
    ///
    /// # Errors
    ///
    /// Those of [`Links::answer`](crate::Links::answer); `text.*` for an `answer_by` that is no line.
    ///
    /// ```
    /// use bln_core::{EmailAddress, Id, Link, NetworkProfile, NoticeKind, PersonName};
    /// use bln_mail::{LetterDraft, Letterhead, Links};
    ///
    /// let links = Links::new(&Link::parse("https://network.example.org")?)?;
    /// let letterhead = Letterhead::new(&NetworkProfile::bln()?, EmailAddress::parse("news@example.org")?, links)?;
    /// let draft = LetterDraft {
    ///     to: &EmailAddress::parse("sample.person.17@example.org")?,
    ///     name: &PersonName::parse("Sample Person 17")?,
    ///     notice: Id::new(uuid::Uuid::from_u128(17)),
    ///     kind: NoticeKind::PlaceConfirmed,
    ///     event: Some(Id::new(uuid::Uuid::from_u128(3))),
    ///     told: None,
    ///     join: None,
    ///     answer_by: None,
    ///     words: None,
    ///     links: &[],
    /// };
    /// let letter = letterhead.letter(&draft, "2027-03-01T09:00:00Z".parse()?)?;
    /// assert_eq!(letter.subject().as_str(), "You have a place");
    /// # Ok::<(), bln_mail::ContentError>(())
    /// ```
    pub fn letter(&self, draft: &LetterDraft<'_>, date: Instant) -> Result<Message, ContentError> {
        let wording = Wording::of(draft.kind);
        let subject = HeaderText::parse(wording.subject)?;
        let mut blocks = vec![
            Block::heading(1, wording.subject),
            Block::Paragraph(vec![Inline::text("Hello "), Inline::Name, Inline::text(",")]),
        ];
        blocks.extend(wording.before.iter().map(|words| Block::paragraph(*words)));
        blocks.extend(self.event(draft)?);
        blocks.extend(draft.words.map(|words| Block::Quote(Block::plain(words.as_str()))));
        blocks.extend(self.answers(draft)?);
        blocks.extend(wording.after.iter().map(|words| Block::paragraph(*words)));
        let unsubscribe = draft.links.iter().find_map(|(action, token)| {
            matches!(action, LinkAction::Unsubscribe { .. }).then(|| self.links().answer(token))
        });
        let unsubscribe = unsubscribe.transpose()?;
        let mut foot = Vec::new();
        if unsubscribe.is_some() {
            let words = vec![Inline::text("Stop getting emails like this")];
            foot.push(Block::Paragraph(vec![Inline::Link { to: Target::Unsubscribe, words }]));
        }
        foot.extend(self.foot());
        let page = Page {
            title: wording.subject.to_owned(),
            network: self.name().as_str().to_owned(),
            blocks,
            foot,
        };
        let body = Body::write(self, subject, &page, "Auto-Submitted: auto-generated\r\n")?;
        let (to, name) = (draft.to.clone(), draft.name.address());
        Ok(Message::new(Arc::new(body), to, name, draft.notice, unsubscribe, date))
    }

    fn event(&self, draft: &LetterDraft<'_>) -> Result<Vec<Block>, ContentError> {
        let mut blocks = draft.told.map(EventItem::in_a_letter).unwrap_or_default();
        if let Some(link) = draft.join {
            blocks.push(Block::Paragraph(vec![Inline::link("Join the event online", link.clone())]));
        }
        let linked = draft.told.is_some_and(|told| told.link.is_some());
        if let Some(event) = draft.event.filter(|_| !linked) {
            let link = Inline::link("See the event", self.links().event(event)?);
            blocks.push(Block::Paragraph(vec![link]));
        }
        Ok(blocks)
    }

    /// What the reader can do, each in a paragraph of its own, so that it is easy to hit.
    fn answers(&self, draft: &LetterDraft<'_>) -> Result<Vec<Block>, ContentError> {
        let mut blocks = Vec::new();
        if let Some(by) = draft.answer_by {
            let by = HeaderText::parse(by)?;
            blocks.push(Block::paragraph(format!("Answer by {}.", by.as_str())));
        }
        for (action, token) in draft.links {
            let words = match action {
                LinkAction::AcceptOffer { .. } => "Accept the place".to_owned(),
                LinkAction::DeclineOffer { .. } => "Decline the place".to_owned(),
                LinkAction::ConfirmConsent { purpose } => format!("Yes, {}", agreed_to(*purpose)),
                // It is in the foot, and an action that is not known here has no words.
                _ => continue,
            };
            blocks.push(Block::Paragraph(vec![Inline::link(words, self.links().answer(token)?)]));
        }
        Ok(blocks)
    }
}
