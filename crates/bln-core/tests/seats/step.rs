//! One step of a history, in numbers that shrink well.

use bln_core::{Id, Mode, ModeChoice, Person};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Register {
        person: u128,
        choice: ModeChoice,
    },
    Cancel {
        person: u128,
    },
    Accept {
        person: u128,
    },
    Decline {
        person: u128,
    },
    ExpireDue,
    CheckIn {
        person: u128,
    },
    WalkUp {
        person: u128,
        mode: Mode,
    },
    Resize {
        in_person: u32,
        online: u32,
    },
    Remove {
        person: u128,
    },
    /// Two people turn out to be one: the first is merged into the second.
    Transfer {
        from: u128,
        to: u128,
    },
    Wait {
        minutes: i64,
    },
}

pub(crate) fn person(n: u128) -> Id<Person> {
    Id::new(uuid::Uuid::from_u128(n))
}

pub(crate) fn register(person: u128) -> Step {
    Step::Register { person, choice: ModeChoice::InPerson }
}

pub(crate) fn register_online(person: u128) -> Step {
    Step::Register { person, choice: ModeChoice::Online }
}

pub(crate) fn cancel(person: u128) -> Step {
    Step::Cancel { person }
}

pub(crate) fn accept(person: u128) -> Step {
    Step::Accept { person }
}

pub(crate) fn decline(person: u128) -> Step {
    Step::Decline { person }
}

pub(crate) fn check_in(person: u128) -> Step {
    Step::CheckIn { person }
}

pub(crate) fn walk_up(person: u128) -> Step {
    Step::WalkUp { person, mode: Mode::InPerson }
}

pub(crate) fn transfer(from: u128, to: u128) -> Step {
    Step::Transfer { from, to }
}

pub(crate) fn wait_minutes(minutes: i64) -> Step {
    Step::Wait { minutes }
}

/// Waits until check-in is open.
pub(crate) fn to_the_door() -> Step {
    Step::Wait { minutes: super::world::MINUTES_TO_CHECK_IN }
}
