//! Tokens of an issuer of the test's own, with keys of its own: whose are taken, and that none is taken which is wrong in
//! one thing alone.
#![cfg(feature = "oidc")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use async_trait::async_trait;
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64ct::{Base64UrlUnpadded, Encoding};
use bln_core::{Actor, Id, Instant};
use bln_http::{
    Authenticate, Denied,
    oidc::{Claims, KeySource, Oidc, Recognise},
};
use bln_service::Clock;
use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

const ISSUER: &str = "https://login.example.org/tenant/v2.0";
const AUDIENCE: &str = "bln";
const NOW: &str = "2027-03-01T09:00:00Z";

/// A key of the issuer's.
struct Key {
    name: &'static str,
    private: EncodingKey,
    public: Value,
}

impl Key {
    fn new(name: &'static str) -> Self {
        let document =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref()).unwrap();
        let point = pair.public_key().as_ref();
        let coordinate = |bytes: &[u8]| Base64UrlUnpadded::encode_string(bytes);
        let public = json!({
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": name,
            "x": coordinate(&point[1..33]), "y": coordinate(&point[33..65]),
        });
        Self { name, private: EncodingKey::from_ec_der(document.as_ref()), public }
    }

    fn sign(&self, claims: &Value) -> String {
        let header = Header { kid: Some(self.name.to_owned()), ..Header::new(Algorithm::ES256) };
        encode(&header, claims, &self.private).unwrap()
    }
}

/// What the issuer publishes, and how often it was asked.
#[derive(Debug)]
struct Published {
    document: Mutex<Option<Vec<u8>>>,
    asked: AtomicUsize,
}

#[async_trait]
impl KeySource for Published {
    async fn keys(&self) -> Result<Vec<u8>, Denied> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.document.lock().unwrap().clone().ok_or(Denied::Unavailable)
    }
}

#[derive(Debug)]
struct Hands(Mutex<Instant>);

impl Clock for Hands {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }
}

/// Administrators by a role, and everybody else by the last digits of their subject.
#[derive(Debug)]
struct Register;

#[async_trait]
impl Recognise for Register {
    async fn actor(&self, claims: &Claims) -> Result<Actor, Denied> {
        let number = claims.subject.strip_prefix("subject-").and_then(|number| number.parse().ok());
        let person = Id::new(uuid::Uuid::from_u128(number.ok_or(Denied::Unknown)?));
        let administers = claims.roles.iter().any(|role| role == "bln.administrator");
        Ok(if administers { Actor::administrator(person) } else { Actor::participant(person) })
    }
}

struct World {
    oidc: Oidc,
    published: Arc<Published>,
    clock: Arc<Hands>,
}

impl World {
    fn new(keys: &[&Key]) -> Self {
        let published = Arc::new(Published { document: Mutex::new(None), asked: AtomicUsize::new(0) });
        let clock = Arc::new(Hands(Mutex::new(NOW.parse().unwrap())));
        let source = Arc::<Published>::clone(&published);
        let hand = Arc::<Hands>::clone(&clock);
        let world =
            Self { oidc: Oidc::new(ISSUER, AUDIENCE, source, Arc::new(Register), hand), published, clock };
        world.publish(keys);
        world
    }

    fn publish(&self, keys: &[&Key]) {
        let keys: Vec<_> = keys.iter().map(|key| &key.public).collect();
        *self.published.document.lock().unwrap() = Some(json!({ "keys": keys }).to_string().into_bytes());
    }

    fn pass(&self, by: TimeDelta) {
        let mut now = self.clock.0.lock().unwrap();
        *now = now.plus(by);
    }

    async fn ask(&self, token: &str) -> Result<Actor, Denied> {
        self.oidc.actor(token).await
    }
}

/// A token's claims with all in order, which a test spoils in one thing.
fn claims() -> Value {
    let now = NOW.parse::<Instant>().unwrap().utc().timestamp();
    json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": "subject-17",
        "iat": now - 10, "nbf": now - 10, "exp": now + 300,
    })
}

fn with(field: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[field] = value;
    claims
}

fn without(field: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(field);
    claims
}

fn person() -> Id<bln_core::Person> {
    Id::new(uuid::Uuid::from_u128(17))
}

