//! A report of the Workforce Race Equality Standard (WRES) for the board of an organisation.

mod board;
mod england;
mod grades;
mod likelihoods;
mod settings;
mod staff_survey;
mod summary;
mod tables;

pub use settings::{GroupWords, WresSettings};

use super::Report;
use crate::disclosure::{Ledger, Refused};
use crate::workforce::Tally;

use tables::Tables;

/// Makes the report of an organisation from its tallies: indicators 1 to 4 and 9 from tables that are published here
/// under the policy of the settings, 5 to 8 from the figures of the NHS Staff Survey that the settings hold, and
/// the figures of England beside them.
///
/// Each table is audited against those before it in the ledger, the other tables of this report among them, and is put
/// down there. One that cannot be shown without exposing somebody is left out, and the report says so. The ledger is
/// the caller's to keep: without it the next report is not audited against this one.
///
/// The name is what readers know the organisation by, such as `Nottingham University Hospitals NHS Trust (RX1)`.
///
/// # Errors
///
/// `edition.*`, `population.*` and the other codes of [`Refused`], but for `cells.exposed` and `cells.unproved`, which
/// leave out a table alone. The ledger stays as it was.
///
/// ```
/// use bln_evidence::disclosure::{Edition, Ledger};
/// use bln_evidence::report::{WresSettings, wres_report};
/// use bln_evidence::terms::OdsCode;
/// use bln_evidence::workforce::{Budget, generate::Generator, read};
/// use bln_evidence::wres::WresYear;
///
/// // A workforce that nobody is in.
/// let trust = OdsCode::parse("RX1")?;
/// let mut file = Vec::new();
/// Generator::new(1, vec![trust]).write(4_000, &mut file)?;
/// let reading = read(file.as_slice(), &Generator::columns()?, Budget::default())?;
/// let tally = reading.workforce().of(trust).ok_or("no such trust")?;
///
/// let year = WresYear::new(2025)?;
/// let settings = WresSettings::new(year, Edition::new(1, year.snapshot_day()));
/// let report = wres_report("A sample trust", &tally, &settings, &mut Ledger::new())?;
/// let page = report.to_html();
/// assert!(page.contains("A sample trust") && page.contains("</svg>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn wres_report(
    organisation: &str,
    tally: &Tally,
    settings: &WresSettings,
    ledger: &mut Ledger,
) -> Result<Report, Refused> {
    let tables = Tables::publish(tally, settings, ledger)?;
    let year = settings.year();
    let subject = format!("{organisation}, {year}");
    let report = Report::new("Workforce Race Equality Standard (WRES) report", subject);
    let report = summary::sentences(&tables, settings).into_iter().fold(report, Report::with_summary);
    let sections = [
        Some(grades::by_level(&tables, settings)),
        Some(grades::disparity_between_tiers(&tables, settings)),
        Some(likelihoods::section(&tables, settings)),
        staff_survey::section(settings),
        Some(board::section(&tables, settings)),
        england::section(settings),
    ];
    let report = sections.into_iter().flatten().fold(report, Report::with_section);
    Ok(summary::method(settings).into_iter().fold(report, Report::with_method))
}

#[cfg(test)]
mod tests;
