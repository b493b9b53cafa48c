//! Messages to those who come to an event, and what becomes of a safe space.

use bln_core::{
    Broadcast, ContributorBand, Event, EventParts, Id, Message, ModeChoice, Notice, NoticeKind, NoticeState,
    Prose, RecordRef, SeatCommand, ThemeState,
};
use bln_store::{Expected, Position, Rule, Store, Write};
use uuid::Uuid;

use crate::{check, desk, samples};

/// A message is read back equal, at its full length too; one that is not there is `None`.
pub async fn message_round_trips(store: &dyn Store) {
    check::drafted(store, 1).await;
    let longest = Prose::parse("\u{20bb7}\n".repeat(999) + "ab").unwrap();
    let longest = Message::new(samples::message_id(2), samples::event_id(1), longest, samples::minutes(1));
    for message in [samples::message(1, 1), longest] {
        check::put(store, [Write::Message(message.clone())]).await;
        assert_eq!(store.message(message.id()).await.unwrap(), Some(message));
    }
    assert_eq!(store.message(samples::message_id(3)).await.unwrap(), None);
}

/// A message's identifier is used once, in one change set and in several; the first stays as it is.
pub async fn message_identifier_is_used_once(store: &dyn Store) {
    check::drafted(store, 1).await;
    let message = samples::message(1, 1);
    let words = Prose::parse("Other words.").unwrap();
    let other = Message::new(message.id(), message.event(), words, message.at());
    let twice = check::writes([message.clone(), other.clone()].map(Write::Message));
    check::assert_conflict(store, twice, Rule::IdentifierUnique).await;
    check::put(store, [Write::Message(message.clone())]).await;
    for again in [message.clone(), other] {
        let changes = check::writes([Write::Message(again)]);
        check::assert_conflict(store, changes, Rule::IdentifierUnique).await;
    }
    assert_eq!(store.message(message.id()).await.unwrap(), Some(message));
}

/// A message is about an event that is there.
pub async fn message_about_a_missing_event_is_not_found(store: &dyn Store) {
    let changes = check::writes([Write::Message(samples::message(1, 99))]);
    check::assert_not_found(store, changes, RecordRef::Event(samples::event_id(99))).await;
}

/// A message goes once to each who has a place, holds an offer or waits, in the order of their identifiers; to nobody
/// who cancelled or declined, and to nobody of another event. Sent again under the same identifier, it is a conflict.
pub async fn broadcast_reaches_each_live_registration_once(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(2), 9).await;
    let other = samples::event_id(2);
    let places = samples::in_person(5);
    let published = samples::event(2, places.modes());
    let seats = bln_core::Seats::new(other, places);
    check::put(store, [Write::Event(published, Expected::New), Write::Seats(seats, Expected::New)]).await;
    desk::seat(store, other, &[desk::register(8, ModeChoice::InPerson)], samples::now()).await;
    let all = [7, 3, 6, 1, 5, 4].map(|n| desk::register(n, ModeChoice::InPerson));
    desk::seat(store, event, &all, samples::now()).await;
    // 7 goes and 6 is offered the place; 6 declines, and 1 is offered it; 4 goes from the waiting list.
    let declined = SeatCommand::Decline { person: samples::person_id(6) };
    for (minute, command) in (1..).zip([desk::cancel(7), declined, desk::cancel(4)]) {
        desk::seat(store, event, &[command], samples::minutes(minute)).await;
    }
    let welcome = Notice::new(samples::fresh(), samples::person_id(9), NoticeKind::Welcome, samples::now());
    check::commit(store, samples::changes().notify(welcome)).await;

    let message = samples::message(1, 1);
    let broadcast = message.broadcast(Id::new(Uuid::from_u128(77 << 64)));
    let after = Notice::new(samples::fresh(), samples::person_id(9), NoticeKind::Welcome, samples::now());
    let send = check::writes([Write::Message(message), Write::Broadcast(broadcast)]);
    check::commit(store, send.notify(after.clone())).await;

    let mut expected = vec![];
    for n in [1, 3, 5] {
        let (registration, _) = desk::registration(store, event, samples::person_id(n)).await;
        expected.push(broadcast.notice(&registration).unwrap());
    }
    expected.push(after);
    let sent = check::outbox(store).await.split_off(1);
    let positions: Vec<_> = sent.iter().map(|record| record.position).collect();
    assert_eq!(positions, [2, 3, 4, 5].map(Position));
    assert!(sent.iter().all(|record| record.state == NoticeState::Waiting));
    assert_eq!(sent.into_iter().map(|record| record.notice).collect::<Vec<_>>(), expected);
    let again = check::writes([Write::Broadcast(broadcast)]);
    check::assert_conflict(store, again, Rule::IdentifierUnique).await;
    assert_eq!(check::outbox(store).await.len(), 5);
}

