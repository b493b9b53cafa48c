//! Reads initiatives, the legacy ledger of each, and the register of figures.

use async_trait::async_trait;
use bln_core::{
    AnswerGiven, Body, Conclusion, Figure, FigureParts, HighImpactAction, Id, Indicator, Initiative,
    InitiativeDetails, InitiativeState, LegacyEntry, LegacyLedger, LegacyLine, Line, Linked, OdsCode,
    OutcomeEvidence, Owner, Pillars, Prose, Version, Versioned,
};
use bln_store::{LegacyStore, Page, PageSize, StoreError};

use super::{
    decode::{self, Groups, LAST, Present, Read, Unreadable},
    first_after, one_more,
};
use crate::{Query, Row, SqlStore, Value};

pub(super) const ALL: &[&str] =
    &[INITIATIVES, PILLARS, ACTIONS, INDICATORS, MOVED_BY, ENTRIES, CITED, SHOWN_BY, FIGURES];

/// Those with identifiers from `?1` to `?2`, at most `?3`, and in the same order what each has of the others.
const INITIATIVES: &str = "SELECT id, version, title, aim, opened_at, state, closed_at, conclusion, reason \
    FROM initiative WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3";
const PILLARS: &str = "SELECT initiative, pillar FROM initiative_pillar WHERE initiative IN \
    (SELECT id FROM initiative WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3) ORDER BY initiative, pillar";
const ACTIONS: &str = "SELECT initiative, action FROM initiative_action WHERE initiative IN \
    (SELECT id FROM initiative WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3) ORDER BY initiative, action";
const INDICATORS: &str = "SELECT initiative, indicator FROM initiative_indicator WHERE initiative IN \
    (SELECT id FROM initiative WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3) ORDER BY initiative, indicator";
const MOVED_BY: &str = "SELECT initiative, figure FROM initiative_figure WHERE initiative IN \
    (SELECT id FROM initiative WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3) ORDER BY initiative, figure";

/// The entries of the ledger of `?1`, and in the same order what each outcome of it cites.
const ENTRIES: &str = "SELECT id, ordinal, written_at, corrects, kind, refers_to, words, body, organisation, body_name, \
    role, due_on, answer, linked_kind, linked_id FROM legacy_entry WHERE initiative = ?1 ORDER BY ordinal";
const CITED: &str = "SELECT f.entry, f.cited_as, f.figure FROM legacy_entry_figure f \
    JOIN legacy_entry e ON e.id = f.entry WHERE e.initiative = ?1 ORDER BY e.ordinal, f.cited_as, f.figure";
const SHOWN_BY: &str = "SELECT r.entry, r.resource FROM legacy_entry_resource r \
    JOIN legacy_entry e ON e.id = r.entry WHERE e.initiative = ?1 ORDER BY e.ordinal, r.resource";

const FIGURES: &str = "SELECT id, statement, shown, population, asked, method, year, source, indicator, released_at \
    FROM figure WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3";

#[async_trait]
impl LegacyStore for SqlStore {
    async fn initiative(&self, id: Id<Initiative>) -> Result<Option<Versioned<Initiative>>, StoreError> {
        let params = vec![id.uuid().into(), id.uuid().into(), Value::Int(1)];
        Ok(self.initiatives(params).await?.into_iter().next())
    }

