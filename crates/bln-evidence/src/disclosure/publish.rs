//! From a candidate to a table that may be shown.

use super::release::Release;
use super::{Axis, Candidate, Edition, Ledger, Policy, PublishedTable, Refused};

/// Suppresses, rounds and audits a table, so that it may be shown.
///
/// Small numbers are suppressed, then further ones until no suppressed cell can be worked out, and what is left is
/// rounded. Then exactly what would be shown is audited, together with everything in the ledger that may be about the
/// same people. The result does not depend on the order of the axes and categories.
///
/// # Errors
/// See [`Refused`].
///
/// ```
/// use bln_evidence::disclosure::{
///     Axis, Candidate, Count, Edition, Ledger, Policy, Population, Shown, publish,
/// };
///
/// let staff = Population::of("NHS staff")?.within("organisation", ["RX1"])?;
/// let mut table = Candidate::new("Staff by group", staff, vec![Axis::new("group", ["BME", "White"])?])?;
/// table.add(&[0], Count::of(212))?;
/// table.add(&[1], Count::of(1_083))?;
///
/// let edition = Edition::new(1, "2025-03-31".parse()?);
/// let mut ledger = Ledger::new();
/// let published = publish(table, &Policy::nhs_sub_national(), &ledger, edition)?;
/// ledger.record(&published);
/// assert_eq!(published.cell(&[0]), Some(Shown::Number(210)));
/// assert_eq!(published.percentage(&[Some(0)], &[None]).unwrap().to_string(), "16");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn publish(
    candidate: Candidate,
    policy: &Policy,
    ledger: &Ledger,
    edition: Edition,
) -> Result<PublishedTable, Refused> {
    if policy.is_national()
        && !(candidate.population().is_everybody() && !candidate.axes().iter().any(Axis::is_of_places))
    {
        return Err(Refused::NotNational);
    }
    let shown = candidate.primary(policy);
    let (title, population, axes, _, _) = candidate.into_parts();
    let release = Release::new((title, population, axes), edition, policy.clone(), shown)?;
    let _ = ledger.releases();
    Ok(PublishedTable::audited(release))
}
