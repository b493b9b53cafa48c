//! The tables that a tally can be published as.

use crate::disclosure::{Axis, Candidate, Category, Count, Malformed, Population};
use crate::terms::{Clinical, EthnicCategory, StaffGroup, WresGroup};
use crate::wres::{Cluster, Grade, Process, Tier, Tiers};

use super::field::{CLINICAL, EXECUTIVE, NON_CLINICAL, VOTING};
use super::tally::{Groups, ROLES, Scope, Tally};

/// The people of tables of staff.
pub(super) const STAFF: &str = "NHS staff";
/// The people of tables of shortlisting.
pub(super) const SHORTLISTED: &str = "People shortlisted for NHS posts";
/// The people of tables of boards.
pub(super) const BOARD: &str = "Members of NHS boards";

/// Names of axes.
pub(super) const ETHNICITY: &str = "ethnicity";
pub(super) const GRADE: &str = "grade";
pub(super) const VOTES: &str = "votes";
pub(super) const EXECUTIVE_DIRECTOR: &str = "executive";

pub(super) const SIDE: &str = "clinical";

/// The two categories of an axis that asks something.
pub(super) const YES_AND_NO: [&str; 2] = ["yes", "no"];

pub(super) const NOT_RECORDED: &str = "not recorded";

/// Each makes a table that can be [published](crate::disclosure::publish), and nothing else. The people of a table are
/// named by kind and organisation, so that all tables of one tally are audited together.
///
/// # Errors
///
/// [`Malformed::CountTooLarge`] for more people than there are.
impl Tally {
    /// Staff by band and medical grade, and by WRES group: all of them, or clinical or non-clinical staff alone.
    #[expect(clippy::missing_errors_doc, reason = "the same for all tables, and told above")]
    pub fn by_grade(&self, side: Option<Clinical>) -> Result<Candidate, Malformed> {
        let grades = Grade::ALL.map(|grade| Category::of(grade.label(), [grade.name()]));
        let categories = grades.into_iter().chain([Category::of("Grade not recorded", [NOT_RECORDED])]);
        let places: Vec<_> = (0..=Grade::ALL.len()).collect();
        self.by_pay("Staff by band and grade, and ethnicity", categories, &places, side)
    }

    /// Staff by the clusters of bands and grades that shares are published for, and by WRES group.
    #[expect(clippy::missing_errors_doc, reason = "the same for all tables, and told above")]
    pub fn by_cluster(&self, side: Option<Clinical>) -> Result<Candidate, Malformed> {
        let (categories, places) = clusters();
        self.by_pay("Staff by cluster of bands and grades, and ethnicity", categories, &places, side)
    }

    /// Staff by the tiers of the race disparity ratio, and by WRES group.
    #[expect(clippy::missing_errors_doc, reason = "the same for all tables, and told above")]
    pub fn by_tier(&self, tiers: Tiers, side: Option<Clinical>) -> Result<Candidate, Malformed> {
        let place = |grade: &Grade| match tiers.tier(*grade) {
            Some(Tier::Lower) => 0,
            Some(Tier::Middle) => 1,
            Some(Tier::Upper) => 2,
            None => 3,
        };
        let names = |tier| Grade::ALL.into_iter().filter(move |grade| place(grade) == tier).map(Grade::name);
        let categories = [
            Category::of(LOWER_TIER, names(0)),
            Category::of(MIDDLE_TIER, names(1)),
            Category::of(UPPER_TIER, names(2)),
            Category::of("Doctors, dentists, not recorded", names(3).chain([NOT_RECORDED])),
        ];
        let places: Vec<_> = Grade::ALL.iter().map(place).chain([3]).collect();
        self.by_pay("Staff by tier of bands, and ethnicity", categories, &places, side)
    }

    /// Staff by each ethnic category of the NHS Data Dictionary, and by cluster of bands and grades: 18 by 8.
    #[expect(clippy::missing_errors_doc, reason = "the same for all tables, and told above")]
    pub fn by_category(&self) -> Result<Candidate, Malformed> {
        let (clusters, places) = clusters();
        let axes = vec![
            Axis::new(ETHNICITY, EthnicCategory::ALL.map(EthnicCategory::code))?,
            Axis::grouped(GRADE, clusters.into_iter().collect::<Result<Vec<_>, _>>()?)?,
        ];
        let cells = self.counts.headcount().map(|([grade, _, category], people)| {
            ([category, places.get(grade).copied().unwrap_or_default()], people)
        });
        filled("Staff by ethnic category, and cluster of bands and grades", self.people(STAFF)?, axes, cells)
    }

