//! Encrypted connections: to a server whose certificate is good, and to no other.

#![cfg(all(feature = "tls", unix))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;

use bln_cluster::Cluster;
use bln_postgres::{OpenError, PostgresConfig};
use bln_sql::Driver;
use support::{ask, block_on, config, open, pool, pools};

const ROOT: &[u8] = include_bytes!("tls/root.pem");
const OTHER: &[u8] = include_bytes!("tls/other.pem");

/// A server that takes encrypted connections, and its address on the loopback interface.
fn server() -> Option<(Cluster, String)> {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        readable_by_the_server(&path);
        path.display().to_string()
    };
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let certificate = format!("ssl_cert_file={}", place("server.pem", include_bytes!("tls/server.pem")));
    let key = format!("ssl_key_file={}", place("server.key", include_bytes!("tls/server.key")));
    let server = Cluster::for_test_with(&["ssl=on", &certificate, &key])?;
    let url = format!("postgres://bln@{}/postgres?schema=toys", server.address());
    Some((server, url))
}

/// For its owner only; and where that is root, as whom no server runs, for the user who runs the server.
fn readable_by_the_server(path: &Path) {
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    if fs::metadata(path).unwrap().uid() == 0 {
        chown(path, Some(65_534), Some(65_534)).unwrap();
    }
}

#[test]
fn a_server_with_a_good_certificate_is_spoken_to_in_cipher_and_no_other_is_spoken_to() {
    let Some((_server, url)) = server() else { return };
    let encrypted = |url: &str, roots: &[u8]| config(url).with_root_certificates(roots);
    let driver = open(&encrypted(&url, ROOT)).unwrap();
    block_on(driver.write(pool(1))).unwrap();
    let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    assert_eq!(ask(&driver, sql, vec![])[0].bool(0), Ok(true));
    assert_eq!(pools(&driver), [1]);
    // By other roots; and by a name that is not in the certificate.
    assert_eq!(open(&encrypted(&url, OTHER)).unwrap_err(), OpenError::Unreachable);
    let by_name = url.replace("127.0.0.1", "localhost");
    assert_eq!(open(&encrypted(&by_name, ROOT)).unwrap_err(), OpenError::Unreachable);
    assert_eq!(open(&encrypted(&url, b"")).unwrap_err(), OpenError::NoCertificates);
    assert_eq!(open(&encrypted(&url, b"-----")).unwrap_err(), OpenError::Certificates);
    // The control: without roots, and without being told to encrypt, it is not.
    let plain = open(&PostgresConfig::parse(&url).unwrap()).unwrap();
    assert_eq!(ask(&plain, sql, vec![])[0].bool(0), Ok(false));
}
