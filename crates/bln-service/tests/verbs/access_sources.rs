//! Every method of the network is a verb of the table of access, and begins by entering as that verb.
//!
//! It reads the sources: that a method has a verb is nothing that a type can say.

use std::{collections::BTreeSet, fs, path::Path};

use bln_core::access::Verb;

/// Reads what the network was opened with, and nothing of the store.
const NOT_A_VERB: &str = "profile";

/// A public method of `Network` that takes `&self`.
struct Method {
    name: String,
    takes_actor: bool,
    /// Without spaces and line breaks.
    body: String,
}

/// The public methods of `impl Network` blocks, as rustfmt writes them.
fn methods(source: &str) -> Vec<Method> {
    let mut found = Vec::new();
    let mut lines = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut inside = false;
    while let Some(line) = lines.next() {
        match line {
            "impl Network {" => inside = true,
            "}" => inside = false,
            _ => {}
        }
        let Some(declared) = line.strip_prefix("    pub ").filter(|_| inside) else { continue };
        let words = declared.trim_start_matches("const ").trim_start_matches("async ");
        let Some(rest) = words.strip_prefix("fn ") else { continue };
        let mut text = rest.to_owned();
        for line in lines.by_ref() {
            if line == "    }" {
                break;
            }
            text.push_str(line);
        }
        let (signature, body) = text.split_once('{').unwrap();
        let name = signature.split(['(', '<']).next().unwrap().to_owned();
        if signature.contains("&self") {
            let takes_actor = signature.contains("actor: Actor");
            found.push(Method { name, takes_actor, body: body.split_whitespace().collect() });
        }
    }
    found
}

/// Where the sources and the verbs do not agree.
fn disagreements(sources: &[String], verbs: &[Verb]) -> Vec<String> {
    let methods: Vec<_> = sources.iter().flat_map(|source| methods(source)).collect();
    let mut told = Vec::new();
    let names: BTreeSet<_> = methods.iter().map(|method| method.name.as_str()).collect();
    for verb in verbs.iter().filter(|verb| !names.contains(verb.name())) {
        told.push(format!("{} is no method", verb.name()));
    }
    for method in methods.iter().filter(|method| method.takes_actor || method.name != NOT_A_VERB) {
        let Some(verb) = verbs.iter().find(|verb| verb.name() == method.name) else {
            told.push(format!("{} is no verb", method.name));
            continue;
        };
        let actor = if method.takes_actor { "actor" } else { "Actor::public()" };
        let enters = format!("self.enter(Verb::{verb:?},{actor},");
        match method.body.split_once(&enters) {
            None => told.push(format!("{} does not enter as itself", method.name)),
            Some((before, _)) if before.contains('?') || before.contains("return") => {
                told.push(format!("{} may refuse before it enters", method.name));
            }
            Some(_) => {}
        }
    }
    let entries = sources.iter().map(|source| source.matches(".enter(").count()).sum::<usize>();
    if entries != methods.iter().map(|method| method.body.matches(".enter(").count()).sum::<usize>() {
        told.push("something enters that is no verb".to_owned());
    }
    told
}

fn add_sources(folder: &Path, sources: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            add_sources(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(fs::read_to_string(&path).unwrap());
        }
    }
}

fn sources() -> Vec<String> {
    let mut sources = Vec::new();
    add_sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut sources);
    sources
}

#[test]
fn every_method_is_a_verb_and_enters_as_itself_before_anything_else() {
    assert_eq!(disagreements(&sources(), Verb::ALL), Vec::<String>::new());
}

/// What is told when a source is added to those that are there.
fn told_with(source: &str) -> Vec<String> {
    let mut sources = sources();
    sources.push(source.to_owned());
    disagreements(&sources, Verb::ALL)
}

#[test]
fn a_method_without_a_verb_is_told() {
    let enters = "impl Network {\n    pub async fn roster(\n        &self,\n        actor: Actor,\n    ) -> Roster {\n        \
                  self.enter(Verb::Seats, actor, About::Network)?\n    }\n}\n";
    assert_eq!(told_with(enters), ["roster is no verb"]);
    let no_actor = "impl Network {\n    pub fn roster(&self) -> Roster {\n        Roster\n    }\n}\n";
    assert_eq!(told_with(no_actor), ["roster is no verb"]);
    assert_eq!(told_with("impl Roster {\n    pub fn len(&self) -> usize {\n        0\n    }\n}\n"), [""; 0]);
}

#[test]
fn a_verb_without_a_method_is_told() {
    let without: Vec<_> =
        sources().into_iter().filter(|source| !source.contains("fn overview(&self")).collect();
    assert_eq!(disagreements(&without, Verb::ALL), ["overview is no method", "verify is no method"]);
}

/// The sources with one text replaced by another.
fn told_when(text: &str, by: &str) -> Vec<String> {
    let sources = sources();
    assert_eq!(sources.iter().map(|source| source.matches(text).count()).sum::<usize>(), 1, "{text}");
    let changed: Vec<_> = sources.iter().map(|source| source.replace(text, by)).collect();
    disagreements(&changed, Verb::ALL)
}

#[test]
fn a_method_that_enters_as_another_or_for_another_is_told() {
    let enters = "self.enter(Verb::Seats, actor, About::Network)?";
    let as_another = "self.enter(Verb::Overview, actor, About::Network)?";
    assert_eq!(told_when(enters, as_another), ["seats does not enter as itself"]);
    let for_another = "self.enter(Verb::Seats, Actor::administrator(id), About::Network)?";
    assert_eq!(told_when(enters, for_another), ["seats does not enter as itself"]);
}

#[test]
fn a_method_that_may_refuse_before_it_enters_is_told() {
    let enters = "let gate = self.enter(Verb::Seats, actor, About::Network)?";
    let refuses = format!("self.must_know_wording(&wording)?;\n        {enters}");
    assert_eq!(told_when(enters, &refuses), ["seats may refuse before it enters"]);
}

#[test]
fn a_helper_that_enters_is_told() {
    let helper = "impl Network {\n    fn help(&self) {\n        self.enter(Verb::Seats, me, About::Network)\n    }\n}\n";
    assert_eq!(told_with(helper), ["something enters that is no verb"]);
}
