//! The forms with which people are looked for. A name is not asked for in an address, and neither is what a list of names
//! goes on after.

use bln_core::{Id, Line, PersonName};
use bln_store::{NameCursor, PageSize};
use bln_validation::{Check, Draft, Field};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::page::USUAL;

type Text = Line<{ PersonName::MAX_LENGTH }>;

/// A search for people by name.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct SearchDraft {
    /// What the words of a name begin with, at most 200 characters.
    #[validate(required)]
    #[schema(example = "sam per")]
    text: Option<String>,
    /// How many people at most, from 1 to 500; if it is left out, 50.
    size: Option<u16>,
    /// The `next` of the page before.
    #[validate(nested)]
    after: Option<AfterDraft>,
}

/// What a list of names goes on after.
#[derive(Default, Serialize, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct AfterDraft {
    /// The word that was found.
    #[validate(required)]
    word: Option<String>,
    /// Whose it is.
    #[validate(required)]
    person: Option<String>,
}

/// A search for people whose name was heard and not read.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct LikeDraft {
    /// The name as it is thought to be spelled, at most 200 characters.
    #[validate(required)]
    #[schema(example = "Sampel Person")]
    text: Option<String>,
    /// How many people at most, from 1 to 500; if it is left out, 50.
    size: Option<u16>,
}

/// A page of a search.
pub(crate) struct SearchNoun {
    pub(crate) text: Text,
    pub(crate) size: PageSize,
    pub(crate) after: Option<NameCursor>,
}

/// A search by likeness.
pub(crate) struct LikeNoun {
    pub(crate) text: Text,
    pub(crate) size: PageSize,
}

impl Draft for SearchDraft {
    type Noun = SearchNoun;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("text", "Name", "Enter a name, or how it begins"),
        Field::new("size", "How many people", "Say how many people are wanted"),
        Field::new("after", "Where to go on", "Say where to go on"),
        Field::new("after/word", "Word", "Give the word after which to go on"),
        Field::new("after/person", "Person", "Give the person after whom to go on"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<SearchNoun> {
        let text = check.field("text", self.text, Text::parse);
        let size = size(self.size, check);
        let goes_on = self.after.is_some();
        let after = check.nested("after", self.after, after);
        if goes_on && after.is_none() {
            return None;
        }
        Some(SearchNoun { text: text?, size: size?, after })
    }
}

impl Draft for LikeDraft {
    type Noun = LikeNoun;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("text", "Name", "Enter a name"),
        Field::new("size", "How many people", "Say how many people are wanted"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<LikeNoun> {
        let text = check.field("text", self.text, Text::parse);
        let size = size(self.size, check);
        Some(LikeNoun { text: text?, size: size? })
    }
}

fn size(size: Option<u16>, check: &mut Check<'_>) -> Option<PageSize> {
    check.field("size", Some(size.unwrap_or(USUAL)), PageSize::new)
}

fn after(draft: AfterDraft, check: &mut Check<'_>) -> Option<NameCursor> {
    let word = check.field("word", draft.word, Text::parse);
    let person = check.field("person", draft.person, |id| id.parse::<Id<_>>());
    Some(NameCursor { word: word?.as_str().to_owned(), person: person? })
}
