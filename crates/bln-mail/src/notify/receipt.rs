//! What GOV.UK Notify reports of an e-mail, to the address a service gave it.

use bln_core::bounce::Delivery;
use bln_core::{EmailAddress, Id, Notice};
use serde::Deserialize;

/// A delivery receipt: the OpenAPI's `EmailCallbackRequest`.
///
/// Notify sends it with a bearer token that the service chose; the door compares that before it reads.
///
/// ```
/// use bln_core::bounce::Delivery;
/// use bln_mail::Receipt;
///
/// let body = br#"{"reference": "00000000-0000-0000-0000-000000000011", "status": "permanent-failure",
///     "to": "sample.person.17@example.org", "notification_type": "email"}"#;
/// let receipt = Receipt::read(body).ok_or("none of ours")?;
/// assert_eq!(receipt.delivery(), Delivery::PermanentFailure);
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    notice: Id<Notice>,
    to: Option<EmailAddress>,
    delivery: Delivery,
}

#[derive(Deserialize)]
struct Callback {
    reference: Option<String>,
    to: Option<String>,
    status: String,
}

impl Receipt {
    /// Reads a receipt; `None` for one without a notice of ours, or with a status that is not known.
    pub fn read(body: &[u8]) -> Option<Self> {
        let callback: Callback = serde_json::from_slice(body).ok()?;
        let delivery = match callback.status.as_str() {
            "delivered" => Delivery::Arrived,
            "permanent-failure" => Delivery::PermanentFailure,
            "temporary-failure" => Delivery::TemporaryFailure,
            // Between Notify and its own provider: nothing about the address.
            "technical-failure" => Delivery::Refused,
            _ => return None,
        };
        let to = callback.to.and_then(|to| EmailAddress::parse(to).ok());
        Some(Self { notice: callback.reference?.parse().ok()?, to, delivery })
    }

    /// The notice that was sent.
    pub const fn notice(&self) -> Id<Notice> {
        self.notice
    }

    /// To whom it was sent.
    pub const fn to(&self) -> Option<&EmailAddress> {
        self.to.as_ref()
    }

    /// What became of it.
    pub const fn delivery(&self) -> Delivery {
        self.delivery
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_of_the_openapi_is_read_and_no_other() {
        let read = |status: &str| {
            let reference = "00000000-0000-0000-0000-000000000011";
            Receipt::read(format!("{{\"reference\":\"{reference}\",\"status\":\"{status}\"}}").as_bytes())
        };
        for (status, delivery) in [
            ("delivered", Delivery::Arrived),
            ("permanent-failure", Delivery::PermanentFailure),
            ("temporary-failure", Delivery::TemporaryFailure),
            ("technical-failure", Delivery::Refused),
        ] {
            let receipt = read(status).unwrap();
            assert_eq!((receipt.delivery(), receipt.notice().uuid().as_u128()), (delivery, 17));
        }
        assert_eq!(read("created"), None);
        for body in ["", "{}", "{\"status\":\"delivered\"}", "{\"status\":\"delivered\",\"reference\":\"a\"}"]
        {
            assert_eq!(Receipt::read(body.as_bytes()), None);
        }
    }
}
