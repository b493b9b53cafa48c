//! Finds people by name.
//!
//! The words of names are kept in their order, so that those who are found are read off in the order of the contract,
//! and the cost of a page depends neither on how many have a word nor on how many pages came before. Several words
//! begin with the first. Of the others, one that not too many have is gathered first, for a page of people who have
//! both may lie far apart among those who have either; a word that very many have is looked up person by person, for
//! then the page is soon full.
//!
//! Who is found is asked first, and then again together with their records: the records are of one moment with the
//! answer they belong to. Should the two answers differ, because names have just changed, the records are asked for by
//! the words themselves, which costs the search once for each table.

use std::collections::HashMap;

use bln_core::{Id, Person, search_terms};
use bln_store::{NameCursor, Page, PageSize, PersonRecord, StoreError};
use uuid::Uuid;

use super::{
    SET,
    decode::{self, Read},
    filled, one_more,
    person::{PersonSql, people, person_sql},
};
use crate::{Query, Row, SqlStore, Value, store::UNREADABLE};

pub(super) const ALL: &[&str] = &[
    BY_TERM.sql,
    BY_TERM.all.people,
    BY_TERM.all.emails,
    BY_TERM.all.affiliations,
    BY_TERM.all.professional,
    BY_TERM.all.memberships,
    BY_TERM.all.spells,
    BY_TERM.all.ledgers,
    BY_TERM.all.entries,
    BY_TERMS.sql,
    BY_TERMS.all.people,
    BY_TERMS.all.emails,
    BY_TERMS.all.affiliations,
    BY_TERMS.all.professional,
    BY_TERMS.all.memberships,
    BY_TERMS.all.spells,
    BY_TERMS.all.ledgers,
    BY_TERMS.all.entries,
    BY_GATHERED.sql,
    BY_GATHERED.all.people,
    BY_GATHERED.all.emails,
    BY_GATHERED.all.affiliations,
    BY_GATHERED.all.professional,
    BY_GATHERED.all.memberships,
    BY_GATHERED.all.spells,
    BY_GATHERED.all.ledgers,
    BY_GATHERED.all.entries,
    BY_IDS.people,
    BY_IDS.emails,
    BY_IDS.affiliations,
    BY_IDS.professional,
    BY_IDS.memberships,
    BY_IDS.spells,
    BY_IDS.ledgers,
    BY_IDS.entries,
    WORDS,
    COUNT,
];

/// A statement that finds people, and those that find their records in the same way.
struct Search {
    sql: &'static str,
    all: PersonSql,
}

macro_rules! search {
    ($found:literal) => {
        Search { sql: concat!($found), all: person_sql!("SELECT found.person FROM (", $found, ") found") }
    };
}

/// From the word `?3` and person `?4` on, those with a word from `?1` to `?2`, each at the first; at most `?5`.
const BY_TERM: Search = search!(
    "SELECT w.word, w.person FROM person_search_word w \
    WHERE (w.word, w.person) >= (?3, ?4) AND w.word <= ?2 AND NOT EXISTS \
    (SELECT 1 FROM person_search_word e WHERE e.person = w.person AND e.word >= ?1 AND e.word < w.word) \
    ORDER BY w.word, w.person LIMIT ?5"
);

/// The same, with a word besides from `?6` to `?7`, from `?8` to `?9` and from `?10` to `?11`.
const BY_TERMS: Search = search!(
    "SELECT w.word, w.person FROM person_search_word w \
    WHERE (w.word, w.person) >= (?3, ?4) AND w.word <= ?2 AND NOT EXISTS \
    (SELECT 1 FROM person_search_word e WHERE e.person = w.person AND e.word >= ?1 AND e.word < w.word) \
    AND EXISTS \
    (SELECT 1 FROM person_search_word a WHERE a.person = w.person AND a.word >= ?6 AND a.word <= ?7) \
    AND EXISTS \
    (SELECT 1 FROM person_search_word b WHERE b.person = w.person AND b.word >= ?8 AND b.word <= ?9) \
    AND EXISTS \
    (SELECT 1 FROM person_search_word c WHERE c.person = w.person AND c.word >= ?10 AND c.word <= ?11) \
    ORDER BY w.word, w.person LIMIT ?5"
);

