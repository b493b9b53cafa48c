//! The forms of an issue of the bulletin, and of what somebody wants to read about.

use std::fmt;
use std::num::NonZeroU16;

use bln_core::{
    BulletinAudience, BulletinContents, Id, Line, Pillar, Pillars, Prose, Section, SectionContent,
};
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::choice::{Takes, hold, known};
use crate::{Check, Code, Draft, Field, Param, Problem};

const KINDS: &[&str] = &["news", "events", "resources", "figures", "testimonials", "recognitions"];

/// What an issue of the bulletin says, and to whom.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct BulletinDraft {
    /// The subject of its letters, at most 150 characters.
    #[validate(required)]
    pub subject: Option<String>,
    /// Its sections in the order in which they are read: 1 to 20.
    #[validate(length(min = 1), nested)]
    pub sections: Vec<SectionDraft>,
    /// The pillars for whose readers it is; if none is given, it is for everybody.
    pub audience: Vec<String>,
}

/// A section of an issue.
///
/// What else it has follows from its `kind`, and a field that its kind does not have is refused: a letter that has left
/// without it cannot be called back.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct SectionDraft {
    /// The heading, at most 120 characters.
    #[validate(required)]
    pub heading: Option<String>,
    /// `news`, `events`, `resources`, `figures`, `testimonials` or `recognitions`.
    #[validate(required)]
    pub kind: Option<String>,
    /// The `news`, in Markdown, at most 4,000 characters.
    pub news: Option<String>,
    /// For how many days to come `events` are listed: 1 to 366.
    pub days: Option<u32>,
    /// The pillars that the `events` serve; if none is given, all events are listed.
    pub pillars: Vec<String>,
    /// The resources, figures, testimonials or recognitions, by their ids: 1 to 20.
    pub records: Vec<String>,
}

/// Which pillars somebody wants to read about.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct InterestsDraft {
    /// The pillars. An empty list takes back what was said before: whoever says nothing is sent every issue. It is not the
    /// same as no list, so that nobody takes it back by leaving something out.
    #[validate(required)]
    pub pillars: Option<Vec<String>>,
}

impl Draft for BulletinDraft {
    type Noun = BulletinContents;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("", "The issue", "Fill in the issue"),
        Field::new("subject", "Subject", "Enter the subject"),
        Field::new("sections", "Sections", "Add at least one section"),
        Field::new("sections/*", "Section", "Add a section"),
        Field::new("sections/*/heading", "Heading", "Enter the heading"),
        Field::new("sections/*/kind", "Kind of section", "Select the kind of section"),
        Field::new("sections/*/news", "News", "Enter the news"),
        Field::new("sections/*/days", "Number of days", "Enter for how many days events are listed"),
        Field::new("sections/*/pillars", "Pillars", "Select the pillars"),
        Field::new("sections/*/pillars/*", "Pillar", "Select a pillar"),
        Field::new("sections/*/records", "Records", "Select at least one record"),
        Field::new("sections/*/records/*", "Record", "Select a record"),
        Field::new("audience", "Audience", "Select the pillars that the issue is about"),
        Field::new("audience/*", "Pillar", "Select a pillar"),
    ];

    // Twenty sections of news fit in any script.
    const MAX_BYTES: usize = 512 * 1024;

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<BulletinContents> {
        let subject = check.field("subject", self.subject, Line::parse);
        let most = BulletinContents::MOST_SECTIONS;
        let sections = check.each_nested("sections", most, self.sections, section);
        let audience = pillars(check, "audience", self.audience)
            .map_or(BulletinAudience::Everybody, BulletinAudience::InterestedIn);
        // What is wrong with one section is not told as if there were none.
        if check.is_faulty("sections") {
            return None;
        }
        check.accept("sections", BulletinContents::new(subject?, sections, audience))
    }
}

