//! NHS bodies: what they are, and what they were called when.

mod kind;
mod names;
mod operational;

pub use kind::OrganisationKind;
pub use names::{DatedNames, OrganisationName};
pub use operational::{OperationalDates, OrganisationStatus};

use chrono::NaiveDate;

use crate::{Invalid, InvalidKind, OdsCode, OdsRole, Refusal, Region};

/// Another organisation that came before or after, and the day on which it took over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Succession {
    /// The other organisation.
    pub code: OdsCode,
    /// The first day of the new order.
    pub on: NaiveDate,
}

/// Everything there is to an organisation, before the parts are checked against each other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OrganisationParts {
    /// The ODS code.
    pub code: OdsCode,
    /// What it is in the first place.
    pub primary_role: OdsRole,
    /// What it is besides.
    pub other_roles: Vec<OdsRole>,
    /// The region of NHS England it lies in; none outside England.
    pub region: Option<Region>,
    /// The integrated care board it belongs to; none outside England, and for boards themselves.
    pub icb: Option<OdsCode>,
    /// Its names over time.
    pub names: DatedNames,
    /// When it is open.
    pub operational: OperationalDates,
    /// Whom it took over from.
    pub predecessors: Vec<Succession>,
    /// Who took over from it.
    pub successors: Vec<Succession>,
}

impl OrganisationParts {
    /// An organisation of which no more is known than a code, a role and a name.
    pub const fn new(code: OdsCode, primary_role: OdsRole, names: DatedNames) -> Self {
        Self {
            code,
            primary_role,
            other_roles: Vec::new(),
            region: None,
            icb: None,
            names,
            operational: OperationalDates::UNKNOWN,
            predecessors: Vec::new(),
            successors: Vec::new(),
        }
    }
}

/// An NHS body, or another with an ODS code.
///
/// ```
/// use bln_core::{DatedNames, OdsCode, OdsRole, Organisation, OrganisationKind, OrganisationName, OrganisationParts};
/// use chrono::NaiveDate;
///
/// let day = |text: &str| text.parse::<NaiveDate>().unwrap();
/// let names = DatedNames::new(OrganisationName::parse("Kingston Hospital NHS Foundation Trust")?, day("2013-05-01"));
/// let trust = Organisation::from_parts(OrganisationParts::new(OdsCode::parse("RAX")?, OdsRole::NHS_TRUST, names))?
///     .renamed(OrganisationName::parse("Kingston and Richmond NHS Foundation Trust")?, day("2024-11-01"))?;
///
/// assert_eq!(trust.name_on(day("2024-10-31")).as_str(), "Kingston Hospital NHS Foundation Trust");
/// assert_eq!(trust.name_on(day("2024-11-01")).as_str(), "Kingston and Richmond NHS Foundation Trust");
/// assert_eq!(trust.kind(), OrganisationKind::Trust);
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Organisation(OrganisationParts);

impl Organisation {
    /// The most roles an organisation may hold besides its primary one.
    pub const MAX_OTHER_ROLES: usize = 20;

    /// An organisation from its parts.
    ///
    /// # Errors
    ///
    /// `list.too_many` above 20 other roles; `list.repeated` when a role is there twice, or when the
    /// organisation, its predecessors and its successors are not all different.
    pub fn from_parts(parts: OrganisationParts) -> Result<Self, Invalid> {
        if parts.other_roles.len() > Self::MAX_OTHER_ROLES {
            return Err(Invalid::with_limit(InvalidKind::TooMany, 20));
        }
        let roles = std::iter::once(parts.primary_role).chain(parts.other_roles.iter().copied());
        let linked = parts.predecessors.iter().chain(&parts.successors).map(|succession| succession.code);
        if all_differ(roles.collect()) && all_differ(std::iter::once(parts.code).chain(linked).collect()) {
            Ok(Self(parts))
        } else {
            Err(Invalid::new(InvalidKind::Repeated))
        }
    }

