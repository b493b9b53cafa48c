//! One arm for each verb: a verb without one does not compile.

use bln_core::{
    AccessNeeds, Affiliation, Audience, BelongingKind, Characteristic, ConsentAnswer, ConsentMethod,
    ConsentRequest, DatedNames, Employer, Event, FacilitationWindow, Id, LineManagementChecked, Mode,
    ModeChoice, Modes, OdsCode, OdsRole, Organisation, OrganisationName, OrganisationParts, Places,
    PlacesByMode, PlannedEvent, PurposeCode, RegistrationRequest, Repeat, Resource, Right, RightsRequest,
    Role, Testimonial, Theme, Version, WordingPurpose, WordingRef,
    access::Verb,
    limits::{LimitChange, RestrictionGround},
    rights::RefusalGround,
    testimonial::Channel,
};
use bln_seal::{Checkpoint, Origin, Token, TreeHash, leaf_bytes};
use bln_service::{AuditVerdict, Clock, Letter, NetworkError, ParkedAnswer, PersonView, SendError, Sender};
use bln_store::{AuditRecord, PageSize, Position};
use uuid::Uuid;

use super::{Answered as _, Asked, Data, Ground, Heard, Input, marked, wording, words};
use crate::support::{World, admin, event_details};

/// Asks a verb. The answer is whether what was asked about is in it, for verbs that show something.
pub(crate) async fn dispatch(verb: Verb, ground: &Ground, asked: Asked) -> Result<bool, NetworkError> {
    let Asked { actor, person, event, data, input } = asked;
    let (world, network) = (&ground.world, &ground.world.network);
    let key = world.key();
    let hybrid = PlacesByMode::hybrid(Places::new(3).unwrap(), Places::new(2).unwrap());
    let reference = |purpose| match input {
        Input::Good => wording(world, purpose).reference,
        Input::Faulty => WordingRef::parse("no-such-wording@9").unwrap(),
    };
    let version = match input {
        Input::Good => network.event(admin(), event).await.map_or(Version::FIRST, |stored| stored.version),
        Input::Faulty => Version::FIRST.next().next().next(),
    };
    let is_there = |found: &[PersonView]| found.iter().any(|view| view.person() == person);
    match verb {
        Verb::Apply => {
            let mut application = world.application(9, BelongingKind::Ally);
            application.declaration = reference(WordingPurpose::AllyStatement);
            application.details = marked::details(marked::APPLIES);
            network.apply(actor, application, key).await.heard(ground).map(|_| true)
        }
        Verb::Import => {
            let mut application = world.application(9, BelongingKind::Ally);
            application.declaration = reference(WordingPurpose::AllyStatement);
            application.details = marked::details(marked::IMPORTED);
            network.import(actor, vec![(application, key)]).await.remove(0).heard(ground).map(|_| true)
        }
        Verb::ChangePerson => {
            let (now, changed) = match world.store.person(person).await.unwrap() {
                // The addresses are for an administrator alone to change.
                Some(record) if actor.role() != Role::Administrator => {
                    let emails = record.person.record.emails().clone();
                    (record.person.version, marked::details_with(marked::CHANGED, emails))
                }
                Some(record) => (record.person.version, marked::details(marked::CHANGED)),
                None => (Version::FIRST, marked::details(marked::CHANGED)),
            };
            let unknown = || {
                let trust = Employer::Listed(OdsCode::parse("RX1").unwrap());
                vec![Affiliation::new(trust, "2020-01-01".parse().unwrap())]
            };
            let changed = match input {
                Input::Good => changed,
                Input::Faulty => changed.with_affiliations(unknown()).unwrap(),
            };
            network.change_person(actor, person, changed, now).await.heard(ground).map(|()| true)
        }
        Verb::Person => network.person(actor, person).await.heard(ground).map(|view| view.person() == person),
        Verb::People => {
            network.people(actor, None, PageSize::MAX).await.heard(ground).map(|page| is_there(&page.items))
        }
        Verb::SearchPeople => {
            let page = network.search_people(actor, "sample", None, PageSize::MAX).await;
            page.heard(ground).map(|page| is_there(&page.items))
        }
        Verb::PeopleLike => network
            .people_like(actor, "sampel", PageSize::MAX)
            .await
            .heard(ground)
            .map(|found| is_there(&found)),
        Verb::Approve => network.approve(actor, person).await.heard(ground).map(|()| true),
        Verb::Decline => network.decline(actor, person).await.heard(ground).map(|()| true),
        Verb::Pause => network.pause(actor, person).await.heard(ground).map(|()| true),
        Verb::Resume => network.resume(actor, person).await.heard(ground).map(|()| true),
        Verb::Leave => network.leave(actor, person).await.heard(ground).map(|()| true),
        Verb::Convert => {
            let declaration = reference(WordingPurpose::AllyStatement);
            let notice = reference(WordingPurpose::PrivacyNotice);
            network
                .convert(actor, person, BelongingKind::Ally, declaration, notice)
                .await
                .heard(ground)
                .map(|()| true)
        }
        Verb::AnswerConsent => {
            let method = if actor.is(person) { ConsentMethod::Web } else { ConsentMethod::Paper };
            let answer = ConsentAnswer::Given(reference(WordingPurpose::BulletinConsent));
            let request = ConsentRequest { person, purpose: PurposeCode::Bulletin, answer, method };
            network.answer_consent(actor, request).await.heard(ground).map(|()| true)
        }
        Verb::LoadOrganisations => {
            network.load_organisations(actor, vec![organisation()]).await.heard(ground).map(|_| true)
        }
        Verb::Organisation => {
            network.load_organisations(admin(), vec![organisation()]).await.unwrap();
            let code = OdsCode::parse(if data == Data::Missing { "RX2" } else { "RX1" }).unwrap();
            network.organisation(code).await.heard(ground).map(|found| found.is_some())
        }
        Verb::Organisations => {
            network.load_organisations(admin(), vec![organisation()]).await.unwrap();
            network.organisations(None, PageSize::MAX).await.heard(ground).map(|page| page.items.len() == 1)
        }
        Verb::CreateEvent => {
            let details = event_details(Audience::Members, Modes::Hybrid);
            let plan = PlannedEvent { details, places: hybrid, repeats: None };
            network.create_event(actor, plan, key).await.heard(ground).map(|_| true)
        }
        Verb::PublishEvent => network.publish_event(actor, event).await.heard(ground).map(|()| true),
        Verb::ChangeEvent => {
            let details = event_details(Audience::MembersAndAllies, Modes::Hybrid);
            network.change_event(actor, event, details, version).await.heard(ground).map(|()| true)
        }
        Verb::ReshapeEvent => {
            let details = event_details(Audience::Public, Modes::Hybrid);
            network.reshape_event(actor, event, details, hybrid, version).await.heard(ground).map(|()| true)
        }
        Verb::ResizeEvent => network.resize_event(actor, event, hybrid).await.heard(ground).map(|()| true),
        Verb::CancelEvent => network.cancel_event(actor, event).await.heard(ground).map(|()| true),
        Verb::CompleteEvent => network.complete_event(actor, event).await.heard(ground).map(|()| true),
        Verb::Event => {
            network.event(actor, event).await.heard(ground).map(|stored| stored.record.id() == event)
        }
        Verb::Programme => {
            let page = network.programme(actor, None, PageSize::MAX).await;
            page.heard(ground).map(|page| page.items.iter().any(|stored| stored.record.id() == event))
        }
        Verb::Seats => network.seats(actor, event).await.heard(ground).map(|_| true),
        Verb::Register => {
            let request = RegistrationRequest { event, person, choice: ModeChoice::Either };
            network.register(actor, request, key).await.heard(ground).map(|_| true)
        }
        Verb::CancelRegistration => {
            network.cancel_registration(actor, event, person).await.heard(ground).map(|()| true)
        }
        Verb::AcceptOffer => network.accept_offer(actor, event, person).await.heard(ground).map(|_| true),
        Verb::DeclineOffer => network.decline_offer(actor, event, person).await.heard(ground).map(|()| true),
        Verb::ExpireOffers => network.expire_offers(actor).await.heard(ground).map(|_| true),
        Verb::CheckIn => network.check_in(actor, event, person).await.heard(ground).map(|_| true),
        Verb::WalkUp => {
            network.walk_up(actor, event, person, Mode::InPerson, key).await.heard(ground).map(|_| true)
        }
        Verb::RemoveRegistration => {
            network.remove_registration(actor, event, person).await.heard(ground).map(|()| true)
        }
        Verb::Registration => network.registration(actor, event, person).await.heard(ground).map(|_| true),
        Verb::JoiningLink => network.joining_link(actor, event, person).await.heard(ground).map(|_| true),
        Verb::Overview => network.overview(actor).await.heard(ground).map(|_| true),
        Verb::Verify => network.verify(actor).await.heard(ground).map(|faults| faults.is_empty()),
        Verb::SubjectAccess => network.subject_access(actor, person).await.heard(ground).map(|_| true),
        Verb::ErasePerson => network.erase_person(actor, person).await.heard(ground).map(|_| true),
        Verb::Scrub => network.scrub(actor).await.heard(ground).map(|()| true),
        Verb::ReceiveRightsRequest => {
            let today = "2027-03-01".parse().unwrap();
            network
                .receive_rights_request(actor, person, Right::Access, today, key)
                .await
                .heard(ground)
                .map(|_| true)
        }
        Verb::ExtendRightsRequest => {
            let reason = marked::prose(53);
            network
                .extend_rights_request(actor, the_request(ground).await, reason)
                .await
                .heard(ground)
                .map(|()| true)
        }
        Verb::PauseRightsRequest => {
            network.pause_rights_request(actor, the_request(ground).await).await.heard(ground).map(|()| true)
        }
        Verb::ResumeRightsRequest => {
            network.resume_rights_request(actor, the_request(ground).await).await.heard(ground).map(|()| true)
        }
        Verb::AnswerRightsRequest => {
            network.answer_rights_request(actor, the_request(ground).await).await.heard(ground).map(|()| true)
        }
        Verb::RefuseRightsRequest => {
            let (request, why) = (the_request(ground).await, RefusalGround::Excessive);
            network.refuse_rights_request(actor, request, why).await.heard(ground).map(|()| true)
        }
        Verb::RightsRequests => {
            let page = network.rights_requests(actor, None, PageSize::MAX).await;
            page.heard(ground).map(|page| page.items.len() == 1)
        }
        Verb::OwnRightsRequests => {
            network.own_rights_requests(actor, person).await.heard(ground).map(|requests| requests.len() == 1)
        }
        Verb::LimitProcessing => {
            let change = LimitChange::Restrict(RestrictionGround::AccuracyContested);
            network.limit_processing(actor, person, change).await.heard(ground).map(|()| true)
        }
        Verb::Object => {
            network.object(actor, person, PurposeCode::Bulletin).await.heard(ground).map(|()| true)
        }
        Verb::Duplicates => network.duplicates(actor).await.heard(ground).map(|_| true),
        Verb::RecordEthnicGroup => {
            network.record_ethnic_group(actor, person, marked::GROUP).await.heard(ground).map(|()| true)
        }
        Verb::RecordAccessNeeds => {
            network.record_access_needs(actor, person, access_needs()).await.heard(ground).map(|()| true)
        }
        Verb::ForgetCharacteristic => {
            let told = Characteristic::EthnicGroup;
            network.forget_characteristic(actor, person, told).await.heard(ground).map(|()| true)
        }
        Verb::OwnCharacteristics => {
            network.own_characteristics(actor, person).await.heard(ground).map(|_| true)
        }
        Verb::AccessNeedsFor => network
            .access_needs_for(actor, event, person)
            .await
            .heard(ground)
            .map(|needs| needs == access_needs()),
        Verb::RewrapKeys => network.rewrap_keys(actor, None, PageSize::MAX).await.heard(ground).map(|_| true),
        Verb::AuditCheckpoint => network.audit_checkpoint(actor).await.heard(ground).map(|_| true),
        Verb::VerifyAudit => {
            let verdict = network.verify_audit(actor, &[checkpoint(world).await]).await;
            verdict.heard(ground).map(|verdict| matches!(verdict, AuditVerdict::Holds { .. }))
        }
        Verb::AuditInclusion => {
            let position = match input {
                Input::Good => Position(1),
                Input::Faulty => Position(u64::MAX),
            };
            let proof = network.audit_inclusion(actor, position, &checkpoint(world).await).await;
            proof.heard(ground).map(|proof| proof.record.position == position)
        }
        Verb::AuditConsistency => {
            let checkpoint = checkpoint(world).await;
            network.audit_consistency(actor, &checkpoint, &checkpoint).await.heard(ground).map(|_| true)
        }
        Verb::AuditEntries => network
            .audit_entries(actor, None, PageSize::MAX)
            .await
            .heard(ground)
            .map(|page| !page.items.is_empty()),
        Verb::GrantFacilitation => {
            // Nobody else can state it; they are refused before it counts.
            let checked = LineManagementChecked::stated_by(actor);
            let checked = checked.unwrap_or_else(|_| LineManagementChecked::stated_by(admin()).unwrap());
            let window = FacilitationWindow::WEEK_BEFORE_TWO_DAYS_AFTER;
            network
                .grant_facilitation(actor, event, person, window, checked)
                .await
                .heard(ground)
                .map(|()| true)
        }
        Verb::RevokeFacilitation => {
            network.revoke_facilitation(actor, event, person).await.heard(ground).map(|()| true)
        }
        Verb::Attendees => network.attendees(actor, event).await.heard(ground).map(|_| true),
        Verb::MessageAttendees => {
            let words = marked::prose(54);
            network.message_attendees(actor, event, words, key).await.heard(ground).map(|()| true)
        }
        Verb::ProposeTheme => {
            network.propose_theme(actor, event, words(), key).await.heard(ground).map(|_| true)
        }
        Verb::RewordTheme => {
            let other = marked::prose(55);
            network
                .reword_theme(actor, the_theme(ground, event).await, other)
                .await
                .heard(ground)
                .map(|()| true)
        }
        Verb::CheckTheme => network
            .check_theme(actor, the_theme(ground, event).await, &words())
            .await
            .heard(ground)
            .map(|()| true),
        Verb::ReleaseTheme => {
            network.release_theme(actor, the_theme(ground, event).await).await.heard(ground).map(|()| true)
        }
        Verb::ContributeToTheme => network
            .contribute_to_theme(actor, the_theme(ground, event).await)
            .await
            .heard(ground)
            .map(|()| true),
        Verb::UnreleasedThemes => {
            network.unreleased_themes(actor, event).await.heard(ground).map(|themes| themes.len() == 1)
        }
        Verb::Themes => network.themes(actor, event).await.heard(ground).map(|_| true),
        Verb::PeekLink => network.peek_link(actor, &link(input)).await.heard(ground).map(|_| true),
        Verb::RedeemLink => network.redeem_link(actor, &link(input)).await.heard(ground).map(|_| true),
        Verb::Dispatch => network
            .dispatch(actor, &Nowhere(&ground.heard), 100)
            .await
            .heard(ground)
            .map(|sent| sent.sent > 0),
        Verb::Remind => network.remind(actor).await.heard(ground).map(|events| events == 1),
        Verb::ParkedNotices => {
            network.parked_notices(actor).await.heard(ground).map(|parked| parked.len() == 1)
        }
        Verb::SettleParked => {
            let position = ground.parked().await;
            network.settle_parked(actor, position, ParkedAnswer::WasSent).await.heard(ground).map(|()| true)
        }
        Verb::MergePeople => {
            network.merge_people(actor, person, ground.holder).await.heard(ground).map(|()| true)
        }
        Verb::ConsentsToAskAgain => {
            network.consents_to_ask_again(actor, person).await.heard(ground).map(|_| true)
        }
        Verb::AskConsentsAgain => {
            network.ask_consents_again(actor, PurposeCode::Bulletin).await.heard(ground).map(|_| true)
        }
        Verb::RetentionReport => network.retention_report(actor).await.heard(ground).map(|_| true),
        Verb::ApplyRetention => network.apply_retention(actor).await.heard(ground).map(|_| true),
        Verb::SpeakingUpRoutes => network.speaking_up_routes(actor).map(|_| true),
        Verb::Referral => {
            let route = &network.profile().speaking_up()[0];
            network.referral(actor, person, route, marked::released()).heard(ground).map(|_| true)
        }
        Verb::OfferTestimonial => {
            let mut offer = marked::offer(person);
            if let Input::Faulty = input {
                offer.expires = "2020-01-01".parse().unwrap();
            }
            network.offer_testimonial(actor, offer, key).await.heard(ground).map(|_| true)
        }
        Verb::OwnTestimonials => network.own_testimonials(actor, person).await.heard(ground).map(|_| true),
        Verb::ApproveTestimonial => {
            let (id, read) = (the_testimonial(ground, input).await, marked::offer(person).words);
            network.approve_testimonial(actor, person, id, &read).await.heard(ground).map(|()| true)
        }
        Verb::WithdrawTestimonial => {
            let id = the_testimonial(ground, input).await;
            network.withdraw_testimonial(actor, person, id).await.heard(ground).map(|_| true)
        }
        Verb::TestimonialsFor => {
            let shown = network.testimonials_for(actor, Channel::Website, None, PageSize::MAX).await;
            shown.heard(ground).map(|_| true)
        }
        Verb::RecordTestimonialUse => {
            let (id, place) = (the_testimonial(ground, input).await, marked::line(65));
            let noted = network.record_testimonial_use(actor, id, Channel::Website, place, key).await;
            noted.heard(ground).map(|_| true)
        }
        Verb::Takedowns => network.takedowns(actor, None, PageSize::MAX).await.heard(ground).map(|_| true),
        Verb::SettleTakedown => {
            let places = world.store.shown_testimonial_use_page(None, PageSize::MAX).await.unwrap().items;
            let id = places.first().filter(|_| input == Input::Good);
            let id = id.map_or(Id::new(Uuid::from_u128(0xbeef)), |stored| stored.record.id());
            network.settle_takedown(actor, id).await.heard(ground).map(|()| true)
        }
        Verb::Recognise => {
            network.recognise(actor, marked::recognition(person), key).await.heard(ground).map(|_| true)
        }
        Verb::Recognitions => {
            network.recognitions(actor, None, PageSize::MAX).await.heard(ground).map(|_| true)
        }
        Verb::AddResource => {
            network.add_resource(actor, marked::resource(), key).await.heard(ground).map(|_| true)
        }
        Verb::WithdrawResource => {
            let id = the_resource(ground, input).await;
            network.withdraw_resource(actor, id, marked::prose(69)).await.heard(ground).map(|()| true)
        }
        Verb::Resource => {
            let id = the_resource(ground, input).await;
            network.resource(actor, id).await.heard(ground).map(|_| true)
        }
        Verb::Resources => {
            network.resources(actor, None, None, PageSize::MAX).await.heard(ground).map(|_| true)
        }
        Verb::RegisterFigure
        | Verb::Figures
        | Verb::OpenInitiative
        | Verb::AppendToLegacy
        | Verb::CloseInitiative
        | Verb::Initiative
        | Verb::Initiatives
        | Verb::Legacy
        | Verb::DraftBulletin
        | Verb::EditBulletin
        | Verb::ScheduleBulletin
        | Verb::SendBulletins
        | Verb::PauseBulletin
        | Verb::ResumeBulletin
        | Verb::StopBulletin
        | Verb::Bulletin
        | Verb::Bulletins
        | Verb::Issue
        | Verb::Issues
        | Verb::SetInterests
        | Verb::Interests
        | Verb::RecordDelivery
        | Verb::HeldAddresses
        | Verb::LiftHold => super::legacy_and_news::dispatch(verb, ground, asked).await,
    }
}

