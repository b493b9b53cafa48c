#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
//! A ring in a file: written once, read by its owner alone, changed as a whole.

use std::sync::atomic::{AtomicBool, Ordering};

use bln_core::KeyName;
use bln_seal::{FileKeyRing, KeyError, KeyRing};

fn name(text: &str) -> KeyName {
    KeyName::parse(text).unwrap()
}

fn names(ring: &FileKeyRing) -> Vec<String> {
    ring.names().iter().map(ToString::to_string).collect()
}

#[test]
fn a_file_is_made_once_and_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    FileKeyRing::create(&path, name("first"), [1; 32]).unwrap();
    let before = std::fs::read(&path).unwrap();
    let refused = FileKeyRing::create(&path, name("second"), [2; 32]).unwrap_err();
    assert_eq!(refused, KeyError::Exists);
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(names(&FileKeyRing::open(&path).unwrap()), ["first"]);
}

#[test]
fn a_file_that_is_not_there_or_not_text_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    assert_eq!(FileKeyRing::open(&path).unwrap_err().code(), "key.file");
    let ring = FileKeyRing::create(&path, name("first"), [1; 32]).unwrap();
    std::fs::write(&path, [0xff; 10]).unwrap();
    assert_eq!(ring.reload().unwrap_err(), KeyError::File(std::io::ErrorKind::InvalidData));
    std::fs::write(&path, vec![b'#'; 65_537]).unwrap();
    assert_eq!(ring.reload().unwrap_err(), KeyError::TooLong);
    assert_eq!(ring.current(), name("first"), "a refused file leaves the keys as they were");
}

#[cfg(unix)]
#[test]
fn a_file_is_for_its_owner_alone() {
    use std::{fs::Permissions, os::unix::fs::PermissionsExt};

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    let ring = FileKeyRing::create(&path, name("first"), [1; 32]).unwrap();
    let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    ring.rotate(name("second"), [2; 32]).unwrap();
    assert_eq!(mode(), 0o600);
    for exposed in [0o640, 0o604, 0o620, 0o602, 0o777] {
        std::fs::set_permissions(&path, Permissions::from_mode(exposed)).unwrap();
        assert_eq!(FileKeyRing::open(&path).unwrap_err(), KeyError::Exposed, "{exposed:o}");
        assert_eq!(ring.reload().unwrap_err(), KeyError::Exposed);
    }
    std::fs::set_permissions(&path, Permissions::from_mode(0o400)).unwrap();
    assert!(FileKeyRing::open(&path).is_ok());
}

#[test]
fn a_rotation_keeps_every_key_and_is_seen_after_a_reload() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    let ring = FileKeyRing::create(&path, name("first"), [1; 32]).unwrap();
    let elsewhere = FileKeyRing::open(&path).unwrap();
    ring.rotate(name("second"), [2; 32]).unwrap();
    assert_eq!(
        (names(&ring), names(&elsewhere)),
        (vec!["second".into(), "first".into()], vec!["first".into()])
    );
    elsewhere.reload().unwrap();
    assert_eq!(names(&elsewhere), ["second", "first"]);
    assert_eq!(ring.rotate(name("second"), [3; 32]).unwrap_err(), KeyError::Repeated);
    // What another process added is not lost.
    elsewhere.rotate(name("third"), [3; 32]).unwrap();
    ring.rotate(name("fourth"), [4; 32]).unwrap();
    assert_eq!(names(&ring), ["fourth", "third", "second", "first"]);
}

#[test]
fn a_rotation_that_was_cut_off_leaves_the_keys_from_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    let ring = FileKeyRing::create(&path, name("first"), [1; 32]).unwrap();
    std::fs::write(folder.path().join("keys.new"), "second").unwrap();
    assert_eq!(ring.rotate(name("second"), [2; 32]).unwrap_err(), KeyError::Exists);
    assert_eq!(names(&ring), ["first"]);
    assert_eq!(names(&FileKeyRing::open(&path).unwrap()), ["first"]);
}

#[test]
fn readers_see_the_keys_from_before_or_after_and_nothing_between() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    let ring = FileKeyRing::create(&path, name("k0"), [1; 32]).unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let names = names(&ring);
                    let expected: Vec<_> = (0..names.len()).rev().map(|n| format!("k{n}")).collect();
                    assert_eq!(names, expected);
                    assert!(ring.key(&ring.current()).is_some());
                }
            });
        }
        for n in 1..40 {
            ring.rotate(name(&format!("k{n}")), [n + 1; 32]).unwrap();
            ring.reload().unwrap();
        }
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(ring.current(), name("k39"));
}

#[test]
fn a_ring_shows_neither_its_keys_nor_where_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    let ring = FileKeyRing::create(&path, name("first"), [0xab; 32]).unwrap();
    assert_eq!(format!("{ring:?}"), "FileKeyRing(Keys(first))");
    assert_eq!(
        FileKeyRing::open(folder.path().join("none")).unwrap_err().to_string(),
        "key.file: entity not found"
    );
}
