//! Which column is what, in one file.

use std::collections::BTreeMap;

use csv::ByteRecord;

use super::columns::{Columns, Source, folded};
use super::decode::{Decoder, MISSING, UNKNOWN};
use super::field::{FLAG_NOT_RECORDED, YES};
use super::{Budget, FaultCode, Field, ReadError};

/// Which column is which field, in one file.
#[derive(Debug)]
pub(super) struct Layout<'a> {
    pub(super) columns: &'a Columns,
    pub(super) width: usize,
    pub(super) places: BTreeMap<Field, usize>,
}

impl<'a> Layout<'a> {
    /// Finds the columns in a header.
    pub(super) fn new(columns: &'a Columns, header: &ByteRecord, budget: Budget) -> Result<Self, ReadError> {
        if header.len() > budget.columns {
            return Err(ReadError::TooManyColumns { most: budget.columns });
        }
        let header: Vec<_> = header.iter().map(folded).collect();
        let (mut places, mut missing, mut twice) = (BTreeMap::new(), Vec::new(), Vec::new());
        for field in Field::ALL {
            let Some(Source::Column { name, .. }) = columns.source(field) else { continue };
            let mut found = header.iter().enumerate().filter(|(_, column)| *column == name);
            match (found.next(), found.next()) {
                (Some((place, _)), None) => {
                    places.insert(field, place);
                }
                (None, _) => missing.push(field),
                (Some(_), Some(_)) => twice.push(field),
            }
        }
        if missing.is_empty() && twice.is_empty() {
            Ok(Self { columns, width: header.len(), places })
        } else {
            Err(ReadError::Columns { missing, twice })
        }
    }

    pub(super) fn part(&self, field: Field) -> Part<'_> {
        match (self.columns.source(field), self.places.get(&field)) {
            (Some(Source::Column { values, .. }), Some(place)) => {
                Part::Column { field, place: *place, decoder: Box::new(Decoder::new(field, values)) }
            }
            (Some(Source::Always(code)), _) => Part::Always(*code),
            _ => Part::Nowhere,
        }
    }
}

/// Where what is known of a row comes from.
#[derive(Debug)]
pub(super) enum Part<'a> {
    Column { field: Field, place: usize, decoder: Box<Decoder<'a>> },
    Always(u8),
    Nowhere,
}

impl Part<'_> {
    /// What a record says; `None` if that is nowhere said, or if it is a fault, which is noted.
    pub(super) fn value(&mut self, record: &ByteRecord, faults: &mut Vec<FaultCode>) -> Option<u8> {
        match self {
            Part::Column { field, place, decoder } => {
                match decoder.decode(record.get(*place).unwrap_or_default()) {
                    MISSING => faults.push(FaultCode::Missing(*field)),
                    UNKNOWN => faults.push(FaultCode::Unknown(*field)),
                    code => return Some(code),
                }
                None
            }
            Part::Always(code) => Some(*code),
            Part::Nowhere => None,
        }
    }

    /// The same as a place; `otherwise` if that is nowhere said.
    pub(super) fn place(
        &mut self,
        record: &ByteRecord,
        otherwise: usize,
        faults: &mut Vec<FaultCode>,
    ) -> usize {
        self.value(record, faults).map_or(otherwise, usize::from)
    }

    /// Yes or no; `None` if it is not recorded.
    pub(super) fn flag(&mut self, record: &ByteRecord, faults: &mut Vec<FaultCode>) -> Option<bool> {
        self.value(record, faults).filter(|code| *code != FLAG_NOT_RECORDED).map(|code| code == YES)
    }
}
