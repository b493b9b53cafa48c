//! A private server.

use std::{
    fs::{self, File},
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::PathBuf,
    process::{Child, Command},
    sync::{Mutex, MutexGuard, PoisonError},
    thread::sleep,
    time::Duration,
};

use crate::{
    Failed,
    address::with_schema,
    find::{Binaries, psql},
    folder::Folder,
    random::random,
    unavailable,
};

/// Ports below those that systems hand out by themselves: one of those could be taken while a server is stopped, and
/// a client that tries again and again to reach it could come to be connected with itself.
const PORTS: std::ops::Range<u16> = 20_000..30_000;

/// Every setting that differs from what `initdb` writes. On the command line, so that they hold in copies too and
/// nobody changes them by SQL.
const SETTINGS: [&str; 14] = [
    "fsync=on",
    "full_page_writes=on",
    "synchronous_commit=on",
    "max_connections=100",
    "shared_buffers=32MB",
    "max_wal_size=256MB",
    "timezone=UTC",
    // In the folder, so that nothing of a killed server is left elsewhere.
    "dynamic_shared_memory_type=mmap",
    "listen_addresses=127.0.0.1",
    // No refused statements, of which a test may make a million: what the server does, and why it fails.
    "log_min_messages=log",
    "log_line_prefix=%m [%p] %q%a ",
    "logging_collector=off",
    "lc_messages=C",
    "restart_after_crash=on",
];

/// How often it is looked whether a server has started or stopped.
const PAUSE: Duration = Duration::from_millis(20);

/// For how many pauses: two minutes.
const PATIENCE: u32 = 6_000;

/// A private PostgreSQL server. It is stopped, and its folder removed, when this is dropped or this process ends.
#[derive(Debug)]
pub struct Cluster {
    pub(crate) folder: Folder,
    pub(crate) binaries: &'static Binaries,
    port: u16,
    settings: Vec<String>,
    server: Mutex<Option<Child>>,
}

impl Cluster {
    /// A new server for one test, which may do to it what it likes; `None` if the test is to be skipped.
    ///
    /// # Panics
    ///
    /// If PostgreSQL is not installed where `CI` is set, and if it is installed but does not start.
    pub fn for_test() -> Option<Self> {
        Self::for_test_with(&[])
    }

    /// The same with other settings, such as `fsync=off`.
    ///
    /// # Panics
    ///
    /// As [`Cluster::for_test`].
    pub fn for_test_with(settings: &[&str]) -> Option<Self> {
        (!unavailable::skipped(Binaries::installed().is_some())).then(|| Self::must_start(settings))
    }

    pub(crate) fn must_start(settings: &[&str]) -> Self {
        Self::start(settings).unwrap_or_else(|error| panic!("{error}"))
    }

    /// A new server with these settings besides its own.
    ///
    /// # Errors
    ///
    /// If PostgreSQL is not installed, or does not start: what it said.
    pub fn start(settings: &[&str]) -> Result<Self, Failed> {
        let binaries = Binaries::installed().ok_or_else(|| Failed::new("PostgreSQL is not installed"))?;
        let folder = Folder::new()?;
        let mut cluster = Self::over(folder, binaries, settings);
        cluster.initdb()?;
        cluster.start_on_a_free_port()?;
        Ok(cluster)
    }

    /// A server over a folder that may or may not have data yet.
    pub(crate) fn over(folder: Folder, binaries: &'static Binaries, settings: &[&str]) -> Self {
        let settings = SETTINGS.iter().chain(settings).map(|&setting| setting.to_owned()).collect();
        Self { folder, binaries, port: 0, settings, server: Mutex::new(None) }
    }

