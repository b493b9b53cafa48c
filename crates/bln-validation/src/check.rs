//! Turning fields into parts of a noun, one fault at a time and all of them.

use crate::{Code, Param, Problem, faults::Faults, faults::Step};

/// The hand that a draft turns its fields into nouns with.
///
/// Every method takes the name of a field as the form has it, gives back what could be made of it, and remembers
/// a fault for what could not. A fault at a place where one is known already is not told twice.
#[derive(Debug)]
pub struct Check<'a> {
    faults: &'a mut Faults,
    at: Vec<Step>,
}

impl<'a> Check<'a> {
    pub(crate) const fn new(faults: &'a mut Faults) -> Self {
        Self { faults, at: Vec::new() }
    }

    /// Reads one field. Nothing becomes nothing: that a field is needed is said by `#[validate(required)]`.
    pub fn field<T, U, E: Into<Problem>>(
        &mut self,
        name: &'static str,
        value: Option<T>,
        read: impl FnOnce(T) -> Result<U, E>,
    ) -> Option<U> {
        let read = read(value?);
        self.accept(name, read)
    }

    /// Takes what was made of a field, or of several of which this is the one to name.
    pub fn accept<U, E: Into<Problem>>(&mut self, name: &'static str, made: Result<U, E>) -> Option<U> {
        made.map_err(|problem| self.fault(name, problem)).ok()
    }

    /// Reads every member of a list of at most `max`. A list that is too long is one fault more.
    pub fn each<T, U, E: Into<Problem>>(
        &mut self,
        name: &'static str,
        max: usize,
        values: Vec<T>,
        mut read: impl FnMut(T) -> Result<U, E>,
    ) -> Vec<U> {
        self.each_nested(name, max, values, |value, check| match read(value) {
            Ok(made) => Some(made),
            Err(problem) => {
                check.push(problem.into());
                None
            }
        })
    }

    /// Reads an object inside the form. Names inside are relative to it.
    pub fn nested<T, U>(
        &mut self,
        name: &'static str,
        value: Option<T>,
        read: impl FnOnce(T, &mut Check<'_>) -> Option<U>,
    ) -> Option<U> {
        let value = value?;
        self.inside(Step::Field(name), |check| read(value, check))
    }

    /// Reads every object of a list of at most `max`. A list that is too long is one fault more.
    pub fn each_nested<T, U>(
        &mut self,
        name: &'static str,
        max: usize,
        values: Vec<T>,
        mut read: impl FnMut(T, &mut Check<'_>) -> Option<U>,
    ) -> Vec<U> {
        if values.is_empty() {
            return Vec::new();
        }
        if values.len() > max {
            let max = u64::try_from(max).unwrap_or(u64::MAX);
            let problem = Problem::new(bln_core::InvalidKind::TooMany.into());
            self.fault(name, problem.with_param("max", Param::Number(max)));
        }
        self.inside(Step::Field(name), |check| {
            let mut made = Vec::with_capacity(values.len().min(max));
            for (index, value) in values.into_iter().enumerate() {
                // A report that is full takes no more, so there is no use in looking.
                if check.faults.is_full() {
                    break;
                }
                made.extend(check.inside(Step::Index(index), |check| read(value, check)));
            }
            made
        })
    }

    /// Remembers a fault of a field; `""` stands for the form, or the object, as a whole.
    pub fn fault(&mut self, name: &'static str, problem: impl Into<Problem>) {
        let problem = problem.into();
        if name.is_empty() {
            self.push(problem);
        } else {
            self.inside(Step::Field(name), |check| check.push(problem));
        }
    }

    /// Remembers that a field is missing that is needed because of what others say.
    pub fn missing(&mut self, name: &'static str) {
        self.fault(name, Code::MISSING);
    }

    /// Whether something is wrong with a field already, or inside it. Rules about several fields ask this first:
    /// a field that could not be read is not a field that was left out.
    pub fn is_faulty(&mut self, name: &'static str) -> bool {
        self.inside(Step::Field(name), |check| check.faults.touches(&check.at))
    }

    fn push(&mut self, problem: Problem) {
        self.faults.push(&self.at, problem);
    }

    fn inside<R>(&mut self, step: Step, work: impl FnOnce(&mut Check<'_>) -> R) -> R {
        self.at.push(step);
        let done = work(self);
        self.at.pop();
        done
    }
}

#[cfg(test)]
mod tests {
    use bln_core::{Invalid, Line};

    use super::*;

    fn report(work: impl FnOnce(&mut Check<'_>)) -> String {
        let mut faults = Faults::default();
        work(&mut Check::new(&mut faults));
        faults.into_report(&[]).map(|report| report.to_string()).unwrap_or_default()
    }

    #[test]
    fn names_inside_an_object_are_relative_to_it() {
        let told = report(|check| {
            check.each_nested("posts", 5, vec!["ok", ""], |title, check| {
                check.nested("job", Some(title), |title, check| {
                    check.field("title", Some(title), Line::<9>::parse)
                })
            });
            check.fault("", Code::REFUSED);
        });
        assert_eq!(told, "draft.refused; /posts/1/job/title text.empty");
    }

    #[test]
    fn a_list_that_is_too_long_still_has_its_members_read() {
        let told = report(|check| {
            let made = check.each("words", 2, vec!["a", "b", ""], Line::<9>::parse);
            assert_eq!(made.len(), 2);
        });
        assert_eq!(told, "/words list.too_many; /words/2 text.empty");
        assert_eq!(report(|check| drop(check.each("words", 2, vec!["a", "b"], Line::<9>::parse))), "");
    }

    #[test]
    fn nothing_is_no_fault() {
        let read = |_: u8| -> Result<u8, Invalid> { panic!("there is nothing to read") };
        assert_eq!(report(|check| assert_eq!(check.field("x", None, read), None)), "");
    }

    #[test]
    fn a_field_is_faulty_when_something_inside_it_is() {
        report(|check| {
            assert!(!check.is_faulty("words"));
            check.each("words", 2, vec![""], Line::<9>::parse);
            assert!(check.is_faulty("words") && !check.is_faulty("others"));
        });
    }
}
