//! The annex of the page about privacy is what the code makes of the record of processing.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{env, fs, path::Path};

use bln_core::{RetentionSchedule, processing::dpia_annex};

/// With `BLN_WRITE_DOCS` set, the annex is written anew.
#[test]
fn the_page_about_privacy_ends_with_what_the_types_say_is_kept() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/privacy.md");
    let annex = dpia_annex(&RetentionSchedule::proposed().unwrap());
    let page = fs::read_to_string(&path).unwrap();
    let promises = page.split("## Annex: ").next().unwrap();
    if env::var_os("BLN_WRITE_DOCS").is_some() {
        fs::write(&path, format!("{promises}{annex}")).unwrap();
    }
    let page = fs::read_to_string(&path).unwrap();
    assert!(page.ends_with(&annex), "docs/privacy.md lacks the annex: run this test with BLN_WRITE_DOCS=1");
}
