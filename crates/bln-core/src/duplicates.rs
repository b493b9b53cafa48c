//! Which two records may be of one person: suggested to somebody who decides, and never acted on by itself.
//!
//! Two records are suggested when an address of the one is an address of the other up to its tag
//! (`name+tag@example.org`, RFC 5233), or when they have the same or nearly the same name and have both worked for one
//! listed organisation. A name alone is no reason: many people share one.
//!
//! Not every record is compared with every other. Those are that share an address, or a listed organisation together
//! with the first letters of two words of their names; and where more than [`MOST_COMPARED`] share those, each with
//! that many of its neighbours by name. So the work grows as the number of records does, not as its square.

use std::{cmp::Reverse, collections::BTreeMap, fmt};

mod candidate;

pub use candidate::Candidate;
use candidate::Key;

use crate::{Id, Person};

/// With how many of those that come after it by name a record is compared, for each thing they share: this library's
/// own choice, far above how many people of one organisation have nearly one name.
pub const MOST_COMPARED: usize = 50;

/// Why two records may be of one person, the strongest reason first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// They share an address, up to its tag.
    SameAddress,
    /// They share an organisation, and every word of the shorter name is in the other.
    SameName,
    /// They share an organisation, and every word of the shorter name is nearly in the other.
    NearName,
}

impl Reason {
    /// Every reason, the strongest first.
    pub const ALL: [Reason; 3] = [Reason::SameAddress, Reason::SameName, Reason::NearName];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Reason::SameAddress => "same_address",
            Reason::SameName => "same_name",
            Reason::NearName => "near_name",
        }
    }
}

/// How like two names are, in thousandths: 1000 when every word of the shorter one is in the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Likeness(u16);

impl Likeness {
    /// The same.
    pub const SAME: Likeness = Likeness(1000);

    /// The least at which two words may be meant for one, by the Jaro-Winkler similarity: this library's own choice.
    /// It takes `muhammad` for `mohammed` (850), and `adeyemi` not for `adebayo` (800). That it takes `okafor` for
    /// `okoro` (858) is a reason to leave the decision to a person.
    pub const LEAST: Likeness = Likeness(850);

    /// In thousandths, from 0 to 1000.
    pub const fn thousandths(self) -> u16 {
        self.0
    }

    /// How like two words are: the Jaro-Winkler similarity. It knows letters and no language.
    fn of_words(one: &str, other: &str) -> Self {
        let thousandths = (strsim::jaro_winkler(one, other) * 1000.0).round();
        #[expect(
            clippy::as_conversions,
            reason = "a whole number from 0 to 1000; beyond, `as` stops at the ends"
        )]
        let thousandths = thousandths as u16;
        Self(thousandths.min(1000))
    }

    /// How like two names are: as their least like word. Each word of the shorter name is held against the word of the
    /// other that is most like it; of two names of one length, both are. `None` below [`Likeness::LEAST`], and for a
    /// name of one word beside one of several, which says too little.
    fn of_names(one: &[String], other: &[String]) -> Option<Self> {
        let least_of = |words: &[String], others: &[String]| {
            let best = |word: &String| others.iter().map(|other| Self::of_words(word, other)).max();
            words.iter().map(|word| best(word).unwrap_or(Likeness(0))).min()
        };
        let least = match one.len().cmp(&other.len()) {
            std::cmp::Ordering::Equal => least_of(one, other).min(least_of(other, one)),
            std::cmp::Ordering::Less if one.len() > 1 => least_of(one, other),
            std::cmp::Ordering::Greater if other.len() > 1 => least_of(other, one),
            std::cmp::Ordering::Less | std::cmp::Ordering::Greater => None,
        };
        least.filter(|least| *least >= Self::LEAST)
    }
}

impl fmt::Display for Likeness {
    /// `0.975`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self.0 / 1000, self.0 % 1000)
    }
}

