//! Random numbers that are the same on every machine and with every release of every dependency.

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014): one addition
/// and three mixing steps for each number. Good enough for making people up, and for nothing secret.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Starts from a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A stream of its own for a part of the work, so that a change in one part does not move the others.
    #[must_use]
    pub fn of_part(seed: u64, part: &str) -> Self {
        Self(part.bytes().fold(seed, |seed, byte| mix(seed ^ u64::from(byte))))
    }

    /// The next 64 bits.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number below `bound`; 0 when the bound is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % bound).unwrap_or(0)
    }

    /// Yes in `percent` of 100 cases.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    /// One of some things; the first when chance has nothing to choose from.
    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        things.get(self.below(things.len()))
    }

    /// Some of some things, in random order: the beginning of a Fisher-Yates shuffle.
    pub fn sample<T: Clone>(&mut self, things: &[T], count: usize) -> Vec<T> {
        let mut things = things.to_vec();
        let count = count.min(things.len());
        for place in 0..count {
            let other = place + self.below(things.len() - place);
            things.swap(place, other);
        }
        things.truncate(count);
        things
    }
}

const fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_reference_implementation() {
        // <https://prng.di.unimi.it/splitmix64.c> from seed 1234567.
        let mut random = Random::new(1_234_567);
        let numbers = [random.next(), random.next(), random.next()];
        assert_eq!(
            numbers,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }

    #[test]
    fn a_sample_has_no_one_twice() {
        let people: Vec<_> = (0..100).collect();
        let mut sample = Random::new(1).sample(&people, 60);
        sample.sort_unstable();
        sample.dedup();
        assert_eq!(sample.len(), 60);
        assert_eq!(Random::new(1).sample(&people, 200).len(), 100);
    }

    #[test]
    fn parts_have_streams_of_their_own() {
        let first = |part| Random::of_part(7, part).next();
        assert_eq!(first("year"), first("year"));
        assert_ne!(first("year"), first("people"));
    }
}
