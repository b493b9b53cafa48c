//! What is wrong with a mapping file, and where.

use super::Field;

/// What is wrong with a mapping file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum MappingCode {
    /// It is larger than 256 KiB.
    TooLarge,
    /// It is no JSON, or nested too deeply.
    NotJson,
    /// Something is not the kind of value it should be: an object, or a text.
    Kind,
    /// A key that is not known.
    KeyUnknown,
    /// A key or a value that is there twice.
    Twice,
    /// The delimiter is not one ASCII character, or is a quotation mark or a line end.
    Delimiter,
    /// A field that is not known.
    FieldUnknown,
    /// A field that must be mapped is not, or one that goes together with another.
    FieldMissing,
    /// A field has neither or both of `column` and `always`, or `values` with `always`.
    SourceMissing,
    /// A value means something that the field does not know.
    ValueUnknown,
    /// A field has more than 10,000 values.
    TooManyValues,
}

impl MappingCode {
    /// The stable code, for programs.
    pub const fn code(self) -> &'static str {
        match self {
            MappingCode::TooLarge => "columns.too_large",
            MappingCode::NotJson => "columns.not_json",
            MappingCode::Kind => "columns.kind",
            MappingCode::KeyUnknown => "columns.key_unknown",
            MappingCode::Twice => "columns.twice",
            MappingCode::Delimiter => "columns.delimiter",
            MappingCode::FieldUnknown => "columns.field_unknown",
            MappingCode::FieldMissing => "columns.field_missing",
            MappingCode::SourceMissing => "columns.source_missing",
            MappingCode::ValueUnknown => "columns.value_unknown",
            MappingCode::TooManyValues => "columns.too_many_values",
        }
    }
}

/// A fault of a mapping file, and where it is; never what stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MappingFault {
    field: Option<Field>,
    entry: Option<usize>,
    code: MappingCode,
}

impl MappingFault {
    /// The field, where it is in one.
    pub const fn field(self) -> Option<Field> {
        self.field
    }

    /// Which of the field's values, from 0, or which key of the object.
    pub const fn entry(self) -> Option<usize> {
        self.entry
    }

    /// What is wrong.
    pub const fn code(self) -> MappingCode {
        self.code
    }
}

/// Every fault of a mapping file, in its order; at most 1,000 are kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, thiserror::Error)]
#[error("the mapping of columns has {} faults", self.0.len())]
pub struct MappingFaults(Vec<MappingFault>);

impl MappingFaults {
    /// The faults.
    pub fn iter(&self) -> impl Iterator<Item = MappingFault> + '_ {
        self.0.iter().copied()
    }

    pub(super) fn push(&mut self, field: Option<Field>, entry: Option<usize>, code: MappingCode) {
        if self.0.len() < MOST_FAULTS {
            self.0.push(MappingFault { field, entry, code });
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

const MOST_FAULTS: usize = 1_000;
