//! Membership applications as JSON, as a network that moves house imports them.

use bln_core::{WordingPurpose, WordingRef};
use bln_service::Network;

use crate::Outcome;
use crate::ground::{ORGANISATION, wording};

/// This many applications, each as one JSON text: half members, half allies, two in three agree to the bulletin.
///
/// # Errors
///
/// When the network lacks a wording.
pub fn applications(network: &Network, count: usize) -> Outcome<Vec<String>> {
    let member = named(&wording(network, WordingPurpose::MemberDeclaration)?);
    let ally = named(&wording(network, WordingPurpose::AllyStatement)?);
    let notice = named(&wording(network, WordingPurpose::PrivacyNotice)?);
    let consent = named(&wording(network, WordingPurpose::BulletinConsent)?);
    let application = |number: usize| {
        let (joining_as, declaration) =
            if number.is_multiple_of(2) { ("member", &member) } else { ("ally", &ally) };
        let consents = match number % 3 {
            0 => String::new(),
            _ => format!("{{\"purpose\": \"bulletin\", {consent}}}"),
        };
        format!(
            "{{\"joiningAs\": \"{joining_as}\", \"name\": \"Sample Person {number}\", \
             \"emails\": [\"sample.applicant.{number}@example.org\"], \"organisation\": \"{ORGANISATION}\", \
             \"jobTitle\": \"Staff nurse\", \"level\": \"afc_6\", \"inRoleSince\": \"2021-04-01\", \
             \"declaration\": {{{declaration}}}, \"privacyNotice\": {{{notice}}}, \"consents\": [{consents}]}}"
        )
    };
    Ok((0..count).map(application).collect())
}

fn named(wording: &WordingRef) -> String {
    format!("\"wording\": \"{}\", \"version\": {}", wording.name(), wording.version().number())
}
