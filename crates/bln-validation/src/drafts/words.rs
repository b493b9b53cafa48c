//! The forms for people's own words, for recognition, and for what the network points people to.

use std::fmt;

use bln_core::{
    Attribution, Findings, HighImpactAction, Id, Line, Link, NamingLevel, Pillar, Pillars, Post, Prose,
    Published, RecognitionDetails, RecognitionKind, ResourceDetails, ResourceKind, TestimonialOffer,
    testimonial::{Channel, Channels},
};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{Check, Draft, Field, read_date};

/// Words that somebody is asked to approve of.
///
/// How far they are named is `naming`; what it does not tell of is left behind, so that no more is kept than was chosen.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct TestimonialDraft {
    /// The person, by their id.
    #[validate(required)]
    pub person: Option<String>,
    /// The words, at most 1,000 characters.
    #[validate(required)]
    pub words: Option<String>,
    /// `anonymous`, `role_only` or `named`.
    #[validate(required)]
    pub naming: Option<String>,
    /// The name, at most 200 characters.
    pub name: Option<String>,
    /// The role at the time, at most 100 characters.
    pub role: Option<String>,
    /// The organisation at the time, at most 200 characters.
    pub organisation: Option<String>,
    /// Where the words may be shown: `website`, `bulletin`, `report`, `social_media`; at least one.
    #[validate(length(min = 1))]
    pub channels: Vec<String>,
    /// The first day on which they are shown no more, as 2027-03-29.
    #[validate(required)]
    pub expires: Option<String>,
}

/// Thanks, an award or an appointment.
///
/// How far the person is named is `naming`; what it does not tell of is left behind.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct RecognitionDraft {
    /// The person, by their id.
    #[validate(required)]
    pub person: Option<String>,
    /// `thanks`, `award` or `appointment`.
    #[validate(required)]
    pub kind: Option<String>,
    /// For what, at most 1,000 characters.
    #[validate(required)]
    pub words: Option<String>,
    /// The day of it, as 2027-03-29.
    #[validate(required)]
    pub on: Option<String>,
    /// `anonymous`, `role_only` or `named`.
    #[validate(required)]
    pub naming: Option<String>,
    /// The name, at most 200 characters.
    pub name: Option<String>,
    /// The role at the time, at most 100 characters.
    pub role: Option<String>,
    /// The organisation at the time, at most 200 characters.
    pub organisation: Option<String>,
}

/// A report, a video or whatever else people are pointed to.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ResourceDraft {
    /// The title, at most 200 characters.
    #[validate(required)]
    pub title: Option<String>,
    /// `report`, `review`, `plan`, `briefing`, `video`, `data_set` or `link`.
    #[validate(required)]
    pub kind: Option<String>,
    /// Who published it, at most 200 characters.
    #[validate(required)]
    pub publisher: Option<String>,
    /// When: 2022, 2022-06 or 2022-06-17.
    #[validate(required)]
    pub published: Option<String>,
    /// Where it is: an https link.
    #[validate(required)]
    pub link: Option<String>,
    /// Under which terms it may be used, at most 200 characters.
    pub licence: Option<String>,
    /// Which of the four pillars it serves; at least one.
    #[validate(length(min = 1))]
    pub pillars: Vec<String>,
    /// On which high-impact actions it bears: HIA1 to HIA6.
    pub actions: Vec<String>,
    /// The figures of the register that it tells of, by their ids; at most 50.
    pub figures: Vec<String>,
}

