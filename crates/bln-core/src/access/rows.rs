//! The rules that verbs have in common, each a row of the table.
//!
//! What differs for one role only is written so: `Row { analyst: .., ..ADMINISTRATORS }`.

use super::{
    Answer::{Allowed, Involved, NotAllowed, NotAsked, NotFound, Seen},
    Cells, Row,
};

/// Anybody may.
pub(super) const ANYBODY: Row = all(Cells::network(Allowed));

/// Lists of people: anybody may ask, and gets what they may see. That is everything for those who run the network.
pub(super) const LISTS_OF_PEOPLE: Row =
    Row { administrator: Cells::network(Allowed), ..all(Cells::network(Seen)) };

/// Events: anybody may ask, and gets what they may see. That is everything for those who run the network; facilitators
/// see their own events whole, and others as participants do.
pub(super) const EVENTS: Row = LISTS_OF_PEOPLE;

/// About the network, for those who run it.
pub(super) const ADMINISTRATORS: Row =
    Row { administrator: Cells::network(Allowed), ..all(Cells::network(NotAllowed)) };

/// About the network, for those who run it or its events.
pub(super) const FACILITATORS: Row = Row { facilitator: Cells::network(Allowed), ..ADMINISTRATORS };

/// Numbers, for those who run the network and those who read nothing else.
pub(super) const NUMBERS: Row = Row { analyst: Cells::network(Allowed), ..ADMINISTRATORS };

/// Proofs about the audit, for those who check it and those who run the network.
pub(super) const AUDIT: Row = Row { auditor: Cells::network(Allowed), ..ADMINISTRATORS };

/// The audit itself, for those who check it and nobody else.
pub(super) const AUDITORS: Row = Row { auditor: Cells::network(Allowed), ..all(Cells::network(NotAllowed)) };

/// What belongs to those who run one event, whoever runs the network: for facilitators with leave to see who comes to it.
pub(super) const WITH_LEAVE: Row =
    Row { facilitator: Cells::network(Involved), ..all(Cells::network(NotFound)) };

/// What belongs to those who come to one event.
pub(super) const WITH_A_PLACE: Row = Row { participant: Cells::network(Involved), ..WITH_LEAVE };

/// What is sent to those who come to one event without being told who they are.
pub(super) const WITH_LEAVE_OR_ADMINISTRATORS: Row =
    Row { facilitator: Cells::network(Involved), ..ADMINISTRATORS };

/// About the network, for those who belong to it and those who run it. Analysts see numbers alone.
pub(super) const OF_THE_NETWORK: Row =
    Row { participant: Cells::network(Allowed), facilitator: Cells::network(Allowed), ..ADMINISTRATORS };

/// About a person, for those who run the network.
pub(super) const ADMINISTRATORS_OF_PEOPLE: Row = Row {
    public: Cells::person(NotAsked, NotAllowed),
    administrator: Cells::person(Allowed, Allowed),
    ..all(Cells::person(NotAllowed, NotAllowed))
};

/// About a person, for those who run the network or its events.
pub(super) const FACILITATORS_OF_PEOPLE: Row =
    Row { facilitator: Cells::person(Allowed, Allowed), ..ADMINISTRATORS_OF_PEOPLE };

/// What people do for themselves, and those who run the network for anybody.
pub(super) const THEMSELVES: Row = Row {
    participant: Cells::person(Allowed, NotFound),
    facilitator: Cells::person(Allowed, NotFound),
    analyst: Cells::person(Allowed, NotFound),
    ..ADMINISTRATORS_OF_PEOPLE
};

/// What people do and see for themselves, and nobody for another.
pub(super) const THEMSELVES_ALONE: Row =
    Row { administrator: Cells::person(Allowed, NotAllowed), ..THEMSELVES };

/// What people see of themselves, and those who run the network of anybody. Who comes to a safe space is as sensitive
/// as what is said there.
pub(super) const THEIR_OWN: Row = Row {
    public: Cells::person(NotAsked, NotFound),
    auditor: Cells::person(NotFound, NotFound),
    ..THEMSELVES
};

/// What people do for themselves and nobody for another, not even those who run the network: for another it is as if they
/// were not there.
pub(super) const THEIRS_ALONE: Row = Row { administrator: Cells::person(Allowed, NotFound), ..THEIR_OWN };

/// What others of the network may see of a person. Analysts and auditors see no people, themselves neither.
pub(super) const PEOPLE: Row = Row {
    participant: Cells::person(Allowed, Seen),
    facilitator: Cells::person(Allowed, Seen),
    analyst: Cells::person(NotFound, NotFound),
    ..THEIR_OWN
};

/// The same for every role.
const fn all(cells: Cells) -> Row {
    Row {
        public: cells,
        participant: cells,
        facilitator: cells,
        administrator: cells,
        analyst: cells,
        auditor: cells,
    }
}
