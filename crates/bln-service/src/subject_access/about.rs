//! What each kind of record says about the person it is of.

use bln_core::{
    ConsentDecision, Employer, Event, Instant, NetworkProfile, Registration, RegistrationStep, WordingRef,
    Wordings,
};

use super::{Everything, SubjectAccess, document::Entry};

/// Everything, part by part.
pub(super) fn tell(profile: &NetworkProfile, now: Instant, everything: &Everything) -> SubjectAccess {
    SubjectAccess::new(format!("What {} keeps about you", profile.name()))
        .with("export", "This document", [export(profile, now)])
        .with("person", "You", [person(everything)])
        .with("emails", "Your email addresses", emails(everything))
        .with("posts", "Your posts", posts(everything))
        .with("professional_registrations", "Your professional registrations", bodies(everything))
        .with("membership", "How you belong", membership(everything, profile.wordings()))
        .with(
            "consents",
            "What you agreed to, and what you refused",
            consents(everything, profile.wordings()),
        )
        .with("characteristics", "What you told us about yourself", characteristics(everything))
        .with("registrations", "Events you registered for", registrations(everything))
        .with("facilitations", "Events whose attendees you may see", facilitations(everything))
        .with("testimonials", "Words of yours that you were asked to let us show", testimonials(everything))
        .with("testimonial_places", "Where your words are or were shown", places(everything))
        .with("recognitions", "What we thanked or congratulated you for", recognitions(everything))
        .with("interests", "What you want to read about", interests(everything))
        .with("addresses", "What became of letters to your addresses", addresses(everything))
        .with("limits", "Limits on what we may do with your details", limits(everything))
        .with("rights_requests", "Requests you made about your details", requests(everything))
        .with("notices", "Messages that wait to be sent to you", notices(everything))
        .with("audit", "What was done by you, and to your details", done(everything))
}

fn export(profile: &NetworkProfile, now: Instant) -> Entry {
    Entry::default()
        .with("network", "Network", profile.name())
        .with_some("host", "Hosted by", profile.host())
        .with("contact", "Contact", profile.contact().as_str())
        .with("made_at", "Made", now)
        .with(
            "rights",
            "Your rights",
            "You can have what is wrong corrected, and details erased, restricted or taken elsewhere. You can object to \
             what we do with them. Contact us to do this. If you are unhappy with how we use your details, you can \
             complain to the Information Commissioner's Office.",
        )
}

fn person(everything: &Everything) -> Entry {
    let person = &everything.record.person.record;
    Entry::default()
        .with("id", "Identifier", person.id())
        .with("name", "Name", person.name().written())
        .with_some("known_as", "Known as", person.name().known_as())
}

fn emails(everything: &Everything) -> impl Iterator<Item = Entry> {
    let emails = everything.record.person.record.emails().iter();
    emails.map(|email| Entry::default().with("address", "Address", email.as_str()))
}

fn posts(everything: &Everything) -> impl Iterator<Item = Entry> {
    everything.record.person.record.affiliations().iter().map(|post| {
        let entry = match post.employer() {
            Employer::Listed(code) => Entry::default().with("organisation", "Organisation (ODS code)", code),
            Employer::Unlisted(name) => Entry::default().with("employer", "Employer", name.as_str()),
        };
        entry
            .with_some("job_title", "Job title", post.job_title())
            .with_some("level", "Level", post.level().map(|level| level.name()))
            .with("from", "From", post.from())
            .with_some("until", "Until", post.until())
    })
}

fn bodies(everything: &Everything) -> impl Iterator<Item = Entry> {
    everything.record.person.record.registrations().iter().map(|registration| {
        Entry::default().with("body", "Body", registration.body().name()).with(
            "number",
            "Number",
            registration.number(),
        )
    })
}

