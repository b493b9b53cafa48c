//! The faults found so far, each value's first.

use std::borrow::Cow;

use crate::{Code, Fault, Field, Param, Problem, Report, field};

/// The most faults one report holds. A person can correct no more at once, and input could name millions.
pub(crate) const MAX_FAULTS: usize = 100;

/// One step into a draft. Names are the form's own: what was written never becomes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Field(&'static str),
    Index(usize),
}

impl Step {
    pub(crate) fn token(self) -> Cow<'static, str> {
        match self {
            Step::Field(name) if name.contains(['~', '/']) => {
                name.replace('~', "~0").replace('/', "~1").into()
            }
            Step::Field(name) => name.into(),
            Step::Index(index) => index.to_string().into(),
        }
    }
}

/// Collects faults: one for each value, the first that was found, because what follows from a fault already
/// told would only confuse.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    found: Vec<(Vec<Step>, Problem)>,
    // Positions of a list that had to be left out before the rest could be read.
    left_out: Vec<(Vec<Step>, usize)>,
    full: bool,
}

impl Faults {
    /// Remembers a fault at a place in the document as it was written.
    pub(crate) fn push_written(&mut self, at: Vec<Step>, problem: Problem) {
        // Fields that do not belong have no place of their own: each is told, and none of them hides anything.
        let own_place = |code: Code| code != Code::UNKNOWN_FIELD;
        let told = self.found.iter().any(|(place, known)| {
            *place == at && (*known == problem || own_place(known.code()) && own_place(problem.code()))
        });
        // Where something inside is wrong, "this is missing" only says that it could not be used.
        let follows = matches!(problem.code().as_str(), "draft.missing" | "list.missing")
            && self.found.iter().any(|(place, _)| place.starts_with(&at));
        if told || follows {
            return;
        }
        if self.found.len() < MAX_FAULTS { self.found.push((at, problem)) } else { self.full = true }
    }

    /// Remembers a fault at a place in the draft, from which faulty members of lists were left out.
    pub(crate) fn push(&mut self, at: &[Step], problem: Problem) {
        let at = self.as_written(at);
        self.push_written(at, problem);
    }

    /// Says that a member of a list was left out of the draft.
    pub(crate) fn leave_out(&mut self, list: Vec<Step>, index: usize) {
        self.left_out.push((list, index));
        self.left_out.sort_by_key(|(_, index)| *index);
    }

    /// Says that there are more faults than were looked for.
    pub(crate) fn mark_full(&mut self) {
        self.full = true;
    }

    pub(crate) fn is_full(&self) -> bool {
        self.full
    }

    /// Whether something is wrong at a place in the draft, or inside it.
    pub(crate) fn touches(&self, at: &[Step]) -> bool {
        if self.found.is_empty() {
            return false;
        }
        let at = self.as_written(at);
        self.found.iter().any(|(place, _)| place.starts_with(&at))
    }

    /// The report, if anything is wrong.
    pub(crate) fn into_report(self, fields: &[Field]) -> Option<Report> {
        let mut faults: Vec<Fault> =
            self.found.into_iter().map(|(at, problem)| Fault::new(pointer(&at), problem, fields)).collect();
        if self.full {
            let max = u64::try_from(MAX_FAULTS).unwrap_or(u64::MAX);
            let more = Problem::new(Code::TOO_MANY_FAULTS).with_param("max", Param::Number(max));
            faults.push(Fault::new("", more, fields));
        }
        Report::new(faults, fields)
    }

    fn as_written(&self, at: &[Step]) -> Vec<Step> {
        let mut written = Vec::with_capacity(at.len());
        for step in at {
            let step = match *step {
                Step::Field(name) => Step::Field(name),
                Step::Index(index) => Step::Index(self.index_as_written(&written, index)),
            };
            written.push(step);
        }
        written
    }

    fn index_as_written(&self, list: &[Step], mut index: usize) -> usize {
        for (_, left_out) in self.left_out.iter().filter(|(place, _)| place == list) {
            if index >= *left_out {
                index += 1;
            }
        }
        index
    }
}

/// The name that a form uses for a member of a Rust struct.
pub(crate) fn wire_name(fields: &[Field], at: &[Step], member: &'static str) -> &'static str {
    let tokens: Vec<_> = at.iter().map(|step| step.token()).collect();
    field::wire_name(fields, &tokens.iter().map(AsRef::as_ref).collect::<Vec<_>>(), member)
}

fn pointer(steps: &[Step]) -> String {
    steps.iter().fold(String::new(), |pointer, step| pointer + "/" + &step.token())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(index: usize) -> [Step; 2] {
        [Step::Field("emails"), Step::Index(index)]
    }

    #[test]
    fn positions_count_what_was_left_out() {
        let mut faults = Faults::default();
        for index in [3, 0, 4] {
            faults.leave_out(vec![Step::Field("emails")], index);
        }
        // Written: 0 to 6. Left: 1, 2, 5, 6.
        for (left, written) in [(0, 1), (1, 2), (2, 5), (3, 6)] {
            assert_eq!(faults.as_written(&at(left)), at(written));
        }
    }

    #[test]
    fn the_first_fault_of_a_value_is_the_one_told() {
        let mut faults = Faults::default();
        faults.push(&at(0), Code::WRONG_TYPE.into());
        faults.push(&at(0), Code::MISSING.into());
        faults.push(&at(0)[..1], Code::MISSING.into());
        let report = faults.into_report(&[]).unwrap();
        assert_eq!(report.to_string(), "/emails/0 draft.wrong_type");
    }

    #[test]
    fn a_report_has_an_end() {
        let mut faults = Faults::default();
        for index in 0..=MAX_FAULTS {
            faults.push(&at(index), Code::FORMAT.into());
        }
        let report = faults.into_report(&[]).unwrap();
        assert_eq!(report.faults().len(), MAX_FAULTS + 1);
        assert_eq!(report.faults().first().unwrap().code(), Code::TOO_MANY_FAULTS);
    }

    #[test]
    fn names_are_escaped_as_rfc_6901_says() {
        assert_eq!(pointer(&[Step::Field("a/b"), Step::Index(0), Step::Field("m~n")]), "/a~1b/0/m~0n");
    }
}
