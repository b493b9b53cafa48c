//! The audit, for those who check it. That it is read is in it.
//!
//! `rewrap_keys` is not served: where it goes on says who told something about themselves, which is shown to nobody, and
//! so cannot be sent. It is called by a job of whoever hosts the network.

use axum::{
    Json,
    extract::{OriginalUri, State},
};
use bln_store::Position;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Problems;
use crate::{
    Api,
    draft::{CheckpointsDraft, ConsistencyDraft, InclusionDraft},
    form::Form,
    outcome::Answer,
    page::{Asked, Cursor, Listed, PageParams, Paged},
    who::Caller,
    wire::{AuditEntryWire, CheckpointWire, ConsistencyWire, InclusionWire, VerdictWire},
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(entries))
        .routes(routes!(checkpoint))
        .routes(routes!(verify))
        .routes(routes!(inclusion))
        .routes(routes!(consistency))
}

impl Cursor for Position {
    fn write(&self) -> String {
        self.0.to_string()
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Position)
    }
}

/// The entries of the audit as they are kept, in the order of commits. Each page is a reading, and adds an entry: ask for
/// more than one at a time, or the end stays where it is.
#[utoipa::path(get, path = "/audit/entries", operation_id = "audit_entries", tag = "audit", params(PageParams),
    responses((status = 200, body = Listed<AuditEntryWire>, description = "A page of the audit."), Problems))]
async fn entries(
    State(api): State<Api>,
    Caller(actor): Caller,
    asked: Asked<Position>,
    OriginalUri(uri): OriginalUri,
) -> Answer<Paged<AuditEntryWire>> {
    let page = api.network.audit_entries(actor, asked.after, asked.size).await?;
    Ok(Paged::of(page, &uri, asked.size, AuditEntryWire::from))
}

/// Takes a checkpoint of the audit, to be kept where nobody who can write to the store can write.
#[utoipa::path(post, path = "/audit/checkpoint", operation_id = "audit_checkpoint", tag = "audit",
    responses((status = 200, body = CheckpointWire, description = "The checkpoint."), Problems))]
async fn checkpoint(State(api): State<Api>, Caller(actor): Caller) -> Answer<Json<CheckpointWire>> {
    Ok(Json(api.network.audit_checkpoint(actor).await?.into()))
}

/// Checks the audit against checkpoints that were kept.
#[utoipa::path(post, path = "/audit/verify", operation_id = "verify_audit", tag = "audit",
    request_body = CheckpointsDraft,
    responses((status = 200, body = VerdictWire, description = "Whether they hold."), Problems))]
async fn verify(
    State(api): State<Api>,
    Caller(actor): Caller,
    Form(checkpoints): Form<CheckpointsDraft>,
) -> Answer<Json<VerdictWire>> {
    Ok(Json(api.network.verify_audit(actor, &checkpoints).await?.into()))
}

/// An entry as it is kept, with proof that it is among those that a checkpoint covers.
#[utoipa::path(post, path = "/audit/inclusion", operation_id = "audit_inclusion", tag = "audit",
    request_body = InclusionDraft,
    responses((status = 200, body = InclusionWire, description = "The entry and its proof."), Problems))]
async fn inclusion(
    State(api): State<Api>,
    Caller(actor): Caller,
    Form(asked): Form<InclusionDraft>,
) -> Answer<Json<InclusionWire>> {
    Ok(Json(api.network.audit_inclusion(actor, asked.position, &asked.checkpoint).await?.into()))
}

/// Proof that the audit of an older checkpoint is the beginning of a newer one's.
#[utoipa::path(post, path = "/audit/consistency", operation_id = "audit_consistency", tag = "audit",
    request_body = ConsistencyDraft,
    responses((status = 200, body = ConsistencyWire, description = "The proof."), Problems))]
async fn consistency(
    State(api): State<Api>,
    Caller(actor): Caller,
    Form(asked): Form<ConsistencyDraft>,
) -> Answer<Json<ConsistencyWire>> {
    Ok(Json(api.network.audit_consistency(actor, &asked.old, &asked.new).await?.into()))
}
