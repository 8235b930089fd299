//! The participants of attacks that the model sees, beside those that the rows of the frames link: whom each belongs to, and
//! how well it is supported.

use std::ops::Range;

use crate::read::annotations::Part;
use crate::read::coreference::Clusters;
use crate::read::events::Telling;
use crate::read::graph::Graph;
use crate::read::happenings::Happening;
use crate::read::judge;
use crate::read::parts::Found;
use crate::record::{PloverType, Role, Status};
use crate::tables::ARGUMENT_FEATURES;

/// A run of words is taken for a participant on the model's word alone from this mean probability on.
const ALONE: f32 = 0.5;
/// Sentences between a participant and the nearest telling of its attack, at most.
const REACH: usize = 2;
/// Participants whose mean score speaks for the report.
const SUREST: usize = 3;
/// Probability of a participant that the model does not see at all.
const UNSEEN: f32 = 0.02;

/// A participant that no row links: role, words, head.
pub type Participant = (Role, Range<usize>, usize);

/// What the model saw, beside who is who.
pub struct Cast<'a> {
    graph: &'a Graph<'a>,
    clusters: &'a Clusters,
    found: &'a [Found],
    /// Odds that the report tells of an attack at all: of the mean of its surest participants.
    report: f64,
}

impl<'a> Cast<'a> {
    /// Takes what [`crate::read::parts::find`] gave.
    pub fn new(graph: &'a Graph<'a>, clusters: &'a Clusters, found: &'a [Found]) -> Self {
        let mut surest: Vec<f32> =
            found.iter().filter(|f| Part::MUC.contains(&f.part)).map(|f| f.score).collect();
        surest.sort_by(|a, b| b.total_cmp(a));
        surest.resize(SUREST, UNSEEN);
        let report = judge::odds(surest.iter().sum::<f32>() / SUREST as f32);
        Self { graph, clusters, found, report }
    }

    /// For each happening the participants that the model sees and no row links.
    pub fn unlinked(&self, tellings: &[Telling], happenings: &[Happening]) -> Vec<Vec<Participant>> {
        let attacks: Vec<usize> = (0..happenings.len())
            .filter(|&h| happenings[h].tellings.iter().any(|&i| self.is_attack(&tellings[i])))
            .collect();
        let mut out = vec![Vec::new(); happenings.len()];
        for f in self.found.iter().filter(|f| f.score >= ALONE) {
            let linked = attacks.iter().any(|&h| {
                let fillers = happenings[h].tellings.iter().flat_map(|&i| &tellings[i].fillers);
                fillers.clone().any(|x| overlap(&f.tokens, &self.graph.phrase(x.head)))
            });
            let repeated = |x: &Participant| x.0 == f.part.role() && overlap(&x.1, &f.tokens);
            if linked || out.iter().flatten().any(repeated) {
                continue;
            }
            let nearest =
                attacks.iter().filter_map(|&h| Some((self.distance(tellings, &happenings[h], f)?, h))).min();
            if let Some((_, h)) = nearest {
                out[h].push((f.part.role(), f.tokens.clone(), f.head));
            }
        }
        out
    }

    fn is_attack(&self, t: &Telling) -> bool {
        t.plover(self.graph) == PloverType::Assault && matches!(t.status, Status::Occurred | Status::Ongoing)
    }

    /// Sentences, then words, to the nearest telling; `None` out of reach.
    fn distance(&self, tellings: &[Telling], h: &Happening, f: &Found) -> Option<(usize, usize)> {
        let here = self.graph.sentence_of(f.head);
        let to = |&i: &usize| {
            let token = tellings[i].trigger.token;
            (self.graph.sentence_of(token).abs_diff(here), token.abs_diff(f.head))
        };
        h.tellings.iter().map(to).min().filter(|(sentences, _)| *sentences <= REACH)
    }

    /// What speaks for an argument, in the order of [`ARGUMENT_FEATURES`].
    pub fn features(
        &self,
        role: Role,
        phrase: &Range<usize>,
        head: usize,
        linked: bool,
        event: f64,
    ) -> [f64; ARGUMENT_FEATURES.len()] {
        let (muc, news) = (self.seen(role, phrase, head, true), self.seen(role, phrase, head, false));
        let linked = f64::from(linked);
        let (muc, news, event) = (judge::odds(muc), judge::odds(news), judge::odds(event as f32));
        [1.0, linked, muc, news, event, linked * muc, self.report]
    }

    /// The best score of what the model saw in that role, in these words or wherever the same one is named.
    fn seen(&self, role: Role, phrase: &Range<usize>, head: usize, muc: bool) -> f32 {
        let cluster = self.clusters.of(head);
        let same = |f: &&Found| {
            overlap(&f.tokens, phrase) || (cluster.is_some() && self.clusters.of(f.head) == cluster)
        };
        let fits = |f: &&Found| Part::MUC.contains(&f.part) == muc && alike(f.part.role(), role);
        self.found.iter().filter(fits).filter(same).map(|f| f.score).fold(UNSEEN, f32::max)
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// People hit are victims to some and recipients to others; an organisation hit is a target to some.
fn alike(a: Role, b: Role) -> bool {
    let hit = |r| matches!(r, Role::Victim | Role::Recipient | Role::Target);
    a == b || (b == Role::Recipient && hit(a))
}