/// A message to an event that nobody comes to is written and sends nothing, and uses up no position.
pub async fn broadcast_to_nobody_sends_nothing(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(2), 1).await;
    desk::seat(store, event, &[desk::register(1, ModeChoice::InPerson)], samples::now()).await;
    desk::seat(store, event, &[desk::cancel(1)], samples::minutes(1)).await;
    let message = samples::message(1, 1);
    let broadcast = Write::Broadcast(message.broadcast(samples::fresh()));
    check::put(store, [Write::Message(message.clone()), broadcast]).await;
    assert_eq!(check::outbox(store).await, []);
    assert_eq!(store.message(message.id()).await.unwrap(), Some(message));
    let notice = Notice::new(samples::fresh(), samples::person_id(1), NoticeKind::Welcome, samples::now());
    check::commit(store, samples::changes().notify(notice)).await;
    assert_eq!(check::outbox(store).await[0].position, Position(1));
}

/// A message is sent that is there, whoever comes.
pub async fn broadcast_of_a_missing_message_is_not_found(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(2), 1).await;
    let missing = RecordRef::Message(samples::message_id(1));
    let send = || check::writes([Write::Broadcast(samples::message(1, 1).broadcast(samples::fresh()))]);
    check::assert_not_found(store, send(), missing.clone()).await;
    desk::seat(store, event, &[desk::register(1, ModeChoice::InPerson)], samples::now()).await;
    check::assert_not_found(store, send(), missing).await;
    assert_eq!(check::outbox(store).await, []);
}

/// A reminder goes once to each who has a confirmed place, in the order of their identifiers, and to nobody who waits,
/// holds an offer or cancelled. It carries nothing, and each says which event it is about.
pub async fn reminder_reaches_each_confirmed_place_once(store: &dyn Store) {
    let id = desk::event_with_places(store, 1, samples::in_person(3), 9).await;
    let all = [7, 3, 6, 1, 5].map(|n| desk::register(n, ModeChoice::InPerson));
    desk::seat(store, id, &all, samples::now()).await;
    // 7 goes, and 1 is offered the place; 3 and 6 have theirs, and 5 waits.
    desk::seat(store, id, &[desk::cancel(7)], samples::minutes(1)).await;
    let event = store.event(id).await.unwrap().unwrap().record;
    let reminder = Broadcast::reminder(samples::fresh(), &event, samples::now());
    let before = check::outbox(store).await.len();
    check::put(store, [Write::Broadcast(reminder)]).await;
    let mut expected = vec![];
    for n in [3, 6] {
        let (registration, _) = desk::registration(store, id, samples::person_id(n)).await;
        expected.push(reminder.notice(&registration).unwrap());
    }
    let sent = check::outbox(store).await.split_off(before);
    assert!(sent.iter().all(|record| record.state == NoticeState::Waiting));
    assert_eq!(sent.into_iter().map(|record| record.notice).collect::<Vec<_>>(), expected);
}

/// A reminder of an event is sent once for a day, also when it reached nobody and its notices are gone; on another day,
/// and of another event, there is another.
pub async fn reminder_is_sent_once_for_an_event_and_a_day(store: &dyn Store) {
    let id = desk::event_with_places(store, 1, samples::in_person(3), 1).await;
    let event = store.event(id).await.unwrap().unwrap().record;
    let of = |event: &Event| Broadcast::reminder(samples::fresh(), event, samples::now());
    let remind = |event: &Event| check::writes([Write::Broadcast(of(event))]);
    check::commit(store, remind(&event)).await;
    desk::seat(store, id, &[desk::register(1, ModeChoice::InPerson)], samples::now()).await;
    let before = check::outbox(store).await.len();
    check::assert_conflict(store, remind(&event), Rule::ReminderOnce).await;
    assert_eq!(check::outbox(store).await.len(), before);
    let moved = samples::event_details(1, event.modes(), "2027-09-09");
    let parts = EventParts { details: moved, ..event.parts().clone() };
    let moved = Event::restore(parts).unwrap();
    check::commit(store, remind(&moved)).await;
    assert_eq!(check::outbox(store).await.len(), before + 1);
    check::assert_conflict(store, remind(&moved), Rule::ReminderOnce).await;
    check::drafted(store, 2).await;
    let other = store.event(samples::event_id(2)).await.unwrap().unwrap().record;
    check::commit(store, remind(&other)).await;
}

