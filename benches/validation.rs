//! From JSON to a noun with every fault reported, beside rules written by hand and what Python has.
//!
//! `cargo bench -p bln-benches --bench validation -- FILE` reads the forms of a file instead of its own.

use std::hint::black_box;

use bln_benches::Outcome;
use bln_benches::figures::{Rounds, Table, WorkWatch, say};
use bln_benches::membership_form::FormDraft;
use bln_benches::peers::Peers;
use bln_benches::{forms, hand};
use bln_validation::parse_json;

const FORMS: usize = 100_000;
const ROUNDS: usize = 7;
const PYTHON: [&str; 2] = ["pydantic", "msgspec"];

fn main() -> Outcome {
    let given = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let text = match given {
        Some(path) => std::fs::read_to_string(path)?,
        None => forms::lines(FORMS),
    };
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("forms.jsonl");
    std::fs::write(&file, &text)?;
    let lines: Vec<&[u8]> = text.lines().map(str::as_bytes).collect();
    let wanted = lines.len() / 10 * 9;
    let (valid, faulty): (Vec<&[u8]>, Vec<&[u8]>) = lines.iter().partition(|line| hand::is_valid(line));

    let peers = Peers::ready();
    let [mut ours, mut borrowed, mut owned] = [const { Rounds::new() }; 3];
    let [mut ours_valid, mut hand_valid, mut ours_faulty, mut hand_faulty] = [const { Rounds::new() }; 4];
    let mut python = [const { Rounds::new() }; 2];
    for round in 1..=ROUNDS {
        ours.push(time(&lines, wanted, |line| parse_json::<FormDraft>(line, &()).is_ok())?);
        borrowed.push(time(&lines, wanted, hand::is_valid)?);
        owned.push(time(&lines, wanted, |line| hand::read(line).is_some())?);
        ours_valid.push(time(&valid, valid.len(), |line| parse_json::<FormDraft>(line, &()).is_ok())?);
        hand_valid.push(time(&valid, valid.len(), hand::is_valid)?);
        ours_faulty.push(time(&faulty, 0, |line| parse_json::<FormDraft>(line, &()).is_ok())?);
        hand_faulty.push(time(&faulty, 0, hand::is_valid)?);
        for (peer, rounds) in PYTHON.iter().zip(&mut python) {
            let Some(peers) = &peers else { continue };
            let run = peers.run(peer, &file)?;
            must_agree(run.valid, wanted)?;
            rounds.push(run.took().as_secs_f64());
        }
        say(&format!("round {round}: {:.2} of the time by hand", ours.against(&borrowed).last()));
    }
    let mut table = Table::new(
        "validation",
        &format!(
            "{} forms, {wanted} of them valid for everybody; time on the processor, median of the ratios (least to greatest).",
            lines.len()
        ),
    )
    .row("time / by hand, nothing kept", &ours.against(&borrowed).told(2), "≤ 1.5")
    .row("time / by hand, texts kept", &ours.against(&owned).told(2), "")
    .row("the same, valid forms only", &ours_valid.against(&hand_valid).told(2), "≤ 1.5")
    .row("the same, faulty forms only", &ours_faulty.against(&hand_faulty).told(2), "≤ 3");
    if peers.is_some() {
        let [pydantic, msgspec] = &python;
        table = table.row("times as fast as pydantic", &pydantic.against(&ours).told(2), "≥ 2").row(
            "times as fast as msgspec",
            &msgspec.against(&ours).told(2),
            "≥ 1.2",
        );
    }
    table.print();
    Ok(())
}

/// How long it takes to read all forms, in seconds, if as many are valid as must be.
fn time(lines: &[&[u8]], wanted: usize, is_valid: impl Fn(&[u8]) -> bool) -> Outcome<f64> {
    let watch = WorkWatch::start();
    let valid = lines.iter().filter(|line| is_valid(black_box(line))).count();
    let took = watch.elapsed().as_secs_f64();
    must_agree(valid, wanted)?;
    Ok(took)
}

fn must_agree(valid: usize, wanted: usize) -> Outcome {
    if valid == wanted { Ok(()) } else { Err(format!("{valid} forms are valid and not {wanted}").into()) }
}
