//! One history of belonging, made of two that turn out to be of one person.

use std::{cmp::Reverse, collections::BTreeSet};

use super::{BelongingKind, Membership, Spell, Standing, spell::can_follow};

impl Membership {
    /// The membership of one person of whom there were two records, under the person of this one.
    ///
    /// Who belonged by either record belonged. At each instant the record that gives more stands: active before
    /// paused, paused before an application, an application before having left, and that before having been
    /// declined; of two alike, a member before an ally, and then the older declaration, or of what is over the newer. So the earliest application
    /// is kept, and to leave or be declined in one of the two ends nothing that the other still gives: that somebody
    /// wants to leave altogether is for them to say again.
    ///
    /// Where this goes from one record to the other in a way in which nobody steps, spells without length lead over:
    /// they are in force at no instant. Which of the two is merged into which makes no difference but for whose it
    /// is, and a third may be merged in any order. What a merge drops is what was in force at no instant: spells
    /// without length, and those behind the other record's. All of this is this library's own choice.
    #[must_use]
    pub fn merged_with(&self, other: &Membership) -> Self {
        let mut spells: Vec<Spell> = Vec::new();
        let begins: BTreeSet<_> = self.spells().chain(other.spells()).map(Spell::from).collect();
        for from in begins {
            let Some(stands) = self.as_of(from).into_iter().chain(other.as_of(from)).max_by_key(weight)
            else {
                continue;
            };
            let next = Spell { from, until: None, ..stands.clone() };
            if let Some(last) = spells.last_mut() {
                if (last.standing, &last.belonging) == (next.standing, &next.belonging) {
                    continue;
                }
                last.until = Some(from);
            }
            let over = leading_over(spells.last(), &next);
            spells.extend(over);
            spells.push(next);
        }
        match spells.pop() {
            Some(current) => Self { person: self.person, past: spells, current },
            None => self.clone(),
        }
    }
}

/// What stands before what. A total order, so that no order of merging matters.
fn weight<'a>(spell: &&'a Spell) -> impl Ord + use<'a> {
    let along = match spell.standing {
        Standing::Active => 4,
        Standing::Paused => 3,
        Standing::Applied => 2,
        Standing::Left => 1,
        Standing::Declined => 0,
    };
    let declared = spell.belonging.declaration();
    let declared = (declared.at(), declared.wording(), declared.privacy_notice());
    let over = spell.standing.is_over();
    let older = (!over).then_some(Reverse(declared));
    let newer = over.then_some(declared);
    (along, spell.belonging.kind() == BelongingKind::Member, older, newer)
}

/// The spells without length through which one gets from the one to the other: leaving, and joining again.
fn leading_over(last: Option<&Spell>, next: &Spell) -> Vec<Spell> {
    use Standing::{Active, Applied, Left, Paused};
    if last.is_some_and(|last| can_follow(last, next)) {
        return Vec::new();
    }
    let passing = |of: &Spell, standing| Spell {
        belonging: of.belonging.clone(),
        standing,
        from: next.from,
        until: Some(next.from),
    };
    let leaving = last.filter(|last| !last.standing.is_over()).map(|last| passing(last, Left));
    let joining: &[Standing] = match (next.belonging.kind(), next.standing) {
        (BelongingKind::Member, Applied) | (BelongingKind::Ally, Active) => &[],
        (BelongingKind::Member, Paused) => &[Applied, Active],
        (BelongingKind::Member, _) => &[Applied],
        (BelongingKind::Ally, _) => &[Active],
    };
    leaving.into_iter().chain(joining.iter().map(|standing| passing(next, *standing))).collect()
}
