//! Pages stay right while records before and after them come, change and go.

use std::collections::BTreeSet;

use bln_core::{
    Event, EventState, Id, Instant, ModeChoice, Modes, Notice, NoticeKind, OrganisationName, SeatCommand,
    Sequence,
};
use bln_store::{EventCursor, Expected, NameCursor, Page, PageSize, Position, Store, Write};
use chrono::Days;
use uuid::Uuid;

use crate::{check, desk, samples};

/// Sizes at which a list is walked again and again.
const SIZES: [u16; 4] = [1, 3, 16, 500];

/// While people are added and renamed, those who are there all the time each come once, in order.
pub async fn person_page_is_right_during_writes(store: &dyn Store) {
    check::put(store, (1..=40).map(|n| Write::Person(samples::person(2 * n), Expected::New))).await;
    let stay: Vec<_> = (1..=40).map(|n| samples::person_id(2 * n)).collect();
    let write = || async {
        for n in 0..40 {
            let renamed = Write::Person(samples::renamed(80 - 2 * n, 1), Expected::At(check::version(1)));
            check::put(store, [Write::Person(samples::person(2 * n + 1), Expected::New), renamed]).await;
            check::pause();
        }
    };
    check::while_writing(write, || async {
        for size in SIZES {
            let seen = check::walk(size, async |after, size| {
                let page = store.person_page(after, size).await.unwrap();
                check::keys(page, |record| record.person.record.id())
            })
            .await;
            check::assert_includes(&seen, &stay);
        }
    });
}

/// While names change, those who have the word all the time are found each once, in order.
pub async fn search_page_is_right_during_writes(store: &dyn Store) {
    let named = |n: u32, word: &str| samples::person_named(n, &format!("{word} Person"));
    check::put(store, (1..=60).map(|n| Write::Person(named(n, "Stays"), Expected::New))).await;
    let stay: Vec<_> = (1..=60).filter(|n| n % 3 != 0).map(samples::person_id).collect();
    let write = || async {
        for round in 0..2 {
            for n in (1..=20).rev() {
                let word = if round == 0 { "Leaves" } else { "Stays" };
                check::put(
                    store,
                    [Write::Person(named(3 * n, word), Expected::At(check::version(round + 1)))],
                )
                .await;
                check::pause();
            }
        }
    };
    check::while_writing(write, || async {
        for size in SIZES {
            let seen = check::walk(size, async |after, size| {
                let page = store.person_search("stays", after, size).await.unwrap();
                check::keys(page, |record| super::search::cursor("stays", record))
            })
            .await;
            let seen: Vec<_> = seen.into_iter().map(|cursor| cursor.person).collect();
            check::assert_includes(&seen, &stay);
        }
    });
}

/// While organisations are added and renamed, those that are there all the time each come once, in order.
pub async fn organisation_page_is_right_during_writes(store: &dyn Store) {
    let code = |n: u32| samples::code(&format!("Z{n:02}"));
    let new = |n: u32| Write::Organisation(samples::organisation(code(n).as_str()), Expected::New);
    check::put(store, (0..20).map(|n| new(2 * n))).await;
    let stay: Vec<_> = (0..20).map(|n| code(2 * n)).collect();
    let write = || async {
        for n in 0..20 {
            let name = OrganisationName::parse("Sample new name").unwrap();
            let organisation = samples::organisation(code(38 - 2 * n).as_str());
            let renamed = organisation.renamed(name, samples::day("2030-01-01")).unwrap();
            check::put(
                store,
                [new(2 * n + 1), Write::Organisation(renamed, Expected::At(check::version(1)))],
            )
            .await;
            check::pause();
        }
    };
    check::while_writing(write, || async {
        for size in SIZES {
            let seen = check::walk(size, async |after, size| {
                check::keys(store.organisation_page(after, size).await.unwrap(), |stored| {
                    stored.record.code()
                })
            })
            .await;
            check::assert_includes(&seen, &stay);
        }
    });
}