impl Draft for InterestsDraft {
    type Noun = Option<Pillars>;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("pillars", "Pillars", "Select what you want to read about"),
        Field::new("pillars/*", "Pillar", "Select a pillar"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<Option<Pillars>> {
        Some(pillars(check, "pillars", self.pillars?))
    }
}

#[derive(Clone, Copy)]
enum Kind {
    News,
    Events,
    Resources,
    Figures,
    Testimonials,
    Recognitions,
}

impl Kind {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "news" => Kind::News,
            "events" => Kind::Events,
            "resources" => Kind::Resources,
            "figures" => Kind::Figures,
            "testimonials" => Kind::Testimonials,
            "recognitions" => Kind::Recognitions,
            _ => return None,
        })
    }

    const fn takes(self) -> Takes {
        match self {
            Kind::News => Takes { needs: &["news"], may: &[] },
            Kind::Events => Takes { needs: &["days"], may: &["pillars"] },
            Kind::Resources | Kind::Figures | Kind::Testimonials | Kind::Recognitions => {
                Takes { needs: &["records"], may: &[] }
            }
        }
    }
}

fn section(draft: SectionDraft, check: &mut Check<'_>) -> Option<Section> {
    let given = [
        ("news", draft.news.is_some()),
        ("days", draft.days.is_some()),
        ("pillars", !draft.pillars.is_empty()),
        ("records", !draft.records.is_empty()),
    ];
    let heading = check.field("heading", draft.heading, Line::parse);
    let kind = check.field("kind", draft.kind, |kind| known(Kind::from_name(&kind), KINDS));
    if let Some(kind) = kind {
        hold(check, &given, &kind.takes());
    }
    let news = check.field("news", draft.news, Prose::parse);
    let days = check.field("days", draft.days, days);
    let pillars = pillars(check, "pillars", draft.pillars);
    let records = check.each("records", Section::MOST_RECORDS, draft.records, |id| id.parse::<Id<Section>>());
    if check.is_faulty("records") {
        return None;
    }
    let content = match kind? {
        Kind::News => SectionContent::News(news?),
        Kind::Events => SectionContent::EventsToCome { pillars, days: days? },
        Kind::Resources => SectionContent::Resources(ids(records)),
        Kind::Figures => SectionContent::Figures(ids(records)),
        Kind::Testimonials => SectionContent::Testimonials(ids(records)),
        Kind::Recognitions => SectionContent::Recognitions(ids(records)),
    };
    check.accept("records", Section::new(heading?, content))
}

/// The same identifiers, of what the kind of a section says that they are.
fn ids<T>(records: Vec<Id<Section>>) -> Vec<Id<T>> {
    records.into_iter().map(|id| Id::new(id.uuid())).collect()
}

fn days(days: u32) -> Result<NonZeroU16, Problem> {
    let days = u16::try_from(days).ok().filter(|days| *days <= Section::MOST_DAYS);
    days.and_then(NonZeroU16::new).ok_or_else(|| {
        let problem = Problem::new(Code::NUMBER_RANGE).with_param("min", Param::Number(1));
        problem.with_param("max", Param::Number(Section::MOST_DAYS.into()))
    })
}

/// The pillars, if any is given: that none is has a meaning in each of these forms.
fn pillars(check: &mut Check<'_>, name: &'static str, given: Vec<String>) -> Option<Pillars> {
    let given = check.each(name, Pillar::ALL.len(), given, |pillar| Pillar::parse(&pillar));
    Pillars::new(given).ok()
}

// What was sent is not shown: what somebody reads about says something of them.
impl fmt::Debug for BulletinDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BulletinDraft(..)")
    }
}

impl fmt::Debug for SectionDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SectionDraft(..)")
    }
}

impl fmt::Debug for InterestsDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InterestsDraft(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choices_that_are_told_are_the_choices_there_are() {
        assert!(KINDS.iter().all(|kind| Kind::from_name(kind).is_some()));
    }
}
