//! The legacy ledger of an initiative: only ever appended to.

use std::collections::BTreeSet;

use bln_core::{
    Body, Id, Initiative, LegacyEntry, LegacyLine, OutcomeEvidence, Owner, Prose, RecordRef, Version,
};
use bln_store::{Expected, Rule, Store, Write};

use crate::{check, samples};

/// An entry is read back equal: every kind of line, every body with and without a role, every answer, every way in
/// which an outcome is shown, and everything that can be linked.
pub async fn legacy_lines_round_trip(store: &dyn Store) {
    ground(store).await;
    let entries = entries();
    append(store, Expected::New, entries.clone()).await;
    assert_eq!(read(store, 1).await, entries);
}

/// A correction of each kind of line is read back equal, and so is a correction of the correction.
pub async fn legacy_corrections_round_trip(store: &dyn Store) {
    ground(store).await;
    let mut last = entries();
    let mut all = last.clone();
    let mut numbers = u32::try_from(all.len()).unwrap() + 1..;
    for _ in 0..2 {
        let corrections = numbers.by_ref().zip(&last).map(|(number, corrected)| {
            let line = Box::new(corrected.line().said().clone());
            samples::legacy_entry(number, 1, LegacyLine::Correction { of: corrected.id(), line })
        });
        last = corrections.collect();
        all.extend(last.iter().cloned());
    }
    append(store, Expected::New, all.clone()).await;
    assert_eq!(read(store, 1).await, all);
}

/// Entries come in the order in which they were appended, whatever their clocks and their identifiers said.
pub async fn legacy_entries_keep_their_order(store: &dyn Store) {
    ground(store).await;
    let mut version = 0;
    for part in [[5, 3, 4], [7, 1, 2]] {
        let expected = if version == 0 { Expected::New } else { Expected::At(check::version(version)) };
        append(store, expected, part.map(asked).to_vec()).await;
        version += 3;
    }
    assert_eq!(read(store, 1).await, [5, 3, 4, 7, 1, 2].map(asked));
}

/// A ledger's version is the number of its entries. One that is there cannot be begun, and one with any other number of
/// entries than expected, or none, is not appended to.
pub async fn legacy_version_counts_the_entries(store: &dyn Store) {
    check::put(store, [1, 2, 3].map(|n| Write::Initiative(samples::initiative(n), Expected::New))).await;
    let write = |initiative, expected, written| {
        let entry = samples::legacy_entry(100 * initiative + written, initiative, samples::ask(written));
        let initiative = samples::initiative_id(initiative);
        Write::Legacy { initiative, entries: vec![entry], expected }
    };
    check::assert_versions(store, write).await;
    append(store, Expected::At(check::version(3)), [11, 12, 13, 14].map(asked).to_vec()).await;
    let stored = store.legacy_ledger(samples::initiative_id(1)).await.unwrap().unwrap();
    assert_eq!((stored.version, stored.record.entries().len()), (check::version(7), 7));
}

/// A ledger that is not there is `None`, of an initiative that is there and of none.
pub async fn missing_legacy_is_none(store: &dyn Store) {
    ground(store).await;
    assert_eq!(store.legacy_ledger(samples::initiative_id(1)).await.unwrap(), None);
    assert_eq!(store.legacy_ledger(samples::initiative_id(99)).await.unwrap(), None);
}

/// A ledger has the entries that were appended to it and no other initiative's, and an entry of another initiative is
/// not appended to it.
pub async fn legacies_are_their_initiatives(store: &dyn Store) {
    ground(store).await;
    let of = |number, initiative| samples::legacy_entry(number, initiative, samples::ask(number));
    append(store, Expected::New, vec![of(1, 1), of(3, 1)]).await;
    put(store, 2, Expected::New, vec![of(2, 2)]).await;
    put(store, 1, Expected::At(check::version(2)), vec![of(4, 1)]).await;
    assert_eq!(read(store, 1).await, [of(1, 1), of(3, 1), of(4, 1)]);
    assert_eq!(read(store, 2).await, [of(2, 2)]);
    assert_refused(store, 2, vec![of(5, 2), of(6, 1)], Rule::WellFormed).await;
}

