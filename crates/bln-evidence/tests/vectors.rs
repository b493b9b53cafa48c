//! Figures that were worked out or published elsewhere, worked out again.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use bln_evidence::exact::{Proportion, Ratio, RatioOutcome};
use bln_evidence::terms::{AfcBand, Region, WresGroup};
use bln_evidence::wres::{
    BoardDifference, Cluster, Denominator, DisparityRatio, Grade, Indicator, Likelihood, Measure, Membership,
    NotComparable, Process, Representation, Series, Status, Tier, TierCounts, Tiers, WresYear, published,
    quality,
};

fn of(part: u64, whole: u64) -> Proportion {
    Proportion::new(part, whole).unwrap()
}

fn year(number: u16) -> WresYear {
    WresYear::new(number).unwrap()
}

fn figure(indicator: Indicator, measure: Measure, number: u16) -> String {
    let mut figures = published().into_iter();
    let found = figures
        .find(|f| (f.indicator(), f.measure(), f.year()) == (indicator, measure, year(number)))
        .unwrap();
    found.value().to_string()
}

/// The Christie, 2022: 46.99 % of white and 14.65 % of BME people shortlisted were appointed.
#[test]
fn the_christie_2022_is_3_2() {
    let likelihood = Likelihood::new(Process::Appointment, of(4699, 10_000), of(1465, 10_000));
    let ratio = likelihood.compared().unwrap();
    assert_eq!(ratio.rounded(4).to_string(), "3.2075");
    assert_eq!(ratio.rounded(1).to_string(), "3.2");
}

/// R Kline, WRES 2: a ratio of 1.59 at each of several promotions.
#[test]
fn a_ratio_of_1_59_compounds_over_two_three_and_four_promotions() {
    let once = Ratio::new(159, 100).unwrap();
    let power = |times| (0..times).try_fold(Ratio::ONE, |all, _: u32| all.times(once)).unwrap();
    assert_eq!([2, 3, 4].map(|times| power(times).rounded(2).to_string()), ["2.53", "4.02", "6.39"]);
    // The later rows of that table cannot be reproduced: it has 6.39 again, 15.55 and 24.12.
    assert_eq!([5, 6, 7].map(|times| power(times).rounded(2).to_string()), ["10.16", "16.16", "25.69"]);
    let wrong = quality::known().into_iter().filter(|statement| statement.source.contains("Kline"));
    assert!(
        wrong.clone().count() == 3
            && wrong.into_iter().all(|s| s.issues() == [quality::Issue::DoesNotCompound])
    );
}

/// North Cumbria Integrated Care, March 2025: 990 BME, 6,307 white, 125 not declared, 7,422 in all.
#[test]
fn a_trust_has_three_shares_and_two_denominators() {
    let staff = Representation::new(6307, 990, 125).unwrap();
    assert_eq!(staff.all(), 7422);
    let shown = |group, of| staff.percentage(group, of, 1).unwrap().to_string();
    assert_eq!(shown(WresGroup::Bme, Denominator::AllStaff), "13.3");
    assert_eq!(shown(WresGroup::White, Denominator::AllStaff), "85.0");
    assert_eq!(shown(WresGroup::Unknown, Denominator::AllStaff), "1.7");
    assert_eq!(shown(WresGroup::Bme, Denominator::KnownEthnicity), "13.6");
    // One rounds to 13 %, the other to 14 %.
    let whole = Denominator::ALL.map(|of| staff.percentage(WresGroup::Bme, of, 0).unwrap().to_string());
    assert_eq!(whole, ["13", "14"]);
}

#[test]
fn very_senior_managers_rose_by_51_from_2021_to_2022() {
    let figures = published().into_iter().filter(|figure| figure.measure() == Measure::BmeVsmHeadcount);
    let series = Series::join(figures).unwrap();
    assert_eq!(series.change(year(2021), year(2022)).unwrap().to_string(), "51");
}

#[test]
fn boards_were_10_8_points_below_the_workforce_in_2023_and_12_1_in_2024() {
    let thousandths = |text: String| of(text.replace('.', "").parse().unwrap(), 1000);
    let points = [2023, 2024].map(|number| {
        let board = thousandths(figure(Indicator::Nine, Measure::BmeOfBoards, number));
        let workforce = thousandths(figure(Indicator::One, Measure::BmeOfAllStaff, number));
        BoardDifference::new(Membership::All, board, workforce).points(1).unwrap().to_string()
    });
    assert_eq!(points, ["-10.8", "-12.1"]);
}

/// White 9.6 %, BME 55.9 %, ratio 1.1: no answer to be reproduced, but a contradiction to be found.
#[test]
fn the_page_of_kent_and_medway_contradicts_itself() {
    let statement = quality::known().into_iter().find(|s| s.source.starts_with("Kent and Medway")).unwrap();
    assert_eq!(statement.issues(), [quality::Issue::RatioDisagrees]);
    let either_way =
        [(96, 559), (559, 96)].map(|(one, other)| Ratio::new(one, other).unwrap().rounded(1).to_string());
    assert!(!either_way.contains(&"1.1".to_owned()));
}

