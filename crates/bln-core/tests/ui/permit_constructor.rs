use bln_core::{Id, Instant, Permit, Person, purpose::Bulletin};

fn forge(person: Id<Person>, at: Instant) -> Permit<Bulletin> {
    Permit::new(person, at)
}

fn main() {}
