//! Every table of the schema, as data: for whatever goes through all of a network.

use crate::{Column, Kind, Table};

/// Every table of a network, each after those that it refers to, so that rows can be written in this order. Rows that
/// refer to others of their own table come after these in the order of its key.
///
/// What a driver keeps beside them (its migrations, its locks) is not a network's and not here.
pub const TABLES: &[Table] = &[
    Table {
        name: "wording",
        key: 2,
        columns: &[text("name"), integer("version"), text("purpose"), text("body"), date("in_force_from")],
    },
    Table {
        name: "organisation",
        key: 1,
        columns: &[
            text("code"),
            integer("version"),
            text("region"),
            text("icb"),
            date("opened_on"),
            date("closed_on"),
        ],
    },
    Table {
        name: "organisation_role",
        key: 2,
        columns: &[text("organisation"), integer("ordinal"), text("role")],
    },
    Table {
        name: "organisation_name",
        key: 2,
        columns: &[text("organisation"), date("from_date"), text("name")],
    },
    Table {
        name: "organisation_succession",
        key: 3,
        columns: &[
            text("organisation"),
            text("direction"),
            integer("ordinal"),
            text("other"),
            date("on_date"),
        ],
    },
    Table {
        name: "person",
        key: 1,
        columns: &[uuid("id"), integer("version"), text("name"), text("known_as")],
    },
    Table { name: "person_email", key: 1, columns: &[text("address"), uuid("person"), integer("ordinal")] },
    Table {
        name: "affiliation",
        key: 2,
        columns: &[
            uuid("person"),
            integer("ordinal"),
            text("organisation"),
            text("employer_name"),
            text("job_title"),
            text("level"),
            date("from_date"),
            date("until_date"),
        ],
    },
    Table {
        name: "professional_registration",
        key: 2,
        columns: &[uuid("person"), integer("ordinal"), text("body"), text("number")],
    },
    Table { name: "person_search_word", key: 2, columns: &[text("word"), uuid("person")] },
    Table { name: "pseudonym", key: 1, columns: &[uuid("pseudonym"), uuid("person")] },
    Table { name: "membership", key: 1, columns: &[uuid("person"), integer("version")] },
    Table {
        name: "membership_spell",
        key: 2,
        columns: &[
            uuid("person"),
            integer("ordinal"),
            text("kind"),
            text("standing"),
            text("wording_name"),
            integer("wording_version"),
            text("notice_name"),
            integer("notice_version"),
            instant("declared_at"),
            instant("from_at"),
            instant("until_at"),
        ],
    },
    Table { name: "consent_ledger", key: 1, columns: &[uuid("person"), integer("version")] },
    Table {
        name: "consent_entry",
        key: 2,
        columns: &[
            uuid("person"),
            integer("ordinal"),
            text("purpose"),
            text("decision"),
            text("wording_name"),
            integer("wording_version"),
            instant("until_at"),
            text("method"),
            instant("said_at"),
            uuid("recorded_by"),
        ],
    },
    Table {
        name: "event",
        key: 1,
        columns: &[
            uuid("id"),
            integer("version"),
            text("state"),
            integer("revision"),
            text("title"),
            text("summary"),
            text("kind"),
            text("audience"),
            text("modes"),
            text("venue"),
            text("time_zone"),
            local_date_time("starts_local"),
            local_date_time("ends_local"),
            instant("starts_at"),
            instant("ends_at"),
            local_date_time("opens_local"),
            text("opens_time_zone"),
            local_date_time("closes_local"),
            text("closes_time_zone"),
            text("confidentiality"),
            text("accessibility_note"),
            text("joining_link"),
            uuid("series"),
            integer("series_number"),
        ],
    },
    Table { name: "event_pillar", key: 2, columns: &[uuid("event"), text("pillar")] },
    Table { name: "event_provision", key: 2, columns: &[uuid("event"), text("provision")] },
    Table {
        name: "seats",
        key: 1,
        columns: &[
            uuid("event"),
            integer("version"),
            text("intake"),
            integer("in_person_capacity"),
            integer("in_person_confirmed"),
            integer("in_person_offered"),
            integer("online_capacity"),
            integer("online_confirmed"),
            integer("online_offered"),
            integer("waiting_in_person"),
            integer("waiting_online"),
            integer("waiting_either"),
            integer("last_sequence"),
        ],
    },
    Table {
        name: "registration",
        key: 1,
        columns: &[
            uuid("id"),
            uuid("event"),
            uuid("person"),
            integer("version"),
            text("choice"),
            integer("sequence"),
            text("state"),
            text("mode"),
            instant("expires_at"),
            instant("since"),
            integer("steps"),
        ],
    },
    Table {
        name: "registration_step",
        key: 2,
        columns: &[
            uuid("registration"),
            integer("ordinal"),
            text("choice"),
            integer("sequence"),
            text("state"),
            text("mode"),
            instant("expires_at"),
            instant("reached_at"),
        ],
    },
    Table {
        name: "audit_entry",
        key: 1,
        columns: &[
            integer("position"),
            uuid("id"),
            instant("done_at"),
            text("actor_role"),
            uuid("actor_person"),
            text("action"),
            text("subject_kind"),
            text("subject_id"),
            uuid("subject_person"),
            text("purpose"),
        ],
    },
    Table {
        name: "message",
        key: 1,
        columns: &[uuid("id"), uuid("event"), text("words"), instant("written_at")],
    },
    Table {
        name: "bulletin",
        key: 1,
        columns: &[
            uuid("id"),
            integer("version"),
            text("subject"),
            text("state"),
            instant("state_at"),
            text("reached"),
            uuid("reached_person"),
        ],
    },
    Table { name: "bulletin_pillar", key: 2, columns: &[uuid("bulletin"), text("pillar")] },
    Table {
        name: "bulletin_section",
        key: 2,
        columns: &[
            uuid("bulletin"),
            integer("ordinal"),
            text("heading"),
            text("kind"),
            text("news"),
            integer("days"),
        ],
    },
    Table {
        name: "bulletin_section_pillar",
        key: 3,
        columns: &[uuid("bulletin"), integer("section"), text("pillar")],
    },
    Table {
        name: "bulletin_section_record",
        key: 3,
        columns: &[uuid("bulletin"), integer("section"), integer("ordinal"), uuid("record")],
    },
    Table {
        name: "outbox",
        key: 1,
        columns: &[
            integer("position"),
            uuid("id"),
            uuid("recipient"),
            text("kind"),
            instant("written_at"),
            uuid("event"),
            text("needs"),
            uuid("message"),
            uuid("registration"),
            instant("claimed_at"),
            instant("put_off_until"),
            uuid("bulletin"),
        ],
    },
    Table { name: "reminder", key: 2, columns: &[uuid("event"), date("on_day")] },
    Table { name: "outbox_last", key: 1, columns: &[integer("one"), integer("position")] },
    Table {
        name: "receipt",
        key: 2,
        columns: &[
            uuid("actor"),
            text("idempotency_key"),
            bytes("fingerprint"),
            text("record_kind"),
            text("record_id"),
            text("answer"),
            instant("answered_at"),
        ],
    },
    Table {
        name: "sealed_characteristics",
        key: 1,
        columns: &[
            uuid("person"),
            integer("version"),
            text("key_name"),
            bytes("wrapped_key"),
            integer("last_edition"),
        ],
    },
    Table {
        name: "sealed_value",
        key: 2,
        columns: &[uuid("person"), text("characteristic"), integer("edition"), bytes("sealed")],
    },
    Table {
        name: "processing_limit",
        key: 1,
        columns: &[
            uuid("person"),
            integer("version"),
            text("hold_reason"),
            instant("held_since"),
            text("restriction_ground"),
            instant("restricted_since"),
        ],
    },
    Table {
        name: "rights_request",
        key: 1,
        columns: &[
            uuid("id"),
            integer("version"),
            uuid("requester"),
            text("asked_for"),
            date("received_on"),
            text("state"),
            date("closed_on"),
            text("refusal_ground"),
            date("extension_told_on"),
            text("extension_reason"),
        ],
    },
    Table {
        name: "rights_request_pause",
        key: 2,
        columns: &[uuid("request"), integer("ordinal"), date("asked_on"), date("answered_on")],
    },
    Table {
        name: "action_link",
        key: 1,
        columns: &[
            bytes("hash"),
            uuid("person"),
            text("action"),
            text("purpose"),
            uuid("event"),
            instant("expires_at"),
        ],
    },
    Table { name: "suppression", key: 2, columns: &[bytes("hash"), text("purpose"), instant("since")] },
    Table {
        name: "facilitation",
        key: 2,
        columns: &[
            uuid("event"),
            uuid("person"),
            integer("version"),
            instant("from_at"),
            instant("until_at"),
        ],
    },
    Table {
        name: "theme",
        key: 1,
        columns: &[
            uuid("id"),
            integer("version"),
            uuid("event"),
            text("words"),
            text("state"),
            instant("reached_at"),
            uuid("checked_by"),
            text("contributors"),
        ],
    },
    Table { name: "theme_contribution", key: 2, columns: &[uuid("theme"), bytes("contributor")] },
    Table {
        name: "survey",
        key: 1,
        columns: &[
            text("name"),
            text("promise"),
            integer("least_batch"),
            text("state"),
            integer("writings"),
            integer("issued"),
            integer("spent"),
        ],
    },
    Table { name: "survey_ballot", key: 2, columns: &[text("survey"), bytes("hash"), integer("is_spent")] },
    Table {
        name: "survey_response",
        key: 3,
        columns: &[text("survey"), integer("writing"), uuid("answer"), text("choices")],
    },
    Table {
        name: "survey_words",
        key: 3,
        columns: &[text("survey"), integer("writing"), uuid("answer"), text("question"), text("words")],
    },
    Table {
        name: "testimonial",
        key: 1,
        columns: &[
            uuid("id"),
            integer("version"),
            uuid("person"),
            text("words"),
            text("naming"),
            text("name"),
            text("role"),
            text("organisation"),
            date("expires_on"),
            text("state"),
            instant("reached_at"),
            bytes("words_hash"),
        ],
    },
    Table { name: "testimonial_channel", key: 2, columns: &[uuid("testimonial"), text("channel")] },
    Table {
        name: "testimonial_use",
        key: 1,
        columns: &[
            uuid("id"),
            integer("version"),
            uuid("testimonial"),
            text("channel"),
            text("place"),
            instant("shown_at"),
            instant("taken_down_at"),
        ],
    },
    Table {
        name: "recognition",
        key: 1,
        columns: &[
            uuid("id"),
            integer("version"),
            uuid("person"),
            text("kind"),
            text("words"),
            date("on_date"),
            text("naming"),
            text("name"),
            text("role"),
            text("organisation"),
        ],
    },
    Table {
        name: "resource",
        key: 1,
        columns: &[
            uuid("id"),
            integer("version"),
            text("title"),
            text("kind"),
            text("publisher"),
            text("published"),
            text("link"),
            text("licence"),
            text("state"),
            instant("withdrawn_at"),
            text("reason"),
        ],
    },
    Table { name: "resource_pillar", key: 2, columns: &[uuid("resource"), text("pillar")] },
    Table { name: "resource_action", key: 2, columns: &[uuid("resource"), text("action")] },
    Table {
        name: "figure",
        key: 1,
        columns: &[
            uuid("id"),
            text("statement"),
            text("shown"),
            text("population"),
            integer("asked"),
            text("method"),
            integer("year"),
            text("source"),
            integer("indicator"),
            instant("released_at"),
        ],
    },
    Table {
        name: "initiative",
        key: 1,
        columns: &[
            uuid("id"),
            integer("version"),
            text("title"),
            text("aim"),
            instant("opened_at"),
            text("state"),
            instant("closed_at"),
            text("conclusion"),
            text("reason"),
        ],
    },
    Table { name: "initiative_pillar", key: 2, columns: &[uuid("initiative"), text("pillar")] },
    Table { name: "initiative_action", key: 2, columns: &[uuid("initiative"), text("action")] },
    Table { name: "initiative_indicator", key: 2, columns: &[uuid("initiative"), integer("indicator")] },
    Table { name: "initiative_figure", key: 2, columns: &[uuid("initiative"), uuid("figure")] },
    Table {
        name: "legacy_entry",
        key: 2,
        columns: &[
            uuid("initiative"),
            integer("ordinal"),
            uuid("id"),
            instant("written_at"),
            uuid("corrects"),
            text("kind"),
            uuid("refers_to"),
            text("words"),
            text("body"),
            text("organisation"),
            text("body_name"),
            text("role"),
            date("due_on"),
            text("answer"),
            text("linked_kind"),
            uuid("linked_id"),
        ],
    },
    Table {
        name: "legacy_entry_figure",
        key: 3,
        columns: &[uuid("entry"), text("cited_as"), uuid("figure")],
    },
    Table { name: "legacy_entry_resource", key: 2, columns: &[uuid("entry"), uuid("resource")] },
    Table { name: "resource_figure", key: 2, columns: &[uuid("resource"), uuid("figure")] },
    Table { name: "interest", key: 1, columns: &[uuid("person"), integer("version")] },
    Table { name: "interest_pillar", key: 2, columns: &[uuid("person"), text("pillar")] },
    Table {
        name: "address_record",
        key: 1,
        columns: &[
            text("address"),
            integer("version"),
            uuid("person"),
            integer("failures"),
            instant("held_since"),
        ],
    },
];

