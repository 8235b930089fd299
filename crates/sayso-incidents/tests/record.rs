//! What an incident's record says of its accounts.

use sayso::record::{Act, Factuality, PlacePrecision, PloverType, SourceKind, Status};
use sayso_incidents::{
    Account, AccountId, Day, Days, Facts, Field, Grades, Group, Happened, Incident, IncidentId, Merger,
    Party, Side, Spot, Teller, Toll, WhyOrigin, incident, names,
};

fn account(report: &str, outlet: &str) -> Account {
    Account {
        report: report.to_owned(),
        event: "e1".to_owned(),
        outlet: Some(outlet.to_owned()),
        published: Day::parse("2019-12-18"),
        copy_of: None,
        plover: PloverType::Assault,
        mode: Some("heavy-weapons".to_owned()),
        acled: None,
        status: Status::Occurred,
        days: Days::on(Day::parse("2019-12-17").unwrap()),
        place: Some(spot("Belvara", PlacePrecision::City, (10.0, 20.0))),
        parties: Vec::new(),
        killed: None,
        injured: None,
        words: vec!["shell".to_owned()],
        targets: vec!["market".to_owned()],
        weapons: Vec::new(),
        people: Vec::new(),
        about: Vec::new(),
        tellers: vec![teller(None, None)],
        evidence: Vec::new(),
    }
}

fn spot(name: &str, precision: PlacePrecision, point: (f64, f64)) -> Spot {
    Spot {
        name: name.to_owned(),
        geonames: None,
        country: Some("QQQ".to_owned()),
        admin1: Some("Northern Plain".to_owned()),
        point: Some(point),
        radius_km: None,
        precision,
    }
}

fn teller(name: Option<&str>, kind: Option<SourceKind>) -> Teller {
    Teller {
        name: name.map(str::to_owned),
        keys: name.into_iter().filter(|name| names::is_proper(name)).map(names::fold).collect(),
        kind,
        act: name.map(|_| Act::Say),
        factuality: Factuality::CertainPositive,
        interested: false,
    }
}

fn party(side: Side, names: &[&str], sector: &str) -> Party {
    Party {
        side,
        name: names[0].to_owned(),
        keys: names.iter().filter(|name| names::is_proper(name)).map(|name| names::fold(name)).collect(),
        country: Some("QQQ".to_owned()),
        sector: Some(sector.to_owned()),
        harmed: side == Side::Recipient,
        said_by: Vec::new(),
    }
}

fn toll(low: u64, high: u64) -> Option<Toll> {
    Some(Toll { low, high: Some(high) })
}

/// The record of accounts that are one incident.
fn record(accounts: &[Account]) -> Incident {
    let mut members: Vec<AccountId> = accounts.iter().map(Account::id).collect();
    members.sort_unstable();
    let group = Group { id: IncidentId::of(&members), members, locked: false };
    incident(&group, accounts, &[], &Grades::builtin())
}

fn says(incident: &Incident, field: Field) -> Option<&str> {
    incident.contradictions.iter().find(|c| c.field == field).map(|c| c.says.as_str())
}

#[test]
fn copies_and_quotes_of_one_spokesman_are_one_origin() {
    let spokesman = "Marsh Front spokesman Oren Talv";
    let mut accounts = [
        account("r1", "Daily Lamp"),
        account("r2", "Evening Post"),
        account("r3", "Harbour Times"),
        account("r4", "Valley Radio"),
    ];
    accounts[0].tellers = vec![teller(None, None), teller(Some(spokesman), Some(SourceKind::Party))];
    accounts[1].tellers = vec![teller(Some("Oren Talv"), Some(SourceKind::Party))];
    accounts[1].tellers[0].keys.push(names::fold("Marsh Front spokesman Oren Talv"));
    accounts[2].copy_of = Some("r1".to_owned());
    accounts[2].tellers = accounts[0].tellers.clone();
    accounts[3].tellers = vec![teller(Some("Evening Post"), Some(SourceKind::Media))];
    let incident = record(&accounts);
    assert_eq!(incident.origins.len(), 1, "{:#?}", incident.origins);
    let at = |report: &str| incident.members.iter().position(|member| member.report == report).unwrap();
    let why =
        |report: &str| &incident.origins[0].held.iter().find(|held| held.member == at(report)).unwrap().why;
    assert_eq!(*why("r1"), WhyOrigin::Quotes(spokesman.to_owned()));
    assert_eq!(*why("r3"), WhyOrigin::Copy(at("r1")));
    assert_eq!(*why("r4"), WhyOrigin::Cites(at("r2")));
    assert_eq!(incident.members[at("r3")].copy_of, Some(at("r1")));
    assert_eq!(incident.grade.name, "weak");
}

