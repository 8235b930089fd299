//! The examples of the rules, and what must hold for any text.

use std::fmt::Write;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;

/// The expressions of a text without blocks, tense guessed from the words.
fn read(text: &str, reference: Option<Date>) -> Vec<Expression> {
    let blocks = [Range { start: 0, end: text.len() }];
    let tense_at = |range: Range<usize>| tense::guess(text, range);
    find(text, &Context { reference, tense_at: &tense_at, blocks: &blocks })
}

/// The text with its expressions in brackets, and their types and values.
fn shown(text: &str, found: &[Expression]) -> (String, String) {
    let mut marked = String::new();
    let mut values = Vec::new();
    let mut at = 0;
    for expression in found {
        let Range { start, end } = expression.range;
        // OK because writing to a string does not fail.
        write!(marked, "{}[{}]", &text[at..start], &text[start..end]).unwrap();
        at = end;
        values.push(format!("{} {}", format!("{:?}", expression.kind).to_uppercase(), expression.value));
    }
    marked.push_str(&text[at..]);
    (marked, if values.is_empty() { "-".to_owned() } else { values.join(";") })
}

#[test]
fn every_rule_reads_its_example() {
    let mut wrong = String::new();
    for row in tables::rule_rows() {
        let reference = match row.published.as_str() {
            "" => Some(date(2019, 12, 18)),
            "-" => None,
            day => day.parse().ok(),
        };
        let plain = row.example.replace(['[', ']'], "");
        let found = read(&plain, reference);
        let (marked, values) = shown(&plain, &found);
        let used = values == "-" || found.iter().any(|expression| expression.rule == row.id);
        if (marked.as_str(), values.as_str(), used) != (&row.example, &row.expect, true) {
            let rules = found.iter().map(|expression| expression.rule).collect::<Vec<_>>().join(" ");
            writeln!(wrong, "{}: {marked} {values} ({rules})\n    {} {}", row.id, row.example, row.expect)
                .unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Reads a text published on Wednesday 2019-12-18 and compares it as shown.
fn check(text: &str, marked: &str, values: &str) {
    let found = read(text, Some(date(2019, 12, 18)));
    assert_eq!(shown(text, &found), (marked.to_owned(), values.to_owned()));
}

#[test]
fn the_seed_is_dated_as_a_coder_would() {
    let text = "The government on Wednesday accused the army. In a speech two weeks ago, he declared a battle. \
                Tuesday's attacks come a day after the president vowed support. They signed an accord last month.";
    let found = read(text, Some(date(2019, 12, 18)));
    let days: Vec<_> = found.iter().map(|time| (&text[time.range.clone()], time.from, time.to)).collect();
    let day = |month, day| Some(date(2019, month, day));
    assert_eq!(
        days,
        [
            ("Wednesday", day(12, 18), day(12, 18)),
            ("two weeks ago", day(12, 2), day(12, 8)),
            ("Tuesday", day(12, 17), day(12, 17)),
            ("a day after", day(12, 16), day(12, 16)),
            ("last month", day(11, 1), day(11, 30)),
        ]
    );
    let offset = found[3].offset.as_ref();
    assert_eq!(offset.map(|offset| offset.dates), Some(Dated::Introduced));
    assert_eq!(offset.and_then(|offset| offset.main(date(2019, 12, 16))), day(12, 17));
}

#[test]
fn an_offset_before_a_date_dates_the_sentence() {
    let text = "They fled two days after Friday's raid.";
    let found = read(text, Some(date(2019, 12, 18)));
    assert_eq!(found[0].from, Some(date(2019, 12, 15)));
    assert_eq!(found[0].offset.as_ref().map(|offset| offset.dates), Some(Dated::Main));
    assert_eq!(found[0].anchor, Anchor::Expression(25..31));
}

#[test]
fn the_tense_picks_the_side() {
    let text = "The talks on Friday and in January.";
    let blocks = [Range { start: 0, end: text.len() }];
    let days = |tense| {
        let tense_at = |_: Range<usize>| Some(tense);
        let context = Context { reference: Some(date(2019, 12, 18)), tense_at: &tense_at, blocks: &blocks };
        find(text, &context).into_iter().map(|time| time.value).collect::<Vec<_>>()
    };
    assert_eq!(days(Tense::Past), ["2019-12-13", "2019-01"]);
    assert_eq!(days(Tense::Future), ["2019-12-20", "2020-01"]);
}

#[test]
fn without_a_day_of_publication_nothing_relative_has_a_day() {
    let text =
        "Yesterday, last week and two days ago; on Tuesday; on Dec. 3; recently; in the last three days.";
    for time in read(text, None) {
        assert_eq!((time.from, time.to), (None, None), "{time:?}");
    }
    let found = read("They left on 3 March 2014.", None);
    assert_eq!(found[0].from, Some(date(2014, 3, 3)));
}

#[test]
fn intervals_have_both_ends() {
    let text = "Fighting went on from 3 to 7 March and between May and July 2014.";
    let found = read(text, Some(date(2019, 12, 18)));
    let whole = |at: usize| found[at].pair.as_ref().map(|pair| (pair.from, pair.to));
    assert_eq!(whole(0), Some((date(2019, 3, 3), date(2019, 3, 7))));
    assert_eq!(whole(1), whole(0));
    assert_eq!(whole(2), Some((date(2014, 5, 1), date(2014, 7, 31))));
    assert_eq!(whole(3), whole(2));
}

#[test]
fn an_interval_over_new_year_is_in_order() {
    check(
        "It ran from Dec. 28 to Jan. 3, 2015.",
        "It ran from [Dec. 28] to [Jan. 3, 2015].",
        "DATE 2014-12-28;DATE 2015-01-03",
    );
}

#[test]
fn prepositions_bound_a_time() {
    let found = read("Since 2011 and until Friday.", Some(date(2019, 12, 18)));
    let bounds: Vec<_> = found.iter().map(|time| time.bound).collect();
    assert_eq!(bounds, [Some(Bound::Since), Some(Bound::Until)]);
}

#[test]
fn orders_of_day_and_month() {
    check("On 10/12/2019 it rained.", "On [10/12/2019] it rained.", "DATE 2019-10-12");
    check("On 25/12/2019 it rained.", "On [25/12/2019] it rained.", "DATE 2019-12-25");
    check("TRIPOLI, 3 JAN 90 -", "TRIPOLI, [3 JAN 90] -", "DATE 1990-01-03");
    check("Posted 2019-12-18.", "Posted [2019-12-18].", "DATE 2019-12-18");
}

#[test]
fn words_that_are_no_times() {
    for text in [
        "Theresa May may march to the Sun with Jan Egeland.",
        "Some 2000 fighters fired 1,990 rounds of 122mm rockets at $2000 each.",
        "The fall of Kabul was a second blow.",
        "A 30-year-old man was hurt.",
    ] {
        check(text, text, "-");
    }
}

#[test]
fn the_side_of_an_interval_is_kept_in_its_days() {
    let found = read("It began in early 2012 and ended in mid-June 2014.", Some(date(2019, 12, 18)));
    assert_eq!((found[0].from, found[0].to), (Some(date(2012, 1, 1)), Some(date(2012, 5, 1))));
    assert_eq!((found[1].from, found[1].to), (Some(date(2014, 6, 11)), Some(date(2014, 6, 20))));
}

/// Accounts without a day of publication go on from the month they have come to.
#[test]
fn an_account_goes_on_over_new_year() {
    let text = "Fighting began in November 1944. By January the town had fallen. On 20 December it had held. In April \
                it was rebuilt, as in 1614. On 3 May they met.";
    let days: Vec<_> = read(text, None).into_iter().map(|time| time.value).collect();
    assert_eq!(days, ["1944-11", "1945-01", "1944-12-20", "1945-04", "1614", "1945-05-03"]);
}

#[test]
fn weekdays_of_an_interval_are_in_order() {
    let found = read("They were shelled from Monday to Thursday.", Some(date(2019, 12, 18)));
    let whole = found[0].pair.as_ref().map(|pair| (pair.from, pair.to));
    assert_eq!(whole, Some((date(2019, 12, 9), date(2019, 12, 12))));
}

#[test]
fn a_day_that_hangs_on_the_moon_has_its_neighbours() {
    let found = read("They met on Eid al-Fitr.", Some(date(2019, 12, 18)));
    assert_eq!((found[0].from, found[0].to), (Some(date(2019, 6, 4)), Some(date(2019, 6, 6))));
    assert_eq!(found[0].modifier, Some(Modifier::Approx));
    assert_eq!(found[0].precision, TimePrecision::Week);
}

#[test]
fn years_before_christ_have_a_value_and_no_days() {
    let found = read("It fell in June 480 BC.", None);
    assert_eq!((found[0].value.as_str(), found[0].from), ("BC0480-06", None));
}

/// A zone or the date line says nothing of the day.
#[test]
fn no_zone_shifts_a_day() {
    check(
        "It was hit on Tuesday in Auckland and at 11 p.m. GMT Tuesday in Apia.",
        "It was hit on [Tuesday] in Auckland and at [11 p.m. GMT Tuesday] in Apia.",
        "DATE 2019-12-17;TIME 2019-12-17T23:00",
    );
}

#[test]
fn lengths_beyond_the_calendar_have_no_days() {
    for text in [
        "In the last 999999999 days.",
        "It fell 999,999,999 years ago.",
        "It fell 900 million centuries later.",
    ] {
        let found = read(text, Some(date(2019, 12, 18)));
        assert_eq!(found.iter().map(|time| time.from).collect::<Vec<_>>(), [None], "{text}");
    }
}

/// What must hold for any text.
fn hold(text: &str, reference: Option<Date>) {
    let mut end = 0;
    for time in read(text, reference) {
        assert!(time.range.start >= end && time.range.start < time.range.end, "{time:?}");
        assert!(text.get(time.range.clone()).is_some(), "{time:?}");
        assert!(!time.value.is_empty());
        assert_eq!(time.from.is_some(), time.to.is_some());
        assert!(time.from <= time.to, "{time:?}");
        end = time.range.end;
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        hold(&text, Some(date(2019, 12, 18)));
    }

    #[test]
    fn any_run_of_known_words_is_read(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "two", "hundred", "million", "999999999", "31", "2100", "1999", "Feb.", "May", "-", "/", ",", ".", "'",
                "s", "th", "years", "centuries", "millennia", "ago", "later", "a", "day", "after", "before", "the", "end",
                "of", "last", "next", "Tuesday", "night", "10:30", "GMT", "winter", "every", "half", "quarter", "Easter",
                "from", "to", "and", "first", "this", "century", "early", "days", "yesterday", "é", "\u{a0}",
                "BC", "AH", "BE", "Ramadan", "Diwali", "Passover", "Nisan", "Mehr", "1398", "0001", "9999", "W", "53",
                "181430", "Z", "XII", "D", "+", "the", "5", "weekend", "Monday", "decade", "1990", "in", ":", "Orthodox Easter",
            ]),
            0..30,
        ),
        glued in any::<bool>(),
        year in -9999i16..9999,
    ) {
        let text = words.join(if glued { "" } else { " " });
        hold(&text, Date::new(year, 2, 28).ok());
        hold(&text, None);
    }

    #[test]
    fn blocks_need_not_fit(starts in proptest::collection::vec((0usize..40, 0usize..40), 0..5)) {
        let text = "Le 3 March 2014 à Tripoli, on Tuesday.";
        let blocks: Vec<Range<usize>> = starts.into_iter().map(|(start, length)| start..start + length).collect();
        find(text, &Context { reference: None, tense_at: &|_| None, blocks: &blocks });
    }
}
