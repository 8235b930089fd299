//! Event factuality: did it happen, for every gold target, whether a row of the tables tells of it or not.
//!
//! The corpora give each target word a number from -3 (certainly not) to 3 (certainly): UW (Lee et al., "Event Detection and
//! Factuality Assessment with Non-Expert Supervision", EMNLP 2015), MEANTIME (Minard et al. 2016) and UDS-IH2 (Rudinger,
//! White and Van Durme, "Neural Models of Factuality", NAACL 2018). Each is the mean of several readers. They do not ask the
//! same: the readers of UW give what is announced (`will`) 2.3 on average, those of UDS-IH2, asked whether it has happened, -2. So
//! the engine is asked what the corpus asks ([`Asked`]), by the beginning of the sentence's id.
//!
//! Rounded to the nearest integer (halves away from zero), the number is one of FactBank's values (Saurí and Pustejovsky 2009):
//!
//! | class | gold | the record |
//! |---|---|---|
//! | CT+ | 3 | CT+ |
//! | PR+, PS+ | 2, 1 | PR+, PS+ |
//! | Uu | 0 | Uu, CTu |
//! | PR-, PS- | -1, -2 | PR-, PS- |
//! | CT- | -3 | CT- |
//!
//! `macro F1` is the mean over CT+, PR+ or PS+, Uu and CT-; PR- and PS- are a class of their own outside it, so that what is
//! taken for one of them counts as missed. `macro F1, all that is not`: with CT-, PR- and PS- as one class. MAE is the mean
//! absolute error of the number, r its correlation (Pearson) with the gold, as the papers score their models.
//!
//! - `majority`: always CT+; as a number always 3.0, and always the median of the file.
//! - `rules`: the status that the tables give, as the record has it without the model ([`base`]); as a number, the mean that the
//!   status has in the corpus's train part ([`FITTED`]).
//! - `head`: the model's head alone, its likeliest class and its mean.
//! - `both`: [`factuality::of`], rules and head weighed together.
//! - `rules, shown as happened`: precision and recall of the statuses *occurred* and *ongoing* against a gold of 1.5 and
//!   more (nearer to *probable* than to *possible*).
//!
//! Published, on the held-out test parts (MAE, r):
//!
//! | | UW | MEANTIME | UDS-IH2 |
//! |---|---|---|---|
//! | always 3.0 | .78, - | .31, - | 2.255, - |
//! | Lee et al. 2015 (SVM) | .511, .708 | | |
//! | Stanovsky et al. 2017 (rules and SVM) | .42, .66 | .34, .47 | |
//! | Rudinger et al. 2018 (linear biLSTM, one corpus) | .508, .719 | .427, .335 | .960, .768 |
//! | DLGRN, Information Processing and Management 2022 | .346, .863 | .279, .516 | .722, .912 |
//!
//! The first four rows are those of Rudinger et al. (table of results); the last one as reported in a secondary source.
//!
//! ```text
//! Rebels did not shell the town.   shell -2.8   CT-   right
//! ```

use std::path::Path;

use sayso::Engine;
use sayso::edge::Codepoints;
use sayso::read::commitment::base;
use sayso::read::factuality::{self, Certainty};
use sayso::read::graph::Graph;
use sayso::read::status;
use sayso::record::{Factuality, Status};
use sayso::tables::Asked;
use serde::Deserialize;

use super::score::{Counts, Figure, Part, Scores};
use super::{EvalError, Options, documents, each, report};

/// A sentence of the corpus.
#[derive(Debug, Deserialize)]
struct Document {
    id: String,
    text: String,
    targets: Vec<Target>,
}

/// A word and whether it happened.
#[derive(Debug, Deserialize)]
struct Target {
    span: [usize; 2],
    string: String,
    factuality: f64,
}

/// What a gold number and a value of the record are compared as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Certain,
    Likely,
    Open,
    Unlikely,
    Not,
}

const CLASSES: [(Class, &str); 5] = [
    (Class::Certain, "CT+"),
    (Class::Likely, "PR+, PS+"),
    (Class::Open, "Uu"),
    (Class::Not, "CT-"),
    (Class::Unlikely, "PR-, PS- (outside the mean)"),
];

/// The middle between FactBank's *probable* (2) and *possible* (1).
const HAPPENED: f64 = 1.5;

