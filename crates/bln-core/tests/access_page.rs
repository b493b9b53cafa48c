//! The page about access is what the code makes of the table.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{env, fs, path::Path};

use bln_core::access::access_table;

/// With `BLN_WRITE_DOCS` set, the page is written anew.
#[test]
fn the_page_about_access_is_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/access.md");
    if env::var_os("BLN_WRITE_DOCS").is_some() {
        fs::write(&path, access_table()).unwrap();
    }
    let page = fs::read_to_string(&path).unwrap();
    assert!(page == access_table(), "docs/access.md is not the table: run this test with BLN_WRITE_DOCS=1");
}
