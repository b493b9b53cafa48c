//! The kit is seen to fail: stores with one fault each, and the cases that catch it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod broken;

use std::panic::{AssertUnwindSafe, catch_unwind};

use bln_conformance::{CASES, FAILURES, run, run_failure};
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
    let by = [
        "of_two_commits_on_one_version_one_wins",
        "of_two_changes_of_an_organisation_one_wins",
        "of_two_changes_of_a_membership_one_wins",
        "of_two_changes_of_a_consent_one_wins",
        "of_two_changes_of_an_event_one_wins",
        "of_two_changes_of_seats_one_wins",
        "of_two_first_writes_one_wins",
    ];
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
    let by = [by[0], by[1], "last_page_that_is_full_is_the_last"];
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

#[test]
fn a_store_that_changes_text_is_caught() {
    let by = ["five_thousand_texts_round_trip", "direction_and_joiners_round_trip"];
    assert_caught(Fault::StripsJoiners, &by, "person_round_trips");
    assert_caught(
        Fault::CutsProse,
        &["text_at_its_full_length_round_trips"],
        "text_that_looks_like_sql_is_text",
    );
}

#[test]
fn a_store_that_compares_text_loosely_is_caught() {
    let by = ["texts_that_differ_by_a_character_are_two"];
    assert_caught(Fault::FoldsWordings, &by, "wording_is_never_changed");
    let by = ["addresses_are_compared_byte_by_byte", "search_takes_any_text_for_text"];
    assert_caught(Fault::MatchesPatterns, &by, "search_begins_at_the_start_of_a_word");
    let by = ["search_finds_every_word_of_two_thousand_names", "search_finds_words_of_any_length"];
    assert_caught(Fault::SearchesAscii, &by, "search_page_follows_the_words");
}

#[test]
fn a_store_that_pages_by_counting_is_caught() {
    let by = ["person_page_is_right_during_writes", "person_page_goes_on_after_its_key"];
    assert_caught(Fault::PagesByOffset, &by, "missing_person_is_none");
}

#[test]
fn a_store_that_shows_a_later_position_first_is_caught() {
    let by = ["audit_page_misses_nothing_during_writes", "outbox_page_misses_nothing_during_writes"];
    assert_caught(Fault::ShowsLaterPositionsFirst, &by, "audit_follows_the_commits");
}

#[test]
fn a_store_that_checks_pins_before_it_commits_is_caught() {
    let by =
        ["nothing_is_sent_after_a_withdrawal", "nobody_is_registered_after_leaving", "write_skew_is_refused"];
    assert_caught(Fault::ChecksPinsFirst, &by, "one_pin_in_thousands_is_checked");
    let by = ["first_thing_that_is_wrong_is_told"];
    assert_caught(Fault::ChecksPinsLast, &by, "pin_that_fails_is_stale");
}

#[test]
fn a_store_that_is_torn_by_a_dropped_future_is_caught() {
    let by = ["dropped_commit_is_whole_or_nothing", "dropped_commits_among_others_are_whole_or_nothing"];
    assert_caught(Fault::TearsWhenDropped, &by, "person_round_trips");
}

#[test]
fn a_store_that_never_gives_back_what_a_dropped_future_held_is_caught() {
    assert_caught(Fault::KeepsTheLock, &["store_goes_on_after_dropped_futures"], "person_round_trips");
    assert_caught(Fault::KeepsReaders, &["dropped_read_leaves_everything_as_it_was"], "person_round_trips");
}

#[test]
fn a_store_that_cuts_what_is_large_is_caught() {
    let by = ["change_set_of_thousands_is_whole_or_nothing"];
    assert_caught(Fault::CapsChangeSets, &by, "large_change_set_is_written_whole");
    let by = ["history_of_thousands_of_steps_round_trips"];
    assert_caught(Fault::ForgetsLongHistories, &by, "registration_round_trips");
}

#[test]
fn a_store_that_keeps_too_few_digits_is_caught() {
    let by = ["instants_round_trip_to_the_microsecond"];
    assert_caught(Fault::KeepsMilliseconds, &by, "receipt_round_trips");
    assert_caught(Fault::KeepsThirtyTwoBits, &["largest_seats_round_trip"], "seats_round_trip");
}

#[test]
fn a_store_that_lets_through_what_others_cannot_keep_is_caught() {
    let by = [
        "number_out_of_bounds_is_refused",
        "day_out_of_bounds_is_refused",
        "receipt_out_of_bounds_is_refused",
    ];
    assert_caught(Fault::AcceptsAnything, &by, "number_is_drawn_once");
}

#[test]
fn a_store_that_forgets_answers_or_keeps_them_apart_is_caught() {
    assert_caught(Fault::ForgetsReceipts, &["receipt_outlives_what_it_answers"], "receipt_round_trips");
    let by = [
        "receipt_is_never_there_without_its_effect",
        "refused_key_leaves_the_first_answer",
        "fifty_requests_under_one_key_have_one_effect",
    ];
    assert_caught(Fault::AnswersApart, &by, "receipt_round_trips");
    let by = ["one_key_of_many_actors_at_once_is_each_ones_own"];
    assert_caught(Fault::MixesActors, &by, "person_round_trips");
}

