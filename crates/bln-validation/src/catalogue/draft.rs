//! Codes about drafts as such, and those that only a store can find.

use super::Entry;
use crate::Form;

/// The entries, in the order in which a document is read.
pub(super) const ENTRIES: &[Entry] = &[
    Entry::shown(
        "json.malformed",
        "Not JSON (RFC 8259), or not UTF-8. Parameters: `line` and `column`, from 1. Nothing else can be told of such a document.",
        "{subject} cannot be read. Check line {line}, column {column}",
        (Form::Membership, r#"{"name": Sample Person 17}"#, ""),
    ),
    Entry::told(
        "json.too_deep",
        "Lists and objects inside one another, deeper than any form goes. Parameter: `max`.",
        "{subject} has more than {max} levels of lists and objects. Send fewer",
        "Forty opening brackets.",
    ),
    Entry::shown(
        "json.duplicate_field",
        "The same field twice in one object. Neither value is preferred.",
        "{subject} is there more than once. Send it once",
        (Form::Membership, r#"{"name": "Sample Person 17", "name": "Sample Person 18"}"#, "/name"),
    ),
    Entry::told(
        "draft.too_large",
        "More bytes than a draft may have. Parameter: `max`. Such a document is not read at all.",
        "{subject} must be {max} bytes or fewer",
        "A document of 65,537 bytes.",
    ),
    Entry::told(
        "draft.too_many_faults",
        "More faults than one report holds, or more parts that cannot be read than were looked for. Parameter: `max`.",
        "{subject} has more errors than are shown here. Correct these and try again",
        "A list of a hundred numbers where text is needed.",
    ),
    Entry::shown(
        "draft.unknown_field",
        "A field that the form does not have. The pointer is that of the object. Parameters: `position` of the field in the object, from 1, and `nearest`, the field it may have been meant to be, if there is one. Its name is not repeated, because it may be anything.",
        "{subject} has a field that is not part of it, number {position}. Remove it",
        (Form::Membership, r#"{"nmae": "Sample Person 17"}"#, ""),
    ),
    Entry::shown(
        "draft.wrong_type",
        "Another kind of JSON value than the one needed. Parameter: `expected`.",
        "{subject} must be {expected}",
        (Form::Membership, r#"{"name": 17}"#, "/name"),
    ),
    Entry::told(
        "draft.format",
        "The right kind of JSON value, but not one that the field can be read from.",
        "{subject} must be in the correct format",
        "A draft of an embedder's own with a field that is read by its own rules.",
    ),
    Entry::shown(
        "draft.unknown_choice",
        "None of the choices. Parameter: `choices`.",
        "{subject} must be one of: {choices}",
        (Form::Consent, r#"{"decision": "perhaps"}"#, "/decision"),
    ),
    Entry::shown(
        "draft.number_range",
        "A number out of range. Parameters: `min`, `max`.",
        "{subject} must be between {min} and {max}",
        (Form::Membership, r#"{"declaration": {"version": -1}}"#, "/declaration/version"),
    ),
    Entry::told(
        "draft.text_too_short",
        "Text shorter than the limit, in characters. Parameter: `min`.",
        "{subject} must be {min} characters or more",
        "A draft of an embedder's own with a lower bound.",
    ),
    Entry::shown(
        "draft.missing",
        "Nothing where something is needed.",
        "{ask}",
        (Form::Membership, "{}", "/name"),
    ),
    Entry::told(
        "draft.refused",
        "A value, or a draft, that was refused without a reason.",
        "{subject} cannot be used. Change it and try again",
        "A draft of an embedder's own that gives no reason.",
    ),
    Entry::shown(
        "draft.organisation_missing",
        "Neither an organisation's code nor its name.",
        "{ask}",
        (Form::Membership, r#"{"name": "Sample Person 17"}"#, "/organisation"),
    ),
    Entry::shown(
        "draft.organisation_both",
        "Both an organisation's code and a name for one that has no code.",
        "Enter the code or the name of your organisation, not both",
        (Form::Membership, r#"{"organisation": "RX1", "organisationName": "Sample Care"}"#, "/organisation"),
    ),
    Entry::shown(
        "draft.places_missing",
        "Places for no way of attending.",
        "Enter the number of places in the room, on the call, or both",
        (Form::Event, r#"{"title": "Sample event"}"#, "/inPersonPlaces"),
    ),
    Entry::shown(
        "draft.consent_wording",
        "Withdrawal of consent with a wording. Withdrawing needs none (UK GDPR article 7(3)), so it may have been meant to be given.",
        "Leave out the wording and its version when consent is withdrawn",
        (Form::Consent, r#"{"decision": "withdrawn", "wording": "bulletin", "version": 1}"#, "/wording"),
    ),
    Entry::shown(
        "draft.consent_repeated",
        "Two answers about one purpose in one form.",
        "Say only once what you agree to for each purpose",
        (
            Form::Membership,
            r#"{"consents": [{"purpose": "bulletin", "wording": "bulletin", "version": 1}, {"purpose": "bulletin", "wording": "bulletin", "version": 2}]}"#,
            "/consents",
        ),
    ),
    Entry::shown(
        "draft.not_with_choice",
        "A field that does not belong to what was chosen in another, such as the kind of a line or of a section. It is not dropped, because it may have been meant to count.",
        "{subject} cannot be used with this choice. Remove it, or choose something else",
        (Form::LegacyLine, r#"{"kind": "ask", "due": "2027-03-31"}"#, "/due"),
    ),
    Entry::shown(
        "draft.body_named",
        "A body that is named in no way, or in more than one: as the network, by its ODS code or by its name.",
        "Select the network, or enter either an organisation code or a name",
        (Form::LegacyLine, r#"{"body": {"network": true, "organisation": "RX1"}}"#, "/body/network"),
    ),
    Entry::told(
        "email.duplicate",
        "An address that belongs to somebody else already. Only a store can know.",
        "{subject} belongs to somebody who has joined already. Use another one",
        "Joining with an address that a member has.",
    ),
    Entry::told(
        "organisation.unknown",
        "An ODS code that is not in the directory. Only a store can know.",
        "{subject} is not in the directory. Check the code, or enter the name of your organisation instead",
        "Joining with the code of no organisation.",
    ),
];
