//! What an attacker makes of what they find.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::survey::Respondents;

/// How well answers are put to people by one way of looking, over everything that was seen that way.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Guess {
    /// Pairs of answers that were found, and those of them that stand in the order in which they were given.
    pairs: u64,
    in_order: u64,
    /// Answers that were found, and those of them that are put to who gave them, by their place in the order.
    found: u64,
    right: u64,
    right_backwards: u64,
    looks: u64,
}

impl Guess {
    /// The part of all pairs that is in order, or in the opposite order if that is more: one half by chance.
    pub(crate) fn order(&self) -> f64 {
        let part = self.in_order as f64 / self.pairs.max(1) as f64;
        part.max(1.0 - part)
    }

    /// The part of all answers that is put to who gave them.
    pub(crate) fn linked(&self) -> f64 {
        self.right.max(self.right_backwards) as f64 / self.found.max(1) as f64
    }

    /// By chance one answer is right each time, however many there are. How far beyond that the average may be is
    /// three standard deviations of as many looks as there were surveys: those at one survey are not independent.
    fn is_chance(&self, surveys: f64) -> bool {
        let looks = self.looks.max(1) as f64;
        let right = self.right.max(self.right_backwards) as f64 / looks;
        self.order() <= 0.55 && right <= 1.0 + 3.0 / surveys.sqrt()
    }
}

/// What was made of it by each way of looking.
#[derive(Debug, Default)]
pub(crate) struct Guesses {
    by_way: BTreeMap<String, Guess>,
    surveys: BTreeSet<u64>,
}

/// The first and the last place of each option of a survey among bytes.
pub(crate) fn marks_in(bytes: &[u8], run: u64) -> [BTreeMap<usize, usize>; 2] {
    let (mark, mut first, mut last) = (format!("mark{run:02}"), BTreeMap::new(), BTreeMap::new());
    for (place, window) in bytes.windows(mark.len() + 4).enumerate() {
        let number = window.strip_prefix(mark.as_bytes()).and_then(|digits| std::str::from_utf8(digits).ok());
        if let Some(option) = number.and_then(|digits| digits.parse().ok()) {
            first.entry(option).or_insert(place);
            last.insert(option, place);
        }
    }
    [first, last]
}

/// Whether these bytes are in any file of a folder.
pub(crate) fn find(folder: &Path, bytes: &[u8]) -> bool {
    files(folder).into_iter().any(|file| file.windows(bytes.len()).any(|window| window == bytes))
}

/// What is in the files of a folder and of those in it. A file may go while it is looked for.
fn files(folder: &Path) -> Vec<Vec<u8>> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read =
        |path: &Path| if path.is_dir() { files(path) } else { vec![fs::read(path).unwrap_or_default()] };
    paths.iter().flat_map(|path| read(path)).collect()
}

impl Guesses {
    /// Adds what can be made of places: by the first and by the last of each.
    pub(crate) fn add(&mut self, way: &str, [first, last]: &[BTreeMap<usize, usize>; 2], by: &Respondents) {
        self.surveys.insert(by.run());
        for (which, places) in [("first", first), ("last", last)] {
            if places.len() > 1 {
                self.by_way.entry(format!("{way} {which}")).or_default().add(places, &by.turns());
            }
        }
    }

    /// Adds what can be made of all files of a folder, one after the other.
    pub(crate) fn add_files(&mut self, folder: &Path, by: &Respondents) {
        self.add("files", &marks_in(&files(folder).concat(), by.run()), by);
    }

    /// The better of the two for a way of looking.
    pub(crate) fn best(&self, way: &str) -> Guess {
        let both = ["first", "last"].map(|which| self.by_way.get(&format!("{way} {which}")).copied());
        both.into_iter()
            .flatten()
            .max_by(|one, other| one.order().total_cmp(&other.order()))
            .unwrap_or_default()
    }

    /// No way of looking is better than chance, and these found something to look at.
    pub(crate) fn assert_chance(&self, ways: &[&str]) {
        for way in ways {
            assert!(self.best(way).found > 0, "the control: nothing was found in {way}");
        }
        for (way, guess) in &self.by_way {
            println!("{way}: order {:.3}, linked {:.4}, {guess:?}", guess.order(), guess.linked());
        }
        let surveys = self.surveys.len() as f64;
        for (way, guess) in &self.by_way {
            assert!(guess.is_chance(surveys), "{way}: order {:.3}, {guess:?}", guess.order());
        }
    }
}

impl Guess {
    fn add(&mut self, places: &BTreeMap<usize, usize>, turns: &[usize]) {
        let mut found: Vec<(usize, usize)> =
            places.iter().map(|(option, place)| (*place, turns[*option])).collect();
        found.sort_unstable();
        let found: Vec<usize> = found.into_iter().map(|(_, turn)| turn).collect();
        for (at, turn) in found.iter().enumerate() {
            self.in_order += found[at + 1..].iter().filter(|later| *later > turn).count() as u64;
            self.pairs += (found.len() - at - 1) as u64;
        }
        let mut answered = found.clone();
        answered.sort_unstable();
        let same = |guessed: &mut dyn Iterator<Item = &usize>| {
            guessed.zip(&answered).filter(|(a, b)| a == b).count()
        };
        self.right += same(&mut found.iter()) as u64;
        self.right_backwards += same(&mut found.iter().rev()) as u64;
        self.found += found.len() as u64;
        self.looks += 1;
    }
}
