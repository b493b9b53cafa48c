//! From a candidate to a table that may be shown.

use super::audit::{beside, check, refusal};
use super::guard::Guard;
use super::model::Model;
use super::release::Release;
use super::solve::beginning;
use super::{Axis, Candidate, Count, Edition, Ledger, Policy, PublishedTable, Refused, Shown, history};

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
    let is_of_a_part =
        !candidate.population().is_everybody() || candidate.axes().iter().any(Axis::is_of_places);
    if policy.is_national() && is_of_a_part {
        return Err(Refused::NotNational);
    }
    let shown = candidate.primary(policy);
    let (title, population, axes, _, counts) = candidate.into_parts();
    let release = Release::new((title, population, axes), edition, policy.clone(), shown)?;
    if !history::knows_edition(&release, ledger) {
        return Err(Refused::EditionUnknown);
    }
    if let Some(published) = history::published(&release, ledger) {
        let agrees =
            published.shown().iter().zip(&counts).all(|(shown, count)| agrees(policy, *shown, *count));
        return if agrees { Ok(PublishedTable::audited(published.clone())) } else { Err(Refused::Frozen) };
    }
    let changes = history::changes(&release, ledger);
    let release = protect(release.suppressing(&changes), &counts, ledger)?;
    history::compare(&release, ledger)?;
    Ok(PublishedTable::audited(release))
}

/// Suppresses more of a release until nothing of it can be worked out, and audits what is left.
fn protect(release: Release, counts: &[Count], ledger: &Ledger) -> Result<Release, Refused> {
    let releases = beside(&release, ledger);
    let may_suppress = release.policy().rules().least_width > 0;
    if !may_suppress && releases.len() == 1 {
        return Ok(release);
    }
    let model = Model::of(&releases)?;
    let model = if may_suppress { model } else { model.settled() };
    let people = truth(&model, &release, counts)?;
    let mut guard = Guard::new(model, people).ok_or(Refused::Contradicts)?;
    guard.widen().map_err(|stuck| refusal(&release, stuck))?;
    let suppressed = guard.suppressed();
    let release = release.suppressing(&suppressed);
    check(&release, ledger, guard.tables())?;
    Ok(release)
}

/// A possible table with the counts of the new one: the counts themselves where no other release tells more apart.
fn truth(model: &Model, release: &Release, counts: &[Count]) -> Result<Vec<i64>, Refused> {
    let count = |cell: usize| {
        let people = counts.get(cell).map_or(0, |count| count.people());
        i64::try_from(people).unwrap_or(i64::MAX)
    };
    let mut people = vec![0; model.atoms()];
    let mut wanted = Vec::new();
    for (cell, (atoms, at)) in model.cells().iter().zip(release.grid().places()).enumerate() {
        if at.iter().any(Option::is_none) {
            continue;
        }
        wanted.push((atoms.as_slice(), count(cell)));
        if let Some(people) = atoms.first().and_then(|atom| people.get_mut(*atom)) {
            *people = count(cell);
        }
    }
    if model.allows(&people) { Ok(people) } else { beginning(model, &wanted) }
}