/// A link that was mailed, or that nobody ever had.
fn link(input: Input) -> Token {
    match input {
        Input::Good => super::mailed(),
        Input::Faulty => Token::from_random([9; 32]),
    }
}

/// Takes every letter and brings it nowhere.
#[derive(Debug)]
struct Nowhere<'a>(&'a Heard);

#[async_trait::async_trait]
impl Sender for Nowhere<'_> {
    fn repeat(&self) -> Repeat {
        Repeat::MayDouble
    }

    async fn send(&self, letter: Letter) -> Result<(), SendError> {
        self.0.hear(&letter);
        Ok(())
    }
}

/// The first testimonial that there is, or one that is not there.
async fn the_testimonial(ground: &Ground, input: Input) -> Id<Testimonial> {
    let page = ground.world.store.testimonial_page(None, PageSize::MAX).await.unwrap();
    let first = page.items.first().filter(|_| input == Input::Good);
    first.map_or(Id::new(Uuid::from_u128(0xbeef)), |stored| stored.record.id())
}

/// The one resource that there is, or one that is not there.
async fn the_resource(ground: &Ground, input: Input) -> Id<Resource> {
    let page = ground.world.store.resource_page(None, PageSize::MAX).await.unwrap();
    let first = page.items.first().filter(|_| input == Input::Good);
    first.map_or(Id::new(Uuid::from_u128(0xbeef)), |stored| stored.record.id())
}

