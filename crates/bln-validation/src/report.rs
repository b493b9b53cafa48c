//! Everything that is wrong with a draft.

use std::fmt;

use serde::Serialize;

use crate::{Fault, Field, fault, field};

/// Everything that is wrong with a draft, in the order of its form; never empty.
///
/// It serialises as `{"errors":[{"pointer","code","message","params"}]}`, the shape that RFC 9457 shows for a
/// problem with several causes. It holds nothing of what was written.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Report {
    #[serde(rename = "errors")]
    faults: Vec<Fault>,
}

impl Report {
    /// A report with one fault.
    pub fn one(fault: Fault) -> Self {
        Self { faults: vec![fault] }
    }

    /// A report with all of these, in the order of the form; nothing if there are none.
    pub fn new(mut faults: Vec<Fault>, fields: &[Field]) -> Option<Self> {
        if faults.is_empty() {
            return None;
        }
        // A stable sort: two faults at one place keep the order in which they were found.
        faults.sort_by_cached_key(|fault| {
            field::rank(fields, &fault::tokens(fault.pointer()).collect::<Vec<_>>())
        });
        Some(Self { faults })
    }

    /// The faults, in the order of the form.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The fault at a JSON pointer.
    pub fn at(&self, pointer: &str) -> Option<&Fault> {
        self.faults.iter().find(|fault| fault.pointer() == pointer)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, fault) in self.faults.iter().enumerate() {
            if position > 0 {
                f.write_str("; ")?;
            }
            if fault.pointer().is_empty() {
                write!(f, "{}", fault.code())?;
            } else {
                write!(f, "{} {}", fault.pointer(), fault.code())?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Report {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    const FIELDS: &[Field] =
        &[Field::new("name", "Name", "Enter your name"), Field::new("age", "Age", "Enter your age")];

    fn report(pointers: &[&str]) -> Report {
        let faults = pointers.iter().map(|pointer| Fault::new(*pointer, Code::MISSING, FIELDS)).collect();
        Report::new(faults, FIELDS).unwrap()
    }

    #[test]
    fn faults_stand_in_the_order_of_the_form() {
        let report = report(&["/age", "/unlisted", "", "/name"]);
        let order: Vec<_> = report.faults().iter().map(Fault::pointer).collect();
        assert_eq!(order, ["", "/name", "/age", "/unlisted"]);
    }

    #[test]
    fn without_a_fault_there_is_no_report() {
        assert_eq!(Report::new(Vec::new(), FIELDS), None);
    }

    #[test]
    fn it_prints_places_and_codes() {
        assert_eq!(report(&["", "/age"]).to_string(), "draft.missing; /age draft.missing");
    }
}
