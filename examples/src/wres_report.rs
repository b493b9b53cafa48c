//! From a workforce as CSV to a report of the Workforce Race Equality Standard (WRES), for one organisation or for each.
//!
//! Everything that is worked out is worked out by `bln-evidence`; here are files, names of organisations and a progress
//! bar.

mod stop;
mod workforce;

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use bln_evidence::disclosure::{Edition, Ledger};
use bln_evidence::report::{Report, WresSettings, wres_report};
use bln_evidence::terms::OdsCode;
use bln_evidence::workforce::{Reading, Workforce};
use bln_evidence::wres::WresYear;
use chrono::NaiveDate;
use clap::Parser;

use crate::{ods, progress};
pub use stop::Stop;

/// Writes the report of an organisation on its indicators of the Workforce Race Equality Standard: as a page with charts
/// (html), as a workbook (xlsx) and for programs (json).
///
/// Without --workforce it makes up a workforce that nobody is in, over the codes of the real trusts.
///
/// Exit codes: 0 it is done; 1 it is done, and there are rows that could not be read; 2 it was refused or failed, and
/// what is said tells what to do next.
#[derive(Debug, Parser)]
#[command(name = "wres-report", version)]
pub struct Arguments {
    /// The workforce: a CSV file with a header, one row a person.
    #[arg(long, requires = "columns")]
    workforce: Option<PathBuf>,
    /// Which column of the workforce is what: a JSON file.
    #[arg(long, requires = "workforce")]
    columns: Option<PathBuf>,
    /// How many rows to make up, if no workforce is given.
    #[arg(long, default_value_t = 200_000, conflicts_with = "workforce",
          value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    rows: u64,
    /// Where the random numbers start. The same seed makes up the same workforce.
    #[arg(long, default_value_t = 1, conflicts_with = "workforce")]
    seed: u64,
    /// The organisation to report on, by its ODS code. All of them, if it is left out.
    #[arg(long)]
    organisation: Option<String>,
    /// The year of the standard: that of its 31 March.
    #[arg(long, default_value_t = 2025)]
    year: u16,
    /// The edition that the tables are published as.
    #[arg(long, default_value_t = 1)]
    edition: u32,
    /// What was published before: a JSON file, which is made if it is not there and added to if it is. Keep it, and give
    /// it each time: reports that are not checked against earlier ones can give people away between them.
    #[arg(long)]
    ledger: Option<PathBuf>,
    /// The folder that the reports are written to. Earlier reports of the same name there are overwritten.
    #[arg(long, default_value = "wres-report")]
    out: PathBuf,
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Every row was read.
    Fine,
    /// Some rows could not be read, and were left out.
    RowsRefused(u64),
}

/// Reads or makes up the workforce, and writes the reports.
///
/// # Errors
///
/// A [`Stop`], which says what to do next.
pub fn run(arguments: &Arguments, say: &mut dyn Write) -> Result<Outcome, Stop> {
    let year = WresYear::new(arguments.year).map_err(|_| Stop::Year)?;
    let only = match &arguments.organisation {
        Some(code) => Some(OdsCode::parse(code).map_err(|_| Stop::OrganisationCode)?),
        None => None,
    };
    fs::create_dir_all(&arguments.out).map_err(|error| Stop::file(&arguments.out, &error))?;
    let mut ledger = read_ledger(arguments.ledger.as_deref())?;
    let reading = match (&arguments.workforce, &arguments.columns) {
        (Some(file), Some(columns)) => workforce::read_file(file, columns)?,
        _ => workforce::made_up(&arguments.out.join("workforce.csv"), arguments.rows, arguments.seed, say)?,
    };
    tell_of_rows(&reading, say)?;

    let organisations = match only {
        Some(code) => vec![code],
        None => reading.workforce().organisations().collect(),
    };
    let settings = WresSettings::new(year, Edition::new(arguments.edition, year.snapshot_day()));
    let names = names(year.snapshot_day());
    let length = u64::try_from(organisations.len()).ok();
    let progress = progress::bar("Writing reports {bar:40} {pos}/{len} {eta}", length);
    for code in &organisations {
        let name = names.get(code).map_or_else(|| code.to_string(), |name| format!("{name} ({code})"));
        let report = report_on(reading.workforce(), *code, &name, &settings, &mut ledger)?;
        write_all(&report, &arguments.out, *code)?;
        progress.inc(1);
    }
    progress.finish_and_clear();
    if let Some(path) = &arguments.ledger {
        let json = serde_json::to_vec_pretty(&ledger).map_err(|_| Stop::Ledger { path: path.clone() })?;
        fs::write(path, json).map_err(|error| Stop::file(path, &error))?;
    }
    match organisations.as_slice() {
        [code] => {
            writeln!(say, "Open {} in a browser.", arguments.out.join(format!("{code}.html")).display())
        }
        many => writeln!(say, "{} reports are in {}.", many.len(), arguments.out.display()),
    }
    .map_err(|_| Stop::Output)?;
    Ok(match reading.faults().rows_refused() {
        0 => Outcome::Fine,
        refused => Outcome::RowsRefused(refused),
    })
}

fn report_on(
    workforce: &Workforce,
    code: OdsCode,
    name: &str,
    settings: &WresSettings,
    ledger: &mut Ledger,
) -> Result<Report, Stop> {
    let tally = workforce.of(code).ok_or(Stop::NoSuchOrganisation { code })?;
    wres_report(name, &tally, settings, ledger).map_err(|refused| Stop::Refused { code, refused })
}

fn write_all(report: &Report, out: &Path, code: OdsCode) -> Result<(), Stop> {
    let write = |extension: &str, bytes: &[u8]| {
        let path = out.join(format!("{code}.{extension}"));
        fs::write(&path, bytes).map_err(|error| Stop::file(&path, &error))
    };
    write("html", report.to_html().as_bytes())?;
    write("xlsx", &report.to_xlsx().map_err(Stop::Workbook)?)?;
    write("json", report.to_json().as_bytes())
}

fn tell_of_rows(reading: &Reading, say: &mut dyn Write) -> Result<(), Stop> {
    let faults = reading.faults();
    let organisations = reading.workforce().organisations().count();
    let mut tell = || {
        writeln!(say, "{} rows were read, of {organisations} organisations.", reading.rows())?;
        if faults.rows_refused() > 0 {
            writeln!(say, "{} of them could not be counted:", faults.rows_refused())?;
        }
        for (code, count) in faults.counts() {
            writeln!(say, "  {count} times {}: {}", code.code(), code.sentence())?;
        }
        for fault in faults.first() {
            writeln!(say, "  line {}: {}", fault.line(), fault.code().code())?;
        }
        Ok::<(), std::io::Error>(())
    };
    tell().map_err(|_| Stop::Output)
}

fn read_ledger(path: Option<&Path>) -> Result<Ledger, Stop> {
    let Some(path) = path.filter(|path| path.exists()) else { return Ok(Ledger::new()) };
    let json = fs::read(path).map_err(|error| Stop::file(path, &error))?;
    serde_json::from_slice(&json).map_err(|_| Stop::Ledger { path: path.to_owned() })
}

/// The names of trusts and of integrated care boards on a day, as they are published.
fn names(on: NaiveDate) -> BTreeMap<OdsCode, String> {
    let read = [ods::trusts(ods::TRUSTS), ods::boards(ods::BOARDS)];
    let organisations = read.into_iter().flat_map(|read| read.organisations);
    organisations.map(|organisation| (organisation.code(), organisation.name_on(on).to_string())).collect()
}
