//! How many there are of each kind: counted, and not to be read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::disclosure::Count;
use crate::terms::{EthnicCategory, OdsCode, StaffGroup, WresGroup};
use crate::wres::{Grade, Process};

pub(super) const CATEGORIES: usize = EthnicCategory::ALL.len();
/// Clinical, non-clinical, not recorded.
pub(super) const SIDES: usize = 3;
/// Every grade, and not recorded.
pub(super) const GRADES: usize = Grade::ALL.len() + 1;
/// Every staff group, and not recorded.
pub(super) const STAFF_GROUPS: usize = StaffGroup::ALL.len() + 1;
/// Every combination of member, voting and executive.
pub(super) const ROLES: usize = 8;

pub(super) type Groups = [Count; WresGroup::ALL.len()];

/// The counts of some rows. Adding two of them is associative and commutative.
#[derive(Clone)]
#[cfg_attr(test, derive(PartialEq))]
pub(super) struct Counts {
    headcount: Vec<Count>,
    staff_groups: [Groups; STAFF_GROUPS],
    board: [Groups; ROLES],
    /// For each process: of how many it is known, and to how many it happened.
    processes: [[Groups; 2]; Process::ALL.len()],
    rows: u64,
}

/// A row of somebody on the staff, as places.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub(super) category: usize,
    pub(super) group: usize,
    pub(super) grade: usize,
    pub(super) side: usize,
    pub(super) staff_group: usize,
}

impl Counts {
    pub(super) fn new() -> Self {
        Self {
            headcount: vec![Count::default(); GRADES * SIDES * CATEGORIES],
            staff_groups: Default::default(),
            board: Default::default(),
            processes: Default::default(),
            rows: 0,
        }
    }

    /// A row that is counted, whatever it is of.
    pub(super) const fn row(&mut self) {
        self.rows += 1;
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.rows == 0
    }

    pub(super) fn member(&mut self, member: Member) {
        let cell = (member.grade * SIDES + member.side) * CATEGORIES + member.category;
        one_more(self.headcount.get_mut(cell));
        one_more(self.staff_groups.get_mut(member.staff_group).and_then(|of| of.get_mut(member.group)));
    }

    pub(super) fn board_member(&mut self, role: usize, group: usize) {
        one_more(self.board.get_mut(role).and_then(|of| of.get_mut(group)));
    }

    /// Of somebody it is known whether it happened.
    pub(super) fn process(&mut self, process: Process, group: usize, happened: bool) {
        let Some([known, did]) = self.processes.get_mut(place(process)) else { return };
        one_more(known.get_mut(group));
        if happened {
            one_more(did.get_mut(group));
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        add_all(&mut self.headcount, &other.headcount);
        add_all(self.staff_groups.as_flattened_mut(), other.staff_groups.as_flattened());
        add_all(self.board.as_flattened_mut(), other.board.as_flattened());
        let processes = self.processes.as_flattened_mut().as_flattened_mut();
        add_all(processes, other.processes.as_flattened().as_flattened());
        self.rows += other.rows;
    }

    /// Every cell of staff with people in it perhaps: grade, side, category.
    pub(super) fn headcount(&self) -> impl Iterator<Item = ([usize; 3], Count)> + '_ {
        self.headcount.iter().enumerate().map(|(cell, count)| {
            let [rest, category] = [cell / CATEGORIES, cell % CATEGORIES];
            ([rest / SIDES, rest % SIDES, category], *count)
        })
    }

    pub(super) fn staff_groups(&self) -> &[Groups] {
        &self.staff_groups
    }

    pub(super) fn board(&self) -> &[Groups] {
        &self.board
    }

    /// Of how many it is known, and to how many it happened.
    pub(super) fn of_process(&self, process: Process) -> [Groups; 2] {
        self.processes.get(place(process)).copied().unwrap_or_default()
    }

    /// Of how many of the staff it is not known.
    pub(super) fn not_known(&self, process: Process) -> Groups {
        let [known, _] = self.of_process(process);
        let mut staff = Groups::default();
        for groups in &self.staff_groups {
            add_all(&mut staff, groups);
        }
        for (staff, known) in staff.iter_mut().zip(known) {
            *staff = Count::of(staff.people().saturating_sub(known.people()));
        }
        staff
    }
}

/// A workforce by organisation, as tallies that only [`publish`](crate::disclosure::publish) can show.
#[derive(Clone, Default)]
#[cfg_attr(test, derive(PartialEq))]
pub struct Workforce {
    organisations: BTreeMap<OdsCode, Counts>,
}

impl Workforce {
    pub(super) fn new(organisations: BTreeMap<OdsCode, Counts>) -> Self {
        Self { organisations }
    }

    /// The organisations that somebody is counted in, in the order of their codes.
    pub fn organisations(&self) -> impl Iterator<Item = OdsCode> + '_ {
        self.organisations.keys().copied()
    }

    /// The tally of one organisation; `None` if nobody is counted in it.
    pub fn of(&self, organisation: OdsCode) -> Option<Tally> {
        let counts = self.organisations.get(&organisation)?.clone();
        Some(Tally { scope: Scope::Organisations([organisation].into()), counts })
    }

    /// The tally of all organisations together; it is of them by name, and no national total.
    pub fn all(&self) -> Tally {
        Tally { scope: Scope::Organisations(self.organisations().collect()), counts: self.sum() }
    }

    /// The tally of all organisations together as that of England, which only whoever has the whole NHS of England
    /// may call it: a policy for national totals shows it as it is.
    pub fn england(&self) -> Tally {
        Tally { scope: Scope::England, counts: self.sum() }
    }

    /// Both together: a file of staff, say, and one of applicants. Nobody may be in both in the same part.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        for (code, counts) in other.organisations {
            self.organisations.entry(code).or_insert_with(Counts::new).merge(&counts);
        }
        self
    }

    fn sum(&self) -> Counts {
        let mut sum = Counts::new();
        for counts in self.organisations.values() {
            sum.merge(counts);
        }
        sum
    }
}

impl fmt::Debug for Workforce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.organisations.keys()).finish()
    }
}

/// The tally of an organisation, or of several together: what tables are made of.
#[derive(Clone)]
pub struct Tally {
    pub(super) scope: Scope,
    pub(super) counts: Counts,
}

/// Whose tally it is.
#[derive(Debug, Clone)]
pub(super) enum Scope {
    England,
    Organisations(BTreeSet<OdsCode>),
}

impl fmt::Debug for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tally").field("scope", &self.scope).finish_non_exhaustive()
    }
}

fn place(process: Process) -> usize {
    match process {
        Process::Appointment => 0,
        Process::Disciplinary => 1,
        Process::Training => 2,
    }
}

fn one_more(count: Option<&mut Count>) {
    if let Some(count) = count {
        *count += Count::of(1);
    }
}

fn add_all(to: &mut [Count], from: &[Count]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += *from;
    }
}
