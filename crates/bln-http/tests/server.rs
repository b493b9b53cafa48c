//! A router on a socket: slow, greedy and vanished clients, and the end of it.
#![cfg(feature = "server")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{net::SocketAddr, num::NonZeroUsize, time::Duration};

use axum::{Router, routing::get};
use bln_http::Server;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::{sleep, timeout},
};

const ASKED: &[u8] = b"GET / HTTP/1.1\r\nhost: example.org\r\n\r\n";

/// Longer than anything here takes that is to happen.
const LONG: Duration = Duration::from_secs(20);

struct Served {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    ended: JoinHandle<std::io::Result<()>>,
}

impl Served {
    /// Serves something that takes so long.
    async fn start(server: Server, takes: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let answer = move || async move {
            sleep(takes).await;
            "answered"
        };
        let router = Router::new().route("/", get(answer));
        let stopped = async { stopped.await.unwrap_or_default() };
        let ended = tokio::spawn(server.serve(listener, router, stopped));
        Self { address, stop: Some(stop), ended }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn ask(&self) -> String {
        let mut stream = self.connect().await;
        stream.write_all(ASKED).await.unwrap();
        answer(&mut stream).await
    }

    fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }
}

async fn answer(stream: &mut TcpStream) -> String {
    let mut said = vec![0; 4_096];
    let read = timeout(LONG, stream.read(&mut said)).await.unwrap().unwrap_or(0);
    String::from_utf8_lossy(&said[..read]).into_owned()
}

/// What is read until the other side closes.
async fn closed(stream: &mut TcpStream) -> usize {
    let mut rest = Vec::new();
    let _ = timeout(LONG, stream.read_to_end(&mut rest)).await.unwrap();
    rest.len()
}

#[tokio::test]
async fn a_head_that_comes_too_slowly_is_not_waited_for() {
    let served =
        Served::start(Server::default().with_head_time(Duration::from_millis(200)), Duration::ZERO).await;
    let mut slow = served.connect().await;
    slow.write_all(b"GET / HTTP/1.1\r\nx-slow: ").await.unwrap();
    closed(&mut slow).await;
    let mut silent = served.connect().await;
    assert_eq!(closed(&mut silent).await, 0);
    let mut idle = served.connect().await;
    idle.write_all(ASKED).await.unwrap();
    assert!(answer(&mut idle).await.ends_with("answered"));
    closed(&mut idle).await;
    assert!(served.ask().await.ends_with("answered"), "and others are served");
}

#[tokio::test]
async fn a_head_without_an_end_is_refused() {
    let served = Served::start(Server::default(), Duration::ZERO).await;
    let mut greedy = served.connect().await;
    greedy.write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
    let line = format!("x-more: {}\r\n", "a".repeat(1_000));
    let mut sent = 0;
    while sent < 1_000_000 && greedy.write_all(line.as_bytes()).await.is_ok() {
        sent += line.len();
    }
    let said = answer(&mut greedy).await;
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 431"), "{said}");
    assert!(served.ask().await.ends_with("answered"));
}

#[tokio::test]
async fn connections_beyond_the_bound_wait_for_another_to_end() {
    let server =
        Server::default().with_connections(NonZeroUsize::MIN).with_head_time(Duration::from_millis(300));
    let served = Served::start(server, Duration::ZERO).await;
    let _held = served.connect().await;
    assert!(served.ask().await.ends_with("answered"), "once the silent one was closed");
}

#[tokio::test]
async fn what_was_begun_is_answered_and_nothing_more_is_taken() {
    let mut served = Served::start(Server::default(), Duration::from_millis(300)).await;
    let mut begun = served.connect().await;
    begun.write_all(ASKED).await.unwrap();
    sleep(Duration::from_millis(100)).await;
    served.stop();
    assert!(answer(&mut begun).await.ends_with("answered"));
    timeout(LONG, &mut served.ended).await.unwrap().unwrap().unwrap();
    assert!(TcpStream::connect(served.address).await.is_err());
}

#[tokio::test]
async fn what_does_not_end_is_given_up() {
    let server = Server::default().with_drain_time(Duration::from_millis(100));
    let mut served = Served::start(server, LONG).await;
    let mut begun = served.connect().await;
    begun.write_all(ASKED).await.unwrap();
    sleep(Duration::from_millis(100)).await;
    served.stop();
    let ended = timeout(LONG, &mut served.ended).await.unwrap().unwrap();
    assert_eq!(ended.unwrap_err().kind(), std::io::ErrorKind::TimedOut);
}

#[tokio::test]
async fn clients_that_vanish_leave_nothing_behind() {
    let server = Server::default().with_connections(NonZeroUsize::new(4).unwrap());
    let served = Served::start(server, Duration::from_millis(1)).await;
    for n in 0..200 {
        let mut stream = served.connect().await;
        if n % 2 == 0 {
            stream.write_all(ASKED).await.unwrap();
        }
        drop(stream);
    }
    assert!(served.ask().await.ends_with("answered"), "every place was given back");
}
