//! A server that speaks as GOV.UK Notify does (OpenAPI 1.0.4), and what each of its answers is taken for.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
#![cfg(feature = "notify")]

mod support;
#[path = "support/tls.rs"]
mod tls;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64ct::{Base64UrlUnpadded, Encoding};
use bln_core::Instant;
use bln_mail::{Message, Notify, NotifyConfig, NotifyKey, Refused, Repeat, Transport, TransportError};
use chrono::TimeDelta;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use support::{composed, link, message, message_to, now};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::server::TlsStream;

const SERVICE: &str = "26785a09-ab16-4eb0-8407-a37497a57506";
const SECRET: &str = "3d844edf-8d35-48ac-975b-e847b4f122b0";
const TEMPLATE: &str = "9d751e0e-f929-4891-82a1-a3e1c3c18ee3";

/// What the server does with a request that it would take.
#[derive(Debug, Clone)]
enum Do {
    Take,
    Answer(u16, String),
    HangUp,
    Nothing,
    /// Hangs up after this answer.
    TakeAndClose,
}

#[derive(Debug, Default)]
struct Seen {
    connections: usize,
    taken: Vec<Value>,
}

struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
}

async fn server(order: Do) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let seen = Arc::<Mutex<Seen>>::default();
    let watched = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            watched.lock().unwrap().connections += 1;
            let (order, seen) = (order.clone(), Arc::clone(&watched));
            tokio::spawn(async move {
                if let Ok(mut stream) = tls::acceptor().accept(stream).await {
                    while serve(&mut stream, &order, &seen).await == Some(true) {}
                }
            });
        }
    });
    Server { address, seen }
}

/// Answers one request, and says whether there may be another.
async fn serve(stream: &mut TlsStream<TcpStream>, order: &Do, seen: &Mutex<Seen>) -> Option<bool> {
    let mut bytes = Vec::new();
    let (head, body) = loop {
        let mut buffer = [0; 4_096];
        let read = stream.read(&mut buffer).await.ok()?;
        if read == 0 {
            return None;
        }
        bytes.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8(bytes.clone()).unwrap();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length: usize = header(head, "content-length").unwrap().parse().unwrap();
        if body.len() == length {
            break (head.to_owned(), body.to_owned());
        }
    };
    let (status, answer) = match (refusal(&head, &body), order) {
        (Some(refusal), _) => refusal,
        (None, Do::Take | Do::TakeAndClose) => {
            seen.lock().unwrap().taken.push(serde_json::from_str(&body).unwrap());
            (201, success(&body))
        }
        (None, Do::Answer(status, answer)) => (*status, answer.clone()),
        (None, Do::HangUp) => return None,
        (None, Do::Nothing) => std::future::pending().await,
    };
    let date = now().utc().format("%a, %d %b %Y %H:%M:%S GMT");
    let close = if matches!(order, Do::TakeAndClose) { "Connection: close\r\n" } else { "" };
    let text = format!(
        "HTTP/1.1 {status} x\r\nDate: {date}\r\n{close}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{answer}",
        answer.len()
    );
    stream.write_all(text.as_bytes()).await.ok()?;
    Some(close.is_empty())
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let lines = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    let mut values =
        lines.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim());
    values.next()
}

fn error(kind: &str, message: &str, status: u16) -> (u16, String) {
    (status, json!({"errors": [{"error": kind, "message": message}], "status_code": status}).to_string())
}

/// Why Notify would refuse a request: by its documentation, and by the schema `SendEmailRequest`.
fn refusal(head: &str, body: &str) -> Option<(u16, String)> {
    if !head.starts_with("POST /v2/notifications/email HTTP/1.1\r\n") {
        return Some(error("NoResultFound", "No result found", 404));
    }
    let token = header(head, "authorization").and_then(|value| value.strip_prefix("Bearer "));
    if let Some(refusal) = token.map_or_else(
        || Some(error("AuthError", "Unauthorized: authentication token must be provided", 401)),
        bad_token,
    ) {
        return Some(refusal);
    }
    let invalid = |message: &str| Some(error("ValidationError", message, 400));
    if header(head, "content-type") != Some("application/json") {
        return Some(error("BadRequestError", "Invalid JSON", 400));
    }
    let Ok(Value::Object(request)) = serde_json::from_str(body) else {
        return Some(error("BadRequestError", "Invalid JSON supplied in POST data", 400));
    };
    let known = [
        "email_address",
        "template_id",
        "personalisation",
        "reference",
        "one_click_unsubscribe_url",
        "email_reply_to_id",
        "sanitise_content_for",
    ];
    if let Some(other) = request.keys().find(|key| !known.contains(&key.as_str())) {
        return invalid(&format!("Additional properties are not allowed ({other} was unexpected)"));
    }
    let text = |key: &str| request.get(key).and_then(Value::as_str);
    let address = text("email_address").unwrap_or_default();
    if !(5..=250).contains(&address.len()) || address.ends_with("@invalid.example.org") {
        return invalid("email_address Not a valid email address");
    }
    if text("template_id") != Some(TEMPLATE) {
        return Some(error("BadRequestError", "Template not found", 400));
    }
    if text("one_click_unsubscribe_url").is_some_and(|url| !url.starts_with("https://")) {
        return invalid("one_click_unsubscribe_url is not a valid https url");
    }
    let personalisation = request.get("personalisation").and_then(Value::as_object);
    if !["subject", "body"].iter().all(|key| personalisation.is_some_and(|given| given.contains_key(*key))) {
        return Some(error("BadRequestError", "Missing personalisation: body", 400));
    }
    None
}