/// As [`BY_TERMS`], with those who have the word from `?6` to `?7` gathered first.
const BY_GATHERED: Search = search!(
    "SELECT w.word, w.person FROM person_search_word w \
    WHERE (w.word, w.person) >= (?3, ?4) AND w.word <= ?2 AND w.person IN \
    (SELECT a.person FROM person_search_word a WHERE a.word >= ?6 AND a.word <= ?7) \
    AND NOT EXISTS \
    (SELECT 1 FROM person_search_word e WHERE e.person = w.person AND e.word >= ?1 AND e.word < w.word) \
    AND EXISTS \
    (SELECT 1 FROM person_search_word b WHERE b.person = w.person AND b.word >= ?8 AND b.word <= ?9) \
    AND EXISTS \
    (SELECT 1 FROM person_search_word c WHERE c.person = w.person AND c.word >= ?10 AND c.word <= ?11) \
    ORDER BY w.word, w.person LIMIT ?5"
);

/// The people with these identifiers.
const BY_IDS: PersonSql = person_sql!(
    "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, \
    ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39, ?40, ?41, ?42, \
    ?43, ?44, ?45, ?46, ?47, ?48, ?49, ?50"
);

/// The words from `?1` to `?2`, at most `?3`: from each to the next in one step, whoever has it.
const WORDS: &str = "WITH RECURSIVE each_word (word) AS ( \
    SELECT (SELECT min(f.word) FROM person_search_word f WHERE f.word >= ?1 AND f.word <= ?2) \
    UNION ALL SELECT (SELECT min(n.word) FROM person_search_word n WHERE n.word > each_word.word AND n.word <= ?2) \
    FROM each_word WHERE each_word.word IS NOT NULL) \
    SELECT word FROM each_word WHERE word IS NOT NULL LIMIT ?3";

/// How many have a word from `?1` to `?2`, up to `?3`.
const COUNT: &str = "SELECT count(*) FROM \
    (SELECT 1 FROM person_search_word WHERE word >= ?1 AND word <= ?2 LIMIT ?3) found";

/// From here on a word is so common that those who have it are not gathered.
const COMMON: i64 = 20_000;

/// Up to so many who have the first word, the others are looked up for each.
const FEW: i64 = 1_000;

/// The words that are looked for: from the first of a pair to the second.
type Span = (String, String);

impl SqlStore {
    pub(super) async fn search(
        &self,
        text: &str,
        after: Option<NameCursor>,
        size: PageSize,
    ) -> Result<Page<PersonRecord, NameCursor>, StoreError> {
        let spans: Vec<Span> = search_terms(text).into_iter().map(beginning).collect();
        let Some((first, _)) = spans.first() else { return Ok(Page { items: Vec::new(), next: None }) };
        let from = match after {
            Some(after) if after.word >= *first => following(after),
            _ => (first.clone(), Uuid::nil()),
        };
        let found = self.found(&self.counted(spans).await?, from, one_more(size)).await?;
        let Page { items, next } = Page::from_one_more(found, size, |(cursor, _)| cursor.clone());
        Ok(Page { items: items.into_iter().map(|(_, record)| record).collect(), next })
    }

    pub(super) async fn words(&self, prefix: &str, at_most: u32) -> Result<Vec<String>, StoreError> {
        let (first, last) = beginning(prefix.to_owned());
        let [rows] = self.ask([Query::new(WORDS, vec![first.into(), last.into(), at_most.into()])]).await?;
        Ok(rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect::<Read<_>>()?)
    }

    pub(super) async fn named(
        &self,
        words: &[&str],
        size: PageSize,
    ) -> Result<Vec<PersonRecord>, StoreError> {
        let words = words.get(..words.len().min(4)).unwrap_or_default();
        let spans = words.iter().map(|word| ((*word).to_owned(), (*word).to_owned())).collect();
        // It begins with the word that the fewest have. Which it is changes nothing but the cost.
        let mut spans = self.counted(spans).await?;
        spans.sort_by_key(|(count, _)| *count);
        let Some((_, (first, _))) = spans.first() else { return Ok(Vec::new()) };
        let from = (first.clone(), Uuid::nil());
        let found = self.found(&spans, from, Value::from(u32::from(size.number()))).await?;
        Ok(found.into_iter().map(|(_, record)| record).collect())
    }

