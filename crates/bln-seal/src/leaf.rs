//! An entry of the audit as the bytes that are hashed.

use bln_core::AuditEntry;

/// The version of the encoding. A later release that adds a field takes another, and reads both.
const VERSION: u8 = 1;

/// The one encoding of an audit entry at a position: a version, then each field as its length in four bytes and its
/// bytes, so that no two entries read the same.
///
/// The fields are position (eight bytes), identifier, time (microseconds since 1970, eight bytes), role and person of
/// the actor, action, kind and identifier of the subject, and purpose. Identifiers of entry and actor are the sixteen
/// bytes of a UUID, the rest are the texts they are stored by. A person or purpose that is not there is empty, which
/// none is that is there.
///
/// The entry has to be as it is *kept*, with people under their pseudonyms: so it stays the same when somebody is
/// erased.
pub fn leaf_bytes(position: u64, entry: &AuditEntry) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    bytes.push(VERSION);
    let mut put = |field: &[u8]| {
        // No field is near four thousand million bytes: each is an identifier, a name or a time.
        bytes.extend(u32::try_from(field.len()).unwrap_or(u32::MAX).to_be_bytes());
        bytes.extend_from_slice(field);
    };
    let actor = entry.actor();
    put(&position.to_be_bytes());
    put(entry.id().uuid().as_bytes());
    put(&entry.at().utc().timestamp_micros().to_be_bytes());
    put(actor.role().name().as_bytes());
    put(actor.person().map(|person| person.uuid()).as_ref().map_or(&[], |uuid| uuid.as_bytes()));
    put(entry.action().name().as_bytes());
    put(entry.subject().kind().as_bytes());
    put(entry.subject().id_text().as_bytes());
    put(entry.purpose().map_or("", |purpose| purpose.name()).as_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use bln_core::{Action, Actor, Event, Id, Instant, Person, PurposeCode, RecordRef};
    use uuid::Uuid;

    use super::*;

    fn person(number: u128) -> Id<Person> {
        Id::new(Uuid::from_u128(number))
    }

    fn entry(id: u128, at: &str, actor: Actor, action: Action, subject: RecordRef) -> AuditEntry {
        let at: Instant = at.parse().unwrap();
        AuditEntry::new(Id::new(Uuid::from_u128(id)), at, actor, action, subject)
    }

    #[test]
    fn every_field_counts() {
        let event: Id<Event> = Id::new(Uuid::from_u128(17));
        let (at, actor) = ("2027-03-01T09:00:00Z", Actor::participant(person(17)));
        let (action, subject) = (Action::GiveConsent, RecordRef::Consent(person(17)));
        let first = || entry(1, at, actor, action, subject.clone());
        let leaves = [
            leaf_bytes(0, &first()),
            leaf_bytes(1, &first()),
            leaf_bytes(0, &entry(2, at, actor, action, subject.clone())),
            leaf_bytes(0, &entry(1, "2027-03-01T09:00:00.000001Z", actor, action, subject.clone())),
            leaf_bytes(0, &entry(1, at, Actor::facilitator(person(17)), action, subject.clone())),
            leaf_bytes(0, &entry(1, at, Actor::participant(person(18)), action, subject.clone())),
            leaf_bytes(0, &entry(1, at, Actor::public(), action, subject.clone())),
            leaf_bytes(0, &entry(1, at, actor, Action::WithdrawConsent, subject.clone())),
            leaf_bytes(0, &entry(1, at, actor, action, RecordRef::Person(person(17)))),
            leaf_bytes(0, &entry(1, at, actor, action, RecordRef::Consent(person(18)))),
            leaf_bytes(0, &entry(1, at, actor, action, RecordRef::Event(event))),
            leaf_bytes(0, &entry(1, at, actor, action, RecordRef::Network)),
            leaf_bytes(0, &first().for_purpose(PurposeCode::Bulletin)),
            leaf_bytes(0, &first().for_purpose(PurposeCode::Directory)),
        ];
        let count = leaves.len();
        assert_eq!(BTreeSet::from(leaves).len(), count);
    }

    /// The form of what is hashed, which must not change: every checkpoint that is kept outside depends on it.
    #[test]
    fn the_encoding_is_the_one_of_the_first_release() {
        let entry = entry(
            1,
            "2027-03-01T09:00:00Z",
            Actor::participant(person(2)),
            Action::GiveConsent,
            RecordRef::Consent(person(2)),
        );
        let expected = [
            b"\x01".as_slice(),
            b"\0\0\0\x08\0\0\0\0\0\0\0\x03",
            b"\0\0\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01",
            b"\0\0\0\x08\x00\x06\x68\xa1\x3e\x08\x04\x00",
            b"\0\0\0\x0bparticipant",
            b"\0\0\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x02",
            b"\0\0\0\x0cconsent.give",
            b"\0\0\0\x07consent",
            b"\0\0\0\x2400000000-0000-0000-0000-000000000002",
            b"\0\0\0\x08bulletin",
        ];
        assert_eq!(leaf_bytes(3, &entry.for_purpose(PurposeCode::Bulletin)), expected.concat());
    }
}
