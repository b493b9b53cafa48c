//! Counts that must agree, taken past all of our own code.

/// What does not add up where people only joined as allies and registered for one event with places in a room:
/// each of them has one of everything. `count` answers a `SELECT count(*)` or the like.
pub fn disagreements(count: impl Fn(&str) -> u64) -> Vec<String> {
    let mut faults = Vec::new();
    let mut same = |what: &str, expected: u64, sql: &str| {
        let found = count(sql);
        if found != expected {
            faults.push(format!("{expected} {what}, but {found}: {sql}"));
        }
    };
    let registrations = count("SELECT count(*) FROM registration");
    for sql in [
        "SELECT in_person_confirmed + waiting_in_person + waiting_online + waiting_either FROM seats",
        "SELECT last_sequence FROM seats",
        "SELECT count(DISTINCT person) FROM registration",
        "SELECT count(DISTINCT sequence) FROM registration",
        "SELECT count(*) FROM registration_step",
        "SELECT count(*) FROM audit_entry WHERE action = 'registration.register'",
        "SELECT count(*) FROM receipt WHERE idempotency_key LIKE 'register-%'",
        "SELECT count(*) FROM outbox WHERE kind LIKE 'place_%'",
    ] {
        same("registrations", registrations, sql);
    }
    let people = count("SELECT count(*) FROM person");
    for sql in [
        "SELECT count(*) FROM person_email",
        "SELECT count(*) FROM membership_spell",
        "SELECT count(*) FROM audit_entry WHERE action = 'membership.join_as_ally'",
        "SELECT count(*) FROM receipt WHERE idempotency_key LIKE 'import-%'",
        "SELECT count(*) FROM outbox WHERE kind = 'welcome'",
    ] {
        same("people", people, sql);
    }
    faults
}