fn membership(everything: &Everything, wordings: &Wordings) -> Vec<Entry> {
    let Some(membership) = &everything.record.membership else { return Vec::new() };
    let spells = membership.record.spells().map(|spell| {
        let declaration = spell.belonging().declaration();
        let entry = Entry::default()
            .with("kind", "As", spell.belonging().kind().name())
            .with("standing", "Standing", spell.standing().name())
            .with("from", "From", spell.from())
            .with_some("until", "Until", spell.until())
            .with("declared_at", "Declared", declaration.at());
        let entry = worded(entry, wordings, declaration.wording(), "declaration", "In the words");
        entry.with("privacy_notice", "After the privacy notice", declaration.privacy_notice())
    });
    spells.collect()
}

fn consents(everything: &Everything, wordings: &Wordings) -> Vec<Entry> {
    let Some(consent) = &everything.record.consent else { return Vec::new() };
    let entries = consent.record.entries().iter().map(|entry| {
        let told = Entry::default()
            .with("purpose", "For", entry.purpose().name())
            .with("decision", "Answer", entry.decision().name())
            .with("method", "Given", entry.method().name())
            .with("at", "Recorded", entry.at());
        match entry.decision() {
            ConsentDecision::Given { wording, until } => {
                worded(told, wordings, wording, "wording", "To the words").with_some("until", "Until", *until)
            }
            ConsentDecision::Requested { wording } => {
                worded(told, wordings, wording, "wording", "To the words")
            }
            ConsentDecision::Withdrawn => told,
        }
    });
    entries.collect()
}

/// A reference to a wording, with its text where the network still has it.
fn worded(
    entry: Entry,
    wordings: &Wordings,
    reference: &WordingRef,
    name: &'static str,
    label: &'static str,
) -> Entry {
    let text = wordings.get(reference).map(|wording| wording.text.as_str());
    entry.with(name, label, reference).with_some("text", "Text", text)
}

fn characteristics(everything: &Everything) -> Option<Entry> {
    let opened = &everything.opened;
    let group = opened.ethnic_group.as_ref().map(|group| *group.expose_to_the_person(&everything.own));
    let needs = opened.access_needs.as_ref().map(|needs| needs.expose_to_the_person(&everything.own));
    if group.is_none() && needs.is_none() {
        return None;
    }
    let provisions = needs.map(|needs| {
        let names: Vec<&str> = needs.provisions().iter().map(|provision| provision.name()).collect();
        names.join(", ")
    });
    let note = needs.and_then(|needs| needs.note());
    Some(
        Entry::default()
            .with_some("ethnic_group", "Ethnic group", group.map(|group| group.label()))
            .with_some("access_needs", "Access needs", provisions.filter(|names| !names.is_empty()))
            .with_some("access_note", "In your words", note.map(|note| note.as_str())),
    )
}

fn registrations(everything: &Everything) -> Vec<Entry> {
    let told = everything.registrations.iter().flat_map(|(registration, steps, event)| {
        steps.iter().map(move |step| registered(registration, step, event.as_ref()))
    });
    told.collect()
}

fn registered(registration: &Registration, step: &RegistrationStep, event: Option<&Event>) -> Entry {
    let when = event.map(|event| event.schedule().starts_at());
    // A number tells how many came before: of a strict event that is other people's data (UK GDPR article 15(4)).
    let numbered = event.is_some_and(|event| !event.confidentiality().is_strict());
    Entry::default()
        .with("event", "Event", registration.event())
        .with_some("title", "Title", event.map(|event| event.title().as_str()))
        .with_some("starts_at", "Starts", when)
        .with("state", "State", step.state.name())
        .with("choice", "Ready to attend", step.choice.name())
        .with_some("mode", "Place", step.state.occupies().map(|mode| mode.name()))
        .with_some("number", "Number drawn", numbered.then_some(step.sequence))
        .with("at", "Since", step.at)
}

fn facilitations(everything: &Everything) -> impl Iterator<Item = Entry> {
    everything.facilitations.iter().map(|facilitation| {
        Entry::default()
            .with("event", "Event", facilitation.event())
            .with("from", "From", facilitation.from())
            .with("until", "Until", facilitation.until())
    })
}

