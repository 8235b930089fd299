//! Event factuality: did it happen, for every gold target, whether a row of the tables tells of it or not.
//!
//! The corpora give each target word a number from -3 (certainly not) to 3 (certainly): UW (Lee et al., "Event Detection and
//! Factuality Assessment with Non-Expert Supervision", EMNLP 2015), MEANTIME (Minard et al. 2016) and UDS-IH2 (Rudinger,
//! White and Van Durme, "Neural Models of Factuality", NAACL 2018). The engine gives each a status of the record. The two
//! meet in three classes:
//!
//! | class | gold | status |
//! |---|---|---|
//! | happened | from 1.5 on | occurred, ongoing |
//! | open | between | intended, threatened, requested, conditional, hypothetical |
//! | not | to -1.5 | denied |
//!
//! The borders are FactBank's own scale as these papers put it on numbers: certain is 3, probable 2, possible 1, unknown 0.
//! 1.5 is the middle between probable and possible, so a number goes with whichever of them it is nearer to. They were set
//! before any rule was tuned.
//!
//! The record's statuses say more than these corpora ask, and the corpora do not ask the same: the readers of UW give what
//! is announced (`will`) 2.3 on average, those of UDS-IH2, asked whether it has happened, -2; and these have many negated clauses
//! as having happened (that it was *not* so is then what happened). So the classes are counted twice:
//!
//! - `classes`: as in the table above, for what is shown as *happened*: its precision is the figure that matters most.
//! - `fitted classes`: each status as the class that is commonest for it in the corpus's train part ([`FITTED`]), the most
//!   that statuses can tell of this corpus's classes.
//!
//! Each stands beside the accuracy of naming the commonest class of the file always.
//!
//! - `mean absolute error`, `Pearson r`: each status as one number, its mean in the train part, as the papers score
//!   their models; beside them the error of saying 3.0 always. `yes or no`: whether that number and the gold have the same sign,
//!   and what the commoner sign would get.
//! - `model`: the same of the reader's own head for certainty alone, and `both`: of that and the status's number together.
//! - `STATUS: gold mean`: what the number of that status would be if it were fitted on this file.
//!
//! Published, on the held-out test parts, MAE and r, from the tables of Rudinger et al.:
//!
//! | | UW | MEANTIME | UDS-IH2 |
//! |---|---|---|---|
//! | always 3.0 | .78, - | .31, - | 2.255, - |
//! | Lee et al. 2015 (SVM) | .511, .708 | | |
//! | Stanovsky et al. 2017 (rules and SVM) | .42, .66 | .34, .47 | |
//! | Rudinger et al. 2018 (linear biLSTM, one corpus) | .508, .719 | .427, .335 | .960, .768 |
//!
//! ```text
//! Rebels did not shell the town.   shell -2.8   denied   right: not
//! ```

use std::collections::HashMap;
use std::path::Path;

use sayso::Engine;
use sayso::edge::Codepoints;
use sayso::read::graph::Graph;
use sayso::read::status;
use sayso::record::Status;
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

/// What a status and a number are compared as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Happened,
    Open,
    Not,
}

const CLASSES: [(Class, &str); 3] =
    [(Class::Happened, "happened"), (Class::Open, "open"), (Class::Not, "not")];

/// The middle between FactBank's *probable* (2) and *possible* (1).
const BORDER: f64 = 1.5;

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

/// A status as the corpus has it, in the order of [`STATUSES`]: the mean of the gold in its train part and the commonest
/// class there (`h`appened, `o`pen, `n`ot).
struct Fitted {
    numbers: [f64; 8],
    classes: [char; 8],
}

