//! Tables and indicators of a workforce, counted again by hand.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
#![cfg(feature = "generator")]

use std::collections::BTreeMap;

use bln_evidence::disclosure::{
    Candidate, Edition, Ledger, Policy, PublishedTable, Rules, Shown, ZeroShown, publish,
};
use bln_evidence::exact::Ratio;
use bln_evidence::terms::{Clinical, EthnicCategory, OdsCode, WresGroup};
use bln_evidence::workforce::generate::Generator;
use bln_evidence::workforce::{
    Budget, Columns, Tally, Workforce, board_difference, disparity, likelihood, read, representation,
};
use bln_evidence::wres::{Denominator, Grade, Membership, Process, Tier, Tiers};

/// A row of the generator's file, as whoever counts by hand reads it.
struct Row {
    organisation: String,
    group: WresGroup,
    grade: Grade,
    board: String,
    shortlisted: bool,
    appointed: bool,
    disciplinary: bool,
    training: bool,
}

fn generated(rows: u64) -> (Vec<u8>, Vec<Row>) {
    let codes = ["RX1", "RJZ", "G6V2S"].map(|code| OdsCode::parse(code).unwrap());
    let mut file = Vec::new();
    Generator::new(11, codes.to_vec()).write(rows, &mut file).unwrap();
    let rows = String::from_utf8(file.clone()).unwrap().lines().skip(1).map(row).collect();
    (file, rows)
}

fn row(line: &str) -> Row {
    let cells: Vec<&str> = line.split(',').collect();
    let [organisation, ethnicity, grade, _, _, board, shortlisted, appointed, disciplinary, training] =
        cells[..]
    else {
        panic!("ten cells")
    };
    Row {
        organisation: organisation.to_owned(),
        group: EthnicCategory::parse(ethnicity).unwrap().wres_group(),
        grade: Grade::parse(grade).unwrap(),
        board: board.to_owned(),
        shortlisted: shortlisted == "1",
        appointed: appointed == "1",
        disciplinary: disciplinary == "1",
        training: training == "1",
    }
}

fn count(rows: &[Row], of: impl Fn(&Row) -> bool) -> u64 {
    rows.iter().filter(|row| of(row)).map(|_| 1).sum()
}

fn show(table: Candidate, policy: &Policy) -> PublishedTable {
    let edition = Edition::new(1, "2025-03-31".parse().unwrap());
    publish(table, policy, &Ledger::new(), edition).unwrap()
}

fn national(table: Candidate) -> PublishedTable {
    show(table, &Policy::national_totals())
}

fn read_generated(file: &[u8]) -> Workforce {
    let reading = read(file, &Generator::columns().unwrap(), Budget::default()).unwrap();
    assert_eq!(reading.faults().rows_refused(), 0);
    reading.into_workforce()
}

#[test]
fn the_likelihoods_are_those_counted_by_hand() {
    let (file, rows) = generated(30_000);
    let england = read_generated(&file).england();
    let of = |process| {
        let table = national(england.process(process).unwrap());
        let likelihood = likelihood(&table, process).unwrap().shown().unwrap();
        [likelihood.white(), likelihood.bme()].map(|group| (group.part(), group.whole()))
    };
    let by_hand = |happened: fn(&Row) -> bool, known: fn(&Row) -> bool| {
        [WresGroup::White, WresGroup::Bme].map(|group| {
            let of_group = |row: &Row| row.group == group && known(row);
            (count(&rows, |row| of_group(row) && happened(row)), count(&rows, of_group))
        })
    };
    assert_eq!(of(Process::Appointment), by_hand(|row| row.appointed, |row| row.shortlisted));
    assert_eq!(of(Process::Disciplinary), by_hand(|row| row.disciplinary, |_| true));
    assert_eq!(of(Process::Training), by_hand(|row| row.training, |_| true));
}

