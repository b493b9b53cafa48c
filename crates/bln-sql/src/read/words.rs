//! Reads people's own words, the places that show them, and recognition.

use async_trait::async_trait;
use bln_core::{
    Attribution, Id, Line, NamingLevel, Person, Prose, Recognition, RecognitionDetails, RecognitionKind,
    Testimonial, TestimonialOffer, TestimonialParts, TestimonialState, TestimonialUse, TestimonialUseParts,
    Versioned, WordsHash,
    testimonial::{Channel, Channels},
};
use bln_store::{Page, PageSize, StoreError, WordsStore};

use super::{
    decode::{self, Groups, LAST, Present, Read},
    first_after, one_more,
};
use crate::{Query, Row, SqlStore, Value};

pub(super) const ALL: &[&str] =
    &[TESTIMONIALS, CHANNELS, TESTIMONIALS_OF, CHANNELS_OF, USE, USES, SHOWN, RECOGNITIONS, RECOGNITIONS_OF];

/// Those with identifiers from `?1` to `?2`, at most `?3`, and in the same order the channels of each.
const TESTIMONIALS: &str = "SELECT id, version, person, words, naming, name, role, organisation, expires_on, state, \
    reached_at, words_hash FROM testimonial WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3";
const CHANNELS: &str = "SELECT testimonial, channel FROM testimonial_channel WHERE testimonial IN \
    (SELECT id FROM testimonial WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3) ORDER BY testimonial, channel";

const TESTIMONIALS_OF: &str = "SELECT id, version, person, words, naming, name, role, organisation, expires_on, \
    state, reached_at, words_hash FROM testimonial WHERE person = ?1 ORDER BY id";
const CHANNELS_OF: &str = "SELECT c.testimonial, c.channel FROM testimonial_channel c \
    JOIN testimonial t ON t.id = c.testimonial WHERE t.person = ?1 ORDER BY c.testimonial, c.channel";

const USE: &str = "SELECT id, version, testimonial, channel, place, shown_at, taken_down_at FROM testimonial_use \
    WHERE id = ?1";
const USES: &str = "SELECT id, version, testimonial, channel, place, shown_at, taken_down_at FROM testimonial_use \
    WHERE testimonial = ?1 ORDER BY id";
const SHOWN: &str = "SELECT id, version, testimonial, channel, place, shown_at, taken_down_at FROM testimonial_use \
    WHERE taken_down_at IS NULL AND id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3";

const RECOGNITIONS: &str = "SELECT id, version, person, kind, words, on_date, naming, name, role, organisation \
    FROM recognition WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3";
const RECOGNITIONS_OF: &str = "SELECT id, version, person, kind, words, on_date, naming, name, role, organisation \
    FROM recognition WHERE person = ?1 ORDER BY id";

#[async_trait]
impl WordsStore for SqlStore {
    async fn testimonial(&self, id: Id<Testimonial>) -> Result<Option<Versioned<Testimonial>>, StoreError> {
        let params = vec![id.uuid().into(), id.uuid().into(), Value::Int(1)];
        Ok(self.testimonials([TESTIMONIALS, CHANNELS], params).await?.into_iter().next())
    }

    async fn testimonials_of(&self, person: Id<Person>) -> Result<Vec<Versioned<Testimonial>>, StoreError> {
        self.testimonials([TESTIMONIALS_OF, CHANNELS_OF], vec![person.uuid().into()]).await
    }

