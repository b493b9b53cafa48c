//! What a person needs to take part.

use std::{collections::BTreeSet, fmt};

use crate::{Invalid, InvalidKind, Prose, Provision};

/// A person's access needs for events: provisions by name, words of their own, or both.
///
/// This is data about health (UK GDPR article 9), kept under its own consent and only as long as it is needed.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct AccessNeeds {
    provisions: BTreeSet<Provision>,
    note: Option<Prose<1000>>,
}

impl AccessNeeds {
    /// Reads access needs; a provision named twice counts once.
    ///
    /// # Errors
    ///
    /// `list.missing` with neither a provision nor a note: somebody who needs nothing has no access needs.
    pub fn new(
        provisions: impl IntoIterator<Item = Provision>,
        note: Option<Prose<1000>>,
    ) -> Result<Self, Invalid> {
        let provisions: BTreeSet<_> = provisions.into_iter().collect();
        if provisions.is_empty() && note.is_none() {
            return Err(Invalid::new(InvalidKind::Missing));
        }
        Ok(Self { provisions, note })
    }

    /// What is needed, by name.
    pub const fn provisions(&self) -> &BTreeSet<Provision> {
        &self.provisions
    }

    /// What else is needed, in the person's own words.
    pub const fn note(&self) -> Option<&Prose<1000>> {
        self.note.as_ref()
    }
}

impl fmt::Debug for AccessNeeds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessNeeds(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_name_a_provision_or_say_something() {
        let note = || Some(Prose::parse("A seat near the door").unwrap());
        assert_eq!(AccessNeeds::new([], None).unwrap_err().kind(), InvalidKind::Missing);
        assert!(AccessNeeds::new([], note()).is_ok());
        let needs = AccessNeeds::new([Provision::StepFree, Provision::StepFree], None).unwrap();
        assert_eq!((needs.provisions().len(), needs.note()), (1, None));
    }

    #[test]
    fn needs_do_not_show_in_debug() {
        let needs = AccessNeeds::new([Provision::StepFree], None).unwrap();
        assert_eq!(format!("{needs:?}"), "AccessNeeds(..)");
    }
}