/// People are reminded of an event that is there.
pub async fn reminder_of_a_missing_event_is_not_found(store: &dyn Store) {
    let event = samples::event(99, bln_core::Modes::Online);
    let reminder = Broadcast::reminder(samples::fresh(), &event, samples::now());
    let remind = check::writes([Write::Broadcast(reminder)]);
    check::assert_not_found(store, remind, RecordRef::Event(event.id())).await;
}

/// When a safe space is disposed of, its messages and the notices that carry them, its facilitations, and its themes
/// that were not released are gone. Its released themes stay without their contributions; so does all of other events,
/// and every other notice.
pub async fn disposed_safe_space_keeps_released_themes(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    let released = ThemeState::Released { at: samples::now(), contributors: ContributorBand::AtLeast8 };
    let checked = ThemeState::Checked { at: samples::now(), by: samples::person_id(1) };
    let states = [ThemeState::Gathering, checked, released];
    for event in [1, 2] {
        check::drafted(store, event).await;
        let mut these = vec![
            Write::Message(samples::message(event, event)),
            Write::Facilitation(samples::facilitation(event, 1, 1), Expected::New),
        ];
        for (n, state) in (10 * event..).zip(states) {
            these.push(Write::Theme(samples::theme(n, event, state), Expected::New));
            these.push(Write::Contribution { theme: samples::theme_id(n), by: samples::keyed_hash(1) });
        }
        let about = |kind| {
            Notice::new(samples::fresh(), samples::person_id(2), kind, samples::now())
                .about(samples::event_id(event))
        };
        let carrying = about(NoticeKind::MessageToAttendees).carrying(samples::message_id(event));
        let changes = check::writes(these).notify(carrying).notify(about(NoticeKind::EventChanged));
        check::commit(store, changes).await;
    }
    let dispose = |event| Write::DisposeSafeSpace { event: samples::event_id(event) };
    check::put(store, [dispose(99)]).await;
    assert_eq!(check::outbox(store).await.len(), 4);
    for _ in 0..2 {
        check::put(store, [dispose(1)]).await;
        for (event, left, contributors) in [(1, vec![12], 0), (2, vec![20, 21, 22], 1)] {
            let id = samples::event_id(event);
            let themes = store.themes(id).await.unwrap();
            let themes: Vec<_> = themes.into_iter().map(|stored| stored.record.id()).collect();
            assert_eq!(themes, left.into_iter().map(samples::theme_id).collect::<Vec<_>>());
            for theme in 10 * event..10 * event + 3 {
                assert_eq!(store.contributors(samples::theme_id(theme)).await.unwrap(), contributors);
            }
            let stays = event == 2;
            assert_eq!(store.message(samples::message_id(event)).await.unwrap().is_some(), stays);
            assert_eq!(store.facilitation(id, samples::person_id(1)).await.unwrap().is_some(), stays);
        }
        assert_eq!(store.theme(samples::theme_id(10)).await.unwrap(), None);
        let positions = check::outbox(store).await.into_iter().map(|record| record.position);
        assert_eq!(positions.collect::<Vec<_>>(), [2, 3, 4].map(Position));
    }
}

/// What disposing of a safe space would remove is counted: its messages, facilitations, themes inside and contributions.
/// Of what was disposed of, and of an event that is not there, there is nothing.
pub async fn what_would_be_disposed_of_is_counted(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    let to_dispose = async |event| store.to_dispose(samples::event_id(event)).await.unwrap();
    for event in [1, 2] {
        check::drafted(store, event).await;
    }
    assert_eq!([to_dispose(1).await, to_dispose(99).await], [0, 0]);
    let released = ThemeState::Released { at: samples::now(), contributors: ContributorBand::AtLeast8 };
    let these = [
        Write::Message(samples::message(1, 1)),
        Write::Message(samples::message(2, 1)),
        Write::Facilitation(samples::facilitation(1, 1, 1), Expected::New),
        Write::Theme(samples::theme(10, 1, ThemeState::Gathering), Expected::New),
        Write::Theme(samples::theme(11, 1, released), Expected::New),
        Write::Contribution { theme: samples::theme_id(10), by: samples::keyed_hash(1) },
        Write::Contribution { theme: samples::theme_id(11), by: samples::keyed_hash(1) },
        Write::Message(samples::message(3, 2)),
    ];
    check::put(store, these).await;
    assert_eq!([to_dispose(1).await, to_dispose(2).await], [6, 1]);
    check::put(store, [Write::DisposeSafeSpace { event: samples::event_id(1) }]).await;
    assert_eq!([to_dispose(1).await, to_dispose(2).await], [0, 1]);
}
