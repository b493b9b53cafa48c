//! Indicators from tables that were published: worked out from what is shown, and from nothing else.

use crate::disclosure::{PublishedTable, Shown};
use crate::exact::Proportion;
use crate::terms::{Clinical, WresGroup};
use crate::wres::{
    BoardDifference, DisparityRatio, Likelihood, Membership, Process, Released, Representation, TierCounts,
};

use super::tables::{
    ETHNICITY, EXECUTIVE_DIRECTOR, GRADE, LOWER_TIER, MIDDLE_TIER, NOT_RECORDED, SIDE, UPPER_TIER, VOTES,
    YES_AND_NO, dimension, group_name, side_name,
};

/// The relative likelihood of indicators 2 to 4, from a table of [`Tally::process`](super::Tally::process); kept back
/// if one of its four numbers is. `None` if it is no such table.
pub fn likelihood(table: &PublishedTable, process: Process) -> Option<Released<Likelihood>> {
    let of = |group| {
        let group = (ETHNICITY, group_name(group));
        let [yes, no] = YES_AND_NO.map(|answer| number(table, &[group, (dimension(process), answer)]));
        // Those of whom it is known: all of them, unless the table tells of others.
        let known = match number(table, &[group, (dimension(process), NOT_RECORDED)]) {
            None => number(table, &[group])?,
            Some(_) => yes?.shown().zip(no?.shown()).and_then(|(yes, no)| yes.checked_add(no)).into(),
        };
        Some(proportion(yes?, known))
    };
    let groups = [of(WresGroup::White)?, of(WresGroup::Bme)?].map(Released::shown);
    Some(match groups {
        [Some(white), Some(bme)] => Released::Shown(Likelihood::new(process, white, bme)),
        _ => Released::Suppressed,
    })
}

/// The shares of indicator 1, from a table of staff by grade, cluster or tier: of one category by its name, or of
/// all. Kept back if the number of white people, of BME people or of all is. `None` if it is no such table.
pub fn representation(table: &PublishedTable, category: Option<&str>) -> Option<Released<Representation>> {
    shares(table, category.map(|category| (GRADE, category)).as_slice())
}

/// The shares of indicator 1 of clinical or of non-clinical staff, from a table of
/// [`Tally::by_cluster_and_side`](super::Tally::by_cluster_and_side). Kept back as by [`representation`].
pub fn representation_of_side(
    table: &PublishedTable,
    side: Clinical,
    category: Option<&str>,
) -> Option<Released<Representation>> {
    let of: Vec<_> =
        category.map(|category| (GRADE, category)).into_iter().chain([(SIDE, side_name(side))]).collect();
    shares(table, &of)
}

fn shares(table: &PublishedTable, of: &[(&str, &str)]) -> Option<Released<Representation>> {
    let group = |group: Option<WresGroup>| {
        let group = group.map(|group| (ETHNICITY, group_name(group)));
        number(table, &of.iter().copied().chain(group).collect::<Vec<_>>())
    };
    let white = group(Some(WresGroup::White))?;
    let bme = group(Some(WresGroup::Bme))?;
    let unknown = group(Some(WresGroup::Unknown))?.shown();
    let all = group(None)?;
    Some(match [white, bme, all].map(Released::shown) {
        [Some(white), Some(bme), Some(all)] => Representation::rounded(white, bme, unknown, all).into(),
        _ => Released::Suppressed,
    })
}

/// The difference of indicator 9, from a table of [`Tally::board`](super::Tally::board) and one of staff; kept back if
/// one of its four numbers is. `None` if they are no such tables.
pub fn board_difference(
    board: &PublishedTable,
    staff: &PublishedTable,
    membership: Membership,
) -> Option<Released<BoardDifference>> {
    let members = match membership {
        Membership::All => None,
        Membership::Voting => Some((VOTES, YES_AND_NO[0])),
        Membership::Executive => Some((EXECUTIVE_DIRECTOR, YES_AND_NO[0])),
    };
    let bme = (ETHNICITY, group_name(WresGroup::Bme));
    let of_board: Vec<_> = members.into_iter().collect();
    let bme_of_board: Vec<_> = members.into_iter().chain([bme]).collect();
    let on_board = proportion(number(board, &bme_of_board)?, number(board, &of_board)?);
    let on_staff = proportion(number(staff, &[bme])?, number(staff, &[])?);
    Some(match [on_board, on_staff].map(Released::shown) {
        [Some(board), Some(staff)] => Released::Shown(BoardDifference::new(membership, board, staff)),
        _ => Released::Suppressed,
    })
}

/// The race disparity ratio, from a table of [`Tally::by_tier`](super::Tally::by_tier); kept back if one of its six
/// numbers is. `None` if it is no such table.
pub fn disparity(table: &PublishedTable) -> Option<Released<DisparityRatio>> {
    let of = |group| {
        let tier = |tier| number(table, &[(ETHNICITY, group_name(group)), (GRADE, tier)]);
        let tiers = [tier(LOWER_TIER)?, tier(MIDDLE_TIER)?, tier(UPPER_TIER)?].map(Released::shown);
        Some(match tiers {
            [Some(lower), Some(middle), Some(upper)] => Some(TierCounts { lower, middle, upper }),
            _ => None,
        })
    };
    Some(match [of(WresGroup::White)?, of(WresGroup::Bme)?] {
        [Some(white), Some(bme)] => Released::Shown(DisparityRatio::new(white, bme)),
        _ => Released::Suppressed,
    })
}

/// What is shown where axes have these categories, over all of the other axes; `None` if there is no such place.
fn number(table: &PublishedTable, of: &[(&str, &str)]) -> Option<Released<u64>> {
    let mut at = vec![None; table.axes().len()];
    for (name, category) in of {
        let place = table.axes().iter().position(|axis| axis.name() == *name)?;
        let categories = table.axes().get(place)?.categories();
        *at.get_mut(place)? = Some(categories.iter().position(|other| other.name() == *category)?);
    }
    Some(match table.margin(&at)? {
        Shown::Number(number) => Released::Shown(number),
        Shown::Suppressed => Released::Suppressed,
    })
}

fn proportion(part: Released<u64>, whole: Released<u64>) -> Released<Proportion> {
    let both = part.shown().zip(whole.shown());
    both.and_then(|(part, whole)| Proportion::new(part, whole)).into()
}