/// The theme of an event, or one that is not there.
async fn the_theme(ground: &Ground, event: Id<Event>) -> Id<Theme> {
    let themes = ground.world.store.themes(event).await.unwrap();
    themes.first().map_or(Id::new(Uuid::from_u128(0xbeef)), |theme| theme.record.id())
}

/// The one request that there is.
async fn the_request(ground: &Ground) -> Id<RightsRequest> {
    let page = ground.world.store.rights_request_page(None, PageSize::MAX).await.unwrap();
    page.items[0].record.id()
}

pub(super) fn access_needs() -> AccessNeeds {
    marked::access_needs(56)
}

/// A checkpoint that nobody asked the network for.
async fn checkpoint(world: &World) -> Checkpoint {
    let page = world.store.kept_audit_page(None, PageSize::MAX).await.unwrap();
    let leaf = |record: &AuditRecord| TreeHash::of_leaf(&leaf_bytes(record.position.0, &record.entry));
    Checkpoint::of(
        Origin::parse("BLN/audit").unwrap(),
        &page.items.iter().map(leaf).collect(),
        world.clock.now(),
    )
}

fn organisation() -> Organisation {
    let code = OdsCode::parse("RX1").unwrap();
    let name = OrganisationName::parse("Nottingham University Hospitals NHS Trust").unwrap();
    let names = DatedNames::new(name, "2006-04-01".parse().unwrap());
    Organisation::from_parts(OrganisationParts::new(code, OdsRole::NHS_TRUST, names)).unwrap()
}
