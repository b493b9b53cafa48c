//! The example that writes reports: the same for the same seed, and refusals that say what to do.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{fs, path::Path, process::Output};

fn wres_report(arguments: &[&str], out: &Path) -> Output {
    let program = env!("CARGO_BIN_EXE_wres-report");
    std::process::Command::new(program).args(arguments).arg("--out").arg(out).output().unwrap()
}

#[test]
fn a_report_of_one_trust_comes_out_the_same_each_time_and_an_edition_is_not_published_twice() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("ledger.json");
    let arguments = |edition| {
        let ledger = ledger.to_str().unwrap();
        ["--rows", "60000", "--organisation", "RX1", "--ledger", ledger, "--edition", edition]
    };
    let out = folder.path().join("reports");
    let first = wres_report(&arguments("1"), &out);
    assert_eq!(first.status.code(), Some(0), "{first:?}");
    let said = String::from_utf8(first.stdout).unwrap();
    assert!(said.contains("60000 rows were read") && said.contains("RX1.html"), "{said}");
    let read = |name: &str| fs::read(out.join(name)).unwrap();
    let reports = ["RX1.html", "RX1.json", "RX1.xlsx"].map(read);
    assert!(reports[0].starts_with(b"<!doctype html>") && reports[2].starts_with(b"PK"));

    // Without the ledger it comes out again, byte for byte.
    let again = wres_report(&["--rows", "60000", "--organisation", "RX1"], &out);
    assert_eq!(again.status.code(), Some(0), "{again:?}");
    assert_eq!(["RX1.html", "RX1.json", "RX1.xlsx"].map(read), reports);

    // With it, the same edition of another workforce is refused.
    let other = [&arguments("1")[..], &["--seed", "2"]].concat();
    let refused = wres_report(&other, &out);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("edition.frozen") && said.contains("--edition"), "{said}");
}

#[test]
fn a_file_of_its_own_is_read_by_its_mapping_and_faults_are_told_by_line_and_code() {
    let folder = tempfile::tempdir().unwrap();
    let [file, columns, out] = ["staff.csv", "columns.json", "reports"].map(|name| folder.path().join(name));
    let rows = "Sample Person 17,RX1,A\nSample Person 18,RX1,no such code\n";
    fs::write(&file, format!("name,trust,origin\n{}", rows.repeat(40))).unwrap();
    let mapping = r#"{"columns": {"organisation": {"column": "trust"}, "ethnicity": {"column": "origin"}}}"#;
    fs::write(&columns, mapping).unwrap();
    let arguments = ["--workforce", file.to_str().unwrap(), "--columns", columns.to_str().unwrap()];
    let report = wres_report(&arguments, &out);
    assert_eq!(report.status.code(), Some(1), "{report:?}");
    let said = String::from_utf8(report.stdout).unwrap();
    assert!(
        said.contains("40 times ethnicity.unknown") && said.contains("line 3: ethnicity.unknown"),
        "{said}"
    );
    assert!(!said.contains("Sample Person") && !said.contains("no such code"));
    assert!(out.join("RX1.html").exists());
}

#[test]
fn what_cannot_be_used_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, word) in [
        (["--organisation", "not a code"], "such as RX1"),
        (["--organisation", "ZZ9"], "Check the code"),
        (["--year", "2014"], "2015"),
    ] {
        let refused = wres_report(&[&arguments[..], &["--rows", "1000"]].concat(), folder.path());
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        let said = String::from_utf8(refused.stderr).unwrap();
        assert!(said.contains(word), "{said}");
    }
}
