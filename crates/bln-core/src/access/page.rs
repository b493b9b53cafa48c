//! The table as a page to read.

use super::{Answer, Verb, Whose};
use crate::Role;

const HEAD: &str = "\
# Who may do what

This page is made from the code: `bln_core::access::access_table`. A test fails when the two differ, and another asks
every verb as every role about every kind of data and compares what happens with this table.

Every verb of the network asks the table before it reads or writes anything. What it shows of a record then goes
through the visibility gate ([architecture](architecture.md#the-visibility-gate)).

## Roles

Whoever lets people in says who they are and in which role they ask.

";

const WHOSE: &str = "
## Whose data

";

const ANSWERS: &str = "
A person's data is their details, membership, consent and registrations. Somebody who does not exist counts as another
person, so that the two cannot be told apart. Events, numbers and the directory of organisations are the network's.

## Answers

";

const NOTE: &str = "
\"Not found\" is the same answer, to the byte, for what is not theirs and for what is not there. It is given before
anything is read. \"No\" is given where it is plain that the role may not do this, whoever it is about. Either way nothing
is written.

## The table

";

const VERBS: &str = "
## What each verb does

";

/// Roles, whose data, answers and the whole table as Markdown: `docs/access.md`.
pub fn access_table() -> String {
    let mut page = HEAD.to_owned();
    let row = |page: &mut String, cells: &[&str]| {
        page.push_str("| ");
        page.push_str(&cells.join(" | "));
        page.push_str(" |\n");
    };
    let item = |page: &mut String, name: &str, means: &str| {
        page.push_str(&format!("- **{name}**: {means}\n"));
    };
    Role::ALL.into_iter().for_each(|role| item(&mut page, role.name(), meaning_of_role(role)));
    page.push_str(WHOSE);
    Whose::ALL.into_iter().for_each(|whose| item(&mut page, whose.name(), meaning_of_whose(whose)));
    page.push_str(ANSWERS);
    Answer::ALL.into_iter().for_each(|answer| item(&mut page, answer.name(), meaning_of_answer(answer)));
    page.push_str(NOTE);
    let roles = Role::ALL.map(Role::name);
    row(&mut page, &[&["verb", "whose data"][..], &roles].concat());
    row(&mut page, &vec!["---"; roles.len() + 2]);
    for &verb in Verb::ALL {
        let table = verb.row();
        for whose in Whose::ALL.into_iter().filter(|whose| table.asks(*whose)) {
            let name = format!("`{}`", verb.name());
            let answers = Role::ALL.map(|role| table.answer(role, whose).name());
            row(&mut page, &[&[name.as_str(), whose.name()][..], &answers].concat());
        }
    }
    page.push_str(VERBS);
    for &verb in Verb::ALL {
        page.push_str(&format!("- `{}`: {}\n", verb.name(), verb.summary()));
    }
    page
}

const fn meaning_of_role(role: Role) -> &'static str {
    match role {
        Role::Public => "anybody, not signed in.",
        Role::Participant => "somebody on the list, or on the way to it. Acts for themselves.",
        Role::Facilitator => "runs events on the day: checks people in.",
        Role::Administrator => "runs the network.",
        Role::Analyst => "reads numbers, and never people.",
        Role::Auditor => "checks the record of what was done. Sees pseudonyms, and never people.",
    }
}

const fn meaning_of_whose(whose: Whose) -> &'static str {
    match whose {
        Whose::Own => "of the person who asks. The public has nothing of its own.",
        Whose::Other => "of another person.",
        Whose::Network => "of the network as a whole, or of nobody in particular.",
    }
}

const fn meaning_of_answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Allowed => "they may. The rules of what they ask can still refuse it.",
        Answer::Seen => {
            "they may ask, and get that. The rest is left out, or not found if asked for by itself."
        }
        Answer::NotFound => "as if it were not there, whether it is or not.",
        Answer::NotAllowed => "their role may not do this.",
        Answer::NotAsked => "this cannot be asked.",
        Answer::Involved => {
            "they may if they were given leave to see who comes to that very event, or, where the verb is for those who \
             come, if they have a place at it. Otherwise not found."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_role_answer_and_verb_and_no_cell_is_left_out() {
        let page = access_table();
        for role in Role::ALL {
            assert!(page.contains(&format!("- **{}**: ", role.name())), "{role:?}");
        }
        for answer in Answer::ALL {
            assert!(page.contains(&format!("- **{}**: ", answer.name())), "{answer:?}");
        }
        for verb in Verb::ALL {
            let begins = format!("| `{}` | ", verb.name());
            let asked = Whose::ALL.into_iter().filter(|whose| verb.row().asks(*whose)).count();
            let lines: Vec<_> = page.lines().filter(|line| line.starts_with(&begins)).collect();
            assert_eq!(lines.len(), asked, "{verb:?}");
            assert!(lines.iter().all(|line| line.matches('|').count() == Role::ALL.len() + 3), "{verb:?}");
        }
    }
}
