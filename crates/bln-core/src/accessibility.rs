//! What an event provides so that everybody can take part.

use std::collections::BTreeSet;

use crate::{Invalid, InvalidKind, Prose};

/// Something that an event can provide, and that a person can need, to take part on equal terms.
///
/// What an event provides is public knowledge; what a person needs is health data and lives elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Provision {
    /// A way in, to the room and to a toilet without steps.
    StepFree,
    /// A hearing induction loop.
    HearingLoop,
    /// A British Sign Language interpreter.
    BritishSignLanguage,
    /// Live captions.
    Captions,
    /// A quiet room to withdraw to.
    QuietRoom,
    /// Papers in large print.
    LargePrint,
    /// Papers in Easy Read: short sentences with pictures.
    EasyRead,
    /// Room for a personal assistant, who needs no place of their own.
    PersonalAssistant,
    /// Something else, told in the note beside it.
    Other,
}

impl Provision {
    /// Every provision.
    pub const ALL: [Provision; 9] = [
        Provision::StepFree,
        Provision::HearingLoop,
        Provision::BritishSignLanguage,
        Provision::Captions,
        Provision::QuietRoom,
        Provision::LargePrint,
        Provision::EasyRead,
        Provision::PersonalAssistant,
        Provision::Other,
    ];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Provision::StepFree => "step_free",
            Provision::HearingLoop => "hearing_loop",
            Provision::BritishSignLanguage => "british_sign_language",
            Provision::Captions => "captions",
            Provision::QuietRoom => "quiet_room",
            Provision::LargePrint => "large_print",
            Provision::EasyRead => "easy_read",
            Provision::PersonalAssistant => "personal_assistant",
            Provision::Other => "other",
        }
    }

    /// Reads a stable name.
    ///
    /// # Errors
    ///
    /// `provision.unknown`.
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        Provision::ALL
            .into_iter()
            .find(|provision| provision.name() == name)
            .ok_or(Invalid::new(InvalidKind::ProvisionUnknown))
    }
}

/// What an event provides, and a note for what a list cannot say: where the ramp is, whom to ask.
///
/// The default says nothing, which is not the same as providing nothing: people ask.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Accessibility {
    provisions: BTreeSet<Provision>,
    note: Option<Prose<1000>>,
}

impl Accessibility {
    /// What an event provides. The same provision named twice is one provision.
    pub fn new(provisions: impl IntoIterator<Item = Provision>, note: Option<Prose<1000>>) -> Self {
        Self { provisions: provisions.into_iter().collect(), note }
    }

    /// What is provided, in the order of [`Provision::ALL`].
    pub const fn provisions(&self) -> &BTreeSet<Provision> {
        &self.provisions
    }

    /// The note.
    pub const fn note(&self) -> Option<&Prose<1000>> {
        self.note.as_ref()
    }

    /// Whether this is provided.
    pub fn provides(&self, provision: Provision) -> bool {
        self.provisions.contains(&provision)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for provision in Provision::ALL {
            assert_eq!(Provision::parse(provision.name()), Ok(provision));
        }
        assert_eq!(Provision::parse("ramp").unwrap_err().kind(), InvalidKind::ProvisionUnknown);
    }

    #[test]
    fn provisions_are_a_set_in_a_fixed_order() {
        let accessibility =
            Accessibility::new([Provision::Captions, Provision::StepFree, Provision::Captions], None);
        assert_eq!(
            accessibility.provisions().iter().copied().collect::<Vec<_>>(),
            [Provision::StepFree, Provision::Captions]
        );
        assert!(accessibility.provides(Provision::Captions));
        assert!(!accessibility.provides(Provision::EasyRead));
        assert!(Accessibility::default().provisions().is_empty());
    }
}
