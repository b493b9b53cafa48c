//! What a network points people to: reports, reviews, videos, links.

use std::collections::BTreeSet;

use bln_terms::{HighImpactAction, Pillars, Published};

use crate::{Figure, Id, Instant, Invalid, InvalidKind, Line, Link, Prose, Refusal, initiative::at_most};

/// What a resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ResourceKind {
    /// A report of its publisher's own work.
    Report,
    /// A review that was asked for by a government or a body.
    Review,
    /// A plan of what is to be done.
    Plan,
    /// A briefing.
    Briefing,
    /// A video.
    Video,
    /// Figures that are published regularly.
    DataSet,
    /// Any other page.
    Link,
}

impl ResourceKind {
    /// Every kind.
    pub const ALL: [ResourceKind; 7] = [
        ResourceKind::Report,
        ResourceKind::Review,
        ResourceKind::Plan,
        ResourceKind::Briefing,
        ResourceKind::Video,
        ResourceKind::DataSet,
        ResourceKind::Link,
    ];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            ResourceKind::Report => "report",
            ResourceKind::Review => "review",
            ResourceKind::Plan => "plan",
            ResourceKind::Briefing => "briefing",
            ResourceKind::Video => "video",
            ResourceKind::DataSet => "data_set",
            ResourceKind::Link => "link",
        }
    }

    /// Reads a stable name.
    ///
    /// # Errors
    ///
    /// `resource_kind.unknown`.
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        ResourceKind::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or(Invalid::new(InvalidKind::ResourceKindUnknown))
    }
}

/// The figures of the register that a resource tells of: none, or some, each once.
///
/// The bound is kept here and not by [`Resource::list`], so that details are right whoever holds them, as they are for
/// every other part of them.
///
/// ```
/// use bln_core::{Findings, Id};
///
/// let figure = |n| Id::new(uuid::Uuid::from_u128(n));
/// let findings = Findings::new([figure(2), figure(1), figure(2)])?;
/// assert_eq!(findings.iter().collect::<Vec<_>>(), [figure(1), figure(2)]);
/// assert_eq!(Findings::default(), Findings::new([])?);
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Findings(BTreeSet<Id<Figure>>);

impl Findings {
    /// The most figures that a resource tells of: this library's own choice, the same as for an initiative.
    pub const MOST: usize = 50;

    /// These figures.
    ///
    /// # Errors
    ///
    /// `list.too_many` above [`MOST`](Findings::MOST).
    pub fn new(figures: impl IntoIterator<Item = Id<Figure>>) -> Result<Self, Invalid> {
        let figures: BTreeSet<_> = figures.into_iter().collect();
        at_most(Self::MOST, figures.len())?;
        Ok(Self(figures))
    }

    /// Each of them once, in the order of their identifiers.
    pub fn iter(&self) -> impl Iterator<Item = Id<Figure>> {
        self.0.iter().copied()
    }
}

/// What a resource is and where it is had.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ResourceDetails {
    /// Its title.
    pub title: Line<200>,
    /// What it is.
    pub kind: ResourceKind,
    /// Who published it.
    pub publisher: Line<200>,
    /// When, as exactly as is known.
    pub published: Published,
    /// Where it is.
    pub link: Link,
    /// Under which terms it may be used, if they are known.
    pub licence: Option<Line<200>>,
    /// The pillars it serves.
    pub pillars: Pillars,
    /// The high-impact actions of the NHS EDI improvement plan that it bears on.
    pub actions: BTreeSet<HighImpactAction>,
    /// The figures of the register that it tells of.
    pub figures: Findings,
}

/// Whether a resource is still pointed to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ResourceState {
    /// It is.
    Listed,
    /// It is not, and whatever pointed to it says so. Final.
    Withdrawn {
        /// Since when.
        at: Instant,
        /// Why, in words for people.
        reason: Prose<300>,
    },
}