#[test]
fn staff_by_grade_are_those_counted_by_hand() {
    let (file, rows) = generated(30_000);
    let table = national(read_generated(&file).england().by_grade(None).unwrap());
    for (place, grade) in Grade::ALL.into_iter().enumerate() {
        for (column, group) in WresGroup::ALL.into_iter().enumerate() {
            let people = count(&rows, |row| row.grade == grade && row.group == group);
            assert_eq!(table.cell(&[place, column]), Some(Shown::Number(people)), "{grade:?} {group:?}");
        }
        let shares = representation(&table, Some(grade.label())).unwrap().shown().unwrap();
        let bme =
            shares.share(WresGroup::Bme, Denominator::AllStaff).map(|share| (share.part(), share.whole()));
        let all = count(&rows, |row| row.grade == grade);
        assert_eq!(bme, Some((count(&rows, |row| row.grade == grade && row.group == WresGroup::Bme), all)));
    }
    assert_eq!(table.total(), Shown::Number(30_000));
    assert!(representation(&table, Some("Band 10")).is_none());
}

#[test]
fn tiers_and_boards_are_those_counted_by_hand() {
    let (file, rows) = generated(30_000);
    let england = read_generated(&file).england();
    let ratio =
        disparity(&national(england.by_tier(Tiers::default(), None).unwrap())).unwrap().shown().unwrap();
    let tier = |group, tier| {
        u128::from(count(&rows, |row| row.group == group && Tiers::default().tier(row.grade) == Some(tier)))
    };
    let [white, bme] =
        [WresGroup::White, WresGroup::Bme].map(|group| [tier(group, Tier::Lower), tier(group, Tier::Upper)]);
    let exact = Ratio::new(white[1] * bme[0], white[0] * bme[1]);
    assert_eq!(ratio.lower_to_upper().finite(), exact);

    let (board, staff) = (national(england.board().unwrap()), national(england.by_grade(None).unwrap()));
    for (membership, roles) in [
        (Membership::All, &["voting_executive", "executive", "voting"][..]),
        (Membership::Voting, &["voting_executive", "voting"]),
        (Membership::Executive, &["voting_executive", "executive"]),
    ] {
        let difference = board_difference(&board, &staff, membership).unwrap().shown().unwrap();
        let members = |row: &Row| roles.contains(&row.board.as_str());
        let bme = count(&rows, |row| members(row) && row.group == WresGroup::Bme);
        assert_eq!((difference.board().part(), difference.board().whole()), (bme, count(&rows, members)));
    }
}

#[test]
fn the_tables_of_one_organisation_are_of_its_people_alone() {
    let (file, rows) = generated(6_000);
    let workforce = read_generated(&file);
    let mut sizes = BTreeMap::new();
    for row in &rows {
        *sizes.entry(row.organisation.as_str()).or_insert(0_u64) += 1;
    }
    for code in workforce.organisations() {
        let table = show(workforce.of(code).unwrap().by_cluster(None).unwrap(), &Policy::fewer_than_10());
        assert_eq!(table.total(), Shown::Number(sizes[code.as_str()]), "{}", code.as_str());
    }
    assert_eq!(workforce.organisations().count(), 3);
    assert!(workforce.of(OdsCode::parse("RHA").unwrap()).is_none());
}

fn small(rows: &str, more: &str) -> Workforce {
    let columns = Columns::parse(
        format!(
            r#"{{ "columns": {{
                "organisation": {{ "always": "RX1" }}, "ethnicity": {{ "column": "e" }}, "rows": {{ "column": "r" }},
                "shortlisted": {{ "column": "s" }}, "appointed": {{ "column": "a" }},
                "disciplinary": {{ "column": "d" }}, "board": {{ "column": "b" }}{more}
            }} }}"#
        )
        .as_bytes(),
    )
    .unwrap();
    let file = format!("e,r,s,a,d,b,g\n{rows}");
    let reading = read(file.as_bytes(), &columns, Budget::default()).unwrap();
    assert_eq!(reading.faults().rows_refused(), 0, "{:?}", reading.faults());
    reading.into_workforce()
}

fn total(table: Candidate) -> Shown {
    national(table).total()
}

#[test]
fn an_applicant_is_not_on_the_staff_and_a_non_executive_only_on_the_board() {
    let rows = "A,staff,1,1,0,none,03\nM,applicant,1,0,0,voting,03\nM,applicant,0,0,1,none,03\nN,non_executive,1,1,1,voting,03\n";
    let england = small(rows, "").england();
    assert_eq!(total(england.by_grade(None).unwrap()), Shown::Number(1));
    assert_eq!(total(england.process(Process::Appointment).unwrap()), Shown::Number(2));
    assert_eq!(total(england.process(Process::Disciplinary).unwrap()), Shown::Number(1));
    assert_eq!(total(england.board().unwrap()), Shown::Number(1));
}