fn agrees(policy: &Policy, shown: Shown, count: Count) -> bool {
    let within = |(least, most): (i64, i64)| {
        i64::try_from(count.people()).is_ok_and(|people| (least..=most).contains(&people))
    };
    match shown {
        Shown::Suppressed => true,
        Shown::Number(number) => policy.reading(number).is_some_and(within),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::{Population, Rules, audit};

    fn axis(name: &str, size: usize) -> Axis {
        let names: Vec<String> = (0..size).map(|number| format!("{name} {number}")).collect();
        Axis::new(name, names.iter().map(String::as_str)).unwrap()
    }

    fn staff() -> Population {
        Population::of("NHS staff").unwrap().within("organisation", ["RX1"]).unwrap()
    }

    fn of(population: Population, cells: &[&[u64]]) -> Candidate {
        let axes = vec![axis("band", cells.len()), axis("group", cells[0].len())];
        let mut table = Candidate::new("Staff", population, axes).unwrap();
        for (band, row) in cells.iter().enumerate() {
            for (group, people) in row.iter().enumerate() {
                table.add(&[band, group], Count::of(*people)).unwrap();
            }
        }
        table
    }

    fn edition(number: u32) -> Edition {
        Edition::new(number, "2025-03-31".parse().unwrap())
    }

    fn exact() -> Policy {
        Policy::fewer_than_10()
    }

    fn rows(table: &PublishedTable) -> Vec<String> {
        let width = table.axes().last().unwrap().categories().len() + 1;
        let shown: Vec<String> = table.rows().map(|row| row.shown().to_string()).collect();
        shown.chunks(width).map(|row| row.join(" ")).collect()
    }

    fn stars(table: &PublishedTable) -> usize {
        table.rows().filter(|row| row.shown() == Shown::Suppressed).count()
    }

    #[test]
    fn a_small_cell_takes_the_cheapest_others_with_it_until_nothing_can_be_worked_out() {
        let table = of(staff(), &[&[3, 40, 50], &[60, 20, 70], &[90, 80, 30]]);
        let table = publish(table, &exact(), &Ledger::new(), edition(1)).unwrap();
        assert_eq!(rows(&table), ["* * 50 93", "* * 70 150", "90 80 30 200", "153 140 150 443"]);
    }

    #[test]
    fn rounding_alone_protects_what_it_can() {
        let cells: &[&[u64]] = &[&[3, 40, 50], &[60, 20, 70], &[90, 80, 30]];
        let table = publish(of(staff(), cells), &Policy::default(), &Ledger::new(), edition(1)).unwrap();
        assert_eq!(stars(&table), 1, "between 0 and 9 can be in the suppressed cell");
    }

    #[test]
    fn an_edition_is_frozen() {
        let mut ledger = Ledger::new();
        let cells: &[&[u64]] = &[&[3, 40], &[60, 20]];
        let first = publish(of(staff(), cells), &exact(), &ledger, edition(1)).unwrap();
        ledger.record(&first);
        ledger.record(&first);
        assert_eq!(ledger.len(), 1);
        assert_eq!(publish(of(staff(), cells), &exact(), &ledger, edition(1)), Ok(first));
        let other: &[&[u64]] = &[&[3, 40], &[60, 30]];
        assert_eq!(publish(of(staff(), other), &exact(), &ledger, edition(1)), Err(Refused::Frozen));
    }

    #[test]
    fn two_tables_of_one_edition_agree_or_the_second_is_refused() {
        let mut ledger = Ledger::new();
        ledger.record(&publish(of(staff(), &[&[30, 40], &[60, 20]]), &exact(), &ledger, edition(1)).unwrap());
        let by_group = |people: [u64; 2]| {
            let mut table = Candidate::new("Staff by group", staff(), vec![axis("group", 2)]).unwrap();
            people
                .into_iter()
                .enumerate()
                .for_each(|(at, people)| table.add(&[at], Count::of(people)).unwrap());
            publish(table, &exact(), &ledger, edition(1))
        };
        assert!(by_group([90, 60]).is_ok());
        assert_eq!(by_group([90, 61]).unwrap_err(), Refused::Contradicts);
    }

    #[test]
    fn a_correction_is_of_an_edition_that_is_known_and_a_number_of_one_snapshot() {
        let mut ledger = Ledger::new();
        let publish = |ledger: &Ledger, edition| {
            publish(of(staff(), &[&[30, 40], &[60, 20]]), &exact(), ledger, edition)
        };
        let correction = edition(1).corrected(2).unwrap();
        assert_eq!(publish(&ledger, correction), Err(Refused::EditionUnknown));
        ledger.record(&publish(&ledger, edition(1)).unwrap());
        assert!(publish(&ledger, correction).is_ok());
        let other_day = Edition::new(1, "2026-03-31".parse().unwrap());
        assert_eq!(publish(&ledger, other_day), Err(Refused::EditionUnknown));
    }

    #[test]
    fn a_change_of_few_people_between_editions_is_suppressed_and_cannot_be_worked_out() {
        let mut ledger = Ledger::new();
        let first: &[&[u64]] = &[&[100, 200, 300], &[400, 500, 600], &[150, 250, 350]];
        ledger.record(&publish(of(staff(), first), &exact(), &ledger, edition(1)).unwrap());
        let later: &[&[u64]] = &[&[103, 220, 330], &[440, 550, 660], &[170, 280, 390]];
        let table = publish(of(staff(), later), &exact(), &ledger, edition(2)).unwrap();
        assert_eq!(table.cell(&[0, 0]), Some(Shown::Suppressed), "3 people came");
        assert!(stars(&table) >= 4 && audit(&table, &ledger).is_ok());
        let more: &[&[u64]] = &[&[110, 220, 330], &[440, 550, 660], &[170, 280, 390]];
        assert_eq!(
            stars(&publish(of(staff(), more), &exact(), &ledger, edition(2)).unwrap()),
            0,
            "10 people came"
        );
    }

    #[test]
    fn an_edition_that_shows_a_change_of_few_people_only_is_refused() {
        let mut ledger = Ledger::new();
        let cells: &[&[u64]] = &[&[100, 200], &[400, 500]];
        for (policy, number) in [(Policy::default(), 1), (exact(), 11)] {
            ledger.record(&publish(of(staff(), cells), &policy, &Ledger::new(), edition(number)).unwrap());
            let moved: &[&[u64]] = &[&[97, 203], &[403, 497]];
            let publish = |cells| publish(of(staff(), cells), &policy, &ledger, edition(number + 1));
            assert!(matches!(publish(moved), Err(Refused::TooAlike { .. })), "{}", policy.name());
            ledger = Ledger::new();
        }
    }

    #[test]
    fn few_people_left_out_of_a_later_edition_cannot_be_worked_out() {
        let mut ledger = Ledger::new();
        let all: &[&[u64]] = &[&[105, 200], &[400, 500]];
        ledger.record(&publish(of(staff(), all), &exact(), &ledger, edition(1)).unwrap());
        let rest = staff().without("board", ["yes"]).unwrap();
        let cells: &[&[u64]] = &[&[103, 200], &[400, 500]];
        let table = publish(of(rest, cells), &exact(), &ledger, edition(2)).unwrap();
        assert_eq!(table.cell(&[0, 0]), Some(Shown::Suppressed), "2 of the board are in the cell");
        assert_eq!(table.total(), Shown::Suppressed);
    }

    #[test]
    fn what_cannot_be_protected_is_refused_and_named() {
        let mut ledger = Ledger::new();
        let everybody = Population::of("NHS staff").unwrap();
        let england = of(everybody.clone(), &[&[3, 40_000], &[60_000, 20_000]]);
        ledger.record(&publish(england, &Policy::national_totals(), &ledger, edition(1)).unwrap());
        let trust = of(staff(), &[&[3, 40], &[60, 20]]);
        let refused = publish(trust, &Policy::default(), &ledger, edition(1)).unwrap_err();
        assert_eq!(
            refused,
            Refused::Exposed { cells: vec![vec![Some(0), Some(0)]] },
            "there are 3 in all England"
        );
    }

    #[test]
    fn totals_of_england_are_refused_where_they_give_a_trust_away_and_for_a_part_of_it() {
        let mut ledger = Ledger::new();
        let everybody = Population::of("NHS staff").unwrap();
        ledger.record(
            &publish(of(staff(), &[&[3, 40], &[60, 20]]), &Policy::default(), &ledger, edition(1)).unwrap(),
        );
        let england = |few| of(everybody.clone(), &[&[few, 40_000], &[60_000, 20_000]]);
        let policy = Policy::national_totals();
        assert!(matches!(publish(england(3), &policy, &ledger, edition(1)), Err(Refused::Exposed { .. })));
        let table = publish(england(3_000), &policy, &ledger, edition(1)).unwrap();
        assert_eq!(table.total(), Shown::Number(123_000));
        assert_eq!(
            publish(of(staff(), &[&[30, 40]]), &policy, &ledger, edition(1)),
            Err(Refused::NotNational)
        );
    }

    #[test]
    fn an_audit_finds_what_another_table_gives_away() {
        let cells: &[&[u64]] = &[&[3, 40, 50], &[60, 20, 70], &[90, 80, 30]];
        let table = publish(of(staff(), cells), &exact(), &Ledger::new(), edition(1)).unwrap();
        let mut ledger = Ledger::new();
        ledger.record(&table);
        let done = audit(&table, &ledger).unwrap();
        assert_eq!((done.releases(), done.hidden()), (1, 4));
        assert!(done.tables() > 1);
        // Somebody has also shown one of the cells that protect the small one.
        let kept = serde_json::to_string(&ledger).unwrap().replacen(r#""*","*""#, r#""*",40"#, 1);
        let leaky: Ledger = serde_json::from_str(&kept.replacen("Staff", "Leaked", 1)).unwrap();
        assert!(matches!(audit(&table, &leaky), Err(Refused::Exposed { cells }) if !cells.is_empty()));
    }

    #[test]
    fn a_policy_of_nothing_small_suppresses_nothing() {
        let rules = Rules { threshold: 0, rounding: 1, least_width: 0, smallest_group: 0, ..exact().rules() };
        let open = Policy::own("Not about people", rules).unwrap();
        let table = publish(of(staff(), &[&[1, 2], &[3, 4]]), &open, &Ledger::new(), edition(1)).unwrap();
        assert_eq!(rows(&table), ["1 2 3", "3 4 7", "4 6 10"]);
    }

    #[test]
    fn a_table_names_its_population_policy_and_edition_in_json() {
        let table = of(staff(), &[&[3, 40], &[60, 20]]);
        let table = publish(table, &Policy::default(), &Ledger::new(), edition(1)).unwrap();
        insta::assert_snapshot!(serde_json::to_string_pretty(&table).unwrap());
    }
}
