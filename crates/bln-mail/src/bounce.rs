//! Reports of what became of a message (RFC 3464), as mail servers send them to the return path.

mod mime;

use std::fmt;

use bln_core::{EmailAddress, bounce::Delivery};

use crate::MessageId;
use mime::{Part, header, multipart};

/// What a report says about a message of ours.
///
/// ```
/// use bln_core::bounce::Delivery;
/// use bln_mail::Bounce;
///
/// let report = b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
///     --b\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n\
///     --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n\
///     Final-Recipient: rfc822; sample.person.17@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n\
///     --b\r\nContent-Type: text/rfc822-headers\r\n\r\n\
///     Message-ID: <00000000-0000-0000-0000-000000000011@example.org>\r\n\r\n--b--\r\n";
/// let bounce = Bounce::read(report).ok_or("no report")?;
/// assert_eq!(bounce.delivery(), Delivery::PermanentFailure);
/// assert_eq!(bounce.status().to_string(), "5.1.1");
/// assert_eq!(bounce.original().notice().uuid().as_u128(), 17);
/// assert_eq!(bounce.recipient().map(|address| address.as_str()), Some("sample.person.17@example.org"));
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    original: MessageId,
    recipient: Option<EmailAddress>,
    delivery: Delivery,
    status: Status,
}

/// The status of a delivery (RFC 3463): its class, its subject and its detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Status {
    class: u8,
    subject: u16,
    detail: u16,
}

impl Bounce {
    /// The most bytes of a report that are read. What comes after is the message that was sent, its headers first.
    /// This library's own choice.
    pub const MAX_LENGTH: usize = 262_144;

    /// Reads a report; `None` for anything else: an answer of a person or a machine, a report without a status, or one
    /// about a message that is not ours.
    ///
    /// A report is anybody's words: whoever has had a letter knows what one has to look like. All it can do is to hold an
    /// address back, which those who run the network see and can lift. Take reports from your own mail server alone.
    pub fn read(report: &[u8]) -> Option<Self> {
        let report = report.get(..Self::MAX_LENGTH).unwrap_or(report);
        let text = String::from_utf8_lossy(report).replace("\r\n", "\n");
        let whole = Part::read(&text);
        let parts = multipart(&whole, "multipart/report")?;
        let told = parts.iter().filter(|part| part.is_a("message/delivery-status"));
        let (recipient, action, status) = told
            .chain(parts.iter().filter(|part| part.is_a("message/global-delivery-status")))
            .find_map(|part| outcome(part.body))?;
        let original = parts
            .iter()
            .find_map(|part| part.returned())
            .and_then(|headers| header(headers, "Message-ID"))?;
        let original = MessageId::parse(&original)?;
        Some(Self { original, recipient, delivery: delivery(&action, status)?, status })
    }

    /// The message that it is about.
    pub const fn original(&self) -> &MessageId {
        &self.original
    }

    /// To whom it was sent, for `Network::record_delivery`: as it was addressed if the report says so
    /// (RFC 3464, 2.3.1), or else where it went in the end (2.3.2). `None` for what is no address of e-mail.
    pub const fn recipient(&self) -> Option<&EmailAddress> {
        self.recipient.as_ref()
    }

    /// What became of it.
    pub const fn delivery(&self) -> Delivery {
        self.delivery
    }

    /// What the server said became of it.
    pub const fn status(&self) -> Status {
        self.status
    }
}

impl Status {
    /// Reads a status; `None` for what has not three numbers, or a class other than 2, 4 and 5.
    pub fn parse(text: &str) -> Option<Self> {
        // A comment may follow (RFC 3464, 2.3.4).
        let mut numbers = text.split_whitespace().next()?.split('.');
        let class = numbers.next()?.parse().ok().filter(|class| matches!(class, 2 | 4 | 5))?;
        let (subject, detail) = (number(numbers.next()?)?, number(numbers.next()?)?);
        numbers.next().is_none().then_some(Self { class, subject, detail })
    }