#[test]
fn outlets_with_their_own_word_are_origins_and_make_it_fair() {
    let mut accounts =
        [account("r1", "Daily Lamp"), account("r2", "Evening Post"), account("r3", "Daily Lamp")];
    accounts[2].tellers = vec![teller(Some("residents"), Some(SourceKind::Witness))];
    let incident = record(&accounts);
    let named: Vec<(&str, bool)> =
        incident.origins.iter().map(|origin| (origin.name.as_str(), origin.named)).collect();
    assert_eq!(named.len(), 3);
    assert!(named.contains(&("residents", false)));
    assert_eq!((incident.grade.name.as_str(), incident.grade.rule), ("fair", 6));
}

#[test]
fn citing_in_circles_ends() {
    let mut accounts =
        [account("r1", "Daily Lamp"), account("r2", "Evening Post"), account("r3", "Harbour Times")];
    for (at, cites) in ["Evening Post", "Harbour Times", "Daily Lamp"].into_iter().enumerate() {
        accounts[at].tellers = vec![teller(Some(cites), Some(SourceKind::Media))];
    }
    assert!(!record(&accounts).origins.is_empty());
}

#[test]
fn contradictions_are_named() {
    let mut accounts =
        [account("r1", "Daily Lamp"), account("r2", "Evening Post"), account("r3", "Harbour Times")];
    accounts[0].killed = toll(3, 3);
    accounts[1].killed = toll(7, 7);
    accounts[2].killed = toll(2, 4);
    accounts[0].parties = vec![party(Side::Actor, &["Marsh Front", "MF"], "REB")];
    accounts[1].parties = vec![party(Side::Actor, &["Belvaran Army"], "MIL")];
    accounts[2].parties = vec![party(Side::Actor, &["MF"], "REB")];
    accounts[2].tellers[0].factuality = Factuality::CertainNegative;
    accounts[1].days = Days::on(Day::parse("2019-12-20").unwrap());
    accounts[2].place = Some(spot("Ostrel", PlacePrecision::City, (11.0, 21.0)));
    let incident = record(&accounts);
    assert_eq!(
        says(&incident, Field::Actor),
        Some("done by: Marsh Front (Daily Lamp, Harbour Times) or Belvaran Army (Evening Post)")
    );
    let killed = says(&incident, Field::Killed).unwrap();
    assert!(killed.contains("3 (Daily Lamp)") && killed.contains("7 (Evening Post)"), "{killed}");
    assert!(says(&incident, Field::Happened).unwrap().contains("no (Harbour Times)"));
    assert!(says(&incident, Field::Day).unwrap().contains("2019-12-20 (Evening Post)"));
    assert!(says(&incident, Field::Place).unwrap().contains("Ostrel (Harbour Times)"));
    let tolls = incident.killed.unwrap();
    assert_eq!((tolls.low, tolls.high), (2, Some(7)));
    assert_eq!(incident.grade.name, "contested");
    assert_eq!(
        incident.happened.iter().map(|rival| rival.value).collect::<Vec<_>>(),
        [Happened::Yes, Happened::No]
    );
}

#[test]
fn a_toll_that_grew_may_be_an_update() {
    let mut accounts = [account("r1", "Daily Lamp"), account("r2", "Evening Post")];
    accounts[0].killed = toll(3, 3);
    accounts[1].killed = toll(7, 7);
    accounts[1].published = Day::parse("2019-12-19");
    assert!(record(&accounts).contradictions[0].may_be_update);
    accounts[1].published = Day::parse("2019-12-17");
    assert!(!record(&accounts).contradictions[0].may_be_update);
}

#[test]
fn two_who_did_it_together_are_no_rivals() {
    let mut accounts = [account("r1", "Daily Lamp"), account("r2", "Evening Post")];
    accounts[0].parties =
        vec![party(Side::Actor, &["Marsh Front"], "REB"), party(Side::Actor, &["Hill Brigade"], "REB")];
    accounts[1].parties =
        vec![party(Side::Actor, &["Hill Brigade"], "REB"), party(Side::Actor, &["gunmen"], "REB")];
    assert_eq!(says(&record(&accounts), Field::Actor), None);
}