/// The statuses in the order of the columns of [`FITTED`].
const STATUSES: [(Status, &str); 8] = [
    (Status::Occurred, "occurred"),
    (Status::Ongoing, "ongoing"),
    (Status::Intended, "intended"),
    (Status::Threatened, "threatened"),
    (Status::Requested, "requested"),
    (Status::Conditional, "conditional"),
    (Status::Denied, "denied"),
    (Status::Hypothetical, "hypothetical"),
];

/// What a corpus asks, and the mean of the gold for each of [`STATUSES`] in its train part (what that has fewer than ten of is
/// taken with *intended*).
struct Fitted {
    start: &'static str,
    asked: Asked,
    numbers: [f64; 8],
}

/// By the beginning of the sentences' ids.
static FITTED: [Fitted; 3] = [
    Fitted {
        start: "uw-",
        asked: Asked::Certain,
        numbers: [2.73, 2.69, 1.91, 1.91, 1.57, 0.98, -1.17, 1.30],
    },
    Fitted {
        start: "uds-",
        asked: Asked::Happened,
        numbers: [2.12, 1.77, -1.03, -1.03, -1.52, -1.24, -0.16, -0.82],
    },
    Fitted {
        start: "meantime-",
        asked: Asked::Certain,
        numbers: [2.85, 2.80, 2.40, 2.40, 2.40, 2.40, -1.50, 1.63],
    },
];

impl Class {
    fn of_number(number: f64) -> Self {
        match number.round() as i64 {
            3.. => Self::Certain,
            1..=2 => Self::Likely,
            0 => Self::Open,
            -2..=-1 => Self::Unlikely,
            _ => Self::Not,
        }
    }

    fn of_value(value: Factuality) -> Self {
        match value {
            Factuality::CertainPositive => Self::Certain,
            Factuality::ProbablePositive | Factuality::PossiblePositive => Self::Likely,
            Factuality::CertainUnderspecified | Factuality::Underspecified => Self::Open,
            Factuality::ProbableNegative | Factuality::PossibleNegative => Self::Unlikely,
            Factuality::CertainNegative => Self::Not,
        }
    }

    fn is_negative(self) -> bool {
        matches!(self, Self::Unlikely | Self::Not)
    }
}

/// One target: the gold, and what each judge takes it for.
#[derive(Clone, Debug)]
struct Judged {
    gold: f64,
    status: Status,
    rules: View,
    head: Option<View>,
    both: Option<View>,
}

/// A class and a number.
#[derive(Clone, Copy, Debug, PartialEq)]
struct View {
    class: Class,
    number: f64,
}

pub(super) fn score(data: &Path, options: &Options, engine: &Engine) -> Result<Scores, EvalError> {
    let documents: Vec<Document> = documents(data, options.limit)?;
    let outcomes = each(&documents, |document| judge(document, engine, options.show));
    let judged: Vec<Judged> = outcomes.iter().flat_map(|(judged, _)| judged.iter().cloned()).collect();
    let targets = documents.iter().map(|d| d.targets.len()).sum();
    Ok(Scores {
        set: "factuality".to_owned(),
        data: data.display().to_string(),
        documents: documents.len(),
        figures: if judged.is_empty() { Vec::new() } else { figures(&judged, targets) },
        shown: outcomes.into_iter().flat_map(|(_, shown)| shown).collect(),
    })
}

/// What a corpus asks, by the id of a sentence; what UW asks where it is none of them.
fn fitted(id: &str) -> &'static Fitted {
    FITTED.iter().find(|f| id.starts_with(f.start)).unwrap_or(&FITTED[0])
}

/// The engine's views of each target of a sentence, and, if it is to be shown, a line for each that is of another class.
fn judge(document: &Document, engine: &Engine, show: bool) -> (Vec<Judged>, Vec<String>) {
    let report = report(&document.id, &document.text, None);
    let syntax = engine.model().annotate(&report);
    let graph = Graph::new(&report.text, &syntax, engine.tables());
    let codepoints = Codepoints::new(&report);
    let spans: Vec<_> = syntax.tokens.iter().map(|t| codepoints.span(t.range.clone())).collect();
    let fitted = fitted(&document.id);
    let (mut judged, mut shown) = (Vec::new(), Vec::new());
    for target in &document.targets {
        let [start, end] = target.span;
        let Some(token) = spans.iter().position(|s| s.start < end && start < s.end) else { continue };
        let one = views(&graph, token, target.factuality, fitted);
        let found = one.both.unwrap_or(one.rules);
        if show && Class::of_number(one.gold) != found.class {
            shown.push(line(&graph, token, target, &one, document));
        }
        judged.push(one);
    }
    (judged, shown)
}

