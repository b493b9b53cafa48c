//! Imports applications from lines of JSON: each is taken, or reported with everything that is wrong with it.

use std::{
    collections::BTreeMap,
    io::{BufRead, Write},
};

use bln_core::{Actor, Application, BelongingKind, ConsentMethod, Id, Person, Refusal};
use bln_service::{Network, NetworkError};
use bln_store::IdempotencyKey;
use bln_validation::{Code, Draft, Fault, MAX_DRAFT_BYTES, MembershipDraft, Received, Report, parse_json};
use chrono::NaiveDate;
use indicatif::ProgressBar;

use crate::{lines::read_line, season::SeasonError};

/// What became of the lines.
#[derive(Debug, Default)]
pub struct Imported {
    /// How many lines there were.
    pub lines: u64,
    /// How many of them were not taken.
    pub faulty: u64,
    /// Who was taken, in the order of the lines.
    pub people: Vec<(Id<Person>, BelongingKind)>,
    /// How often each code was reported. A line can have several.
    pub codes: BTreeMap<&'static str, u64>,
    /// The first few faults.
    pub first: Vec<LineFault>,
}

/// Something wrong with a line. It names the place and never the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFault {
    /// The line, from 1.
    pub line: u64,
    /// The field, as a JSON pointer (RFC 6901); empty for the line as a whole.
    pub pointer: String,
    /// What is wrong, for programs.
    pub code: &'static str,
    /// What is wrong, for people.
    pub message: String,
}

/// How many faults are kept for the screen; all of them go to the file.
const FIRST: usize = 5;

/// How many lines are handed in together.
const PORTION: usize = 2_000;

/// Imports applications on behalf of an administrator.
///
/// So many lines are read at once, and what is well formed in them is handed to the network together.
///
/// # Errors
///
/// When a file cannot be read or written, or the network fails. A line that is not taken is no error.
pub async fn import(
    network: &Network,
    administrator: Actor,
    today: NaiveDate,
    lines: &mut dyn BufRead,
    faults: &mut dyn Write,
    progress: &ProgressBar,
) -> Result<Imported, SeasonError> {
    let received = Received { today, method: ConsentMethod::Import };
    let mut import = Import { network, administrator, imported: Imported::default(), faults };
    writeln!(import.faults, "line\tfield\tcode\tmessage").map_err(SeasonError::Faults)?;
    let mut portion: Vec<Line> = Vec::with_capacity(PORTION);
    let mut line = Vec::new();
    while read_line(lines, MAX_DRAFT_BYTES, &mut line).map_err(SeasonError::Applications)? {
        import.imported.lines += 1;
        let number = import.imported.lines;
        portion.push(Line { number, application: parse_json::<MembershipDraft>(&line, &received) });
        if portion.len() == PORTION {
            import.send(std::mem::take(&mut portion)).await?;
            progress.inc(u64::try_from(PORTION).unwrap_or(u64::MAX));
        }
    }
    import.send(portion).await?;
    import.faults.flush().map_err(SeasonError::Faults)?;
    progress.finish_and_clear();
    Ok(import.imported)
}

/// A line as it was read.
struct Line {
    number: u64,
    application: Result<Application, Report>,
}

struct Import<'a> {
    network: &'a Network,
    administrator: Actor,
    imported: Imported,
    faults: &'a mut dyn Write,
}

impl Import<'_> {
    async fn send(&mut self, portion: Vec<Line>) -> Result<(), SeasonError> {
        let mut applications = Vec::with_capacity(portion.len());
        let mut outcomes = Vec::with_capacity(portion.len());
        for Line { number, application } in portion {
            match application {
                Ok(application) => {
                    outcomes.push((number, Ok(application.joining_as)));
                    // The key is the line, so that a lost answer can be asked for again.
                    applications.push((application, IdempotencyKey::parse(format!("import-line-{number}"))?));
                }
                Err(report) => outcomes.push((number, Err(report))),
            }
        }
        let mut answers = self.network.import(self.administrator, applications).await.into_iter();
        for (number, outcome) in outcomes {
            match outcome {
                Ok(kind) => match answers.next() {
                    Some(Ok(person)) => self.imported.people.push((person, kind)),
                    Some(Err(NetworkError::Refused(refusal))) => self.refused(number, refusal)?,
                    Some(Err(error)) => return Err(SeasonError::network("importing", error)),
                    None => {}
                },
                Err(report) => self.reported(number, &report)?,
            }
        }
        Ok(())
    }

    fn reported(&mut self, line: u64, report: &Report) -> Result<(), SeasonError> {
        self.imported.faulty += 1;
        report.faults().iter().try_for_each(|fault| self.fault(line, fault))
    }

    /// What only the store knows, in the terms of the form.
    fn refused(&mut self, line: u64, refusal: Refusal) -> Result<(), SeasonError> {
        self.imported.faulty += 1;
        let (pointer, code) = match refusal {
            Refusal::EmailInUse => ("/emails", Code::EMAIL_DUPLICATE),
            Refusal::OrganisationUnknown => ("/organisation", Code::ORGANISATION_UNKNOWN),
            other => {
                let message = format!("{} {}", other.sentence(), other.next_step());
                return self.write(LineFault { line, pointer: String::new(), code: other.code(), message });
            }
        };
        self.fault(line, &Fault::new(pointer, code, MembershipDraft::FIELDS))
    }

    fn fault(&mut self, line: u64, fault: &Fault) -> Result<(), SeasonError> {
        let (pointer, message) = (fault.pointer().to_owned(), fault.message().to_owned());
        self.write(LineFault { line, pointer, code: fault.code().as_str(), message })
    }

    fn write(&mut self, fault: LineFault) -> Result<(), SeasonError> {
        let LineFault { line, pointer, code, message } = &fault;
        writeln!(self.faults, "{line}\t{pointer}\t{code}\t{message}").map_err(SeasonError::Faults)?;
        *self.imported.codes.entry(code).or_insert(0) += 1;
        if self.imported.first.len() < FIRST {
            self.imported.first.push(fault);
        }
        Ok(())
    }
}
