//! The first and the last day that there is, and instants a microsecond apart.

use bln_core::{
    Affiliation, DatedNames, Employer, EventDetails, EventKind, EventState, Line, LocalTime, Mode, Modes,
    Notice, NoticeKind, OdsRole, OperationalDates, Organisation, OrganisationName, OrganisationParts, Person,
    Pool, RegistrationState, Right, RightsRequest, Schedule, Seats, SeatsParts, Succession, TimeZone,
};
use bln_store::{EventCursor, Expected, PageSize, Rule, SeatQuery, Store, Write};
use chrono::{NaiveDate, TimeDelta};

use super::{
    bounds::{ground_up_to, seat_parts},
    registration,
};
use crate::{check, samples};

/// The first and the last day that there is are kept, wherever there is a day.
pub async fn first_and_last_day_round_trip(store: &dyn Store) {
    for (n, (first, last)) in
        (1..).zip([("0000-01-01", "9999-12-31"), ("0001-01-01", "0001-01-02"), ("1899-12-31", "1970-01-01")])
    {
        let (first, last) = (samples::day(first), samples::day(last));
        let mut wording = samples::wording(&format!("sample@{n}"));
        wording.in_force_from = Some(if n == 1 { last } else { first });
        let organisation = organisation_of(&format!("Z{n:02}"), first, last);
        let person = person_of(n, first, Some(last));
        let request = RightsRequest::receive(samples::request_id(n), person.id(), Right::Access, first);
        let request = request.answer(last).unwrap();
        check::put(
            store,
            [
                Write::Wording(wording.clone()),
                Write::Organisation(organisation.clone(), Expected::New),
                Write::Person(person.clone(), Expected::New),
                Write::RightsRequest(request.clone(), Expected::New),
            ],
        )
        .await;
        assert!(store.wordings().await.unwrap().contains(&wording));
        assert_eq!(store.organisation(organisation.code()).await.unwrap().unwrap().record, organisation);
        assert_eq!(store.person(person.id()).await.unwrap().unwrap().person.record, person);
        assert_eq!(store.rights_request(request.id()).await.unwrap().unwrap().record, request);
    }
}

/// A day before the year 0 or after the year 9999 is refused as not well formed, wherever there is a day.
pub async fn day_out_of_bounds_is_refused(store: &dyn Store) {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let inside = samples::day("2027-01-01");
    for (first, last) in
        [(day(-1, 12, 31), inside), (inside, day(10_000, 1, 1)), (NaiveDate::MIN, NaiveDate::MAX)]
    {
        let mut wording = samples::wording("sample@1");
        wording.in_force_from = Some(if first == inside { last } else { first });
        let wall = |date: NaiveDate| LocalTime::new(date.and_hms_opt(12, 0, 0).unwrap(), TimeZone::LONDON);
        let outside = if first == inside { last } else { first };
        let schedule = Schedule::new(
            wall(outside),
            LocalTime::new(outside.and_hms_opt(13, 0, 0).unwrap(), TimeZone::LONDON),
        );
        let mut refused = vec![
            Write::Wording(wording),
            Write::Organisation(organisation_of("ZZ1", first, last), Expected::New),
            Write::Person(person_of(1, first, Some(last)), Expected::New),
        ];
        let request =
            RightsRequest::receive(samples::request_id(1), samples::person_id(1), Right::Access, outside);
        refused.push(Write::RightsRequest(request, Expected::New));
        refused.extend(schedule.ok().map(|schedule| Write::Event(event_of(1, schedule), Expected::New)));
        for write in refused {
            check::assert_conflict(store, check::writes([write]), Rule::WellFormed).await;
        }
    }
    assert_eq!(store.wordings().await.unwrap(), []);
}

/// Events are kept in the first and in the last years that there are, and come in the order of their starts.
pub async fn events_of_all_years_round_trip(store: &dyn Store) {
    let mut order = vec![];
    for (n, year) in (1..).zip(["0001", "0999", "1600", "1969", "1970", "2038", "9998"]) {
        let wall = |time: &str| LocalTime::parse(&format!("{year}-06-15T{time}"), TimeZone::LONDON).unwrap();
        let event = event_of(n, Schedule::new(wall("18:00:01"), wall("19:30:59")).unwrap());
        check::put(store, [Write::Event(event.clone(), Expected::New)]).await;
        assert_eq!(store.event(event.id()).await.unwrap().unwrap().record, event);
        order.push(EventCursor { starts: event.schedule().starts_at(), event: event.id() });
    }
    check::assert_paged(&order, async |after, size| {
        check::keys(store.event_page(after, size).await.unwrap(), |stored| EventCursor {
            starts: stored.record.schedule().starts_at(),
            event: stored.record.id(),
        })
    })
    .await;
}

