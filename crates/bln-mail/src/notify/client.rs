//! One HTTPS connection to one server, made again when it is gone.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, DATE, HOST, USER_AGENT};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio_rustls::TlsConnector;

use super::NotifyConfig;

/// The most bytes of an answer that are read: an error is a few hundred, and what was sent comes back in a success.
const MAX_ANSWER: usize = 1_048_576;

/// An answer, as far as it is of use.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) status: u16,
    /// The server's clock (RFC 9110, 6.6.1).
    pub(super) date: Option<String>,
    pub(super) body: Bytes,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoAnswer {
    /// Nothing was asked: there was no connection.
    NotAsked,
    /// Nothing was asked: somebody else is at that address.
    Certificate,
    /// It was asked, or began to be.
    Lost,
}

type Sender = SendRequest<Full<Bytes>>;

pub(super) struct Client {
    tls: Arc<ClientConfig>,
    /// The host and port of the server, as a link has them.
    authority: String,
    host: String,
    port: u16,
    path: String,
    address: Option<SocketAddr>,
    connection: Mutex<Option<Sender>>,
}

impl Client {
    pub(super) fn new(config: &NotifyConfig) -> Self {
        let host = config.base.host();
        let rest = config.base.as_str().strip_prefix("https://").unwrap_or_default();
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let port = authority.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).unwrap_or(443);
        Self {
            tls: Arc::clone(&config.tls),
            authority: authority.to_owned(),
            host: host.to_owned(),
            port,
            path: format!("{}/v2/notifications/email", path.trim_end_matches('/')),
            address: config.address,
            connection: Mutex::default(),
        }
    }

    /// Sends a request. A connection that was closed while nothing was asked is made anew; a request is sent once.
    pub(super) async fn post(&self, bearer: &str, body: Vec<u8>) -> Result<Received, NoAnswer> {
        let mut kept = self.connection.lock().await;
        let mut sender = match kept.take() {
            Some(mut sender) => match sender.ready().await {
                Ok(()) => sender,
                Err(_) => self.connect().await?,
            },
            None => self.connect().await?,
        };
        let request = hyper::Request::post(&self.path)
            .header(HOST, &self.authority)
            .header(AUTHORIZATION, bearer)
            .header(CONTENT_TYPE, "application/json")
            .header(USER_AGENT, concat!("bln-mail/", env!("CARGO_PKG_VERSION")))
            .body(Full::new(Bytes::from(body)))
            .map_err(|_| NoAnswer::NotAsked)?;
        let not_sent =
            |error: hyper::Error| if error.is_canceled() { NoAnswer::NotAsked } else { NoAnswer::Lost };
        let answer = sender.send_request(request).await.map_err(not_sent)?;
        let status = answer.status().as_u16();
        let date = answer.headers().get(DATE).and_then(|date| date.to_str().ok()).map(str::to_owned);
        // The status is the answer. What cannot be read beside it changes nothing.
        let read = Limited::new(answer.into_body(), MAX_ANSWER).collect().await;
        let body = match read {
            Ok(body) => {
                *kept = Some(sender);
                body.to_bytes()
            }
            Err(_) => Bytes::new(),
        };
        Ok(Received { status, date, body })
    }

    async fn connect(&self) -> Result<Sender, NoAnswer> {
        let stream = match self.address {
            Some(address) => TcpStream::connect(address).await,
            None => TcpStream::connect((self.host.as_str(), self.port)).await,
        };
        let stream = stream.map_err(|_| NoAnswer::NotAsked)?;
        let name = ServerName::try_from(self.host.clone()).map_err(|_| NoAnswer::Certificate)?;
        let connector = TlsConnector::from(Arc::clone(&self.tls));
        let stream = connector.connect(name, stream).await.map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData => NoAnswer::Certificate,
            _ => NoAnswer::NotAsked,
        })?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(|_| NoAnswer::NotAsked)?;
        // It ends with its connection, which ends when the sender is dropped.
        drop(tokio::spawn(connection));
        Ok(sender)
    }
}
