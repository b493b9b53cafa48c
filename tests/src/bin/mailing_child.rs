//! Sends the bulletin, and tells of each letter once it is out of its hands.
//!
//! `mailing-child <file> <minutes> [harmless]` prints `ready`, then a line with the address of each letter as it leaves,
//! and `done` when nothing is left to be sent. Its clock stands so many minutes after that of the one who scheduled the
//! bulletin. With `harmless` it says that sending a letter twice does nothing, which is not so: the known-bad control.

#![allow(clippy::unwrap_used, reason = "it panics if it cannot go on")]

use std::{io::Write as _, path::Path, sync::Arc};

use async_trait::async_trait;
use bln_core::Repeat;
use bln_service::{Dispatched, Letter, SendError, Sender, SystemIds};
use bln_tests::{World, admin, sqlite};
use chrono::TimeDelta;

#[derive(Debug)]
struct Post(Repeat);

#[async_trait]
impl Sender for Post {
    async fn send(&self, letter: Letter) -> Result<(), SendError> {
        if letter.issue.is_some() {
            tell(letter.to.as_str());
        }
        Ok(())
    }

    fn repeat(&self) -> Repeat {
        self.0
    }
}

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let harmless = args.get(2).is_some_and(|word| word == "harmless");
    let post = Post(if harmless { Repeat::Harmless } else { Repeat::MayDouble });
    let world = World::with_ids(sqlite(Path::new(&args[0])).await, Arc::new(SystemIds)).await;
    world.clock.pass(TimeDelta::minutes(args[1].parse().unwrap()));
    tell("ready");
    world.network.send_bulletins(admin()).await.unwrap();
    loop {
        let Dispatched { sent, withheld, .. } = world.network.dispatch(admin(), &post, 50).await.unwrap();
        if sent + withheld == 0 {
            break;
        }
    }
    tell("done");
}

/// One whole line at a time, out of this process before anything else is done: a killed process keeps nothing.
fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("{line}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}
