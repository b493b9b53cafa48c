//! Samples of what is kept so that people keep their privacy.

use std::collections::BTreeMap;

use bln_core::{
    ActionLink, Characteristic, Facilitation, Id, Instant, KeyName, KeyedHash, Limits, LinkAction, Message,
    Prose, Pseudonym, PurposeCode, Right, RightsRequest, SealedCharacteristics, SealedValue, Suppression,
    Theme, ThemeParts, ThemeState, TokenHash, WrappedKey, limits::RestrictionGround,
};
use bln_store::Write;
use chrono::TimeDelta;
use uuid::Uuid;

use super::{day, event_id, minutes, now, person_id};

/// The pseudonym of a sample person. Those of others lie between it and the next.
pub fn pseudonym(number: u32) -> Pseudonym {
    Pseudonym::new(Uuid::from_u128(0x8f3a_0000_0000_4000_8000_0000_0000_0000 + u128::from(number)))
}

/// Gives a sample person their pseudonym.
pub fn named(number: u32) -> Write {
    Write::Pseudonym { person: person_id(number), pseudonym: pseudonym(number) }
}

/// Bytes as good as random ones, of every value, that begin elsewhere for each number.
pub fn bytes(number: u32, length: usize) -> Vec<u8> {
    (number..).map(|n| n.wrapping_mul(151).to_le_bytes()[0]).take(length).collect()
}

/// Characteristics of a sample person who has told so many values, under a key of the network's.
pub fn sealed(number: u32, told: u32) -> SealedCharacteristics {
    let key = WrappedKey::new(KeyName::parse("2027-spring").unwrap(), bytes(number, 60)).unwrap();
    let values = Characteristic::ALL.into_iter().cycle().zip(0..told);
    values.fold(SealedCharacteristics::new(person_id(number), key), |sealed, (characteristic, n)| {
        let value = SealedValue::new(sealed.next_edition(), bytes(number + n, 60)).unwrap();
        sealed.with(characteristic, value)
    })
}

/// Characteristics as long as any can be, of the last edition that there is.
pub fn sealed_in_full(number: u32) -> SealedCharacteristics {
    let key = WrappedKey::new(KeyName::parse("k".repeat(40)).unwrap(), bytes(number, 256)).unwrap();
    let [first, second] = Characteristic::ALL;
    let value = |edition, length| SealedValue::new(edition, bytes(number + 7, length)).unwrap();
    let values = BTreeMap::from([(first, value(u32::MAX, 16_384)), (second, value(1, 16))]);
    SealedCharacteristics::restore(person_id(number), key, u32::MAX, values).unwrap()
}

/// A sample person's limits after so many changes.
pub fn limits(number: u32, times: u32) -> Limits {
    let reason = Prose::parse(format!("Sample claim {times} before the tribunal.")).unwrap();
    let held = Limits::none(person_id(number)).hold(reason, now());
    if times.is_multiple_of(2) {
        held
    } else {
        held.restrict(RestrictionGround::LegalClaim, minutes(times.into()))
    }
}

/// The identifier of a sample request.
pub fn request_id(number: u32) -> Id<RightsRequest> {
    Id::new(Uuid::from_u128(0x019a_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)))
}

/// A sample request of a sample person to have a copy of what is kept, on a day in March.
pub fn request(number: u32, person: u32) -> RightsRequest {
    RightsRequest::receive(request_id(number), person_id(person), Right::Access, day("2027-03-01"))
}

/// The hash of the token of a sample link.
pub fn token_hash(number: u32) -> TokenHash {
    TokenHash::new(hash(number))
}

/// A link by which a sample person takes consent to the bulletin back, under the hash of the same number.
pub fn link(number: u32) -> ActionLink {
    let action = LinkAction::Unsubscribe { purpose: PurposeCode::Bulletin };
    ActionLink::new(token_hash(number), person_id(number), action, minutes(60))
}

/// A keyed hash: of an address, or of somebody who contributes.
pub fn keyed_hash(number: u32) -> KeyedHash {
    KeyedHash::from_bytes(hash(number))
}

/// That a hash is not written to, for a purpose.
pub fn suppression(number: u32, purpose: PurposeCode, since: Instant) -> Suppression {
    Suppression::new(keyed_hash(number), purpose, since)
}

/// Leave for a sample person to see who comes to a sample event, over so many days.
pub fn facilitation(event: u32, person: u32, days: u32) -> Facilitation {
    let until = now().plus(TimeDelta::days(days.into()));
    Facilitation::restore(event_id(event), person_id(person), now(), until).unwrap()
}

/// The identifier of a sample theme.
pub fn theme_id(number: u32) -> Id<Theme> {
    Id::new(Uuid::from_u128(0x019c_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)))
}

/// A sample theme of a sample event.
pub fn theme(number: u32, event: u32, state: ThemeState) -> Theme {
    let words = Prose::parse(format!("Sample theme {number}: who is heard, 以及谁不是.")).unwrap();
    Theme::restore(ThemeParts { id: theme_id(number), event: event_id(event), words, state })
}

/// The identifier of a sample message.
pub fn message_id(number: u32) -> Id<Message> {
    Id::new(Uuid::from_u128(0x019d_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)))
}

/// A sample message to those who come to a sample event.
pub fn message(number: u32, event: u32) -> Message {
    let words = Prose::parse(format!("Sample message {number}.\nThe room has changed.")).unwrap();
    Message::new(message_id(number), event_id(event), words, now())
}

fn hash(number: u32) -> [u8; 32] {
    let mut hash = [0x5a; 32];
    hash[28..].copy_from_slice(&number.to_be_bytes());
    hash
}
