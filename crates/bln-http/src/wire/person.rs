//! People, as they are sent to whoever may see them.

use bln_core::{
    Affiliation, ConsentStatus, Employer, Instant, Level, Limits, ProfessionalRegistration, PurposeCode,
    limits::{LegalHold, Restriction},
};
use bln_service::PersonView;
use bln_store::PersonRecord;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A person, as far as the asker may see them: all of it, or the entry that they agreed to show to others of the network.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Person", example = json!({
    "person": "0192f0c1-7a00-7000-8000-000000000017",
    "name": "Sample Person 17",
    "organisation": "RX1",
}))]
pub(crate) struct PersonWire {
    person: Uuid,
    name: String,
    /// What they like to be called.
    #[serde(skip_serializing_if = "Option::is_none")]
    known_as: Option<String>,
    /// Where they work, by ODS code: in an entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<DetailsWire>,
}

/// What only the person and those who run the network see.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Details of a person")]
struct DetailsWire {
    /// The first is the one written to.
    emails: Vec<String>,
    /// The main one first.
    posts: Vec<PostWire>,
    professional_registrations: Vec<ProfessionalRegistrationWire>,
    #[serde(skip_serializing_if = "Option::is_none")]
    membership: Option<MembershipWire>,
    consents: Vec<ConsentWire>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limits: Option<LimitsWire>,
}

/// Where somebody works, or did.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Post")]
struct PostWire {
    /// By ODS code.
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<String>,
    /// By name, where it has no ODS code.
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<&'static str>,
    #[schema(format = Date)]
    from: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Date)]
    until: Option<String>,
}

/// A registration with a professional body.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Professional registration")]
struct ProfessionalRegistrationWire {
    /// `gmc`, `nmc`, `hcpc` or `gphc`.
    body: &'static str,
    number: String,
}

/// How somebody belongs.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Membership")]
struct MembershipWire {
    /// `member` or `ally`.
    kind: &'static str,
    /// `applied`, `active`, `paused`, `left` or `declined`.
    standing: &'static str,
}

/// What somebody said about a purpose.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Consent")]
struct ConsentWire {
    purpose: &'static str,
    /// Whether it is given now.
    given: bool,
}

/// What may not be done with somebody's details for now.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Limits")]
struct LimitsWire {
    #[serde(skip_serializing_if = "Option::is_none")]
    legal_hold: Option<LegalHoldWire>,
    #[serde(skip_serializing_if = "Option::is_none")]
    restriction: Option<RestrictionWire>,
}

/// That details are kept because a law or a legal claim needs them.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Legal hold")]
struct LegalHoldWire {
    /// As the person is told it.
    reason: String,
    /// (RFC 3339)
    #[schema(format = DateTime)]
    since: String,
}

/// That details are stored and not used.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Restriction")]
struct RestrictionWire {
    /// `accuracy_contested`, `unlawful_use`, `legal_claim` or `objection_pending`.
    ground: &'static str,
    /// (RFC 3339)
    #[schema(format = DateTime)]
    since: String,
}

impl PersonWire {
    /// A person as seen, at an instant.
    pub(crate) fn of(view: &PersonView, now: Instant) -> Self {
        match view {
            PersonView::Full(record) => Self::whole(record, now),
            PersonView::Entry(entry) => Self {
                person: entry.person.uuid(),
                name: entry.name.written().to_owned(),
                known_as: entry.name.known_as().map(str::to_owned),
                organisation: entry.organisation.map(|code| code.to_string()),
                details: None,
            },
        }
    }

    fn whole(record: &PersonRecord, now: Instant) -> Self {
        let person = &record.person.record;
        let membership = record.membership.as_ref().map(|membership| {
            let spell = membership.record.current();
            MembershipWire { kind: spell.belonging().kind().name(), standing: spell.standing().name() }
        });
        let consent = |purpose: PurposeCode| {
            let ledger = &record.consent.as_ref()?.record;
            let said = ledger.entries().iter().any(|entry| entry.purpose() == purpose);
            let given = matches!(ledger.status(purpose, now), ConsentStatus::Given);
            said.then_some(ConsentWire { purpose: purpose.name(), given })
        };
        let details = DetailsWire {
            emails: person.emails().iter().map(|email| email.as_str().to_owned()).collect(),
            posts: person.affiliations().iter().map(PostWire::of).collect(),
            professional_registrations: person
                .registrations()
                .iter()
                .map(ProfessionalRegistrationWire::of)
                .collect(),
            membership,
            consents: PurposeCode::ALL.into_iter().filter_map(consent).collect(),
            limits: record.limits.as_ref().and_then(|limits| LimitsWire::of(&limits.record)),
        };
        Self {
            person: person.id().uuid(),
            name: person.name().written().to_owned(),
            known_as: person.name().known_as().map(str::to_owned),
            organisation: None,
            details: Some(details),
        }
    }
}

impl LimitsWire {
    fn of(limits: &Limits) -> Option<Self> {
        let hold = |hold: &LegalHold| LegalHoldWire {
            reason: hold.reason.as_str().to_owned(),
            since: hold.since.to_string(),
        };
        let restriction = |restriction: Restriction| RestrictionWire {
            ground: restriction.ground.name(),
            since: restriction.since.to_string(),
        };
        let wire = Self {
            legal_hold: limits.legal_hold().map(hold),
            restriction: limits.restriction().map(restriction),
        };
        (!limits.is_none()).then_some(wire)
    }
}

impl ProfessionalRegistrationWire {
    fn of(registration: &ProfessionalRegistration) -> Self {
        Self { body: registration.body().name(), number: registration.number().to_owned() }
    }
}

impl PostWire {
    fn of(post: &Affiliation) -> Self {
        let (organisation, organisation_name) = match post.employer() {
            Employer::Listed(code) => (Some(code.to_string()), None),
            Employer::Unlisted(name) => (None, Some(name.as_str().to_owned())),
        };
        Self {
            organisation,
            organisation_name,
            job_title: post.job_title().map(str::to_owned),
            level: post.level().map(Level::name),
            from: post.from().to_string(),
            until: post.until().map(|until| until.to_string()),
        }
    }
}
