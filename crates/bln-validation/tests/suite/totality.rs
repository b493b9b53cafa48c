//! Any bytes give an answer.

use bln_validation::Form;
use proptest::prelude::*;

use crate::samples::{all_sound, received};

fn examine_all(bytes: &[u8]) -> usize {
    Form::ALL.iter().filter(|form| form.examine(bytes, &received()).is_ok()).count()
}

/// One small damage to a document.
#[derive(Debug, Clone)]
enum Damage {
    Change(prop::sample::Index, u8),
    Remove(prop::sample::Index, usize),
    Repeat(prop::sample::Index, usize),
    Insert(prop::sample::Index, &'static str),
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = any::<prop::sample::Index>;
    let pieces = vec![
        "{", "}", "[", "]", ",", ":", "\"", "null", "1e999", "-0", "\\u0000", "\\ud800", "\u{202e}", "{}",
        "[]",
    ];
    prop_oneof![
        (place(), any::<u8>()).prop_map(|(at, byte)| Damage::Change(at, byte)),
        (place(), 1..30_usize).prop_map(|(at, length)| Damage::Remove(at, length)),
        (place(), 1..30_usize).prop_map(|(at, length)| Damage::Repeat(at, length)),
        (place(), prop::sample::select(pieces)).prop_map(|(at, piece)| Damage::Insert(at, piece)),
    ]
}

fn damaged(mut bytes: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    for damage in damages {
        if bytes.is_empty() {
            break;
        }
        let range = |at: &prop::sample::Index, length: usize| {
            let start = at.index(bytes.len());
            start..(start + length).min(bytes.len())
        };
        match damage {
            Damage::Change(at, byte) => {
                let at = at.index(bytes.len());
                if let Some(place) = bytes.get_mut(at) {
                    *place = *byte;
                }
            }
            Damage::Remove(at, length) => drop(bytes.drain(range(at, *length))),
            Damage::Repeat(at, length) => {
                let range = range(at, *length);
                let piece = bytes.get(range.clone()).unwrap_or_default().to_vec();
                bytes.splice(range.end..range.end, piece);
            }
            Damage::Insert(at, piece) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, piece.bytes());
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn random_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert_eq!(examine_all(&bytes), 0);
    }

    #[test]
    fn damaged_forms_are_answered(
        (_, form) in prop::sample::select(all_sound()),
        damages in prop::collection::vec(damage(), 0..6),
    ) {
        let bytes = damaged(form.to_string().into_bytes(), &damages);
        let sound = examine_all(&bytes);
        // The control: without damage the form is sound, and is of one kind only.
        let least = usize::from(damages.is_empty());
        prop_assert!((least..=1).contains(&sound));
    }
}
