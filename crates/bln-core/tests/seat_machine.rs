//! The seat machine against random histories: the invariants hold after every command, it agrees with a naive
//! second implementation, and it decides the same from the few records a desk loads as from all of them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod seats;

use bln_core::{SeatCommand, SeatFault, SeatOutcome};
use proptest::{prelude::*, test_runner::Config};
use seats::{naive::Naive, sabotage::Sabotage, step, steps, world::World};

/// The issue of this machine asks for at least 10,000 histories.
const HISTORIES: u32 = 10_000;

proptest! {
    #![proptest_config(Config { cases: HISTORIES, max_shrink_iters: 20_000, ..Config::default() })]

    #[test]
    fn every_history_keeps_every_invariant_and_agrees_with_the_naive_machine(steps in steps(1..40)) {
        let mut world = World::new(Sabotage::None);
        let mut naive = Naive::new();
        for (index, step) in steps.iter().enumerate() {
            let decided = world.run(step);
            let expected = naive.run(step);
            prop_assert_eq!(decided, expected, "command {} of {:?}", index, &steps);
            prop_assert_eq!(world.faults(), vec![], "after command {} of {:?}", index, &steps);
            prop_assert_eq!(world.states(), naive.states(), "after command {} of {:?}", index, &steps);
        }
    }
}

proptest! {
    #![proptest_config(Config::with_cases(2_000))]

    /// The desk loads the people who ask, the offers that are due and the head of the list. A whole batch decided
    /// from that alone must equal the same batch decided from everything.
    #[test]
    fn a_batch_decided_from_the_head_of_the_list_equals_one_decided_from_everything(
        history in steps(1..60), batch in steps(1..12),
    ) {
        let mut world = World::new(Sabotage::None);
        for step in &history {
            let _ = world.run(step);
        }
        let mut whole = world.clone();
        prop_assert_eq!(world.run_batch_partially(&batch), whole.run_batch(&batch));
        prop_assert_eq!(world, whole);
    }
}

#[test]
fn cancelling_registering_again_and_being_promoted_round_trips() {
    let mut world = World::with_places(1, 0);
    assert_eq!(world.run(&step::register(1)), Ok(SeatOutcome::Confirmed { mode: bln_core::Mode::InPerson }));
    assert_eq!(
        world.run(&step::register(2)),
        Ok(SeatOutcome::Waiting { position: bln_core::WaitingPlace::Position(1) })
    );
    assert_eq!(world.run(&step::cancel(1)), Ok(SeatOutcome::Done));
    assert_eq!(
        world.run(&step::register(1)),
        Ok(SeatOutcome::Waiting { position: bln_core::WaitingPlace::Position(1) })
    );
    assert_eq!(world.run(&step::decline(2)), Ok(SeatOutcome::Done));
    assert_eq!(world.state(1), Some("offered"));
    assert_eq!(world.run(&step::accept(1)), Ok(SeatOutcome::Confirmed { mode: bln_core::Mode::InPerson }));
    assert_eq!(world.faults(), vec![]);
}

#[test]
fn who_fits_only_another_pool_does_not_block() {
    let mut world = World::with_places(1, 0);
    world.run(&step::register(1)).unwrap();
    world.run(&step::register_online(3)).unwrap();
    world.run(&step::register(4)).unwrap();
    // The place in the room goes to the fourth: the third waits for the call alone.
    world.run(&step::cancel(1)).unwrap();
    assert_eq!((world.state(3), world.state(4)), (Some("waiting"), Some("offered")));
}

#[test]
fn a_walk_up_takes_a_free_place_and_never_a_waiters() {
    let mut world = World::with_places(1, 0);
    world.run(&step::register(1)).unwrap();
    world.run(&step::register(2)).unwrap();
    world.run(&step::to_the_door()).unwrap();
    assert_eq!(world.run(&step::walk_up(3)), Err(bln_core::Refusal::NoFreePlace));
    world.run(&step::cancel(1)).unwrap();
    assert_eq!(world.run(&step::walk_up(3)), Err(bln_core::Refusal::NoFreePlace));
    assert_eq!(world.run(&step::check_in(2)), Ok(SeatOutcome::Attended { mode: bln_core::Mode::InPerson }));
}

#[test]
fn of_two_registrations_of_one_person_the_better_one_stands_and_the_other_place_is_offered() {
    let mut world = World::with_places(2, 0);
    for person in [1, 2, 3, 4] {
        world.run(&step::register(person)).unwrap();
    }
    // Two places: the second is freed and offered to the first who waits.
    world.run(&step::transfer(1, 2)).unwrap();
    assert_eq!((world.state(1), world.state(2)), (None, Some("confirmed")));
    assert_eq!((world.state(3), world.state(4)), (Some("offered"), Some("waiting")));
    // A place and a position: the position goes, whichever of the two is kept.
    for (from, to) in [(2, 4), (4, 2)] {
        let mut world = world.clone();
        world.run(&step::transfer(from, to)).unwrap();
        assert_eq!((world.state(from), world.state(to)), (None, Some("confirmed")));
        assert_eq!((world.state(3), world.faults()), (Some("offered"), vec![]));
    }
}

