//! Indicator 9: the board beside the workforce.

use crate::exact::Proportion;
use crate::report::{Cell, Section, Table};
use crate::terms::WresGroup;
use crate::workforce::board_difference;
use crate::wres::{Indicator, Membership};

use super::WresSettings;
use super::summary::{LEFT_OUT, heading};
use super::tables::Tables;

/// How the share of BME members of the board differs from that of the workforce.
pub(super) fn section(tables: &Tables, settings: &WresSettings) -> Section {
    let bme = settings.words().of(WresGroup::Bme);
    let section = Section::new(heading(Indicator::Nine)).with_text(format!(
        "The share of {bme} members of the board less the share of {bme} staff in the workforce, in percentage points, \
         on {}. Below zero, the board has fewer than the workforce.",
        settings.year().snapshot(Indicator::Nine),
    ));
    let (Some(board), Some(staff)) = (&tables.board, &tables.staff) else {
        return section.with_note(LEFT_OUT);
    };
    let head =
        ["Members", &format!("{bme}, % of the board"), &format!("{bme}, % of staff"), "Percentage points"];
    let mut hidden = false;
    let shown = Membership::ALL.into_iter().fold(
        Table::new("The board and the workforce", head),
        |table, members| {
            let released = board_difference(board, staff, members).and_then(|released| released.shown());
            hidden |= released.is_none();
            let percentage = |of: Option<Proportion>| Cell::percentage(of.and_then(|of| of.percentage(1)));
            let cells = [
                percentage(released.map(|difference| difference.board())),
                percentage(released.map(|difference| difference.workforce())),
                Cell::number(released.and_then(|difference| difference.points(1))),
            ];
            table.with_row(sentence_case(members.description()), cells)
        },
    );
    let section = section.with_table(shown);
    if hidden {
        section.with_note(
            "A board is a small group, and its members are known by name. Where so few are in a group that they could \
             be picked out, the figure is not shown.",
        )
    } else {
        section
    }
}

fn sentence_case(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
