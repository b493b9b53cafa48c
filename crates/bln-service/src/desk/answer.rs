//! The answer to a seat command, as its receipt keeps it.

use bln_core::{Mode, SeatOutcome, WaitingPlace};

/// Writes an outcome in at most 64 ASCII characters.
pub(super) fn to_text(outcome: SeatOutcome) -> String {
    match outcome {
        SeatOutcome::Confirmed { mode } => format!("confirmed {}", mode.name()),
        SeatOutcome::Waiting { position: WaitingPlace::Position(position) } => format!("waiting {position}"),
        SeatOutcome::Waiting { position: WaitingPlace::Unnumbered } => "waiting".to_owned(),
        SeatOutcome::Attended { mode } => format!("attended {}", mode.name()),
        SeatOutcome::Done => "done".to_owned(),
    }
}

/// Reads it back; `None` for anything this verb did not write.
pub(super) fn from_text(text: &str) -> Option<SeatOutcome> {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    Some(match word {
        "confirmed" => SeatOutcome::Confirmed { mode: Mode::parse(rest).ok()? },
        "waiting" if rest.is_empty() => SeatOutcome::Waiting { position: WaitingPlace::Unnumbered },
        "waiting" => SeatOutcome::Waiting { position: WaitingPlace::Position(rest.parse().ok()?) },
        "attended" => SeatOutcome::Attended { mode: Mode::parse(rest).ok()? },
        "done" => SeatOutcome::Done,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_comes_back_as_it_was_given() {
        for outcome in [
            SeatOutcome::Confirmed { mode: Mode::InPerson },
            SeatOutcome::Waiting { position: WaitingPlace::Position(9_900) },
            SeatOutcome::Waiting { position: WaitingPlace::Unnumbered },
            SeatOutcome::Attended { mode: Mode::Online },
            SeatOutcome::Done,
        ] {
            assert_eq!(from_text(&to_text(outcome)), Some(outcome));
        }
        assert_eq!(from_text("confirmed upstairs"), None);
    }
}
