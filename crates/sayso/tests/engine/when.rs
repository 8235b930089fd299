//! When events happened: short reports, each with one event and the days that its words give it; none where they give none.

use sayso::ingest::{Given, Limits, json_line};
use sayso::read_report;
use sayso::record::{Event, Reading};
use serde_json::json;

use crate::ENGINE;

/// Text, day of publication, a word that tells of the event, its days and how sharp they are (`..`: open on that side).
type Case = (&'static str, Option<&'static str>, &'static str, &'static str);

/// A Wednesday.
const DAY: Option<&str> = Some("2023-05-10");

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("Rebels shelled the market in Tarsin on Monday, killing three traders.", DAY, "shelled", "2023-05-08 2023-05-08 day"),
    ("Rebels shelled the market in Tarsin on Monday, killing three traders.", DAY, "killing", "2023-05-08 2023-05-08 day"),
    ("Gunmen ambushed a convoy near Oravo on Wednesday.", DAY, "ambushed", "2023-05-10 2023-05-10 day"),
    ("Police arrested two men in Oravo last Friday.", DAY, "arrested", "2023-05-05 2023-05-05 day"),
    ("Sunday's bombing in Tarsin killed six people.", DAY, "bombing", "2023-05-07 2023-05-07 day"),
    ("Soldiers will withdraw from Tarsin on Friday.", DAY, "withdraw", "2023-05-12 2023-05-12 day"),
    ("Rebels and the army will hold talks in Belvar on Thursday.", DAY, "hold", "2023-05-11 2023-05-11 day"),
    ("A bomb exploded in Oravo on 3 May 2021.", DAY, "exploded", "2021-05-03 2021-05-03 day"),
    ("Troops stormed the camp yesterday.", DAY, "stormed", "2023-05-09 2023-05-09 day"),
    ("Troops stormed the camp two days ago.", DAY, "stormed", "2023-05-08 2023-05-08 day"),
    ("Troops stormed the camp last month.", DAY, "stormed", "2023-04-01 2023-04-30 month"),
    ("Rebels seized the town of Mavik in 2019.", DAY, "seized", "2019-01-01 2019-12-31 year"),
    ("Rebels seized the town of Mavik in March.", DAY, "seized", "2023-03-01 2023-03-31 month"),
    ("A car bomb exploded outside the station early on Tuesday morning.", DAY, "exploded", "2023-05-09 2023-05-09 day"),
    ("Gunmen attacked the village at dawn on Sunday.", DAY, "attacked", "2023-05-07 2023-05-07 day"),
    ("Drones struck the depot in the night of 4 May.", DAY, "struck", "2023-05-04 2023-05-04 day"),
    ("Soldiers have shelled the town since Monday.", DAY, "shelled", "2023-05-08 2023-05-10 week"),
    ("The army shelled the town from 3 to 5 May.", DAY, "shelled", "2023-05-03 2023-05-05 week"),
    ("The army shelled the town between 3 and 5 May.", DAY, "shelled", "2023-05-03 2023-05-05 week"),
    ("Gunmen killed forty people between March and April.", DAY, "killed", "2023-03-01 2023-04-30 year"),
    ("Rebels must leave the town by Sunday.", DAY, "leave", ".. 2023-05-14 unknown"),
    ("Protesters blocked the bridge until Friday.", DAY, "blocked", ".. 2023-05-05 unknown"),
    ("Rebels have attacked the bridge since Sunday's bombing in Tarsin.", DAY, "attacked", "2023-05-07 2023-05-10 week"),
    ("Gunmen killed nine people on Sunday, a day after rebels had signed a truce in Nalut.", DAY, "signed", "2023-05-06 2023-05-06 day"),
    ("Gunmen killed nine people on Sunday, a day after rebels had signed a truce in Nalut.", DAY, "killed", "2023-05-07 2023-05-07 day"),
    ("Troops shelled the port two days after rebels attacked a checkpoint on Friday.", DAY, "shelled", "2023-05-07 2023-05-07 day"),
    ("Troops shelled the port two days before rebels attacked a checkpoint on Friday.", DAY, "shelled", "2023-05-03 2023-05-03 day"),
    ("Gunmen attacked a village on Sunday. Three hours later a convoy was shelled.", DAY, "shelled", "2023-05-07 2023-05-07 day"),
    ("Gunmen attacked a village on Sunday, a day after rebels signed a truce. Three hours later troops shelled the camp.", DAY, "shelled", "2023-05-07 2023-05-07 day"),
    ("Gunmen attacked a village on Sunday. The next day troops shelled the camp.", DAY, "shelled", "2023-05-08 2023-05-08 day"),
    ("Troops stormed the camp two days after Friday's raid on the village.", DAY, "stormed", "2023-05-07 2023-05-07 day"),
    ("The army said on Monday that it would attack the town on Friday.", DAY, "attack", "2023-05-12 2023-05-12 day"),
    ("Police said on Monday that gunmen had attacked the station on Saturday.", DAY, "attacked", "2023-05-06 2023-05-06 day"),
    ("Rebels attacked the port on Saturday, the ministry said on Monday.", DAY, "attacked", "2023-05-06 2023-05-06 day"),
    ("The minister, who was arrested on Saturday, met the envoy on Monday.", DAY, "met", "2023-05-08 2023-05-08 day"),
    ("The minister, who was arrested on Saturday, met the envoy on Monday.", DAY, "arrested", "2023-05-06 2023-05-06 day"),
    ("Rebels shelled the port on Monday and stormed the camp on Tuesday.", DAY, "shelled", "2023-05-08 2023-05-08 day"),
    ("Rebels shelled the port on Monday and stormed the camp on Tuesday.", DAY, "stormed", "2023-05-09 2023-05-09 day"),
    ("3 May: Rebels shelled the port of Oravo.\n\nTwo guards were killed near the mill.\n\n4 May: Police arrested a teacher.", DAY, "killed", "2023-05-03 2023-05-03 day"),
    ("3 May: Rebels shelled the port of Oravo.\n\nTwo guards were killed near the mill.\n\n4 May: Police arrested a teacher.", DAY, "shelled", "2023-05-03 2023-05-03 day"),
    ("3 May: Rebels shelled the port of Oravo.\n\nTwo guards were killed near the mill.\n\n4 May: Police arrested a teacher.", DAY, "arrested", "2023-05-04 2023-05-04 day"),
    ("The monitors sent this list.\n\n2 February 2022\n\nGunmen stormed the mill in Oravo.\n\n9 February 2022\n\nPolice arrested a teacher.", DAY, "arrested", "2022-02-09 2022-02-09 day"),
    ("Militants attacked the mosque on 10 Muharram 1440.", DAY, "attacked", "2018-09-20 2018-09-22 week"),
    ("Gunmen attacked the bus on 14 Mordad 1398.", DAY, "attacked", "2019-08-05 2019-08-05 day"),
    ("Gunmen attacked the church on Christmas Day last year.", DAY, "attacked", "2022-12-25 2022-12-25 day"),
    ("Rebels shelled the port of Oravo, killing two guards.", DAY, "shelled", "none"),
    ("The army has arrested eleven men in Tarsin.", DAY, "arrested", "none"),
    ("Police in Oravo said today that gunmen had attacked a bus.", DAY, "attacked", "none"),
    ("Rebels signed a truce today. The army has attacked the port.", DAY, "attacked", "none"),
    ("Gunmen attacked a bus near Oravo today.", DAY, "attacked", "2023-05-10 2023-05-10 day"),
    ("Rebels seized the mill on Monday.", None, "seized", "none"),
    ("Rebels seized the mill on Monday, 8 May 2023.", None, "seized", "2023-05-08 2023-05-08 day"),
    ("Gunmen killed a judge in the attack on the court in Belvar in 2021.", DAY, "killed", "2021-01-01 2021-12-31 year"),
    ("Protesters marched in Belvar every Friday.", DAY, "marched", "none"),
    ("Troops fought rebels for three days.", DAY, "fought", "none"),
    // without a day of publication a bare weekday counts from the day told before, and is that day where it can be
    ("A bomb exploded in Oravo on Sunday, 3 May 2020. Police arrested two men on Sunday. Hundreds marched through Oravo on Sunday evening.", None, "marched", "2020-05-03 2020-05-03 day"),
    ("A bomb exploded in Oravo on Sunday, 3 May 2020. Police arrested two men on Tuesday.", None, "arrested", "2020-05-05 2020-05-05 day"),
];