/// A ledger is of an initiative that is there, also when its first entry comes in the same change set.
pub async fn legacy_of_a_missing_initiative_is_not_found(store: &dyn Store) {
    let missing = RecordRef::Initiative(samples::initiative_id(1));
    check::assert_not_found(store, check::writes([write(1, Expected::New, vec![asked(1)])]), missing).await;
    let initiative = Write::Initiative(samples::initiative(1), Expected::New);
    check::put(store, [initiative, write(1, Expected::New, vec![asked(1)])]).await;
}

/// Appending nothing is a conflict, to a ledger that is there and to none.
pub async fn legacy_of_no_entries_is_refused(store: &dyn Store) {
    ground(store).await;
    assert_refused(store, 1, vec![], Rule::WellFormed).await;
    append(store, Expected::New, vec![asked(1)]).await;
    let nothing = check::writes([write(1, Expected::At(Version::FIRST), vec![])]);
    check::assert_conflict(store, nothing, Rule::WellFormed).await;
}

/// A correction of a correction's inside and a promise for a day beyond the year 9999 are conflicts.
pub async fn ill_formed_legacy_line_is_refused(store: &dyn Store) {
    ground(store).await;
    let correction = |line| LegacyLine::Correction { of: samples::legacy_entry_id(1), line: Box::new(line) };
    let owner = Owner { body: Body::Network, role: None };
    let due = samples::day("9999-12-31") + chrono::Days::new(1);
    let late = LegacyLine::Commitment { owner, words: words(), due };
    for line in [correction(correction(samples::ask(2))), late.clone(), correction(late)] {
        let entries = vec![asked(1), samples::legacy_entry(2, 1, line)];
        assert_refused(store, 1, entries, Rule::WellFormed).await;
    }
}

/// The identifier of an entry is used once: in one change set, in one ledger, and in all.
pub async fn legacy_entry_identifier_is_used_once(store: &dyn Store) {
    ground(store).await;
    assert_refused(store, 1, vec![asked(1), asked(1)], Rule::IdentifierUnique).await;
    append(store, Expected::New, vec![asked(1)]).await;
    let again = check::writes([write(1, Expected::At(Version::FIRST), vec![asked(1)])]);
    check::assert_conflict(store, again, Rule::IdentifierUnique).await;
    let elsewhere = samples::legacy_entry(1, 2, samples::ask(1));
    assert_refused(store, 2, vec![elsewhere], Rule::IdentifierUnique).await;
}

/// What a line corrects, answers or settles is an entry before it in its own ledger: not one that is missing, comes
/// later, is of another ledger or is the line itself.
pub async fn legacy_line_names_what_is_before_it(store: &dyn Store) {
    ground(store).await;
    put(store, 2, Expected::New, vec![samples::legacy_entry(50, 2, samples::ask(50))]).await;
    let naming: [fn(Id<LegacyEntry>) -> LegacyLine; 4] = [
        |of| LegacyLine::Correction { of, line: Box::new(samples::ask(1)) },
        |ask| LegacyLine::Answer { ask, answer: bln_core::AnswerGiven::Agreed, words: words() },
        |commitment| LegacyLine::Kept { commitment, words: words() },
        |commitment| LegacyLine::NotKept { commitment, words: words() },
    ];
    for line in naming {
        for wrong in [99, 50, 3, 2] {
            let named = samples::legacy_entry(2, 1, line(samples::legacy_entry_id(wrong)));
            assert_refused(store, 1, vec![asked(1), named, asked(3)], Rule::WellFormed).await;
        }
    }
    let named = (2..)
        .zip(naming)
        .map(|(number, line)| samples::legacy_entry(number, 1, line(samples::legacy_entry_id(number - 1))));
    append(store, Expected::New, std::iter::once(asked(1)).chain(named).collect()).await;
}

/// The figures that an outcome cites are there: those that it rests on, the one from before and the one from after.
pub async fn legacy_line_with_a_missing_figure_is_not_found(store: &dyn Store) {
    ground(store).await;
    let [there, missing] = [1, 99].map(samples::figure_id);
    for (figures, pair) in [
        (vec![there, missing], None),
        (vec![there], Some((missing, there))),
        (vec![there], Some((there, missing))),
    ] {
        let evidence = OutcomeEvidence::new(figures.into_iter().collect(), pair, BTreeSet::new()).unwrap();
        assert_not_found(store, evidence, RecordRef::Figure(missing)).await;
    }
}