fn views(graph: &Graph<'_>, token: usize, gold: f64, fitted: &Fitted) -> Judged {
    let status = status::of(graph, token);
    let rules = View { class: Class::of_value(base(status)), number: fitted.numbers[column(status)] };
    let view = |certainty: Certainty, weights: &[f64; 7]| View {
        class: Class::of_value(certainty.value(weights)),
        number: certainty.expected(),
    };
    let head = graph.syntax.judgments.get(token).map(|j| Certainty(j.certainties.map(f64::from)));
    let scale = graph.tables.judges.factuality.get(&fitted.asked);
    let both = factuality::of(graph, token, fitted.asked)
        .and_then(|certainty| Some(view(certainty, &scale?.weights())));
    Judged { gold, status, rules, head: head.map(|c| view(c, &[1.0; 7])), both }
}

/// A target of another class, with the word above it, for whoever looks for the cause.
fn line(graph: &Graph<'_>, token: usize, target: &Target, one: &Judged, document: &Document) -> String {
    let head = graph.head(token).map_or("-", |h| graph.lemma(h));
    let name = STATUSES.iter().find(|(s, _)| *s == one.status).map_or("", |(_, name)| name);
    format!(
        "{}\t{:.1}\t{name}\t{:.1}\t{}\t{} of {head}\t{}",
        document.id,
        one.gold,
        one.both.unwrap_or(one.rules).number,
        target.string,
        graph.token(token).deprel,
        document.text
    )
}

fn column(status: Status) -> usize {
    STATUSES.iter().position(|(s, _)| *s == status).unwrap_or(0)
}

fn figures(judged: &[Judged], targets: usize) -> Vec<Figure> {
    let gold: Vec<f64> = judged.iter().map(|j| j.gold).collect();
    let mut out = vec![Figure::share("targets found", Part { right: judged.len(), of: targets })];
    let always = |number| gold.iter().map(|_| View { class: Class::Certain, number }).collect::<Vec<_>>();
    out.extend(of_views("majority", &gold, &always(3.0)));
    out.push(Figure::number("majority: MAE of the median", off(&gold, &always(median(&gold)))));
    let rules: Vec<View> = judged.iter().map(|j| j.rules).collect();
    out.extend(of_views("rules", &gold, &rules));
    let happened = |j: &&Judged| matches!(j.status, Status::Occurred | Status::Ongoing);
    let counts = Counts::new(
        gold.iter().filter(|g| **g >= HAPPENED).count(),
        judged.iter().filter(happened).count(),
        judged.iter().filter(happened).filter(|j| j.gold >= HAPPENED).count(),
    );
    out.push(Figure::prf("rules, shown as happened", counts));
    for (name, view) in [("head", (|j| j.head) as fn(&Judged) -> Option<View>), ("both", |j| j.both)] {
        // either all have it or none
        let views: Vec<View> = judged.iter().filter_map(view).collect();
        if views.len() == gold.len() {
            out.extend(of_views(name, &gold, &views));
        }
    }
    out.extend(STATUSES.iter().filter_map(|&(status, name)| {
        let of = |j: &&Judged| j.status == status;
        let gold: Vec<f64> = judged.iter().filter(of).map(|j| j.gold).collect();
        (!gold.is_empty()).then(|| Figure::number(format!("{name}: gold mean ({})", gold.len()), mean(&gold)))
    }));
    out
}