impl ResourceState {
    /// The stable name, without what belongs to it.
    pub const fn name(&self) -> &'static str {
        match self {
            ResourceState::Listed => "listed",
            ResourceState::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Reads a state back from its name and the columns beside it; `None` when they do not belong together.
    pub fn from_parts(name: &str, at: Option<Instant>, reason: Option<Prose<300>>) -> Option<Self> {
        match (name, at, reason) {
            ("listed", None, None) => Some(ResourceState::Listed),
            ("withdrawn", Some(at), Some(reason)) => Some(ResourceState::Withdrawn { at, reason }),
            _ => None,
        }
    }
}

/// A resource of the network. It holds nothing about people of the network.
///
/// A resource that is withdrawn is never removed: whatever refers to it finds its title, and that it was withdrawn,
/// where it was. So nothing is broken, and nothing still shows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Resource {
    id: Id<Resource>,
    details: ResourceDetails,
    state: ResourceState,
}

impl Resource {
    /// A resource that is pointed to from now on.
    pub const fn list(id: Id<Resource>, details: ResourceDetails) -> Self {
        Self { id, details, state: ResourceState::Listed }
    }

    /// A resource as a store kept it.
    pub const fn restore(id: Id<Resource>, details: ResourceDetails, state: ResourceState) -> Self {
        Self { id, details, state }
    }

    /// It is pointed to no longer.
    ///
    /// # Errors
    ///
    /// [`ResourceWithdrawn`](Refusal::ResourceWithdrawn) for one that was withdrawn before.
    ///
    /// ```
    /// use bln_core::{Id, Line, Link, Pillar, Pillars, Prose, Resource, ResourceDetails, ResourceKind, ResourceView};
    ///
    /// let resource = Resource::list(Id::new(uuid::Uuid::from_u128(1)), ResourceDetails {
    ///     title: Line::parse("Sample report")?,
    ///     kind: ResourceKind::Report,
    ///     publisher: Line::parse("Sample publisher")?,
    ///     published: bln_core::Published::parse("2022-06")?,
    ///     link: Link::parse("https://example.org/report")?,
    ///     licence: None,
    ///     pillars: Pillars::new([Pillar::SystemInfluencing])?,
    ///     actions: [bln_core::HighImpactAction::One].into(),
    ///     figures: bln_core::Findings::default(),
    /// });
    /// let withdrawn = resource.withdraw(Prose::parse("Its figures were wrong.")?, "2027-03-01T09:00:00Z".parse()?)?;
    /// assert!(matches!(withdrawn.view(), ResourceView::Withdrawn(stub) if stub.title.as_str() == "Sample report"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn withdraw(&self, reason: Prose<300>, now: Instant) -> Result<Self, Refusal> {
        match self.state {
            ResourceState::Listed => {
                Ok(Self { state: ResourceState::Withdrawn { at: now, reason }, ..self.clone() })
            }
            ResourceState::Withdrawn { .. } => Err(Refusal::ResourceWithdrawn),
        }
    }

    /// What people are shown of it.
    pub fn view(&self) -> ResourceView {
        match &self.state {
            ResourceState::Listed => ResourceView::Listed { id: self.id, details: self.details.clone() },
            ResourceState::Withdrawn { at, reason } => ResourceView::Withdrawn(WithdrawnResource {
                id: self.id,
                title: self.details.title.clone(),
                at: *at,
                reason: reason.clone(),
            }),
        }
    }

    /// Its identifier.
    pub const fn id(&self) -> Id<Resource> {
        self.id
    }

    /// What it is and where it is had, withdrawn or not: for a store. People are shown a [`ResourceView`].
    pub const fn details(&self) -> &ResourceDetails {
        &self.details
    }

    /// Whether it is still pointed to.
    pub const fn state(&self) -> &ResourceState {
        &self.state
    }
}

/// What people are shown of a resource.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ResourceView {
    /// All of it.
    Listed {
        /// Its identifier.
        id: Id<Resource>,
        /// What it is and where it is had.
        details: ResourceDetails,
    },
    /// What stands in its place once it is withdrawn: no link leads to it any more, and it tells of no figure.
    Withdrawn(WithdrawnResource),
}

impl ResourceView {
    /// The identifier of the resource.
    pub const fn id(&self) -> Id<Resource> {
        match self {
            ResourceView::Listed { id, .. } => *id,
            ResourceView::Withdrawn(stub) => stub.id,
        }
    }
}