    /// Whether it is about the rules by which a server takes messages, and so about who sends them (RFC 3463, 3.8).
    #[cfg(feature = "smtp")]
    pub(crate) const fn is_policy(self) -> bool {
        self.subject == 7
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

fn number(text: &str) -> Option<u16> {
    (text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// The first recipient, the action and the status: our messages have one.
fn outcome(fields: &str) -> Option<(Option<EmailAddress>, String, Status)> {
    fields.split("\n\n").find_map(|group| {
        let status = Status::parse(&header(group, "Status")?)?;
        let named =
            ["Original-Recipient", "Final-Recipient"].into_iter().find_map(|field| header(group, field));
        let recipient = named.and_then(|named| address(&named));
        Some((recipient, header(group, "Action")?.to_ascii_lowercase(), status))
    })
}

/// The address of a recipient that is named by its kind and its address: `rfc822; sample.person.17@example.org`.
fn address(named: &str) -> Option<EmailAddress> {
    let (kind, address) = named.split_once(';')?;
    let address = address.trim().trim_start_matches('<').trim_end_matches('>');
    kind.trim().eq_ignore_ascii_case("rfc822").then(|| EmailAddress::parse(address).ok())?
}

/// What a status says of the address it is about (RFC 3463, 3). Where it says nothing certain, it may pass.
fn delivery(action: &str, status: Status) -> Option<Delivery> {
    Some(match (action, status.class, status.subject, status.detail) {
        ("delivered" | "relayed" | "expanded", ..) => Delivery::Arrived,
        ("delayed", ..) => Delivery::Delayed,
        ("failed", 5, 1, 7 | 8) => Delivery::Refused, // the sender's address
        // A bad address, a bad domain, one that has moved; a mailbox that was closed.
        ("failed", 5, 1, _) | ("failed", 5, 2, 1) => Delivery::PermanentFailure,
        ("failed", 5, 3 | 5 | 6 | 7, _) => Delivery::Refused,
        ("failed", ..) => Delivery::TemporaryFailure,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: &str = "<00000000-0000-0000-0000-000000000011@mail.example.org>";

    /// A report as Postfix writes it.
    fn report(action: &str, status: &str, id: &str) -> String {
        format!(
            "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.org (Mail Delivery System)\n\
             Subject: Undelivered Mail Returned to Sender\nTo: bulletin@mail.example.org\n\
             Auto-Submitted: auto-replied\nMIME-Version: 1.0\n\
             Content-Type: multipart/report; report-type=delivery-status;\n\tboundary=\"4Z.1/mx.example.org\"\n\n\
             This is a MIME-encapsulated message.\n\n--4Z.1/mx.example.org\nContent-Description: Notification\n\
             Content-Type: text/plain; charset=us-ascii\n\nI'm sorry to have to inform you.\n\n\
             --4Z.1/mx.example.org\nContent-Description: Delivery report\nContent-Type: message/delivery-status\n\n\
             Reporting-MTA: dns; mx.example.org\nArrival-Date: Wed, 31 Mar 2027 09:05:07 +0000\n\n\
             Final-Recipient: rfc822; sample.person.17@example.org\nAction: {action}\nStatus: {status}\n\
             Diagnostic-Code: smtp; 550 5.1.1 <sample.person.17@example.org>: unknown\n    user\n\n\
             --4Z.1/mx.example.org\nContent-Description: Undelivered Message\nContent-Type: message/rfc822\n\n\
             To: sample.person.17@example.org\nMessage-ID:\n {id}\nContent-Type: multipart/alternative;\n \
             boundary=\"=_bln\"\n\n--=_bln\nContent-Type: text/plain\n\nStatus: 2.0.0\n--=_bln--\n\n\
             --4Z.1/mx.example.org--\n"
        )
        .replace('\n', "\r\n")
    }

    fn read(action: &str, status: &str) -> Option<Delivery> {
        Bounce::read(report(action, status, ID).as_bytes()).map(|bounce| bounce.delivery())
    }

    #[test]
    fn a_status_is_classed_by_what_it_says_of_the_address() {
        for (action, status, delivery) in [
            ("failed", "5.1.1", Delivery::PermanentFailure),
            ("Failed", "5.1.10", Delivery::PermanentFailure),
            ("failed", "5.2.1", Delivery::PermanentFailure),
            ("failed", "5.2.2", Delivery::TemporaryFailure),
            ("failed", "4.4.1", Delivery::TemporaryFailure),
            ("failed", "5.0.0", Delivery::TemporaryFailure),
            ("failed", "5.1.8", Delivery::Refused),
            ("failed", "5.7.1", Delivery::Refused),
            ("failed", "5.3.4 (too big)", Delivery::Refused),
            ("delayed", "4.4.1", Delivery::Delayed),
            ("delivered", "2.0.0", Delivery::Arrived),
            ("relayed", "2.0.0", Delivery::Arrived),
        ] {
            assert_eq!(read(action, status), Some(delivery), "{action} {status}");
        }
        for (action, status) in
            [("failed", "3.0.0"), ("failed", ""), ("failed", "5.1"), ("failed", "5.1.1.1"), ("lost", "5.1.1")]
        {
            assert_eq!(read(action, status), None, "{action} {status}");
        }
    }

    #[test]
    fn a_report_leads_back_to_the_notice() {
        let bounce = Bounce::read(report("failed", "5.1.1", ID).as_bytes()).unwrap();
        assert_eq!(bounce.original().to_string(), ID);
        let to = |report: &str| {
            Bounce::read(report.as_bytes()).unwrap().recipient().map(|to| to.as_str().to_owned())
        };
        let whole = report("failed", "5.1.1", ID);
        assert_eq!(to(&whole).as_deref(), Some("sample.person.17@example.org"));
        let forwarded = whole
            .replace("Final-Recipient", "Original-Recipient: RFC822;<first@example.org>\r\nFinal-Recipient");
        assert_eq!(to(&forwarded).as_deref(), Some("first@example.org"));
        assert_eq!(to(&whole.replace("rfc822; sample", "x400; sample")), None);
        // In lines that end otherwise, too.
        assert_eq!(
            Bounce::read(report("failed", "5.1.1", ID).replace("\r\n", "\n").as_bytes()),
            Some(bounce)
        );
        // Headers alone are as good as the message.
        let headers = report("failed", "5.1.1", ID).replace("message/rfc822", "text/rfc822-headers");
        assert!(Bounce::read(headers.as_bytes()).is_some());
    }

    #[test]
    fn what_is_no_report_about_a_message_of_ours_is_none() {
        let whole = report("failed", "5.1.1", ID);
        assert_eq!(Bounce::read(report("failed", "5.1.1", "<a@example.org>").as_bytes()), None);
        for (was, is) in [
            ("multipart/report", "multipart/mixed"),
            ("boundary=\"4Z.1/mx.example.org\"", "x=y"),
            ("message/delivery-status", "text/plain"),
            ("message/rfc822", "text/plain"),
        ] {
            let other = whole.replace(was, is);
            assert_ne!(other, whole);
            assert_eq!(Bounce::read(other.as_bytes()), None, "{was}");
        }
        for other in
            ["", "\r\n", "Subject: out of office\r\n\r\nI am away.", "Content-Type: multipart/report\r\n\r\n"]
        {
            assert_eq!(Bounce::read(other.as_bytes()), None);
        }
    }

    #[test]
    fn a_report_of_any_size_is_read_to_its_limit() {
        let whole = report("failed", "5.1.1", ID);
        let padded = |by: usize| whole.replacen("I'm sorry", &"x".repeat(by), 1);
        assert!(Bounce::read(padded(Bounce::MAX_LENGTH - 2_000).as_bytes()).is_some());
        assert_eq!(Bounce::read(padded(Bounce::MAX_LENGTH).as_bytes()), None);
        let many = whole.replacen("\r\n--4Z", &"\r\n--4Z.1/mx.example.org".repeat(200), 1);
        assert_eq!(Bounce::read(many.as_bytes()), None, "more parts than a report has");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            let _read = Bounce::read(&bytes);
        }

        /// A report with pieces of it cut out, doubled and overwritten.
        #[test]
        fn no_damage_makes_it_panic(
            cuts in prop::collection::vec((0_usize..1_600, 0_usize..120, any::<u8>()), 1..8),
        ) {
            let mut bytes = report("failed", "5.1.1", ID).into_bytes();
            for (from, length, byte) in cuts {
                let from = from.min(bytes.len());
                let to = (from + length).min(bytes.len());
                match byte % 3 {
                    0 => drop(bytes.drain(from..to)),
                    1 => bytes.extend_from_within(from..to),
                    _ => bytes[from..to].fill(byte),
                }
            }
            let _read = Bounce::read(&bytes);
        }
    }
}