/// Two sentences, the word that the connective hangs on, and how it stands to what.
const ORDERS: &[(&str, &str, &str, &str)] = &[
    (
        "Gunmen killed nine people on Sunday, a day after rebels had signed a truce in Nalut.",
        "killed",
        "after",
        "signed",
    ),
    ("Rebels shelled the town until troops withdrew.", "shelled", "before", "withdrew"),
    ("While soldiers searched the village, a bomb exploded.", "exploded", "simultaneous", "searched"),
];

fn read(text: &str, published: Option<&str>) -> Reading {
    let line = json!({"text": text, "published": published, "language": "en"}).to_string();
    let report = json_line(line.as_bytes(), &Given::default(), &Limits::default()).expect("a report");
    read_report(&report, &ENGINE)
}

fn of<'a>(reading: &'a Reading, word: &str) -> Option<&'a Event> {
    reading.events.iter().find(|e| e.trigger.quote == word || e.mentions.iter().any(|m| m.quote == word))
}

fn days(event: &Event) -> String {
    let Some(time) = &event.time else { return "none".to_owned() };
    let day = |d: &Option<String>| d.clone().unwrap_or_else(|| "..".to_owned());
    format!("{} {} {:?}", day(&time.from), day(&time.to), time.precision).to_lowercase()
}

#[test]
fn words_give_days() {
    let mut wrong = Vec::new();
    for &(text, published, word, expected) in CASES {
        let reading = read(text, published);
        let found = of(&reading, word).map_or_else(|| "no event".to_owned(), days);
        if found != expected {
            wrong.push(format!("{text}\n    {word}: {found}, expected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
}

#[test]
fn words_order_events() {
    for &(text, word, relation, other) in ORDERS {
        let reading = read(text, DAY);
        let orders = &of(&reading, word).expect("an event").order;
        let [order] = orders.as_slice() else { panic!("{text}: {orders:?}") };
        assert_eq!(serde_json::to_value(order.relation).expect("a word"), relation, "{text}");
        let told = reading.events.iter().find(|e| e.id == order.event).expect("the other event");
        assert_eq!(told.trigger.quote, other, "{text}");
    }
}

#[test]
fn every_connective_orders_its_example() {
    let mut wrong = Vec::new();
    for row in &ENGINE.tables().order.all {
        let reading = read(&row.example, DAY);
        let mut orders = reading.events.iter().flat_map(|e| &e.order);
        if !orders.any(|o| o.relation == row.relation) {
            wrong.push(format!("{} ({:?}): {}", row.words, row.place, row.example));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