#[test]
fn an_offer_that_ran_out_does_not_outweigh_a_position_on_the_list() {
    for (minutes, stands) in [(59, "offered"), (60, "waiting")] {
        let mut world = World::with_places(1, 0);
        for person in [1, 2, 3, 4] {
            world.run(&step::register(person)).unwrap();
        }
        world.run(&step::cancel(1)).unwrap();
        world.run(&step::wait_minutes(minutes)).unwrap();
        world.run(&step::transfer(2, 4)).unwrap();
        assert_eq!((world.state(2), world.state(4)), (None, Some(stands)), "after {minutes} minutes");
        assert_eq!(world.faults(), vec![]);
    }
}

#[test]
fn a_registration_is_handed_over_with_all_of_its_history_or_not_at_all() {
    let mut world = World::with_places(1, 0);
    world.run(&step::register(1)).unwrap();
    world.run(&step::cancel(1)).unwrap();
    world.run(&step::register(1)).unwrap();
    let mut book = world.book_without_the_list();
    book.load(world.stored(1));
    book.transfer(step::person(1), step::person(2), &[], world.now());
    assert_eq!(book.finish(), Err(bln_core::Shortfall));
    world.run(&step::transfer(1, 2)).unwrap();
    assert_eq!((world.state(1), world.state(2), world.faults()), (None, Some("confirmed"), vec![]));
}

#[test]
fn an_offer_can_be_accepted_strictly_before_it_expires() {
    for (minutes, accepted) in [(59, true), (60, false)] {
        let mut world = World::with_places(1, 0);
        world.run(&step::register(1)).unwrap();
        world.run(&step::register(2)).unwrap();
        world.run(&step::cancel(1)).unwrap();
        world.run(&step::wait_minutes(minutes)).unwrap();
        assert_eq!(world.run(&step::accept(2)).is_ok(), accepted, "after {minutes} minutes");
    }
}

/// The controls: each way of being wrong that this file claims to catch, caught.
mod controls {
    use super::*;

    fn caught(sabotage: Sabotage) -> Vec<SeatFault> {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let found = std::cell::RefCell::new(Vec::new());
        let _ = runner.run(&steps(10..40), |steps| {
            let mut world = World::new(sabotage);
            for step in &steps {
                let _ = world.run(step);
                found.borrow_mut().extend(world.faults());
            }
            Ok(())
        });
        let mut found = found.into_inner();
        found.sort_unstable();
        found.dedup();
        found
    }

    #[test]
    fn deciding_on_seats_read_too_early_is_seen_to_oversell() {
        let found = caught(Sabotage::StaleSeats);
        assert!(
            found.contains(&SeatFault::CountsDiffer) || found.contains(&SeatFault::Oversold),
            "{found:?}"
        );
    }

    #[test]
    fn a_cancellation_that_offers_nothing_is_seen() {
        assert!(caught(Sabotage::NoPromotion).contains(&SeatFault::PlaceNotOffered));
    }

    #[test]
    fn promoting_the_last_instead_of_the_first_is_seen() {
        assert!(caught(Sabotage::LastComeFirstServed).contains(&SeatFault::PassedOver));
    }

    #[test]
    fn a_number_given_out_twice_is_seen() {
        assert!(caught(Sabotage::RepeatedNumber).contains(&SeatFault::SequenceBroken));
    }

    #[test]
    fn a_person_who_keeps_the_places_of_both_records_is_seen() {
        assert!(caught(Sabotage::SecondPlaceKept).contains(&SeatFault::CountsDiffer));
    }

    #[test]
    fn a_merge_that_costs_somebody_their_number_is_seen() {
        assert!(caught(Sabotage::TransferRenumbered).contains(&SeatFault::PassedOver));
    }

    #[test]
    fn the_head_of_the_list_left_unloaded_is_refused_rather_than_decided() {
        let mut world = World::with_places(1, 0);
        for person in 1..=3 {
            world.run(&step::register(person)).unwrap();
        }
        let mut book = world.book_without_the_list();
        let now = world.now();
        book.load(world.stored(1));
        book.apply(SeatCommand::Cancel { person: step::person(1) }, now).unwrap();
        assert_eq!(book.finish(), Err(bln_core::Shortfall));
    }
}
