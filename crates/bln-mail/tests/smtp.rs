//! A mail server that answers as it is told to, and what each answer is taken for.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
#![cfg(feature = "smtp")]

mod support;
#[path = "support/tls.rs"]
mod tls;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bln_core::EmailAddress;
use bln_mail::{Refused, Repeat, Security, Smtp, SmtpConfig, Transport, TransportError};
use mail_parser::MessageParser;
use support::{composed, message, message_to};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

/// How the server answers a command in place of a yes.
#[derive(Debug, Clone, Copy)]
enum Say {
    /// These words.
    This(&'static str),
    /// Nothing, and it hangs up.
    HangUp,
    /// Nothing, for ever.
    Nothing,
}

/// A server's orders, by command; `.` is the end of a message and `220` the greeting.
type Orders = HashMap<&'static str, Say>;

#[derive(Debug, Default)]
struct Seen {
    connections: usize,
    commands: Vec<String>,
    messages: Vec<String>,
}

struct Server {
    port: u16,
    seen: Arc<Mutex<Seen>>,
}

impl Server {
    /// How many connections and how many messages there were.
    fn counts(&self) -> (usize, usize) {
        let seen = self.seen.lock().unwrap();
        (seen.connections, seen.messages.len())
    }
}

async fn server(orders: &[(&'static str, Say)], security: Security) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let seen = Arc::<Mutex<Seen>>::default();
    let (orders, watched): (Orders, _) = (orders.iter().copied().collect(), Arc::clone(&seen));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (orders, seen) = (orders.clone(), Arc::clone(&watched));
            seen.lock().unwrap().connections += 1;
            tokio::spawn(async move {
                match security {
                    Security::Implicit => {
                        if let Ok(stream) = tls::acceptor().accept(stream).await {
                            serve(stream, &orders, &seen, true).await;
                        }
                    }
                    Security::StartTls => {
                        if let Some(stream) = serve(stream, &orders, &seen, true).await
                            && let Ok(stream) = tls::acceptor().accept(stream).await
                        {
                            serve(stream, &orders, &seen, false).await;
                        }
                    }
                    _ => drop(serve(stream, &orders, &seen, true).await),
                }
            });
        }
    });
    Server { port, seen }
}

/// Speaks until somebody hangs up, or gives the connection back to be encrypted.
async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    orders: &Orders,
    seen: &Mutex<Seen>,
    greets: bool,
) -> Option<S> {
    let mut stream = BufReader::new(stream);
    if greets && !answer(&mut stream, orders, "220", "220 test server").await {
        return None;
    }
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let command = line.split_whitespace().next().unwrap_or_default().to_uppercase();
        seen.lock().unwrap().commands.push(line.trim().to_owned());
        match command.as_str() {
            "EHLO" if !answer(&mut stream, orders, "EHLO", OFFERS).await => return None,
            "STARTTLS" => {
                answer(&mut stream, orders, "STARTTLS", "220 go ahead").await;
                return Some(stream.into_inner());
            }
            "AUTH" if !answer(&mut stream, orders, "AUTH", "235 welcome").await => return None,
            "MAIL" if !answer(&mut stream, orders, "MAIL", "250 ok").await => return None,
            "RCPT" if !answer(&mut stream, orders, "RCPT", "250 ok").await => return None,
            "RSET" if !answer(&mut stream, orders, "RSET", "250 ok").await => return None,
            "DATA" => {
                if !answer(&mut stream, orders, "DATA", "354 go ahead").await {
                    return None;
                }
                if matches!(orders.get("DATA"), Some(Say::This(_))) {
                    continue;
                }
                let mut text = String::new();
                while !text.ends_with("\r\n.\r\n") {
                    if stream.read_line(&mut text).await.ok()? == 0 {
                        return None;
                    }
                }
                // A server takes the dot away that the client put before one (RFC 5321, 4.5.2).
                let text = text.strip_suffix(".\r\n").unwrap_or_default().replace("\r\n.", "\r\n");
                seen.lock().unwrap().messages.push(text);
                if !answer(&mut stream, orders, ".", "250 2.0.0 taken").await {
                    return None;
                }
            }
            "QUIT" => return None,
            _ => {}
        }
    }
}

/// What the server can do.
const OFFERS: &str = "250-test\r\n250-STARTTLS\r\n250 AUTH PLAIN";

