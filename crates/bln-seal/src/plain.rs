//! What is under a seal: a stable encoding of each characteristic, padded so that its length tells nothing.
//!
//! A version, the content with the length of each part before it, and zeros to the end. Reading is strict: what is
//! read and written again is the same bytes, so each value has one encoding and nothing hides behind it.

use bln_core::{AccessNeeds, EthnicGroup, Prose, Provision};
use zeroize::Zeroizing;

const VERSION: u8 = 1;

/// Every ethnic group, and the choice not to say, takes this many bytes. The longest name has 31.
const ETHNIC_GROUP_LENGTH: usize = 64;

/// Access needs take this many bytes, or the next power of two that is enough. In between there are 6 lengths up to
/// the 8,192 of the longest note: which of them it is tells roughly how much somebody wrote.
const ACCESS_NEEDS_LENGTH: usize = 256;

type Plain = Zeroizing<Vec<u8>>;

pub(crate) fn from_ethnic_group(group: EthnicGroup) -> Plain {
    let mut plain = Zeroizing::new(Vec::with_capacity(ETHNIC_GROUP_LENGTH + 16));
    plain.push(VERSION);
    put(&mut plain, group.name());
    plain.resize(ETHNIC_GROUP_LENGTH, 0);
    plain
}

/// `None` for anything that [`from_ethnic_group`] does not write.
pub(crate) fn to_ethnic_group(plain: &[u8]) -> Option<EthnicGroup> {
    let mut rest = plain;
    take(&mut rest, 1)?;
    let group = EthnicGroup::parse(text(&mut rest)?).ok()?;
    (*from_ethnic_group(group) == plain).then_some(group)
}

pub(crate) fn from_access_needs(needs: &AccessNeeds) -> Plain {
    let names = needs.provisions().iter().map(|provision| provision.name().len() + 2).sum::<usize>();
    let needed = 1 + names + 2 + needs.note().map_or(0, |note| note.as_str().len() + 2);
    let length = needed.max(ACCESS_NEEDS_LENGTH).next_power_of_two();
    let mut plain = Zeroizing::new(Vec::with_capacity(length + 16));
    plain.push(VERSION);
    for provision in needs.provisions() {
        put(&mut plain, provision.name());
    }
    // No provision has an empty name, and so this ends the list.
    put(&mut plain, "");
    if let Some(note) = needs.note() {
        put(&mut plain, note.as_str());
    }
    plain.resize(length, 0);
    plain
}

/// `None` for anything that [`from_access_needs`] does not write.
pub(crate) fn to_access_needs(plain: &[u8]) -> Option<AccessNeeds> {
    let mut rest = plain;
    take(&mut rest, 1)?;
    let mut provisions = Vec::new();
    loop {
        match text(&mut rest)? {
            "" => break,
            name => provisions.push(Provision::parse(name).ok()?),
        }
    }
    // A note is never empty: where there is none, the zeros of the end read as one.
    let note = match text(&mut rest).unwrap_or_default() {
        "" => None,
        note => Some(Prose::parse(note).ok()?),
    };
    let needs = AccessNeeds::new(provisions, note).ok()?;
    (*from_access_needs(&needs) == plain).then_some(needs)
}

/// Two bytes of length and the text. Nothing that is put here is longer than the 4,000 bytes of a note.
fn put(plain: &mut Vec<u8>, text: &str) {
    plain.extend(u16::try_from(text.len()).unwrap_or(u16::MAX).to_be_bytes());
    plain.extend_from_slice(text.as_bytes());
}

