//! A PostgreSQL server to measure on, and what others would do with it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bln_cluster::Cluster;
use bln_core::{Event, Id, Person};
use bln_service::Clock as _;
use bln_service::{IdSource, SystemClock, SystemIds};
use tokio_postgres::{Client, NoTls, Statement};

use crate::Outcome;
use crate::figures::{Watch, say};

/// A private server with fsync on, gone with the process.
#[derive(Debug)]
pub struct Server {
    cluster: Cluster,
    schemas: AtomicUsize,
}

/// Starts a server, or says that PostgreSQL is not installed.
///
/// # Errors
///
/// When it is installed and does not start.
pub fn server() -> Outcome<Option<Server>> {
    match Cluster::start(&["shared_buffers=1GB", "max_wal_size=8GB", "max_connections=200"]) {
        Ok(cluster) => Ok(Some(Server { cluster, schemas: AtomicUsize::new(0) })),
        Err(error) if error.to_string().contains("not installed") => {
            say("PostgreSQL left out: it is not installed");
            Ok(None)
        }
        Err(error) => Err(error.to_string().into()),
    }
}

impl Server {
    /// The name of a schema that is not there yet.
    pub fn fresh(&self) -> String {
        format!("bench_{}", self.schemas.fetch_add(1, Ordering::Relaxed))
    }

    /// The address of a schema.
    #[must_use]
    pub fn url(&self, schema: &str) -> String {
        self.cluster.url(schema)
    }

    /// Carries out SQL.
    ///
    /// # Errors
    ///
    /// Those of the server.
    pub fn sql(&self, sql: &str) -> Outcome<Vec<String>> {
        self.cluster.sql(sql).map_err(|error| error.to_string().into())
    }

    /// How long `COPY` takes to load a list of members into one table with three indexes, in seconds.
    ///
    /// # Errors
    ///
    /// Those of the server.
    pub fn copy(&self, list: &Path) -> Outcome<f64> {
        let schema = self.fresh();
        self.sql(&format!(
            "CREATE SCHEMA {schema}; CREATE TABLE {schema}.member (id bigint PRIMARY KEY, given_name text, \
             family_name text, email text, organisation text, ethnicity text, band text, kind text, \
             consent_email int, joined date, interests text, bio text); \
             CREATE UNIQUE INDEX ON {schema}.member (email); CREATE INDEX ON {schema}.member (organisation); \
             CREATE INDEX ON {schema}.member (family_name, given_name);"
        ))?;
        let copy = format!("\\copy {schema}.member FROM '{}' CSV HEADER", list.display());
        let watch = Watch::start();
        let status = Command::new("psql")
            .arg(self.cluster.database("postgres"))
            .args(["-v", "ON_ERROR_STOP=1", "-q", "-c"])
            .arg(copy)
            .stdout(Stdio::null())
            .status()?;
        let seconds = watch.elapsed().as_secs_f64();
        self.sql(&format!("DROP SCHEMA {schema} CASCADE"))?;
        if status.success() { Ok(seconds) } else { Err("psql could not copy".into()) }
    }

    async fn connect(&self) -> Outcome<Client> {
        let (client, connection) = tokio_postgres::connect(&self.cluster.database("postgres"), NoTls).await?;
        tokio::spawn(connection);
        Ok(client)
    }
}

/// How a program without a desk registers somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// One transaction: a guarded `UPDATE` of the seats, then one `INSERT` for each row.
    Transaction,
    /// One call of a function that does the same.
    Function,
}

/// Tables as the network has them, without its references, and a function.
const TABLES: &str = "
CREATE SCHEMA bare;
CREATE TABLE bare.seats (event uuid PRIMARY KEY, capacity bigint NOT NULL, confirmed bigint NOT NULL,
    waiting bigint NOT NULL, last_sequence bigint NOT NULL);