/// Answers, and says whether the conversation goes on.
async fn answer<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut BufReader<S>,
    orders: &Orders,
    command: &str,
    yes: &str,
) -> bool {
    let words = match orders.get(command) {
        None => yes,
        Some(Say::This(words)) => words,
        Some(Say::HangUp) => return false,
        Some(Say::Nothing) => std::future::pending().await,
    };
    stream.get_mut().write_all(format!("{words}\r\n").as_bytes()).await.is_ok()
}

fn config(server: &Server, security: Security, roots: &[u8]) -> SmtpConfig {
    let from = EmailAddress::parse("bulletin@mail.example.org").unwrap();
    SmtpConfig::new("127.0.0.1", security, roots, &from).unwrap().with_port(server.port)
}

fn plain(server: &Server) -> Smtp {
    let config = config(server, Security::SameMachine, b"").with_patience(Duration::from_millis(400));
    Smtp::new(config)
}

#[tokio::test]
async fn a_message_arrives_whole_at_the_one_address_it_is_for() {
    let server = server(&[], Security::SameMachine).await;
    let smtp = plain(&server);
    let message = message(&composed());
    assert_eq!(smtp.repeat(), Repeat::MayDouble);
    smtp.send(&message).await.unwrap();
    let seen = server.seen.lock().unwrap();
    assert_eq!(
        seen.commands,
        [
            "EHLO mail.example.org",
            "MAIL FROM:<bulletin@mail.example.org>",
            "RCPT TO:<sample.person.17@example.org>",
            "DATA"
        ]
    );
    let read = MessageParser::new().parse(seen.messages[0].as_bytes()).unwrap();
    assert_eq!(read.body_html(0).unwrap().replace("\r\n", "\n"), message.html());
}

#[tokio::test]
async fn a_connection_is_kept_and_one_that_was_closed_meanwhile_is_made_again() {
    let server = server(&[], Security::SameMachine).await;
    let smtp = plain(&server);
    let message = message(&composed());
    for _ in 0..3 {
        smtp.send(&message).await.unwrap();
    }
    assert_eq!(server.counts(), (1, 3));
    // The server's part of the kept connection goes away.
    let closing = self::server(&[("RSET", Say::HangUp)], Security::SameMachine).await;
    let smtp = plain(&closing);
    for _ in 0..3 {
        smtp.send(&message).await.unwrap();
    }
    assert_eq!(closing.counts(), (3, 3));
}

#[tokio::test]
async fn a_line_that_begins_with_a_dot_arrives() {
    let server = server(&[], Security::SameMachine).await;
    let dots = support::news("a\n\n    .\n    ..\n    .b\n").unwrap();
    let message = message_to(&dots, "sample.person.17@example.org", "Sample Person 17");
    plain(&server).send(&message).await.unwrap();
    let seen = server.seen.lock().unwrap();
    let read = MessageParser::new().parse(seen.messages[0].as_bytes()).unwrap();
    assert_eq!(read.body_text(0).unwrap().replace("\r\n", "\n"), message.text());
}

#[tokio::test]
async fn every_failure_of_every_step_is_taken_for_what_it_is() {
    let later = TransportError::Later { after: None };
    let misconfigured = |code| TransportError::Misconfigured { code };
    let rules = misconfigured("smtp.policy_refused");
    for (step, say, error) in [
        ("220", Say::This("421 not now"), later),
        ("220", Say::This("554 not you"), misconfigured("smtp.refused")),
        ("220", Say::HangUp, later),
        ("220", Say::Nothing, later),
        ("EHLO", Say::This("550 not you"), misconfigured("smtp.refused")),
        ("EHLO", Say::HangUp, later),
        ("MAIL", Say::This("451 4.3.0 not now"), later),
        ("MAIL", Say::This("550 5.1.8 not from there"), misconfigured("smtp.sender_refused")),
        ("MAIL", Say::This("530 5.7.0 sign in first"), rules),
        ("MAIL", Say::HangUp, later),
        ("MAIL", Say::Nothing, later),
        ("RCPT", Say::This("450 4.2.1 greylisted"), later),
        ("RCPT", Say::This("421 4.7.0 too fast"), later),
        ("RCPT", Say::This("550 5.1.1 nobody there"), TransportError::Never(Refused::Address)),
        ("RCPT", Say::This("550 nobody there"), TransportError::Never(Refused::Address)),
        ("RCPT", Say::This("554 5.7.1 relay access denied"), rules),
        ("RCPT", Say::HangUp, later),
        ("RCPT", Say::Nothing, later),
        ("DATA", Say::This("451 4.3.0 not now"), later),
        ("DATA", Say::This("554 5.6.0 no"), TransportError::Never(Refused::Message)),
        ("DATA", Say::HangUp, later),
        (".", Say::This("451 4.3.0 not now"), later),
        (".", Say::This("552 5.3.4 too big"), TransportError::Never(Refused::Message)),
        (".", Say::This("550 5.7.26 no DMARC"), rules),
        (".", Say::HangUp, TransportError::Unknown),
        (".", Say::Nothing, TransportError::Unknown),
        (".", Say::This("garbage"), TransportError::Unknown),
    ] {
        let server = server(&[(step, say)], Security::SameMachine).await;
        assert_eq!(plain(&server).send(&message(&composed())).await, Err(error), "{step} {say:?}");
        // Nothing is sent a second time by itself.
        assert!(server.seen.lock().unwrap().messages.len() <= 1, "{step} {say:?}");
    }
}

