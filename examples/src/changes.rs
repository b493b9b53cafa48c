//! What the network sets out to change in the season, and what comes of it: the legacy ledger, quarter by quarter.

use std::{collections::BTreeSet, io::Write};

use bln_core::{
    Actor, AnswerGiven, Body, Conclusion, Figure, HighImpactAction, Id, Indicator, Initiative,
    InitiativeDetails, LegacyEntry, LegacyLine, LegacyPeriod, LegacyStory, Line, Linked, OdsCode,
    OutcomeEvidence, Owner, Pillar, Pillars, Prose, Settled,
};
use bln_evidence::{
    CitableFigure,
    disclosure::{Axis, Candidate, Count, Edition, Ledger, Policy, Population, publish},
    finding,
};
use bln_service::Network;
use bln_store::{IdempotencyKey, PageSize};
use chrono::NaiveDate;

use crate::{
    board::{Known, board_page},
    celebration,
    report::{heading, line},
    season::{SeasonError, at},
};

/// The code of the [trust](celebration::TRUST) that promises something in this season.
const TRUST: &str = "RX1";
/// What stands above the page, so that nobody takes the season for what happened.
const INVENTED: &str = "This page is an example. What was asked, promised, done and measured here is invented, and no \
                        organisation named here said any of it. Only the figures under \u{201c}Why we began\u{201d} \
                        are published ones, from the sources named with them.";

/// The initiatives of a season, while they go on.
#[derive(Debug)]
pub struct Changes {
    pen: Pen,
    /// What others published, and what moved the network to begin.
    pub evidence: Vec<Id<Figure>>,
    panels: Id<Initiative>,
    mentoring: Id<Initiative>,
    /// The lines that others refer to.
    asked: Id<LegacyEntry>,
    mentors: Id<LegacyEntry>,
    trained: Option<Id<LegacyEntry>>,
    invited: Option<Id<LegacyEntry>>,
}

/// Who writes into the ledger, and how many lines they wrote.
#[derive(Debug)]
struct Pen {
    network: Network,
    administrator: Actor,
    lines: u32,
}

impl Changes {
    /// Begins the initiatives, with what moved the network and what it asks.
    ///
    /// # Errors
    ///
    /// When the network fails.
    pub async fn begin(network: &Network, administrator: Actor) -> Result<Self, SeasonError> {
        let mut pen = Pen { network: network.clone(), administrator, lines: 0 };
        let mut evidence = Vec::new();
        for (n, figure) in published()?.iter().enumerate() {
            evidence.push(pen.register(&n.to_string(), figure).await?);
        }
        let panels = details(
            "Fair interview panels",
            "Every interview panel for a post in band 8a and above has a trained independent member.",
            &[Pillar::SystemInfluencing],
        )?
        .bearing_on([HighImpactAction::Two], [Indicator::Two])
        .moved_by(evidence.iter().copied())?;
        let mentoring = details(
            "Mentoring into band 8a",
            "40 members who are ready for band 8a have a mentor: an executive of another organisation.",
            &[Pillar::DirectedAction, Pillar::Legacy],
        )?
        .bearing_on([HighImpactAction::Two], [Indicator::One]);
        let time = details(
            "Protected time for network leads",
            "Everyone who leads a staff network has a day a month of protected time for it.",
            &[Pillar::SystemInfluencing, Pillar::Celebration],
        )?;
        let panels = pen.open("panels", panels).await?;
        let mentoring = pen.open("mentoring", mentoring).await?;
        let time = pen.open("time", time).await?;
        let asked =
            "Put a trained independent member on every interview panel for a post in band 8a and above.";
        let asked = pen.ask(panels, boards()?, asked).await?;
        pen.ask(
            time,
            boards()?,
            "Give everyone who leads a staff network a day a month of protected time for it.",
        )
        .await?;
        let promise =
            promise(lead()?, "Match 40 members with mentors by the end of June.", day(2026, 6, 30))?;
        let mentors = pen.append(mentoring, promise).await?;
        Ok(Self { pen, evidence, panels, mentoring, asked, mentors, trained: None, invited: None })
    }

    /// What happens with them in a quarter: the first is 0.
    ///
    /// # Errors
    ///
    /// When the network fails.
    pub async fn quarter(&mut self, number: usize) -> Result<(), SeasonError> {
        match number {
            0 => self.spring().await,
            1 => self.summer().await,
            2 => self.autumn().await,
            _ => self.winter().await,
        }
    }

    async fn spring(&mut self) -> Result<(), SeasonError> {
        let words = Prose::parse(
            "Yes for posts in band 8c and above, from July. Other posts will follow when enough panel members are \
             trained.",
        )?;
        let answer = LegacyLine::Answer { ask: self.asked, answer: AnswerGiven::AgreedInPart, words };
        self.pen.append(self.panels, answer).await?;
        let train = "Train 20 panel members, and set up a rota that recruiters can book from.";
        let train = promise(lead()?, train, day(2026, 8, 31))?;
        self.trained = Some(self.pen.append(self.panels, train).await?);
        let invite = "Invite an independent member to every interview panel for a post in band 8c and above.";
        let body = Body::Organisation(OdsCode::parse(TRUST)?);
        let owner = Owner { body, role: Some(Line::parse("Chief people officer")?) };
        let invite = promise(owner, invite, day(2026, 9, 30))?;
        self.invited = Some(self.pen.append(self.panels, invite).await?);
        Ok(())
    }