#[test]
fn a_store_that_lets_a_registration_change_its_identifier_is_caught() {
    let by = ["registration_keeps_its_identifier"];
    assert_caught(Fault::LetsIdentifiersChange, &by, "registration_version_rises");
}

#[test]
fn a_store_that_lies_about_its_failures_is_caught() {
    let passes = |fault, case: &str| {
        let attempt = || run_failure(case, async { Broken::new(fault) });
        catch_unwind(AssertUnwindSafe(attempt)).is_ok()
    };
    for case in FAILURES {
        assert!(passes(Fault::None, case.name), "{}", case.name);
    }
    assert!(!passes(Fault::DoesWhatItRefuses, "busy_change_is_not_done"));
    assert!(!passes(Fault::DoesWhatItRefuses, "failed_change_is_not_done"));
    assert!(passes(Fault::DoesWhatItRefuses, "failed_read_is_told"));
    assert!(!passes(Fault::TearsWhatIsUnknown, "change_of_unknown_outcome_is_whole_or_nothing"));
    assert!(!passes(Fault::TearsWhatIsUnknown, "asking_again_after_an_unknown_outcome_is_safe"));
    assert!(passes(Fault::TearsWhatIsUnknown, "busy_change_is_not_done"));
    assert!(!passes(Fault::ReadsWhileFailing, "failed_read_is_told"));
}

#[test]
fn a_store_that_erases_half_of_what_is_somebodys_is_caught() {
    for fault in [
        Fault::KeepsErasedWords,
        Fault::KeepsErasedReceipts,
        Fault::KeepsErasedNotices,
        Fault::KeepsErasedPseudonyms,
        Fault::KeepsErasedLinks,
    ] {
        assert_caught(fault, &["erased_person_is_gone"], "erased_address_can_become_anothers");
    }
    let by = ["erased_person_recorded_under_their_pseudonym"];
    assert_caught(Fault::NamesWhoRecorded, &by, "erased_person_is_gone");
}

#[test]
fn a_store_that_erases_more_than_it_may_is_caught() {
    let by = ["rights_request_outlives_its_person"];
    assert_caught(Fault::ErasesRequests, &by, "rights_request_round_trips");
    let by = ["person_with_a_place_is_not_erased"];
    assert_caught(Fault::ErasesWhoHasAPlace, &by, "erased_person_is_gone");
    let by = ["merged_person_is_part_of_the_other"];
    assert_caught(Fault::MergesAwayNotices, &by, "erased_person_is_gone");
}

#[test]
fn a_store_whose_audit_changes_or_names_people_is_caught() {
    assert_caught(Fault::RenamesKeptEntries, &["kept_entries_never_change"], "kept_entry_names_pseudonyms");
    let by = ["kept_entry_names_pseudonyms", "kept_entries_never_change", "entry_is_kept_after_the_writes"];
    assert_caught(Fault::KeepsIdentifiers, &by, "audit_names_those_who_are_there");
}

#[test]
fn a_store_that_lets_a_link_be_used_twice_or_by_another_is_caught() {
    let by = ["action_link_is_redeemed_once", "of_two_redemptions_one_wins"];
    assert_caught(Fault::KeepsRedeemedLinks, &by, "hash_is_one_links");
    assert_caught(Fault::LetsHashesMeet, &["hash_is_one_links"], "action_link_is_redeemed_once");
}

#[test]
fn a_store_that_sends_twice_or_to_whom_it_should_not_is_caught() {
    assert_caught(Fault::ClaimsWhatIsClaimed, &["notice_is_claimed_as_it_was_read"], "notice_round_trips");
    let by = ["broadcast_reaches_each_live_registration_once", "broadcast_to_nobody_sends_nothing"];
    assert_caught(Fault::WritesToWhoCancelled, &by, "message_round_trips");
    let by = ["reminder_is_sent_once_for_an_event_and_a_day"];
    assert_caught(Fault::RemindsTwice, &by, "reminder_reaches_each_confirmed_place_once");
    assert_caught(
        Fault::GivesPositionsTwice,
        &["removed_notice_leaves_its_gap"],
        "outbox_follows_the_commits",
    );
}

#[test]
fn a_store_that_forgets_a_refusal_or_when_it_was_is_caught() {
    let by = ["suppression_round_trips"];
    assert_caught(Fault::MovesSuppressions, &by, "suppression_is_lifted_for_one_purpose");
    let by = ["suppression_is_lifted_for_one_purpose"];
    assert_caught(Fault::LiftsEveryPurpose, &by, "suppression_round_trips");
    let by = ["discarding_is_by_age", "requests_are_discarded_by_the_day"];
    assert_caught(Fault::DiscardsTheInstant, &by, "removed_notice_leaves_its_gap");
    let by = ["what_is_older_is_what_is_discarded", "requests_are_discarded_by_the_day"];
    assert_caught(Fault::CountsTheInstant, &by, "discarding_is_by_age");
}