/// By the beginning of the sentences' ids. What a train part has fewer than ten of is taken with *intended*.
static FITTED: [(&str, Fitted); 3] = [
    (
        "uw-",
        Fitted {
            numbers: [2.73, 2.69, 1.91, 1.91, 1.57, 0.98, -1.17, 1.30],
            classes: ['h', 'h', 'h', 'h', 'h', 'o', 'n', 'o'],
        },
    ),
    (
        "uds-",
        Fitted {
            numbers: [2.12, 1.77, -1.03, -1.03, -1.52, -1.24, -0.16, -0.82],
            classes: ['h', 'h', 'n', 'n', 'n', 'n', 'n', 'n'],
        },
    ),
    (
        "meantime-",
        Fitted {
            numbers: [2.85, 2.80, 2.40, 2.40, 2.40, 2.40, -1.50, 1.63],
            classes: ['h', 'h', 'h', 'h', 'h', 'h', 'n', 'h'],
        },
    ),
];

impl Class {
    fn of_number(number: f64) -> Self {
        if number >= BORDER {
            Self::Happened
        } else if number <= -BORDER {
            Self::Not
        } else {
            Self::Open
        }
    }

    fn of_letter(letter: char) -> Self {
        match letter {
            'h' => Self::Happened,
            'n' => Self::Not,
            _ => Self::Open,
        }
    }

    fn of_status(status: Status) -> Self {
        match status {
            Status::Occurred | Status::Ongoing => Self::Happened,
            Status::Denied => Self::Not,
            Status::Intended
            | Status::Threatened
            | Status::Requested
            | Status::Conditional
            | Status::Hypothetical => Self::Open,
        }
    }
}

/// A target as the gold and as the engine have it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Judged {
    gold: f64,
    status: Status,
    /// What the model's head says of the word, -3 to 3; none where it is switched off.
    model: Option<f64>,
}

/// Reads the corpus and scores it.
///
/// # Errors
/// When the file cannot be read or holds other documents.
pub(super) fn score(data: &Path, options: &Options, engine: &Engine) -> Result<Scores, EvalError> {
    let documents: Vec<Document> = documents(data, options.limit)?;
    let fitted = fitted(documents.first().map_or("", |d| &d.id));
    let outcomes = each(&documents, |document| judge(document, engine, options.show));
    let judged: Vec<Judged> = outcomes.iter().flat_map(|(judged, _)| judged.iter().copied()).collect();
    let targets = documents.iter().map(|d| d.targets.len()).sum();
    Ok(Scores {
        set: "factuality".to_owned(),
        data: data.display().to_string(),
        documents: documents.len(),
        figures: figures(&judged, targets, fitted),
        shown: outcomes.into_iter().flat_map(|(_, shown)| shown).collect(),
    })
}

/// What was fitted on the corpus that a sentence is from; UW's where it is none of them.
fn fitted(id: &str) -> &'static Fitted {
    FITTED.iter().find(|(start, _)| id.starts_with(start)).map_or(&FITTED[0].1, |(_, fitted)| fitted)
}

/// The engine's status for each target of a sentence, and, if it is to be shown, a line for each that is of another class.
fn judge(document: &Document, engine: &Engine, show: bool) -> (Vec<Judged>, Vec<String>) {
    let report = report(&document.id, &document.text, None);
    let syntax = engine.model().annotate(&report);
    let graph = Graph::new(&report.text, &syntax, engine.tables());
    let codepoints = Codepoints::new(&report);
    let tokens: Vec<(usize, usize)> = syntax
        .tokens
        .iter()
        .map(|t| {
            let span = codepoints.span(t.range.clone());
            (span.start, span.end)
        })
        .collect();
    let (mut judged, mut shown) = (Vec::new(), Vec::new());
    for target in &document.targets {
        let [start, end] = target.span;
        let Some(token) = tokens.iter().position(|&(s, e)| s < end && start < e) else { continue };
        let model = syntax.judgments.get(token).map(|j| f64::from(j.certainty));
        let one = Judged { gold: target.factuality, status: status::of(&graph, token), model };
        if show && Class::of_number(one.gold) != Class::of_status(one.status) {
            shown.push(line(&graph, token, target, one, document));
        }
        judged.push(one);
    }
    (judged, shown)
}