/// What stands in the place of a resource that was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WithdrawnResource {
    /// Its identifier.
    pub id: Id<Resource>,
    /// Its title, so that people know what stood here.
    pub title: Line<200>,
    /// Since when it is withdrawn.
    pub at: Instant,
    /// Why.
    pub reason: Prose<300>,
}

#[cfg(test)]
mod tests {
    use bln_terms::Pillar;

    use super::*;

    fn details() -> ResourceDetails {
        ResourceDetails {
            title: Line::parse("Sample report").unwrap(),
            kind: ResourceKind::Report,
            publisher: Line::parse("Sample publisher").unwrap(),
            published: Published::parse("2022").unwrap(),
            link: Link::parse("https://example.org/secret").unwrap(),
            licence: None,
            pillars: Pillars::new([Pillar::Legacy]).unwrap(),
            actions: BTreeSet::new(),
            figures: Findings::new([figure(1)]).unwrap(),
        }
    }

    fn figure(number: usize) -> Id<Figure> {
        Id::new(uuid::Uuid::from_u128(u128::try_from(number).unwrap()))
    }

    fn listed() -> Resource {
        Resource::list(Id::new(uuid::Uuid::from_u128(1)), details())
    }

    fn reason() -> Prose<300> {
        Prose::parse("Its figures were wrong.").unwrap()
    }

    fn at(day: u32) -> Instant {
        format!("2027-03-{day:02}T09:00:00Z").parse().unwrap()
    }

    #[test]
    fn names_round_trip() {
        for kind in ResourceKind::ALL {
            assert_eq!(ResourceKind::parse(kind.name()), Ok(kind));
        }
        assert_eq!(ResourceKind::parse("leaflet").unwrap_err().kind(), InvalidKind::ResourceKindUnknown);
    }

    #[test]
    fn a_resource_tells_of_each_figure_once_and_of_no_more_than_fifty() {
        let most = Findings::new((1..=Findings::MOST).chain([1]).map(figure)).unwrap();
        assert_eq!(most.iter().collect::<Vec<_>>(), (1..=50).map(figure).collect::<Vec<_>>());
        let invalid = Findings::new((0..=Findings::MOST).map(figure)).unwrap_err();
        assert_eq!((invalid.kind(), invalid.limit()), (InvalidKind::TooMany, Some(50)));
    }

    #[test]
    fn a_listed_resource_is_shown_whole_and_a_withdrawn_one_by_its_title_alone() {
        let listed = listed();
        assert_eq!(listed.view(), ResourceView::Listed { id: listed.id(), details: details() });
        let withdrawn = listed.withdraw(reason(), at(1)).unwrap();
        let stub = WithdrawnResource { id: listed.id(), title: details().title, at: at(1), reason: reason() };
        assert_eq!(withdrawn.view(), ResourceView::Withdrawn(stub));
        assert_eq!(withdrawn.view().id(), listed.view().id());
    }

    #[test]
    fn a_resource_is_withdrawn_once() {
        let withdrawn = listed().withdraw(reason(), at(1)).unwrap();
        assert_eq!(withdrawn.withdraw(reason(), at(2)), Err(Refusal::ResourceWithdrawn));
    }

    #[test]
    fn a_state_is_read_back_only_with_what_belongs_to_it() {
        for resource in [listed(), listed().withdraw(reason(), at(1)).unwrap()] {
            let (at, reason) = match resource.state() {
                ResourceState::Listed => (None, None),
                ResourceState::Withdrawn { at, reason } => (Some(*at), Some(reason.clone())),
            };
            let state = ResourceState::from_parts(resource.state().name(), at, reason).unwrap();
            assert_eq!(Resource::restore(resource.id(), details(), state), resource);
        }
        for (name, at, reason) in [
            ("listed", Some(at(1)), None),
            ("listed", None, Some(reason())),
            ("withdrawn", Some(at(1)), None),
            ("withdrawn", None, Some(reason())),
            ("gone", None, None),
        ] {
            assert_eq!(ResourceState::from_parts(name, at, reason), None, "{name}");
        }
    }
}
