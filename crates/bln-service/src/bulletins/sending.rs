//! Putting the letters of an issue into the outbox, a portion of its readers at a time.

use bln_core::{
    Action, Actor, Bulletin, BulletinState, Id, Instant, Line, Notice, Reached, RecordRef, SectionContent,
    TestimonialUse, Versioned,
    access::{About, Verb},
    testimonial::Channel,
};
use bln_store::{Changes, Expected, PageSize, Write};

use crate::{Network, NetworkError, gate::Entered};

/// What a call of [`Network::send_bulletins`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SentBulletins {
    /// How many issues were begun.
    pub begun: usize,
    /// How many letters were put into the outbox.
    pub queued: usize,
}

impl Network {
    /// Begins every issue that is due, and puts a letter into the outbox for each reader it is for: active members and
    /// allies who agreed to the bulletin, and whose interests it meets. Call it now and then, from as many processes as
    /// there are, and [`Network::dispatch`] after it.
    ///
    /// It works through the readers in portions of at most 500, each a commit that says whose turn it has been: whatever
    /// stops it, the next call goes on from there, and nobody has a letter twice. Whether a letter may leave is decided
    /// when it does. Each testimonial that an issue names is noted as shown in it, so that whoever takes theirs back is
    /// told of it.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`](bln_core::Refusal::NotAllowed), and those of the store. What was queued until then is
    /// queued.
    pub async fn send_bulletins(&self, actor: Actor) -> Result<SentBulletins, NetworkError> {
        let gate = self.enter(Verb::SendBulletins, actor, About::Network)?;
        let (mut done, mut after) = (SentBulletins::default(), None);
        loop {
            let page = gate.store().bulletin_page(after, PageSize::MAX).await?;
            for stored in page.items {
                let id = stored.record.id();
                while let Some(step) = self.send_further(&gate, id).await? {
                    match step {
                        Step::Begun => done.begun += 1,
                        Step::Queued(letters) => done.queued += letters,
                    }
                }
            }
            let Some(next) = page.next else { return Ok(done) };
            after = Some(next);
        }
    }

    /// Takes one step with an issue: begins it, or puts the letters of the next portion of its readers into the outbox;
    /// `None` when there is nothing to be done now.
    async fn send_further(&self, gate: &Entered<'_>, id: Id<Bulletin>) -> Result<Option<Step>, NetworkError> {
        gate.decide(|| async move {
            let Some(stored) = gate.store().bulletin(id).await? else { return Ok((None, None)) };
            let now = self.now();
            match stored.record.state() {
                BulletinState::Scheduled { due } if due <= now => {
                    let changes = self.beginning(gate, &stored, now).await?;
                    Ok((Some(changes), Some(Step::Begun)))
                }
                BulletinState::Sending { reached: Reached::Everybody, .. } => Ok((None, None)),
                BulletinState::Sending { reached, .. } => {
                    let (changes, letters) = self.portion(gate, &stored, reached, now).await?;
                    Ok((Some(changes), Some(Step::Queued(letters))))
                }
                _ => Ok((None, None)),
            }
        })
        .await
    }

    /// The beginning of an issue, with a note of each testimonial it names.
    async fn beginning(
        &self,
        gate: &Entered<'_>,
        stored: &Versioned<Bulletin>,
        now: Instant,
    ) -> Result<Changes, NetworkError> {
        let begun = stored.record.begin(now)?;
        let subject = begun.contents().subject();
        let place = Line::parse(format!("Bulletin: {}", subject.as_str()));
        let place = place.map_err(|invalid| NetworkError::Failed { code: invalid.code() })?;
        let mut changes = self.to_bulletin(gate, begun.clone(), stored, now);
        for section in begun.contents().sections() {
            let SectionContent::Testimonials(ids) = section.content() else { continue };
            for id in ids {
                let Some(testimonial) = gate.store().testimonial(*id).await? else { continue };
                let noted =
                    TestimonialUse::note(self.new_id(now), *id, Channel::Bulletin, place.clone(), now);
                changes = changes
                    .pin(RecordRef::Testimonial(*id), testimonial.version)
                    .write(Write::TestimonialUse(noted, Expected::New));
            }
        }
        Ok(changes)
    }

    /// The letters of the readers whose turn is next, and how many there are.
    async fn portion(
        &self,
        gate: &Entered<'_>,
        stored: &Versioned<Bulletin>,
        reached: Reached,
        now: Instant,
    ) -> Result<(Changes, usize), NetworkError> {
        let after = match reached {
            Reached::UpTo(person) => Some(person),
            Reached::Nobody | Reached::Everybody => None,
        };
        let page = gate.store().reader_page(after, PageSize::MAX).await?;
        let next = stored.record.reach(page.next.map_or(Reached::Everybody, Reached::UpTo))?;
        let readers = page.items.iter().map(|record| record.reader());
        let due: Vec<_> = readers.filter(|reader| stored.record.is_for(*reader, now)).collect();
        let changes = due.iter().fold(self.to_bulletin(gate, next, stored, now), |changes, reader| {
            changes.notify(Notice::bulletin(stored.record.id(), reader.person, now))
        });
        Ok((changes, due.len()))
    }

    /// The issue, one step on.
    fn to_bulletin(
        &self,
        gate: &Entered<'_>,
        next: Bulletin,
        stored: &Versioned<Bulletin>,
        now: Instant,
    ) -> Changes {
        let entry = self.entry(gate.actor(), Action::SendBulletin, RecordRef::Bulletin(next.id()), now);
        Changes::new(entry).write(Write::Bulletin(next, Expected::At(stored.version)))
    }
}

/// A step that was taken with an issue.
enum Step {
    Begun,
    Queued(usize),
}