    fn initdb(&self) -> Result<(), Failed> {
        let run = |sorting: &[&str]| {
            let mut initdb = self.binaries.program("initdb");
            initdb.arg("-D").arg(self.folder.data());
            initdb.args(["-U", "bln", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]).args(sorting);
            let output = self.folder.own(&mut initdb).output().map_err(Failed::when("initdb"))?;
            Failed::unless_success("initdb", output)
        };
        // A build without ICU refuses the first and leaves nothing behind.
        run(&["--locale-provider=icu", "--icu-locale=en-GB"]).or_else(|_| run(&[]))?;
        Ok(())
    }

    pub(crate) fn start_on_a_free_port(&mut self) -> Result<(), Failed> {
        let mut refused = Failed::new("no port was free");
        // Between the look and the start, another process may take the port.
        for _ in 0..20 {
            let offset = u16::try_from(random() % u64::from(PORTS.end - PORTS.start)).unwrap_or_default();
            self.port = PORTS.start + offset;
            if TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).is_err() {
                continue;
            }
            match self.restart() {
                Ok(()) => return Ok(()),
                Err(error) if error.to_string().contains("Address already in use") => refused = error,
                Err(error) => return Err(error),
            }
        }
        Err(refused)
    }

    /// Starts the server again after it was stopped or killed, at the same address, and waits until it answers.
    ///
    /// # Errors
    ///
    /// What the server said.
    pub fn restart(&self) -> Result<(), Failed> {
        let mut server = self.server();
        if server.is_some() {
            return Err(Failed::new("the server is running"));
        }
        let starting = "starting postgres";
        let log =
            File::options().create(true).append(true).open(self.log()).map_err(Failed::when(starting))?;
        let told = log.metadata().map_err(Failed::when(starting))?.len();
        let errors = log.try_clone().map_err(Failed::when(starting))?;
        let mut postgres = self.binaries.program("postgres");
        postgres.arg("-D").arg(self.folder.data()).args(["-p", &self.port.to_string(), "-k"]);
        postgres.arg(self.folder.path());
        for setting in &self.settings {
            postgres.args(["-c", setting]);
        }
        postgres.stdout(log).stderr(errors);
        let mut child = self.folder.own(&mut postgres).spawn().map_err(Failed::when(starting))?;
        for _ in 0..PATIENCE {
            if child.try_wait().map_err(Failed::when(starting))?.is_some() {
                let log = fs::read(self.log()).unwrap_or_default();
                let said = log.get(usize::try_from(told).unwrap_or_default()..).unwrap_or_default();
                return Err(Failed::new(format!("postgres: {}", String::from_utf8_lossy(said))));
            }
            if self.is_ready(child.id()) {
                *server = Some(child);
                return Ok(());
            }
            sleep(PAUSE);
        }
        *server = Some(child);
        Err(Failed::new("the server does not become ready"))
    }

    /// What the server writes into its lock file for `pg_ctl`: its process first, its state last. A copy that follows
    /// another server is ready when it answers queries.
    fn is_ready(&self, process: u32) -> bool {
        let Ok(lock) = fs::read_to_string(self.folder.data().join("postmaster.pid")) else { return false };
        let mut lines = lock.lines().map(str::trim);
        lines.next() == Some(&process.to_string()) && lines.nth(6) == Some("ready")
    }

    /// Stops the server as a crash of the machine does, `pg_ctl stop -m immediate`: nothing is written any more, and
    /// every connection is cut.
    ///
    /// # Errors
    ///
    /// What `pg_ctl` said.
    pub fn stop_immediate(&self) -> Result<(), Failed> {
        let Some(mut child) = self.server().take() else {
            return Err(Failed::new("the server is not running"));
        };
        let mut pg_ctl = self.binaries.program("pg_ctl");
        pg_ctl.args(["stop", "-m", "immediate", "-D"]).arg(self.folder.data());
        // The server stays in the list of processes until this process has waited for it; `pg_ctl` looks at its files.
        let output = self.folder.own(&mut pg_ctl).output().map_err(Failed::when("pg_ctl"))?;
        child.wait().map_err(Failed::when("pg_ctl"))?;
        Failed::unless_success("pg_ctl", output).map(drop)
    }

    /// Kills every process of the server at once with SIGKILL, as when the machine goes.
    ///
    /// # Errors
    ///
    /// If the server is not running.
    pub fn kill(&self) -> Result<(), Failed> {
        let Some(mut child) = self.server().take() else {
            return Err(Failed::new("the server is not running"));
        };
        let killing = "killing postgres";
        // Held first, so that it neither starts another process nor tells those that it has that one was killed.
        signal("STOP", &[child.id()])?;
        signal("KILL", &children(child.id())?)?;
        child.kill().map_err(Failed::when(killing))?;
        child.wait().map_err(Failed::when(killing))?;
        // The number of its process may soon be another's; the system keeps the segment until it is told not to.
        let lock = self.folder.data().join("postmaster.pid");
        let told = fs::read_to_string(&lock).map_err(Failed::when(killing))?;
        if let Some(segment) = told.lines().nth(6).and_then(|line| line.split_whitespace().nth(1)) {
            let _left_behind = Command::new("ipcrm").args(["-m", segment]).output();
        }
        fs::remove_file(lock).map_err(Failed::when(killing))
    }

    /// Cuts every connection of a client; how many there were.
    ///
    /// # Errors
    ///
    /// What the server said.
    pub fn terminate_backends(&self) -> Result<usize, Failed> {
        let terminate = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                         WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
        Ok(self.sql(terminate)?.len())
    }

    /// Carries out SQL past every other code: the rows, with `|` between the fields.
    ///
    /// # Errors
    ///
    /// What `psql` said.
    pub fn sql(&self, sql: &str) -> Result<Vec<String>, Failed> {
        psql(&self.database("postgres"), sql)
    }

    /// The address of a schema of this server, as `PostgresConfig::parse` of `bln-postgres` takes it.
    pub fn url(&self, schema: &str) -> String {
        with_schema(&self.database("postgres"), schema)
    }

    /// The address of a schema with two servers to choose from, this one first: a client uses the one that takes
    /// writes.
    pub fn url_with(&self, other: &Self, schema: &str) -> String {
        with_schema(&format!("postgres://bln@{},{}/postgres", self.address(), other.address()), schema)
    }

    /// The address of a database.
    pub fn database(&self, name: &str) -> String {
        format!("postgres://bln@{}/{name}", self.address())
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.port).into()
    }

    /// The folder with its socket.
    pub fn socket(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// What the server has said.
    pub fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// The folder of its files: tables, logs of changes, everything.
    pub fn data(&self) -> PathBuf {
        self.folder.data()
    }

    fn server(&self) -> MutexGuard<'_, Option<Child>> {
        self.server.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let child = self.server.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        self.folder.remove(|| {
            if let Some(mut child) = child {
                let _stopped = child.wait();
            }
        });
    }
}

/// Sends a signal to processes.
pub(crate) fn signal(name: &str, processes: &[u32]) -> Result<(), Failed> {
    if processes.is_empty() {
        return Ok(());
    }
    let numbers = processes.iter().map(u32::to_string);
    // The shell has one of its own where no package brings the program.
    let mut kill = Command::new("sh");
    kill.args(["-c", "kill -s \"$0\" \"$@\"", name]).args(numbers);
    Failed::unless_success("kill", kill.output().map_err(Failed::when("kill"))?).map(drop)
}

/// The processes that a process has started and that still run.
fn children(process: u32) -> Result<Vec<u32>, Failed> {
    let output = Command::new("ps").args(["-A", "-o", "pid=,ppid="]).output().map_err(Failed::when("ps"))?;
    let said = Failed::unless_success("ps", output)?;
    let pairs = said.lines().filter_map(|line| {
        let mut numbers = line.split_whitespace().map(str::parse::<u32>);
        Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
    });
    Ok(pairs.filter(|(_, parent)| *parent == process).map(|(child, _)| child).collect())
}