/// A target of another class, with the word above it, for whoever looks for the cause.
fn line(graph: &Graph<'_>, token: usize, target: &Target, one: Judged, document: &Document) -> String {
    let head = graph.head(token).map_or("-", |h| graph.lemma(h));
    format!(
        "{}\t{:.1}\t{}\t{}\t{} of {head}\t{}",
        document.id,
        one.gold,
        name(one.status),
        target.string,
        graph.token(token).deprel,
        document.text
    )
}

fn name(status: Status) -> &'static str {
    STATUSES.iter().find(|(s, _)| *s == status).map_or("", |(_, name)| name)
}

fn column(status: Status) -> usize {
    STATUSES.iter().position(|(s, _)| *s == status).unwrap_or(0)
}

fn figures(judged: &[Judged], targets: usize, fitted: &Fitted) -> Vec<Figure> {
    let mut out = vec![Figure::share("targets found", Part { right: judged.len(), of: targets })];
    out.extend(of_classes(judged, "classes", &Class::of_status));
    out.extend(of_classes(judged, "fitted classes", &|status| {
        Class::of_letter(fitted.classes[column(status)])
    }));
    out.extend(of_numbers(judged, &fitted.numbers));
    out.extend(of_model("model", judged, &|_, model| model));
    // the head knows what the rules do not, and the other way round; a third of the weight to the rules is a guess, not fitted
    out.extend(of_model("both", judged, &|status, model| {
        (fitted.numbers[column(status)] + 2.0 * model) / 3.0
    }));
    out.extend(STATUSES.iter().filter_map(|&(status, name)| {
        let gold: Vec<f64> = judged.iter().filter(|j| j.status == status).map(|j| j.gold).collect();
        (!gold.is_empty()).then(|| Figure::number(format!("{name}: gold mean ({})", gold.len()), mean(&gold)))
    }));
    out
}

/// How often each class is right, and how often the commonest one would be.
fn of_classes(judged: &[Judged], title: &str, class: &dyn Fn(Status) -> Class) -> Vec<Figure> {
    let mut counts: HashMap<&str, Counts> = HashMap::new();
    let mut all = Part::default();
    for one in judged {
        let (gold, found) = (Class::of_number(one.gold), class(one.status));
        all.add(gold == found);
        for (class, name) in CLASSES {
            let right = usize::from(gold == class && found == class);
            *counts.entry(name).or_default() +=
                Counts::new(usize::from(gold == class), usize::from(found == class), right);
        }
    }
    let of = |name: &str| counts.get(name).copied().unwrap_or_default();
    let commonest = CLASSES.iter().map(|(_, name)| of(name).gold).max().unwrap_or(0);
    let f1: Vec<f64> = CLASSES.iter().map(|(_, name)| of(name).f1()).collect();
    let mut out = vec![
        Figure::share(title, all),
        Figure::share(format!("{title}: always the commonest"), Part { right: commonest, of: judged.len() }),
        Figure::number(format!("{title}: macro F1"), mean(&f1)),
    ];
    out.extend(CLASSES.iter().map(|(_, name)| Figure::prf(format!("{title}: {name}"), of(name))));
    out
}

/// Each status as a number against the gold.
fn of_numbers(judged: &[Judged], numbers: &[f64; 8]) -> Vec<Figure> {
    let pairs: Vec<(f64, f64)> = judged.iter().map(|one| (one.gold, numbers[column(one.status)])).collect();
    let mut same = Part::default();
    let mut positive = 0;
    for &(gold, number) in &pairs {
        same.add((gold > 0.0) == (number > 0.0));
        positive += usize::from(gold > 0.0);
    }
    let commoner = positive.max(pairs.len() - positive);
    let off = |number: &dyn Fn(f64) -> f64| {
        mean(&pairs.iter().map(|&(gold, n)| (gold - number(n)).abs()).collect::<Vec<_>>())
    };
    vec![
        Figure::share("yes or no", same),
        Figure::share("yes or no: always the commoner", Part { right: commoner, of: pairs.len() }),
        Figure::number("mean absolute error", off(&|n| n)),
        Figure::number("mean absolute error: always 3.0", off(&|_| 3.0)),
        Figure::number("Pearson r", pearson(&pairs)),
    ]
}

