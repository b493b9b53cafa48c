//! A network behind its door, and a client that keeps what it is told.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};

use async_trait::async_trait;
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use bln_core::{Actor, Id, Instant, KeyName, NetworkProfile, Person};
use bln_http::{Authenticate, Config, Denied, router};
use bln_seal::Keys;
use bln_service::{Clock, IdSource, Network, Ports, SystemSecrets};
use bln_store::MemoryStore;
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;
use uuid::Uuid;

#[derive(Debug)]
pub(crate) struct Still(Mutex<Instant>);

impl Clock for Still {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }
}

#[derive(Debug)]
struct Counting(AtomicU64);

impl IdSource for Counting {
    fn next(&self, _: Instant) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)) << 16)
    }
}

/// Tokens that say who holds them: `administrator`, or `participant-` and an identifier.
#[derive(Debug)]
struct Told;

#[async_trait]
impl Authenticate for Told {
    async fn actor(&self, token: &str) -> Result<Actor, Denied> {
        let id = |text: &str| text.parse::<Id<Person>>().map_err(|_| Denied::Unknown);
        match token.split_once('-') {
            None if token == "administrator" => Ok(Actor::administrator(Id::new(Uuid::from_u128(u128::MAX)))),
            None if token == "unavailable" => Err(Denied::Unavailable),
            Some(("administrator", person)) => Ok(Actor::administrator(id(person)?)),
            Some(("participant", person)) => Ok(Actor::participant(id(person)?)),
            Some(("facilitator", person)) => Ok(Actor::facilitator(id(person)?)),
            Some(("analyst", person)) => Ok(Actor::analyst(id(person)?)),
            Some(("auditor", person)) => Ok(Actor::auditor(id(person)?)),
            _ => Err(Denied::Unknown),
        }
    }
}

pub(crate) struct Door {
    pub(crate) app: Router,
    pub(crate) store: Arc<MemoryStore>,
    clock: Arc<Still>,
    /// What is behind the door, for what cannot be done through it.
    pub(crate) network: Network,
    keys: AtomicU64,
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Said {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Said {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The faults of a form: where and which.
    pub(crate) fn faults(&self) -> Vec<(String, String)> {
        let said = self.json();
        let text = |fault: &Value, name: &str| fault[name].as_str().unwrap().to_owned();
        let faults = said["errors"].as_array().unwrap().iter();
        faults.map(|fault| (text(fault, "pointer"), text(fault, "code"))).collect()
    }

    /// The faults of a form, each in one line: its pointer and its code.
    pub(crate) fn told(&self) -> Vec<String> {
        assert_eq!(self.status, StatusCode::UNPROCESSABLE_ENTITY, "{:?}", self.json());
        self.faults().iter().map(|(pointer, code)| format!("{pointer} {code}")).collect()
    }

    pub(crate) fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Door {
    /// A network on 1 March 2027, nine in the morning.
    pub(crate) async fn open() -> Self {
        Self::with(|config| config).await
    }

    pub(crate) async fn with(set: impl FnOnce(Config) -> Config) -> Self {
        let clock = Arc::new(Still(Mutex::new("2027-03-01T09:00:00Z".parse().unwrap())));
        let ids = Arc::new(Counting(AtomicU64::new(1)));
        let keys = Keys::generate(KeyName::parse("sample").unwrap(), [17; 32]).unwrap();
        let ports = Ports {
            clock: clock.clone(),
            ids: ids.clone(),
            secrets: Arc::new(SystemSecrets),
            keys: Arc::new(keys),
        };
        let profile = NetworkProfile::bln().unwrap();
        let store = Arc::new(MemoryStore::new());
        let network = Network::open(store.clone(), profile, ports).await.unwrap();
        let config =
            Config::default().with_authentication(Arc::new(Told)).with_clock_and_ids(clock.clone(), ids);
        let app = router(network.clone(), set(config));
        Self { app, store, clock, network, keys: AtomicU64::new(0) }
    }

    /// Moves the clock.
    pub(crate) fn at(&self, now: &str) {
        *self.clock.0.lock().unwrap() = now.parse().unwrap();
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Said {
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Said { status: parts.status, headers: parts.headers, body }
    }

    /// Asks as somebody; nobody's token is none.
    pub(crate) async fn ask(&self, who: &str, method: Method, path: &str, body: Option<Value>) -> Said {
        let key = format!("sample-key-{}", self.keys.fetch_add(1, Ordering::Relaxed));
        self.send(request(who, method, path, body, &key)).await
    }

    pub(crate) async fn get(&self, who: &str, path: &str) -> Said {
        self.ask(who, Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, who: &str, path: &str, body: Value) -> Said {
        self.ask(who, Method::POST, path, Some(body)).await
    }
}

pub(crate) fn request(
    who: &str,
    method: Method,
    path: &str,
    body: Option<Value>,
    key: &str,
) -> Request<Body> {
    let mut request =
        Request::builder().method(method).uri(format!("/api/v1{path}")).header("idempotency-key", key);
    if !who.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Bearer {who}"));
    }
    match body {
        Some(body) => request
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_string()))
            .unwrap(),
        None => request.body(Body::empty()).unwrap(),
    }
}
