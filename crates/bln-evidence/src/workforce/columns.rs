//! The mapping file: which column is what, and what its values mean.

use std::collections::BTreeMap;

use crate::terms::OdsCode;

use super::Field;
use super::mapping::Node;
use super::mapping_fault::{MappingCode, MappingFaults};

/// Which column of a file is which field, and what its values mean.
///
/// A small JSON file that a trust writes once. `columns` names for each field a `column` of the header, or a value that
/// is `always` so; `values` says what the values of the column mean, in the words of the [`Field`], before the field's
/// own reading is asked. Case and white space around values and names of columns do not matter. An empty cell is a
/// fault unless `values` says what it means. `organisation` and `ethnicity` must be mapped; `shortlisted` and
/// `appointed` go together; each of the others may be left out, and is then not recorded. `delimiter` is a comma unless
/// it is said to be another ASCII character.
///
/// ```
/// use bln_evidence::workforce::Columns;
///
/// let columns = Columns::parse(br#"{
///     "delimiter": ";",
///     "columns": {
///         "organisation": { "always": "RX1" },
///         "ethnicity": { "column": "Ethnic Origin", "values": { "Not Stated": "Z", "": "99" } },
///         "grade": { "column": "Pay Grade", "values": { "Consultant Med": "consultant" } }
///     }
/// }"#);
/// assert!(columns.is_ok());
///
/// let faults = Columns::parse(br#"{ "columns": { "ethnicity": { "always": "Q" }, "gender": {} } }"#).unwrap_err();
/// let codes: Vec<_> = faults.iter().map(|fault| fault.code().code()).collect();
/// assert_eq!(codes, ["columns.value_unknown", "columns.field_unknown", "columns.field_missing"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    delimiter: u8,
    fields: BTreeMap<Field, Source>,
    organisations: BTreeMap<Vec<u8>, OdsCode>,
}

/// Where a field comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// A column by name, folded, and what its values mean.
    Column { name: Vec<u8>, values: BTreeMap<Vec<u8>, u8> },
    /// The same for every row.
    Always(u8),
    /// The same organisation for every row.
    AlwaysOrganisation(OdsCode),
}

const MOST_BYTES: usize = 256 << 10;
const MOST_VALUES: usize = 10_000;

