//! NHS bodies: what they are, and what they were called when.

use std::fmt;

use chrono::NaiveDate;

use crate::{Invalid, InvalidKind, Line, OdsCode, OdsRole, Refusal, Region};

/// The name of an organisation, of at most 200 characters.
///
/// It is public, so that unlike other text it shows itself in `Debug`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganisationName(Line<200>);

impl OrganisationName {
    /// Reads a name.
    ///
    /// # Errors
    ///
    /// As [`Line::parse`].
    pub fn parse(text: impl Into<String>) -> Result<Self, Invalid> {
        Line::parse(text).map(Self)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for OrganisationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for OrganisationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OrganisationName({:?})", self.as_str())
    }
}

/// The names of one organisation, each from a day on until the next.
///
/// Trusts are renamed without a change of code: what somebody's employer was called is a dated fact. The
/// earliest name also stands for every day before its own, because nobody knows a better one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DatedNames {
    earliest: (NaiveDate, OrganisationName),
    later: Vec<(NaiveDate, OrganisationName)>,
}

impl DatedNames {
    /// One name, known from this day on.
    pub const fn new(name: OrganisationName, from: NaiveDate) -> Self {
        Self { earliest: (from, name), later: Vec::new() }
    }

    /// Several names, in any order.
    ///
    /// # Errors
    ///
    /// `list.missing` when there is none; `dates.overlap` when two begin on the same day.
    pub fn from_parts(
        names: impl IntoIterator<Item = (NaiveDate, OrganisationName)>,
    ) -> Result<Self, Invalid> {
        let mut names: Vec<_> = names.into_iter().collect();
        names.sort_by_key(|(from, _)| *from);
        let same_day = names.windows(2).any(|pair| matches!(pair, [(a, _), (b, _)] if a == b));
        if same_day {
            return Err(Invalid::new(InvalidKind::DatesOverlap));
        }
        let mut names = names.into_iter();
        let earliest = names.next().ok_or(Invalid::new(InvalidKind::Missing))?;
        Ok(Self { earliest, later: names.collect() })
    }

    /// The name on a day.
    pub fn on(&self, date: NaiveDate) -> &OrganisationName {
        let in_force = self.later.iter().rev().find(|(from, _)| *from <= date);
        &in_force.unwrap_or(&self.earliest).1
    }

    /// The names with their first days, in the order of time.
    pub fn iter(&self) -> impl Iterator<Item = (NaiveDate, &OrganisationName)> {
        std::iter::once(&self.earliest).chain(&self.later).map(|(from, name)| (*from, name))
    }
}

/// When an organisation operates: from its first day until the day on which it is closed.
///
/// Half-open, as every interval here. ODS files give the *last day open* as the close date instead: a trust
/// merged into another on 1 November 2024 is listed as closed on 31 October. [`OperationalDates::from_ods`]
/// reads those.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct OperationalDates {
    opened: Option<NaiveDate>,
    closed: Option<NaiveDate>,
}

impl OperationalDates {
    /// The first day open and the first day closed, where known.
    ///
    /// # Errors
    ///
    /// `dates.reversed` when it closed on or before the day it opened.
    pub fn new(opened: Option<NaiveDate>, closed: Option<NaiveDate>) -> Result<Self, Invalid> {
        if opened.zip(closed).is_some_and(|(opened, closed)| closed <= opened) {
            return Err(Invalid::new(InvalidKind::DatesReversed));
        }
        Ok(Self { opened, closed })
    }

    /// The dates as ODS files have them: the first and the last day open.
    ///
    /// # Errors
    ///
    /// `dates.reversed` when the last day is before the first.
    pub fn from_ods(opened: Option<NaiveDate>, last_day: Option<NaiveDate>) -> Result<Self, Invalid> {
        // A day past the end of the calendar is no close date at all.
        Self::new(opened, last_day.and_then(|day| day.succ_opt()))
    }

    /// The first day open.
    pub const fn opened(self) -> Option<NaiveDate> {
        self.opened
    }

    /// The first day closed.
    pub const fn closed(self) -> Option<NaiveDate> {
        self.closed
    }

    /// Whether it is open on a day. Without an opening date it always was; without a closing date it stays.
    pub fn status_on(self, date: NaiveDate) -> OrganisationStatus {
        if self.closed.is_some_and(|closed| closed <= date) {
            OrganisationStatus::Closed
        } else if self.opened.is_some_and(|opened| date < opened) {
            OrganisationStatus::NotYetOpen
        } else {
            OrganisationStatus::Open
        }
    }
}

/// Whether an organisation is open on some day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrganisationStatus {
    /// Before its first day.
    NotYetOpen,
    /// Between its first day and its closing.
    Open,
    /// From its closing on.
    Closed,
}

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
            operational: OperationalDates { opened: None, closed: None },
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
        let operational = OperationalDates::new(self.0.operational.opened, Some(date))?;
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

