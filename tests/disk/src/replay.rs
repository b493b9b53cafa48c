//! What a disk holds after its power was cut.

use std::{collections::BTreeMap, fs, path::Path};

use crate::disk::{Log, Op};

/// The bytes that a disk writes wholly or not at all.
const SECTOR: usize = 512;

/// A log that is followed forwards: at each moment, what is on the disk for certain and what may be.
#[derive(Debug)]
pub struct Replay<'a> {
    log: &'a Log,
    next: usize,
    files: BTreeMap<usize, Content>,
    names: BTreeMap<&'a str, Name>,
}

/// A file: its bytes at the last sync, and the changes since, by their place in the log.
#[derive(Debug, Default)]
struct Content {
    certain: Vec<u8>,
    open: Vec<usize>,
}

/// A name: which file it was at the last sync of the folder, and which ones since.
#[derive(Debug, Default)]
struct Name {
    certain: Option<usize>,
    open: Vec<Option<usize>>,
}

impl<'a> Replay<'a> {
    /// The disk before the first change.
    pub fn new(log: &'a Log) -> Self {
        let mut replay = Self { log, next: 0, files: BTreeMap::new(), names: BTreeMap::new() };
        for (file, (name, bytes)) in log.before.iter().enumerate() {
            replay.files.insert(file, Content { certain: bytes.clone(), open: Vec::new() });
            replay.names.insert(name, Name { certain: Some(file), open: Vec::new() });
        }
        replay
    }

    /// Goes on to the moment before this change. Only forwards.
    pub fn forward(&mut self, to: usize) {
        while self.next < to.min(self.log.ops.len()) {
            let place = self.next;
            self.next += 1;
            match &self.log.ops[place] {
                Op::Create { name, file } => {
                    self.files.entry(*file).or_default();
                    self.names.entry(name).or_default().open.push(Some(*file));
                }
                Op::Write { file, .. } | Op::Truncate { file, .. } => {
                    self.files.entry(*file).or_default().open.push(place);
                }
                Op::Sync { file, folder } => {
                    let content = self.files.entry(*file).or_default();
                    for place in std::mem::take(&mut content.open) {
                        apply(&mut content.certain, &self.log.ops[place], |_| true);
                    }
                    self.sync_folder(*folder);
                }
                Op::SyncFailed { file } => {
                    let content = self.files.entry(*file).or_default();
                    // Every other one, so that it is the same at each cut.
                    for place in std::mem::take(&mut content.open).into_iter().filter(|place| place % 2 == 0)
                    {
                        apply(&mut content.certain, &self.log.ops[place], |_| true);
                    }
                }
                Op::Delete { name, folder } => {
                    self.names.entry(name).or_default().open.push(None);
                    self.sync_folder(*folder);
                }
                Op::Told(_) => {}
            }
        }
    }

    fn sync_folder(&mut self, synced: bool) {
        for name in self.names.values_mut().filter(|_| synced) {
            name.certain = name.open.pop().unwrap_or(name.certain);
            name.open.clear();
        }
    }

    /// What was told before this moment.
    pub fn told(&self) -> impl Iterator<Item = usize> {
        self.log.ops[..self.next]
            .iter()
            .filter_map(|op| if let Op::Told(what) = op { Some(*what) } else { None })
    }

    /// Cuts the power: writes what is left into an empty folder. Each change that was not synced is lost or torn with
    /// `percent` chances in a hundred. `below` draws a number from 0 up to and without another.
    pub fn cut(&self, percent: u64, folder: &Path, mut below: impl FnMut(u64) -> u64) {
        for (name, Name { certain, open }) in &self.names {
            // As it was at the last sync of the folder, or after any of the changes since: usually the last.
            let lost = if below(100) < percent { below(index(open.len()) + 1) } else { 0 };
            let kept = open.len() - usize::try_from(lost).unwrap();
            let file = if kept == 0 { *certain } else { open[kept - 1] };
            let Some(content) = file.map(|file| &self.files[&file]) else { continue };
            let mut bytes = content.certain.clone();
            for place in &content.open {
                match (below(100) < percent, below(2)) {
                    (false, _) => apply(&mut bytes, &self.log.ops[*place], |_| true),
                    (true, 0) => {}
                    (true, _) => apply(&mut bytes, &self.log.ops[*place], |_| below(2) == 0),
                }
            }
            fs::write(folder.join(name), bytes).unwrap();
        }
    }
}

/// Makes a change, as far as its sectors are kept.
fn apply(content: &mut Vec<u8>, op: &Op, mut kept: impl FnMut(usize) -> bool) {
    match op {
        Op::Write { at, bytes, .. } => {
            let (mut from, end) = (*at, at + bytes.len());
            while from < end {
                let to = end.min((from / SECTOR + 1) * SECTOR);
                if kept(from / SECTOR) {
                    content.resize(content.len().max(to), 0);
                    content[from..to].copy_from_slice(&bytes[from - at..to - at]);
                }
                from = to;
            }
        }
        // A size is one number: kept or not.
        Op::Truncate { size, .. } => {
            if kept(0) {
                content.resize(*size, 0);
            }
        }
        Op::Create { .. } | Op::Sync { .. } | Op::SyncFailed { .. } | Op::Delete { .. } | Op::Told(_) => {}
    }
}

fn index(number: usize) -> u64 {
    u64::try_from(number).unwrap()
}