#[test]
fn a_store_that_counts_a_vote_twice_or_tells_of_it_is_caught() {
    let by = ["ballot_is_spent_once", "of_two_who_spend_a_ballot_one_wins"];
    assert_caught(Fault::SpendsTwice, &by, "ballot_is_issued_once");
    let by = ["closed_survey_counts_its_ballots", "ballot_is_issued_once"];
    assert_caught(Fault::CountsEveryBallotSpent, &by, "ballot_is_spent_once");
    assert_caught(Fault::KeepsTooFew, &["answers_of_too_few_are_refused"], "responses_follow_their_keys");
    assert_caught(Fault::KeepsTheOrder, &["responses_follow_their_keys"], "words_follow_their_keys");
    let by = ["answers_of_an_open_survey_are_not_read"];
    assert_caught(Fault::TellsBeforeItCloses, &by, "responses_follow_their_keys");
    assert_caught(
        Fault::AuditsAnswers,
        &["survey_leaves_no_trace_elsewhere"],
        "answers_are_written_all_or_none",
    );
}

#[test]
fn a_store_that_loses_what_is_sealed_limited_or_released_is_caught() {
    assert_caught(Fault::CutsSealedValues, &["characteristics_round_trip"], "characteristics_version_rises");
    assert_caught(Fault::CountsContributions, &["contributor_counts_once"], "theme_round_trips");
    let by = ["disposed_safe_space_keeps_released_themes"];
    assert_caught(Fault::DisposesReleasedThemes, &by, "themes_follow_the_identifiers");
    let by = ["what_would_be_disposed_of_is_counted"];
    assert_caught(Fault::CountsLess, &by, "disposed_safe_space_keeps_released_themes");
    assert_caught(
        Fault::ListsWithoutLimits,
        &["person_comes_with_limits"],
        "person_page_follows_the_identifiers",
    );
    assert_caught(Fault::ScrubsTooMuch, &["scrub_changes_nothing_that_is_there"], "action_link_round_trips");
}

#[test]
fn a_store_that_keeps_words_too_long_or_loses_the_places_that_show_them_is_caught() {
    let by = ["erased_testimonials_leave_their_places", "removed_testimonial_leaves_its_places"];
    assert_caught(Fault::ForgetsPlacesOfTheErased, &by, "testimonial_uses_are_their_testimonials");
    assert_caught(Fault::KeepsErasedTestimonials, &by, "testimonials_are_their_persons");
    assert_caught(Fault::KeepsOneChannel, &["testimonial_round_trips"], "testimonial_version_rises");
    let by = ["shown_page_has_what_was_not_ticked_off"];
    assert_caught(Fault::ShowsWhatWasTickedOff, &by, "testimonial_use_round_trips");
    let by = ["resource_page_follows_the_identifiers"];
    assert_caught(Fault::HidesWithdrawnResources, &by, "resource_round_trips");
    let by = ["resource_round_trips", "resource_with_a_missing_figure_is_not_found"];
    assert_caught(Fault::KeepsNoFindings, &by, "resource_version_rises");
}

#[test]
fn a_store_that_loses_what_the_ledger_says_is_caught() {
    let by = ["legacy_entries_keep_their_order"];
    assert_caught(Fault::SortsLedgersByTheClock, &by, "legacy_lines_round_trip");
    assert_caught(Fault::LosesThePair, &["legacy_lines_round_trip"], "legacies_are_their_initiatives");
    assert_caught(
        Fault::ForgetsWhatIsCorrected,
        &["legacy_corrections_round_trip"],
        "legacy_lines_round_trip",
    );
    assert_caught(Fault::KeepsFiguresQuietly, &["figure_is_written_once"], "figure_round_trips");
}

#[test]
fn a_store_that_loses_parts_of_an_issue_its_readers_or_what_is_known_of_addresses_is_caught() {
    let by = ["bulletin_sections_round_trip"];
    assert_caught(Fault::KeepsOneSection, &by, "bulletin_round_trips_in_every_state");
    let by = ["bulletin_audience_round_trips"];
    assert_caught(Fault::ForgetsTheAudience, &by, "bulletin_sections_round_trip");
    let by = ["readers_come_with_what_is_theirs"];
    assert_caught(Fault::ListsReadersWithoutInterests, &by, "reader_page_has_those_with_a_membership");
    let by = ["reader_page_has_those_with_a_membership"];
    assert_caught(Fault::ListsActiveReadersAlone, &by, "readers_come_with_what_is_theirs");
    let by = ["erased_interests_and_addresses_are_gone", "merged_interests_and_addresses_are_gone"];
    assert_caught(Fault::KeepsErasedInterests, &by, "interests_round_trip");
    assert_caught(
        Fault::ListsEveryAddress,
        &["held_address_page_has_what_is_held"],
        "address_record_round_trips",
    );
    let by = ["notice_of_an_issue_is_written_once"];
    assert_caught(Fault::SendsAnIssueTwice, &by, "notice_of_an_issue_round_trips");
    assert_caught(Fault::LosesTheIssue, &["notice_of_an_issue_round_trips"], "notice_round_trips");
}