/// While events are added and moved, those that stay where they are each come once, in order.
pub async fn event_page_is_right_during_writes(store: &dyn Store) {
    let on = |n: u32, day: u64| {
        let date = (samples::day("2027-04-01") + Days::new(day)).to_string();
        samples::event_in_state(n, samples::event_details(n, Modes::Online, &date), EventState::Draft)
    };
    check::put(store, (1..=30).map(|n| Write::Event(on(n, 2 * u64::from(n)), Expected::New))).await;
    let stay: BTreeSet<_> = (1..=30).filter(|n| n % 3 != 0).map(samples::event_id).collect();
    let write = || async {
        for round in 0..3 {
            for n in 1..=10 {
                // From the end to the beginning and back again, past whatever is being read.
                let day = if round % 2 == 0 { u64::from(n) } else { 100 - u64::from(n) };
                let moved = Write::Event(on(3 * n, day), Expected::At(check::version(round + 1)));
                let new = Write::Event(on(100 + 10 * round + n, 5 * u64::from(n)), Expected::New);
                check::put(store, [moved, new]).await;
                check::pause();
            }
        }
    };
    check::while_writing(write, || async {
        for size in SIZES {
            let seen = check::walk(size, async |after, size| {
                check::keys(store.event_page(after, size).await.unwrap(), |stored| EventCursor {
                    starts: stored.record.schedule().starts_at(),
                    event: stored.record.id(),
                })
            })
            .await;
            let stayed: Vec<_> =
                seen.iter().map(|cursor| cursor.event).filter(|id| stay.contains(id)).collect();
            assert_eq!(stayed.len(), stay.len(), "each event that stayed comes once");
        }
    });
}

/// While people register, cancel, register again and are removed, those whose number stays each come once, in order.
pub async fn registration_page_is_right_during_writes(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(100), 24).await;
    let all: Vec<_> = (1..=24).map(|n| desk::register(n, ModeChoice::InPerson)).collect();
    desk::seat(store, event, &all, samples::now()).await;
    let stay: Vec<_> = (1..=24).filter(|n| n % 2 == 0).map(Sequence::new).collect();
    let write = || async {
        for n in (1..=24).step_by(2) {
            let person = samples::person_id(n);
            let second = if n % 3 == 0 { SeatCommand::Remove { person } } else { desk::cancel(n) };
            for command in [second, desk::register(n, ModeChoice::InPerson)] {
                desk::seat(store, event, &[command], samples::minutes(1)).await;
                check::pause();
            }
        }
    };
    check::while_writing(write, || async {
        for size in SIZES {
            let seen = check::walk(size, async |after, size| {
                let page = store.registration_page(event, after, size).await.unwrap();
                check::keys(page, |stored| stored.record.sequence())
            })
            .await;
            check::assert_includes(&seen, &stay);
        }
    });
}

/// While a person registers for some events and is removed from others, those that stay each come once, in order.
pub async fn person_registrations_are_right_during_writes(store: &dyn Store) {
    let person = samples::person_id(1);
    desk::event_with_places(store, 1, samples::in_person(9), 1).await;
    for n in 2..=16 {
        let event = Write::Event(samples::event(n, Modes::InPerson), Expected::New);
        let seats = bln_core::Seats::new(samples::event_id(n), samples::in_person(9));
        check::put(store, [event, Write::Seats(seats, Expected::New)]).await;
    }
    let register = async |n: u32| {
        let command = desk::register(1, ModeChoice::InPerson);
        desk::seat(store, samples::event_id(n), &[command], samples::now()).await;
    };
    for n in 1..=12 {
        register(n).await;
    }
    let stay: Vec<Id<Event>> = [2, 4, 6, 8, 10, 12].map(samples::event_id).into();
    let write = || async {
        for n in [1, 3, 5, 7, 9, 11] {
            let event = samples::event_id(n);
            desk::seat(store, event, &[SeatCommand::Remove { person }], samples::minutes(1)).await;
            check::pause();
            if n < 5 {
                register(12 + n).await;
            }
        }
    };
    check::while_writing(write, || async {
        for size in SIZES {
            let seen = check::walk(size, async |after, size| {
                let page = store.person_registrations(person, after, size).await.unwrap();
                check::keys(page, |stored| stored.record.event())
            })
            .await;
            check::assert_includes(&seen, &stay);
        }
    });
}

/// Who follows the audit while others commit misses no entry: what is read up to a position is all there is below it.
pub async fn audit_page_misses_nothing_during_writes(store: &dyn Store) {
    let write = || async {
        check::at_once(4, |_| async move {
            for _ in 0..10 {
                check::commit(store, samples::changes().audited(samples::entry())).await;
            }
        });
    };
    check::while_writing(write, || async {
        for size in SIZES {
            let seen = check::walk(size, async |after, size| {
                check::keys(store.audit_page(after, size).await.unwrap(), |record| record.position)
            })
            .await;
            let all: Vec<_> = (1..).map(Position).take(seen.len()).collect();
            assert_eq!(seen, all, "an entry was missed");
        }
    });
    assert_eq!(store.audit_page(None, PageSize::MAX).await.unwrap().items.len(), 80);
}

