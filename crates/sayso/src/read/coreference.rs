//! Which mentions speak of the same one: names by their letters and the world's tables, descriptions and pronouns by what
//! was said before. Light on purpose; every link has a plain reason.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::record::EntityKind;

use super::graph::Graph;
use super::mentions::{self, Form, Mention};
use crate::tables::countries::CountryWord;
use crate::tables::{Gender, fights};

/// Mentions that speak of one entity.
#[derive(Clone, Debug, Default)]
pub struct Cluster {
    /// Indexes into [`Clusters::mentions`], in the order of the text.
    pub mentions: Vec<usize>,
    /// Keys of its names.
    pub keys: Vec<String>,
    /// Lemmas of the heads of its descriptions.
    pub heads: Vec<String>,
    /// What it is.
    pub kind: Option<EntityKind>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// Cluster of the one it belongs to.
    pub principal: Option<usize>,
    /// Whether it is several.
    pub plural: bool,
    /// Keys of its names across transliterations.
    pub sounds: Vec<String>,
    /// The gender that any of its words tells.
    pub gender: Option<Gender>,
}

/// All mentions and their clusters.
#[derive(Clone, Debug, Default)]
pub struct Clusters {
    /// In the order of the text.
    pub mentions: Vec<Mention>,
    /// In the order of their first mention.
    pub all: Vec<Cluster>,
    of_head: BTreeMap<usize, usize>,
}

impl Clusters {
    /// What was taken for a person, a body or nothing in particular is a place after all.
    pub fn take_for_place(&mut self, head: usize) {
        if let Some(&c) = self.of_head.get(&head)
            && matches!(
                self.all[c].kind,
                None | Some(EntityKind::Other | EntityKind::Person | EntityKind::Organization)
            )
        {
            self.all[c].kind = Some(EntityKind::Place);
        }
    }

    /// Who is killed or hurt is somebody, whatever the words for them say; several, where a body is named in the plural.
    pub fn take_for_people(&mut self, head: usize) {
        let Some(&c) = self.of_head.get(&head) else { return };
        let cluster = &mut self.all[c];
        match cluster.kind {
            None | Some(EntityKind::Other) => cluster.kind = Some(EntityKind::Person),
            Some(EntityKind::Organization) if cluster.plural => cluster.kind = Some(EntityKind::Group),
            _ => {}
        }
    }

    /// Gives one mention's cluster the country and sector of another's.
    pub fn alike(&mut self, known: usize, unknown: usize) {
        let (Some(from), Some(to)) = (self.of(known), self.of(unknown)) else { return };
        let (country, sector) = (self.all[from].country.clone(), self.all[from].sector.clone());
        let cluster = &mut self.all[to];
        cluster.country = cluster.country.take().or(country);
        cluster.sector = cluster.sector.take().or(sector);
    }

    /// Whoever says `I` or `we` is the one that a phrase names: the same one, or his people where it is one person who says
    /// `we`.
    pub fn speaks(&mut self, mention: usize, source: usize) {
        let Mention { head, plural, .. } = self.mentions[mention];
        let (Some(to), Some(from)) = (self.of(source), self.of(head)) else { return };
        if from == to {
            return;
        }
        self.all[from].mentions.retain(|&m| m != mention);
        let people = plural && self.all[to].kind == Some(EntityKind::Person) && !self.all[to].plural;
        let own = if people { self.all.len() } else { to };
        if people {
            let kind = Some(EntityKind::Group);
            self.all.push(Cluster { kind, plural, principal: Some(to), ..Cluster::default() });
        }
        self.all[own].mentions.push(mention);
        self.all[own].mentions.sort_unstable();
        self.of_head.insert(head, own);
    }

    /// Those whom a phrase with a head names belong to the one that another names ("our fighters").
    pub fn belongs(&mut self, head: usize, source: usize) {
        if let (Some(own), Some(principal)) = (self.of(head), self.of(source))
            && own != principal
            && self.all[own].keys.is_empty()
        {
            self.all[own].principal = Some(principal);
        }
    }

    /// The cluster of the mention with that head.
    pub fn of(&self, head: usize) -> Option<usize> {
        self.of_head.get(&head).copied()
    }
}

