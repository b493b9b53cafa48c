#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
//! A seal opens in its own place and nowhere else.

use std::collections::BTreeSet;

use aes_gcm_siv::{Aes256GcmSiv, KeyInit, aead::Aead};
use bln_core::{
    AccessNeeds, Characteristic, ConsentLedger, ConsentMethod, EthnicGroup, Id, Instant, KeyName, Permit,
    Person, Prose, Provision, SealedValue, Sensitive, WordingRef, WrappedKey, purpose,
};
use bln_seal::{KeyRing, Keys, PersonKey, Seal, SealError, rewrap, unwrap, wrap};
use proptest::prelude::*;
use uuid::Uuid;

fn person(number: u128) -> Id<Person> {
    Id::new(Uuid::from_u128(number))
}

fn ring() -> Keys {
    Keys::generate(KeyName::parse("first").unwrap(), [1; 32]).unwrap()
}

fn rotated() -> Keys {
    ring().with_new(KeyName::parse("second").unwrap(), [2; 32]).unwrap()
}

fn seal(number: u128, key: u8) -> Seal {
    Seal::new(person(number), PersonKey::from_random([key; 32]))
}

fn permit<P: purpose::Purpose>() -> Permit<P> {
    let now: Instant = "2027-03-01T09:00:00Z".parse().unwrap();
    let wording = WordingRef::parse("monitoring-consent@1").unwrap();
    let ledger = ConsentLedger::new(person(17));
    ledger.give(P::CODE, wording, None, ConsentMethod::Web, None, now).unwrap().permit(now).unwrap()
}

fn group(opened: Result<Sensitive<EthnicGroup>, SealError>) -> Result<EthnicGroup, SealError> {
    opened.map(|group| *group.expose(&permit::<purpose::EthnicityMonitoring>()))
}

fn needs(opened: Result<Sensitive<AccessNeeds>, SealError>) -> Result<AccessNeeds, SealError> {
    opened.map(|needs| needs.expose(&permit::<purpose::AccessNeeds>()).clone())
}

fn some_needs() -> AccessNeeds {
    AccessNeeds::new([Provision::StepFree], Some(Prose::parse("A seat near the door").unwrap())).unwrap()
}

/// Every value that differs from this one in one bit.
fn bit_flips(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..bytes.len() * 8).map(|bit| {
        let mut flipped = bytes.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        flipped
    })
}

#[test]
fn every_ethnic_group_is_sealed_in_one_length_and_opened_again() {
    let mut lengths = BTreeSet::new();
    for told in EthnicGroup::ALL {
        let value = seal(17, 5).seal_ethnic_group(told, 3, [9; 12]).unwrap();
        assert_eq!(group(seal(17, 5).open_ethnic_group(&value)), Ok(told));
        lengths.insert(value.bytes().len());
    }
    // A byte of form, the nonce, the padded name and the tag.
    assert_eq!(Vec::from_iter(lengths), [1 + 12 + 64 + 16]);
}

#[test]
fn a_seal_is_for_one_person_characteristic_and_edition() {
    let value = seal(17, 5).seal_ethnic_group(EthnicGroup::OtherArab, 3, [9; 12]).unwrap();
    assert_eq!(group(seal(17, 5).open_ethnic_group(&value)), Ok(EthnicGroup::OtherArab));
    // Another person's row, even with the same key; another key; another column; another edition.
    assert_eq!(group(seal(18, 5).open_ethnic_group(&value)), Err(SealError::Broken));
    assert_eq!(group(seal(17, 6).open_ethnic_group(&value)), Err(SealError::Broken));
    assert_eq!(needs(seal(17, 5).open_access_needs(&value)), Err(SealError::Broken));
    for edition in [1, 2, 4, u32::MAX] {
        let moved = SealedValue::new(edition, value.bytes().to_vec()).unwrap();
        assert_eq!(group(seal(17, 5).open_ethnic_group(&moved)), Err(SealError::Broken));
    }
    let value = seal(17, 5).seal_access_needs(&some_needs(), 3, [9; 12]).unwrap();
    assert_eq!(group(seal(17, 5).open_ethnic_group(&value)), Err(SealError::Broken));
    assert_eq!(needs(seal(18, 5).open_access_needs(&value)), Err(SealError::Broken));
}

