//! The arms of the legacy ledger, the bulletin, and the addresses it goes to.

use bln_core::{
    Body, Bulletin, Conclusion, EmailAddress, Id, Initiative, LegacyLine, LegacyPeriod, Pillar, Pillars,
    Version, access::Verb, bounce::Delivery,
};
use bln_service::{Clock, NetworkError};
use bln_store::PageSize;
use uuid::Uuid;

use super::{Answered as _, Asked, Ground, Input, marked};
use crate::{legacy::released, support::admin};

pub(super) async fn dispatch(verb: Verb, ground: &Ground, asked: Asked) -> Result<bool, NetworkError> {
    let Asked { actor, person, input, .. } = asked;
    let (world, network) = (&ground.world, &ground.world.network);
    let key = world.key();
    let now = world.clock.now();
    match verb {
        Verb::RegisterFigure => {
            network.register_figure(actor, &released(212), key).await.heard(ground).map(|_| true)
        }
        Verb::Figures => network.figures(actor, None, PageSize::MAX).await.heard(ground).map(|_| true),
        Verb::OpenInitiative => {
            network.open_initiative(actor, marked::initiative(), key).await.heard(ground).map(|_| true)
        }
        Verb::AppendToLegacy => {
            let (id, words) = (the_initiative(ground, input).await, marked::prose(70));
            let ask = LegacyLine::Ask { of: Body::Named(marked::line(71)), words };
            network.append_to_legacy(actor, id, ask, key).await.heard(ground).map(|_| true)
        }
        Verb::CloseInitiative => {
            let id = the_initiative(ground, input).await;
            let conclusion = Conclusion::NotAchieved { reason: marked::prose(72) };
            network.close_initiative(actor, id, conclusion).await.heard(ground).map(|()| true)
        }
        Verb::Initiative => {
            let id = the_initiative(ground, input).await;
            network.initiative(actor, id).await.heard(ground).map(|_| true)
        }
        Verb::Initiatives => {
            network.initiatives(actor, None, None, PageSize::MAX).await.heard(ground).map(|_| true)
        }
        Verb::Legacy => {
            let [from, until] =
                ["2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z"].map(|at| at.parse().unwrap());
            let year = LegacyPeriod::new(from, until).unwrap();
            network.legacy(actor, year).await.heard(ground).map(|_| true)
        }
        Verb::DraftBulletin => {
            network.draft_bulletin(actor, marked::issue(), key).await.heard(ground).map(|_| true)
        }
        Verb::EditBulletin => {
            let id = the_issue(ground, input).await;
            let edited = network.edit_bulletin(actor, id, marked::issue(), Version::FIRST).await;
            edited.heard(ground).map(|()| true)
        }
        Verb::ScheduleBulletin => {
            let id = the_issue(ground, input).await;
            network.schedule_bulletin(actor, id, now).await.heard(ground).map(|()| true)
        }
        Verb::SendBulletins => network.send_bulletins(actor).await.heard(ground).map(|_| true),
        Verb::PauseBulletin => {
            let id = the_issue(ground, input).await;
            network.pause_bulletin(actor, id).await.heard(ground).map(|()| true)
        }
        Verb::ResumeBulletin => {
            let id = the_issue(ground, input).await;
            network.resume_bulletin(actor, id).await.heard(ground).map(|()| true)
        }
        Verb::StopBulletin => {
            let id = the_issue(ground, input).await;
            network.stop_bulletin(actor, id).await.heard(ground).map(|()| true)
        }
        Verb::Bulletin => {
            let id = the_issue(ground, input).await;
            network.bulletin(actor, id).await.heard(ground).map(|_| true)
        }
        Verb::Bulletins => network.bulletins(actor, None, PageSize::MAX).await.heard(ground).map(|_| true),
        Verb::Issue => {
            let id = the_issue(ground, input).await;
            network.issue(actor, id).await.heard(ground).map(|_| true)
        }
        Verb::Issues => network.issues(actor, None, PageSize::MAX).await.heard(ground).map(|_| true),
        Verb::SetInterests => {
            let pillars = Some(Pillars::new([Pillar::Legacy]).unwrap());
            network.set_interests(actor, person, pillars).await.heard(ground).map(|()| true)
        }
        Verb::Interests => network.interests(actor, person).await.heard(ground).map(|_| true),
        Verb::RecordDelivery => {
            let address = address_of(ground, asked).await;
            let noted = network.record_delivery(actor, &address, Delivery::PermanentFailure).await;
            noted.heard(ground).map(|()| true)
        }
        Verb::HeldAddresses => {
            network.held_addresses(actor, None, PageSize::MAX).await.heard(ground).map(|_| true)
        }
        Verb::LiftHold => {
            let address = address_of(ground, asked).await;
            network.lift_hold(actor, person, &address).await.heard(ground).map(|()| true)
        }
        _ => panic!("{verb:?} has no arm"),
    }
}

/// The one initiative that there is, or one that is not there.
async fn the_initiative(ground: &Ground, input: Input) -> Id<Initiative> {
    let page = ground.world.store.initiative_page(None, PageSize::MAX).await.unwrap();
    let first = page.items.first().filter(|_| input == Input::Good);
    first.map_or(Id::new(Uuid::from_u128(0xbeef)), |stored| stored.record.id())
}

/// The one issue that there is, or one that is not there.
async fn the_issue(ground: &Ground, input: Input) -> Id<Bulletin> {
    let page = ground.world.network.bulletins(admin(), None, PageSize::MAX).await.unwrap();
    let first = page.items.first().filter(|_| input == Input::Good);
    first.map_or(Id::new(Uuid::from_u128(0xbeef)), |stored| stored.record.id())
}

/// The person's address, or one that nobody has.
async fn address_of(ground: &Ground, asked: Asked) -> EmailAddress {
    let record = ground.world.store.person(asked.person).await.unwrap();
    let record = record.filter(|_| asked.input == Input::Good);
    record.map_or_else(
        || EmailAddress::parse("nobody@example.org").unwrap(),
        |record| record.person.record.emails().preferred().clone(),
    )
}