    /// Staff by the clusters of bands and grades, by whether they are clinical, and by WRES group: indicator 1 as one
    /// table, so that what is kept back is chosen for all of it at once.
    #[expect(clippy::missing_errors_doc, reason = "the same for all tables, and told above")]
    pub fn by_cluster_and_side(&self) -> Result<Candidate, Malformed> {
        let (clusters, places) = clusters();
        let axes = vec![
            Axis::grouped(GRADE, clusters.into_iter().collect::<Result<Vec<_>, _>>()?)?,
            Axis::new(SIDE, [side_name(Clinical::Clinical), side_name(Clinical::NonClinical), NOT_RECORDED])?,
            ethnicity()?,
        ];
        let cells = self.counts.headcount().map(|([grade, side, category], people)| {
            ([places.get(grade).copied().unwrap_or_default(), side, group_of(category)], people)
        });
        let title = "Staff by cluster of bands and grades, clinical or not, and ethnicity";
        filled(title, self.people(STAFF)?, axes, cells)
    }

    /// Staff by staff group and WRES group.
    #[expect(clippy::missing_errors_doc, reason = "the same for all tables, and told above")]
    pub fn by_staff_group(&self) -> Result<Candidate, Malformed> {
        let groups = StaffGroup::ALL.map(|group| Category::of(group.label(), [group.code()]));
        let groups = groups.into_iter().chain([Category::of("Staff group not recorded", [NOT_RECORDED])]);
        let axes = vec![Axis::grouped("staff group", groups.collect::<Result<Vec<_>, _>>()?)?, ethnicity()?];
        let cells = by_group(self.counts.staff_groups()).map(|(row, group, people)| ([row, group], people));
        filled("Staff by staff group and ethnicity", self.people(STAFF)?, axes, cells)
    }

    /// To how many of each WRES group something happened: indicators 2 to 4. Of those shortlisted, who was appointed;
    /// of the staff, who entered the disciplinary process, or accessed training. Where that is not recorded of some of
    /// the staff, they are a category of their own.
    #[expect(clippy::missing_errors_doc, reason = "the same for all tables, and told above")]
    pub fn process(&self, process: Process) -> Result<Candidate, Malformed> {
        let [known, happened] = self.counts.of_process(process);
        let (people, not_known) = match process {
            Process::Appointment => (self.people(SHORTLISTED)?, Groups::default()),
            Process::Disciplinary | Process::Training => {
                (self.people(STAFF)?, self.counts.not_known(process))
            }
        };
        let all_known = not_known.iter().all(|people| people.people() == 0);
        let categories = YES_AND_NO.into_iter().chain((!all_known).then_some(NOT_RECORDED));
        let axes = vec![ethnicity()?, Axis::new(dimension(process), categories)?];
        let groups = known.into_iter().zip(happened).zip(not_known).enumerate();
        let cells = groups.flat_map(|(group, ((known, happened), not_known))| {
            let rest = Count::of(known.people().saturating_sub(happened.people()));
            [([group, 0], happened), ([group, 1], rest), ([group, 2], not_known)]
        });
        filled(process.indicator().heading(), people, axes, cells)
    }

    /// Members of the board by whether they vote, whether they are executive directors, and WRES group: indicator 9.
    #[expect(clippy::missing_errors_doc, reason = "the same for all tables, and told above")]
    pub fn board(&self) -> Result<Candidate, Malformed> {
        let axes =
            vec![Axis::new(VOTES, YES_AND_NO)?, Axis::new(EXECUTIVE_DIRECTOR, YES_AND_NO)?, ethnicity()?];
        let not = |role: usize, bit: u8| usize::from(role & usize::from(bit) == 0);
        let cells = by_group(self.counts.board())
            .filter(|(role, ..)| *role < ROLES)
            .map(|(role, group, people)| ([not(role, VOTING), not(role, EXECUTIVE), group], people));
        filled("Members of the board by ethnicity", self.people(BOARD)?, axes, cells)
    }

