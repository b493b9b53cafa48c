//! From the bytes of a cell to what it says, remembered.

use std::collections::{BTreeMap, HashMap};

use super::Field;
use super::columns::folded;

/// The code of an empty cell whose meaning the mapping does not say.
pub(super) const MISSING: u8 = 255;
/// The code of a cell that says nothing that is known.
pub(super) const UNKNOWN: u8 = 254;

/// The most long texts that are remembered.
const MOST_LONG: usize = 1_024;

/// What was found for the last texts: few distinct ones make up a column, and most have 7 bytes or fewer.
#[derive(Debug)]
pub(super) struct Memory<V> {
    short: Vec<(u64, V)>,
    long: HashMap<Vec<u8>, V>,
}

impl<V: Copy> Memory<V> {
    /// Room for `1 << bits` short texts.
    pub(super) fn new(bits: u32, unused: V) -> Self {
        // No text has the key 0.
        Self { short: vec![(0, unused); 1 << bits], long: HashMap::new() }
    }

    /// What was found for a text, or is found now.
    pub(super) fn recall(&mut self, text: &[u8], find: impl FnOnce(&[u8]) -> V) -> V {
        if text.len() < 8 {
            // The leading 1 tells texts of different lengths apart.
            let key = text.iter().fold(1_u64, |key, byte| (key << 8) | u64::from(*byte));
            let place = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
            let place = usize::try_from(place).unwrap_or_default() & (self.short.len().saturating_sub(1));
            let Some(slot) = self.short.get_mut(place) else { return find(text) };
            if slot.0 != key {
                *slot = (key, find(text));
            }
            return slot.1;
        }
        if let Some(found) = self.long.get(text) {
            return *found;
        }
        let found = find(text);
        if self.long.len() < MOST_LONG {
            self.long.insert(text.to_vec(), found);
        }
        found
    }
}

/// What the cells of one column say.
#[derive(Debug)]
pub(super) struct Decoder<'a> {
    field: Field,
    values: &'a BTreeMap<Vec<u8>, u8>,
    one_byte: [u8; 256],
    memory: Memory<u8>,
}

impl<'a> Decoder<'a> {
    pub(super) fn new(field: Field, values: &'a BTreeMap<Vec<u8>, u8>) -> Self {
        let mut one_byte = [UNKNOWN; 256];
        for (byte, code) in (0..=u8::MAX).zip(&mut one_byte) {
            *code = found(field, values, &[byte]);
        }
        Self { field, values, one_byte, memory: Memory::new(6, UNKNOWN) }
    }

    /// The code of what a cell says; [`MISSING`] or [`UNKNOWN`].
    pub(super) fn decode(&mut self, cell: &[u8]) -> u8 {
        if let [byte] = cell {
            return self.one_byte[usize::from(*byte)];
        }
        self.memory.recall(cell, |cell| found(self.field, self.values, cell))
    }
}

fn found(field: Field, values: &BTreeMap<Vec<u8>, u8>, cell: &[u8]) -> u8 {
    let folded = folded(cell);
    if let Some(code) = values.get(&folded) {
        return *code;
    }
    if folded.is_empty() {
        return MISSING;
    }
    str::from_utf8(&folded).ok().and_then(|text| field.code(text)).unwrap_or(UNKNOWN)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_mapping_is_asked_before_the_field() {
        let values = [(b"1".to_vec(), 0), (b"medical and dental".to_vec(), 16), (Vec::new(), 19)].into();
        let mut decoder = Decoder::new(Field::Grade, &values);
        for _ in 0..2 {
            assert_eq!(decoder.decode(b"1"), 0, "and not band 1");
            assert_eq!(decoder.decode(b" Medical and Dental "), 16);
            assert_eq!((decoder.decode(b""), decoder.decode(b"  ")), (19, 19));
            assert_eq!(decoder.decode(b"Band 5"), Field::Grade.code("5").unwrap());
            assert_eq!(decoder.decode(b"8"), UNKNOWN);
            assert_eq!(decoder.decode(b"\xff\xff"), UNKNOWN);
        }
        let none = BTreeMap::new();
        assert_eq!(Decoder::new(Field::Grade, &none).decode(b" "), MISSING);
    }

    proptest! {
        #[test]
        fn what_is_remembered_is_what_is_found(cells in prop::collection::vec("[ab8 ]{0,9}", 1..200)) {
            let values = [(b"aa".to_vec(), 3)].into();
            let mut decoder = Decoder::new(Field::Grade, &values);
            for cell in cells {
                prop_assert_eq!(decoder.decode(cell.as_bytes()), found(Field::Grade, &values, cell.as_bytes()));
            }
        }
    }
}
