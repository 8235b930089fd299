//! The server as others meet it: over a socket, with every answer held against the description of the API.

#![allow(missing_docs, unreachable_pub, dead_code, clippy::print_stdout, reason = "tests")]

#[path = "support/client.rs"]
mod client;
#[path = "support/invented.rs"]
mod invented;
#[path = "support/described.rs"]
mod described;

mod serve {
    mod door;
    mod hostile;
    mod lists;
    mod others;
    mod page;
    mod whole;
}

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use client::{Answer, Client};
use described::Api;
use sayso::Engine;
use sayso_casebook::Casebook;
use sayso_serve::{MakeEngine, Running, Server, Settings};
use serde_json::Value;

/// A server over a casebook of its own.
pub struct Case {
    pub running: Option<Running>,
    pub folder: tempfile::TempDir,
    pub api: Api,
}

/// What a server is, unless a test wants it otherwise.
pub fn settings(casebook: PathBuf) -> Settings {
    Settings {
        casebook,
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        port: 0,
        token: None,
        page: None,
        who: "ada".to_owned(),
        limits: Default::default(),
        engine: without_engine(),
    }
}

pub fn without_engine() -> MakeEngine {
    Box::new(|| Err("this test has no engine".to_owned()))
}

pub fn with_engine() -> MakeEngine {
    Box::new(|| Engine::new().map_err(|error| error.to_string()))
}

impl Case {
    /// Over so many invented reports of five events each.
    pub fn invented(reports: usize) -> Self {
        Self::new(reports, |settings| settings)
    }

    pub fn new(reports: usize, with: impl FnOnce(Settings) -> Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let casebook = folder.path().join("case.sayso");
        invented::fill(&mut Casebook::open(&casebook).unwrap(), reports, 5, 11).unwrap();
        let server = Server::bind(with(settings(casebook))).unwrap();
        Self { running: Some(server.start()), folder, api: Api::new() }
    }

    pub fn casebook(&self) -> PathBuf {
        self.folder.path().join("case.sayso")
    }

    pub fn client(&self) -> Client {
        Client::new(self.running.as_ref().unwrap().address()).unwrap()
    }

    /// Asks, and holds the answer against the description.
    pub fn get(&self, path: &str) -> Answer {
        let answer = self.client().get(path).unwrap();
        self.api.check("get", path, &answer);
        answer
    }

    /// What a question that is right is answered.
    pub fn ask(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        let answer = self.client().post(path, body).unwrap();
        self.api.check("post", path, &answer);
        answer
    }
}