#[test]
fn who_says_so_himself_confirms_it() {
    let mut accounts = [account("r1", "Daily Lamp"), account("r2", "Evening Post")];
    accounts[0].parties =
        vec![party(Side::Actor, &["Marsh Front"], "REB"), party(Side::Recipient, &["traders"], "CVL")];
    accounts[1].tellers = vec![teller(Some("Marsh Front"), Some(SourceKind::Party))];
    accounts[1].tellers[0].act = Some(Act::ClaimResponsibility);
    assert_eq!(record(&accounts).grade.name, "confirmed");
    accounts[0].parties[1].sector = Some("MIL".to_owned());
    assert_eq!(record(&accounts).grade.name, "discounted");
}

#[test]
fn a_users_rules_are_followed() {
    let rules = "[[grade]]\nname = \"gold\"\nsays = \"two reports\"\nwhen = [\"reports >= 2\", \"rival_actors = 0\"]\n";
    let grades = Grades::read(rules).unwrap();
    assert_eq!(grades.of(&Facts { reports: 2, ..Facts::default() }).name, "gold");
    assert_eq!(grades.of(&Facts { reports: 1, ..Facts::default() }).name, "ungraded");
}

#[test]
fn coarse_and_sharp_accounts_of_one_event_meet() {
    let mut accounts =
        [account("r1", "Daily Lamp"), account("r2", "Evening Post"), account("r3", "Harbour Times")];
    accounts[0].parties = vec![party(Side::Actor, &["Marsh Front", "MF"], "REB")];
    // A region, the week, the commander's name.
    accounts[1].place = Some(spot("Northern Plain", PlacePrecision::Admin1, (10.4, 20.3)));
    accounts[1].days = Days { from: Day::parse("2019-12-16"), to: Day::parse("2019-12-22") };
    accounts[1].parties =
        vec![party(Side::Actor, &["forces loyal to Karvan", "Karvan", "Marsh Front"], "REB")];
    // Another town, a month before.
    accounts[2].place = Some(spot("Ostrel", PlacePrecision::City, (12.0, 22.0)));
    accounts[2].days = Days::on(Day::parse("2019-11-16").unwrap());
    accounts[2].published = Day::parse("2019-11-17");
    let mut merger = Merger::builtin();
    merger.add(&accounts);
    assert_eq!(merger.group_of(accounts[0].id()).unwrap().members.len(), 2);
    assert_eq!(merger.group_of(accounts[0].id()), merger.group_of(accounts[1].id()));
    let why = merger.explain(accounts[0].id(), accounts[1].id()).unwrap();
    let has = |feature: &str| {
        why.comparison.reasons.iter().any(|reason| reason.feature == feature && reason.adds > 0.0)
    };
    assert!(has("actor-same") && has("place-within") && has("days-within"));
}

#[test]
fn a_record_survives_json() {
    let accounts = [account("r1", "Daily Lamp"), account("r2", "Evening Post")];
    let incident = record(&accounts);
    let json = serde_json::to_string(&incident).unwrap();
    assert_eq!(serde_json::from_str::<Incident>(&json).unwrap(), incident);
    let json = serde_json::to_string(&accounts[0]).unwrap();
    assert_eq!(serde_json::from_str::<Account>(&json).unwrap(), accounts[0]);
    assert!(sayso_incidents::schema().contains("contradictions"));
}

#[test]
fn ones_own_word_for_talks_is_no_admission() {
    let mut accounts = [account("r1", "Daily Lamp"), account("r2", "Evening Post")];
    for (at, party_name) in ["Marsh Front", "Hill Brigade"].into_iter().enumerate() {
        accounts[at].plover = PloverType::Consult;
        accounts[at].parties =
            vec![party(Side::Actor, &["Marsh Front"], "REB"), party(Side::Actor, &["Hill Brigade"], "REB")];
        accounts[at].tellers = vec![teller(Some(party_name), Some(SourceKind::Party))];
        accounts[at].tellers[0].interested = true;
    }
    assert_eq!(record(&accounts).grade.name, "confirmed");
    assert_eq!(record(&accounts[..1]).grade.name, "weak");
    accounts[1].tellers = vec![teller(None, None)];
    assert_eq!(record(&accounts).grade.name, "weak");
}