/// An instant is kept to the microsecond, from the first to the last that there is.
pub async fn instants_round_trip_to_the_microsecond(store: &dyn Store) {
    check::put(store, [Write::Person(samples::person(1), Expected::New)]).await;
    let instants = [
        "0000-01-01T00:00:00.000000Z",
        "0000-12-31T23:59:59.999999Z",
        "0001-01-01T00:00:00.000001Z",
        "1582-10-10T12:00:00.500000Z",
        "1969-12-31T23:59:59.999999Z",
        "1970-01-01T00:00:00.000000Z",
        "1999-12-31T23:59:59.999999Z",
        "2000-01-01T00:00:00.000001Z",
        "2027-03-28T01:30:00.123456Z",
        "2038-01-19T03:14:08.000001Z",
        "9999-12-31T23:59:58.999999Z",
        "9999-12-31T23:59:59.000000Z",
    ]
    .map(samples::instant);
    for (n, at) in instants.into_iter().enumerate() {
        let notice = Notice::new(samples::fresh(), samples::person_id(1), NoticeKind::Welcome, at);
        let mut receipt = samples::receipt(None, &format!("sample-key-{n}"));
        receipt.at = at;
        check::commit(store, samples::changes().notify(notice.clone()).answered(receipt.clone())).await;
        let read = store.outbox_page(None, PageSize::MAX).await.unwrap().items;
        assert_eq!(read.last().unwrap().notice, notice);
        assert_eq!(store.receipt(&receipt.key).await.unwrap(), Some(receipt));
    }
}

/// Instants a microsecond apart are told apart: an offer is due at its instant, and not a microsecond before.
pub async fn offers_are_due_to_the_microsecond(store: &dyn Store) {
    let event = ground_up_to(store, 100, 3).await;
    let expires = samples::instant("2027-03-05T09:00:00.000001Z");
    let places = Pool { capacity: samples::places(10), confirmed: 0, offered: 3 };
    let held = SeatsParts { in_person: Some(places), ..seat_parts(100) };
    let held = Write::Seats(Seats::from_parts(held).unwrap(), Expected::At(check::version(1)));
    let offered = (1..).zip([0, 1, 2]).map(|(n, micros)| {
        let expires = expires.plus(TimeDelta::microseconds(micros));
        let state = RegistrationState::Offered { mode: Mode::InPerson, expires };
        let steps = vec![samples::step(1, u64::from(n), state, samples::now())];
        Write::Registration(registration::change(event, samples::person_id(n), samples::fresh(), None, steps))
    });
    check::put(store, [held].into_iter().chain(offered)).await;
    for micros in -1..=2 {
        let due = expires.plus(TimeDelta::microseconds(micros));
        let query = SeatQuery { due, due_limit: 10, ..super::seat_view::query(event) };
        let view = store.seat_view(query).await.unwrap().unwrap();
        assert_eq!(view.registrations.len(), usize::try_from(micros + 1).unwrap(), "{micros}");
        let events = store.events_with_due_offers(due, None, PageSize::MAX).await.unwrap().items;
        assert_eq!(events.len(), usize::from(micros >= 0), "{micros}");
    }
}

fn organisation_of(code: &str, first: NaiveDate, last: NaiveDate) -> Organisation {
    let name = |text: &str| OrganisationName::parse(text).unwrap();
    let names = DatedNames::from_parts([(first, name("Sample first")), (last, name("Sample last"))]).unwrap();
    let parts = OrganisationParts {
        operational: OperationalDates::new(Some(first), Some(last)).unwrap(),
        predecessors: vec![Succession { code: samples::code("RX1"), on: first }],
        successors: vec![Succession { code: samples::code("RJZ"), on: last }],
        ..OrganisationParts::new(samples::code(code), OdsRole::NHS_TRUST, names)
    };
    Organisation::from_parts(parts).unwrap()
}

fn person_of(n: u32, first: NaiveDate, last: Option<NaiveDate>) -> Person {
    let post = Affiliation::new(Employer::Unlisted(Line::parse("Sample Hospice").unwrap()), first);
    samples::person(n).with_affiliations(vec![post.with_until(last).unwrap()]).unwrap()
}

fn event_of(n: u32, schedule: Schedule) -> bln_core::Event {
    let of = samples::event_details(n, Modes::Online, "2027-05-01");
    let (title, kind) = (of.title().clone(), EventKind::Webinar);
    let details = EventDetails::new(
        title,
        kind,
        *of.pillars(),
        of.audience(),
        of.modes(),
        schedule,
        of.confidentiality(),
    );
    samples::event_in_state(n, details, EventState::Draft)
}