impl Columns {
    /// Reads a mapping file.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn parse(json: &[u8]) -> Result<Self, MappingFaults> {
        let mut faults = MappingFaults::default();
        let mut columns = Self { delimiter: b',', fields: BTreeMap::new(), organisations: BTreeMap::new() };
        if json.len() > MOST_BYTES {
            faults.push(None, None, MappingCode::TooLarge);
        } else {
            match serde_json::from_slice(json) {
                Ok(Node::Object(entries)) => columns.read(entries, &mut faults),
                Ok(_) => faults.push(None, None, MappingCode::Kind),
                Err(_) => faults.push(None, None, MappingCode::NotJson),
            }
        }
        if faults.is_empty() { Ok(columns) } else { Err(faults) }
    }

    pub(super) const fn delimiter(&self) -> u8 {
        self.delimiter
    }

    pub(super) fn source(&self, field: Field) -> Option<&Source> {
        self.fields.get(&field)
    }

    pub(super) const fn organisations(&self) -> &BTreeMap<Vec<u8>, OdsCode> {
        &self.organisations
    }

    fn read(&mut self, entries: Vec<(String, Node)>, faults: &mut MappingFaults) {
        let (mut delimiters, mut objects) = (0, 0);
        for (place, (key, node)) in entries.into_iter().enumerate() {
            match (key.as_str(), node) {
                ("delimiter", Node::Text(text)) => {
                    delimiters += 1;
                    match text.as_bytes() {
                        [byte] if byte.is_ascii() && !b"\"\r\n".contains(byte) => self.delimiter = *byte,
                        _ => faults.push(None, Some(place), MappingCode::Delimiter),
                    }
                }
                ("columns", Node::Object(fields)) => {
                    objects += 1;
                    self.read_fields(fields, faults);
                }
                ("delimiter" | "columns", _) => faults.push(None, Some(place), MappingCode::Kind),
                _ => faults.push(None, Some(place), MappingCode::KeyUnknown),
            }
        }
        if delimiters > 1 || objects > 1 {
            faults.push(None, None, MappingCode::Twice);
        }
        for field in [Field::Organisation, Field::Ethnicity] {
            if !self.fields.contains_key(&field) && !faults.iter().any(|fault| fault.field() == Some(field)) {
                faults.push(Some(field), None, MappingCode::FieldMissing);
            }
        }
        let together = [Field::Shortlisted, Field::Appointed];
        if let [true, false] | [false, true] = together.map(|field| self.fields.contains_key(&field)) {
            let missing = together.into_iter().find(|field| !self.fields.contains_key(field));
            faults.push(missing, None, MappingCode::FieldMissing);
        }
    }

    fn read_fields(&mut self, fields: Vec<(String, Node)>, faults: &mut MappingFaults) {
        for (place, (name, node)) in fields.into_iter().enumerate() {
            let Some(field) = Field::parse(&name) else {
                faults.push(None, Some(place), MappingCode::FieldUnknown);
                continue;
            };
            let Node::Object(entries) = node else {
                faults.push(Some(field), None, MappingCode::Kind);
                continue;
            };
            if let Some(source) = self.read_source(field, entries, faults)
                && self.fields.insert(field, source).is_some()
            {
                faults.push(Some(field), None, MappingCode::Twice);
            }
        }
    }

    fn read_source(
        &mut self,
        field: Field,
        entries: Vec<(String, Node)>,
        faults: &mut MappingFaults,
    ) -> Option<Source> {
        let (mut column, mut always, mut values) = (None, None, None);
        for (place, (key, node)) in entries.into_iter().enumerate() {
            let twice = match (key.as_str(), node) {
                ("column", Node::Text(text)) => column.replace(folded(text.as_bytes())).is_some(),
                ("always", Node::Text(text)) => always.replace(text).is_some(),
                ("values", Node::Object(entries)) => values.replace(entries).is_some(),
                ("column" | "always" | "values", _) => {
                    faults.push(Some(field), Some(place), MappingCode::Kind);
                    false
                }
                _ => {
                    faults.push(Some(field), Some(place), MappingCode::KeyUnknown);
                    false
                }
            };
            if twice {
                faults.push(Some(field), Some(place), MappingCode::Twice);
            }
        }
        match (column, always, values) {
            (Some(name), None, values) => {
                let values = self.read_values(field, values.unwrap_or_default(), faults);
                Some(Source::Column { name, values })
            }
            (None, Some(text), None) => {
                let source = match field {
                    Field::Organisation => OdsCode::parse(&text).ok().map(Source::AlwaysOrganisation),
                    _ => field.code(text.trim()).map(Source::Always),
                };
                if source.is_none() {
                    faults.push(Some(field), None, MappingCode::ValueUnknown);
                }
                source
            }
            _ => {
                faults.push(Some(field), None, MappingCode::SourceMissing);
                None
            }
        }
    }

    fn read_values(
        &mut self,
        field: Field,
        entries: Vec<(String, Node)>,
        faults: &mut MappingFaults,
    ) -> BTreeMap<Vec<u8>, u8> {
        let mut values = BTreeMap::new();
        if entries.len() > MOST_VALUES {
            faults.push(Some(field), None, MappingCode::TooManyValues);
            return values;
        }
        for (place, (value, node)) in entries.into_iter().enumerate() {
            let Node::Text(meaning) = node else {
                faults.push(Some(field), Some(place), MappingCode::Kind);
                continue;
            };
            let value = folded(value.as_bytes());
            let twice = if field == Field::Organisation {
                match OdsCode::parse(&meaning) {
                    Ok(code) => Some(self.organisations.insert(value, code).is_some()),
                    Err(_) => None,
                }
            } else {
                field.code(meaning.trim()).map(|code| values.insert(value, code).is_some())
            };
            match twice {
                Some(false) => {}
                Some(true) => faults.push(Some(field), Some(place), MappingCode::Twice),
                None => faults.push(Some(field), Some(place), MappingCode::ValueUnknown),
            }
        }
        values
    }
}

