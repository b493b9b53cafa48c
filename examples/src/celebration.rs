//! What a network shows of people who agree to it, how it is taken down again, and what it points people to.

use std::io::Write;

use bln_core::{
    Actor, Attribution, ConsentAnswer, ConsentMethod, ConsentRequest, Findings, Id, Line, Link, Person,
    Pillar, Post, Prose, PurposeCode, RecognitionDetails, RecognitionKind, Refusal, ResourceDetails,
    ResourceKind, ResourceView, Testimonial, TestimonialOffer, WordingPurpose,
    testimonial::{Channel, Channels},
};
use bln_evidence::finding;
use bln_service::{Network, NetworkError};
use bln_store::{IdempotencyKey, PageSize};
use chrono::NaiveDate;

use crate::{
    report::{heading, line},
    season::SeasonError,
};

/// The trust of the season's posts and promises, as it writes its name. The directory has all names in capitals.
pub(crate) const TRUST: &str = "Nottingham University Hospitals NHS Trust";

/// Words of two people, shown in three places, of whom one takes them back; thanks to the other; and the evidence base
/// as resources.
///
/// # Errors
///
/// When the report cannot be written, or the network fails.
pub async fn show(
    out: &mut dyn Write,
    network: &Network,
    administrator: Actor,
    &[first, second]: &[Id<Person>; 2],
) -> Result<(), SeasonError> {
    let failed = |error| SeasonError::network("celebrating", error);
    heading(out, "Celebration")?;
    let post = Post { role: Line::parse("Ward manager")?, organisation: Line::parse(TRUST)? };
    let named = Attribution::Named(Line::parse("Sample Person 17")?, post.clone());
    let said = [
        (first, named, "I found people here who had been where I was."),
        (second, Attribution::RoleOnly(post), "I applied for the post because somebody here told me to."),
    ];
    let mut ids = Vec::new();
    for (person, attribution, words) in said {
        agree(network, person, PurposeCode::Testimonial, WordingPurpose::TestimonialConsent)
            .await
            .map_err(failed)?;
        ids.push(publish(network, administrator, person, attribution, words).await?);
    }
    let size = PageSize::MAX;
    let shown =
        network.testimonials_for(administrator, Channel::Website, None, size).await.map_err(failed)?;
    for testimonial in &shown.items {
        writeln!(out, "\n  \u{201c}{}\u{201d}", testimonial.words().as_str())?;
        writeln!(out, "  {}", testimonial.attribution())?;
    }
    writeln!(out)?;

    let places = [
        (0, Channel::Website, "https://example.org/voices"),
        (0, Channel::Report, "Annual report, page 7"),
        (1, Channel::Website, "https://example.org/voices"),
    ];
    for (n, (whose, channel, place)) in places.into_iter().enumerate() {
        let Some(id) = ids.get(whose) else { continue };
        let (place, key) = (Line::parse(place)?, IdempotencyKey::parse(format!("season-place-{n}"))?);
        let noted = network.record_testimonial_use(administrator, *id, channel, place, key).await;
        noted.map_err(failed)?;
    }
    line(out, "Places that show them", places.len())?;
    if let Some(id) = ids.first() {
        let taken_back = network.withdraw_testimonial(Actor::participant(first), first, *id).await;
        writeln!(out, "\n  One of them takes it back. It has to be taken down from")?;
        for takedown in taken_back.map_err(failed)? {
            line(out, &format!("    {}", takedown.place.place().as_str()), takedown.place.channel().name())?;
        }
    }
    take_down(out, network, administrator).await?;
    thank(out, network, administrator, second).await?;
    point_to_the_evidence(out, network, administrator).await
}

/// Somebody says yes, on the web.
async fn agree(
    network: &Network,
    person: Id<Person>,
    purpose: PurposeCode,
    wording: WordingPurpose,
) -> Result<(), NetworkError> {
    let wording = network.profile().wordings().iter().find(|it| it.purpose == wording);
    let answer = ConsentAnswer::Given(wording.ok_or(Refusal::WordingUnknown)?.reference.clone());
    let request = ConsentRequest { person, purpose, answer, method: ConsentMethod::Web };
    network.answer_consent(Actor::participant(person), request).await
}

