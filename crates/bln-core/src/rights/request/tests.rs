use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn england() -> BankHolidays {
    BankHolidays::england_and_wales().unwrap()
}

fn reason() -> Prose<1000> {
    Prose::parse("There are many records.").unwrap()
}

fn received(on: &str) -> RightsRequest {
    let (id, person) = (Id::new(uuid::Uuid::from_u128(1)), Id::new(uuid::Uuid::from_u128(17)));
    RightsRequest::receive(id, person, Right::Access, day(on))
}

#[test]
fn it_is_overdue_from_the_day_after_it_was_due_until_it_is_answered() {
    let request = received("2024-09-03");
    assert!(!request.is_overdue(day("2024-10-03"), &england()));
    assert!(request.is_overdue(day("2024-10-04"), &england()));
    for closed in [
        request.answer(day("2024-10-04")).unwrap(),
        request.refuse(day("2024-10-04"), RefusalGround::Excessive).unwrap(),
    ] {
        assert!(!closed.is_overdue(day("2024-12-01"), &england()));
        assert_eq!(closed.state().closed_on(), Some(day("2024-10-04")));
        assert_eq!(closed.due(&england()), Some(day("2024-10-03")));
    }
}

#[test]
fn an_extension_is_told_by_the_day_the_answer_is_due_and_not_after() {
    let request = received("2024-09-03");
    let extended = request.extend(day("2024-10-03"), reason(), &england()).unwrap();
    assert_eq!(extended.due(&england()), Some(day("2024-12-03")));
    assert_eq!(
        request.extend(day("2024-10-04"), reason(), &england()).unwrap_err(),
        Refusal::TimeToAnswerOver
    );
    assert_eq!(
        extended.extend(day("2024-10-03"), reason(), &england()).unwrap_err(),
        Refusal::RightsRequestExtended
    );
}

#[test]
fn a_request_that_waits_for_the_person_is_neither_due_nor_overdue() {
    let request = received("2024-09-03").pause(day("2024-10-03")).unwrap();
    assert_eq!(request.due(&england()), None);
    assert!(!request.is_overdue(day("2025-10-03"), &england()));
    assert_eq!(request.pause(day("2024-10-04")).unwrap_err(), Refusal::RightsRequestPaused);
    // The day of the month itself was left, and is left again when they answer.
    let resumed = request.resume(day("2024-10-10")).unwrap();
    assert_eq!(resumed.due(&england()), Some(day("2024-10-10")));
    assert!(resumed.is_overdue(day("2024-10-11"), &england()));
    assert_eq!(resumed.resume(day("2024-10-11")).unwrap_err(), Refusal::RightsRequestNotPaused);
}

#[test]
fn a_clock_that_has_run_out_cannot_be_stopped() {
    assert_eq!(received("2024-09-03").pause(day("2024-10-04")).unwrap_err(), Refusal::TimeToAnswerOver);
    let extended = received("2024-09-03").extend(day("2024-09-04"), reason(), &england()).unwrap();
    assert!(extended.pause(day("2024-12-03")).is_ok());
    assert_eq!(extended.pause(day("2024-12-04")).unwrap_err(), Refusal::TimeToAnswerOver);
}

#[test]
fn all_pauses_count_and_an_extension_may_be_told_in_one() {
    let request = received("2024-09-03").pause(day("2024-09-05")).unwrap().resume(day("2024-09-07")).unwrap();
    let request = request.pause(day("2024-09-20")).unwrap();
    // By 8 November the clock has stood still for 2 and 49 days, and would run out on 23 November, a Saturday.
    let request = request.extend(day("2024-11-08"), reason(), &england()).unwrap();
    let request = request.resume(day("2024-09-23")).unwrap();
    assert_eq!(request.due(&england()), Some(day("2024-12-09")));
}

#[test]
fn an_answer_can_be_given_without_waiting_for_the_person() {
    let request = received("2024-09-03").pause(day("2024-09-05")).unwrap();
    let refused = request.refuse(day("2024-12-05"), RefusalGround::NotIdentified).unwrap();
    assert!(!refused.is_paused() && !refused.is_open());
    assert_eq!(refused.pauses().last().unwrap().answered_on, None);
    assert_eq!(RightsRequest::restore(refused.parts().clone()), Ok(refused));
}