/// A number made of the status and the model's own: its classes by the border, its error and its correlation.
fn of_model(title: &str, judged: &[Judged], number: &dyn Fn(Status, f64) -> f64) -> Vec<Figure> {
    let pairs: Vec<(f64, f64)> =
        judged.iter().filter_map(|one| Some((one.gold, number(one.status, one.model?)))).collect();
    if pairs.is_empty() {
        return Vec::new();
    }
    let mut classes = Part::default();
    for &(gold, number) in &pairs {
        classes.add(Class::of_number(gold) == Class::of_number(number));
    }
    let off: Vec<f64> = pairs.iter().map(|(gold, number)| (gold - number).abs()).collect();
    vec![
        Figure::share(format!("{title}: classes"), classes),
        Figure::number(format!("{title}: mean absolute error"), mean(&off)),
        Figure::number(format!("{title}: Pearson r"), pearson(&pairs)),
    ]
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

    fn judged(pairs: &[(f64, Status)]) -> Vec<Judged> {
        pairs.iter().map(|&(gold, status)| Judged { gold, status, model: None }).collect()
    }

    fn figure(figures: &[Figure], name: &str) -> String {
        // OK because the tests name figures that are there
        figures.iter().find(|f| f.name == name).unwrap().value.to_string()
    }

    #[test]
    fn borders_belong_to_the_outer_classes() {
        let of = [3.0, 1.5, 1.4, 0.0, -1.4, -1.5].map(Class::of_number);
        use Class::{Happened, Not, Open};
        assert_eq!(of, [Happened, Happened, Open, Open, Open, Not]);
    }

    #[test]
    fn classes_counted_by_hand() {
        let all = judged(&[
            (3.0, Status::Occurred),
            (2.0, Status::Ongoing),
            (0.4, Status::Occurred),
            (0.0, Status::Intended),
            (-2.0, Status::Denied),
        ]);
        let figures = of_classes(&all, "classes", &Class::of_status);
        assert_eq!(figure(&figures, "classes"), " 80.0 %  (4 of 5)");
        assert_eq!(figure(&figures, "classes: always the commonest"), " 40.0 %  (2 of 5)");
        // F1: happened 4/5, open 2/3, not 1
        assert_eq!(figure(&figures, "classes: macro F1"), "0.822");
    }

    #[test]
    fn numbers_counted_by_hand() {
        let numbers = [3.0, 3.0, 1.0, 1.0, 1.0, 1.0, -3.0, 1.0];
        let figures = of_numbers(&judged(&[(2.0, Status::Occurred), (-2.0, Status::Denied)]), &numbers);
        assert_eq!(figure(&figures, "mean absolute error"), "1.000");
        assert_eq!(figure(&figures, "mean absolute error: always 3.0"), "3.000");
        assert_eq!(figure(&figures, "Pearson r"), "1.000");
        assert_eq!(figure(&figures, "yes or no"), "100.0 %  (2 of 2)");
    }

    #[test]
    fn without_spread_there_is_no_correlation() {
        assert_eq!(pearson(&[(1.0, 3.0), (2.0, 3.0)]), 0.0);
        assert_eq!(pearson(&[]), 0.0);
    }

    #[test]
    fn a_corpus_has_its_own_numbers() {
        assert_eq!(fitted("uds-ih2-dev-7").numbers, FITTED[1].1.numbers);
        assert_eq!(fitted("elsewhere").numbers, FITTED[0].1.numbers);
    }
}