/// The resources that show an outcome are there.
pub async fn legacy_line_with_a_missing_resource_is_not_found(store: &dyn Store) {
    ground(store).await;
    let [there, missing] = [1, 99].map(samples::resource_id);
    let figures = BTreeSet::from([samples::figure_id(1)]);
    let evidence = OutcomeEvidence::new(figures, None, [there, missing].into()).unwrap();
    assert_not_found(store, evidence, RecordRef::Resource(missing)).await;
}

/// Of what a line links nothing need be there, nor the organisation that is asked.
pub async fn legacy_line_may_link_what_is_missing(store: &dyn Store) {
    check::put(store, [Write::Initiative(samples::initiative(1), Expected::New)]).await;
    let asked = LegacyLine::Ask { of: Body::Organisation(samples::code("ZZZZZZ")), words: words() };
    let lines = samples::linked().map(LegacyLine::Link).into_iter().chain([asked]);
    let entries: Vec<_> = (1..).zip(lines).map(|(n, line)| samples::legacy_entry(n, 1, line)).collect();
    append(store, Expected::New, entries.clone()).await;
    assert_eq!(read(store, 1).await, entries);
}

/// Initiatives 1 and 2, and what the sample lines cite.
async fn ground(store: &dyn Store) {
    let figures = [1, 2, 3].map(|n| Write::Figure(samples::figure(n)));
    let resources = [1, 2].map(|n| Write::Resource(samples::resource(n), Expected::New));
    let initiatives = [1, 2].map(|n| Write::Initiative(samples::initiative(n), Expected::New));
    check::put(store, figures.into_iter().chain(resources).chain(initiatives)).await;
}

fn entries() -> Vec<LegacyEntry> {
    (1..).zip(samples::legacy_lines()).map(|(n, line)| samples::legacy_entry(n, 1, line)).collect()
}

fn asked(number: u32) -> LegacyEntry {
    samples::legacy_entry(number, 1, samples::ask(number))
}

fn words() -> Prose<1000> {
    Prose::parse("Sample words.").unwrap()
}

fn write(initiative: u32, expected: Expected, entries: Vec<LegacyEntry>) -> Write {
    Write::Legacy { initiative: samples::initiative_id(initiative), entries, expected }
}

async fn put(store: &dyn Store, initiative: u32, expected: Expected, entries: Vec<LegacyEntry>) {
    check::put(store, [write(initiative, expected, entries)]).await;
}

async fn append(store: &dyn Store, expected: Expected, entries: Vec<LegacyEntry>) {
    put(store, 1, expected, entries).await;
}

async fn read(store: &dyn Store, initiative: u32) -> Vec<LegacyEntry> {
    let id: Id<Initiative> = samples::initiative_id(initiative);
    let stored = store.legacy_ledger(id).await.unwrap().unwrap();
    assert_eq!(stored.record.initiative(), id);
    stored.record.entries().to_vec()
}

/// These entries do not begin a ledger, and nothing of them is left.
async fn assert_refused(store: &dyn Store, initiative: u32, entries: Vec<LegacyEntry>, rule: Rule) {
    let before = store.legacy_ledger(samples::initiative_id(initiative)).await.unwrap();
    let expected = before.as_ref().map(|stored| stored.version).into();
    check::assert_conflict(store, check::writes([write(initiative, expected, entries)]), rule).await;
    assert_eq!(store.legacy_ledger(samples::initiative_id(initiative)).await.unwrap(), before);
}

/// An outcome shown by this is not appended, itself and as a correction.
async fn assert_not_found(store: &dyn Store, evidence: OutcomeEvidence, missing: RecordRef) {
    let outcome = LegacyLine::Outcome { words: words(), evidence };
    let correction =
        LegacyLine::Correction { of: samples::legacy_entry_id(1), line: Box::new(outcome.clone()) };
    for line in [outcome, correction] {
        let entries = vec![asked(1), samples::legacy_entry(2, 1, line)];
        let changes = check::writes([write(1, Expected::New, entries)]);
        check::assert_not_found(store, changes, missing.clone()).await;
    }
    assert_eq!(store.legacy_ledger(samples::initiative_id(1)).await.unwrap(), None);
}
