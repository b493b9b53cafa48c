//! A small network's history, drawn at random from a number.

use bln_core::{Audience, Confidentiality};

/// Whose attendance differs.
pub(crate) const PERSON: usize = 0;
/// Who has leave to see who comes to the strict event.
pub(crate) const FACILITATOR: usize = 5;
/// Who has leave at the other strict event.
pub(crate) const ELSEWHERE: usize = 6;
/// Who has registered for nothing so far.
pub(crate) const NEWCOMER: usize = 7;
/// How many people there are.
pub(crate) const PEOPLE: usize = 8;

/// The strict event that the pair is about.
pub(crate) const STRICT: usize = 0;
/// Another strict event.
pub(crate) const OTHER: usize = 1;
/// An open event.
pub(crate) const OPEN: usize = 2;

/// What happens, one verb each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Register(usize, usize),
    Cancel(usize, usize),
    /// By the facilitator of the event.
    CheckIn(usize, usize),
    Propose,
    Voice(usize),
    Message,
    Change,
    Sweep,
    OnTheDay,
    Over,
    Complete,
}

/// In which way the person attends in one network and not in the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Differs {
    Registered,
    CheckedIn,
    Cancelled,
}

/// What happens in both networks, but for one step that happens in one alone.
#[derive(Debug)]
pub(crate) struct Story {
    pub(crate) rule: Confidentiality,
    pub(crate) audience: Audience,
    pub(crate) steps: Vec<Step>,
    pub(crate) differs: Differs,
}

impl Story {
    pub(crate) fn of(seed: u64) -> Self {
        let mut draw = Draw(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0x5851_f42d_4c95_7f2d);
        let differs = [Differs::Registered, Differs::CheckedIn, Differs::Cancelled][draw.below(3)];
        let rule = [Confidentiality::ConfidentialSafeSpace, Confidentiality::OffTheRecord][draw.below(2)];
        let audience = [Audience::Members, Audience::MembersAndAllies, Audience::Public][draw.below(3)];
        Self { rule, audience, steps: steps(&mut draw, differs), differs }
    }

    pub(crate) const fn differs(&self) -> Differs {
        self.differs
    }

    pub(crate) const fn rule(&self) -> Confidentiality {
        self.rule
    }

    /// Whether this step happens in one of the two networks alone.
    pub(crate) fn is_the_one(&self, step: Step) -> bool {
        step == match self.differs {
            Differs::Registered => Step::Register(PERSON, STRICT),
            Differs::CheckedIn => Step::CheckIn(PERSON, STRICT),
            Differs::Cancelled => Step::Cancel(PERSON, STRICT),
        }
    }
}

fn steps(draw: &mut Draw, differs: Differs) -> Vec<Step> {
    let mut booking = vec![Step::Register(PERSON, STRICT)];
    for person in 1..FACILITATOR {
        for event in [STRICT, OTHER, OPEN] {
            if draw.below(3) > 0 {
                booking.push(Step::Register(person, event));
                if draw.below(5) == 0 {
                    booking.push(Step::Cancel(person, event));
                }
            }
        }
    }
    booking
        .extend([OTHER, OPEN].into_iter().filter(|_| draw.below(2) == 0).map(|e| Step::Register(PERSON, e)));
    booking.extend([Step::Message, Step::Change, Step::Sweep].into_iter().filter(|_| draw.below(2) == 0));
    draw.shuffle(&mut booking);
    if differs == Differs::Cancelled {
        booking.push(Step::Cancel(PERSON, STRICT));
    }
    // Somebody always comes after the one it is about.
    booking.push(Step::Cancel(1, STRICT));
    booking.push(Step::Register(1, STRICT));
    if differs != Differs::CheckedIn && draw.below(2) == 0 {
        return booking;
    }
    let mut day = vec![Step::Propose];
    day.extend((1..FACILITATOR).filter(|_| draw.below(2) == 0).map(|person| Step::CheckIn(person, STRICT)));
    day.extend((1..FACILITATOR).filter(|_| draw.below(2) == 0).map(|person| Step::CheckIn(person, OPEN)));
    if differs != Differs::Cancelled && (differs == Differs::CheckedIn || draw.below(2) == 0) {
        day.push(Step::CheckIn(PERSON, STRICT));
    }
    draw.shuffle(&mut day[1..]);
    day.extend((1..FACILITATOR).filter(|_| draw.below(2) == 0).map(Step::Voice));
    booking.push(Step::OnTheDay);
    booking.extend(day);
    if draw.below(2) == 0 {
        booking.push(Step::Over);
        booking.extend([Step::Complete].into_iter().filter(|_| draw.below(2) == 0));
    }
    booking
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(bound).unwrap()).unwrap()
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