/// A token is checked as Notify's own clients make it, by code that is not the library's.
fn bad_token(token: &str) -> Option<(u16, String)> {
    let refused = |message: &str| Some(error("AuthError", message, 403));
    let parts: Vec<&str> = token.split('.').collect();
    let [header, claims, tag] = parts.as_slice() else { return refused("Invalid token: signature") };
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("{header}.{claims}").as_bytes());
    let tag = Base64UrlUnpadded::decode_vec(tag).unwrap_or_default();
    if mac.verify_slice(&tag).is_err() {
        return refused("Invalid token: API key not found");
    }
    let json =
        |part: &str| serde_json::from_slice::<Value>(&Base64UrlUnpadded::decode_vec(part).unwrap()).unwrap();
    let (header, claims) = (json(header), json(claims));
    if header["alg"] != "HS256" || header["typ"] != "JWT" || claims["iss"] != SERVICE {
        return refused("Invalid token: iss");
    }
    let off = (claims["iat"].as_i64().unwrap() - now().utc().timestamp()).abs();
    (off > 30)
        .then(|| error("AuthError", "Error: Your system clock must be accurate to within 30 seconds", 403))
}

fn success(body: &str) -> String {
    let request: Value = serde_json::from_str(body).unwrap();
    json!({
        "id": "201b576e-c09b-467b-9dfa-9c3b689ee730",
        "reference": request["reference"],
        "scheduled_for": null,
        "content": {
            "subject": request["personalisation"]["subject"],
            "body": request["personalisation"]["body"],
            "from_email": "network@notifications.service.gov.uk",
            "one_click_unsubscribe_url": request["one_click_unsubscribe_url"],
        },
        "uri": "https://api.notifications.service.gov.uk/v2/notifications/201b576e-c09b-467b-9dfa-9c3b689ee730",
        "template": {"id": TEMPLATE, "version": 1, "uri": "https://api.notifications.service.gov.uk/v2/template/x"},
        "sanitised_content": {},
    })
    .to_string()
}

fn config(server: &Server, secret: &str, roots: &[u8]) -> NotifyConfig {
    let key = NotifyKey::parse(&format!("sample-key-{SERVICE}-{secret}")).unwrap();
    NotifyConfig::new(key, TEMPLATE.parse().unwrap(), roots)
        .unwrap()
        .with_base(link("https://notify.example.org"), Some(server.address))
        .with_patience(Duration::from_secs(2))
}

fn notify(server: &Server) -> Notify {
    Notify::new(config(server, SECRET, tls::ROOT), now)
}

fn sample() -> Message {
    message(&composed())
}

#[tokio::test]
async fn a_message_is_a_request_as_the_openapi_has_it() {
    let server = server(Do::Take).await;
    let (notify, message) = (notify(&server), sample());
    assert_eq!(notify.repeat(), Repeat::MayDouble);
    notify.send(&message).await.unwrap();
    let expected = json!({
        "email_address": "sample.person.17@example.org",
        "template_id": TEMPLATE,
        "personalisation": {"subject": "What we did in March", "body": message.marked()},
        "reference": message.notice().to_string(),
        "one_click_unsubscribe_url": message.unsubscribe().unwrap().as_str(),
    });
    assert_eq!(server.seen.lock().unwrap().taken, [expected]);
}

#[tokio::test]
async fn a_connection_is_kept_and_made_again_when_it_was_closed() {
    for (order, connections) in [(Do::Take, 1), (Do::TakeAndClose, 3)] {
        let server = server(order).await;
        let notify = notify(&server);
        for _ in 0..3 {
            notify.send(&sample()).await.unwrap();
        }
        let seen = server.seen.lock().unwrap();
        assert_eq!((seen.taken.len(), seen.connections), (3, connections));
    }
}