/// The control: a table whose values are sealed with one key and bound to nothing. Whoever can write to it swaps two
/// rows, and each opens as the other's.
#[test]
fn without_binding_a_swapped_row_would_open() {
    let cipher = Aes256GcmSiv::new(&[5; 32].into());
    let unbound = |told: EthnicGroup| cipher.encrypt(&[9; 12].into(), told.name().as_bytes()).unwrap();
    let mut rows = [unbound(EthnicGroup::OtherArab), unbound(EthnicGroup::WhiteIrish)];
    rows.swap(0, 1);
    let opened = rows.map(|row| cipher.decrypt(&[9; 12].into(), row.as_slice()).unwrap());
    assert_eq!(opened, [b"white_irish".to_vec(), b"other_arab".to_vec()]);

    let told = |number, told| seal(number, 5).seal_ethnic_group(told, 1, [9; 12]).unwrap();
    let mut rows = [told(17, EthnicGroup::OtherArab), told(18, EthnicGroup::WhiteIrish)];
    rows.swap(0, 1);
    for (number, row) in (17..).zip(rows) {
        assert_eq!(group(seal(number, 5).open_ethnic_group(&row)), Err(SealError::Broken));
    }
}

#[test]
fn every_changed_bit_breaks_the_seal() {
    let value = seal(17, 5).seal_ethnic_group(EthnicGroup::OtherArab, 3, [9; 12]).unwrap();
    for flipped in bit_flips(value.bytes()) {
        let value = SealedValue::new(3, flipped).unwrap();
        assert_eq!(group(seal(17, 5).open_ethnic_group(&value)), Err(SealError::Broken));
    }
    let value = seal(17, 5).seal_access_needs(&some_needs(), 3, [9; 12]).unwrap();
    for flipped in bit_flips(value.bytes()) {
        let value = SealedValue::new(3, flipped).unwrap();
        assert_eq!(needs(seal(17, 5).open_access_needs(&value)), Err(SealError::Broken));
    }
    let wrapped = wrap(&ring(), person(17), &PersonKey::from_random([5; 32]), [9; 12]).unwrap();
    for flipped in bit_flips(wrapped.bytes()) {
        let wrapped = WrappedKey::new(wrapped.by().clone(), flipped).unwrap();
        assert_eq!(unwrap(&ring(), person(17), &wrapped).unwrap_err(), SealError::Broken);
    }
}

#[test]
fn a_wrapped_key_is_for_one_person_and_one_key_of_the_network() {
    let wrapped = wrap(&ring(), person(17), &PersonKey::from_random([5; 32]), [9; 12]).unwrap();
    assert!(unwrap(&ring(), person(17), &wrapped).is_ok());
    assert_eq!(unwrap(&ring(), person(18), &wrapped).unwrap_err(), SealError::Broken);
    // Said to be wrapped by another key, or by the same key under another name.
    let renamed = WrappedKey::new(KeyName::parse("second").unwrap(), wrapped.bytes().to_vec()).unwrap();
    assert_eq!(unwrap(&rotated(), person(17), &renamed).unwrap_err(), SealError::Broken);
    let same_key = Keys::generate(KeyName::parse("second").unwrap(), [1; 32]).unwrap();
    assert_eq!(unwrap(&same_key, person(17), &renamed).unwrap_err(), SealError::Broken);
    // A ring with another key of that name, and one without it.
    let other = Keys::generate(KeyName::parse("first").unwrap(), [3; 32]).unwrap();
    assert_eq!(unwrap(&other, person(17), &wrapped).unwrap_err(), SealError::Broken);
    assert_eq!(unwrap(&same_key, person(17), &wrapped).unwrap_err(), SealError::KeyUnknown);
    assert_eq!(Seal::open(&same_key, person(17), &wrapped).unwrap_err().code(), "seal.key_unknown");
}

#[test]
fn a_rotation_reads_on_and_moves_a_key_without_touching_what_it_sealed() {
    let old = wrap(&ring(), person(17), &PersonKey::from_random([5; 32]), [9; 12]).unwrap();
    let value = Seal::open(&ring(), person(17), &old).unwrap();
    let value = value.seal_ethnic_group(EthnicGroup::OtherArab, 1, [8; 12]).unwrap();
    let new = rewrap(&rotated(), person(17), &old, [7; 12]).unwrap();
    assert_eq!((old.by().as_str(), new.by().as_str()), ("first", "second"));
    for wrapped in [&old, &new] {
        let seal = Seal::open(&rotated(), person(17), wrapped).unwrap();
        assert_eq!(group(seal.open_ethnic_group(&value)), Ok(EthnicGroup::OtherArab));
    }
    let retired = Keys::generate(rotated().current(), [2; 32]).unwrap();
    assert!(unwrap(&retired, person(17), &new).is_ok());
    assert_eq!(unwrap(&retired, person(17), &old).unwrap_err(), SealError::KeyUnknown);
}

