//! A hundred thousand membership forms as JSON, always the same ones: names with and without accents, texts of up to
//! 1,900 characters, and in every tenth form one fault of seven kinds.

use std::fmt::Write as _;

const FIRST: &[&str] = &[
    "Amara", "Aisha", "Ben", "Chidi", "Chloe", "Daniel", "Deepa", "Efua", "Elif", "Farah", "Grace", "Hamza",
    "Imani", "Isla", "Jack", "Jamal", "Kavita", "Kofi", "Leila", "Liam", "Mei", "Mohammed", "Nadia", "Ngozi",
    "Oliver", "Olu", "Priya", "Rahul", "Samira", "Sean", "Siân", "Tariq", "Uma", "Victor", "Wanjiru", "Xin",
    "Yasmin", "Zainab", "Zoë", "Tomasz",
];
const LAST: &[&str] = &[
    "Adeyemi",
    "Ahmed",
    "Ali",
    "Begum",
    "Brown",
    "Chan",
    "Chowdhury",
    "Clarke",
    "Davies",
    "Evans",
    "Fernandes",
    "García",
    "Hussain",
    "Ito",
    "Jones",
    "Kaur",
    "Khan",
    "Kowalski",
    "Lewis",
    "Mensah",
    "Mohamed",
    "Morgan",
    "Nguyen",
    "O'Brien",
    "Okafor",
    "Osei",
    "Patel",
    "Popescu",
    "Quinn",
    "Rahman",
    "Roberts",
    "Shah",
    "Singh",
    "Smith",
    "Taylor",
    "Thomas",
    "Uddin",
    "Walker",
    "Williams",
    "Zhang",
];
/// The categories of the NHS Data Dictionary's 2001 list, and how many of a thousand people have each.
const ETHNICITIES: &[(&str, u64)] = &[
    ("A", 620),
    ("B", 15),
    ("C", 60),
    ("D", 5),
    ("E", 4),
    ("F", 5),
    ("G", 6),
    ("H", 50),
    ("J", 20),
    ("K", 10),
    ("L", 25),
    ("M", 15),
    ("N", 45),
    ("P", 6),
    ("R", 10),
    ("S", 30),
    ("Z", 54),
];
/// The bands, and how many of a thousand people are in each.
const BANDS: &[(&str, u64)] = &[
    ("2", 130),
    ("3", 120),
    ("4", 90),
    ("5", 210),
    ("6", 170),
    ("7", 100),
    ("8a", 40),
    ("8b", 20),
    ("8c", 12),
    ("8d", 6),
    ("9", 2),
    ("VSM", 3),
    ("medical", 97),
];
/// What people can be interested in.
pub const INTERESTS: [&str; 12] = [
    "mentoring",
    "speaking",
    "leadership",
    "allyship",
    "wres",
    "career",
    "wellbeing",
    "research",
    "events",
    "policy",
    "surveys",
    "writing",
];
const WORDS: &[&str] = &[
    "we",
    "want",
    "a",
    "network",
    "where",
    "every",
    "colleague",
    "is",
    "heard",
    "and",
    "staff",
    "share",
    "what",
    "works",
    "across",
    "trusts",
    "so",
    "that",
    "careers",
    "grow",
    "fairly",
    "with",
    "kind",
    "honest",
    "evidence",
    "and",
    "steady",
    "support",
    "for",
    "each",
    "other",
];
const LETTERS: &str = "ABCDEFGHJKLMNPQRTVWXY";
const LETTERS_AND_DIGITS: &str = "0123456789ABCDEFGHJKLMNPQRTVWXY";

/// The first `count` forms, one on a line. Of every ten, the last is faulty.
#[must_use]
pub fn lines(count: usize) -> String {
    let mut random = Random(0x2026_1122);
    let mut text = String::with_capacity(count * 1_300);
    for number in 0..count {
        form(&mut text, number, &mut random);
        text.push('\n');
    }
    text
}

