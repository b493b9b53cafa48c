//! Why a value was refused: a stable code and a limit, never the value itself.

use std::fmt;

use bln_terms::TermError;

/// The reason a constructor of this crate refused its input.
///
/// It carries a stable [kind](InvalidKind) and, where a bound was broken, that bound. It never carries the
/// input: an error may be logged, and what people write about themselves may not.
///
/// ```
/// use bln_core::{EmailAddress, InvalidKind};
///
/// let invalid = EmailAddress::parse("not-an-address").unwrap_err();
/// assert_eq!(invalid.kind(), InvalidKind::EmailFormat);
/// assert_eq!(invalid.code(), "email.format");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{kind}")]
pub struct Invalid {
    kind: InvalidKind,
    limit: Option<u64>,
}

impl Invalid {
    /// A refusal without a bound.
    pub const fn new(kind: InvalidKind) -> Self {
        Self { kind, limit: None }
    }

    /// A refusal that names the bound which was broken.
    pub const fn with_limit(kind: InvalidKind, limit: u64) -> Self {
        Self { kind, limit: Some(limit) }
    }

    /// What was wrong.
    pub const fn kind(self) -> InvalidKind {
        self.kind
    }

    /// The stable code of [`Invalid::kind`], for programs.
    pub const fn code(self) -> &'static str {
        self.kind.code()
    }

    /// The bound that was broken, in the unit the kind's documentation gives.
    pub const fn limit(self) -> Option<u64> {
        self.limit
    }
}

