//! A network served over HTTP, for frontends of whatever kind.

use std::{
    ffi::OsString,
    io::{self, Write},
    net::SocketAddr,
    path::PathBuf,
    sync::Arc,
};

use async_trait::async_trait;
use bln_core::{Actor, Id, KeyName, NetworkProfile, Person, TokenHash};
use bln_http::{Authenticate, Config, Denied, Server, router};
use bln_seal::{FileKeyRing, KeyError, Token};
use bln_service::{
    IdSource, Network, NetworkError, Ports, SecretSource, SecretsUnavailable, SystemClock, SystemIds,
    SystemSecrets,
};
use clap::Parser;
use tokio::net::TcpListener;

use crate::database::{Database, DatabaseError};

/// Serves a network over HTTP.
///
/// It prints a token for whoever runs the network, and one for each person that is named. They work until it stops, and
/// are kept nowhere. It ends no TLS: put it behind what does, or keep it on this machine.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Arguments {
    /// Where the network is kept: a file, made if it is not there, or a schema
    /// (postgres://user@host/database?schema=name).
    #[arg(long, default_value = "network.db")]
    pub database: OsString,
    /// Where the keys are kept that seal characteristics: a file, made if it is not there. Keep it apart from the database.
    #[arg(long, default_value = "network.keys")]
    pub keys: PathBuf,
    /// The address to listen at.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Prints a token for this person, by their identifier, as well. Can be given more than once.
    #[arg(long = "person")]
    pub people: Vec<Id<Person>>,
}

/// Why nothing is served, or not any more.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The keys cannot be used.
    #[error("The keys cannot be used: {0}.")]
    Keys(#[from] KeyError),
    /// The machine gives no random numbers.
    #[error("The machine gives no random numbers.")]
    Secrets(#[from] SecretsUnavailable),
    /// The network cannot be opened.
    #[error("The network cannot be opened: {0}")]
    Network(#[from] NetworkError),
    /// This library's own network is not well formed.
    #[error("The network is not well formed: {0}.")]
    Profile(#[from] bln_core::Invalid),
    /// The socket failed, or what was begun took too long to end.
    #[error("It cannot be served: {0}.")]
    Io(#[from] io::Error),
}

/// Those whose tokens were printed, by the hashes of these.
#[derive(Debug)]
struct Printed(Vec<(TokenHash, Actor)>);

#[async_trait]
impl Authenticate for Printed {
    async fn actor(&self, token: &str) -> Result<Actor, Denied> {
        // What is compared are hashes of 256 random bits: how long it takes tells nothing that could be used.
        let hash = Token::parse(token).map_err(|_| Denied::Unknown)?.hash();
        let known = self.0.iter().find(|(known, _)| *known == hash);
        known.map(|(_, actor)| *actor).ok_or(Denied::Unknown)
    }
}

/// Serves until `stop` is done.
///
/// # Errors
///
/// [`ServeError`].
pub async fn run(
    arguments: Arguments,
    out: &mut dyn Write,
    stop: impl Future<Output = ()> + Send,
) -> Result<(), ServeError> {
    let database = Database::parse(&arguments.database)?;
    let store = Arc::new(database.open().await?);
    let ports = Ports::system(Arc::new(key_ring(arguments.keys)?));
    let network = Network::open(store, NetworkProfile::bln()?, ports).await?;
    let listener = TcpListener::bind(arguments.listen).await?;

    let administrator = Id::new(SystemIds.next(bln_service::Clock::now(&SystemClock)));
    let actors = arguments.people.into_iter().map(Actor::participant);
    let mut printed = Vec::new();
    writeln!(out, "Serving {database} at http://{}/api/v1/openapi.json", listener.local_addr()?)?;
    writeln!(out, "Send one of these as \"Authorization: Bearer ...\". They work until this stops.")?;
    for actor in std::iter::once(Actor::administrator(administrator)).chain(actors) {
        let token = Token::from_random(random()?);
        match actor.person().filter(|person| *person != administrator) {
            Some(person) => writeln!(out, "  {person}: {}", token.reveal())?,
            None => writeln!(out, "  administrator: {}", token.reveal())?,
        }
        printed.push((token.hash(), actor));
    }
    out.flush()?;
    let config = Config::default().with_authentication(Arc::new(Printed(printed)));
    Ok(Server::default().serve(listener, router(network, config), stop).await?)
}

fn key_ring(path: PathBuf) -> Result<FileKeyRing, ServeError> {
    if path.exists() {
        return Ok(FileKeyRing::open(path)?);
    }
    Ok(FileKeyRing::create(path, KeyName::parse("first")?, random()?)?)
}

fn random() -> Result<[u8; 32], SecretsUnavailable> {
    let mut bytes = [0; 32];
    SystemSecrets.fill(&mut bytes)?;
    Ok(bytes)
}