CREATE TABLE bare.registration (LIKE {from}.registration INCLUDING ALL);
CREATE TABLE bare.registration_step (LIKE {from}.registration_step INCLUDING ALL);
CREATE TABLE bare.audit_entry (LIKE {from}.audit_entry INCLUDING ALL);
CREATE TABLE bare.outbox (LIKE {from}.outbox INCLUDING ALL);
CREATE TABLE bare.receipt (LIKE {from}.receipt INCLUDING ALL);
CREATE SEQUENCE bare.audit_position; CREATE SEQUENCE bare.outbox_position;
CREATE FUNCTION bare.register(e uuid, p uuid, r uuid, a uuid, n uuid, k text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE s bigint; st text := 'confirmed'; m text := 'in_person'; t timestamptz := now();
BEGIN
    UPDATE bare.seats SET confirmed = confirmed + 1, last_sequence = last_sequence + 1
        WHERE event = e AND confirmed < capacity RETURNING last_sequence INTO s;
    IF s IS NULL THEN
        UPDATE bare.seats SET waiting = waiting + 1, last_sequence = last_sequence + 1
            WHERE event = e RETURNING last_sequence INTO s;
        st := 'waiting'; m := NULL;
    END IF;
    INSERT INTO bare.registration VALUES (r, e, p, 1, 'in_person', s, st, m, NULL, t, 1);
    INSERT INTO bare.registration_step VALUES (r, 1, 'in_person', s, st, m, NULL, t);
    INSERT INTO bare.audit_entry VALUES (nextval('bare.audit_position'), a, t, 'participant', p,
        'registration.register', 'registration', e::text || '/' || p::text, NULL);
    INSERT INTO bare.outbox VALUES (nextval('bare.outbox_position'), n, p, 'place_confirmed', t, e, NULL);
    INSERT INTO bare.receipt VALUES (p, k, '\\x00112233445566778899aabbccddeeff', 'registration',
        e::text || '/' || p::text, st, t);
    RETURN st;
END $$;
";

const TAKE: &str = "UPDATE bare.seats SET confirmed = confirmed + 1, last_sequence = last_sequence + 1 \
    WHERE event = $1::text::uuid AND confirmed < capacity RETURNING last_sequence";
const WAIT: &str = "UPDATE bare.seats SET waiting = waiting + 1, last_sequence = last_sequence + 1 \
    WHERE event = $1::text::uuid RETURNING last_sequence";
const ROWS: [&str; 5] = [
    "INSERT INTO bare.registration VALUES ($3::text::uuid, $1::text::uuid, $2::text::uuid, 1, 'in_person', $4, \
     $5, $6, NULL, now(), 1)",
    "INSERT INTO bare.registration_step VALUES ($1::text::uuid, 1, 'in_person', $2, $3, $4, NULL, now())",
    "INSERT INTO bare.audit_entry VALUES (nextval('bare.audit_position'), $3::text::uuid, now(), 'participant', \
     $2::text::uuid, 'registration.register', 'registration', $1::text || '/' || $2::text, NULL)",
    "INSERT INTO bare.outbox VALUES (nextval('bare.outbox_position'), $3::text::uuid, $2::text::uuid, \
     'place_confirmed', now(), $1::text::uuid, NULL)",
    "INSERT INTO bare.receipt VALUES ($2::text::uuid, $3::text, '\\x00112233445566778899aabbccddeeff', \
     'registration', $1::text || '/' || $2::text, $4::text, now())",
];
const FUNCTION: &str = "SELECT bare.register($1::text::uuid, $2::text::uuid, $3::text::uuid, $4::text::uuid, $5::text::uuid, $6::text)";

/// Has clients, each on a connection of its own, register people without a network. Every registration is on the disk
/// before its client asks for the next. The tables are made as those of the network in `from`.
///
/// # Errors
///
/// Those of the server.
pub async fn register_bare(
    server: &Server,
    from: &str,
    requests: &Arc<[(Id<Event>, Id<Person>)]>,
    places: u32,
    (clients, way): (usize, Way),
) -> Outcome<Duration> {
    server.sql("DROP SCHEMA IF EXISTS bare CASCADE")?;
    server.sql(&TABLES.replace("{from}", from))?;
    let events: std::collections::BTreeSet<_> = requests.iter().map(|(event, _)| *event).collect();
    for event in &events {
        server.sql(&format!("INSERT INTO bare.seats VALUES ('{event}', {places}, 0, 0, 0)"))?;
    }
    let next = Arc::new(AtomicUsize::new(0));
    let mut connected = Vec::with_capacity(clients);
    for _ in 0..clients {
        connected.push(Prepared::on(server.connect().await?, way).await?);
    }
    let watch = Watch::start();
    let tasks: Vec<_> = connected
        .into_iter()
        .map(|mut prepared| {
            let (next, requests) = (Arc::clone(&next), Arc::clone(requests));
            tokio::spawn(async move {
                while let Some((event, person)) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
                    prepared.register(*event, *person).await?;
                }
                Outcome::Ok(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(watch.elapsed())
}

struct Prepared {
    client: Client,
    way: Way,
    statements: Vec<Statement>,
}

impl Prepared {
    async fn on(client: Client, way: Way) -> Outcome<Self> {
        let texts: Vec<&str> = match way {
            Way::Transaction => [TAKE, WAIT].into_iter().chain(ROWS).collect(),
            Way::Function => vec![FUNCTION],
        };
        let mut statements = Vec::with_capacity(texts.len());
        for text in texts {
            statements.push(client.prepare(text).await?);
        }
        Ok(Self { client, way, statements })
    }

    async fn register(&mut self, event: Id<Event>, person: Id<Person>) -> Outcome {
        let now = SystemClock.now();
        let [id, audit, notice] = [(); 3].map(|()| SystemIds.next(now).to_string());
        let (event, person) = (event.to_string(), person.to_string());
        if self.way == Way::Function {
            let [register] = self.statements.as_slice() else { return Err("not prepared".into()) };
            self.client.query_one(register, &[&event, &person, &id, &audit, &notice, &person]).await?;
            return Ok(());
        }
        let [take, wait, registration, step, entry, outbox, receipt] = self.statements.as_slice() else {
            return Err("not prepared".into());
        };
        let transaction = self.client.transaction().await?;
        let (sequence, state, mode) = match transaction.query_opt(take, &[&event]).await? {
            Some(row) => (row.get::<_, i64>(0), "confirmed", Some("in_person")),
            None => (transaction.query_one(wait, &[&event]).await?.get(0), "waiting", None),
        };
        transaction.execute(registration, &[&event, &person, &id, &sequence, &state, &mode]).await?;
        transaction.execute(step, &[&id, &sequence, &state, &mode]).await?;
        transaction.execute(entry, &[&event, &person, &audit]).await?;
        transaction.execute(outbox, &[&event, &person, &notice]).await?;
        transaction.execute(receipt, &[&event, &person, &person, &state]).await?;
        transaction.commit().await?;
        Ok(())
    }
}