/// Puts words to their person, who approves of them.
async fn publish(
    network: &Network,
    administrator: Actor,
    person: Id<Person>,
    attribution: Attribution,
    words: &str,
) -> Result<Id<Testimonial>, SeasonError> {
    let failed = |error| SeasonError::network("publishing a testimonial", error);
    let words = Prose::parse(words)?;
    let offer = TestimonialOffer {
        person,
        words: words.clone(),
        attribution,
        channels: Channels::new([Channel::Website, Channel::Bulletin, Channel::Report])?,
        expires: NaiveDate::from_ymd_opt(2028, 1, 1).unwrap_or_default(),
    };
    let key = IdempotencyKey::parse(format!("season-{person}"))?;
    let id = network.offer_testimonial(administrator, offer, key).await.map_err(failed)?;
    network.approve_testimonial(Actor::participant(person), person, id, &words).await.map_err(failed)?;
    Ok(id)
}

/// Goes through the take-down list, and ticks off what is on it.
async fn take_down(out: &mut dyn Write, network: &Network, administrator: Actor) -> Result<(), SeasonError> {
    let failed = |error| SeasonError::network("taking a testimonial down", error);
    let size = PageSize::MAX;
    let due = network.takedowns(administrator, None, size).await.map_err(failed)?;
    for takedown in &due.items {
        network.settle_takedown(administrator, takedown.place.id()).await.map_err(failed)?;
    }
    let left = network.takedowns(administrator, None, size).await.map_err(failed)?;
    let shown =
        network.testimonials_for(administrator, Channel::Website, None, size).await.map_err(failed)?;
    writeln!(out)?;
    line(out, "Places ticked off", due.items.len())?;
    line(out, "Places left to take down", left.items.len())?;
    Ok(line(out, "Testimonials that may be shown", shown.items.len())?)
}

async fn thank(
    out: &mut dyn Write,
    network: &Network,
    administrator: Actor,
    person: Id<Person>,
) -> Result<(), SeasonError> {
    let failed = |error| SeasonError::network("thanking somebody", error);
    let (purpose, wording) = (PurposeCode::Recognition, WordingPurpose::RecognitionConsent);
    agree(network, person, purpose, wording).await.map_err(failed)?;
    let details = RecognitionDetails {
        person,
        kind: RecognitionKind::Thanks,
        words: Prose::parse("For a year of mentoring colleagues who are new to leadership.")?,
        on: NaiveDate::from_ymd_opt(2026, 1, 6).unwrap_or_default(),
        attribution: Attribution::Anonymous,
    };
    let key = IdempotencyKey::parse("season-thanks")?;
    network.recognise(administrator, details, key).await.map_err(failed)?;
    let read = network.recognitions(administrator, None, PageSize::MAX).await.map_err(failed)?;
    Ok(line(out, "Thanks that may be shown", read.items.len())?)
}

async fn point_to_the_evidence(
    out: &mut dyn Write,
    network: &Network,
    administrator: Actor,
) -> Result<(), SeasonError> {
    let failed = |error| SeasonError::network("adding resources", error);
    writeln!(out, "\n  Resources that bear on influencing the system")?;
    let evidence = finding::evidence_base().map_err(|_| SeasonError::Evidence)?;
    for (n, known) in evidence.resources().iter().enumerate() {
        let details = ResourceDetails {
            title: Line::parse(known.title().as_str())?,
            kind: kind(known.kind()),
            publisher: Line::parse(known.publisher().as_str())?,
            published: known.published(),
            link: Link::parse(known.link().as_str())?,
            licence: None,
            pillars: known.tags().pillars(),
            actions: known.tags().actions().clone(),
            figures: Findings::default(),
        };
        let key = IdempotencyKey::parse(format!("season-resource-{n}"))?;
        network.add_resource(administrator, details, key).await.map_err(failed)?;
    }
    let pillar = Some(Pillar::SystemInfluencing);
    let listed = network.resources(Actor::public(), pillar, None, PageSize::MAX).await.map_err(failed)?;
    for view in listed.items {
        match view {
            ResourceView::Listed { details, .. } => {
                writeln!(
                    out,
                    "    {} ({}, {})",
                    details.title.as_str(),
                    details.publisher.as_str(),
                    details.published
                )?;
            }
            ResourceView::Withdrawn(stub) => writeln!(out, "    {} (withdrawn)", stub.title.as_str())?,
        }
    }
    Ok(())
}

const fn kind(known: finding::ResourceKind) -> ResourceKind {
    match known {
        finding::ResourceKind::Report => ResourceKind::Report,
        finding::ResourceKind::Review => ResourceKind::Review,
        finding::ResourceKind::Plan => ResourceKind::Plan,
        finding::ResourceKind::DataSet => ResourceKind::DataSet,
        finding::ResourceKind::Video => ResourceKind::Video,
        _ => ResourceKind::Link,
    }
}
