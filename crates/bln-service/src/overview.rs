//! What a network lead wants to know: how many, of which kind, from where.

use std::collections::BTreeMap;

use bln_core::{
    Actor, BelongingKind, Employer, EventState, Mode, OdsCode, Organisation, OrganisationKind, PeopleCount,
    Pillar, Region, Standing,
    access::{About, Verb},
};
use bln_store::{PageSize, PersonRecord, StoreFault};

use crate::{Network, NetworkError, gate::Entered};

/// A network in numbers. Counts of people below 11 are not told ([`PeopleCount`]).
///
/// People whose details are restricted are in no count of people: details that are only stored (UK GDPR article 18(2))
/// make no statistics. Places are counted by place, whoever holds them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// People by how they belong and how they stand.
    pub people: BTreeMap<(BelongingKind, Standing), PeopleCount>,
    /// Active people by the region of the organisation they work at now; `None` where it has none, or they
    /// named none that is listed.
    pub by_region: BTreeMap<Option<Region>, PeopleCount>,
    /// Active people by the kind of organisation they work at now.
    pub by_organisation: BTreeMap<Option<OrganisationKind>, PeopleCount>,
    /// Events by pillar, drafts left out; one that serves several counts for each.
    pub events_by_pillar: BTreeMap<Pillar, u32>,
    /// Events by what has become of them.
    pub events_by_state: BTreeMap<EventState, u32>,
    /// Places at published and completed events, by mode; strict events are left out, whose numbers are told to nobody.
    pub places: BTreeMap<Mode, PlacesInUse>,
}

/// The places of one mode, over all events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlacesInUse {
    /// How many there are.
    pub capacity: u64,
    /// How many are confirmed, or were and have attendance recorded.
    pub confirmed: PeopleCount,
    /// How many are on offer.
    pub offered: PeopleCount,
}

impl Network {
    /// The network in numbers, for administrators and analysts. Reads everything once, page by page.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`](bln_core::Refusal::NotAllowed).
    pub async fn overview(&self, actor: Actor) -> Result<Overview, NetworkError> {
        let gate = self.enter(Verb::Overview, actor, About::Network)?;
        let mut overview = Overview::default();
        self.count_people(&gate, &mut overview).await?;
        count_events(&gate, &mut overview).await?;
        Ok(overview)
    }

    /// Checks every invariant of the store that spans records; for administrators. An empty answer is a sound
    /// network.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`](bln_core::Refusal::NotAllowed).
    pub async fn verify(&self, actor: Actor) -> Result<Vec<StoreFault>, NetworkError> {
        let gate = self.enter(Verb::Verify, actor, About::Network)?;
        Ok(gate.store().verify(self.now()).await?)
    }

    async fn count_people(&self, gate: &Entered<'_>, overview: &mut Overview) -> Result<(), NetworkError> {
        let organisations = all_organisations(gate).await?;
        let now = self.now();
        let today = self.profile.time_zone().date(now);
        let (mut people, mut regions, mut kinds) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut after = None;
        loop {
            let page = gate.store().person_page(after, PageSize::MAX).await?;
            for record in page.items.iter().filter(|record| may_be_counted(record)) {
                let Some(spell) = record.membership.as_ref().and_then(|m| m.record.as_of(now)) else {
                    continue;
                };
                *people.entry((spell.belonging().kind(), spell.standing())).or_insert(0_u64) += 1;
                if spell.standing() != Standing::Active {
                    continue;
                }
                let employer = record.person.record.affiliations_on(today).find_map(|a| match a.employer() {
                    Employer::Listed(code) => organisations.get(code),
                    Employer::Unlisted(_) => None,
                });
                *regions.entry(employer.and_then(Organisation::region)).or_insert(0_u64) += 1;
                *kinds.entry(employer.map(Organisation::kind)).or_insert(0_u64) += 1;
            }
            let Some(next) = page.next else { break };
            after = Some(next);
        }
        overview.people = told(people);
        overview.by_region = told(regions);
        overview.by_organisation = told(kinds);
        Ok(())
    }
}

fn may_be_counted(record: &PersonRecord) -> bool {
    record.limits.as_ref().is_none_or(|limits| limits.record.may_use().is_ok())
}

async fn count_events(gate: &Entered<'_>, overview: &mut Overview) -> Result<(), NetworkError> {
    let mut places: BTreeMap<Mode, (u64, u64, u64)> = BTreeMap::new();
    let mut after = None;
    loop {
        let page = gate.store().event_page(after, PageSize::MAX).await?;
        for event in page.items.iter().map(|stored| &stored.record) {
            *overview.events_by_state.entry(event.state()).or_insert(0) += 1;
            if event.state() == EventState::Draft {
                continue;
            }
            for pillar in event.pillars().iter() {
                *overview.events_by_pillar.entry(pillar).or_insert(0) += 1;
            }
            if event.state() == EventState::Cancelled || event.confidentiality().is_strict() {
                continue;
            }
            let Some(seats) = gate.store().seats(event.id()).await? else { continue };
            for mode in Mode::ALL {
                let Some(pool) = seats.record.pool(mode) else { continue };
                let sums = places.entry(mode).or_default();
                sums.0 += u64::from(pool.capacity.number());
                sums.1 += u64::from(pool.confirmed);
                sums.2 += u64::from(pool.offered);
            }
        }
        let Some(next) = page.next else { break };
        after = Some(next);
    }
    let in_use = |(mode, (capacity, confirmed, offered))| {
        let (confirmed, offered) = (PeopleCount::new(confirmed), PeopleCount::new(offered));
        (mode, PlacesInUse { capacity, confirmed, offered })
    };
    overview.places = places.into_iter().map(in_use).collect();
    Ok(())
}

async fn all_organisations(gate: &Entered<'_>) -> Result<BTreeMap<OdsCode, Organisation>, NetworkError> {
    let (mut organisations, mut after) = (BTreeMap::new(), None);
    loop {
        let page = gate.store().organisation_page(after, PageSize::MAX).await?;
        organisations.extend(page.items.into_iter().map(|stored| (stored.record.code(), stored.record)));
        let Some(next) = page.next else { return Ok(organisations) };
        after = Some(next);
    }
}

fn told<K: Ord>(counts: BTreeMap<K, u64>) -> BTreeMap<K, PeopleCount> {
    counts.into_iter().map(|(key, count)| (key, PeopleCount::new(count))).collect()
}