#[tokio::test]
async fn a_token_of_the_issuers_says_who_asks() {
    let key = Key::new("one");
    let world = World::new(&[&key]);
    assert_eq!(world.ask(&key.sign(&claims())).await, Ok(Actor::participant(person())));
    let several = with("aud", json!(["another", AUDIENCE]));
    assert_eq!(world.ask(&key.sign(&several)).await, Ok(Actor::participant(person())));
    let role = with("roles", json!(["bln.administrator"]));
    assert_eq!(world.ask(&key.sign(&role)).await, Ok(Actor::administrator(person())));
    assert_eq!(world.published.asked.load(Ordering::SeqCst), 1, "the keys were fetched once");
}

#[tokio::test]
async fn a_token_that_is_wrong_in_one_thing_is_nobodys() {
    let key = Key::new("one");
    let world = World::new(&[&key]);
    let now = NOW.parse::<Instant>().unwrap().utc().timestamp();
    let spoiled = [
        ("another issuer", with("iss", json!("https://login.example.org/other/v2.0"))),
        ("no issuer", without("iss")),
        ("another audience", with("aud", json!("other"))),
        ("no audience", without("aud")),
        ("over", with("exp", json!(now - 60))),
        ("without an end", without("exp")),
        ("not yet begun", with("nbf", json!(now + 61))),
        ("from the future", with("iat", json!(now + 61))),
        ("no subject", without("sub")),
        ("an empty subject", with("sub", json!(""))),
        ("a subject that nobody knows", with("sub", json!("somebody else"))),
    ];
    for (what, claims) in spoiled {
        assert_eq!(world.ask(&key.sign(&claims)).await, Err(Denied::Unknown), "{what}");
    }
    let good = key.sign(&claims());
    assert_eq!(world.ask(&good).await, Ok(Actor::participant(person())), "the control");
    for cut in 0..good.len() {
        assert!(world.ask(&good[..cut]).await.is_err(), "cut after {cut}");
    }
    let middle = good.len() / 2;
    let other = if &good[middle..=middle] == "A" { "B" } else { "A" };
    assert_eq!(
        world.ask(&format!("{}{other}{}", &good[..middle], &good[middle + 1..])).await,
        Err(Denied::Unknown)
    );
}

#[tokio::test]
async fn a_minute_is_given_to_clocks_that_differ() {
    let key = Key::new("one");
    let world = World::new(&[&key]);
    let now = NOW.parse::<Instant>().unwrap().utc().timestamp();
    for claims in [with("exp", json!(now - 59)), with("nbf", json!(now + 60)), with("iat", json!(now + 60))] {
        assert!(world.ask(&key.sign(&claims)).await.is_ok(), "{claims}");
    }
}

#[tokio::test]
async fn only_the_issuers_own_signature_counts() {
    let (key, stranger) = (Key::new("one"), Key::new("one"));
    let world = World::new(&[&key]);
    assert_eq!(
        world.ask(&stranger.sign(&claims())).await,
        Err(Denied::Unknown),
        "another's key of the same name"
    );
    // What is public is no secret to sign with, and nobody's signature is none.
    let secret = EncodingKey::from_secret(key.public["x"].as_str().unwrap().as_bytes());
    let header = Header { kid: Some("one".to_owned()), ..Header::new(Algorithm::HS256) };
    assert_eq!(world.ask(&encode(&header, &claims(), &secret).unwrap()).await, Err(Denied::Unknown));
    let part = |value: &Value| Base64UrlUnpadded::encode_string(value.to_string().as_bytes());
    for algorithm in ["none", "None", "ES256", "RS256"] {
        let header = json!({ "alg": algorithm, "kid": "one", "typ": "JWT" });
        let token = format!("{}.{}.", part(&header), part(&claims()));
        assert_eq!(world.ask(&token).await, Err(Denied::Unknown), "{algorithm}");
    }
    let nameless = Header::new(Algorithm::ES256);
    assert_eq!(world.ask(&encode(&nameless, &claims(), &key.private).unwrap()).await, Err(Denied::Unknown));
}

#[tokio::test]
async fn a_key_is_used_for_what_it_is_for() {
    for (field, value) in [("use", json!("enc")), ("alg", json!("ES384")), ("alg", json!("RS256"))] {
        let mut key = Key::new("one");
        key.public[field] = value.clone();
        let world = World::new(&[&key]);
        assert_eq!(world.ask(&key.sign(&claims())).await, Err(Denied::Unknown), "{field} {value}");
    }
}

