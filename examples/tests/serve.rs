//! A network served over HTTP: what is done there is kept, and the tokens that are printed let in whom they are for.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};

/// A program that serves, and is stopped when the test is over.
struct Serving {
    program: Child,
    address: SocketAddr,
    tokens: Vec<String>,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

impl Serving {
    fn start(folder: &Path, people: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_serve"));
        command.current_dir(folder).args(["--listen", "127.0.0.1:0"]);
        for person in people {
            command.args(["--person", person]);
        }
        let mut program = command.stdout(Stdio::piped()).spawn().unwrap();
        let (mut said, mut out) = (String::new(), program.stdout.take().unwrap());
        let lines = 3 + people.len();
        let mut byte = [0];
        while said.lines().count() < lines || !said.ends_with('\n') {
            assert_eq!(out.read(&mut byte).unwrap(), 1, "it stopped: {said}");
            said.push(char::from(byte[0]));
        }
        let address = said.split("http://").nth(1).unwrap().split('/').next().unwrap().parse().unwrap();
        let tokens = said.lines().skip(2).map(|line| line.rsplit(' ').next().unwrap().to_owned()).collect();
        Self { program, address, tokens }
    }

    fn ask(&self, token: &str, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let body = body.to_string();
        let bearer =
            if token.is_empty() { String::new() } else { format!("authorization: Bearer {token}\r\n") };
        write!(
            stream,
            "{method} /api/v1{path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{bearer}\
             idempotency-key: sample-key-0017\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut said = String::new();
        stream.read_to_string(&mut said).unwrap();
        let status = said.split(' ').nth(1).unwrap().parse().unwrap();
        let body = said.split_once("\r\n\r\n").unwrap().1;
        (status, serde_json::from_str(body).unwrap_or(Value::Null))
    }
}

#[test]
fn what_is_done_over_http_is_kept_and_tokens_let_in_whom_they_are_for() {
    let folder = tempfile::tempdir().unwrap();
    let form = json!({
        "joiningAs": "ally",
        "name": "Sample Person 17",
        "emails": ["sample.person.17@example.org"],
        "organisationName": "A sample employer",
        "declaration": { "wording": "ally-statement", "version": 1 },
        "privacyNotice": { "wording": "privacy-notice", "version": 1 },
    });
    let first = Serving::start(folder.path(), &[]);
    let (status, applied) = first.ask("", "POST", "/applications", &form);
    assert_eq!(status, 201, "{applied}");
    let person = applied["person"].as_str().unwrap();
    let path = format!("/people/{person}");
    let (status, seen) = first.ask(&first.tokens[0], "GET", &path, &Value::Null);
    assert_eq!((status, &seen["name"]), (200, &json!("Sample Person 17")));
    assert_eq!(first.ask("", "GET", &path, &Value::Null).0, 404);
    let stale = first.tokens[0].clone();
    drop(first);

    let second = Serving::start(folder.path(), &[person]);
    let [administrator, own] = &second.tokens[..] else { panic!("{:?}", second.tokens.len()) };
    assert_eq!(second.ask(own, "GET", "/people/me", &Value::Null).1["person"], json!(person));
    assert_eq!(second.ask(administrator, "GET", &path, &Value::Null).0, 200);
    assert_eq!(second.ask(&stale, "GET", &path, &Value::Null).0, 401, "it worked until it stopped");
    assert_eq!(second.ask("x", "GET", &path, &Value::Null).0, 401);
}

#[test]
fn what_cannot_be_used_is_said_and_nothing_is_served() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("network.db"), b"no database").unwrap();
    let said = Command::new(env!("CARGO_BIN_EXE_serve")).current_dir(folder.path()).output().unwrap();
    assert!(!said.status.success() && said.stdout.is_empty());
    assert!(!String::from_utf8(said.stderr).unwrap().is_empty());
}
