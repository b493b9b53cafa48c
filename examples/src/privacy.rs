//! What a network does for somebody who wants to know what is kept of them and then be forgotten, and for the auditor
//! who checks that it was done.

use std::io::Write;

use bln_core::{
    Actor, ConsentAnswer, ConsentMethod, ConsentRequest, EthnicGroup, Id, Person, PurposeCode, Refusal,
    WordingPurpose,
};
use bln_seal::{Checkpoint, verify_inclusion};
use bln_service::{AuditVerdict, ErasureCertificate, Network, NetworkError};
use bln_store::{PageSize, Position};

use crate::{
    report::{heading, line, thousands},
    season::SeasonError,
};

/// Those who ask.
#[derive(Debug, Clone, Copy)]
pub struct Asking {
    /// Somebody who belongs.
    pub person: Id<Person>,
    /// Who runs the network.
    pub administrator: Actor,
    /// Who checks the record of what was done.
    pub auditor: Actor,
}

/// Goes through it for one person, and writes what came of it.
///
/// # Errors
///
/// When the report cannot be written, or the network fails.
pub async fn show(out: &mut dyn Write, network: &Network, asking: Asking) -> Result<(), SeasonError> {
    let failed = |error| SeasonError::network("showing people's rights", error);
    let own = Actor::participant(asking.person);
    heading(out, "Privacy, for one of them")?;
    consents(network, own, asking.person).await.map_err(failed)?;
    line(out, "The bulletin, which they had agreed to", "withdrawn")?;

    writeln!(out, "\n  They ask what is kept about them, and get so many entries")?;
    let kept = network.subject_access(own, asking.person).await.map_err(failed)?;
    for (part, entries) in kept.contents() {
        line(out, &format!("  {}", part.replace('_', " ")), entries)?;
    }

    let before = network.audit_checkpoint(asking.auditor).await.map_err(failed)?;
    let certificate = network.erase_person(own, asking.person).await.map_err(failed)?;
    network.scrub(asking.administrator).await.map_err(failed)?;
    writeln!(out, "\n  They ask to be erased, and get\n")?;
    for text in certificate.to_string().lines() {
        writeln!(out, "{}", if text.is_empty() { String::new() } else { format!("    {text}") })?;
    }
    writeln!(out)?;
    prove(out, network, asking.auditor, &before, &certificate).await
}

/// They tell their ethnic group, which is sealed, and agree to the bulletin; then they think again about that.
async fn consents(network: &Network, own: Actor, person: Id<Person>) -> Result<(), NetworkError> {
    let monitoring = (PurposeCode::EthnicityMonitoring, WordingPurpose::EthnicityMonitoringConsent);
    let bulletin = (PurposeCode::Bulletin, WordingPurpose::BulletinConsent);
    for (purpose, wording) in [monitoring, bulletin] {
        let wording = network.profile().wordings().iter().find(|it| it.purpose == wording);
        let wording = wording.ok_or(Refusal::WordingUnknown)?.reference.clone();
        let answer = ConsentAnswer::Given(wording);
        let request = ConsentRequest { person, purpose, answer, method: ConsentMethod::Web };
        network.answer_consent(own, request).await?;
    }
    network.record_ethnic_group(own, person, EthnicGroup::BlackAfrican).await?;
    let (answer, method) = (ConsentAnswer::Withdrawn, ConsentMethod::Web);
    network.answer_consent(own, ConsentRequest { person, purpose: bulletin.0, answer, method }).await
}

/// The auditor finds the audit as it was at the checkpoint, and the erasure after it.
async fn prove(
    out: &mut dyn Write,
    network: &Network,
    auditor: Actor,
    before: &Checkpoint,
    certificate: &ErasureCertificate,
) -> Result<(), SeasonError> {
    let failed = |error| SeasonError::network("proving the audit", error);
    let verdict = network.verify_audit(auditor, std::slice::from_ref(before)).await.map_err(failed)?;
    let AuditVerdict::Holds { now } = verdict else {
        return Err(failed(NetworkError::Failed { code: "audit.fails" }));
    };
    line(out, "Entries of the audit, in a checkpoint before", thousands(before.size()))?;
    line(out, "Entries now, which begin with those", thousands(now.size()))?;
    let after = Some(Position(before.size()));
    let since = network.audit_entries(auditor, after, PageSize::MAX).await.map_err(failed)?;
    let erasure = since.items.iter().find(|record| record.entry.id() == certificate.entry);
    let Some(erasure) = erasure else { return Err(failed(Refusal::NotFound.into())) };
    let proved = network.audit_inclusion(auditor, erasure.position, &now).await.map_err(failed)?;
    let holds = verify_inclusion(proved.leaf(), &proved.proof, &now).is_ok();
    line(out, "Hashes that prove the erasure among them", proved.proof.nodes().len())?;
    line(out, "The proof", if holds { "holds" } else { "fails" })?;
    Ok(())
}
