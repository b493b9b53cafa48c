use std::{collections::BTreeSet, fs, path::Path};

use super::*;
use crate::RetentionSchedule;

/// The tables that the files of the schema leave, one after the other.
fn tables() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../bln-sql/src/schema");
    let files: BTreeSet<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    let mut tables = BTreeSet::new();
    for line in files
        .iter()
        .flat_map(|file| fs::read_to_string(file).unwrap().lines().map(str::to_owned).collect::<Vec<_>>())
    {
        match line.trim_end_matches(';').split_whitespace().collect::<Vec<_>>()[..] {
            ["CREATE", "TABLE", table, "("] => assert!(tables.insert(table.to_owned()), "{table}"),
            ["DROP", "TABLE", table] => assert!(tables.remove(table), "{table}"),
            ["ALTER", "TABLE", table, "RENAME", "TO", name] => {
                assert!(tables.remove(table) && tables.insert(name.to_owned()), "{table}");
            }
            _ => assert!(!line.contains("CREATE TABLE") && !line.contains(" RENAME TO "), "{line}"),
        }
    }
    tables
}

fn told() -> BTreeSet<&'static str> {
    ITEMS.iter().flat_map(|item| item.kept_in.iter().copied()).collect()
}

#[test]
fn every_table_of_the_schema_is_told_of_or_holds_nothing_about_people() {
    let tables = tables();
    assert!(tables.len() >= 20, "{tables:?}");
    let known: BTreeSet<_> = told().into_iter().chain(TABLES_WITHOUT_PERSONAL_DATA.iter().copied()).collect();
    let untold: Vec<_> = tables.iter().filter(|table| !known.contains(table.as_str())).collect();
    assert!(untold.is_empty(), "not in the record of processing: {untold:?}");
}

#[test]
fn no_table_both_holds_personal_data_and_does_not() {
    for table in TABLES_WITHOUT_PERSONAL_DATA {
        assert!(!told().contains(table), "{table}");
    }
}

#[test]
fn what_is_sensitive_has_a_condition_and_what_is_ordinary_has_none() {
    for item in ITEMS {
        assert_eq!(item.condition.is_none(), item.special_category == Sensitivity::Ordinary, "{}", item.name);
        assert!(!item.kept_in.is_empty(), "{}", item.name);
    }
}

#[test]
fn every_category_of_retention_is_of_some_item() {
    let of_items: BTreeSet<_> = ITEMS
        .iter()
        .flat_map(|item| match item.retention {
            Kept::For(categories) => categories,
            Kept::Until(_) => &[],
        })
        .copied()
        .collect();
    assert_eq!(of_items, BTreeSet::from(Category::ALL));
}

#[test]
fn only_consent_allows_what_was_asked_as_a_characteristic() {
    for item in ITEMS.iter().filter(|item| item.special_category == Sensitivity::SpecialCategory) {
        assert_eq!(item.lawful_basis, LawfulBasis::Consent, "{}", item.name);
        assert_eq!(item.condition, Some(Condition::ExplicitConsent), "{}", item.name);
    }
}

#[test]
fn the_annex_tells_every_item_every_period_and_every_table_in_lines_that_can_be_read() {
    let annex = dpia_annex(&RetentionSchedule::proposed().unwrap());
    for item in ITEMS {
        assert!(annex.contains(&format!("### {}\n", item.name)), "{}", item.name);
    }
    for category in Category::ALL {
        assert!(annex.contains(&format!("- `{}`, ", category.name())), "{}", category.name());
    }
    for table in told().iter().chain(TABLES_WITHOUT_PERSONAL_DATA) {
        assert!(annex.contains(&format!("`{table}`")), "{table}");
    }
    for line in annex.lines() {
        assert!(line.chars().count() <= 120 && !line.ends_with(' ') && !line.contains(".."), "{line}");
    }
    assert!(annex.ends_with(".\n"));
}

#[test]
fn the_annex_tells_the_periods_of_the_network_that_it_is_made_for() {
    let proposed = RetentionSchedule::proposed().unwrap();
    let longer = proposed.rules().cloned().map(|rule| crate::retention::RetentionRule {
        keep_for: crate::retention::KeepFor::Years(7),
        ..rule
    });
    let annex = dpia_annex(&RetentionSchedule::new(longer).unwrap());
    assert!(annex.contains("7 years from the day the person left") && !annex.contains(" 2 years"));
}