    /// A table of staff by something that grades are put into: `places` says which category each is in.
    fn by_pay(
        &self,
        title: &str,
        categories: impl IntoIterator<Item = Result<Category, Malformed>>,
        places: &[usize],
        side: Option<Clinical>,
    ) -> Result<Candidate, Malformed> {
        let categories = categories.into_iter().collect::<Result<Vec<_>, _>>()?;
        let axes = vec![Axis::grouped(GRADE, categories)?, ethnicity()?];
        let (people, only) = match side {
            None => (self.people(STAFF)?, None),
            Some(side @ Clinical::Clinical) => (self.of_side(side)?, Some(usize::from(CLINICAL))),
            Some(side @ Clinical::NonClinical) => (self.of_side(side)?, Some(usize::from(NON_CLINICAL))),
        };
        let cells = self.counts.headcount().filter(|([_, side, _], _)| only.is_none_or(|only| only == *side));
        let cells = cells.map(|([grade, _, category], people)| {
            ([places.get(grade).copied().unwrap_or_default(), group_of(category)], people)
        });
        filled(title, people, axes, cells)
    }

    fn of_side(&self, side: Clinical) -> Result<Population, Malformed> {
        self.people(STAFF)?.within(SIDE, [side_name(side)])
    }

    fn people(&self, kind: &str) -> Result<Population, Malformed> {
        let people = Population::of(kind)?;
        match &self.scope {
            Scope::England => Ok(people),
            Scope::Organisations(codes) => {
                people.within("organisation", codes.iter().map(|code| code.as_str()))
            }
        }
    }
}

pub(super) const LOWER_TIER: &str = "Lower tier";
pub(super) const MIDDLE_TIER: &str = "Middle tier";
pub(super) const UPPER_TIER: &str = "Upper tier";

/// What an axis asks of a process.
pub(super) const fn dimension(process: Process) -> &'static str {
    match process {
        Process::Appointment => "appointed",
        Process::Disciplinary => "entered the formal disciplinary process",
        Process::Training => "accessed non-mandatory training",
    }
}

/// The name of a side in tables.
pub(super) const fn side_name(side: Clinical) -> &'static str {
    match side {
        Clinical::Clinical => "clinical",
        Clinical::NonClinical => "non-clinical",
    }
}

/// The name of a group in tables.
pub(super) const fn group_name(group: WresGroup) -> &'static str {
    match group {
        WresGroup::White => "White",
        WresGroup::Bme => "BME",
        WresGroup::Unknown => "Not stated or not known",
    }
}

fn ethnicity() -> Result<Axis, Malformed> {
    let groups = WresGroup::ALL.map(|group| {
        let categories = EthnicCategory::ALL.into_iter().filter(|category| category.wres_group() == group);
        Category::of(group_name(group), categories.map(EthnicCategory::code))
    });
    Axis::grouped(ETHNICITY, groups.into_iter().collect::<Result<Vec<_>, _>>()?)
}

/// The clusters as categories, and the place of each grade among them.
fn clusters() -> (Vec<Result<Category, Malformed>>, Vec<usize>) {
    let names = |cluster: Cluster| cluster.grades().map(Grade::name);
    let categories = Cluster::ALL.map(|cluster| Category::of(cluster.label(), names(cluster)));
    let not_recorded = Category::of("Grade not recorded", [NOT_RECORDED]);
    let place = |grade: &Grade| Cluster::ALL.iter().position(|cluster| *cluster == grade.cluster());
    let places = Grade::ALL.iter().map(|grade| place(grade).unwrap_or_default());
    (categories.into_iter().chain([not_recorded]).collect(), places.chain([Cluster::ALL.len()]).collect())
}

fn group_of(category: usize) -> usize {
    let group = EthnicCategory::ALL.get(category).map(|category| category.wres_group());
    WresGroup::ALL.iter().position(|other| Some(*other) == group).unwrap_or_default()
}

fn by_group(rows: &[[Count; 3]]) -> impl Iterator<Item = (usize, usize, Count)> + '_ {
    rows.iter()
        .enumerate()
        .flat_map(|(row, groups)| groups.iter().enumerate().map(move |(group, people)| (row, group, *people)))
}

fn filled<const N: usize>(
    title: &str,
    people: Population,
    axes: Vec<Axis>,
    cells: impl Iterator<Item = ([usize; N], Count)>,
) -> Result<Candidate, Malformed> {
    let mut table = Candidate::new(title, people, axes)?;
    for (cell, count) in cells.filter(|(_, count)| count.people() > 0) {
        table.add(&cell, count)?;
    }
    Ok(table)
}
