//! A step of the schema that no release has: the next one, as far as a test of interrupted steps is concerned.

use bln_sql::{Migration, migrations};
use bln_sqlite::COLUMN_TYPES;

/// The schema of this release, and one more step that rewrites a table and fills another with so many rows, so that it
/// takes a while.
pub fn with_one_more_step(rows: u32) -> Vec<Migration> {
    let mut steps = migrations(&COLUMN_TYPES);
    let next = steps.last().map_or(1, |step| step.version + 1);
    let fill = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) \
         INSERT INTO sample_filler SELECT i, hex(zeroblob(40)) FROM n"
    );
    let statements = [
        "CREATE TABLE sample_filler (id {integer} PRIMARY KEY, filler {text} NOT NULL) {table_options}",
        "CREATE TABLE sample_wording (wording {text} NOT NULL) {table_options}",
        "INSERT INTO sample_wording SELECT name FROM person",
        &fill,
        "CREATE INDEX sample_filler_by_filler ON sample_filler (filler)",
        "DROP TABLE sample_wording",
    ];
    steps.push(Migration::render(next, "sample", &statements, &COLUMN_TYPES));
    steps
}
