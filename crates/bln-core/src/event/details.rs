//! Everything about an event that can be set.

use crate::{
    Accessibility, Audience, Confidentiality, EventKind, Id, Invalid, JoiningLink, Line, LocalTime, Modes,
    Pillars, Prose, RegistrationWindow, Schedule, Series,
};

/// Everything about an event that those who plan it can set, valid as a whole: what a draft becomes.
///
/// How many places there are is no part of it; that is kept with the seats.
///
/// ```
/// use bln_core::{
///     Audience, Confidentiality, EventDetails, EventKind, Line, LocalTime, Modes, Pillar, Pillars, Schedule,
///     TimeZone,
/// };
///
/// let at = |text| LocalTime::parse(text, TimeZone::LONDON);
/// let details = EventDetails::new(
///     Line::parse("Speaking up, and being heard")?,
///     EventKind::SafeSpace,
///     Pillars::new([Pillar::DirectedAction])?,
///     Audience::Members,
///     Modes::Online,
///     Schedule::new(at("2027-06-01T18:00")?, at("2027-06-01T19:30")?)?,
///     Confidentiality::ConfidentialSafeSpace,
/// );
/// assert_eq!(details.title().as_str(), "Speaking up, and being heard");
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EventDetails {
    title: Line<200>,
    summary: Option<Prose<4000>>,
    kind: EventKind,
    pillars: Pillars,
    audience: Audience,
    modes: Modes,
    venue: Option<Line<300>>,
    schedule: Schedule,
    window: RegistrationWindow,
    confidentiality: Confidentiality,
    accessibility: Accessibility,
    joining_link: Option<JoiningLink>,
    series: Option<(Id<Series>, u32)>,
}

impl EventDetails {
    /// What every event needs. The rest starts empty, and registration is open from publication to the start.
    pub fn new(
        title: Line<200>,
        kind: EventKind,
        pillars: Pillars,
        audience: Audience,
        modes: Modes,
        schedule: Schedule,
        confidentiality: Confidentiality,
    ) -> Self {
        Self {
            title,
            summary: None,
            kind,
            pillars,
            audience,
            modes,
            venue: None,
            schedule,
            window: RegistrationWindow::default(),
            confidentiality,
            accessibility: Accessibility::default(),
            joining_link: None,
            series: None,
        }
    }

    /// With a summary.
    #[must_use]
    pub fn with_summary(self, summary: Prose<4000>) -> Self {
        Self { summary: Some(summary), ..self }
    }

    /// With a venue.
    #[must_use]
    pub fn with_venue(self, venue: Line<300>) -> Self {
        Self { venue: Some(venue), ..self }
    }

    /// With a registration window of its own.
    ///
    /// # Errors
    ///
    /// `registration_window.order` when it does not suit the schedule ([`RegistrationWindow::check`]).
    pub fn with_window(self, window: RegistrationWindow) -> Result<Self, Invalid> {
        window.check(&self.schedule)?;
        Ok(Self { window, ..self })
    }

    /// With what the event provides.
    #[must_use]
    pub fn with_accessibility(self, accessibility: Accessibility) -> Self {
        Self { accessibility, ..self }
    }

    /// With the link to join by.
    #[must_use]
    pub fn with_joining_link(self, joining_link: JoiningLink) -> Self {
        Self { joining_link: Some(joining_link), ..self }
    }

    /// The same at another time: the registration window keeps its distance from the start on the wall, so
    /// that "closes two days before" holds on every date of a series.
    ///
    /// # Errors
    ///
    /// `registration_window.order` when the clocks change in between so that the window no longer suits.
    pub fn moved_to(self, schedule: Schedule) -> Result<Self, Invalid> {
        let by = schedule.starts().wall() - self.schedule.starts().wall();
        let moved = |at: Option<LocalTime>| at.map(|at| at.plus_on_the_wall(by));
        let window = RegistrationWindow::new(moved(self.window.opens()), moved(self.window.closes()))?;
        Self { schedule, ..self }.with_window(window)
    }

    /// Without the link to join by: for whoever may see the event and has not shown a place at it.
    #[must_use]
    pub fn without_joining_link(self) -> Self {
        Self { joining_link: None, ..self }
    }

    /// What may be seen of a strict event before one has a place: no title but what the kind is called in general, no
    /// summary, no venue, no link, no words about what it provides. A kind in the network's own words is shown as a
    /// safe space, which every strict event is.
    #[must_use]
    pub fn outlined(self) -> Self {
        let kind = match self.kind {
            EventKind::Other(_) => EventKind::SafeSpace,
            named => named,
        };
        Self {
            title: Line::of_ours(kind.general_words()),
            summary: None,
            kind,
            venue: None,
            accessibility: Accessibility::new(self.accessibility.provisions().iter().copied(), None),
            joining_link: None,
            ..self
        }
    }

    /// As the occurrence of a series with this number.
    #[must_use]
    pub fn with_series(self, series: Id<Series>, number: u32) -> Self {
        Self { series: Some((series, number)), ..self }
    }

    /// The title.
    pub const fn title(&self) -> &Line<200> {
        &self.title
    }

    /// What it is about.
    pub const fn summary(&self) -> Option<&Prose<4000>> {
        self.summary.as_ref()
    }

    /// What sort of activity it is.
    pub const fn kind(&self) -> &EventKind {
        &self.kind
    }

    /// The pillars it serves.
    pub const fn pillars(&self) -> &Pillars {
        &self.pillars
    }

    /// Who it is for.
    pub const fn audience(&self) -> Audience {
        self.audience
    }

    /// How it can be attended.
    pub const fn modes(&self) -> Modes {
        self.modes
    }

    /// Where the room is.
    pub const fn venue(&self) -> Option<&Line<300>> {
        self.venue.as_ref()
    }

    /// When it takes place.
    pub const fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// When people can register.
    pub const fn window(&self) -> &RegistrationWindow {
        &self.window
    }

    /// What people may do with what they hear.
    pub const fn confidentiality(&self) -> Confidentiality {
        self.confidentiality
    }

    /// What it provides so that everybody can take part.
    pub const fn accessibility(&self) -> &Accessibility {
        &self.accessibility
    }

    /// The link to join by: for a store. An [`Event`](crate::Event) gives it to people with a confirmed place
    /// and to nobody else.
    pub const fn joining_link(&self) -> Option<&JoiningLink> {
        self.joining_link.as_ref()
    }

    /// The series it belongs to, and the number of its occurrence there, from 1.
    pub const fn series(&self) -> Option<(Id<Series>, u32)> {
        self.series
    }

    /// Whether somebody who knew the one must be told of the other: title, time, place, ways of attending,
    /// audience, confidentiality, joining link, or what is provided for those who rely on it.
    ///
    /// The summary, the kind, the pillars, the window, the series and the words of the accessibility note are
    /// not: nobody decides anew whether and how to come because of them.
    pub(super) fn materially_differs(&self, other: &Self) -> bool {
        self.title != other.title
            || self.schedule != other.schedule
            || self.modes != other.modes
            || self.venue != other.venue
            || self.audience != other.audience
            || self.confidentiality != other.confidentiality
            || self.joining_link != other.joining_link
            || self.accessibility.provisions() != other.accessibility.provisions()
    }
}