#[tokio::test]
async fn every_answer_of_the_openapi_is_taken_for_what_it_is() {
    let later = |seconds: Option<u64>| TransportError::Later { after: seconds.map(Duration::from_secs) };
    let misconfigured = |code| TransportError::Misconfigured { code };
    let answers = [
        (
            error("ValidationError", "email_address Not a valid email address", 400),
            TransportError::Never(Refused::Address),
        ),
        (
            error("ValidationError", "one_click_unsubscribe_url is not a valid https url", 400),
            misconfigured("notify.bad_request"),
        ),
        (
            error("ValidationError", "template_id is not a valid UUID", 400),
            misconfigured("notify.bad_request"),
        ),
        (
            error("BadRequestError", "Can't send to this recipient using a team-only API key", 400),
            misconfigured("notify.bad_request"),
        ),
        (
            error("BadRequestError", "Cannot send to this recipient when service is in trial mode", 400),
            misconfigured("notify.bad_request"),
        ),
        (error("AuthError", "Invalid token: API key not found", 403), misconfigured("notify.forbidden")),
        (error("BadRequestError", "Cannot send emails", 403), misconfigured("notify.forbidden")),
        (error("NoResultFound", "No result found", 404), misconfigured("notify.not_found")),
        (
            error(
                "RateLimitError",
                "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds",
                429,
            ),
            later(Some(60)),
        ),
        (error("TooManyRequestsError", "Exceeded send limits (250000) for today", 429), later(Some(3_600))),
        ((500, json!([{"error": "Exception", "message": "Internal server error"}]).to_string()), later(None)),
        ((502, "<html>Bad gateway</html>".to_owned()), TransportError::Unknown),
        ((503, String::new()), later(None)),
        ((504, String::new()), TransportError::Unknown),
        ((301, String::new()), misconfigured("notify.unexpected")),
        ((200, "{}".to_owned()), misconfigured("notify.unexpected")),
    ];
    for ((status, body), expected) in answers {
        let server = server(Do::Answer(status, body.clone())).await;
        assert_eq!(notify(&server).send(&sample()).await, Err(expected), "{status} {body}");
    }
}

#[tokio::test]
async fn no_answer_after_a_request_is_unknown_and_is_not_asked_again() {
    for order in [Do::HangUp, Do::Nothing] {
        let server = server(order.clone()).await;
        let notify =
            Notify::new(config(&server, SECRET, tls::ROOT).with_patience(Duration::from_millis(300)), now);
        assert_eq!(notify.send(&sample()).await, Err(TransportError::Unknown), "{order:?}");
        assert_eq!(server.seen.lock().unwrap().connections, 1, "{order:?}");
    }
}

#[tokio::test]
async fn nobody_at_home_is_later() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = Server { address: listener.local_addr().unwrap(), seen: Arc::default() };
    drop(listener);
    assert_eq!(notify(&server).send(&sample()).await, Err(TransportError::Later { after: None }));
}

#[tokio::test]
async fn a_clock_may_be_thirty_seconds_off_and_a_wrong_key_is_told_from_a_wrong_clock() {
    let at = |seconds| move || -> Instant { now().plus(TimeDelta::seconds(seconds)) };
    for (seconds, outcome) in [
        (30, Ok(())),
        (-30, Ok(())),
        (31, Err(TransportError::Misconfigured { code: "notify.clock" })),
        (-31, Err(TransportError::Misconfigured { code: "notify.clock" })),
    ] {
        let server = server(Do::Take).await;
        let notify = Notify::new(config(&server, SECRET, tls::ROOT), at(seconds));
        assert_eq!(notify.send(&sample()).await, outcome, "{seconds}");
    }
    let server = server(Do::Take).await;
    let other = Notify::new(config(&server, TEMPLATE, tls::ROOT), now);
    assert_eq!(other.send(&sample()).await, Err(TransportError::Misconfigured { code: "notify.forbidden" }));
    assert!(server.seen.lock().unwrap().taken.is_empty());
}

#[tokio::test]
async fn somebody_else_at_that_address_is_told_nothing() {
    let server = server(Do::Take).await;
    let wrong_root = config(&server, SECRET, tls::OTHER);
    let other =
        config(&server, SECRET, tls::ROOT).with_base(link("https://other.example.org"), Some(server.address));
    for config in [wrong_root, other] {
        let error = Notify::new(config, now).send(&sample()).await.unwrap_err();
        assert_eq!(error, TransportError::Misconfigured { code: "notify.certificate" });
    }
    assert!(server.seen.lock().unwrap().taken.is_empty());
}

#[tokio::test]
async fn an_address_that_notify_does_not_take_is_refused() {
    let server = server(Do::Take).await;
    let label = "b".repeat(60);
    let long = format!("{}@{label}.{label}.{label}.org", "a".repeat(64));
    assert!(long.len() > 250);
    for address in ["sample.person.17@invalid.example.org", &long] {
        let message = message_to(&composed(), address, "Sample Person 17");
        let error = notify(&server).send(&message).await.unwrap_err();
        assert_eq!(error, TransportError::Never(Refused::Address), "{address}");
    }
}

#[test]
fn words_stay_words_in_the_markdown_of_notify() {
    let name = "[click](https://evil.example)";
    let message = message_to(&composed(), "sample.person.17@example.org", name);
    assert!(message.marked().contains(r"Hello \[click\]\(https://evil.example\),"), "{}", message.marked());
    let news = support::news(r"a \[click\](https://evil.example) \# b \* c").unwrap();
    let marked = support::message(&news).marked();
    assert!(marked.contains(r"\[click\]\(https://evil.example\)"), "{marked}");
}