fn testimonials(everything: &Everything) -> impl Iterator<Item = Entry> {
    everything.testimonials.iter().map(|(testimonial, _)| {
        let channels: Vec<&str> = testimonial.channels().iter().map(|channel| channel.name()).collect();
        Entry::default()
            .with("id", "Identifier", testimonial.id())
            .with("words", "Words", testimonial.words().as_str())
            .with("naming", "Named", testimonial.attribution().level().name())
            .with("shown_as", "Shown as", testimonial.attribution())
            .with("channels", "Channels", channels.join(", "))
            .with("expires", "Until before", testimonial.expires())
            .with("state", "State", testimonial.state().name())
            .with_some("since", "Since", testimonial.state().at())
    })
}

fn places(everything: &Everything) -> impl Iterator<Item = Entry> {
    let places = everything.testimonials.iter().flat_map(|(_, places)| places);
    places.map(|place| {
        Entry::default()
            .with("testimonial", "Words", place.testimonial())
            .with("channel", "Channel", place.channel().name())
            .with("place", "Place", place.place().as_str())
            .with("at", "Since", place.parts().at)
            .with_some("taken_down", "Taken down", place.parts().taken_down)
    })
}

fn recognitions(everything: &Everything) -> impl Iterator<Item = Entry> {
    everything.recognitions.iter().map(|recognition| {
        let details = recognition.details();
        Entry::default()
            .with("kind", "Kind", details.kind.name())
            .with("words", "Words", details.words.as_str())
            .with("on", "On", details.on)
            .with("naming", "Named", details.attribution.level().name())
            .with("shown_as", "Shown as", &details.attribution)
    })
}

fn interests(everything: &Everything) -> Option<Entry> {
    let pillars: Vec<&str> = everything.interests?.pillars().names().collect();
    Some(Entry::default().with("pillars", "Pillars", pillars.join(", ")))
}

fn addresses(everything: &Everything) -> impl Iterator<Item = Entry> {
    everything.addresses.iter().map(|record| {
        Entry::default()
            .with("address", "Address", record.address().as_str())
            .with("failures", "Letters in a row that did not arrive", record.failures())
            .with_some("held_since", "Nothing more is sent there since", record.held_since())
    })
}

fn limits(everything: &Everything) -> Option<Entry> {
    let limits = &everything.record.limits.as_ref()?.record;
    let (hold, restriction) = (limits.legal_hold(), limits.restriction());
    Some(
        Entry::default()
            .with_some("legal_hold", "Kept for a legal reason", hold.map(|hold| hold.reason.as_str()))
            .with_some("held_since", "Since", hold.map(|hold| hold.since))
            .with_some("restriction", "Use restricted because of", restriction.map(|it| it.ground.name()))
            .with_some("restricted_since", "Since", restriction.map(|it| it.since)),
    )
}

fn requests(everything: &Everything) -> impl Iterator<Item = Entry> {
    everything.requests.iter().map(|request| {
        let extension = request.extension();
        Entry::default()
            .with("right", "Right", request.right().name())
            .with("received", "Received", request.received())
            .with_some("closed_on", "Answered", request.state().closed_on())
            .with_some("extended", "Why it took longer", extension.map(|extension| extension.reason.as_str()))
    })
}

fn notices(everything: &Everything) -> impl Iterator<Item = Entry> {
    everything.notices.iter().map(|(notice, message)| {
        Entry::default()
            .with("kind", "About", notice.kind().name())
            .with("at", "Written", notice.at())
            .with_some("event", "Event", notice.event())
            .with_some("issue", "Issue of the bulletin", notice.issue())
            .with_some("words", "Words", message.as_ref().map(|message| message.words().as_str()))
    })
}

fn done(everything: &Everything) -> impl Iterator<Item = Entry> {
    let person = everything.record.person.record.id();
    everything.done.iter().map(move |entry| {
        let by = if entry.actor().is(person) { "you" } else { entry.actor().role().name() };
        Entry::default()
            .with("at", "When", entry.at())
            .with("action", "What", entry.action().name())
            .with("by", "By", by)
            .with("record", "Record", entry.subject().kind())
            .with_some("purpose", "Purpose", entry.purpose().map(|purpose| purpose.name()))
    })
}
