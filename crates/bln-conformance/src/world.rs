//! One of everything, and all that can be read of it: the ground for cases about what changes nothing else.

use bln_core::{
    BulletinState, ConsentLedger, ConsentMethod, EventState, ModeChoice, Modes, Notice, NoticeKind, Pillar,
    PurposeCode, RecordRef, TestimonialState, ThemeState, Versioned, WordingRef,
};
use bln_store::{
    AuditRecord, Expected, NoticeRecord, PageSize, PersonRecord, ReaderRecord, Receipt, ReceiptKey, Store,
    Write,
};

use crate::{check, desk, samples};

/// Everybody in it: the first has one of everything but a place, the second facilitates event 1 and has a place there,
/// and the third is on the list.
pub(crate) const PEOPLE: [u32; 3] = [1, 2, 3];

/// Writes one of everything.
pub(crate) async fn build(store: &dyn Store) {
    check::on_the_list(store, 3).await;
    let details = samples::event_details(1, Modes::InPerson, "2027-04-02");
    let event = samples::event_in_state(1, details, EventState::Published);
    let seats = bln_core::Seats::new(event.id(), samples::in_person(5));
    check::put(store, [Write::Event(event, Expected::New), Write::Seats(seats, Expected::New)]).await;
    desk::seat(store, samples::event_id(1), &[desk::register(2, ModeChoice::InPerson)], samples::now()).await;

    let checked = ThemeState::Checked { at: samples::now(), by: samples::person_id(1) };
    let mut these = vec![
        Write::Facilitation(samples::facilitation(1, 2, 3), Expected::New),
        Write::Theme(samples::theme(1, 1, checked), Expected::New),
        Write::Contribution { theme: samples::theme_id(1), by: samples::keyed_hash(1) },
        Write::Message(samples::message(1, 1)),
        Write::Suppression(samples::suppression(1, PurposeCode::Bulletin, samples::now())),
    ];
    for n in [1, 2] {
        these.extend([
            Write::Membership(samples::member(n), Expected::New),
            Write::Consent {
                person: samples::person_id(n),
                entries: consent(3 - n),
                expected: Expected::New,
            },
            Write::Characteristics(samples::sealed(n, 2), Expected::New),
            Write::Limits(samples::limits(n, 1), Expected::New),
            Write::RightsRequest(samples::request(n, n), Expected::New),
            Write::ActionLink(samples::link(n)),
            Write::Testimonial(samples::testimonial(n, n, TestimonialState::Offered), Expected::New),
            Write::TestimonialUse(samples::testimonial_use(n, n, None), Expected::New),
            Write::Recognition(samples::recognition(n, n), Expected::New),
            Write::Resource(samples::resource(n), Expected::New),
            Write::Figure(samples::figure(n)),
            Write::Initiative(samples::initiative(n), Expected::New),
            Write::Legacy {
                initiative: samples::initiative_id(n),
                entries: vec![samples::legacy_entry(n, n, samples::ask(n))],
                expected: Expected::New,
            },
            Write::Bulletin(samples::bulletin(n, BulletinState::Draft), Expected::New),
            Write::Interests(samples::interests(n, &[Pillar::Legacy]), Expected::New),
            Write::AddressRecord(samples::address_record(n, 3), Expected::New),
        ]);
    }
    let changes = [1, 2].into_iter().fold(check::writes(these), |changes, n| {
        let welcome =
            Notice::new(samples::fresh(), samples::person_id(n), NoticeKind::Welcome, samples::now());
        let carrying = Notice::new(
            samples::fresh(),
            samples::person_id(n),
            NoticeKind::MessageToAttendees,
            samples::now(),
        );
        changes.notify(welcome).notify(carrying.about(samples::event_id(1)).carrying(samples::message_id(1)))
    });
    let changes = receipts().into_iter().fold(changes, bln_store::Changes::answered);
    check::commit(store, changes).await;
}

/// A "yes" by the person and a "no" that a sample person wrote down.
fn consent(recorded_by: u32) -> Vec<bln_core::ConsentEntry> {
    let given = samples::consent_given(PurposeCode::Bulletin, samples::now());
    let ledger = ConsentLedger::restore(samples::person_id(901), vec![given]);
    let by = Some(samples::person_id(recorded_by));
    let ledger = ledger.withdraw(PurposeCode::Bulletin, ConsentMethod::Paper, by, samples::minutes(1));
    let wording = WordingRef::parse("bulletin-consent@1").unwrap();
    let ledger =
        ledger.give(PurposeCode::Directory, wording, None, ConsentMethod::Verbal, by, samples::minutes(2));
    ledger.unwrap().entries().to_vec()
}