/// Links the mentions with these heads.
pub fn link(graph: &Graph<'_>, heads: &[usize], published: Option<Date>) -> Clusters {
    let mut found: Vec<Mention> = heads.iter().map(|&h| mentions::at(graph, h)).collect();
    found.sort_by_key(|m| m.head);
    found.dedup_by_key(|m| m.head);
    let mut linker = Linker { graph, published, clusters: Clusters::default(), index: Index::default() };
    // names first, so that what comes before the full name finds it too ("Haftar" in a title)
    let mut order: Vec<usize> = (0..found.len()).filter(|&i| found[i].form == Form::Name).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(found[i].name.as_ref().map_or(0, ExactSizeIterator::len)), i));
    let (mut names, mut named) = (order.len(), false);
    order.extend((0..found.len()).filter(|&i| found[i].form != Form::Name));
    linker.clusters.mentions = found;
    for i in order {
        linker.place(i);
        names -= usize::from(names > 0);
        if names == 0 && !named {
            named = true;
            linker.principals();
        }
    }
    linker.appositions();
    linker.finish()
}

struct Linker<'a> {
    graph: &'a Graph<'a>,
    published: Option<Date>,
    clusters: Clusters,
    index: Index<'a>,
}

/// The first cluster of each name, and of each one in the world whom a name is known for.
#[derive(Default)]
struct Index<'a> {
    keys: BTreeMap<String, usize>,
    known: BTreeMap<Known<'a>, usize>,
}