#[test]
fn what_is_not_recorded_of_some_is_told_and_left_out_of_the_ratio() {
    let rows = "A,staff,0,0,1,none,03\nA,staff,0,0,0,none,03\nA,staff,0,0,not_recorded,none,03\nM,staff,0,0,1,none,03\n";
    let table = national(small(rows, "").england().process(Process::Disciplinary).unwrap());
    assert_eq!(table.total(), Shown::Number(4));
    let likelihood = likelihood(&table, Process::Disciplinary).unwrap().shown().unwrap();
    assert_eq!((likelihood.white().part(), likelihood.white().whole()), (1, 2));
    assert_eq!((likelihood.bme().part(), likelihood.bme().whole()), (1, 1));
}

#[test]
fn a_staff_group_says_whether_work_is_clinical_where_no_column_does() {
    let rows = "A,staff,0,0,0,none,03\nA,staff,0,0,0,none,08\nM,staff,0,0,0,none,01\n";
    let workforce = small(rows, r#", "staff_group": { "column": "g" }"#);
    let tally = workforce.all();
    let clinical = |side| {
        let table = tally.by_grade(Some(side)).unwrap();
        let policy = Policy::own("Everything, of people who are invented", exact()).unwrap();
        show(table, &policy).total()
    };
    assert_eq!(clinical(Clinical::Clinical), Shown::Number(2));
    assert_eq!(clinical(Clinical::NonClinical), Shown::Number(1));
}

const fn exact() -> Rules {
    Rules { threshold: 0, rounding: 1, zero: ZeroShown::AsZero, least_width: 0, smallest_group: 0 }
}

#[test]
fn few_people_have_no_indicators_under_a_policy_for_organisations() {
    let rows = "A,staff,1,1,0,voting,03\n".repeat(30) + &"M,staff,1,1,0,none,03\n".repeat(4);
    let tally: Tally = small(&rows, "").all();
    let policy = Policy::nhs_sub_national();
    let appointment = show(tally.process(Process::Appointment).unwrap(), &policy);
    assert!(likelihood(&appointment, Process::Appointment).unwrap().shown().is_none());
    // Asked of another table, it says so.
    assert!(likelihood(&appointment, Process::Training).is_none());
    assert!(disparity(&appointment).is_none());
}

#[test]
fn a_file_of_staff_and_one_of_applicants_make_one_workforce() {
    let (staff, applicants) = ("A,staff,0,0,0,none,03\n".repeat(5), "M,applicant,1,1,0,none,03\n".repeat(6));
    let together = small(&(staff.clone() + &applicants), "").england();
    let merged = small(&staff, "").merge(small(&applicants, "")).england();
    for tally in [together, merged] {
        assert_eq!(total(tally.by_cluster(None).unwrap()), Shown::Number(5));
        assert_eq!(total(tally.process(Process::Appointment).unwrap()), Shown::Number(6));
    }
}

#[test]
fn the_tables_of_a_trust_are_published_one_after_another_and_audited_together() {
    let (file, _) = generated(12_000);
    let workforce = read_generated(&file);
    let trust = workforce.of(OdsCode::parse("RX1").unwrap()).unwrap();
    let (policy, mut ledger) = (Policy::nhs_sub_national(), Ledger::new());
    let edition = Edition::new(1, "2025-03-31".parse().unwrap());
    let tables = [
        trust.by_cluster(None),
        trust.by_tier(Tiers::default(), None),
        trust.process(Process::Appointment),
        trust.process(Process::Disciplinary),
        trust.process(Process::Training),
        trust.board(),
    ];
    for table in tables {
        let table = publish(table.unwrap(), &policy, &ledger, edition).unwrap();
        for row in table.rows() {
            let small = matches!(row.shown(), Shown::Number(1..=7));
            assert!(!small, "{} {:?}", table.title(), row.categories());
        }
        if table.title() == Process::Training.indicator().heading() {
            assert!(likelihood(&table, Process::Training).unwrap().shown().is_some());
        }
        ledger.record(&table);
    }
    assert_eq!(ledger.len(), 6);
}
