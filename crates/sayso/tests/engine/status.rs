//! Whether what a word tells of has happened: the examples of the table, and a sentence for each construction. The star
//! marks the word that is asked.

use sayso::ingest::{Paragraph, ParagraphRole, Report};
use sayso::read::graph::Graph;
use sayso::read::status;

use crate::ENGINE;

/// Status by status, sentences in which the marked word has it.
const SENTENCES: &[(&str, &str)] = &[
    // plain telling, background included
    ("occurred", "Rebels *shelled* the market of Tarmes on Monday."),
    ("occurred", "Two traders were *killed* when a shell hit the market."),
    ("occurred", "The town, which rebels *captured* in May, lies on the river."),
    ("occurred", "The army has *retaken* the dam since the truce collapsed."),
    ("occurred", "Residents fled after the *attack* on the bridge."),
    ("occurred", "Gunmen attacked the convoy, *killing* six drivers."),
    ("occurred", "The village would later *fall* to the rebels."),
    ("ongoing", "Troops are *shelling* the northern suburbs."),
    // implicative verbs, both ways
    ("occurred", "The brigade managed to *capture* the airfield."),
    ("denied", "The brigade did not manage to *capture* the airfield."),
    ("denied", "The brigade failed to *capture* the airfield."),
    ("occurred", "The guards did not fail to *report* the theft."),
    ("denied", "The guard forgot to *lock* the armoury."),
    ("denied", "The crew refused to *leave* the ship."),
    ("intended", "The brigade will manage to *capture* the airfield."),
    ("hypothetical", "The crew may refuse to *leave* the ship."),
    ("occurred", "Shelling forced the garrison to *retreat*."),
    ("occurred", "Drones helped the army *take* the town."),
    ("occurred", "The families had to *flee* across the river."),
    ("occurred", "The militia allowed the convoy to *pass*."),
    ("denied", "The militia did not allow the convoy to *pass*."),
    // factive verbs
    ("occurred", "The general regrets that his men *shot* the farmer."),
    ("occurred", "The general does not regret that his men *shot* the farmer."),
    ("occurred", "Few knew that the rebels *captured* the dam."),
    // what is wanted, planned, tried, threatened, promised, asked for
    ("intended", "The rebels plan to *attack* the port."),
    ("intended", "The army tried to *storm* the prison."),
    ("intended", "The governor promised to *release* the prisoners."),
    ("threatened", "The militia threatened to *bomb* the pipeline."),
    ("requested", "The general ordered his men to *attack* the village."),
    ("requested", "The envoy urged both sides to *withdraw*."),
    ("requested", "The envoy called for a *ceasefire*."),
    ("denied", "The army does not plan to *attack* the port."),
    // nouns that govern
    ("intended", "The plan to *attack* the port was found in a cellar."),
    ("threatened", "The threat to *bomb* the dam kept the schools closed."),
    ("hypothetical", "The possibility of an *attack* worried the mayor."),
    ("intended", "The attempt to *kill* the mayor shocked the town."),
    ("denied", "The lack of *progress* angered the clans."),
    ("occurred", "He was the first officer to *die* in the war."),
    // negation
    ("denied", "The army did not *shell* the camp."),
    ("denied", "Rebels never *attacked* the camp."),
    ("denied", "Nobody was *killed* in the blast."),
    ("denied", "No soldiers were *killed* in the blast."),
    ("denied", "Neither side *fired* during the night."),
    ("denied", "There was no *attack* on the camp."),
    ("denied", "The rebels left the town without *fighting*."),
    ("denied", "The army hardly *fired* that night."),
    ("occurred", "The rebels not only *shelled* the camp but also burned it."),
    ("occurred", "No fewer than ten farmers were *killed*."),
    ("denied", "The police prevented an *attack* on the market."),
    ("denied", "Snow kept the rebels from *attacking* the post."),
    ("denied", "The clan neither accepted nor *rejected* the truce."),
    // modal verbs, future
    ("intended", "The army will *attack* the port."),
    ("intended", "The army is going to *attack* the port."),
    ("intended", "The minister is to *visit* the front."),
    ("intended", "The talks are set to *resume* in Oslo."),
    ("intended", "The delegations are due to *meet* in Oslo."),
    ("intended", "The commander said that his men would *attack* the port."),
    ("hypothetical", "An attack would *harm* the talks."),
    ("hypothetical", "The rebels could *attack* the port."),
    ("hypothetical", "The rebels might *attack* the port."),
    ("hypothetical", "The blast could have *killed* hundreds."),
    ("requested", "The army must *withdraw* from the port."),
    ("hypothetical", "The army may respond with *attacks*."),
    ("occurred", "The army may respond to the *attack*."),
    ("intended", "The minister leaves tomorrow, and *meets* the clans next week."),
    ("occurred", "Gunfire could be *heard* across the town."),
    // conditions
    ("conditional", "If the rebels *attack*, the army will respond."),
    ("conditional", "If the rebels attack, the army will *respond*."),
    ("conditional", "The army will *respond* unless the rebels withdraw."),
    ("conditional", "Should the rebels *attack*, the army will respond."),
    ("conditional", "The clan promised to *disarm* if the army leaves."),
    ("threatened", "The clan threatened to *attack* if the army stays."),
    ("conditional", "The town will be evacuated in case of an *attack*."),
    // purpose
    ("intended", "Troops came to the village to *search* houses."),
    ("intended", "The goal is to *end* the siege."),
    // questions and requests
    ("hypothetical", "Did the army *shell* the camp?"),
    ("occurred", "Why did the army *shell* the camp?"),
    ("hypothetical", "The envoy asked whether the army *shelled* the camp."),
    ("requested", "*Leave* the town at once!"),
    // sayings
    ("denied", "The army denied that it *shelled* the camp."),
    ("denied", "The army denied *shelling* the camp."),
    ("occurred", "The mayor accused the army of *shelling* the camp."),
    ("occurred", "The mayor said the army *shelled* the camp."),
    ("hypothetical", "A report that the army had *shelled* the camp could not be confirmed."),
    ("hypothetical", "The envoy did not say that the army *shelled* the camp."),
    ("hypothetical", "The mayor fears that the army *shelled* the camp."),
    ("occurred", "The army rejected the *accusation* of the mayor."),
    // what is joined
    ("denied", "The army did not shell or *bomb* the camp."),
    ("intended", "The army will encircle and *storm* the town."),
    ("occurred", "The army did not shell the camp but *burned* the fields."),
];

