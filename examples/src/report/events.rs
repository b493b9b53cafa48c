//! One line for each event: places, registrations, waiting, attendance.

use std::io::Write;

use bln_core::{EventState, Mode, PeopleCount, RegistrationState};
use bln_store::{PageSize, Store};

use super::{commas, heading, thousands};
use crate::{
    programme::{PLANS, Plan},
    season::{Season, SeasonError},
};

/// The numbers of an event, or of all dates of a series together.
#[derive(Debug, Default)]
struct Figures {
    dates: u64,
    places: u64,
    registered: u64,
    waited: u64,
    attended: u64,
    stayed_away: u64,
    cancelled: bool,
}

pub(super) async fn write(
    out: &mut dyn Write,
    store: &dyn Store,
    season: &Season,
) -> Result<(), SeasonError> {
    heading(out, "Events")?;
    writeln!(
        out,
        "  {:<48}{:>8}{:>15}{:>17}{:>15}{:>15}",
        "", "places", "registered", "waited in vain", "attended", "did not come"
    )?;
    for plan in PLANS {
        let figures = figures(store, season, plan).await?;
        let mut title = plan.title.to_owned();
        if figures.dates > 1 {
            title = format!("{title} ({} dates)", figures.dates);
        }
        write!(out, "  {title:<48}{:>8}", thousands(figures.places))?;
        if figures.cancelled {
            writeln!(out, "{:>15}", "called off")?;
        } else if plan.is_safe_space() {
            // Who comes to a safe space is as sensitive as what is said there, and not told even as a number.
            writeln!(out, "{:>15}", "not shown")?;
        } else {
            let told = |people| commas(PeopleCount::new(people));
            let Figures { registered, waited, attended, stayed_away, .. } = figures;
            let (attended, stayed_away) = (told(attended), told(stayed_away));
            writeln!(out, "{:>15}{:>17}{attended:>15}{stayed_away:>15}", told(registered), told(waited))?;
        }
    }
    Ok(writeln!(out)?)
}

async fn figures(store: &dyn Store, season: &Season, plan: &Plan) -> Result<Figures, SeasonError> {
    let failed = |error: bln_store::StoreError| SeasonError::network("reading the lists", error.into());
    let mut figures = Figures::default();
    let events = season.programme.events.iter().filter(|published| published.plan.title == plan.title);
    for id in events.map(|published| published.event.id()) {
        figures.dates += 1;
        let event = store.event(id).await.map_err(failed)?;
        figures.cancelled |= event.is_some_and(|event| event.record.state() == EventState::Cancelled);
        if let Some(seats) = store.seats(id).await.map_err(failed)? {
            let pools = Mode::ALL.into_iter().filter_map(|mode| seats.record.pool(mode));
            figures.places += pools.map(|pool| u64::from(pool.capacity.number())).sum::<u64>();
        }
        let mut after = None;
        loop {
            let page = store.registration_page(id, after, PageSize::MAX).await.map_err(failed)?;
            page.items.iter().for_each(|registration| figures.count(registration.record.state()));
            let Some(next) = page.next else { break };
            after = Some(next);
        }
    }
    Ok(figures)
}

impl Figures {
    fn count(&mut self, state: RegistrationState) {
        self.registered += 1;
        match state {
            RegistrationState::Attended { .. } => self.attended += 1,
            RegistrationState::DidNotAttend { .. } => self.stayed_away += 1,
            RegistrationState::Expired => self.waited += 1,
            _ => {}
        }
    }
}