/// Whom the world's tables know a name for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Known<'a> {
    Group(&'a str),
    Country(&'a str, CountryWord),
    Person(&'a str),
}

impl<'a> Index<'a> {
    fn add(&mut self, graph: &Graph<'a>, key: &str, cluster: usize) {
        if self.keys.get(key).is_some_and(|&c| c <= cluster) {
            return;
        }
        self.keys.insert(key.to_owned(), cluster);
        for one in known(graph, key) {
            self.known.entry(one).and_modify(|c| *c = cluster.min(*c)).or_insert(cluster);
        }
    }
}

fn known<'a>(graph: &Graph<'a>, name: &str) -> impl Iterator<Item = Known<'a>> + use<'a> {
    let world = &graph.tables.world;
    let group = world.group(name).map(|g| Known::Group(&g.id));
    let country = world.country_word(name).map(|(c, word)| Known::Country(&c.iso3, word));
    let people: Vec<Known<'a>> = world.people(name).map(|p| Known::Person(&p.person)).collect();
    group.into_iter().chain(country).chain(people)
}

impl Linker<'_> {
    fn place(&mut self, i: usize) {
        let m = self.clusters.mentions[i].clone();
        let to = match m.form {
            Form::Name => self.by_name(&m),
            Form::Pronoun => self.by_pronoun(&m),
            Form::Definite | Form::Nominal => self.by_description(&m),
        };
        let to = to.unwrap_or_else(|| {
            self.clusters.all.push(Cluster::default());
            self.clusters.all.len() - 1
        });
        self.add(i, to);
    }

    fn add(&mut self, i: usize, to: usize) {
        let m = self.clusters.mentions[i].clone();
        let key = m.name.as_ref().map(|n| mentions::key(self.graph, n));
        let sound = m.name.as_ref().and_then(|n| mentions::sound(self.graph, n));
        let principal = m.principal.and_then(|p| self.principal_cluster(p));
        self.clusters.of_head.insert(m.head, to);
        let lemma = self.graph.lemma(m.head).to_lowercase();
        if let Some(key) = &key {
            self.index.add(self.graph, key, to);
        }
        if let Some(short) = self.short_behind(&m) {
            self.index.keys.insert(short, to);
        }
        let cluster = &mut self.clusters.all[to];
        cluster.mentions.push(i);
        match key {
            Some(key) if !cluster.keys.contains(&key) => cluster.keys.push(key),
            _ => {}
        }
        if let Some(sound) = sound.filter(|s| !cluster.sounds.contains(s)) {
            cluster.sounds.push(sound);
        }
        if m.form != Form::Pronoun && !cluster.heads.contains(&lemma) {
            cluster.heads.push(lemma);
        }
        if m.form == Form::Name || cluster.kind.is_none() || cluster.kind == Some(EntityKind::Other) {
            cluster.kind = Some(m.kind).filter(|k| *k != EntityKind::Other).or(cluster.kind).or(Some(m.kind));
        }
        cluster.country = cluster.country.take().or(m.country);
        cluster.sector = cluster.sector.take().or(m.sector);
        cluster.principal = cluster.principal.or(principal);
        cluster.plural |= m.plural;
        cluster.gender = cluster.gender.or(m.gender);
    }

    /// "Doctors Abroad (MSE)": what stands in brackets behind a body's name is its short name, whatever else is called so.
    fn short_behind(&self, m: &Mention) -> Option<String> {
        let graph = self.graph;
        let body = matches!(m.kind, EntityKind::Organization | EntityKind::Group | EntityKind::Other);
        let at = m.name.as_ref().filter(|n| body && n.len() > 1)?.end;
        let inside = graph.syntax.sentences[graph.sentence_of(m.head)].tokens.contains(&(at + 2));
        let word = inside.then(|| graph.word(at + 1))?;
        let short = (graph.word(at), graph.word(at + 2)) == ("(", ")")
            && (2..=8).contains(&word.len())
            && word.chars().all(|c| c.is_uppercase() || c == '-');
        short.then(|| mentions::key(graph, &(at + 1..at + 2)))
    }

    /// Whose the named groups are, once every name has its cluster.
    fn principals(&mut self) {
        for c in 0..self.clusters.all.len() {
            let heads: Vec<usize> = self.clusters.all[c]
                .mentions
                .iter()
                .filter_map(|&i| self.clusters.mentions[i].principal)
                .collect();
            let found = heads.into_iter().find_map(|h| self.principal_cluster(h)).filter(|&p| p != c);
            self.clusters.all[c].principal = self.clusters.all[c].principal.or(found);
        }
    }

    /// The cluster of the one that a group belongs to, by head or by name.
    fn principal_cluster(&self, head: usize) -> Option<usize> {
        if let Some(c) = self.clusters.of(head) {
            return Some(c);
        }
        let m = mentions::at(self.graph, head);
        match m.form {
            Form::Name => self.by_name(&m),
            Form::Pronoun => self.by_pronoun(&m),
            _ => self.by_description(&m),
        }
    }

    fn by_name(&self, m: &Mention) -> Option<usize> {
        let key = mentions::key(self.graph, m.name.as_ref()?);
        if let Some(&c) = self.index.keys.get(&key) {
            return Some(c);
        }
        // the world's tables know both names for the same person, group or country
        let as_one = known(self.graph, &key).filter_map(|one| self.index.known.get(&one)).min();
        if let Some(&c) = as_one {
            return Some(c);
        }
        let kinds = |c: &Cluster| {
            m.kind == EntityKind::Other
                || c.kind == Some(m.kind)
                || matches!(
                    (c.kind, m.kind),
                    (Some(EntityKind::Group), EntityKind::Organization)
                        | (Some(EntityKind::Organization), EntityKind::Group)
                )
        };
        self.only(|c| {
            kinds(c) && self.genders_agree(c, m) && c.keys.iter().any(|k| short_of(&key, k, c.kind))
        })
        .or_else(|| self.by_sound(m))
    }

    /// The one cluster of which this holds.
    fn only(&self, fits: impl Fn(&Cluster) -> bool) -> Option<usize> {
        let mut found = self.clusters.all.iter().enumerate().filter(|(_, c)| fits(c));
        let first = found.next();
        first.filter(|_| found.next().is_none()).map(|(c, _)| c)
    }

    /// A person whose name another transliteration spells otherwise (`Qadhafi` for `Muammar Gaddafi`).
    fn by_sound(&self, m: &Mention) -> Option<usize> {
        if !matches!(m.kind, EntityKind::Person | EntityKind::Other) {
            return None;
        }
        let sound = mentions::sound(self.graph, m.name.as_ref()?)?;
        let person = |c: &Cluster| c.kind == Some(EntityKind::Person) && self.genders_agree(c, m);
        let same = |c: &Cluster| c.sounds.contains(&sound);
        let short = |c: &Cluster| c.sounds.iter().any(|s| s.ends_with(&format!(" {sound}")));
        self.only(|c| person(c) && same(c)).or_else(|| self.only(|c| person(c) && short(c)))
    }

    fn genders_agree(&self, c: &Cluster, m: &Mention) -> bool {
        c.gender.is_none() || m.gender.is_none() || c.gender == m.gender
    }

    fn by_pronoun(&self, m: &Mention) -> Option<usize> {
        let word = self.graph.lemma(m.head).to_lowercase();
        let is = |class: &str| self.graph.tables.classes.holds(class, &word);
        let (person, several, thing) = (is("pronoun-person"), is("pronoun-several"), is("pronoun-thing"));
        let fits = |c: &Cluster| {
            let body = matches!(c.kind, Some(EntityKind::Group | EntityKind::Organization));
            (person && c.kind == Some(EntityKind::Person) && !c.plural && self.genders_agree(c, m))
                || (several && (c.plural || body))
                || (thing && (body || c.kind == Some(EntityKind::Place)) && !c.plural)
        };
        self.nearest(m.head, 2, fits)
    }

    /// The cluster with the best mention before a token, not more than so many sentences back: the same sentence first,
    /// subjects before others, the nearer before the farther.
    fn nearest(&self, head: usize, back: usize, fits: impl Fn(&Cluster) -> bool) -> Option<usize> {
        let here = self.graph.sentence_of(head);
        let mut best: Option<((usize, usize, usize, usize), usize)> = None;
        for (c, cluster) in self.clusters.all.iter().enumerate().filter(|(_, c)| fits(c)) {
            for &i in &cluster.mentions {
                let at = self.clusters.mentions[i].head;
                let sentence = self.graph.sentence_of(at);
                if at >= head || here - sentence.min(here) > back {
                    continue;
                }
                let subject = usize::from(self.graph.relation(at) != "nsubj");
                let unnamed = usize::from(cluster.keys.is_empty());
                let rank = (here - sentence, unnamed, subject, head - at);
                if best.is_none_or(|(b, _)| rank < b) {
                    best = Some((rank, c));
                }
            }
        }
        best.map(|(_, c)| c)
    }

    fn by_description(&self, m: &Mention) -> Option<usize> {
        let lemma = self.graph.lemma(m.head).to_lowercase();
        if let Some(c) = self.by_office(m, &lemma) {
            return Some(c);
        }
        if let Some(c) = self.by_principal(m) {
            return Some(c);
        }
        if m.form != Form::Definite
            || m.principal.is_some()
            || self
                .graph
                .child(m.head, "nmod")
                .is_some_and(|n| self.graph.token(n).deprel != "nmod:poss" && n > m.head)
        {
            return None;
        }
        let same_country = |c: &Cluster| m.country.is_none() || c.country.is_none() || c.country == m.country;
        let head_again = |c: &Cluster| {
            same_country(c)
                && c.plural == m.plural
                && (c.heads.contains(&lemma) || c.keys.iter().any(|k| k.split(' ').any(|w| w == lemma)))
        };
        if let Some(c) = self.nearest(m.head, usize::MAX, head_again) {
            return Some(c);
        }
        if m.kind != EntityKind::Person || m.plural {
            return None;
        }
        let named_person = |c: &Cluster| {
            c.kind == Some(EntityKind::Person)
                && !c.keys.is_empty()
                && same_country(c)
                && self.genders_agree(c, m)
                && (c.sector.is_none() || m.sector.is_none() || self.fits_role(c, m, &lemma))
        };
        self.nearest(m.head, 4, named_person)
    }

    /// Whether a named person is known to be what a description says ("the general").
    fn fits_role(&self, c: &Cluster, m: &Mention, lemma: &str) -> bool {
        c.sector == m.sector
            || c.keys.iter().any(|k| {
                self.graph
                    .tables
                    .world
                    .people(k)
                    .any(|h| h.office.to_lowercase().contains(lemma) || Some(&h.sector) == m.sector.as_ref())
            })
    }

    /// "the Egyptian president": who held that office on the day of the report.
    fn by_office(&self, m: &Mention, lemma: &str) -> Option<usize> {
        let country = m.country.as_deref()?;
        let day = self.published?;
        let office = self.office_words(m, lemma);
        let holder = self.graph.tables.world.holder(country, &office, day)?;
        self.clusters.all.iter().position(|c| {
            c.keys.iter().any(|k| self.graph.tables.world.people(k).any(|h| h.person == holder.person))
        })
    }

    fn office_words(&self, m: &Mention, lemma: &str) -> String {
        let before = m.head.checked_sub(1).map(|b| format!("{} {lemma}", self.graph.lemma(b)));
        before
            .filter(|words| self.graph.tables.world.title(words).is_some())
            .map_or_else(|| lemma.to_owned(), |words| words.to_lowercase())
    }

    /// Armed groups of one leader or body are taken for one force ("forces loyal to X", "X's militias").
    fn by_principal(&self, m: &Mention) -> Option<usize> {
        let principal = self.principal_cluster(m.principal?)?;
        let armed = |s: &Option<String>| s.as_deref().is_some_and(fights);
        let leader = armed(&self.clusters.all[principal].sector);
        let is_force = armed(&m.sector)
            || (m.kind == EntityKind::Group && m.sector.is_none() && leader)
            || self.graph.tables.classes.holds("armed", &self.graph.lemma(m.head).to_lowercase());
        // "Houthi rebels" are the Houthis
        let body = &self.clusters.all[principal];
        let bodies = matches!(body.kind, Some(EntityKind::Group | EntityKind::Organization));
        if is_force && bodies && leader && m.plural && !self.counted(m) {
            return Some(principal);
        }
        is_force.then(|| {
            self.clusters.all.iter().position(|c| {
                c.principal == Some(principal) && armed(&c.sector) && c.kind != Some(EntityKind::Person)
            })
        })?
    }

    /// "ten fighters" are some of them.
    fn counted(&self, m: &Mention) -> bool {
        self.graph.child(m.head, "nummod").is_some()
            || m.phrase.clone().any(|t| self.graph.token(t).upos == "NUM")
    }

    /// "the army, the country's largest force": the description is the one it stands beside.
    fn appositions(&mut self) {
        for i in 0..self.clusters.mentions.len() {
            let m = &self.clusters.mentions[i];
            if self.graph.relation(m.head) != "appos" {
                continue;
            }
            let Some(other) = self.graph.head(m.head).and_then(|h| self.clusters.of(h)) else { continue };
            let own = self.clusters.of_head[&m.head];
            let (a, b) = (&self.clusters.all[own], &self.clusters.all[other]);
            let kinds = a.kind == b.kind
                || a.kind == Some(EntityKind::Other)
                || b.kind == Some(EntityKind::Other)
                || !matches!(
                    (a.kind, b.kind),
                    (Some(EntityKind::Person | EntityKind::Place), _)
                        | (_, Some(EntityKind::Person | EntityKind::Place))
                );
            let several = a.plural != b.plural && [a, b].iter().any(|c| c.kind == Some(EntityKind::Person));
            if own != other && kinds && !several && (a.keys.is_empty() || b.keys.is_empty()) {
                self.merge(own, other);
            }
        }
    }

    fn merge(&mut self, from: usize, into: usize) {
        let moved = std::mem::take(&mut self.clusters.all[from]);
        for c in self.clusters.of_head.values_mut() {
            if *c == from {
                *c = into;
            }
        }
        for c in &mut self.clusters.all {
            if c.principal == Some(from) {
                c.principal = Some(into);
            }
        }
        let target = &mut self.clusters.all[into];
        target.mentions.extend(moved.mentions);
        target.keys.extend(moved.keys);
        target.heads.extend(moved.heads);
        target.country = target.country.take().or(moved.country);
        target.sector = target.sector.take().or(moved.sector);
        target.principal = target.principal.or(moved.principal);
        target.sounds.extend(moved.sounds);
        target.gender = target.gender.or(moved.gender);
        if matches!(target.kind, None | Some(EntityKind::Other)) {
            target.kind = moved.kind;
        }
    }

    fn finish(mut self) -> Clusters {
        for c in &mut self.clusters.all {
            c.mentions.sort_unstable();
        }
        self.clusters
    }
}

/// "Haftar" for "Khalifa Haftar", "the Volcano" for "Volcano of Rage", "LNA" for "Libyan National Army".
fn short_of(short: &str, long: &str, kind: Option<EntityKind>) -> bool {
    if short.len() < 3 || short.len() >= long.len() {
        return false;
    }
    let words: Vec<&str> = long.split(' ').collect();
    match kind {
        Some(EntityKind::Person) => {
            long.ends_with(&format!(" {short}"))
                || (long.starts_with(&format!("{short} ")) && words.len() > 1)
        }
        Some(EntityKind::Place) => false,
        _ => {
            let initials: String = words
                .iter()
                .filter(|w| !matches!(**w, "of" | "the" | "and" | "for"))
                .filter_map(|w| w.chars().next())
                .collect();
            initials == short || long.starts_with(&format!("{short} ")) && short.contains(' ')
        }
    }
}