/// All figures of one judge.
fn of_views(title: &str, gold: &[f64], views: &[View]) -> Vec<Figure> {
    let pairs: Vec<(Class, Class)> =
        gold.iter().zip(views).map(|(g, v)| (Class::of_number(*g), v.class)).collect();
    let count = |is: &dyn Fn(Class) -> bool| {
        let both = pairs.iter().filter(|(g, f)| is(*g) && is(*f)).count();
        let (gold, found) = (pairs.iter().filter(|p| is(p.0)), pairs.iter().filter(|p| is(p.1)));
        Counts::new(gold.count(), found.count(), both)
    };
    let of_classes = CLASSES.map(|(class, _)| count(&|c| c == class));
    let negative = count(&Class::is_negative);
    let mean_of = |counts: &[Counts]| mean(&counts.iter().map(|c| c.f1()).collect::<Vec<_>>());
    let right = pairs.iter().filter(|(g, f)| g == f).count();
    let numbers: Vec<(f64, f64)> = gold.iter().zip(views).map(|(g, v)| (*g, v.number)).collect();
    let mut out = vec![
        Figure::number(format!("{title}: macro F1"), mean_of(&of_classes[..4])),
        Figure::number(
            format!("{title}: macro F1, all that is not"),
            mean_of(&[of_classes[0], of_classes[1], of_classes[2], negative]),
        ),
        Figure::share(format!("{title}: classes"), Part { right, of: pairs.len() }),
    ];
    out.extend(
        CLASSES.iter().zip(of_classes).map(|((_, name), c)| Figure::prf(format!("{title}: {name}"), c)),
    );
    out.push(Figure::number(format!("{title}: MAE"), off(gold, views)));
    out.push(Figure::number(format!("{title}: Pearson r"), pearson(&numbers)));
    out
}

/// The mean absolute error of the numbers.
fn off(gold: &[f64], views: &[View]) -> f64 {
    mean(&gold.iter().zip(views).map(|(g, v)| (g - v.number).abs()).collect::<Vec<_>>())
}

fn median(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}

fn mean(numbers: &[f64]) -> f64 {
    if numbers.is_empty() { 0.0 } else { numbers.iter().sum::<f64>() / numbers.len() as f64 }
}

/// The correlation of pairs; 0 where one side does not vary.
fn pearson(pairs: &[(f64, f64)]) -> f64 {
    let (x, y): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let (mx, my) = (mean(&x), mean(&y));
    let sum = |f: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|&(a, b)| f(a - mx, b - my)).sum::<f64>();
    let spread = (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt();
    if spread == 0.0 { 0.0 } else { sum(&|a, b| a * b) / spread }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(figures: &[Figure], name: &str) -> String {
        // OK because the tests name figures that are there
        figures.iter().find(|f| f.name == name).unwrap().value.to_string()
    }

    #[test]
    fn numbers_are_rounded_to_the_nearest_value() {
        let of = [3.0, 2.5, 2.4, 0.5, 0.4, -0.4, -0.5, -2.4, -2.5].map(Class::of_number);
        use Class::{Certain, Likely, Not, Open, Unlikely};
        assert_eq!(of, [Certain, Certain, Likely, Likely, Open, Open, Unlikely, Unlikely, Not]);
    }

    #[test]
    fn classes_and_numbers_counted_by_hand() {
        let gold = [3.0, 3.0, 1.0, 0.0, -3.0, -2.0];
        let view = |class, number| View { class, number };
        let views = [
            view(Class::Certain, 3.0),
            view(Class::Likely, 2.0),
            view(Class::Likely, 1.0),
            view(Class::Open, 0.0),
            view(Class::Not, -3.0),
            view(Class::Not, -3.0),
        ];
        let figures = of_views("x", &gold, &views);
        // F1: CT+ 2/3, PR+ and PS+ 2/3, Uu 1, CT- 2/3 (a PR- taken for it); with PR- as one class of what is not, 1
        assert_eq!(figure(&figures, "x: macro F1"), "0.750");
        assert_eq!(figure(&figures, "x: macro F1, all that is not"), "0.833");
        assert_eq!(figure(&figures, "x: classes"), " 66.7 %  (4 of 6)");
        assert_eq!(figure(&figures, "x: MAE"), "0.333");
    }

    #[test]
    fn without_spread_there_is_no_correlation() {
        assert_eq!(pearson(&[(1.0, 3.0), (2.0, 3.0)]), 0.0);
        assert_eq!(pearson(&[]), 0.0);
    }

    #[test]
    fn a_corpus_asks_its_own_question() {
        assert_eq!(
            (fitted("uds-ih2-dev-7").asked, fitted("elsewhere").asked),
            (Asked::Happened, Asked::Certain)
        );
    }
}
