//! An issue of the bulletin with everything it tells resolved: what a network's words, events and figures were at the
//! moment it was put together.

mod items;
mod resolved;
mod section;

use bln_core::{BulletinContents, Line};

use crate::tree::Block;
use crate::{ContentError, Links};

pub use items::{EventItem, Place, RecognitionItem, TestimonialItem};
pub use section::Section;

/// An issue of the bulletin, ready to be rendered. It knows no store and looks nothing up.
///
/// A network's own issue is had by [`Composed::of`], and that never fails. Any other is made of its sections:
///
/// ```
/// use bln_core::Line;
/// use bln_mail::{Composed, Markdown, Section};
///
/// let news = Section::News {
///     heading: Line::parse("A new chair")?,
///     body: Markdown::parse("We welcome **our new chair**.")?,
/// };
/// let composed = Composed::new(Line::parse("What we did in March")?, None, vec![news])?;
/// assert_eq!(composed.sections().len(), 1);
/// # Ok::<(), bln_mail::ContentError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    subject: Line<150>,
    preheader: Option<Line<200>>,
    sections: Vec<Section>,
    left_out: usize,
}

impl Composed {
    /// The most sections of an issue: as many as one can be planned with.
    pub const MAX_SECTIONS: usize = BulletinContents::MOST_SECTIONS;

    /// The most items of a section: as many records as one can name.
    pub const MAX_ITEMS: usize = bln_core::Section::MOST_RECORDS;

    /// An issue.
    ///
    /// Its subject is the heading of the letter too. The preheader is the sentence that mail programs show beside the
    /// subject; everybody sees it as the first sentence, because hidden words would tell people with a screen reader
    /// something else than others.
    ///
    /// # Errors
    ///
    /// `content.empty` without a section, or with one that has no items; `content.too_many` above
    /// [`MAX_SECTIONS`](Self::MAX_SECTIONS) or [`MAX_ITEMS`](Self::MAX_ITEMS).
    pub fn new(
        subject: Line<150>,
        preheader: Option<Line<200>>,
        sections: Vec<Section>,
    ) -> Result<Self, ContentError> {
        within(sections.len(), Self::MAX_SECTIONS)?;
        for section in &sections {
            within(section.items(), Self::MAX_ITEMS)?;
        }
        Ok(Self { subject, preheader, sections, left_out: 0 })
    }

    /// What it is called.
    pub fn subject(&self) -> &str {
        self.subject.as_str()
    }

    /// Its first sentence.
    pub fn preheader(&self) -> Option<&str> {
        self.preheader.as_ref().map(Line::as_str)
    }

    /// What it is made of.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// How many items are not in it, because there were more than it takes. Its readers are told.
    pub const fn left_out(&self) -> usize {
        self.left_out
    }

    /// How many items its sections have.
    pub(crate) fn items(&self) -> usize {
        self.sections.iter().map(Section::items).sum()
    }

    /// The issue with so many of its items, from its beginning.
    pub(crate) fn first(&self, number: usize) -> Self {
        let mut rest = number;
        let mut sections = Vec::new();
        for section in &self.sections {
            let kept = rest.min(section.items());
            rest -= kept;
            if kept > 0 {
                sections.push(section.first(kept));
            }
        }
        let left_out = self.left_out.saturating_add(self.items().saturating_sub(number));
        Self { subject: self.subject.clone(), preheader: self.preheader.clone(), sections, left_out }
    }

    /// What it says, under headings of the second level.
    pub(crate) fn blocks(&self, links: &Links) -> Result<Vec<Block>, ContentError> {
        let mut blocks = Vec::new();
        for section in &self.sections {
            blocks.extend(section.blocks(links)?);
        }
        if self.left_out > 0 {
            let number = if self.left_out == 1 {
                "1 item is".to_owned()
            } else {
                format!("{} items are", self.left_out)
            };
            blocks.push(Block::paragraph(format!(
                "This email would be too long with everything in it. {number} not in it. Write to us if you would like \
                 to know more."
            )));
        } else if self.sections.is_empty() {
            blocks.push(Block::paragraph(
                "What this issue was going to tell you is over or has been withdrawn.",
            ));
        }
        Ok(blocks)
    }
}

const fn within(number: usize, limit: usize) -> Result<(), ContentError> {
    match number {
        0 => Err(ContentError::Empty),
        number if number > limit => Err(ContentError::TooMany { limit }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use bln_core::{Attribution, Prose, RecognitionKind};

    use super::*;

    fn thanks(number: usize) -> Section {
        let item = RecognitionItem {
            kind: RecognitionKind::Thanks,
            on: "2027-03-01".parse().unwrap(),
            attribution: Attribution::Anonymous,
            words: Prose::parse("For chairing.").unwrap(),
        };
        Section::Recognitions { heading: Line::parse("Thanks").unwrap(), recognitions: vec![item; number] }
    }

    fn composed(sections: Vec<Section>) -> Result<Composed, ContentError> {
        Composed::new(Line::parse("March").unwrap(), None, sections)
    }

    #[test]
    fn sections_and_items_are_bounded_on_both_sides() {
        for sections in [vec![thanks(1)], vec![thanks(1); 20], vec![thanks(20)]] {
            assert!(composed(sections).is_ok());
        }
        for sections in [vec![], vec![thanks(0)]] {
            assert_eq!(composed(sections).unwrap_err(), ContentError::Empty);
        }
        for sections in [vec![thanks(1); 21], vec![thanks(21)]] {
            assert_eq!(composed(sections).unwrap_err(), ContentError::TooMany { limit: 20 });
        }
    }

    #[test]
    fn what_is_left_out_is_left_out_from_the_end_and_counted() {
        let whole = composed(vec![thanks(2), thanks(3)]).unwrap();
        for (number, sections, left_out) in
            [(0, vec![], 5), (1, vec![1], 4), (2, vec![2], 3), (3, vec![2, 1], 2), (5, vec![2, 3], 0)]
        {
            let first = whole.first(number);
            assert_eq!(first.sections().iter().map(Section::items).collect::<Vec<_>>(), sections);
            assert_eq!((first.items(), first.left_out()), (number, left_out));
        }
        assert_eq!(whole.first(5), whole);
    }
}
