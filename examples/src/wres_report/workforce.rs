//! The workforce, from a file or made up.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

use bln_evidence::terms::OdsCode;
use bln_evidence::workforce::{Budget, Columns, Reading, generate::Generator, read};

use super::Stop;
use crate::{ods, progress};

/// Reads the workforce in a file by the mapping in another.
pub(super) fn read_file(file: &Path, columns: &Path) -> Result<Reading, Stop> {
    let mapping = std::fs::read(columns).map_err(|error| Stop::file(columns, &error))?;
    let columns =
        Columns::parse(&mapping).map_err(|faults| Stop::Mapping { path: columns.to_owned(), faults })?;
    read_by(file, &columns)
}

/// Makes a workforce up, writes it to a file, and reads that.
pub(super) fn made_up(file: &Path, rows: u64, seed: u64, say: &mut dyn Write) -> Result<Reading, Stop> {
    let trusts = ods::trusts(ods::TRUSTS).organisations;
    let open = trusts.iter().filter(|trust| trust.operational().closed().is_none());
    let codes: Vec<OdsCode> = open.map(bln_core::Organisation::code).collect();
    let to = File::create(file).map_err(|error| Stop::file(file, &error))?;
    let written = Generator::new(seed, codes).write(rows, BufWriter::new(to));
    written.map_err(|error| Stop::file(file, &error))?;
    writeln!(say, "A workforce that nobody is in was made up, in {}.", file.display())
        .map_err(|_| Stop::Output)?;
    let columns = Generator::columns();
    read_by(file, &columns.map_err(|faults| Stop::Mapping { path: file.to_owned(), faults })?)
}

fn read_by(path: &Path, columns: &Columns) -> Result<Reading, Stop> {
    let file = File::open(path).map_err(|error| Stop::file(path, &error))?;
    let length = file.metadata().map_or(0, |about| about.len());
    let progress = progress::bar("Reading {bar:40} {bytes}/{total_bytes} {eta}", Some(length));
    let reading = read(progress.wrap_read(file), columns, Budget::default());
    progress.finish_and_clear();
    reading.map_err(|error| Stop::Workforce { path: path.to_owned(), error })
}
