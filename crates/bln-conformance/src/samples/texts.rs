//! Made-up texts of the kind that programs get wrong: the same ones every time.

/// Pieces that something somewhere treats as more than text, or as something else.
const PIECES: [&str; 72] = [
    // Scripts that run from right to left, and the marks that say so.
    "محمد عبد الله",
    "שָׁלוֹם",
    "\u{200e}",
    "\u{200f}",
    "\u{61c}",
    "می\u{200c}خواهم",
    "ﷺ",
    // Joiners, selectors, and letters that are made of several.
    "क\u{94d}\u{200d}ष",
    "ශ\u{dca}\u{200d}රී",
    "👩🏾\u{200d}⚕\u{fe0f}",
    "🏴\u{200d}☠\u{fe0f}",
    "🇬🇧",
    "தமிழ்",
    "ไทย",
    "\u{200d}",
    "\u{200c}",
    // One text in two spellings, and what only looks like one.
    "é",
    "e\u{301}",
    "Å",
    "\u{212b}",
    "A\u{30a}",
    "Ω",
    "\u{2126}",
    "각",
    "\u{1100}\u{1161}\u{11a8}",
    "ệ",
    "e\u{323}\u{302}",
    "ﬁ",
    "Ａ",
    "а",
    // Case and what becomes of it.
    "ß",
    "ẞ",
    "İ",
    "ı",
    "ſ",
    "ǅ",
    "Σας",
    "Ŋ",
    // Beyond the basic plane, and its edges.
    "𠮷野",
    "𝄞",
    "🎉",
    "\u{10fffd}",
    "\u{10fffe}",
    "\u{10ffff}",
    "\u{ffff}",
    "\u{fffd}",
    "\u{e000}",
    "\u{d7ff}",
    // What a database, a shell or a format reads as its own.
    "'",
    "\"",
    "\\",
    "%",
    "_",
    "';--",
    "') OR 1=1 --",
    "$1",
    "?1",
    ":name",
    "\\u0041",
    "NULL",
    "{}",
    "=1+1",
    "*",
    // White space and what cannot be seen: some of it is refused.
    " ",
    "  ",
    "\u{a0}",
    "\u{3000}",
    "\t",
    "\n",
    "\0",
    "\u{200b}",
    "\u{202e}",
];

/// So many texts of one to sixty characters, the same at every call. Not all of them are fit to be a name.
pub fn texts(number: usize) -> Vec<String> {
    let mut chance = Chance(0x5eed_0000_b1a5_0036);
    (0..number).map(|_| text(&mut chance)).collect()
}

fn text(chance: &mut Chance) -> String {
    let mut text = String::new();
    for _ in 0..=chance.below(6) {
        match chance.below(8) {
            0..=3 => text.push_str(PIECES[usize::try_from(chance.below(72)).unwrap()]),
            4 => text.push_str(
                ["Sample", "person", "Ọlá", "Zoë", "O\u{2019}Neill"]
                    [usize::try_from(chance.below(5)).unwrap()],
            ),
            5 => text.push(' '),
            // Any character of the basic plane, then of all planes. A surrogate is none.
            6 => text.extend(char::from_u32(chance.below(0x1_0000))),
            _ => text.extend(char::from_u32(chance.below(0x11_0000))),
        }
    }
    text
}

/// Numbers in no order anybody would notice, from one seed (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((mixed ^ (mixed >> 31)) % u64::from(end)).unwrap()
    }
}
