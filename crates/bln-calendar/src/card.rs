//! Cards for address books: vCard 4.0 (RFC 6350).

use bln_core::{Directory, Employer, Organisation, visibility::ShownPerson};
use chrono::NaiveDate;

use crate::lines::{Lines, push_text};

/// The card of an organisation as it is called on a day. It is known again by its ODS code.
pub fn organisation_card(organisation: &Organisation, on: NaiveDate) -> String {
    card("org", |lines| {
        let name = organisation.name_on(on).as_str();
        lines.text("FN", name);
        lines.text("ORG", name);
        lines.line(|line| {
            line.push_str("UID;VALUE=text:ODS ");
            push_text(line, &organisation.code().to_string());
        });
    })
}

/// The card of a person, with what they agreed to show: name, job title, and organisation as it is called on a day. An
/// organisation that is not among `organisations` is left out; in the place of one that is closed stands its successor.
///
/// There is nothing on it of how they are reached, or how they belong to the network, and no consent would put it there.
///
/// A name is one whole here and is not taken apart: it stands where `N` has given names, and nothing where it has
/// family names.
pub fn person_card(person: &ShownPerson<'_>, organisations: &Directory, on: NaiveDate) -> String {
    let employer = person.employer().and_then(|employer| match employer {
        Employer::Listed(code) => Some(organisations.as_on(*code, on)?.name_on(on).as_str()),
        Employer::Unlisted(name) => Some(name.as_str()),
    });
    card("individual", |lines| {
        let name = person.name();
        lines.text("FN", name.written());
        lines.line(|line| {
            line.push_str("N:;");
            push_text(line, name.written());
            line.push_str(";;;");
        });
        for (property, value) in
            [("NICKNAME", name.known_as()), ("ORG", employer), ("TITLE", person.job_title())]
        {
            if let Some(value) = value {
                lines.text(property, value);
            }
        }
    })
}

fn card(kind: &str, within: impl FnOnce(&mut Lines)) -> String {
    let mut lines = Lines::default();
    // The version comes first (RFC 6350 section 6.7.9).
    lines.ready("BEGIN:VCARD\r\nVERSION:4.0\r\n");
    lines.plain("KIND", kind);
    within(&mut lines);
    lines.ready("END:VCARD\r\n");
    lines.finish()
}
