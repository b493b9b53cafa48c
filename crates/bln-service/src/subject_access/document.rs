//! What a person is given when they ask what is kept about them: one content, for people and for programs.

use std::fmt;

use serde_json::{Map, Value};

/// Everything that a network keeps about one person, to be handed to that person (UK GDPR article 15), and to be taken
/// elsewhere by them (article 20).
///
/// It is the most personal thing this library makes. It cannot be printed by accident: [`SubjectAccess::to_json`] and
/// [`SubjectAccess::to_text`] are the two ways to its content, and both show all of it.
#[derive(Clone, PartialEq, Eq)]
pub struct SubjectAccess {
    title: String,
    sections: Vec<Section>,
}

/// A part of a [`SubjectAccess`]: entries of one kind.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Section {
    name: &'static str,
    heading: &'static str,
    entries: Vec<Entry>,
}

/// One entry: names of fields and what is kept in them.
#[derive(Clone, PartialEq, Eq, Default)]
pub(super) struct Entry(Vec<(&'static str, &'static str, String)>);

impl Entry {
    /// Adds a field: its name for programs, its label for people, its content.
    pub(super) fn with(mut self, name: &'static str, label: &'static str, value: impl fmt::Display) -> Self {
        self.0.push((name, label, value.to_string()));
        self
    }

    /// Adds a field that may be empty; then it is left out.
    pub(super) fn with_some(
        self,
        name: &'static str,
        label: &'static str,
        value: Option<impl fmt::Display>,
    ) -> Self {
        match value {
            Some(value) => self.with(name, label, value),
            None => self,
        }
    }
}

impl SubjectAccess {
    /// The version of the form for programs. It changes when a field changes its meaning, not when one is added.
    pub const FORMAT: &str = "bln-subject-access/1";

    pub(super) fn new(title: String) -> Self {
        Self { title, sections: Vec::new() }
    }

    /// Adds a part; one without an entry is shown too, so that nobody wonders whether it was forgotten.
    pub(super) fn with(
        mut self,
        name: &'static str,
        heading: &'static str,
        entries: impl IntoIterator<Item = Entry>,
    ) -> Self {
        self.sections.push(Section { name, heading, entries: entries.into_iter().collect() });
        self
    }

    /// How many entries each part has, by its name for programs. It holds nothing personal.
    pub fn contents(&self) -> impl Iterator<Item = (&'static str, usize)> {
        self.sections.iter().map(|section| (section.name, section.entries.len()))
    }

    /// For programs: a JSON object (RFC 8259) with an array for each part. Every content is a string, written as in the
    /// documentation of the nouns; instants are RFC 3339 in UTC.
    pub fn to_json(&self) -> String {
        let mut parts = Map::new();
        parts.insert("format".to_owned(), Value::from(Self::FORMAT));
        for section in &self.sections {
            let entries = section.entries.iter().map(|Entry(fields)| {
                let fields = fields.iter();
                fields.map(|(name, _, value)| ((*name).to_owned(), Value::from(value.as_str()))).collect()
            });
            parts.insert(section.name.to_owned(), entries.map(Value::Object).collect());
        }
        format!("{:#}", Value::Object(parts))
    }

    /// For people: plain text, part by part.
    pub fn to_text(&self) -> String {
        let mut text = format!("{}\n{}\n", self.title, "=".repeat(self.title.chars().count()));
        for section in &self.sections {
            text.push_str(&format!(
                "\n{}\n{}\n",
                section.heading,
                "-".repeat(section.heading.chars().count())
            ));
            if section.entries.is_empty() {
                text.push_str("\nNothing.\n");
            }
            for Entry(fields) in &section.entries {
                text.push('\n');
                for (_, label, value) in fields {
                    let mut lines = value.lines();
                    text.push_str(&format!("{label}: {}\n", lines.next().unwrap_or_default()));
                    for line in lines {
                        text.push_str(&format!("    {line}\n"));
                    }
                }
            }
        }
        text
    }
}

impl fmt::Debug for SubjectAccess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SubjectAccess(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> SubjectAccess {
        let name = Entry::default().with("name", "Name", "Sample Person 17").with_some(
            "known_as",
            "Known as",
            None::<&str>,
        );
        let note = Entry::default().with("words", "Words", "One line.\nFrom: another \"line\".");
        SubjectAccess::new("What we keep about you".to_owned())
            .with("person", "You", [name])
            .with("messages", "Messages", [note])
            .with("events", "Events", [])
    }

    #[test]
    fn programs_read_every_part_and_every_field() {
        let read: Value = serde_json::from_str(&sample().to_json()).unwrap();
        assert_eq!(read["format"], SubjectAccess::FORMAT);
        assert_eq!(read["person"][0]["name"], "Sample Person 17");
        assert_eq!(read["person"][0].get("known_as"), None);
        assert_eq!(read["messages"][0]["words"], "One line.\nFrom: another \"line\".");
        assert_eq!(read["events"], Value::Array(vec![]));
    }

    #[test]
    fn people_read_the_same_and_are_told_what_is_empty() {
        let text = sample().to_text();
        assert!(text.starts_with("What we keep about you\n======================\n"));
        assert!(text.contains("\nYou\n---\n\nName: Sample Person 17\n"));
        assert!(text.ends_with("\nEvents\n------\n\nNothing.\n"));
        // A second line cannot pass for a field of its own.
        assert!(text.contains("Words: One line.\n    From: another \"line\".\n"));
    }

    #[test]
    fn it_is_not_printed_by_accident_and_its_contents_tell_no_more_than_numbers() {
        assert_eq!(format!("{:?}", sample()), "SubjectAccess(..)");
        let contents: Vec<_> = sample().contents().collect();
        assert_eq!(contents, [("person", 1), ("messages", 1), ("events", 0)]);
    }
}
