//! What somebody chooses to take to a route for speaking up.

use std::fmt::{self, Write as _};

use crate::{Line, Prose, SpeakingUpRoute};

/// What a person releases of themselves and of their concern, to take to a route for speaking up.
///
/// It starts with nothing, and each part is added by a choice of its own. It cannot be made from an event, a theme or
/// anybody's record: what is said in a room is never handed on as a concern, only the person refers. It has no stored
/// form and no `Clone`; what comes of it is a [text](Referral::text) for the person to send.
///
/// ```
/// use bln_core::{Line, Prose, Referral, RouteKind, SpeakingUpRoute};
///
/// let (name, kind) = (Line::parse("Freedom to Speak Up guardian")?, RouteKind::FreedomToSpeakUpGuardian);
/// let route = SpeakingUpRoute { kind, name, contact: None, link: None, note: None };
/// let referral = Referral::to(&route).releasing_words(Prose::parse("Rotas are given out unfairly.")?);
/// assert!(referral.text().contains("Rotas are given out unfairly."));
/// assert!(!referral.text().contains("My name"));
/// assert_eq!(format!("{referral:?}"), "Referral(..)");
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[must_use]
pub struct Referral {
    route: Line<200>,
    name: Option<Line<200>>,
    contact: Option<Line<200>>,
    organisation: Option<Line<200>>,
    words: Option<Prose<4000>>,
}

impl Referral {
    /// Nothing yet, to take to this route.
    pub fn to(route: &SpeakingUpRoute) -> Self {
        Self { route: route.name.clone(), name: None, contact: None, organisation: None, words: None }
    }

    /// With the person's name, or what they want to be called.
    pub fn releasing_name(self, name: Line<200>) -> Self {
        Self { name: Some(name), ..self }
    }

    /// With how they want to be reached.
    pub fn releasing_contact(self, contact: Line<200>) -> Self {
        Self { contact: Some(contact), ..self }
    }

    /// With where they work.
    pub fn releasing_organisation(self, organisation: Line<200>) -> Self {
        Self { organisation: Some(organisation), ..self }
    }

    /// With what they want to say.
    pub fn releasing_words(self, words: Prose<4000>) -> Self {
        Self { words: Some(words), ..self }
    }

    /// What the person sends, in plain text: what they released and nothing else.
    pub fn text(&self) -> String {
        let mut text =
            format!("To: {}\n\nI would like to speak up about something at work.\n", self.route.as_str());
        let told = [
            ("My name", &self.name),
            ("How to reach me", &self.contact),
            ("Where I work", &self.organisation),
        ];
        let mut told = told.into_iter().filter_map(|(what, value)| Some((what, value.as_ref()?))).peekable();
        if told.peek().is_some() {
            text.push('\n');
        }
        for (what, value) in told {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{what}: {}", value.as_str());
        }
        if let Some(words) = &self.words {
            let _ = writeln!(text, "\n{}", words.as_str());
        }
        text.push_str("\nThis is all I share for now. Ask me before you pass it on.\n");
        text
    }
}

impl fmt::Debug for Referral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Referral(..)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::RouteKind;

    const PARTS: [&str; 4] = ["Sample Person 17", "sample.person.17@example.org", "RX1", "Rotas\nare late"];

    /// A referral that releases the parts that are chosen.
    fn referral(chosen: [bool; 4]) -> Referral {
        let route = SpeakingUpRoute {
            kind: RouteKind::Police,
            name: Line::parse("The route").unwrap(),
            contact: Some(Line::parse("Not theirs to release").unwrap()),
            link: None,
            note: None,
        };
        let line = |at: usize| Line::parse(PARTS[at]).unwrap();
        let mut referral = Referral::to(&route);
        if chosen[0] {
            referral = referral.releasing_name(line(0));
        }
        if chosen[1] {
            referral = referral.releasing_contact(line(1));
        }
        if chosen[2] {
            referral = referral.releasing_organisation(line(2));
        }
        if chosen[3] {
            referral = referral.releasing_words(Prose::parse(PARTS[3]).unwrap());
        }
        referral
    }

    #[test]
    fn the_text_is_what_a_person_would_send() {
        assert_eq!(
            referral([true, false, true, true]).text(),
            "To: The route\n\nI would like to speak up about something at work.\n\nMy name: Sample Person 17\n\
             Where I work: RX1\n\nRotas\nare late\n\nThis is all I share for now. Ask me before you pass it on.\n"
        );
    }

    proptest! {
        #[test]
        fn each_part_is_in_the_text_exactly_if_the_person_released_it(chosen: [bool; 4]) {
            let referral = referral(chosen);
            for (part, chosen) in PARTS.into_iter().zip(chosen) {
                prop_assert_eq!(referral.text().contains(part), chosen);
            }
            prop_assert_eq!(format!("{referral:?}"), "Referral(..)");
        }
    }
}