/// The status at the starred word, by its serde name.
fn at_star(starred: &str) -> String {
    let star = starred.find('*').unwrap_or_else(|| panic!("no star: {starred}"));
    let text = starred.replace('*', "");
    let paragraphs = vec![Paragraph { range: 0..text.len(), role: ParagraphRole::Body }];
    let report = Report { paragraphs, text, ..Report::default() };
    let syntax = ENGINE.model().annotate(&report);
    let graph = Graph::new(&report.text, &syntax, ENGINE.tables());
    let token = syntax.tokens.iter().position(|t| t.range.contains(&star));
    let token = token.unwrap_or_else(|| panic!("no word: {starred}"));
    format!("{:?}", status::of(&graph, token)).to_lowercase()
}

/// Fails with all that is read otherwise, a line each.
fn check<'a>(all: impl Iterator<Item = (&'a str, &'a str)>) {
    let wrong: Vec<String> = all
        .map(|(wanted, starred)| (wanted, starred, at_star(starred)))
        .filter(|(wanted, _, got)| wanted != got)
        .map(|(wanted, starred, got)| format!("{wanted}, not {got}: {starred}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_construction_is_read() {
    check(SENTENCES.iter().copied());
}

#[test]
fn the_examples_of_the_table_are_read() {
    let table = include_str!("../../../../data/status/words.csv");
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(table.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("the table loads")).collect();
    check(rows.iter().map(|row| (&row[2], &row[4])));
}

#[test]
fn no_word_governs_twice_in_one_way() {
    let table = include_str!("../../../../data/status/words.csv");
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(table.as_bytes());
    let mut seen = std::collections::HashSet::new();
    for row in reader.records() {
        let row = row.expect("the table loads");
        assert!(seen.insert((row[0].to_owned(), row[1].to_owned())), "{row:?} stands twice");
    }
}