#[test]
fn edition_zero_is_refused() {
    let refused = seal(17, 5).seal_ethnic_group(EthnicGroup::OtherArab, 0, [9; 12]);
    assert_eq!(refused.unwrap_err(), SealError::Edition);
}

#[test]
fn errors_and_handles_show_nothing() {
    for error in [SealError::KeyUnknown, SealError::Broken, SealError::Edition] {
        assert!(error.to_string().starts_with(error.code()));
    }
    let shown = format!("{:?}", seal(17, 0xab));
    assert_eq!(shown, "Seal { person: Id(00000000-0000-0000-0000-000000000011), .. }");
}

/// What is kept has to open for good. The tag covers key, nonce, binding and plaintext: if one of them is formed
/// in another way, it is another tag.
#[test]
fn what_is_sealed_has_the_form_of_the_first_release() {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let wrapped = wrap(&ring(), person(17), &PersonKey::from_random([5; 32]), [9; 12]).unwrap();
    let value = seal(17, 5).seal_ethnic_group(EthnicGroup::OtherArab, 3, [9; 12]).unwrap();
    let needs = seal(17, 5).seal_access_needs(&some_needs(), 3, [9; 12]).unwrap();
    let tail = |bytes: &[u8]| hex(&bytes[bytes.len() - 16..]);
    assert_eq!(tail(wrapped.bytes()), "ac481050a99e80dfb2107be148f3cdb8");
    assert_eq!(tail(value.bytes()), "3fedbb031ddb253e4a392459222aa9ba");
    assert_eq!(tail(needs.bytes()), "af03f302a0bcf5f785b3c7a643df7324");
}

proptest! {
    #[test]
    fn what_is_sealed_is_opened_again(
        key in any::<[u8; 32]>(),
        network_key in any::<[u8; 31]>(),
        nonces in any::<[[u8; 12]; 2]>(),
        number in any::<u128>(),
        edition in 1..=u32::MAX,
        told in prop::sample::select(EthnicGroup::ALL.to_vec()),
        provisions in prop::sample::subsequence(Provision::ALL.to_vec(), 1..=9),
        note in prop::option::of("[a-zà-ÿ ]{0,200}x"),
    ) {
        let network_key = std::array::from_fn(|n| network_key.get(n).copied().unwrap_or(1));
        let ring = Keys::generate(KeyName::parse("k").unwrap(), network_key).unwrap();
        let wrapped = wrap(&ring, person(number), &PersonKey::from_random(key), nonces[0]).unwrap();
        let seal = Seal::open(&ring, person(number), &wrapped).unwrap();
        let value = seal.seal_ethnic_group(told, edition, nonces[1]).unwrap();
        prop_assert_eq!(group(seal.open_ethnic_group(&value)), Ok(told));
        let asked = AccessNeeds::new(provisions, note.map(|note| Prose::parse(note).unwrap())).unwrap();
        let value = seal.seal_access_needs(&asked, edition, nonces[1]).unwrap();
        prop_assert_eq!(needs(seal.open_access_needs(&value)), Ok(asked));
    }

    #[test]
    fn any_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 16..200), form in any::<bool>()) {
        let mut bytes = bytes;
        if form {
            bytes[0] = 1;
        }
        let value = SealedValue::new(1, bytes.clone()).unwrap();
        prop_assert_eq!(group(seal(17, 5).open_ethnic_group(&value)), Err(SealError::Broken));
        let wrapped = WrappedKey::new(ring().current(), bytes).unwrap();
        prop_assert_eq!(unwrap(&ring(), person(17), &wrapped).unwrap_err(), SealError::Broken);
    }
}

#[test]
fn what_another_key_sealed_is_taken_over_and_bound_anew() {
    let (from, to) = (seal(18, 8), seal(17, 7));
    let value = from.seal_access_needs(&some_needs(), 3, [9; 12]).unwrap();
    let taken = to.take_over(&from, Characteristic::AccessNeeds, &value, 1, [10; 12]).unwrap();
    assert_eq!(needs(to.open_access_needs(&taken)), Ok(some_needs()));
    assert_eq!(needs(from.open_access_needs(&taken)), Err(SealError::Broken));
    let (stranger, as_group) = (seal(19, 9), Characteristic::EthnicGroup);
    let of_stranger = to.take_over(&stranger, Characteristic::AccessNeeds, &value, 1, [10; 12]);
    assert_eq!(of_stranger.unwrap_err(), SealError::Broken);
    assert_eq!(to.take_over(&from, as_group, &value, 1, [10; 12]).unwrap_err(), SealError::Broken);
    let without_edition = to.take_over(&from, Characteristic::AccessNeeds, &value, 0, [10; 12]);
    assert_eq!(without_edition.unwrap_err(), SealError::Edition);
}