/// Of the first person: one they asked for, and one about each record of theirs that somebody else asked for. And one
/// of the second person, and one of the public, about nobody.
pub(crate) fn receipts() -> Vec<Receipt> {
    let (first, second) = (samples::person_id(1), samples::person_id(2));
    let event = samples::event_id(1);
    let about = |actor, key: &str, record| Receipt { record, ..samples::receipt(actor, key) };
    vec![
        about(Some(first), "asked-by-the-first", RecordRef::Event(event)),
        about(None, "person-of-the-first", RecordRef::Person(first)),
        about(Some(second), "membership-of-the-first", RecordRef::Membership(first)),
        about(Some(second), "consent-of-the-first", RecordRef::Consent(first)),
        about(Some(second), "place-of-the-first", RecordRef::Registration { event, person: first }),
        about(Some(second), "asked-by-the-second", RecordRef::Person(second)),
        about(None, "asked-by-the-public", RecordRef::Network),
    ]
}

/// All that can be read.
#[derive(Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) people: Vec<PersonRecord>,
    pub(crate) found: Vec<PersonRecord>,
    pub(crate) audit: Vec<AuditRecord>,
    pub(crate) kept: Vec<AuditRecord>,
    pub(crate) outbox: Vec<NoticeRecord>,
    pub(crate) receipts: Vec<Receipt>,
    pub(crate) characteristics: Vec<Versioned<bln_core::SealedCharacteristics>>,
    pub(crate) requests: Vec<Versioned<bln_core::RightsRequest>>,
    pub(crate) links: Vec<bln_core::ActionLink>,
    pub(crate) suppressions: Vec<bln_core::Suppression>,
    pub(crate) facilitations: Vec<Versioned<bln_core::Facilitation>>,
    pub(crate) themes: Vec<Versioned<bln_core::Theme>>,
    pub(crate) contributors: u64,
    pub(crate) message: Option<bln_core::Message>,
    pub(crate) testimonials: Vec<Versioned<bln_core::Testimonial>>,
    pub(crate) places: Vec<Versioned<bln_core::TestimonialUse>>,
    pub(crate) recognitions: Vec<Versioned<bln_core::Recognition>>,
    pub(crate) resources: Vec<Versioned<bln_core::Resource>>,
    pub(crate) figures: Vec<bln_core::Figure>,
    pub(crate) initiatives: Vec<Versioned<bln_core::Initiative>>,
    pub(crate) ledger: Option<Versioned<bln_core::LegacyLedger>>,
    pub(crate) bulletins: Vec<Versioned<bln_core::Bulletin>>,
    pub(crate) readers: Vec<ReaderRecord>,
    pub(crate) held: Vec<Versioned<bln_core::bounce::AddressRecord>>,
    pub(crate) registrations: Vec<Versioned<bln_core::Registration>>,
    pub(crate) words: Vec<String>,
    pub(crate) pseudonyms: Vec<Option<bln_core::Pseudonym>>,
}

/// Reads all of it.
pub(crate) async fn see(store: &dyn Store) -> Seen {
    let (mut receipts, mut links, mut facilitations, mut pseudonyms) = (vec![], vec![], vec![], vec![]);
    for receipt in self::receipts() {
        let key: &ReceiptKey = &receipt.key;
        receipts.extend(store.receipt(key).await.unwrap());
    }
    for n in PEOPLE {
        links.extend(store.action_link(&samples::token_hash(n)).await.unwrap());
        facilitations.extend(store.facilitations_of(samples::person_id(n)).await.unwrap());
        pseudonyms.push(store.pseudonym(samples::person_id(n)).await.unwrap());
    }
    let event = samples::event_id(1);
    Seen {
        people: store.person_page(None, PageSize::MAX).await.unwrap().items,
        found: store.person_search("sample", None, PageSize::MAX).await.unwrap().items,
        audit: store.audit_page(None, PageSize::MAX).await.unwrap().items,
        kept: store.kept_audit_page(None, PageSize::MAX).await.unwrap().items,
        outbox: check::outbox(store).await,
        receipts,
        characteristics: store.characteristics_page(None, PageSize::MAX).await.unwrap().items,
        requests: store.rights_request_page(None, PageSize::MAX).await.unwrap().items,
        links,
        suppressions: store.suppressions(&[samples::keyed_hash(1)]).await.unwrap(),
        facilitations,
        themes: store.themes(event).await.unwrap(),
        contributors: store.contributors(samples::theme_id(1)).await.unwrap(),
        message: store.message(samples::message_id(1)).await.unwrap(),
        testimonials: store.testimonial_page(None, PageSize::MAX).await.unwrap().items,
        places: store.shown_testimonial_use_page(None, PageSize::MAX).await.unwrap().items,
        recognitions: store.recognition_page(None, PageSize::MAX).await.unwrap().items,
        resources: store.resource_page(None, PageSize::MAX).await.unwrap().items,
        figures: store.figure_page(None, PageSize::MAX).await.unwrap().items,
        initiatives: store.initiative_page(None, PageSize::MAX).await.unwrap().items,
        ledger: store.legacy_ledger(samples::initiative_id(1)).await.unwrap(),
        bulletins: store.bulletin_page(None, PageSize::MAX).await.unwrap().items,
        readers: store.reader_page(None, PageSize::MAX).await.unwrap().items,
        held: store.held_address_page(None, PageSize::MAX).await.unwrap().items,
        registrations: store.registration_page(event, None, PageSize::MAX).await.unwrap().items,
        words: store.name_words("", 100).await.unwrap(),
        pseudonyms,
    }
}
