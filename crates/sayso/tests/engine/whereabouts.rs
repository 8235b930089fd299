//! Where events happened: short reports, each with a word that tells of an event and its place; none where the words give none.
//! Every report is invented; the places are on the map.

use sayso::ingest::{Given, Limits, json_line};
use sayso::read_report;
use sayso::record::{Event, PlacePrecision};
use serde_json::json;

use crate::ENGINE;

use PlacePrecision::{Admin1, City, Country};

/// Text, the word that tells of the event, its place and how sharp that is.
type Case = (&'static str, &'static str, Option<(&'static str, PlacePrecision)>);

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("Government forces shelled Homs on Monday, residents said.", "shelled", Some(("Homs", City))),
    ("Ten people were killed in Homs, Syria, on Monday.", "killed", Some(("Homs", City))),
    ("Three militiamen were killed in Tripoli, Lebanon, when rivals opened fire on a checkpoint.", "killed", Some(("Tripoli", City))),
    ("Gunmen attacked a police post in the Iraqi city of Mosul at dawn.", "attacked", Some(("Mosul", City))),
    ("A car bomb exploded outside a ministry in Kabul on Tuesday. Police in Kandahar said they had arrested nobody.", "exploded", Some(("Kabul", City))),
    ("Jets bombed Aleppo overnight. The president was in Moscow at the time.", "bombed", Some(("Aleppo", City))),
    ("In Goma, soldiers raided the homes of two opposition leaders.", "raided", Some(("Goma", City))),
    ("Gunmen abducted a priest near Maiduguri, Nigeria, on Sunday.", "abducted", Some(("Maiduguri", City))),
    ("Two soldiers were wounded when a mine went off in Mogadishu.", "wounded", Some(("Mogadishu", City))),
    ("Police arrested five journalists in Istanbul on Friday.", "arrested", Some(("Istanbul", City))),
    ("Thousands marched through Khartoum on Thursday to demand civilian rule.", "marched", Some(("Khartoum", City))),
    ("Teachers protested in Beirut over unpaid wages, the union said.", "protested", Some(("Beirut", City))),
    ("Aircraft bombed an arms depot outside Sirte in Libya.", "bombed", Some(("Sirte", City))),
    ("A strike on a wedding hall in Sanaa, Yemen's capital, killed nine guests.", "killed", Some(("Sanaa", City))),
    ("Militiamen stormed a radio station in Bangui and beat the editor.", "stormed", Some(("Bangui", City))),
    ("Two monitors were killed in Syria last week, their mission said.", "killed", Some(("Syria", Country))),
    ("The government deported the two reporters on Friday.", "deported", None),
    ("Rebels attacked a convoy at dawn and withdrew.", "attacked", None),
    ("Air strikes killed six villagers in Idlib province on Monday.", "killed", Some(("Idlib", Admin1))),
    ("Gunmen killed six villagers in the village of Qarvesh Talla in Idlib province.", "killed", Some(("Idlib", Admin1))),
    ("Horsemen burned three villages in Darfur, camp leaders said.", "burned", Some(("Darfur", Admin1))),
    ("Pirates seized a tanker in the Gulf of Aden on Tuesday.", "seized", Some(("Gulf of Aden", Admin1))),
    ("Turkey vowed to send more advisers to Tripoli in Libya.", "vowed", Some(("Turkey", Country))),
    ("France condemned the bombing of a school in Homs.", "condemned", Some(("France", Country))),
    ("The two delegations met in Geneva on Monday to discuss the fighting around Taiz.", "met", Some(("Geneva", City))),
    ("Jihadists killed eight soldiers at a camp in Gao, 300 km from Timbuktu, the Malian army said.", "killed", Some(("Gao", City))),
    ("Rebels killed eleven farmers in Ayacucho, 575 km southeast of Lima, the Peruvian police said.", "killed", Some(("Ayacucho", City))),
    ("Officers detained two poets at Havana's Palace of Letters on Thursday.", "detained", Some(("Havana", City))),
    ("A cook was wounded in a shooting in Old East Dallas on Friday.", "wounded", Some(("Dallas", City))),
    ("The army moved into San Salvador on Tuesday. Guerrillas killed two farmers in El Salvador last year.", "killed", Some(("El Salvador", Country))),
    ("ZAWIYA, Libya (Northgate Wire) - Militias shelled a fuel depot here on Monday.", "shelled", Some(("Zawiya", City))),
    ("BAMAKO, Mali (Northgate Wire) - Crowds looted shops in this city on Monday.", "looted", Some(("Bamako", City))),
    ("Iraq has seen a calm month in Baghdad. On Monday a bomb exploded in the capital.", "exploded", Some(("Baghdad", City))),
    ("Gunmen attacked a bus in Peshawar on Monday. Six passengers were killed in the attack.", "killed", Some(("Peshawar", City))),
    ("Rioters burned two churches in Jos, Nigeria. The mayor had been travelling from Lagos.", "burned", Some(("Jos", City))),
    ("Insurgents killed four police officers at a checkpoint in southern Kandahar on Sunday.", "killed", Some(("Kandahār", City))),
    ("Fighters attacked the port of Hodeidah on Monday, the coastguard said.", "attacked", Some(("Al Ḩudaydah", City))),
    ("Planes bombed Douma on Friday. Witnesses in Damascus saw smoke.", "bombed", Some(("Dūmā", City))),
    ("Rebels ambushed a patrol in the Vashgar area under Manoharpur Police limits in West Singhbhum District.", "ambushed", Some(("Vashgar", City))),
    ("Turkey vowed to send more advisers to Tripoli in Libya.", "vowed", Some(("Turkey", Country))),
    ("France condemned the bombing of a school in Homs.", "condemned", Some(("France", Country))),
    ("Two guards were shot in the Poblado neighborhood of Medellin, Colombia.", "shot", Some(("Poblado", City))),
    ("The army moved into San Salvador on Tuesday. Guerrillas killed two farmers in El Salvador last year.", "killed", Some(("El Salvador", Country))),
    ("Two boys were wounded by a mine in Suva Reka, Kosovo.", "wounded", Some(("Suva Reka", City))),
    ("Herders and farmers clashed near Bossangoa, 300 km north of Bangui, leaving nine dead.", "clashed", Some(("Bossangoa", City))),
    ("Iran executed three prisoners on Monday, a rights group said.", "executed", Some(("Iran", Country))),
];

#[test]
fn every_event_is_where_its_words_put_it() {
    let wrong: Vec<String> = CASES.iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is found instead of a case's place.
fn wrong((text, word, expected): &Case) -> Option<String> {
    let line = json!({"text": text, "published": "2019-12-18"}).to_string();
    let report = json_line(line.as_bytes(), &Given::default(), &Limits::default()).expect("a report");
    let reading = read_report(&report, &ENGINE);
    let tells =
        |e: &&Event| e.trigger.quote == *word || e.mentions.iter().any(|mention| mention.quote == *word);
    let Some(event) = reading.events.iter().find(tells) else {
        return Some(format!("{text}\n    no {word}"));
    };
    let found = event.place.as_ref().map(|p| (p.place.name.as_str(), p.place.precision));
    (found != *expected).then(|| format!("{text}\n    {word}: {found:?} for {expected:?}"))
}
