//! Starts a server, prints `<number of its process> <its folder>`, and waits for its standard input to close; then
//! ends without dropping anything. With `shared`, the server is the one that tests share.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "it panics if it cannot go on, and says where it is"
)]

use std::io::Read as _;

use bln_cluster::{Cluster, Shared};

fn main() {
    let server = if std::env::args().nth(1).is_some_and(|word| word == "shared") {
        println!("{}", Shared::for_tests().unwrap().sql("SHOW data_directory").unwrap()[0]);
        None
    } else {
        let cluster = Cluster::start(&[]).unwrap();
        println!("{}", cluster.sql("SHOW data_directory").unwrap()[0]);
        Some(cluster)
    };
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
    std::mem::forget(server);
}
