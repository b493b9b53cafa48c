//! The folder of a server, and the shell that stops the server and removes the folder when this process is gone.

use std::{
    fs,
    io::Write as _,
    os::unix::{
        fs::{MetadataExt as _, chown},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use crate::Failed;

/// The number of the user that runs what may not run as root: `nobody`, by custom.
const NOBODY: u32 = 65_534;

/// How much of shared memory must be free for data to be put there, in KiB.
const ROOM: u64 = 2 * 1024 * 1024;

/// Waits until the pipe closes; then stops the server, and removes the folder until it stays removed, which an
/// `initdb` under way may need more than one go for. `$0` is the folder. Signals to a whole group, as from a keyboard,
/// must not end it before its work is done. A server that has stopped has removed its lock file.
const WATCH: &str = r#"
trap '' HUP INT QUIT TERM
cat >"$0/watching"
pid="$(head -n 1 "$0/data/postmaster.pid" 2>&-)"
case "$pid" in
'' | *[!0-9]*) ;;
*)
    kill -QUIT "$pid" 2>&-
    n=0
    while [ -e "$0/data/postmaster.pid" ] && [ "$n" -lt 100 ]; do n=$((n + 1)); sleep 0.05; done
    [ "$n" -lt 100 ] || kill -KILL "$pid" 2>&-
    ;;
esac
n=0
while [ "$n" -lt 40 ]; do
    rm -rf "$0" 2>&-
    [ -e "$0" ] || break
    n=$((n + 1))
    sleep 0.1
done
"#;

/// A folder that belongs to whoever the server runs as.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    as_nobody: bool,
    watcher: Child,
}

impl Folder {
    pub(crate) fn new() -> Result<Self, Failed> {
        let within = roomy_shared_memory().unwrap_or_else(std::env::temp_dir);
        let folder = tempfile::Builder::new()
            .prefix("bln-cluster-")
            .tempdir_in(&within)
            .map_err(Failed::when("making a folder"))?;
        // Who this process runs as, without asking the system in a way that is not safe Rust.
        let as_nobody = fs::metadata(folder.path()).map_err(Failed::when("reading a folder"))?.uid() == 0;
        if as_nobody {
            chown(folder.path(), Some(NOBODY), Some(NOBODY)).map_err(Failed::when("giving a folder away"))?;
        }
        let mut watch = Command::new("sh");
        watch.args(["-c", WATCH]).arg(folder.path()).stdin(Stdio::piped()).stdout(Stdio::null());
        watch.stderr(Stdio::null()).process_group(0).current_dir("/");
        let watcher = run_as(&mut watch, as_nobody).spawn().map_err(Failed::when("starting sh"))?;
        Ok(Self { path: folder.keep(), as_nobody, watcher })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Where the server keeps its data.
    pub(crate) fn data(&self) -> PathBuf {
        self.path.join("data")
    }

    /// Makes a program run as the folder's owner, in it, out of reach of a keyboard.
    pub(crate) fn own<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.current_dir(&self.path).stdin(Stdio::null()).process_group(0);
        run_as(command, self.as_nobody)
    }

    /// Has the server stopped and the folder removed, once `reap` has waited for a server that is a child of this
    /// process.
    pub(crate) fn remove(&mut self, reap: impl FnOnce()) {
        if let Some(mut pipe) = self.watcher.stdin.take() {
            let _gone_already = pipe.flush();
        }
        reap();
        let _reaped = self.watcher.wait();
    }
}

fn run_as(command: &mut Command, nobody: bool) -> &mut Command {
    if nobody { command.uid(NOBODY).gid(NOBODY) } else { command }
}

/// Shared memory as a folder, if there is one with room.
fn roomy_shared_memory() -> Option<PathBuf> {
    let folder = PathBuf::from("/dev/shm");
    let said = Command::new("df").args(["-Pk"]).arg(&folder).output().ok()?;
    let said = String::from_utf8(said.stdout).ok()?;
    let free: u64 = said.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    (free >= ROOM).then_some(folder)
}