#[test]
fn what_is_closed_takes_no_further_step() {
    let closed = received("2024-09-03").answer(day("2024-09-04")).unwrap();
    let on = day("2024-09-05");
    for refused in [
        closed.answer(on),
        closed.refuse(on, RefusalGround::Excessive),
        closed.pause(on),
        closed.resume(on),
        closed.extend(on, reason(), &england()),
    ] {
        assert_eq!(refused.unwrap_err(), Refusal::RightsRequestClosed);
    }
}

#[test]
fn a_right_is_refused_only_on_a_ground_that_it_can_be_refused_on() {
    let request = received("2024-09-03");
    let on = day("2024-09-04");
    assert_eq!(request.refuse(on, RefusalGround::LegalHold).unwrap_err(), Refusal::GroundNotForRight);
    let erasure = RightsRequest(RightsRequestParts { right: Right::Erasure, ..request.parts().clone() });
    let state = erasure.refuse(on, RefusalGround::LegalHold).unwrap().state();
    assert_eq!(state, RequestState::Refused { on, reason: RefusalGround::LegalHold });
}

#[test]
fn a_clock_that_was_set_back_leaves_no_step_before_the_one_it_follows() {
    let early = day("2024-01-01");
    let request = received("2024-09-03").pause(early).unwrap().resume(early).unwrap();
    let request = request.extend(early, reason(), &england()).unwrap().pause(early).unwrap();
    let request = request.resume(early).unwrap().answer(early).unwrap();
    assert_eq!(request.state().closed_on(), Some(day("2024-09-03")));
    assert_eq!(RightsRequest::restore(request.parts().clone()), Ok(request));
}

#[test]
fn a_history_that_could_not_have_come_about_is_not_restored() {
    let on = |text: &str| day(text);
    let pause =
        |asked: &str, answered: Option<&str>| Pause { asked_on: day(asked), answered_on: answered.map(day) };
    let open = received("2024-09-03").parts().clone();
    let answered = RequestState::Answered { on: on("2024-09-20") };
    let told = |text: &str| Some(Extension { told_on: day(text), reason: reason() });
    let possible = RightsRequestParts {
        state: answered,
        extension: told("2024-09-20"),
        pauses: vec![pause("2024-09-03", Some("2024-09-04")), pause("2024-09-04", Some("2024-09-20"))],
        ..open.clone()
    };
    assert!(RightsRequest::restore(possible.clone()).is_ok());
    for impossible in [
        RightsRequestParts { state: RequestState::Answered { on: on("2024-09-02") }, ..open.clone() },
        RightsRequestParts { extension: told("2024-09-02"), ..open.clone() },
        RightsRequestParts { extension: told("2024-09-21"), ..possible.clone() },
        RightsRequestParts { pauses: vec![pause("2024-09-02", None)], ..open.clone() },
        RightsRequestParts { pauses: vec![pause("2024-09-05", Some("2024-09-04"))], ..open.clone() },
        RightsRequestParts { pauses: vec![pause("2024-09-05", Some("2024-09-21"))], ..possible.clone() },
        RightsRequestParts { pauses: vec![pause("2024-09-21", None)], ..possible },
        RightsRequestParts {
            pauses: vec![pause("2024-09-05", None), pause("2024-09-06", None)],
            ..open.clone()
        },
        RightsRequestParts {
            pauses: vec![pause("2024-09-05", Some("2024-09-07")), pause("2024-09-06", None)],
            ..open.clone()
        },
        RightsRequestParts {
            state: RequestState::Refused { on: on("2024-09-20"), reason: RefusalGround::LegalHold },
            ..open
        },
    ] {
        let invalid = RightsRequest::restore(impossible).unwrap_err();
        assert_eq!(invalid.kind(), InvalidKind::HistoryImpossible);
    }
}

#[test]
fn debug_shows_no_reason() {
    let request = received("2024-09-03").extend(day("2024-09-04"), reason(), &england()).unwrap();
    assert!(!format!("{request:?}").contains("records"));
}