impl Draft for TestimonialDraft {
    type Noun = TestimonialOffer;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("person", "Person", "Say whose words they are"),
        Field::new("words", "Words", "Enter the words"),
        Field::new("naming", "Naming", "Select how far the person is named"),
        Field::new("name", "Name", "Enter the name"),
        Field::new("role", "Role", "Enter the role"),
        Field::new("organisation", "Organisation", "Enter the organisation"),
        Field::new("channels", "Channels", "Select at least one channel"),
        Field::new("channels/*", "Channel", "Select a channel"),
        Field::new("expires", "End", "Enter the day on which the words are shown no more"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<TestimonialOffer> {
        let person = check.field("person", self.person, |id| id.parse::<Id<_>>());
        let words = check.field("words", self.words, Prose::parse);
        let attribution = attribution(check, self.naming, [self.name, self.role, self.organisation]);
        let channels =
            check.each("channels", Channel::ALL.len(), self.channels, |channel| Channel::parse(&channel));
        let channels = check.accept("channels", Channels::new(channels));
        let expires = check.field("expires", self.expires, read_date);
        Some(TestimonialOffer {
            person: person?,
            words: words?,
            attribution: attribution?,
            channels: channels?,
            expires: expires?,
        })
    }
}

impl Draft for RecognitionDraft {
    type Noun = RecognitionDetails;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("person", "Person", "Say who is recognised"),
        Field::new("kind", "Kind of recognition", "Select the kind of recognition"),
        Field::new("words", "Words", "Enter the words"),
        Field::new("on", "Day", "Enter the day"),
        Field::new("naming", "Naming", "Select how far the person is named"),
        Field::new("name", "Name", "Enter the name"),
        Field::new("role", "Role", "Enter the role"),
        Field::new("organisation", "Organisation", "Enter the organisation"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<RecognitionDetails> {
        let person = check.field("person", self.person, |id| id.parse::<Id<_>>());
        let kind = check.field("kind", self.kind, |kind| RecognitionKind::parse(&kind));
        let words = check.field("words", self.words, Prose::parse);
        let on = check.field("on", self.on, read_date);
        let attribution = attribution(check, self.naming, [self.name, self.role, self.organisation]);
        Some(RecognitionDetails {
            person: person?,
            kind: kind?,
            words: words?,
            on: on?,
            attribution: attribution?,
        })
    }
}

impl Draft for ResourceDraft {
    type Noun = ResourceDetails;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("title", "Title", "Enter a title"),
        Field::new("kind", "Kind of resource", "Select the kind of resource"),
        Field::new("publisher", "Publisher", "Enter who published it"),
        Field::new("published", "Day of publication", "Enter when it was published"),
        Field::new("link", "Link", "Enter the link"),
        Field::new("licence", "Licence", "Enter the licence"),
        Field::new("pillars", "Pillars", "Select at least one pillar"),
        Field::new("pillars/*", "Pillar", "Select a pillar"),
        Field::new("actions", "High-impact actions", "Select the high-impact actions"),
        Field::new("actions/*", "High-impact action", "Select a high-impact action"),
        Field::new("figures", "Figures", "Select the figures"),
        Field::new("figures/*", "Figure", "Select a figure"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<ResourceDetails> {
        let title = check.field("title", self.title, Line::parse);
        let kind = check.field("kind", self.kind, |kind| ResourceKind::parse(&kind));
        let publisher = check.field("publisher", self.publisher, Line::parse);
        let published = check.field("published", self.published, |text| {
            Published::parse(&text).map_err(bln_core::Invalid::from)
        });
        let link = check.field("link", self.link, Link::parse);
        let licence = check.field("licence", self.licence, Line::parse);
        let pillars = check.each("pillars", Pillar::ALL.len(), self.pillars, |pillar| Pillar::parse(&pillar));
        let pillars = check.accept("pillars", Pillars::new(pillars));
        let most = HighImpactAction::ALL.len();
        let actions = check.each("actions", most, self.actions, |action| HighImpactAction::parse(&action));
        let figures = check.each("figures", Findings::MOST, self.figures, |id| id.parse::<Id<_>>());
        let figures = check.accept("figures", Findings::new(figures));
        Some(ResourceDetails {
            title: title?,
            kind: kind?,
            publisher: publisher?,
            published: published?,
            link: link?,
            licence,
            pillars: pillars?,
            actions: actions.into_iter().collect(),
            figures: figures?,
        })
    }
}

/// How somebody is named, from a level and a name, a role and an organisation: each is read, and what the level tells of
/// is needed.
fn attribution(
    check: &mut Check<'_>,
    naming: Option<String>,
    [name, role, organisation]: [Option<String>; 3],
) -> Option<Attribution> {
    let given = [&name, &role, &organisation].map(Option::is_some);
    let level = check.field("naming", naming, |level| NamingLevel::parse(&level));
    let name = check.field("name", name, Line::parse);
    let role = check.field("role", role, Line::parse);
    let organisation = check.field("organisation", organisation, Line::parse);
    let needed = match level? {
        NamingLevel::Anonymous => return Some(Attribution::Anonymous),
        NamingLevel::RoleOnly => [false, true, true],
        NamingLevel::Named => [true; 3],
    };
    for (field, (needed, given)) in
        ["name", "role", "organisation"].into_iter().zip(needed.into_iter().zip(given))
    {
        if needed && !given {
            check.missing(field);
        }
    }
    let post = Post { role: role?, organisation: organisation? };
    match level? {
        NamingLevel::Named => Some(Attribution::Named(name?, post)),
        NamingLevel::RoleOnly | NamingLevel::Anonymous => Some(Attribution::RoleOnly(post)),
    }
}

// What was sent is not shown: it may be anything.
impl fmt::Debug for TestimonialDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TestimonialDraft(..)")
    }
}

impl fmt::Debug for RecognitionDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecognitionDraft(..)")
    }
}

