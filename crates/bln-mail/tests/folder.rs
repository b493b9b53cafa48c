//! A folder of messages.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::fs;

use bln_mail::{Folder, Repeat, Transport, TransportError};
use support::{composed, message, message_to, notice};

#[tokio::test]
async fn a_message_is_one_whole_file_however_often_it_is_handed_over() {
    let here = tempfile::tempdir().unwrap();
    let folder = Folder::open(here.path().join("out")).unwrap();
    assert_eq!(folder.repeat(), Repeat::Harmless);
    let message = message(&composed());
    for _ in 0..3 {
        folder.send(&message).await.unwrap();
    }
    let files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files, [folder.path().join(format!("{}.eml", notice(17)))]);
    assert_eq!(fs::read(&files[0]).unwrap(), message.bytes());
}

#[tokio::test]
async fn what_a_crash_left_half_written_is_written_again() {
    let here = tempfile::tempdir().unwrap();
    let folder = Folder::open(here.path()).unwrap();
    let unfinished = here.path().join(format!("{}.part", notice(17)));
    fs::write(&unfinished, "To: half").unwrap();
    let message = message_to(&composed(), "sample.person.18@example.org", "Sample Person 18");
    folder.send(&message).await.unwrap();
    assert!(!unfinished.exists());
    assert_eq!(fs::read(here.path().join(format!("{}.eml", notice(17)))).unwrap(), message.bytes());
}

#[tokio::test]
async fn a_folder_that_is_gone_is_a_matter_of_how_this_is_set_up() {
    let here = tempfile::tempdir().unwrap();
    let folder = Folder::open(here.path().join("out")).unwrap();
    fs::remove_dir(folder.path()).unwrap();
    let error = folder.send(&message(&composed())).await.unwrap_err();
    assert_eq!(error, TransportError::Misconfigured { code: "folder.not_writable" });
    assert_eq!(error.to_string(), error.code());
}
