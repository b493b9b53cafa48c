//! First come, first served, as those who come can see it.

/// A registration as its client saw it: when it was sent and answered, by one clock that counts for all clients,
/// and the number it drew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// When it was sent.
    pub sent: u64,
    /// When its answer had arrived.
    pub answered: u64,
    /// The number it drew.
    pub sequence: u64,
}

/// How many pairs can be compared, because one was answered before the other was sent, and in how many of them
/// the later one drew the lower number.
pub fn inversions(log: &[Answered]) -> (u64, u64) {
    let (mut pairs, mut inverted) = (0, 0);
    for earlier in log {
        for later in log.iter().filter(|later| earlier.answered < later.sent) {
            pairs += 1;
            inverted += u64::from(later.sequence <= earlier.sequence);
        }
    }
    (pairs, inverted)
}