#[tokio::test]
async fn after_a_refused_address_the_connection_is_used_again() {
    let server = server(&[("RCPT", Say::This("550 5.1.1 nobody there"))], Security::SameMachine).await;
    let smtp = plain(&server);
    for _ in 0..2 {
        let refused = smtp.send(&message(&composed())).await.unwrap_err();
        assert_eq!(refused, TransportError::Never(Refused::Address));
    }
    assert_eq!(server.seen.lock().unwrap().connections, 1);
}

#[tokio::test]
async fn nobody_at_home_is_later() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = Server { port: listener.local_addr().unwrap().port(), seen: Arc::default() };
    drop(listener);
    let error = plain(&server).send(&message(&composed())).await.unwrap_err();
    assert_eq!(error, TransportError::Later { after: None });
}

#[tokio::test]
async fn an_encrypted_connection_is_to_the_server_that_was_meant() {
    for security in [Security::Implicit, Security::StartTls] {
        let server = server(&[], security).await;
        let smtp = Smtp::new(config(&server, security, tls::ROOT));
        smtp.send(&message(&composed())).await.unwrap();
        assert_eq!(server.seen.lock().unwrap().messages.len(), 1);
        // Another's certificate: nothing is said to whoever is there.
        let smtp = Smtp::new(config(&server, security, tls::OTHER));
        let error = smtp.send(&message(&composed())).await.unwrap_err();
        assert_eq!(error, TransportError::Misconfigured { code: "smtp.certificate" });
        assert_eq!(server.seen.lock().unwrap().messages.len(), 1);
    }
}

#[tokio::test]
async fn a_server_that_does_not_encrypt_is_sent_nothing() {
    let server = server(&[("EHLO", Say::This("250 test"))], Security::SameMachine).await;
    let smtp = Smtp::new(
        config(&server, Security::StartTls, tls::ROOT)
            .with_credentials("user".to_owned(), "secret".to_owned()),
    );
    let error = smtp.send(&message(&composed())).await.unwrap_err();
    assert_eq!(error, TransportError::Misconfigured { code: "smtp.no_encryption" });
    let seen = server.seen.lock().unwrap();
    assert!(seen.commands.iter().all(|command| command.starts_with("EHLO") || command == "QUIT"), "{seen:?}");
}

#[tokio::test]
async fn signing_in_fails_for_reasons_of_its_own() {
    for (orders, error) in [
        (("AUTH", Say::This("235 welcome")), None),
        (
            ("AUTH", Say::This("535 5.7.8 wrong")),
            Some(TransportError::Misconfigured { code: "smtp.credentials_refused" }),
        ),
        (("AUTH", Say::This("454 4.7.0 not now")), Some(TransportError::Later { after: None })),
    ] {
        let server = server(&[orders], Security::StartTls).await;
        let config = config(&server, Security::StartTls, tls::ROOT);
        let smtp = Smtp::new(config.with_credentials("user".to_owned(), "secret".to_owned()));
        assert_eq!(smtp.send(&message(&composed())).await.err(), error, "{orders:?}");
        // The credentials went over an encrypted connection: the commands before it are without them.
        let seen = server.seen.lock().unwrap();
        let start = seen.commands.iter().position(|command| command == "STARTTLS").unwrap();
        assert!(seen.commands.iter().take(start).all(|command| !command.starts_with("AUTH")));
        assert!(seen.commands.iter().skip(start).any(|command| command.starts_with("AUTH")));
    }
}