const fn uuid(name: &'static str) -> Column {
    Column { name, kind: Kind::Uuid }
}

const fn instant(name: &'static str) -> Column {
    Column { name, kind: Kind::Instant }
}

const fn date(name: &'static str) -> Column {
    Column { name, kind: Kind::Date }
}

const fn local_date_time(name: &'static str) -> Column {
    Column { name, kind: Kind::LocalDateTime }
}

const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text }
}

const fn integer(name: &'static str) -> Column {
    Column { name, kind: Kind::Integer }
}

const fn bytes(name: &'static str) -> Column {
    Column { name, kind: Kind::Bytes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ColumnTypes, migrations};

    /// Types whose names can be told from everything else in a definition.
    const TYPES: ColumnTypes = ColumnTypes {
        uuid: "@Uuid@",
        instant: "@Instant@",
        date: "@Date@",
        local_date_time: "@LocalDateTime@",
        text: "@Text@",
        integer: "@Integer@",
        boolean: "@Boolean@",
        bytes: "@Bytes@",
        table_options: "",
        keyed_table_options: "",
        random_uuid: "",
    };

    /// A table as a migration makes it.
    #[derive(Debug, Default, PartialEq)]
    struct Made {
        name: String,
        columns: Vec<(String, String)>,
        key: Vec<String>,
        refers_to: Vec<String>,
    }

    fn read(statement: &str) -> Option<Made> {
        let (_, rest) = statement.split_once("CREATE TABLE ")?;
        let mut made = Made { name: rest.split_whitespace().next().unwrap().to_owned(), ..Made::default() };
        for line in rest.lines().skip(1).map(str::trim).filter(|line| !line.starts_with("--")) {
            if let Some((column, rest)) = line.split_once(" @") {
                let kind = rest.split_once('@').unwrap().0;
                made.columns.push((column.to_owned(), kind.to_owned()));
                made.key.extend(rest.contains("PRIMARY KEY").then(|| column.to_owned()));
            } else if let Some((_, rest)) = line.split_once("PRIMARY KEY (") {
                made.key.extend(rest.split_once(')').unwrap().0.split(", ").map(str::to_owned));
            }
            made.refers_to.extend(line.split_once("REFERENCES ").map(|(_, rest)| first_word(rest)));
        }
        Some(made)
    }

    fn first_word(text: &str) -> String {
        text.split_whitespace().next().unwrap().to_owned()
    }

    /// The tables that the migrations leave, as they are after the last step.
    fn made() -> Vec<Made> {
        let (mut tables, steps) = (Vec::<Made>::new(), migrations(&TYPES));
        for statement in steps.iter().flat_map(|step| &step.statements) {
            let lines = statement.trim_end_matches(';').lines().filter(|line| !line.starts_with("--"));
            let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
            match words[..] {
                ["ALTER", "TABLE", table, "ADD", "COLUMN", column, kind, ..] => {
                    let made = tables.iter_mut().find(|made| made.name == table).unwrap();
                    made.columns.push((column.to_owned(), kind.trim_matches('@').to_owned()));
                }
                ["DROP", "TABLE", name] => tables.retain(|made| made.name != name),
                ["ALTER", "TABLE", from, "RENAME", "TO", to] => {
                    let renamed = tables.iter_mut().find(|made| made.name == from);
                    to.clone_into(&mut renamed.unwrap().name);
                }
                ["ALTER", ..] => panic!("not read here: {statement}"),
                _ => tables.extend(read(statement)),
            }
        }
        tables.sort_by(|one, other| one.name.cmp(&other.name));
        tables
    }

    fn listed(table: &Table) -> Made {
        let columns = table.columns.iter();
        Made {
            name: table.name.to_owned(),
            columns: columns.map(|column| (column.name.to_owned(), format!("{:?}", column.kind))).collect(),
            key: table.key().iter().map(|column| column.name.to_owned()).collect(),
            refers_to: Vec::new(),
        }
    }

    #[test]
    fn the_tables_are_those_that_the_migrations_make_with_every_column_in_its_place() {
        let made: Vec<Made> = made().into_iter().map(|made| Made { refers_to: Vec::new(), ..made }).collect();
        let mut listed: Vec<Made> = TABLES.iter().map(listed).collect();
        listed.sort_by(|one, other| one.name.cmp(&other.name));
        assert_eq!(listed, made);
        assert!(made.iter().all(|made| !made.columns.is_empty() && !made.key.is_empty()));
    }

    #[test]
    fn a_table_comes_after_every_table_that_it_refers_to() {
        let made = made();
        let place = |name: &str| TABLES.iter().position(|table| table.name == name);
        let references = made.iter().flat_map(|made| made.refers_to.iter().map(|to| (&made.name, to)));
        let (own, references): (Vec<_>, Vec<_>) = references.partition(|(from, to)| from == to);
        assert!(own.iter().all(|(from, _)| *from == "legacy_entry"), "{own:?}: do its rows go in order?");
        let references = references.into_iter();
        assert!(references.clone().count() > 20, "the control: references are found");
        for (from, to) in references {
            assert!(place(to).unwrap() < place(from).unwrap(), "{from} refers to {to}");
        }
    }

    #[test]
    fn a_definition_is_read_as_it_is_meant() {
        let made = read(
            "-- A comment.\nCREATE TABLE seat (\n    -- Which @Text@ it is in.\n    pool @Uuid@ NOT NULL REFERENCES pool (id),\n    \
             number @Integer@ CHECK (number > 0),\n    PRIMARY KEY (pool, number)\n) ;",
        );
        let column = |name: &str, kind: &str| (name.to_owned(), kind.to_owned());
        assert_eq!(
            made,
            Some(Made {
                name: "seat".to_owned(),
                columns: vec![column("pool", "Uuid"), column("number", "Integer")],
                key: vec!["pool".to_owned(), "number".to_owned()],
                refers_to: vec!["pool".to_owned()],
            })
        );
        assert_eq!(read("CREATE INDEX seat_number ON seat (number);"), None);
    }
}