/// Without white space around it, and in lower case as far as it is ASCII.
pub(super) fn folded(text: &[u8]) -> Vec<u8> {
    text.trim_ascii().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn codes(json: &str) -> Vec<&'static str> {
        let faults = Columns::parse(json.as_bytes()).err().unwrap_or_default();
        faults.iter().map(|fault| fault.code().code()).collect()
    }

    /// Both that must be there, and more.
    fn with(more: &str) -> String {
        format!(
            r#"{{"columns": {{"organisation": {{"column": "o"}}, "ethnicity": {{"column": "e"}}{more}}}}}"#
        )
    }

    #[test]
    fn what_must_be_mapped_must_be() {
        assert_eq!(codes(&with("")), [""; 0]);
        assert_eq!(codes("{}"), ["columns.field_missing", "columns.field_missing"]);
        assert_eq!(codes(&with(r#", "shortlisted": {"column": "s"}"#)), ["columns.field_missing"]);
        assert_eq!(codes(&with(r#", "appointed": {"column": "s"}"#)), ["columns.field_missing"]);
    }

    #[test]
    fn every_fault_is_told_and_where() {
        let json = with(
            r#", "grade": {"column": "g", "values": {"Medical": "doctor", "x": 5, " X ": "8a", "X": "8b"}},
               "board": {"column": "b", "always": "none"}, "training": [], "rows": {"always": "cats"}, "sex": {},
               "clinical": {"column": "c", "colour": "red"}, "grade": {"column": "again"}"#,
        );
        let faults = Columns::parse(json.as_bytes()).unwrap_err();
        let told: Vec<_> = faults.iter().map(|f| (f.field(), f.entry(), f.code())).collect();
        assert_eq!(
            told,
            [
                (Some(Field::Grade), Some(0), MappingCode::ValueUnknown),
                (Some(Field::Grade), Some(1), MappingCode::Kind),
                (Some(Field::Grade), Some(3), MappingCode::Twice),
                (Some(Field::Board), None, MappingCode::SourceMissing),
                (Some(Field::Training), None, MappingCode::Kind),
                (Some(Field::Rows), None, MappingCode::ValueUnknown),
                (None, Some(6), MappingCode::FieldUnknown),
                (Some(Field::Clinical), Some(1), MappingCode::KeyUnknown),
                (Some(Field::Grade), None, MappingCode::Twice),
            ]
        );
    }

    #[test]
    fn a_delimiter_is_one_character_that_is_nothing_else() {
        for (delimiter, fine) in [
            (";", true),
            ("\\t", true),
            ("|", true),
            ("", false),
            (";;", false),
            ("\\\"", false),
            ("é", false),
        ] {
            let json = with("").replacen('{', &format!(r#"{{"delimiter": "{delimiter}","#), 1);
            assert_eq!(codes(&json).is_empty(), fine, "{delimiter}");
        }
    }

    #[test]
    fn what_is_no_mapping_is_refused() {
        assert_eq!(codes(""), ["columns.not_json"]);
        assert_eq!(codes("[]"), ["columns.kind",][..]);
        assert_eq!(codes(&" ".repeat(MOST_BYTES + 1)), ["columns.too_large"]);
        assert_eq!(codes(&"[".repeat(10_000)), ["columns.not_json"]);
        let values: String = (0..=MOST_VALUES).map(|n| format!(r#""{n}": "5","#)).collect();
        let json =
            with(&format!(r#", "grade": {{"column": "g", "values": {{{}}}}}"#, values.trim_end_matches(',')));
        assert_eq!(codes(&json), ["columns.too_many_values"]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Columns::parse(&bytes);
        }

        #[test]
        fn a_mapping_with_something_changed_is_read_or_refused(
            place in 0_usize..400, byte in any::<u8>(), cut in 0_usize..400,
        ) {
            let mut json = with(
                r#", "grade": {"column": "g", "values": {"Medical": "consultant", "": "not_recorded"}},
                    "rows": {"always": "staff"}, "training": {"column": "t", "values": {"x": "yes"}}"#,
            ).into_bytes();
            if let Some(changed) = json.get_mut(place) {
                *changed = byte;
            }
            let _ = Columns::parse(&json);
            let _ = Columns::parse(json.get(..cut).unwrap_or_default());
        }
    }
}