macro_rules! invalid_kinds {
    ($($(#[$doc:meta])+ $kind:ident = $code:literal,)+) => {
        /// Every reason for which a constructor of this crate refuses a value.
        ///
        /// Codes are stable: once released, a code keeps its meaning and is never used for another.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum InvalidKind {
            $($(#[$doc])+ $kind,)+
        }

        impl InvalidKind {
            /// Every kind, in the order of their declaration.
            pub const ALL: &'static [InvalidKind] = &[$(InvalidKind::$kind,)+];

            /// The stable code, for programs: `noun.reason` in lower case.
            pub const fn code(self) -> &'static str {
                match self {
                    $(InvalidKind::$kind => $code,)+
                }
            }
        }
    };
}

// A macro, because a list, a code and a documented variant for each of these would otherwise be kept in three
// places by hand.
invalid_kinds! {
    /// Nothing but white space where something is needed.
    TextEmpty = "text.empty",
    /// Longer than the limit, in characters (Unicode scalar values).
    TextTooLong = "text.too_long",
    /// A control character, NUL or line break where none is allowed.
    TextControl = "text.control_character",
    /// A character that reverses or hides text: bidirectional overrides and isolates, zero-width characters
    /// that no script needs, or a byte order mark.
    TextHidden = "text.hidden_character",
    /// Not a UUID in its hyphenated form.
    IdFormat = "id.format",
    /// Not one address of the form name@domain.
    EmailFormat = "email.format",
    /// Longer than RFC 5321 allows: 254 octets, 64 before the `@`.
    EmailTooLong = "email.too_long",
    /// A domain that is not a name on the internet (IDNA, UTS 46).
    EmailDomain = "email.domain",
    /// More addresses than one person may have.
    EmailTooMany = "email.too_many",
    /// The same address twice for one person.
    EmailRepeated = "email.repeated",
    /// Not an ODS code: 3 to 6 letters A to Z and digits.
    OdsCodeFormat = "ods_code.format",
    /// Not an ODS role identifier: `RO` and 1 to 4 digits.
    OdsRoleFormat = "ods_role.format",
    /// Not an NHS England region code.
    RegionUnknown = "region.unknown",
    /// Dates in the wrong order: an end on or before its start.
    DatesReversed = "dates.reversed",
    /// Two dated values that claim the same day.
    DatesOverlap = "dates.overlap",
    /// Not a date of the form 2026-03-29.
    DateFormat = "date.format",
    /// Not a local date and time of the form 2026-03-29T18:00.
    LocalTimeFormat = "local_time.format",
    /// A local time that the clocks skip when they go forward.
    LocalTimeSkipped = "local_time.skipped",
    /// Not a time zone of the IANA database.
    TimeZoneUnknown = "time_zone.unknown",
    /// Not a level this library knows.
    LevelUnknown = "level.unknown",
    /// Not a professional body whose registers this library knows.
    ProfessionalBodyUnknown = "professional_body.unknown",
    /// Not a registration number in the form the professional body gives out.
    ProfessionalNumberFormat = "professional_number.format",
    /// More affiliations, registrations or roles than one record may have.
    TooMany = "list.too_many",
    /// The same thing twice in a list that is a set.
    Repeated = "list.repeated",
    /// At least one is needed.
    Missing = "list.missing",
    /// Not one of the four pillars.
    PillarUnknown = "pillar.unknown",
    /// Neither member nor ally.
    BelongingUnknown = "belonging.unknown",
    /// Not a purpose that consent can be given for.
    PurposeUnknown = "purpose.unknown",
    /// Not a way in which consent can be given.
    ConsentMethodUnknown = "consent_method.unknown",
    /// An imported consent without the wording that was agreed to: UK GDPR article 7(1) wants it shown.
    ConsentWordingMissing = "consent.wording_missing",
    /// Not the name of a wording: letters, digits and hyphens.
    WordingNameFormat = "wording.name_format",
    /// A version of zero: versions start at 1.
    VersionZero = "version.zero",
    /// Not an ethnic group of the 2021 Census for England and Wales.
    EthnicGroupUnknown = "ethnic_group.unknown",
    /// Not a code of the NHS Data Dictionary's ETHNIC CATEGORY.
    EthnicCategoryUnknown = "ethnic_category.unknown",
    /// Not an audience this library knows.
    AudienceUnknown = "audience.unknown",
    /// Not an attendance mode or choice this library knows.
    ModeUnknown = "mode.unknown",
    /// Not a confidentiality rule this library knows.
    ConfidentialityUnknown = "confidentiality.unknown",
    /// A number of places out of range.
    PlacesRange = "places.range",
    /// Places given for a way of attending that the event does not have, or none for one it has.
    PlacesMode = "places.mode",
    /// Longer than an event may last.
    EventTooLong = "event.too_long",
    /// A registration window that closes before it opens, or after the event ends.
    WindowOrder = "registration_window.order",
    /// An issue of the bulletin without a section, or with too many.
    BulletinSections = "bulletin.sections",
    /// A section of the bulletin that names nothing, or too much.
    BulletinSection = "bulletin.section",
    /// Not an https link.
    LinkFormat = "link.format",
    /// Not a recurrence rule of RFC 5545 that this library supports.
    RecurrenceFormat = "recurrence.format",
    /// More occurrences than a series may have.
    RecurrenceTooMany = "recurrence.too_many",
    /// A rule that yields no occurrence at all.
    RecurrenceEmpty = "recurrence.empty",
    /// An idempotency key outside 8 to 64 visible ASCII characters.
    IdempotencyKeyFormat = "idempotency_key.format",
    /// An accessibility provision this library does not know.
    ProvisionUnknown = "provision.unknown",
    /// An offer window out of range.
    OfferWindowRange = "offer_window.range",
    /// A dated history that could not have come about: a gap, an overlap, or a step that nobody can take.
    HistoryImpossible = "history.impossible",
    /// A start in one time zone and an end in another.
    TimeZoneDiffers = "time_zone.differs",
    /// Not a state an event can be in: an unknown name, or a draft with a revision.
    EventState = "event.state",
    /// A series whose first date is not one that its rule gives.
    RecurrenceStart = "recurrence.start",
    /// Not the name of a key: 1 to 40 of a to z, 0 to 9 and hyphens.
    KeyNameFormat = "key_name.format",
    /// A wrapped key outside 16 to 256 bytes.
    WrappedKeyLength = "wrapped_key.length",
    /// A sealed value outside 16 to 16,384 bytes.
    SealedValueLength = "sealed_value.length",
    /// Not a characteristic that is kept sealed.
    CharacteristicUnknown = "characteristic.unknown",
    /// Leave to see who comes to an event that would last too long.
    FacilitationWindowRange = "facilitation_window.range",
    /// Not a right of data-protection law that this library knows.
    RightUnknown = "right.unknown",
    /// Not an indicator of the Workforce Race Equality Standard: 1 to 9.
    IndicatorUnknown = "indicator.unknown",
    /// Not a high-impact action of the NHS improvement plan: HIA1 to HIA6.
    HighImpactActionUnknown = "high_impact_action.unknown",
    /// A figure of a year outside 1900 to 2200.
    FigureYear = "figure.year",
    /// A figure of nobody, or of more people than there can be.
    FigureAsked = "figure.asked",
    /// Not the 43 characters of a token.
    TokenFormat = "token.format",
    /// Not a channel by which words are shown.
    ChannelUnknown = "channel.unknown",
    /// Not a level at which somebody can be named.
    NamingLevelUnknown = "naming_level.unknown",
    /// Not a kind of recognition.
    RecognitionKindUnknown = "recognition_kind.unknown",
    /// Not a kind of resource.
    ResourceKindUnknown = "resource_kind.unknown",
    /// Not a year (1900 to 2200), a month of one or a day of one: `2022`, `2022-06`, `2022-06-17`.
    PublishedFormat = "published.format",
}

impl fmt::Display for InvalidKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl From<TermError> for Invalid {
    fn from(error: TermError) -> Self {
        Self::new(match error {
            TermError::OdsCodeFormat => InvalidKind::OdsCodeFormat,
            TermError::OdsRoleFormat => InvalidKind::OdsRoleFormat,
            TermError::RegionUnknown => InvalidKind::RegionUnknown,
            TermError::EthnicGroupUnknown => InvalidKind::EthnicGroupUnknown,
            TermError::EthnicCategoryUnknown => InvalidKind::EthnicCategoryUnknown,
            TermError::IndicatorUnknown => InvalidKind::IndicatorUnknown,
            TermError::HighImpactActionUnknown => InvalidKind::HighImpactActionUnknown,
            TermError::PillarUnknown => InvalidKind::PillarUnknown,
            TermError::PillarsMissing => InvalidKind::Missing,
            TermError::PublishedFormat => InvalidKind::PublishedFormat,
            // A band is one of the levels. Staff groups are terms of the evidence alone: no noun here has one.
            _ => InvalidKind::LevelUnknown,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_is_its_own() {
        let codes: BTreeSet<_> = InvalidKind::ALL.iter().map(|kind| kind.code()).collect();
        assert_eq!(codes.len(), InvalidKind::ALL.len());
    }

    #[test]
    fn an_error_shows_its_code_and_nothing_else() {
        let invalid = Invalid::with_limit(InvalidKind::TextTooLong, 200);
        assert_eq!(invalid.to_string(), "text.too_long");
        assert_eq!(invalid.limit(), Some(200));
    }
}
