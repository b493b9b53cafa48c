//! Every case, once: [`suite!`](crate::suite) and [`CASES`](crate::CASES) are both made from this list.
#[doc(hidden)]
#[macro_export]
macro_rules! __cases {
    ($with:ident $arguments:tt) => {
        $crate::$with! { $arguments
            commit {
                commit_writes_everything
                refused_write_leaves_nothing
                refused_audit_entry_leaves_nothing
                refused_notice_leaves_nothing
                refused_receipt_leaves_nothing
                refused_change_leaves_what_was_there
                later_writes_build_on_earlier_ones
                record_is_written_twice_in_one_change_set
                store_goes_on_after_a_refusal
                large_change_set_is_written_whole
                first_thing_that_is_wrong_is_told
                version_is_told_before_references_and_rules
            }
            concurrency {
                of_two_commits_on_one_version_one_wins
                no_update_is_lost_among_fifty
                of_two_commits_with_one_address_one_wins
                of_two_commits_with_one_key_one_wins
                read_never_sees_half_a_commit
                positions_stay_dense_among_many
            }
            race {
                of_two_changes_of_an_organisation_one_wins
                of_two_changes_of_a_membership_one_wins
                of_two_changes_of_a_consent_one_wins
                of_two_changes_of_an_event_one_wins
                of_two_changes_of_seats_one_wins
                of_two_changes_of_a_registration_one_wins
                of_two_first_writes_one_wins
                of_two_removals_one_wins
                of_two_wordings_under_one_reference_one_wins
                of_two_registrations_with_one_number_one_wins
                nothing_is_sent_after_a_withdrawal
                nobody_is_registered_after_leaving
            }
            cancellation {
                dropped_commit_is_whole_or_nothing
                dropped_commits_among_others_are_whole_or_nothing
                store_goes_on_after_dropped_futures
                dropped_read_leaves_everything_as_it_was
            }
            large {
                change_set_of_thousands_is_whole_or_nothing
                thousands_of_entries_keep_their_order
                one_pin_in_thousands_is_checked
                ledger_of_a_thousand_entries_round_trips
                history_of_thousands_of_steps_round_trips
                seat_view_of_thousands_is_whole
            }
            bounds {
                largest_seats_round_trip
                largest_number_drawn_round_trips
                number_out_of_bounds_is_refused
                largest_numbers_of_an_event_round_trip
                first_and_last_identifier_round_trip
                receipt_out_of_bounds_is_refused
            }
            calendar {
                first_and_last_day_round_trip
                day_out_of_bounds_is_refused
                events_of_all_years_round_trip
                instants_round_trip_to_the_microsecond
                offers_are_due_to_the_microsecond
            }
            pin {
                pin_that_holds_lets_the_change_pass
                pin_that_fails_is_stale
                pin_on_the_network_is_stale
                failed_pin_leaves_nothing
                pins_are_checked_before_the_writes
                write_skew_is_refused
            }
            reference {
                affiliation_to_a_missing_organisation_is_not_found
                membership_of_a_missing_person_is_not_found
                consent_of_a_missing_person_is_not_found
                declaration_in_a_missing_wording_is_not_found
                consent_to_a_missing_wording_is_not_found
                seats_of_a_missing_event_are_not_found
                registration_of_nobody_or_for_nothing_is_not_found
                notice_to_a_missing_person_is_not_found
                organisation_may_name_others_that_are_missing
                audit_may_name_what_is_missing
                notice_of_a_missing_message_is_not_found
            }
            text {
                five_thousand_texts_round_trip
                text_at_its_full_length_round_trips
                direction_and_joiners_round_trip
                text_that_looks_like_sql_is_text
                white_space_within_text_is_kept
                equivalent_spellings_are_one_text
                texts_that_differ_by_a_character_are_two
                addresses_are_compared_byte_by_byte
            }
            paging {
                person_page_is_right_during_writes
                search_page_is_right_during_writes
                organisation_page_is_right_during_writes
                event_page_is_right_during_writes
                registration_page_is_right_during_writes
                person_registrations_are_right_during_writes
                audit_page_misses_nothing_during_writes
                outbox_page_misses_nothing_during_writes
                registration_page_goes_on_after_a_removed_one
                last_page_that_is_full_is_the_last
                page_after_the_ends_of_its_keys_is_right
            }
            wording {
                wording_round_trips
                wordings_come_by_name_and_version
                wording_may_be_written_again
                wording_is_never_changed
            }
            organisation {
                organisation_round_trips
                missing_organisation_is_none
                organisation_version_rises
                organisation_new_twice_is_stale
                organisation_at_another_version_is_stale
                organisation_page_follows_the_bytes_of_the_code
            }
            person {
                person_round_trips
                text_of_any_script_round_trips
                person_comes_with_membership_and_consent
                missing_person_is_none
                person_version_rises
                person_new_twice_is_stale
                person_at_another_version_is_stale
                address_finds_its_person
                address_belongs_to_one_person
                address_can_pass_to_another_person
                person_page_follows_the_identifiers
                person_page_goes_on_after_its_key
            }
            application {
                application_view_has_the_holders_of_addresses
                application_view_has_the_organisations_that_are_there
                application_view_has_the_receipts_of_the_one_who_asks
            }
            search {
                search_folds_case_and_accents
                search_begins_at_the_start_of_a_word
                search_reads_the_preferred_name
                search_follows_a_change_of_name
                search_for_nothing_finds_nobody
                search_page_follows_the_words
                search_finds_those_with_every_word
                name_words_come_once_in_order
                people_named_have_every_word
                search_finds_every_word_of_two_thousand_names
                search_takes_any_text_for_text
                search_finds_words_of_any_length
            }
            membership {
                membership_round_trips
                missing_membership_is_none
                membership_version_rises
                membership_new_twice_is_stale
                membership_at_another_version_is_stale
            }
            consent {
                consent_round_trips
                consent_entries_keep_their_order
                consent_version_counts_the_entries
                consent_new_twice_is_stale
                consent_at_another_version_is_stale
                consent_of_no_entries_is_refused
                missing_consent_is_none
            }
            event {
                event_round_trips
                event_vocabulary_round_trips
                local_times_round_trip
                missing_event_is_none
                event_version_rises
                event_new_twice_is_stale
                event_at_another_version_is_stale
                event_page_follows_the_start
                event_page_follows_a_move
            }
            seats {
                seats_round_trip
                missing_seats_are_none
                seats_version_rises
                seats_new_twice_is_stale
                seats_at_another_version_is_stale
            }
            registration {
                registration_round_trips
                missing_registration_is_none
                registration_version_rises
                registration_new_twice_is_stale
                registration_at_another_version_is_stale
                steps_follow_the_history
                registration_without_a_step_is_refused
                number_is_drawn_once
                registration_identifier_is_used_once
                registration_keeps_its_identifier
                registering_again_continues_the_history
                removed_registration_is_gone
                removal_at_another_version_is_stale
                registration_page_follows_the_numbers
                person_registrations_follow_the_events
            }
            seat_view {
                seat_view_has_the_event_and_its_seats
                seat_view_of_nothing_is_none
                seat_view_has_the_people_asked_about
                seat_view_says_how_people_belong
                seat_view_has_the_heads_of_the_waiting_lists
                seat_view_has_the_offers_that_are_due
                seat_view_has_the_live_registrations
                seat_view_has_the_receipts_asked_for
                seat_view_is_of_one_moment
                events_with_due_offers_come_in_order
            }
            receipt {
                receipt_round_trips
                missing_receipt_is_none
                idempotency_key_is_used_once
                idempotency_keys_of_different_actors_never_meet
                one_key_of_many_actors_at_once_is_each_ones_own
                fifty_requests_under_one_key_have_one_effect
                receipt_is_never_there_without_its_effect
                receipt_outlives_what_it_answers
                refused_key_leaves_the_first_answer
            }
            audit {
                audit_entry_round_trips
                audit_follows_the_commits
                audit_identifier_is_used_once
                audit_names_those_who_are_there
                kept_entry_names_pseudonyms
                entry_is_kept_after_the_writes
                kept_entries_never_change
            }
            outbox {
                notice_round_trips
                outbox_follows_the_commits
                notice_identifier_is_used_once
                removed_notice_leaves_its_gap
                notice_is_claimed_as_it_was_read
                of_two_claims_one_wins
                discarding_is_by_age
                requests_are_discarded_by_the_day
                what_is_older_is_what_is_discarded
            }
            characteristics {
                characteristics_round_trip
                characteristics_version_rises
                removed_characteristics_are_gone
                characteristics_of_a_missing_person_are_not_found
                characteristics_page_follows_the_identifiers
            }
            limits {
                person_comes_with_limits
                limits_of_a_missing_person_are_not_found
            }
            rights {
                rights_request_round_trips
                rights_request_version_rises
                rights_request_outlives_its_person
                rights_request_of_a_missing_person_is_not_found
                rights_request_page_follows_the_identifiers
                rights_requests_are_their_persons
            }
            link {
                action_link_round_trips
                action_link_is_redeemed_once
                of_two_redemptions_one_wins
                hash_is_one_links
                action_link_of_a_missing_person_is_not_found
            }
            suppression {
                suppression_round_trips
                suppression_outlives_its_person
                suppression_is_lifted_for_one_purpose
            }
            facilitation {
                facilitation_round_trips
                facilitation_version_rises
                removed_facilitation_is_gone
                facilitation_of_nobody_or_for_nothing_is_not_found
                facilitations_of_a_person_follow_the_events
            }
            theme {
                theme_round_trips
                theme_outlives_who_checked_it
                theme_version_rises
                theme_of_a_missing_event_is_not_found
                themes_follow_the_identifiers
                contributor_counts_once
                contribution_to_a_missing_theme_is_not_found
            }
            message {
                message_round_trips
                message_identifier_is_used_once
                message_about_a_missing_event_is_not_found
                broadcast_reaches_each_live_registration_once
                broadcast_to_nobody_sends_nothing
                broadcast_of_a_missing_message_is_not_found
                reminder_reaches_each_confirmed_place_once
                reminder_is_sent_once_for_an_event_and_a_day
                reminder_of_a_missing_event_is_not_found
                disposed_safe_space_keeps_released_themes
                what_would_be_disposed_of_is_counted
            }
            pseudonym {
                pseudonym_is_one_persons
                first_pseudonym_counts
                pseudonym_of_a_missing_person_is_not_found
            }
            erasure {
                erased_person_is_gone
                erased_person_recorded_under_their_pseudonym
                erased_address_can_become_anothers
                person_with_a_place_is_not_erased
                erasing_at_another_version_is_stale
                merged_person_is_part_of_the_other
                merging_into_nobody_is_refused
            }
            survey {
                survey_round_trips
                survey_is_opened_once
                missing_survey_is_none
                ballot_is_issued_once
                ballot_is_spent_once
                of_two_who_spend_a_ballot_one_wins
                ballot_is_of_one_survey
                answers_of_too_few_are_refused
                answers_are_written_all_or_none
                closed_survey_counts_its_ballots
                survey_takes_nothing_unless_it_is_open
                closing_a_survey_leaves_the_others
                answers_of_an_open_survey_are_not_read
                responses_follow_their_keys
                words_follow_their_keys
                survey_leaves_no_trace_elsewhere
            }
            words {
                testimonial_round_trips
                testimonial_version_rises
                testimonial_of_a_missing_person_is_not_found
                testimonials_are_their_persons
                testimonial_page_follows_the_identifiers
                removed_testimonial_leaves_its_places
                erased_testimonials_leave_their_places
                merged_testimonials_and_recognitions_change_hands
                testimonial_use_round_trips
                testimonial_use_version_rises
                testimonial_use_of_a_missing_testimonial_is_not_found
                removed_testimonial_use_is_gone
                testimonial_uses_are_their_testimonials
                shown_page_has_what_was_not_ticked_off
                recognition_round_trips
                recognition_version_rises
                recognition_of_a_missing_person_is_not_found
                recognitions_are_their_persons
                recognition_page_follows_the_identifiers
            }
            resource {
                resource_round_trips
                resource_version_rises
                resource_with_a_missing_figure_is_not_found
                resource_page_follows_the_identifiers
            }
            initiative {
                initiative_round_trips
                initiative_version_rises
                initiative_moved_by_a_missing_figure_is_not_found
                initiative_page_follows_the_identifiers
                figure_round_trips
                figure_is_written_once
                figure_page_follows_the_identifiers
            }
            legacy {
                legacy_lines_round_trip
                legacy_corrections_round_trip
                legacy_entries_keep_their_order
                legacy_version_counts_the_entries
                missing_legacy_is_none
                legacies_are_their_initiatives
                legacy_of_a_missing_initiative_is_not_found
                legacy_of_no_entries_is_refused
                ill_formed_legacy_line_is_refused
                legacy_entry_identifier_is_used_once
                legacy_line_names_what_is_before_it
                legacy_line_with_a_missing_figure_is_not_found
                legacy_line_with_a_missing_resource_is_not_found
                legacy_line_may_link_what_is_missing
            }
            bulletin {
                bulletin_round_trips_in_every_state
                bulletin_sections_round_trip
                bulletin_audience_round_trips
                bulletin_version_rises
                bulletin_names_what_need_not_be_there
                bulletin_page_follows_the_identifiers
                interests_round_trip
                interests_version_rises
                interests_of_a_missing_person_are_not_found
                removed_interests_are_gone
                erased_interests_and_addresses_are_gone
                merged_interests_and_addresses_are_gone
                reader_page_has_those_with_a_membership
                readers_come_with_what_is_theirs
                address_record_round_trips
                address_record_version_rises
                record_of_an_address_of_nobody_is_not_found
                address_record_goes_with_the_address
                held_address_page_has_what_is_held
                notice_of_an_issue_round_trips
                notice_of_an_issue_is_written_once
                merged_people_have_one_notice_of_an_issue
            }
            inspect {
                verify_finds_nothing_in_a_sound_store
                verify_finds_an_event_without_seats
                verify_finds_seats_that_differ
                verify_finds_a_history_that_differs
                scrub_changes_nothing_that_is_there
            }
        }
    };
}
