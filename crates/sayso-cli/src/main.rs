//! The `sayso` command.
#![allow(clippy::print_stdout)]
use std::io::Read;
fn main() {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).unwrap();
    let t = std::time::Instant::now();
    let engine = sayso::Engine::new().unwrap();
    eprintln!("load {:?}", t.elapsed());
    let given = sayso::ingest::Given { published: Some("2019-12-18".into()), ..Default::default() };
    let report = sayso::ingest::text(&bytes, &given, &Default::default()).unwrap();
    let t = std::time::Instant::now();
    let reading = sayso::read_report(&report, &engine);
    eprintln!("read {:?}", t.elapsed());
    println!("{}", serde_json::to_string(&reading).unwrap());
}