#[tokio::test]
async fn a_new_key_is_fetched_and_an_unknown_one_does_not_make_us_ask_again_and_again() {
    let (old, new, stranger) = (Key::new("old"), Key::new("new"), Key::new("stranger"));
    let world = World::new(&[&old]);
    let asked = || world.published.asked.load(Ordering::SeqCst);
    assert!(world.ask(&old.sign(&claims())).await.is_ok());
    world.publish(&[&new]);
    assert_eq!(world.ask(&new.sign(&claims())).await, Err(Denied::Unknown), "it was asked a moment ago");
    world.pass(TimeDelta::seconds(60));
    assert!(world.ask(&new.sign(&claims())).await.is_ok());
    assert_eq!(asked(), 2);
    for _ in 0..1_000 {
        assert_eq!(world.ask(&stranger.sign(&claims())).await, Err(Denied::Unknown));
    }
    assert_eq!(asked(), 2, "a stranger's tokens make nobody ask the issuer");
    assert_eq!(world.ask(&old.sign(&claims())).await, Err(Denied::Unknown), "it was withdrawn");
}

#[tokio::test]
async fn keys_are_believed_for_an_hour_and_no_longer() {
    let key = Key::new("one");
    let world = World::new(&[&key]);
    let token = |world: &World| {
        let now = Clock::now(&*world.clock).utc().timestamp();
        key.sign(&with("exp", json!(now + 300)))
    };
    assert!(world.ask(&token(&world)).await.is_ok());
    *world.published.document.lock().unwrap() = None;
    world.pass(TimeDelta::minutes(59));
    assert!(world.ask(&token(&world)).await.is_ok(), "the issuer is away, and its keys are fresh");
    world.pass(TimeDelta::minutes(1));
    assert_eq!(world.ask(&token(&world)).await, Err(Denied::Unavailable));
    world.publish(&[&key]);
    assert_eq!(world.ask(&token(&world)).await, Err(Denied::Unavailable), "it was tried a moment ago");
    world.pass(TimeDelta::seconds(60));
    assert!(world.ask(&token(&world)).await.is_ok());
}

#[tokio::test]
async fn a_key_of_another_kind_beside_it_is_ignored() {
    let mut other = Key::new("other");
    other.public = json!({ "kty": "XYZ", "kid": "other", "use": "sig" });
    let key = Key::new("one");
    let world = World::new(&[&other, &key]);
    assert!(world.ask(&key.sign(&claims())).await.is_ok());
    assert_eq!(world.ask(&other.sign(&claims())).await, Err(Denied::Unknown));
}

#[tokio::test]
async fn what_is_no_document_of_keys_is_none() {
    let key = Key::new("one");
    let world = World::new(&[]);
    let large = format!("{{\"keys\":[{}]}}", " ".repeat(256 * 1024));
    for document in ["", "[]", "{}", "null", &large] {
        *world.published.document.lock().unwrap() = Some(document.as_bytes().to_vec());
        assert_eq!(world.ask(&key.sign(&claims())).await, Err(Denied::Unavailable));
        world.pass(TimeDelta::minutes(1));
    }
}

#[tokio::test]
async fn an_address_counts_when_the_issuer_says_that_it_is_theirs() {
    #[derive(Debug)]
    struct ByAddress;
    #[async_trait]
    impl Recognise for ByAddress {
        async fn actor(&self, claims: &Claims) -> Result<Actor, Denied> {
            let known =
                claims.email.as_ref().is_some_and(|email| email.as_str() == "sample.person.17@example.org");
            assert_eq!(format!("{claims:?}"), "Claims(..)");
            if known { Ok(Actor::participant(person())) } else { Err(Denied::Unknown) }
        }
    }
    let key = Key::new("one");
    let World { published, clock, .. } = World::new(&[&key]);
    let oidc = Oidc::new(ISSUER, AUDIENCE, published, Arc::new(ByAddress), clock);
    let mut told = with("email", json!("sample.person.17@example.org"));
    assert_eq!(oidc.actor(&key.sign(&told)).await, Err(Denied::Unknown), "nobody says that it is theirs");
    told["email_verified"] = json!(true);
    assert_eq!(oidc.actor(&key.sign(&told)).await, Ok(Actor::participant(person())));
}
