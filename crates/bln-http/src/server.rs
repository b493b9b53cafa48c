//! Serving a router on a socket: slow and greedy clients are bounded, and stopping lets what was begun come to its end.

use std::{future::Future, io, num::NonZeroUsize, pin::pin, sync::Arc, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    select,
    sync::Semaphore,
    time::{sleep, timeout},
};

/// How long to wait before the next connection is taken when there is no room for it in the system: a moment, in which
/// others end.
const NO_ROOM: Duration = Duration::from_millis(100);

/// The longest head of a request, in bytes: more than any that is meant well.
const LONGEST_HEAD: usize = 32 * 1024;

/// How a router is served: over HTTP/1.1, behind whatever ends TLS. The bounds are this library's own choice.
///
/// ```no_run
/// use bln_http::{Config, Server, router};
///
/// # async fn run(network: bln_service::Network) -> std::io::Result<()> {
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
/// let stop = async { tokio::signal::ctrl_c().await.unwrap_or_default() };
/// Server::default().serve(listener, router(network, Config::default()), stop).await
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Server {
    connections: NonZeroUsize,
    head: Duration,
    drain: Duration,
}

impl Default for Server {
    /// 1,024 connections; 10 seconds for the head of a request, and between two requests of one connection; 30 seconds
    /// to end what was begun.
    fn default() -> Self {
        Self {
            connections: const { NonZeroUsize::new(1_024).expect("not nought") },
            head: Duration::from_secs(10),
            drain: Duration::from_secs(30),
        }
    }
}

impl Server {
    /// How many connections there may be. One more waits in the system's queue until another ends.
    pub const fn with_connections(mut self, connections: NonZeroUsize) -> Self {
        self.connections = connections;
        self
    }

    /// How long the head of a request may take to arrive, and a connection stay open without one.
    pub const fn with_head_time(mut self, head: Duration) -> Self {
        self.head = head;
        self
    }

    /// How long what was begun may take to end once the server is to stop.
    pub const fn with_drain_time(mut self, drain: Duration) -> Self {
        self.drain = drain;
        self
    }

    /// Serves until `stop` is done: then no connection is taken any more, and what was begun comes to its end.
    ///
    /// # Errors
    ///
    /// [`TimedOut`](io::ErrorKind::TimedOut) when that took too long. Whoever asked does not know what became of it, and may
    /// ask again with the same key.
    pub async fn serve(
        self,
        listener: TcpListener,
        router: Router,
        stop: impl Future<Output = ()> + Send,
    ) -> io::Result<()> {
        let places = Arc::new(Semaphore::new(self.connections.get()));
        let graceful = GracefulShutdown::new();
        let mut stop = pin!(stop);
        loop {
            let next = async {
                let place = Arc::clone(&places).acquire_owned().await.map_err(io::Error::other)?;
                Ok::<_, io::Error>((place, taken(&listener).await))
            };
            let (place, stream) = select! {
                biased;
                () = &mut stop => break,
                next = next => next?,
            };
            let service = TowerToHyperService::new(router.clone());
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(self.head)
                .max_buf_size(LONGEST_HEAD)
                .serve_connection(TokioIo::new(stream), service);
            let watched = graceful.watch(connection);
            tokio::spawn(async move {
                // A connection that breaks is its client's matter.
                let _ = watched.await;
                drop(place);
            });
        }
        drop(listener);
        timeout(self.drain, graceful.shutdown()).await.map_err(|_| io::ErrorKind::TimedOut.into())
    }
}

/// The next connection. What goes wrong with one of them is no reason to take no more.
async fn taken(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(_) => sleep(NO_ROOM).await,
        }
    }
}