fn text<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let length = u16::from_be_bytes(take(rest, 2)?.try_into().ok()?);
    std::str::from_utf8(take(rest, length.into())?).ok()
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn needs(provisions: &[Provision], note: Option<String>) -> AccessNeeds {
        AccessNeeds::new(provisions.iter().copied(), note.map(|note| Prose::parse(note).unwrap())).unwrap()
    }

    #[test]
    fn every_ethnic_group_round_trips_in_one_length() {
        let mut seen = BTreeSet::new();
        for group in EthnicGroup::ALL {
            let plain = from_ethnic_group(group);
            assert_eq!((plain.len(), to_ethnic_group(&plain)), (ETHNIC_GROUP_LENGTH, Some(group)));
            seen.insert(plain.to_vec());
        }
        assert_eq!(seen.len(), EthnicGroup::ALL.len());
    }

    /// The control: names as they are differ in length, so that a length would tell most of them.
    #[test]
    fn without_padding_the_length_would_tell_the_group() {
        let lengths: BTreeSet<_> = EthnicGroup::ALL.map(|group| group.name().len()).into();
        assert!(lengths.len() > 10);
    }

    #[test]
    fn access_needs_have_few_lengths() {
        let note = |n| needs(&[], Some("n".repeat(n)));
        assert_eq!(from_access_needs(&needs(&Provision::ALL, None)).len(), 256);
        // A version, the end of the list, and two bytes of length come before a note.
        assert_eq!(from_access_needs(&note(251)).len(), 256);
        assert_eq!(from_access_needs(&note(252)).len(), 512);
        let longest = needs(&Provision::ALL, Some("\u{1f9d1}".repeat(1000)));
        assert_eq!(from_access_needs(&longest).len(), 8192);
        assert_eq!(to_access_needs(&from_access_needs(&longest)), Some(longest));
    }

    #[test]
    fn another_spelling_of_the_same_is_refused() {
        let plain = from_access_needs(&needs(&[Provision::StepFree, Provision::Captions], None));
        let mut other = plain.to_vec();
        other[255] = 1;
        assert_eq!(to_access_needs(&other), None, "something after the end");
        other[255] = 0;
        assert!(to_access_needs(&other).is_some());
        other[0] = 2;
        assert_eq!(to_access_needs(&other), None, "another version");
        assert_eq!(to_access_needs(&[&plain[..], &[0; 256]].concat()), None, "more padding than needed");
        assert_eq!(to_access_needs(&plain[..255]), None, "less padding than needed");
        let mut swapped = vec![VERSION];
        put(&mut swapped, "captions");
        put(&mut swapped, "step_free");
        swapped.resize(256, 0);
        assert_eq!(to_access_needs(&swapped), None, "another order");
        assert_eq!(to_access_needs(&[[1].as_slice(), &[0; 255]].concat()), None, "needs of nothing");
    }

    proptest! {
        #[test]
        fn access_needs_round_trip(
            provisions in prop::sample::subsequence(Provision::ALL.to_vec(), 0..=9),
            note in prop::option::of("[\\PC\n]{1,1000}"),
        ) {
            let note = note.and_then(|note| Prose::parse(note).ok());
            if let Ok(needs) = AccessNeeds::new(provisions, note) {
                let plain = from_access_needs(&needs);
                prop_assert!(plain.len().is_power_of_two() && (256..=8192).contains(&plain.len()));
                prop_assert_eq!(to_access_needs(&plain), Some(needs));
            }
        }

        /// No bytes make a reader panic, and what it accepts is what it would have written.
        #[test]
        fn any_bytes_are_read_or_refused(
            head in prop::collection::vec(prop_oneof![Just(0_u8), Just(1), any::<u8>()], 0..80),
            zeros in 0..300_usize,
        ) {
            let bytes = [head, vec![0; zeros]].concat();
            if let Some(group) = to_ethnic_group(&bytes) {
                prop_assert_eq!(&*from_ethnic_group(group), &bytes);
            }
            if let Some(needs) = to_access_needs(&bytes) {
                prop_assert_eq!(&*from_access_needs(&needs), &bytes);
            }
        }

        #[test]
        fn a_changed_encoding_never_reads_as_the_same(at in 0..256_usize, bit in 0..8_u32) {
            let needs = needs(&[Provision::StepFree], Some("A seat near the door".to_owned()));
            let mut plain = from_access_needs(&needs).to_vec();
            plain[at] ^= 1 << bit;
            prop_assert_ne!(to_access_needs(&plain), Some(needs));
        }
    }
}
