use std::sync::LazyLock;

use super::*;
use crate::disclosure::{Edition, Policy, Rules, ZeroShown};
use crate::report::Cell;
use crate::terms::{OdsCode, WresGroup};
use crate::workforce::{Budget, generate::Generator, read};
use crate::wres::{Given, Indicator, StaffSurveyFigure, WresYear};

fn year() -> WresYear {
    WresYear::new(2025).unwrap()
}

fn settings() -> WresSettings {
    WresSettings::new(year(), Edition::new(1, year().snapshot_day()))
}

/// A trust that nobody is in.
fn trust(seed: u64, people: u64) -> Tally {
    let code = OdsCode::parse("RX1").unwrap();
    let mut file = Vec::new();
    Generator::new(seed, vec![code]).write(people, &mut file).unwrap();
    let reading = read(file.as_slice(), &Generator::columns().unwrap(), Budget::default()).unwrap();
    reading.workforce().of(code).unwrap()
}

/// The report that most is asked of, made once.
static USUAL: LazyLock<Report> = LazyLock::new(|| report(&settings()));

fn report(settings: &WresSettings) -> Report {
    wres_report("A sample trust", &trust(1, 4_000), settings, &mut Ledger::new()).unwrap()
}

fn numbers_of_people(report: &Report) -> Vec<u64> {
    let tables = report.sections().iter().flat_map(super::super::Section::tables);
    let cells = tables.flat_map(super::super::Table::rows).flat_map(super::super::Row::cells);
    cells.filter_map(|cell| if let Cell::People(people) = cell { Some(*people) } else { None }).collect()
}

fn too_small(report: &Report) -> usize {
    numbers_of_people(report).into_iter().filter(|people| (1..=7).contains(people)).count()
}

#[test]
fn no_report_shows_a_number_that_its_policy_keeps_back() {
    for seed in 0..2 {
        let report =
            wres_report("A sample trust", &trust(seed, 1_500), &settings(), &mut Ledger::new()).unwrap();
        assert_eq!(too_small(&report), 0, "seed {seed}");
        assert!(numbers_of_people(&report).iter().all(|people| people.is_multiple_of(5)), "seed {seed}");
    }
    // The control: under a policy that keeps nothing back, the same search finds some.
    let rules =
        Rules { threshold: 0, rounding: 1, zero: ZeroShown::AsZero, least_width: 0, smallest_group: 0 };
    let all = settings().with_policy(Policy::own("All", rules).unwrap());
    assert_ne!(
        too_small(&wres_report("A sample trust", &trust(0, 1_500), &all, &mut Ledger::new()).unwrap()),
        0
    );
}

#[test]
fn a_report_has_every_indicator_that_there_are_figures_of() {
    let headings = |report: &Report| -> Vec<String> {
        report.sections().iter().map(|section| section.heading().to_owned()).collect()
    };
    let without = headings(&USUAL);
    assert_eq!(
        without,
        [
            "Indicator 1: Staff in each band and grade",
            "Race disparity ratio",
            "Indicators 2, 3 and 4: relative likelihood",
            "Indicator 9: Board membership compared with the workforce",
            "England, for comparison",
        ]
    );
    let given = |text| Given::parse(text, Some(400)).unwrap();
    let figure = |indicator| StaffSurveyFigure::new(indicator, year(), given("55.5"), given("44.4")).unwrap();
    let with =
        settings().with_staff_survey(figure(Indicator::Seven)).with_staff_survey(figure(Indicator::Five));
    let with = report(&with);
    assert_eq!(headings(&with).len(), without.len() + 1);
    let page = with.to_html();
    assert!(page.contains("Indicator 7: a higher percentage is better.") && page.contains("55.5%"));
    assert!(page.contains("Indicator 5: a lower percentage is better."));
}

#[test]
fn a_figure_of_the_staff_survey_takes_the_place_of_the_one_before() {
    let of = |text| {
        let given = Given::parse(text, None).unwrap();
        StaffSurveyFigure::new(Indicator::Six, year(), given, given).unwrap()
    };
    let settings = settings().with_staff_survey(of("10")).with_staff_survey(of("20"));
    assert_eq!(settings.staff_survey(), [of("20")]);
}

#[test]
fn a_network_can_say_it_in_its_own_words() {
    let words = GroupWords::new("White", "Ethnic minority", "Not known");
    let page = report(&settings().with_words(words)).to_html();
    let own = page.split("England, for comparison").next().unwrap();
    assert!(own.contains("Ethnic minority staff were") && !own.contains("BME"));
    assert_eq!(GroupWords::default().of(WresGroup::Bme), "BME");
}

#[test]
fn every_table_is_put_down_in_the_ledger_and_a_report_is_the_same_each_time() {
    let (mut ledger, tally) = (Ledger::new(), trust(1, 4_000));
    let first = wres_report("A sample trust", &tally, &settings(), &mut ledger).unwrap();
    assert_eq!(ledger.len(), 6, "{:?}", first.summary());
    assert_eq!(first, *USUAL);
    assert!(!first.to_json().contains("NaN") && !first.to_html().contains("NaN"));
}