    async fn testimonial_page(
        &self,
        after: Option<Id<Testimonial>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Testimonial>, Id<Testimonial>>, StoreError> {
        let Some(first) = first_after(after.map(Id::uuid)) else {
            return Ok(Page { items: Vec::new(), next: None });
        };
        let params = vec![first.into(), LAST.into(), one_more(size)];
        let testimonials = self.testimonials([TESTIMONIALS, CHANNELS], params).await?;
        Ok(Page::from_one_more(testimonials, size, |stored| stored.record.id()))
    }

    async fn testimonial_use(
        &self,
        id: Id<TestimonialUse>,
    ) -> Result<Option<Versioned<TestimonialUse>>, StoreError> {
        let [rows] = self.ask([Query::new(USE, vec![id.uuid().into()])]).await?;
        Ok(rows.first().map(testimonial_use).transpose()?)
    }

    async fn testimonial_uses(
        &self,
        testimonial: Id<Testimonial>,
    ) -> Result<Vec<Versioned<TestimonialUse>>, StoreError> {
        let [rows] = self.ask([Query::new(USES, vec![testimonial.uuid().into()])]).await?;
        Ok(rows.iter().map(testimonial_use).collect::<Read<_>>()?)
    }

    async fn shown_testimonial_use_page(
        &self,
        after: Option<Id<TestimonialUse>>,
        size: PageSize,
    ) -> Result<Page<Versioned<TestimonialUse>, Id<TestimonialUse>>, StoreError> {
        let Some(first) = first_after(after.map(Id::uuid)) else {
            return Ok(Page { items: Vec::new(), next: None });
        };
        let params = vec![first.into(), LAST.into(), one_more(size)];
        let [rows] = self.ask([Query::new(SHOWN, params)]).await?;
        let shown = rows.iter().map(testimonial_use).collect::<Read<_>>()?;
        Ok(Page::from_one_more(shown, size, |stored: &Versioned<TestimonialUse>| stored.record.id()))
    }

    async fn recognition(&self, id: Id<Recognition>) -> Result<Option<Versioned<Recognition>>, StoreError> {
        let params = vec![id.uuid().into(), id.uuid().into(), Value::Int(1)];
        let [rows] = self.ask([Query::new(RECOGNITIONS, params)]).await?;
        Ok(rows.first().map(recognition).transpose()?)
    }

    async fn recognitions_of(&self, person: Id<Person>) -> Result<Vec<Versioned<Recognition>>, StoreError> {
        let [rows] = self.ask([Query::new(RECOGNITIONS_OF, vec![person.uuid().into()])]).await?;
        Ok(rows.iter().map(recognition).collect::<Read<_>>()?)
    }

    async fn recognition_page(
        &self,
        after: Option<Id<Recognition>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Recognition>, Id<Recognition>>, StoreError> {
        let Some(first) = first_after(after.map(Id::uuid)) else {
            return Ok(Page { items: Vec::new(), next: None });
        };
        let params = vec![first.into(), LAST.into(), one_more(size)];
        let [rows] = self.ask([Query::new(RECOGNITIONS, params)]).await?;
        let recognitions = rows.iter().map(recognition).collect::<Read<_>>()?;
        Ok(Page::from_one_more(recognitions, size, |stored: &Versioned<Recognition>| stored.record.id()))
    }
}

impl SqlStore {
    async fn testimonials(
        &self,
        sql: [&'static str; 2],
        params: Vec<Value>,
    ) -> Result<Vec<Versioned<Testimonial>>, StoreError> {
        let [testimonials, channels] = self.ask(sql.map(|sql| Query::new(sql, params.clone()))).await?;
        let mut channels = Groups::new(&channels);
        Ok(testimonials.iter().map(|row| testimonial(row, channels.of(row))).collect::<Read<_>>()?)
    }
}

fn testimonial(row: &Row, channels: &[Row]) -> Read<Versioned<Testimonial>> {
    let channels = channels.iter().map(|row| Ok(Channel::parse(row.text(1)?)?)).collect::<Read<Vec<_>>>()?;
    let words_hash = row.opt_bytes(11)?.map(|bytes| bytes.try_into().ok().present()).transpose()?;
    let offer = TestimonialOffer {
        person: decode::id(row, 2)?,
        words: Prose::parse(row.text(3)?)?,
        attribution: attribution(row, 4)?,
        channels: Channels::new(channels)?,
        expires: row.date(8)?,
    };
    let at = decode::opt_instant(row, 10)?;
    let state = TestimonialState::from_parts(row.text(9)?, at, words_hash.map(WordsHash::new)).present()?;
    let testimonial = Testimonial::restore(TestimonialParts { id: decode::id(row, 0)?, offer, state });
    Ok(Versioned::new(testimonial, decode::version(row, 1)?))
}

fn testimonial_use(row: &Row) -> Read<Versioned<TestimonialUse>> {
    let place = TestimonialUse::restore(TestimonialUseParts {
        id: decode::id(row, 0)?,
        testimonial: decode::id(row, 2)?,
        channel: Channel::parse(row.text(3)?)?,
        place: Line::parse(row.text(4)?)?,
        at: decode::instant(row, 5)?,
        taken_down: decode::opt_instant(row, 6)?,
    });
    Ok(Versioned::new(place, decode::version(row, 1)?))
}

fn recognition(row: &Row) -> Read<Versioned<Recognition>> {
    let details = RecognitionDetails {
        person: decode::id(row, 2)?,
        kind: RecognitionKind::parse(row.text(3)?)?,
        words: Prose::parse(row.text(4)?)?,
        on: row.date(5)?,
        attribution: attribution(row, 6)?,
    };
    Ok(Versioned::new(Recognition::restore(decode::id(row, 0)?, details), decode::version(row, 1)?))
}

/// The level, the name, the role and the organisation, from a column on.
fn attribution(row: &Row, column: usize) -> Read<Attribution> {
    let level = NamingLevel::parse(row.text(column)?)?;
    let name = row.opt_text(column + 1)?.map(Line::parse).transpose()?;
    let role = row.opt_text(column + 2)?.map(Line::parse).transpose()?;
    let organisation = row.opt_text(column + 3)?.map(Line::parse).transpose()?;
    Attribution::from_parts(level, name, role, organisation).present()
}