/// Two records that may be of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Suggestion {
    /// The one with the lower identifier.
    pub a: Id<Person>,
    /// The other.
    pub b: Id<Person>,
    /// The strongest reason.
    pub reason: Reason,
    /// How like they are.
    pub likeness: Likeness,
}

/// The pairs of records that may be of one person, each once: the strongest reason first, then the most alike, then by
/// identifier. In whichever order the records come, the answer is the same.
///
/// ```
/// use bln_core::{EmailAddress, EmailAddresses, Id, Person, PersonDetails, PersonName};
/// use bln_core::duplicates::{Candidate, Reason, suggest};
///
/// let person = |id, address: &str| {
///     let emails = EmailAddresses::new([EmailAddress::parse(address)?])?;
///     let details = PersonDetails::new(PersonName::parse(format!("Sample Person {id}"))?, emails);
///     Ok::<_, bln_core::Invalid>(Person::new(Id::new(uuid::Uuid::from_u128(id)), details))
/// };
/// let people = [person(17, "sample.person@example.org")?, person(18, "sample.person+events@example.org")?];
/// let suggestions = suggest(people.iter().map(Candidate::of));
/// assert_eq!(suggestions[0].reason, Reason::SameAddress);
/// # Ok::<(), bln_core::Invalid>(())
/// ```
pub fn suggest(people: impl Iterator<Item = Candidate>) -> Vec<Suggestion> {
    let people: Vec<Candidate> = people.collect();
    let mut found: BTreeMap<(Id<Person>, Id<Person>), Why> = BTreeMap::new();
    for (shared, one, other) in pairs(&people) {
        let Some(why) = compared(shared, one, other) else { continue };
        let (a, b) = (one.person().min(other.person()), one.person().max(other.person()));
        found.entry((a, b)).and_modify(|found| *found = (*found).min(why)).or_insert(why);
    }
    let mut suggestions: Vec<_> = found
        .into_iter()
        .map(|((a, b), (reason, Reverse(likeness)))| Suggestion { a, b, reason, likeness })
        .collect();
    suggestions.sort_by_key(|found| (found.reason, Reverse(found.likeness), found.a, found.b));
    suggestions
}

/// What two records share that makes them worth comparing.
#[derive(Debug, Clone, Copy)]
enum Shared {
    Address,
    Organisation,
}

/// Why two records are suggested, the strongest first.
type Why = (Reason, Reverse<Likeness>);

fn compared(shared: Shared, one: &Candidate, other: &Candidate) -> Option<Why> {
    match shared {
        Shared::Address => Some((Reason::SameAddress, Reverse(Likeness::SAME))),
        Shared::Organisation => {
            let likeness = Likeness::of_names(one.words(), other.words())?;
            let reason = if likeness == Likeness::SAME { Reason::SameName } else { Reason::NearName };
            Some((reason, Reverse(likeness)))
        }
    }
}

/// The pairs that are worth comparing: for each key of a record at most [`MOST_COMPARED`].
fn pairs(people: &[Candidate]) -> impl Iterator<Item = (Shared, &Candidate, &Candidate)> {
    let mut blocks: BTreeMap<Key<'_>, Vec<&Candidate>> = BTreeMap::new();
    for person in people {
        for key in person.keys() {
            blocks.entry(key).or_default().push(person);
        }
    }
    blocks.into_iter().flat_map(|(key, mut block)| {
        let shared = match key {
            Key::Address(_) => Shared::Address,
            Key::Name { .. } => Shared::Organisation,
        };
        block.sort_unstable_by_key(|person| (person.words(), person.person()));
        let pairs: Vec<_> = block
            .iter()
            .enumerate()
            .flat_map(|(at, one)| {
                block.iter().skip(at + 1).take(MOST_COMPARED).map(move |other| (*one, *other))
            })
            .filter(|(one, other)| one.person() != other.person())
            .map(|(one, other)| (shared, one, other))
            .collect();
        pairs
    })
}

#[cfg(test)]
mod tests;