/// Who follows the outbox while others commit misses no notice.
pub async fn outbox_page_misses_nothing_during_writes(store: &dyn Store) {
    check::put(store, [Write::Person(samples::person(1), Expected::New)]).await;
    let notice = || Notice::new(samples::fresh(), samples::person_id(1), NoticeKind::Welcome, samples::now());
    let write = || async {
        check::at_once(4, |_| async move {
            for _ in 0..10 {
                check::commit(store, samples::changes().notify(notice()).notify(notice())).await;
            }
        });
    };
    check::while_writing(write, || async {
        for size in SIZES {
            let seen = check::walk(size, async |after, size| {
                check::keys(store.outbox_page(after, size).await.unwrap(), |record| record.position)
            })
            .await;
            let all: Vec<_> = (1..).map(Position).take(seen.len()).collect();
            assert_eq!(seen, all, "a notice was missed");
        }
    });
    assert_eq!(store.outbox_page(None, PageSize::MAX).await.unwrap().items.len(), 80);
}

/// A page goes on after its key when what was at the key has been removed, and does not come back to it.
pub async fn registration_page_goes_on_after_a_removed_one(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(9), 5).await;
    let all: Vec<_> = (1..=5).map(|n| desk::register(n, ModeChoice::InPerson)).collect();
    desk::seat(store, event, &all, samples::now()).await;
    let first = store.registration_page(event, None, check::size(2)).await.unwrap();
    assert_eq!(first.next, Some(Sequence::new(2)));
    for person in [2, 3].map(samples::person_id) {
        desk::seat(store, event, &[SeatCommand::Remove { person }], samples::minutes(1)).await;
    }
    desk::seat(store, event, &[desk::register(2, ModeChoice::InPerson)], samples::minutes(2)).await;
    let rest = store.registration_page(event, first.next, check::size(3)).await.unwrap();
    let rest = check::keys(rest, |stored| stored.record.sequence());
    assert_eq!(rest, Page { items: [4, 5, 6].map(Sequence::new).into(), next: None });
}

/// A last page that is full has no next one, also at the most that a page may hold.
pub async fn last_page_that_is_full_is_the_last(store: &dyn Store) {
    let new = |n| Write::Person(samples::person(n), Expected::New);
    check::put(store, (1..=500).map(new)).await;
    let page = store.person_page(None, PageSize::MAX).await.unwrap();
    assert_eq!((page.items.len(), page.next), (500, None));
    check::put(store, [new(501)]).await;
    let page = store.person_page(None, PageSize::MAX).await.unwrap();
    assert_eq!((page.items.len(), page.next), (500, Some(samples::person_id(500))));
    let after = page.next.map(|person| NameCursor { word: "sample".to_owned(), person });
    let found = store.person_search("sample", after, check::size(1)).await.unwrap();
    assert_eq!((found.items.len(), found.next), (1, None));
    let page = store.person_page(page.next, PageSize::MAX).await.unwrap();
    assert_eq!((page.items.len(), page.next), (1, None));
}

/// After the last key that can be there is nothing, and after the first that can be comes everything but itself.
pub async fn page_after_the_ends_of_its_keys_is_right(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(9), 2).await;
    desk::seat(store, event, &[desk::register(1, ModeChoice::InPerson)], samples::now()).await;
    let notice = Notice::new(samples::fresh(), samples::person_id(1), NoticeKind::Welcome, samples::now());
    check::commit(store, samples::changes().notify(notice)).await;
    let person = samples::person_id(1);
    let at = |text: &str| -> Instant { samples::instant(text) };
    let ends = [("0000-01-01T00:00:00Z", 0), ("9999-12-31T23:59:59Z", u64::MAX)];
    for ((starts, number), (uuid, found)) in ends.into_iter().zip([(Uuid::nil(), 1), (Uuid::max(), 0)]) {
        let (size, id) = (PageSize::MAX, Some(Id::new(uuid)));
        let cursor = EventCursor { starts: at(starts), event: Id::new(uuid) };
        let (position, sequence) = (Some(Position(number)), Some(Sequence::new(number)));
        assert_eq!(store.person_page(id, size).await.unwrap().items.len(), 2 * found);
        let word = "sample".to_owned();
        let name = Some(NameCursor { word, person: Id::new(uuid) });
        assert_eq!(store.person_search("sample", name, size).await.unwrap().items.len(), 2 * found);
        assert_eq!(store.event_page(Some(cursor), size).await.unwrap().items.len(), found);
        assert_eq!(store.registration_page(event, sequence, size).await.unwrap().items.len(), found);
        let events = Some(Id::new(uuid));
        assert_eq!(store.person_registrations(person, events, size).await.unwrap().items.len(), found);
        assert_eq!(store.events_with_due_offers(samples::now(), events, size).await.unwrap().items, []);
        assert_eq!(store.audit_page(position, size).await.unwrap().items.len(), 3 * found);
        assert_eq!(store.outbox_page(position, size).await.unwrap().items.len(), found);
    }
}