fn form(text: &mut String, number: usize, random: &mut Random) {
    let fault = (number % 10 == 9).then_some(number / 10 % 7);
    let (first, last) = (random.pick(FIRST), random.pick(LAST));
    let address = match fault {
        Some(0) => "not-an-address".to_owned(),
        _ => format!("{}{number}@nhs.example", ascii(first, last)),
    };
    let drawn = format!("R{}{}", random.letter(LETTERS), random.letter(LETTERS_AND_DIGITS));
    let organisation = if fault == Some(1) { "r!x" } else { &drawn };
    let ethnicity = random.weighted(ETHNICITIES);
    let ethnicity = if fault == Some(2) { "Q" } else { ethnicity };
    let band = random.weighted(BANDS);
    let band = if fault == Some(3) { "10" } else { band };
    let kind = random.pick(&["member", "ally"]);
    let (year, month, day) = (10 + random.below(16), 1 + random.below(12), 1 + random.below(28));
    let interests = interests(random);
    let interests = if fault == Some(6) { "\"juggling\"" } else { &interests };
    let bio = bio(random);
    let bio = if fault == Some(4) { "x".repeat(2_001) } else { bio };
    text.push('{');
    if fault != Some(5) {
        let _ = write!(text, "\"name\": \"{first} {last}\", ");
    }
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "\"email\": \"{address}\", \"organisation\": \"{organisation}\", \"ethnicity\": \"{ethnicity}\", \
         \"band\": \"{band}\", \"kind\": \"{kind}\", \"consent\": true, \"joined\": \"20{year}-{month:02}-{day:02}\", \
         \"interests\": [{interests}], \"bio\": \"{bio}\"}}"
    );
}

fn ascii(first: &str, last: &str) -> String {
    let letters = |name: &str| name.chars().filter(char::is_ascii_alphabetic).collect::<String>();
    format!("{}.{}", letters(first), letters(last)).to_ascii_lowercase()
}

fn interests(random: &mut Random) -> String {
    let mut left = INTERESTS.to_vec();
    let chosen = (0..random.below(6)).map(|_| format!("\"{}\"", left.swap_remove(random.place(left.len()))));
    chosen.collect::<Vec<_>>().join(", ")
}

fn bio(random: &mut Random) -> String {
    let length = random.place(1_900);
    let mut bio = String::with_capacity(length + 16);
    while bio.len() < length {
        bio.push_str(random.pick(WORDS));
        bio.push(' ');
    }
    bio
}

/// Numbers that look drawn and are always the same: splitmix64 (<https://prng.di.unimi.it/splitmix64.c>).
struct Random(u64);

impl Random {
    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    const fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn place(&mut self, bound: usize) -> usize {
        usize::try_from(self.below(u64::try_from(bound).unwrap_or(1).max(1))).unwrap_or_default()
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let place = self.place(from.len());
        from.get(place).copied().unwrap_or_default()
    }

    fn letter(&mut self, from: &str) -> char {
        let place = self.place(from.len());
        from.chars().nth(place).unwrap_or('A')
    }

    fn weighted<'a>(&mut self, from: &[(&'a str, u64)]) -> &'a str {
        let mut left = self.below(from.iter().map(|(_, weight)| weight).sum());
        for (name, weight) in from {
            match left.checked_sub(*weight) {
                None => return name,
                Some(rest) => left = rest,
            }
        }
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_the_same_every_time_and_each_is_json() {
        let forms = lines(1_000);
        assert_eq!(forms, lines(1_000));
        assert_eq!(forms.lines().count(), 1_000);
        for line in forms.lines() {
            let form: serde_json::Value = serde_json::from_str(line).unwrap();
            assert!(form.get("bio").is_some());
        }
    }

    #[test]
    fn every_kind_of_fault_comes_equally_often() {
        let forms = lines(700);
        for fault in ["not-an-address", "r!x", "\"Q\"", "\"10\"", &"x".repeat(2_001), "juggling"] {
            assert_eq!(forms.matches(fault).count(), 10, "{fault:.20}");
        }
        assert_eq!(forms.lines().filter(|line| !line.contains("\"name\"")).count(), 10);
    }
}