    async fn initiative_page(
        &self,
        after: Option<Id<Initiative>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Initiative>, Id<Initiative>>, StoreError> {
        let Some(first) = first_after(after.map(Id::uuid)) else {
            return Ok(Page { items: Vec::new(), next: None });
        };
        let initiatives = self.initiatives(vec![first.into(), LAST.into(), one_more(size)]).await?;
        Ok(Page::from_one_more(initiatives, size, |stored| stored.record.id()))
    }

    async fn legacy_ledger(
        &self,
        initiative: Id<Initiative>,
    ) -> Result<Option<Versioned<LegacyLedger>>, StoreError> {
        let params = vec![initiative.uuid().into()];
        let sql = [ENTRIES, CITED, SHOWN_BY];
        let [entries, cited, shown_by] = self.ask(sql.map(|sql| Query::new(sql, params.clone()))).await?;
        Ok(ledger(initiative, &entries, Groups::new(&cited), Groups::new(&shown_by))?)
    }

    async fn figure(&self, id: Id<Figure>) -> Result<Option<Figure>, StoreError> {
        let params = vec![id.uuid().into(), id.uuid().into(), Value::Int(1)];
        let [rows] = self.ask([Query::new(FIGURES, params)]).await?;
        Ok(rows.first().map(figure).transpose()?)
    }

    async fn figure_page(
        &self,
        after: Option<Id<Figure>>,
        size: PageSize,
    ) -> Result<Page<Figure, Id<Figure>>, StoreError> {
        let Some(first) = first_after(after.map(Id::uuid)) else {
            return Ok(Page { items: Vec::new(), next: None });
        };
        let params = vec![first.into(), LAST.into(), one_more(size)];
        let [rows] = self.ask([Query::new(FIGURES, params)]).await?;
        let figures = rows.iter().map(figure).collect::<Read<_>>()?;
        Ok(Page::from_one_more(figures, size, Figure::id))
    }
}

impl SqlStore {
    async fn initiatives(&self, params: Vec<Value>) -> Result<Vec<Versioned<Initiative>>, StoreError> {
        let sql = [INITIATIVES, PILLARS, ACTIONS, INDICATORS, MOVED_BY];
        let [initiatives, pillars, actions, indicators, figures] =
            self.ask(sql.map(|sql| Query::new(sql, params.clone()))).await?;
        let mut sets = [&pillars, &actions, &indicators, &figures].map(|rows| Groups::new(rows));
        let initiatives =
            initiatives.iter().map(|row| initiative(row, sets.each_mut().map(|set| set.of(row))));
        Ok(initiatives.collect::<Read<_>>()?)
    }
}

fn initiative(
    row: &Row,
    [pillars, actions, indicators, figures]: [&[Row]; 4],
) -> Read<Versioned<Initiative>> {
    let pillars = pillars.iter().map(|row| Ok(row.text(1)?)).collect::<Read<Vec<_>>>()?;
    let actions =
        actions.iter().map(|row| Ok(HighImpactAction::parse(row.text(1)?)?)).collect::<Read<Vec<_>>>()?;
    let indicators =
        indicators.iter().map(|row| opt_indicator(row, 1)?.present()).collect::<Read<Vec<_>>>()?;
    let figures = figures.iter().map(|row| decode::id(row, 1)).collect::<Read<Vec<_>>>()?;
    let details = InitiativeDetails::new(
        Line::parse(row.text(2)?)?,
        Prose::parse(row.text(3)?)?,
        Pillars::parse(pillars)?,
    )
    .bearing_on(actions, indicators)
    .moved_by(figures)?;
    let restored = Initiative::restore(decode::id(row, 0)?, details, decode::instant(row, 4)?, state(row)?);
    Ok(Versioned::new(restored, decode::version(row, 1)?))
}

fn state(row: &Row) -> Read<InitiativeState> {
    match (row.text(5)?, decode::opt_instant(row, 6)?, row.opt_text(7)?) {
        ("open", None, None) => Ok(InitiativeState::Open),
        ("closed", Some(at), Some(name)) => {
            let reason = row.opt_text(8)?.map(Prose::parse).transpose()?;
            let conclusion = Conclusion::from_parts(name, reason).present()?;
            Ok(InitiativeState::Closed { at, conclusion })
        }
        _ => Err(Unreadable),
    }
}

/// A ledger from the rows of its entries. One that has lost an entry is no ledger.
fn ledger(
    initiative: Id<Initiative>,
    rows: &[Row],
    mut cited: Groups<'_>,
    mut shown_by: Groups<'_>,
) -> Read<Option<Versioned<LegacyLedger>>> {
    let mut entries = Vec::with_capacity(rows.len());
    for (ordinal, row) in (1..).zip(rows) {
        if decode::number(row, 1)? != ordinal {
            return Err(Unreadable);
        }
        let said = said(row, cited.of(row), shown_by.of(row))?;
        let line = match decode::opt_id(row, 3)? {
            Some(of) => LegacyLine::Correction { of, line: Box::new(said) },
            None => said,
        };
        entries.push(LegacyEntry::restore(decode::id(row, 0)?, initiative, decode::instant(row, 2)?, line));
    }
    let version = u32::try_from(entries.len()).map_err(|_| Unreadable)?;
    // There is no version 0: a ledger without entries is not there.
    let version = Version::new(version).ok();
    Ok(version.map(|version| Versioned::new(LegacyLedger::restore(initiative, entries), version)))
}

/// What is said, by a correction too.
fn said(row: &Row, cited: &[Row], shown_by: &[Row]) -> Read<LegacyLine> {
    let words = || Ok::<_, Unreadable>(Prose::parse(row.text(6)?)?);
    let refers_to = || decode::id(row, 5);
    Ok(match row.text(4)? {
        "ask" => LegacyLine::Ask { of: body(row)?, words: words()? },
        "answer" => {
            let answer = AnswerGiven::from_name(row.text(12)?).present()?;
            LegacyLine::Answer { ask: refers_to()?, answer, words: words()? }
        }
        "commitment" => {
            let role = row.opt_text(10)?.map(Line::parse).transpose()?;
            let owner = Owner { body: body(row)?, role };
            LegacyLine::Commitment { owner, words: words()?, due: row.date(11)? }
        }
        "kept" => LegacyLine::Kept { commitment: refers_to()?, words: words()? },
        "not_kept" => LegacyLine::NotKept { commitment: refers_to()?, words: words()? },
        "outcome" => LegacyLine::Outcome { words: words()?, evidence: evidence(cited, shown_by)? },
        "link" => LegacyLine::Link(Linked::from_parts(row.text(13)?, row.uuid(14)?).present()?),
        _ => return Err(Unreadable),
    })
}

fn body(row: &Row) -> Read<Body> {
    let code = row.opt_text(8)?.map(OdsCode::parse).transpose()?;
    let name = row.opt_text(9)?.map(Line::parse).transpose()?;
    Body::from_parts(row.text(7)?, code, name).present()
}

fn evidence(cited: &[Row], shown_by: &[Row]) -> Read<OutcomeEvidence> {
    let (mut figures, mut before, mut after) = (Vec::new(), None, None);
    for row in cited {
        let figure = decode::id(row, 2)?;
        match row.text(1)? {
            "evidence" => figures.push(figure),
            "before" => before = Some(figure),
            "after" => after = Some(figure),
            _ => return Err(Unreadable),
        }
    }
    if before.is_some() != after.is_some() {
        return Err(Unreadable);
    }
    let resources = shown_by.iter().map(|row| decode::id(row, 1)).collect::<Read<_>>()?;
    Ok(OutcomeEvidence::new(figures.into_iter().collect(), before.zip(after), resources)?)
}

fn figure(row: &Row) -> Read<Figure> {
    let asked = row.opt_int(4)?.map(u64::try_from).transpose().map_err(|_| Unreadable)?;
    Ok(Figure::new(FigureParts {
        id: decode::id(row, 0)?,
        statement: Line::parse(row.text(1)?)?,
        shown: Line::parse(row.text(2)?)?,
        population: Line::parse(row.text(3)?)?,
        asked,
        method: Line::parse(row.text(5)?)?,
        year: row.int(6)?.try_into().map_err(|_| Unreadable)?,
        source: Line::parse(row.text(7)?)?,
        indicator: opt_indicator(row, 8)?,
        released_at: decode::instant(row, 9)?,
    })?)
}

fn opt_indicator(row: &Row, column: usize) -> Read<Option<Indicator>> {
    let number = row.opt_int(column)?.map(u8::try_from).transpose().map_err(|_| Unreadable)?;
    Ok(number.map(Indicator::from_number).transpose()?)
}
