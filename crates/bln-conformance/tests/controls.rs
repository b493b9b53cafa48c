//! The kit is seen to fail: stores with one fault each, and the cases that catch it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod broken;

use std::panic::{AssertUnwindSafe, catch_unwind};

use bln_conformance::{CASES, run};
use broken::{Broken, Fault};

fn passes(fault: Fault, case: &str) -> bool {
    let attempt = || run(case, async { Broken::new(fault) }, |store| store);
    catch_unwind(AssertUnwindSafe(attempt)).is_ok()
}

/// These cases must catch the fault, and this one must not: a fault is one fault.
fn assert_caught(fault: Fault, by: &[&str], not_by: &str) {
    for case in by {
        assert!(!passes(fault, case), "`{case}` does not catch {fault:?}");
    }
    assert!(passes(fault, not_by), "{fault:?} is more than one fault: `{not_by}` fails");
}

#[test]
fn without_a_fault_every_case_passes() {
    for case in CASES {
        assert!(passes(Fault::None, case.name), "{}", case.name);
    }
}

#[test]
fn a_store_that_ignores_versions_is_caught() {
    let by = [
        "person_at_another_version_is_stale",
        "person_new_twice_is_stale",
        "of_two_commits_on_one_version_one_wins",
        "refused_change_leaves_what_was_there",
    ];
    assert_caught(Fault::IgnoresVersions, &by, "organisation_at_another_version_is_stale");
}

#[test]
fn a_store_that_checks_versions_before_it_writes_is_caught() {
    let by = ["of_two_commits_on_one_version_one_wins"];
    assert_caught(Fault::ChecksThenWrites, &by, "person_at_another_version_is_stale");
}

#[test]
fn a_store_that_ignores_pins_is_caught() {
    let by = ["pin_that_fails_is_stale", "failed_pin_leaves_nothing", "write_skew_is_refused"];
    assert_caught(Fault::IgnoresPins, &by, "pin_that_holds_lets_the_change_pass");
}

#[test]
fn a_store_that_commits_write_by_write_is_caught() {
    let by = [
        "refused_write_leaves_nothing",
        "refused_receipt_leaves_nothing",
        "refused_change_leaves_what_was_there",
        "read_never_sees_half_a_commit",
    ];
    assert_caught(Fault::CommitsInParts, &by, "person_round_trips");
}

#[test]
fn a_store_that_loses_audit_entries_is_caught() {
    assert_caught(Fault::KeepsOneAuditEntry, &["audit_follows_the_commits"], "audit_entry_round_trips");
}

#[test]
fn a_store_that_loses_notices_and_receipts_is_caught() {
    assert_caught(
        Fault::LosesNotices,
        &["notice_round_trips", "commit_writes_everything"],
        "person_round_trips",
    );
    let by = ["receipt_round_trips", "of_two_commits_with_one_key_one_wins", "idempotency_key_is_used_once"];
    assert_caught(Fault::LosesReceipts, &by, "person_round_trips");
}

#[test]
fn a_store_that_pages_out_of_order_is_caught() {
    let by = ["person_page_follows_the_identifiers", "person_page_goes_on_after_its_key"];
    assert_caught(Fault::PagesBackwards, &by, "organisation_page_follows_the_bytes_of_the_code");
    assert_caught(Fault::GuessesTheNextPage, &by, "organisation_page_follows_the_bytes_of_the_code");
}

#[test]
fn a_store_that_lets_a_number_be_drawn_twice_is_caught() {
    assert_caught(Fault::ReusesNumbers, &["number_is_drawn_once"], "registration_identifier_is_used_once");
}

#[test]
fn a_store_that_mixes_actors_keys_is_caught() {
    assert_caught(
        Fault::MixesActors,
        &["idempotency_keys_of_different_actors_never_meet"],
        "person_round_trips",
    );
}

#[test]
fn a_store_that_forgets_history_is_caught() {
    let by = ["registration_round_trips", "registering_again_continues_the_history"];
    assert_caught(Fault::ForgetsSteps, &by, "missing_registration_is_none");
}

#[test]
fn a_store_that_reads_a_view_in_two_moments_is_caught() {
    assert_caught(
        Fault::ReadsViewTwice,
        &["seat_view_is_of_one_moment"],
        "seat_view_has_the_event_and_its_seats",
    );
}

#[test]
fn a_store_that_misses_an_offer_due_now_is_caught() {
    let by = ["seat_view_has_the_offers_that_are_due"];
    assert_caught(Fault::MissesTheBoundary, &by, "seat_view_has_the_people_asked_about");
}

#[test]
fn a_store_that_says_it_read_the_whole_waiting_list_is_caught() {
    let by = ["seat_view_has_the_heads_of_the_waiting_lists"];
    assert_caught(Fault::ClaimsAll, &by, "seat_view_has_the_people_asked_about");
}

#[test]
fn a_store_that_searches_without_folding_is_caught() {
    let by = ["search_folds_case_and_accents"];
    assert_caught(Fault::SearchesAsTyped, &by, "search_begins_at_the_start_of_a_word");
}

#[test]
fn a_store_that_finds_no_fault_with_itself_is_caught() {
    let by = [
        "verify_finds_an_event_without_seats",
        "verify_finds_seats_that_differ",
        "verify_finds_a_history_that_differs",
    ];
    assert_caught(Fault::VerifiesNothing, &by, "verify_finds_nothing_in_a_sound_store");
}

#[test]
fn a_store_that_is_not_sound_after_a_case_fails_it() {
    assert!(!passes(Fault::SeesTrouble, "person_round_trips"));
}
