//! Times, medians and tables.

#![expect(clippy::print_stdout, reason = "printing is what a bench is for")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::Outcome;

/// A watch that was started.
#[derive(Debug, Clone, Copy)]
pub struct Watch(Instant);

impl Watch {
    /// Starts a watch.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "benches measure time")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// How long ago it was started.
    #[must_use]
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// A watch that runs while this thread runs, for work that waits for nothing: what else the machine does hardly
/// shows. Where the system does not say how long a thread has run, it is a [`Watch`].
#[derive(Debug, Clone, Copy)]
pub struct WorkWatch {
    ran: Option<Duration>,
    watch: Watch,
}

impl WorkWatch {
    /// Starts a watch.
    #[must_use]
    pub fn start() -> Self {
        Self { ran: this_thread_ran(), watch: Watch::start() }
    }

    /// How long this thread has run since.
    #[must_use]
    pub fn elapsed(self) -> Duration {
        let ran = self.ran.zip(this_thread_ran()).map(|(before, now)| now.saturating_sub(before));
        ran.unwrap_or_else(|| self.watch.elapsed())
    }
}

/// The first figure of `schedstat` is the time on a processor in nanoseconds (Linux, `sched-stats.rst`).
fn this_thread_ran() -> Option<Duration> {
    // The figure is brought up to date when a thread is stopped, or offers to be.
    std::thread::yield_now();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// The most memory that this process had, in MiB (Linux, `proc_pid_status(5)`).
///
/// # Errors
///
/// Where the system does not say.
pub fn peak_memory() -> Outcome<f64> {
    let told = std::fs::read_to_string("/proc/self/status")?;
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    let kib: usize = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(number(kib) / 1024.0)
}

/// How much was done in a second.
#[must_use]
pub fn rate(done: usize, took: Duration) -> f64 {
    number(done) / took.as_secs_f64().max(1e-9)
}

/// A count as a number to divide.
#[must_use]
pub fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The middle of some figures; 0 of none.
#[must_use]
pub fn median(figures: &[f64]) -> f64 {
    at(figures, 1, 2)
}

/// The figure below which `percent` of 100 lie.
#[must_use]
pub fn percentile(figures: &[f64], percent: usize) -> f64 {
    at(figures, percent, 100)
}

fn at(figures: &[f64], part: usize, whole: usize) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len() * part / whole).min(sorted.len().saturating_sub(1));
    sorted.get(place).copied().unwrap_or_default()
}

/// One figure of each round.
#[derive(Debug, Clone, Default)]
pub struct Rounds(Vec<f64>);

impl Rounds {
    /// No round yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a round's figure.
    pub fn push(&mut self, figure: f64) {
        self.0.push(figure);
    }

    /// The latest figure.
    #[must_use]
    pub fn last(&self) -> f64 {
        self.0.last().copied().unwrap_or_default()
    }

    /// The middle figure.
    #[must_use]
    pub fn median(&self) -> f64 {
        median(&self.0)
    }

    /// Each round's figure by the same round's figure of another: what a round had to wait for, both had to.
    #[must_use]
    pub fn against(&self, other: &Rounds) -> Rounds {
        Rounds(self.0.iter().zip(&other.0).map(|(ours, theirs)| ours / theirs.max(1e-12)).collect())
    }

    /// The middle, and the least and the greatest in brackets.
    #[must_use]
    pub fn told(&self, places: usize) -> String {
        let (least, greatest) = (percentile(&self.0, 0), percentile(&self.0, 100));
        format!("{:.places$} ({least:.places$} to {greatest:.places$})", self.median())
    }
}

/// A table that is printed at once, when everything is known.
#[derive(Debug, Clone)]
pub struct Table {
    text: String,
}

impl Table {
    /// A table with a title and what it is about.
    #[must_use]
    pub fn new(title: &str, about: &str) -> Self {
        Self { text: format!("\n{title}\n{about}\n\n| figure | value | aim |\n| --- | --- | --- |\n") }
    }

    /// Adds a row. An empty aim means that the figure is there to explain others.
    #[must_use]
    pub fn row(mut self, figure: &str, value: &str, aim: &str) -> Self {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "| {figure} | {value} | {aim} |");
        self
    }

    /// Prints it.
    pub fn print(self) {
        println!("{}", self.text);
    }
}

/// Says what is going on, for runs that take a while.
pub fn say(text: &str) {
    println!("{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_the_middle_and_a_percentile_counts_from_below() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        let hundred: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!(percentile(&hundred, 99), 100.0);
        assert_eq!(percentile(&hundred, 50), 51.0);
        assert_eq!(median(&[]), 0.0);
    }

    #[test]
    fn rounds_are_compared_round_by_round() {
        let (mut ours, mut theirs) = (Rounds::default(), Rounds::default());
        for (our, their) in [(1.0, 2.0), (30.0, 10.0), (4.0, 4.0)] {
            ours.push(our);
            theirs.push(their);
        }
        assert_eq!(ours.against(&theirs).told(2), "1.00 (0.50 to 3.00)");
    }
}
