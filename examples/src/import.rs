//! Imports applications from lines of JSON: each is taken, or reported with everything that is wrong with it.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead, Write},
};

use bln_core::{Actor, Application, BelongingKind, ConsentMethod, EmailAddress, Id, Person, Refusal};
use bln_service::{Network, NetworkError};
use bln_store::IdempotencyKey;
use bln_validation::{Code, Draft, Fault, MAX_DRAFT_BYTES, MembershipDraft, Received, Report, parse_json};
use chrono::NaiveDate;
use indicatif::ProgressBar;

use crate::{
    lines::read_line,
    season::SeasonError,
    waves::{WAVE, together},
};

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

/// Imports applications on behalf of an administrator.
///
/// Many are under way together, and the outcome is the same as if they came one after another: a wave ends before an
/// application with an address that somebody in the wave has.
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
    let mut wave: Vec<Line> = Vec::with_capacity(WAVE);
    let mut addresses: BTreeSet<EmailAddress> = BTreeSet::new();
    let mut line = Vec::new();
    while read_line(lines, MAX_DRAFT_BYTES, &mut line).map_err(SeasonError::Applications)? {
        import.imported.lines += 1;
        let number = import.imported.lines;
        let application = parse_json::<MembershipDraft>(&line, &received);
        let own: Vec<EmailAddress> =
            application.iter().flat_map(|application| application.details.emails().iter().cloned()).collect();
        if wave.len() == WAVE || own.iter().any(|address| addresses.contains(address)) {
            let lines = u64::try_from(wave.len()).unwrap_or(u64::MAX);
            import.send(std::mem::take(&mut wave)).await?;
            progress.inc(lines);
            addresses.clear();
        }
        addresses.extend(own);
        wave.push(Line { number, application });
    }
    import.send(wave).await?;
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
    async fn send(&mut self, wave: Vec<Line>) -> Result<(), SeasonError> {
        let mut applications = Vec::with_capacity(wave.len());
        let mut outcomes = Vec::with_capacity(wave.len());
        for Line { number, application } in wave {
            match application {
                Ok(application) => {
                    outcomes.push((number, Ok(application.joining_as)));
                    applications.push(self.apply(number, application)?);
                }
                Err(report) => outcomes.push((number, Err(report))),
            }
        }
        let mut answers = together(applications).await?.into_iter();
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

    /// The request for a line. Its key is the line, so that a lost answer can be asked for again.
    fn apply(
        &self,
        number: u64,
        application: Application,
    ) -> Result<impl Future<Output = Result<Id<Person>, NetworkError>> + use<>, SeasonError> {
        let key = IdempotencyKey::parse(format!("import-line-{number}"))?;
        let (network, actor) = (self.network.clone(), self.administrator);
        Ok(async move { network.apply(actor, application, key).await })
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