/// What to count an organisation as in a report: from its roles, never from its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum OrganisationKind {
    /// NHS trust, foundation trust or care trust.
    Trust,
    /// Integrated care board.
    IntegratedCareBoard,
    /// Region of NHS England.
    Region,
    /// GP practice or primary care network.
    PrimaryCare,
    /// Health board or trust of Wales, Scotland or Northern Ireland, by a role of its own.
    DevolvedHealthBody,
    /// National or supporting body: special health authority, executive agency, commissioning support unit.
    NationalBody,
    /// Independent provider, or an organisation outside the NHS.
    Independent,
    /// Any other.
    Other,
}

impl OrganisationKind {
    /// Every kind, in the order reports show them.
    pub const ALL: [OrganisationKind; 8] = [
        OrganisationKind::Trust,
        OrganisationKind::IntegratedCareBoard,
        OrganisationKind::Region,
        OrganisationKind::PrimaryCare,
        OrganisationKind::DevolvedHealthBody,
        OrganisationKind::NationalBody,
        OrganisationKind::Independent,
        OrganisationKind::Other,
    ];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            OrganisationKind::Trust => "trust",
            OrganisationKind::IntegratedCareBoard => "integrated_care_board",
            OrganisationKind::Region => "region",
            OrganisationKind::PrimaryCare => "primary_care",
            OrganisationKind::DevolvedHealthBody => "devolved_health_body",
            OrganisationKind::NationalBody => "national_body",
            OrganisationKind::Independent => "independent",
            OrganisationKind::Other => "other",
        }
    }

    /// The kind of an organisation: the first of [`OrganisationKind::ALL`] that one of its roles makes it.
    fn of(organisation: &Organisation) -> Self {
        let fits = |kind: &OrganisationKind| kind.roles().iter().any(|role| organisation.has_role(*role));
        Self::ALL.into_iter().find(fits).unwrap_or(OrganisationKind::Other)
    }

    const fn roles(self) -> &'static [OdsRole] {
        match self {
            OrganisationKind::Trust => &[OdsRole::NHS_TRUST, OdsRole::FOUNDATION_TRUST, OdsRole::CARE_TRUST],
            // Before 2022 a strategic partnership was no board, so its primary role alone does not make it one.
            OrganisationKind::IntegratedCareBoard => &[OdsRole::INTEGRATED_CARE_BOARD],
            OrganisationKind::Region => &[OdsRole::NHS_ENGLAND_REGION],
            OrganisationKind::PrimaryCare => &[OdsRole::GP_PRACTICE, OdsRole::PRIMARY_CARE_NETWORK],
            OrganisationKind::DevolvedHealthBody => &[
                OdsRole::LOCAL_HEALTH_BOARD,
                OdsRole::WELSH_LOCAL_HEALTH_BOARD,
                OdsRole::NORTHERN_IRELAND_TRUST,
                OdsRole::SCOTTISH_HEALTH_BOARD,
            ],
            OrganisationKind::NationalBody => &[
                OdsRole::SPECIAL_HEALTH_AUTHORITY,
                OdsRole::EXECUTIVE_AGENCY,
                OdsRole::COMMISSIONING_SUPPORT_UNIT,
            ],
            OrganisationKind::Independent => &[OdsRole::INDEPENDENT_PROVIDER, OdsRole::NON_NHS_ORGANISATION],
            OrganisationKind::Other => &[],
        }
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
    fn names_come_in_any_order_but_must_come() {
        let names = [(day("2024-10-01"), named("New")), (day("2011-04-01"), named("Old"))];
        let names = DatedNames::from_parts(names).unwrap();
        assert_eq!(names.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["Old", "New"]);
        assert_eq!(DatedNames::from_parts([]).unwrap_err().kind(), InvalidKind::Missing);
    }

    #[test]
    fn an_organisation_is_open_from_its_first_day_until_it_closes() {
        let dates = OperationalDates::new(Some(day("2001-04-01")), Some(day("2024-11-01"))).unwrap();
        for (date, status) in [
            ("2001-03-31", OrganisationStatus::NotYetOpen),
            ("2001-04-01", OrganisationStatus::Open),
            ("2024-10-31", OrganisationStatus::Open),
            ("2024-11-01", OrganisationStatus::Closed),
        ] {
            assert_eq!(dates.status_on(day(date)), status, "{date}");
        }
        assert_eq!(OperationalDates::default().status_on(day("1900-01-01")), OrganisationStatus::Open);
    }

    #[test]
    fn an_ods_close_date_is_the_last_day_open() {
        let ods = OperationalDates::from_ods(Some(day("2001-04-01")), Some(day("2024-10-31")));
        assert_eq!(ods, OperationalDates::new(Some(day("2001-04-01")), Some(day("2024-11-01"))));
        assert!(OperationalDates::from_ods(Some(day("2001-04-01")), Some(day("2001-04-01"))).is_ok());
        let reversed = OperationalDates::from_ods(Some(day("2001-04-01")), Some(day("2001-03-31")));
        assert_eq!(reversed.unwrap_err().kind(), InvalidKind::DatesReversed);
        let closed_at_once =
            Organisation::from_parts(OrganisationParts { operational: ods.unwrap(), ..trust() })
                .unwrap()
                .closed_on(day("2001-04-01"));
        assert_eq!(closed_at_once.unwrap_err().kind(), InvalidKind::DatesReversed);
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