impl fmt::Debug for ResourceDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResourceDraft(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_json;

    fn offer(naming: &str, rest: &str) -> Result<TestimonialOffer, Vec<String>> {
        let form = format!(
            r#"{{"person": "0198f3a2-7c1e-7a4b-8d5f-3e2a1b0c9d8e", "words": "I was heard.", "channels": ["website"],
            "expires": "2027-06-01", "naming": "{naming}"{rest}}}"#
        );
        let read = parse_json::<TestimonialDraft>(form.as_bytes(), &());
        read.map_err(|report| report.faults().iter().map(|fault| fault.pointer().to_owned()).collect())
    }

    #[test]
    fn no_more_of_a_name_is_taken_over_than_the_level_tells_of() {
        let all = r#", "name": "Sample Person 17", "role": "Sample manager", "organisation": "Sample Trust""#;
        let named = offer("named", all).unwrap().attribution;
        assert_eq!(named.to_string(), "Sample Person 17, Sample manager, Sample Trust");
        let role_only = offer("role_only", all).unwrap().attribution;
        assert_eq!(role_only.to_string(), "Sample manager, Sample Trust");
        assert_eq!(offer("anonymous", all).unwrap().attribution, Attribution::Anonymous);
    }

    #[test]
    fn a_resource_tells_of_no_more_than_fifty_figures() {
        let telling_of = |figures: &[&str]| {
            let form = serde_json::json!({
                "title": "Sample report", "kind": "report", "publisher": "Sample publisher", "published": "2022",
                "link": "https://example.org/report", "pillars": ["legacy"], "figures": figures
            });
            parse_json::<ResourceDraft>(form.to_string().as_bytes(), &())
        };
        let id = "0198f3a2-7c1e-7a4b-8d5f-3e2a1b0c9d8e";
        assert_eq!(telling_of(&[]).unwrap().figures, Findings::default());
        let told = telling_of(&[id; 50]).unwrap().figures;
        assert_eq!(told.iter().collect::<Vec<_>>(), [id.parse().unwrap()]);
        for (figures, pointer, code) in
            [(&[id; 51][..], "/figures", "list.too_many"), (&[id, "7"], "/figures/1", "id.format")]
        {
            let report = telling_of(figures).unwrap_err();
            let faults = report.faults().iter().map(|fault| (fault.pointer(), fault.code().as_str()));
            assert_eq!(faults.collect::<Vec<_>>(), [(pointer, code)]);
        }
    }

    #[test]
    fn what_the_level_tells_of_is_needed() {
        assert_eq!(offer("named", "").unwrap_err(), ["/name", "/role", "/organisation"]);
        assert_eq!(offer("role_only", r#", "role": "Sample manager""#).unwrap_err(), ["/organisation"]);
        assert!(offer("anonymous", "").is_ok());
    }
}