    async fn summer(&mut self) -> Result<(), SeasonError> {
        let words = Prose::parse("43 pairs have met at least once.")?;
        self.pen.append(self.mentoring, LegacyLine::Kept { commitment: self.mentors, words }).await.map(drop)
    }

    async fn autumn(&mut self) -> Result<(), SeasonError> {
        let (Some(trained), Some(invited)) = (self.trained, self.invited) else { return Ok(()) };
        let words = Prose::parse("Every panel for such a post since July has had one.")?;
        self.pen.append(self.panels, LegacyLine::Kept { commitment: invited, words }).await?;
        let words = Prose::parse("11 panel members are trained. The rota is not ready.")?;
        self.pen.append(self.panels, LegacyLine::NotKept { commitment: trained, words }).await?;
        let late = "Train the other 9 panel members, and open the rota.";
        let late = promise(lead()?, late, day(2026, 11, 30))?;
        self.pen.append(self.panels, late).await.map(drop)
    }

    async fn winter(&mut self) -> Result<(), SeasonError> {
        let failed = |error| SeasonError::network("closing an initiative", error);
        let before = self.pen.register("before", &in_band_8a(2025, 95, 585)?).await?;
        let after = self.pen.register("after", &in_band_8a(2026, 120, 590)?).await?;
        let resource = self.pen.network.resources(self.pen.administrator, None, None, PageSize::MAX).await;
        let resource = resource.map_err(failed)?.items.first().map(bln_core::ResourceView::id);
        if let Some(resource) = resource {
            self.pen.append(self.mentoring, LegacyLine::Link(Linked::Resource(resource))).await?;
        }
        let words = Prose::parse(
            "A larger share of the staff in band 8a is BME than a year before. Mentoring is one of several things \
             that changed in that time.",
        )?;
        let evidence = OutcomeEvidence::new(BTreeSet::new(), Some((before, after)), BTreeSet::new())?;
        self.pen.append(self.mentoring, LegacyLine::Outcome { words, evidence }).await?;
        let close =
            self.pen.network.close_initiative(self.pen.administrator, self.mentoring, Conclusion::Achieved);
        close.await.map_err(failed)
    }
}

impl Pen {
    async fn open(&self, name: &str, details: InitiativeDetails) -> Result<Id<Initiative>, SeasonError> {
        let key = IdempotencyKey::parse(format!("season-initiative-{name}"))?;
        let opened = self.network.open_initiative(self.administrator, details, key).await;
        opened.map_err(|error| SeasonError::network("beginning an initiative", error))
    }

    async fn ask(
        &mut self,
        initiative: Id<Initiative>,
        of: Body,
        words: &str,
    ) -> Result<Id<LegacyEntry>, SeasonError> {
        self.append(initiative, LegacyLine::Ask { of, words: Prose::parse(words)? }).await
    }

    async fn append(
        &mut self,
        initiative: Id<Initiative>,
        line: LegacyLine,
    ) -> Result<Id<LegacyEntry>, SeasonError> {
        let key = IdempotencyKey::parse(format!("season-line-{}", self.lines))?;
        self.lines += 1;
        let appended = self.network.append_to_legacy(self.administrator, initiative, line, key).await;
        appended.map_err(|error| SeasonError::network("writing into the legacy ledger", error))
    }

    async fn register(&self, name: &str, figure: &CitableFigure) -> Result<Id<Figure>, SeasonError> {
        let key = IdempotencyKey::parse(format!("season-figure-{name}"))?;
        let registered = self.network.register_figure(self.administrator, figure, key).await;
        registered.map_err(|error| SeasonError::network("registering a figure", error))
    }
}

/// The legacy of the season's year.
///
/// # Errors
///
/// When the network fails.
pub async fn story(network: &Network, actor: Actor) -> Result<LegacyStory, SeasonError> {
    let year = LegacyPeriod::new(at("2026-01-01T00:00")?, at("2027-01-01T00:00")?)?;
    network
        .legacy(actor, year)
        .await
        .map_err(|error| SeasonError::network("telling the year's legacy", error))
}

