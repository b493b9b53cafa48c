//! Where PostgreSQL is installed.

use std::{
    cmp::Reverse,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

use crate::Failed;

/// Every program that is used must be there: a client package alone has no `initdb`.
const PROGRAMS: [&str; 5] = ["initdb", "postgres", "pg_ctl", "psql", "pg_basebackup"];

/// Folders with one folder for each version, in which the programs are in `bin`.
const BY_VERSION: [&str; 3] = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"];

/// Folders in which the programs are.
const FIXED: [&str; 3] = ["/usr/local/pgsql/bin", "/usr/local/bin", "/usr/bin"];

/// The folder with the programs of a PostgreSQL server.
#[derive(Debug)]
pub(crate) struct Binaries(PathBuf);

impl Binaries {
    /// Those that are installed, looked for once.
    pub(crate) fn installed() -> Option<&'static Self> {
        static FOUND: OnceLock<Option<Binaries>> = OnceLock::new();
        FOUND.get_or_init(|| candidates().into_iter().find(|folder| complete(folder)).map(Self)).as_ref()
    }

    /// A program, with none of the settings that the environment may have for another server.
    pub(crate) fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.0.join(name));
        for (variable, _) in env::vars_os() {
            if variable.to_string_lossy().starts_with("PG") {
                command.env_remove(variable);
            }
        }
        command.env("LC_ALL", "C");
        command
    }
}

/// Carries out SQL with `psql`, of the server's programs or else the one in the path: the rows, with `|` between the
/// fields.
pub(crate) fn psql(url: &str, sql: &str) -> Result<Vec<String>, Failed> {
    let mut psql = Binaries::installed().map_or_else(|| Command::new("psql"), |found| found.program("psql"));
    psql.args(["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", sql]).stdin(Stdio::null());
    let rows = Failed::unless_success("psql", psql.output().map_err(Failed::when("psql"))?)?;
    Ok(rows.lines().map(str::to_owned).collect())
}

fn complete(folder: &Path) -> bool {
    PROGRAMS.iter().all(|program| folder.join(program).is_file())
}

fn candidates() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = env::var_os("PG_BIN").map(PathBuf::from).into_iter().collect();
    // A `postgres` in the path is often a link to where it and the rest really are.
    let path = env::var_os("PATH").unwrap_or_default();
    let linked = env::split_paths(&path).filter_map(|folder| fs::canonicalize(folder.join("postgres")).ok());
    folders.extend(linked.filter_map(|program| program.parent().map(Path::to_owned)));
    for root in BY_VERSION {
        let mut versions: Vec<PathBuf> = fs::read_dir(root)
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| version(path).is_some())
            .collect();
        versions.sort_by_key(|path| Reverse(version(path)));
        folders.extend(versions.into_iter().map(|path| path.join("bin")));
    }
    folders.extend(FIXED.map(PathBuf::from));
    folders
}

/// The version in `15` or `postgresql@15`.
fn version(folder: &Path) -> Option<u32> {
    let name = folder.file_name()?.to_str()?;
    name.strip_prefix("postgresql@").unwrap_or(name).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_taken_only_when_every_program_is_in_it() {
        let folder = tempfile::tempdir().unwrap();
        for program in PROGRAMS {
            assert!(!complete(folder.path()), "{program} is missing");
            fs::write(folder.path().join(program), "").unwrap();
        }
        assert!(complete(folder.path()));
    }

    #[test]
    fn versions_are_read_from_the_names_of_folders_as_numbers() {
        assert_eq!(version(Path::new("/usr/lib/postgresql/15")), Some(15));
        assert_eq!(version(Path::new("/opt/homebrew/opt/postgresql@9")), Some(9));
        assert_eq!(version(Path::new("/opt/homebrew/opt/openssl@3")), None);
    }
}