    /// The same organisation, with another name from a day on until the next name it already has.
    ///
    /// # Errors
    ///
    /// `dates.overlap` when another name begins on that day. The same name again is no error.
    pub fn renamed(self, name: OrganisationName, from: NaiveDate) -> Result<Self, Invalid> {
        if self.0.names.iter().any(|known| known == (from, &name)) {
            return Ok(self);
        }
        let known = self.0.names.iter().map(|(from, name)| (from, name.clone()));
        let names = DatedNames::from_parts(known.chain([(from, name)]))?;
        Ok(Self(OrganisationParts { names, ..self.0 }))
    }

    /// The same organisation, closed from a day on.
    ///
    /// # Errors
    ///
    /// `dates.reversed` when that day is not after its opening.
    pub fn closed_on(self, date: NaiveDate) -> Result<Self, Invalid> {
        let operational = OperationalDates::new(self.0.operational.opened(), Some(date))?;
        Ok(Self(OrganisationParts { operational, ..self.0 }))
    }

    /// The same organisation, succeeded by another from a day on. A successor that is already known takes the
    /// new day. It does not close: some successions are of a part only.
    ///
    /// # Errors
    ///
    /// [`Refusal::SuccessionCircular`] when the successor is this organisation or one of its predecessors.
    pub fn succeeded_by(mut self, code: OdsCode, on: NaiveDate) -> Result<Self, Refusal> {
        if code == self.0.code || self.0.predecessors.iter().any(|before| before.code == code) {
            return Err(Refusal::SuccessionCircular);
        }
        self.0.successors.retain(|after| after.code != code);
        self.0.successors.push(Succession { code, on });
        Ok(self)
    }

    /// The ODS code.
    pub const fn code(&self) -> OdsCode {
        self.0.code
    }

    /// What it is in the first place.
    pub const fn primary_role(&self) -> OdsRole {
        self.0.primary_role
    }

    /// What it is besides.
    pub fn other_roles(&self) -> &[OdsRole] {
        &self.0.other_roles
    }

    /// Whether it holds a role, be it the primary or another one.
    pub fn has_role(&self, role: OdsRole) -> bool {
        self.0.primary_role == role || self.0.other_roles.contains(&role)
    }

    /// What to count it as in a report.
    pub fn kind(&self) -> OrganisationKind {
        OrganisationKind::of(self)
    }

    /// The region of NHS England it lies in; none outside England.
    pub const fn region(&self) -> Option<Region> {
        self.0.region
    }

    /// The integrated care board it belongs to.
    pub const fn icb(&self) -> Option<OdsCode> {
        self.0.icb
    }

    /// Its names over time.
    pub const fn names(&self) -> &DatedNames {
        &self.0.names
    }

    /// What it is called on a day.
    pub fn name_on(&self, date: NaiveDate) -> &OrganisationName {
        self.0.names.on(date)
    }

    /// When it is open.
    pub const fn operational(&self) -> OperationalDates {
        self.0.operational
    }

    /// Whether it is open on a day.
    pub fn status_on(&self, date: NaiveDate) -> OrganisationStatus {
        self.0.operational.status_on(date)
    }

    /// Whom it took over from.
    pub fn predecessors(&self) -> &[Succession] {
        &self.0.predecessors
    }

    /// Who took over from it.
    pub fn successors(&self) -> &[Succession] {
        &self.0.successors
    }

    /// Everything there is to it.
    pub const fn parts(&self) -> &OrganisationParts {
        &self.0
    }

    /// Everything there is to it, to change and to check again.
    pub fn into_parts(self) -> OrganisationParts {
        self.0
    }
}