#[test]
fn ratios_of_nothing_are_named() {
    let ratio = |white, bme| Likelihood::new(Process::Appointment, white, bme).ratio();
    assert_eq!(ratio(of(1, 10), of(0, 10)), RatioOutcome::Infinite);
    assert_eq!(ratio(of(0, 0), of(1, 10)), RatioOutcome::Undefined);
    assert_eq!(ratio(of(0, 10), of(0, 10)), RatioOutcome::Undefined);
    assert_eq!(ratio(of(0, 10), of(1, 10)).finite().unwrap().rounded(2).to_string(), "0.00");
}

#[test]
fn clusters_are_those_of_ethnicity_facts_and_figures() {
    let cluster = |band| Grade::Afc(band).cluster();
    assert_eq!(cluster(AfcBand::Band4), Cluster::Support);
    assert_eq!(cluster(AfcBand::Band5), Cluster::Middle);
    assert_eq!(cluster(AfcBand::Band7), Cluster::Middle);
    assert_eq!(cluster(AfcBand::Band8a), Cluster::Senior);
    assert_eq!(cluster(AfcBand::Band9), Cluster::Senior);
    assert_eq!(Grade::Vsm.cluster(), Cluster::Vsm);
    // The race disparity ratio cuts elsewhere: band 5 is in its lower tier.
    assert_eq!(Tiers::STANDARD.tier(Grade::Afc(AfcBand::Band5)), Some(Tier::Lower));
}

#[test]
fn the_disparity_of_the_worked_example_is_1_67_1_5_and_2_5() {
    let white = TierCounts { lower: 400, middle: 300, upper: 100 };
    let bme = TierCounts { lower: 200, middle: 90, upper: 20 };
    let ratio = DisparityRatio::new(white, bme);
    let outcomes = [ratio.lower_to_middle(), ratio.middle_to_upper(), ratio.lower_to_upper()];
    let shown = outcomes.map(|outcome| outcome.finite().unwrap().rounded(4).to_string());
    assert_eq!(shown, ["1.6667", "1.5000", "2.5000"]);
}

#[test]
fn the_north_west_rose_most_from_2023_to_2024_and_london_was_lowest() {
    let series = Region::ALL.map(|region| {
        let figures = published().into_iter().filter(|figure| figure.measure() == Measure::RatioIn(region));
        (region, Series::join(figures).unwrap())
    });
    let change = |series: &Series| series.change(year(2023), year(2024)).unwrap();
    let most = series.iter().max_by_key(|(_, series)| hundredths(change(series))).unwrap();
    assert_eq!((most.0, change(&most.1).to_string().as_str()), (Region::NorthWest, "0.43"));
    let lowest =
        series.iter().min_by_key(|(_, series)| hundredths(series.value(year(2024)).unwrap())).unwrap();
    assert_eq!(lowest.0, Region::London);
}

fn hundredths(number: bln_evidence::exact::Decimal) -> i128 {
    number.units() * 10_i128.pow(2 - number.places())
}

#[test]
fn published_ratios_are_those_of_the_sources() {
    let ratios = |indicator, years: &[u16]| {
        years.iter().map(|year| figure(indicator, Measure::Ratio, *year)).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        ratios(Indicator::Two, &[2016, 2018, 2019, 2020, 2022, 2023]),
        "1.57 1.45 1.46 1.61 1.54 1.59"
    );
    assert_eq!(ratios(Indicator::Three, &[2016, 2022, 2023]), "1.56 1.14 1.03");
    // What has no source is marked as such: all of indicator 4.
    let fours = published().into_iter().filter(|figure| figure.indicator() == Indicator::Four);
    assert!(fours.into_iter().all(|figure| figure.status() == Status::Provisional));
}

#[test]
fn published_shares_are_those_of_the_sources() {
    let shares = |indicator, measure, years: &[u16]| {
        years.iter().map(|year| figure(indicator, measure, *year)).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        shares(Indicator::One, Measure::BmeOfAllStaff, &[2016, 2021, 2022, 2023, 2024]),
        "17.7 22.4 24.2 26.4 28.6"
    );
    assert_eq!(shares(Indicator::One, Measure::BmeOfVsm, &[2021, 2022, 2023, 2024]), "9.2 10.3 11.2 12.7");
    assert_eq!(
        shares(Indicator::Five, Measure::Bme, &[2016, 2019, 2020, 2021, 2022]),
        "29.1 29.8 30.3 28.9 29.2"
    );
    assert_eq!(shares(Indicator::Six, Measure::Bme, &[2016, 2019, 2024]), "27 29 24.9");
    assert_eq!(
        shares(Indicator::Nine, Measure::BmeOfBoards, &[2016, 2017, 2021, 2022, 2023, 2024]),
        "7.1 7.0 12.6 13.2 15.6 16.5"
    );
    assert_eq!(shares(Indicator::Two, Measure::TrustsSignificantlyWorse, &[2022, 2023, 2024]), "71 76 80");
}

/// 73.4 % in 2016 and 69.9 % in 2019 were published by a method that is no longer used.
#[test]
fn the_older_and_the_newer_figures_of_indicator_7_are_two_series() {
    let sevens = || published().into_iter().filter(|figure| figure.indicator() == Indicator::Seven);
    assert_eq!(Series::join(sevens()), Err(NotComparable::OtherMeasure));
    let apart = Series::apart(sevens());
    let years = |series: &Series| series.points().iter().map(|p| p.year().number()).collect::<Vec<_>>();
    assert_eq!(apart.iter().map(years).collect::<Vec<_>>(), [vec![2016, 2019], vec![2022, 2023, 2024]]);
}
