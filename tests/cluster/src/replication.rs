//! Copies of a server that follow it.

use std::{fs, thread::sleep, time::Duration};

use crate::{Cluster, Failed, cluster::signal, folder::Folder};

/// How a copy follows its primary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replication {
    /// A commit is acknowledged once this copy, too, has it on disk (`synchronous_standby_names`).
    Synchronous,
    /// A commit is acknowledged before this copy has it.
    Asynchronous,
    /// As [`Replication::Asynchronous`], and what has arrived is seen only so much later
    /// (`recovery_min_apply_delay`).
    Behind(Duration),
}

/// The name under which a copy is known to its primary.
const NAME: &str = "replica";

impl Cluster {
    /// A copy of this server that follows it, as a server that answers queries and takes no writes.
    ///
    /// # Errors
    ///
    /// What the servers said.
    pub fn replica(&self, replication: Replication) -> Result<Self, Failed> {
        let folder = Folder::new()?;
        let primary =
            format!("host=127.0.0.1 port={} user=bln application_name={NAME}", self.address().port());
        let mut copy = self.binaries.program("pg_basebackup");
        copy.args(["-c", "fast", "-X", "stream", "-N", "-d", &primary, "-D"]).arg(folder.data());
        let output = folder.own(&mut copy).output().map_err(Failed::when("pg_basebackup"))?;
        Failed::unless_success("pg_basebackup", output)?;
        fs::write(folder.data().join("standby.signal"), "").map_err(Failed::when("making a replica"))?;
        let delay = match replication {
            Replication::Behind(delay) => delay.as_millis(),
            Replication::Synchronous | Replication::Asynchronous => 0,
        };
        let delay = format!("recovery_min_apply_delay={delay}ms");
        let conninfo = format!("primary_conninfo={primary}");
        let mut replica = Self::over(folder, self.binaries, &[&delay, &conninfo, "hot_standby=on"]);
        replica.start_on_a_free_port()?;
        if replication == Replication::Synchronous {
            self.sql(&format!("ALTER SYSTEM SET synchronous_standby_names = '{NAME}'"))?;
            self.sql("SELECT pg_reload_conf()")?;
        }
        let awaited = if replication == Replication::Synchronous { "sync" } else { "async" };
        for _ in 0..1_500 {
            let state = self.sql("SELECT sync_state FROM pg_stat_replication WHERE state = 'streaming'")?;
            if state == [awaited] {
                return Ok(replica);
            }
            sleep(Duration::from_millis(20));
        }
        Err(Failed::new("the replica does not follow"))
    }

    /// Holds the process that sends to the copies: whatever is committed from now on does not reach them, and waits
    /// for them where they are synchronous.
    ///
    /// # Errors
    ///
    /// If no copy follows.
    pub fn hold_back_replication(&self) -> Result<(), Failed> {
        self.signal_senders("STOP")
    }

    /// Lets what was held back go on.
    ///
    /// # Errors
    ///
    /// If no copy follows.
    pub fn resume_replication(&self) -> Result<(), Failed> {
        self.signal_senders("CONT")
    }

    /// Makes a copy a primary, and waits until it takes writes.
    ///
    /// # Errors
    ///
    /// What the server said.
    pub fn promote(&self) -> Result<(), Failed> {
        match self.sql("SELECT pg_promote(true, 60)")?.first().map(String::as_str) {
            Some("t") => Ok(()),
            _ => Err(Failed::new("the replica was not promoted")),
        }
    }

    fn signal_senders(&self, name: &str) -> Result<(), Failed> {
        let senders = self.sql("SELECT pid FROM pg_stat_replication")?;
        let senders: Vec<u32> = senders.iter().filter_map(|pid| pid.parse().ok()).collect();
        if senders.is_empty() {
            return Err(Failed::new("no replica follows"));
        }
        signal(name, &senders)
    }
}