fn all_differ<T: Ord>(mut items: Vec<T>) -> bool {
    items.sort_unstable();
    items.windows(2).all(|pair| matches!(pair, [a, b] if a != b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn code(text: &str) -> OdsCode {
        OdsCode::parse(text).unwrap()
    }

    fn named(text: &str) -> OrganisationName {
        OrganisationName::parse(text).unwrap()
    }

    fn trust() -> OrganisationParts {
        let names = DatedNames::new(named("Southern Health NHS Foundation Trust"), day("2011-04-01"));
        OrganisationParts::new(code("RW1"), OdsRole::NHS_TRUST, names)
    }

    #[test]
    fn a_name_is_a_dated_fact() {
        let trust = Organisation::from_parts(trust()).unwrap();
        let other = named("Hampshire and Isle of Wight Healthcare NHS Foundation Trust");
        let renamed = trust.renamed(other.clone(), day("2024-10-01")).unwrap();
        assert_eq!(renamed.name_on(day("2000-01-01")).as_str(), "Southern Health NHS Foundation Trust");
        assert_eq!(renamed.name_on(day("2024-09-30")).as_str(), "Southern Health NHS Foundation Trust");
        assert_eq!(renamed.name_on(day("2024-10-01")), &other);
        assert_eq!(renamed.clone().renamed(other, day("2024-10-01")).unwrap(), renamed);
        let clash = renamed.renamed(named("Another"), day("2024-10-01")).unwrap_err();
        assert_eq!(clash.kind(), InvalidKind::DatesOverlap);
    }

    #[test]
    fn an_organisation_closes_after_it_opens() {
        let operational = OperationalDates::new(Some(day("2001-04-01")), None).unwrap();
        let trust = Organisation::from_parts(OrganisationParts { operational, ..trust() }).unwrap();
        let closed = trust.clone().closed_on(day("2001-04-02")).unwrap();
        assert_eq!(closed.status_on(day("2001-04-02")), OrganisationStatus::Closed);
        assert_eq!(trust.closed_on(day("2001-04-01")).unwrap_err().kind(), InvalidKind::DatesReversed);
    }

    #[test]
    fn nobody_succeeds_themselves() {
        let before = Succession { code: code("R1C"), on: day("2024-10-01") };
        let trust =
            Organisation::from_parts(OrganisationParts { predecessors: vec![before], ..trust() }).unwrap();
        for own in ["RW1", "R1C"] {
            let refusal = trust.clone().succeeded_by(code(own), day("2030-04-01")).unwrap_err();
            assert_eq!(refusal, Refusal::SuccessionCircular);
        }
        let followed = trust.succeeded_by(code("RX1"), day("2030-04-01")).unwrap();
        let moved = followed.succeeded_by(code("RX1"), day("2031-04-01")).unwrap();
        assert_eq!(moved.successors(), [Succession { code: code("RX1"), on: day("2031-04-01") }]);
        let mut parts = moved.into_parts();
        parts.predecessors.push(Succession { code: code("RX1"), on: day("2001-04-01") });
        assert_eq!(Organisation::from_parts(parts).unwrap_err().kind(), InvalidKind::Repeated);
    }

    #[test]
    fn the_kind_comes_from_the_roles_and_never_from_the_code() {
        let kind = |code_text: &str, primary, others: &[OdsRole]| {
            let parts = OrganisationParts {
                code: code(code_text),
                primary_role: primary,
                other_roles: others.to_vec(),
                ..trust()
            };
            Organisation::from_parts(parts).unwrap().kind()
        };
        assert_eq!(kind("G6V2S", OdsRole::NHS_TRUST, &[OdsRole::FOUNDATION_TRUST]), OrganisationKind::Trust);
        assert_eq!(kind("RX1", OdsRole::NON_NHS_ORGANISATION, &[]), OrganisationKind::Independent);
        let partnership = OdsRole::STRATEGIC_PARTNERSHIP;
        assert_eq!(
            kind("QT1", partnership, &[OdsRole::INTEGRATED_CARE_BOARD]),
            OrganisationKind::IntegratedCareBoard
        );
        assert_eq!(kind("QT1", partnership, &[]), OrganisationKind::Other);
    }

    #[test]
    fn roles_are_a_bounded_set() {
        let with = |roles: Vec<OdsRole>| {
            Organisation::from_parts(OrganisationParts { other_roles: roles, ..trust() })
        };
        let roles = |n: u16| (1..=n).map(|n| OdsRole::parse(&format!("RO{n}")).unwrap()).collect::<Vec<_>>();
        assert!(with(roles(20)).is_ok());
        assert_eq!(with(roles(21)).unwrap_err(), Invalid::with_limit(InvalidKind::TooMany, 20));
        assert_eq!(with(vec![OdsRole::NHS_TRUST]).unwrap_err().kind(), InvalidKind::Repeated);
    }
}