    /// How many have a word in each of the spans, up to [`COMMON`]. Of one alone it makes no difference.
    async fn counted(&self, spans: Vec<Span>) -> Result<Vec<(i64, Span)>, StoreError> {
        if spans.len() < 2 {
            return Ok(spans.into_iter().map(|span| (0, span)).collect());
        }
        let count = |(first, last): &Span| {
            Query::new(COUNT, vec![first.as_str().into(), last.as_str().into(), COMMON.into()])
        };
        let counts = self.ask_all(spans.iter().map(count).collect()).await?;
        let number = |rows: &Vec<Row>| Ok(rows.first().map_or(Ok(0), |row| row.int(0))?);
        let counts = counts.iter().map(number).collect::<Read<Vec<i64>>>()?;
        Ok(counts.into_iter().zip(spans).collect())
    }

    /// Who has a word in each of the spans, counted, from a word and person of the first on.
    async fn found(
        &self,
        spans: &[(i64, Span)],
        from: (String, Uuid),
        limit: Value,
    ) -> Result<Vec<(NameCursor, PersonRecord)>, StoreError> {
        let Some(((count, (first, last)), others)) = spans.split_first() else { return Ok(Vec::new()) };
        let mut others = others.to_vec();
        others.sort_by_key(|(count, _)| *count);
        let search = match others.first() {
            None => BY_TERM,
            Some((rarest, _)) if *count > FEW && *rarest < COMMON => BY_GATHERED,
            Some(_) => BY_TERMS,
        };
        let mut params: Vec<Value> =
            vec![first.as_str().into(), last.as_str().into(), from.0.into(), from.1.into(), limit];
        // One that is not needed is the first again.
        let others = others.iter().chain(spans.iter().cycle()).take(if others.is_empty() { 0 } else { 3 });
        let words = others.flat_map(|(_, (first, last))| [first, last]);
        params.extend(words.map(|word| Value::from(word.as_str())));
        let find = Query::new(search.sql, params.clone());
        let [keys] = self.ask([find.clone()]).await?;
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let mut queries = vec![find.clone()];
        for set in keys.chunks(SET) {
            let people = set.iter().map(|row| Ok(Value::Uuid(row.uuid(1)?))).collect::<Read<_>>()?;
            queries.extend(BY_IDS.queries(filled(people)));
        }
        let mut answers = self.ask_all(queries).await?;
        let again = answers.remove(0);
        if again == keys {
            let sets =
                answers.chunks_exact(8).map(|set| <&[Vec<Row>; 8]>::try_from(set).map_err(|_| UNREADABLE));
            return in_order(&keys, sets);
        }
        let mut queries = vec![find];
        queries.extend(search.all.queries(params));
        let answers = self.ask_all(queries).await?;
        let (keys, records) = answers.split_first().ok_or(UNREADABLE)?;
        in_order(keys, std::iter::once(records.try_into().map_err(|_| UNREADABLE)))
    }
}

/// The records of who was found, in the order in which they were.
fn in_order<'a>(
    keys: &[Row],
    sets: impl Iterator<Item = Result<&'a [Vec<Row>; 8], StoreError>>,
) -> Result<Vec<(NameCursor, PersonRecord)>, StoreError> {
    let mut records: HashMap<Id<Person>, Read<PersonRecord>> = HashMap::with_capacity(keys.len());
    for set in sets {
        records.extend(people(set?)?);
    }
    let record = |row: &Row| {
        let cursor = NameCursor { word: row.text(0)?.to_owned(), person: decode::id(row, 1)? };
        let record = records.remove(&cursor.person).ok_or(decode::Unreadable)??;
        Ok((cursor, record))
    };
    Ok(keys.iter().map(record).collect::<Read<_>>()?)
}

/// Every word that begins so: no word has the last character there is.
fn beginning(prefix: String) -> Span {
    let end = format!("{prefix}{}", char::MAX);
    (prefix, end)
}

/// The first place that can come after another.
fn following(after: NameCursor) -> (String, Uuid) {
    match super::first_after(Some(after.person.uuid())) {
        Some(next) => (after.word, next),
        // After the last person with this word comes the next word, and none is in between.
        None => (format!("{}\u{1}", after.word), Uuid::nil()),
    }
}
