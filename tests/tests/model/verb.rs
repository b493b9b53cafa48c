//! What people do.

use bln_core::{Mode, ModeChoice, PurposeCode};
use proptest::prelude::*;

/// How many people there are at the beginning.
pub(crate) const PEOPLE: usize = 8;

/// A verb, with people, events and purposes by their place in a list.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Verb {
    Apply { member: bool, n: u32, twice: bool },
    ApplyAgain { person: usize, member: bool },
    Approve { person: usize },
    DeclineApplication { person: usize },
    Pause { person: usize },
    Resume { person: usize },
    Leave { person: usize },
    Convert { person: usize, member: bool },
    GiveConsent { person: usize, purpose: usize, import: bool },
    WithdrawConsent { person: usize, purpose: usize },
    ChangePerson { person: usize, n: u32 },
    Register { event: usize, person: usize, choice: ModeChoice },
    RegisterAgain { person: usize },
    Cancel { event: usize, person: usize },
    Accept { event: usize, person: usize },
    DeclineOffer { event: usize, person: usize },
    ExpireOffers,
    CheckIn { event: usize, person: usize },
    WalkUp { event: usize, person: usize, mode: Mode },
    Resize { event: usize, in_person: u32, online: u32 },
    Remove { event: usize, person: usize },
    MoveEvent { event: usize, days: i64 },
    CancelEvent { event: usize },
    CompleteEvent { event: usize },
    Wait { minutes: i64 },
    ToTheDay,
}

/// Something that somebody does.
pub(crate) fn verb() -> impl Strategy<Value = Verb> {
    let person = 0..PEOPLE;
    let both = (0_usize..3, 0..PEOPLE);
    let choice = prop::sample::select(&ModeChoice::ALL[..]);
    let mode = prop::sample::select(&Mode::ALL[..]);
    let purpose = 0..PurposeCode::ALL.len();
    // Minutes, or as long as an offer lasts, or past the end of an event.
    let wait = prop_oneof![3 => 1_i64..90, 2 => 60_i64..3_000, 1 => 2_000_i64..10_000];
    prop_oneof![
        2 => (any::<bool>(), 1_u32..14, any::<bool>()).prop_map(|(member, n, twice)| Verb::Apply { member, n, twice }),
        1 => (person.clone(), any::<bool>()).prop_map(|(person, member)| Verb::ApplyAgain { person, member }),
        2 => person.clone().prop_map(|person| Verb::Approve { person }),
        1 => person.clone().prop_map(|person| Verb::DeclineApplication { person }),
        1 => person.clone().prop_map(|person| Verb::Pause { person }),
        1 => person.clone().prop_map(|person| Verb::Resume { person }),
        1 => person.clone().prop_map(|person| Verb::Leave { person }),
        1 => (person.clone(), any::<bool>()).prop_map(|(person, member)| Verb::Convert { person, member }),
        2 => (person.clone(), purpose.clone(), any::<bool>())
            .prop_map(|(person, purpose, import)| Verb::GiveConsent { person, purpose, import }),
        1 => (person.clone(), purpose).prop_map(|(person, purpose)| Verb::WithdrawConsent { person, purpose }),
        1 => (person.clone(), 1_u32..14).prop_map(|(person, n)| Verb::ChangePerson { person, n }),
        40 => (both.clone(), choice).prop_map(|((event, person), choice)| Verb::Register { event, person, choice }),
        1 => person.prop_map(|person| Verb::RegisterAgain { person }),
        10 => both.clone().prop_map(|(event, person)| Verb::Cancel { event, person }),
        5 => both.clone().prop_map(|(event, person)| Verb::Accept { event, person }),
        5 => both.clone().prop_map(|(event, person)| Verb::DeclineOffer { event, person }),
        4 => Just(Verb::ExpireOffers),
        4 => both.clone().prop_map(|(event, person)| Verb::CheckIn { event, person }),
        2 => (both.clone(), mode).prop_map(|((event, person), mode)| Verb::WalkUp { event, person, mode }),
        3 => (0_usize..3, 0_u32..4, 0_u32..4)
            .prop_map(|(event, in_person, online)| Verb::Resize { event, in_person, online }),
        2 => both.prop_map(|(event, person)| Verb::Remove { event, person }),
        1 => (0_usize..3, -3_i64..4).prop_map(|(event, days)| Verb::MoveEvent { event, days }),
        1 => (0_usize..3).prop_map(|event| Verb::CancelEvent { event }),
        2 => (0_usize..3).prop_map(|event| Verb::CompleteEvent { event }),
        8 => wait.prop_map(|minutes| Verb::Wait { minutes }),
        2 => Just(Verb::ToTheDay),
    ]
}