/// Writes the story as text.
///
/// # Errors
///
/// When it cannot be written.
pub fn write(out: &mut dyn Write, story: &LegacyStory) -> Result<(), SeasonError> {
    heading(out, "Legacy of the year")?;
    let tally = story.tally;
    for (label, number) in [
        ("Asked", tally.asked),
        ("Answered", tally.answered),
        ("Promised", tally.promised),
        ("  kept", tally.kept),
        ("  not kept", tally.not_kept),
        ("Measured", tally.measured),
        ("Asks still open", tally.open_asks),
        ("Promises still open", tally.open_commitments),
        ("  overdue", tally.overdue),
    ] {
        line(out, label, number)?;
    }
    for it in &story.initiatives {
        let ended = it.conclusion.as_ref().map_or("goes on", |conclusion| conclusion.name());
        writeln!(out, "\n  {} ({})", it.title.as_str(), ended.replace('_', " "))?;
        for ask in &it.asked {
            let answer = ask.answer.as_ref().map_or("no answer yet".to_owned(), |answer| {
                format!("{}: {}", answer.answer.name().replace('_', " "), answer.words.as_str())
            });
            writeln!(out, "    asked     {}\n              {answer}", ask.words.as_str())?;
        }
        for promise in &it.promised {
            let settled = match &promise.settled {
                Some(Settled::Kept { words, .. }) => format!("kept: {}", words.as_str()),
                Some(Settled::NotKept { words, .. }) => format!("not kept: {}", words.as_str()),
                None => format!("open, due {}", promise.due.format("%-d %B %Y")),
            };
            writeln!(out, "    promised  {}\n              {settled}", promise.words.as_str())?;
        }
        for outcome in &it.measured {
            if let LegacyLine::Outcome { words, .. } = &outcome.line {
                writeln!(out, "    measured  {}", words.as_str())?;
            }
        }
    }
    Ok(())
}

/// Writes the story as one page that can be shown to a board.
///
/// # Errors
///
/// When it cannot be written, or the network fails.
pub async fn write_page(
    out: &mut dyn Write,
    network: &Network,
    actor: Actor,
    story: &LegacyStory,
) -> Result<(), SeasonError> {
    let failed = |error| SeasonError::network("writing the page for the board", error);
    let size = PageSize::MAX;
    let initiatives = network.initiatives(actor, None, None, size).await.map_err(failed)?.items;
    let figures = network.figures(actor, None, size).await.map_err(failed)?.items;
    let resources = network.resources(actor, None, None, size).await.map_err(failed)?.items;
    let page = board_page(
        story,
        &Known {
            network: network.profile(),
            note: Some(INVENTED),
            initiatives: &initiatives,
            figures: &figures.into_iter().map(|figure| (figure.id(), figure)).collect(),
            resources: &resources,
            organisations: &[(OdsCode::parse(TRUST)?, celebration::TRUST.to_owned())].into(),
        },
    );
    out.write_all(page.as_bytes()).and_then(|()| out.flush()).map_err(SeasonError::Board)
}

/// What the Workforce Race Equality Standard shows of fair appointment, with all that must be said of it.
fn published() -> Result<Vec<CitableFigure>, SeasonError> {
    let evidence = finding::evidence_base().map_err(|_| SeasonError::Evidence)?;
    let on_it = evidence.on_action(HighImpactAction::Two);
    let measured = on_it.filter(|(resource, _)| resource.kind() == finding::ResourceKind::DataSet);
    Ok(measured.flat_map(|(_, finding)| finding.figures()).filter_map(finding::Figure::cite).collect())
}

/// The share of one group among the staff in band 8a of a sample trust, as a table shows it that went through disclosure
/// control.
fn in_band_8a(year: i32, bme: u64, white: u64) -> Result<CitableFigure, SeasonError> {
    let table = || -> Option<CitableFigure> {
        let staff = Population::of("Staff of a sample trust (invented)").ok()?;
        let axis = Axis::new("ethnic group", ["BME", "White"]).ok()?;
        let mut table = Candidate::new("Staff in band 8a by ethnic group", staff, vec![axis]).ok()?;
        table.add(&[0], Count::of(bme)).ok()?;
        table.add(&[1], Count::of(white)).ok()?;
        let edition = Edition::new(1, NaiveDate::from_ymd_opt(year, 9, 30)?);
        let table = publish(table, &Policy::nhs_sub_national(), &Ledger::new(), edition).ok()?;
        Some(table.cite_percentage(&[Some(0)], &[None])?.of_indicator(Indicator::One))
    };
    table().ok_or(SeasonError::Evidence)
}

fn details(title: &str, aim: &str, pillars: &[Pillar]) -> Result<InitiativeDetails, SeasonError> {
    let pillars = Pillars::new(pillars.iter().copied())?;
    Ok(InitiativeDetails::new(Line::parse(title)?, Prose::parse(aim)?, pillars))
}

fn promise(owner: Owner, words: &str, due: NaiveDate) -> Result<LegacyLine, SeasonError> {
    Ok(LegacyLine::Commitment { owner, words: Prose::parse(words)?, due })
}

fn lead() -> Result<Owner, SeasonError> {
    Ok(Owner { body: Body::Network, role: Some(Line::parse("Network lead")?) })
}

fn boards() -> Result<Body, SeasonError> {
    Ok(Body::Named(Line::parse("Trust boards in the East Midlands")?))
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}
