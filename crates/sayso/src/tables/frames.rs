//! Words that tell of events: which sense is which event, and which place in the sentence fills which role.
//!
//! The format is told in `data/README.md`.

use std::collections::HashMap;

use serde::Deserialize;

use crate::record::{Acled, PloverType};

use super::rows::{self, TableFile, TablesError};

/// Verb or noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pos {
    /// Verbs and participles.
    Verb,
    /// Nouns.
    Noun,
}

/// A place around a trigger word, independent of voice.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Who does it.
    Subj,
    /// Whom it is done to.
    Obj,
    /// To whom something is given or told.
    Iobj,
    /// Open complement.
    Xcomp,
    /// Clause.
    Ccomp,
    /// Subject of the clause (`demanded that X leave`).
    Csubj,
    /// Adjective or noun before a noun.
    Mod,
    /// Object of an open complement (`vowed to support X`).
    Xobj,
    /// A phrase with one of these prepositions.
    Prep(Vec<String>),
}

impl Place {
    fn parse(s: &str) -> Self {
        match s {
            "subj" => Self::Subj,
            "obj" => Self::Obj,
            "iobj" => Self::Iobj,
            "xcomp" => Self::Xcomp,
            "ccomp" => Self::Ccomp,
            "csubj" => Self::Csubj,
            "mod" => Self::Mod,
            "xobj" => Self::Xobj,
            preps => Self::Prep(preps.split('/').map(str::to_owned).collect()),
        }
    }
}

/// One condition of a sense test.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Where to look.
    pub place: Place,
    /// What must be there.
    pub want: Want,
}

/// What a condition wants of its place.
#[derive(Clone, Debug)]
pub enum Want {
    /// Something.
    Filled,
    /// Nothing.
    Empty,
    /// One of these words or classes (`@class`).
    Any(Vec<String>),
    /// Something, and none of these.
    None(Vec<String>),
}

impl Condition {
    fn parse(s: &str) -> Result<Self, String> {
        let alternatives = |v: &str| -> Vec<String> { rows::list(v).map(str::to_lowercase).collect() };
        let (place, want) = if let Some((place, v)) = s.split_once("!=") {
            (place, Want::None(alternatives(v)))
        } else if let Some((place, v)) = s.split_once('=') {
            (place, Want::Any(alternatives(v)))
        } else if let Some(place) = s.strip_prefix('!') {
            (place, Want::Empty)
        } else {
            (s, Want::Filled)
        };
        if place.is_empty() {
            return Err(format!("the condition `{s}` names no place"));
        }
        Ok(Self { place: Place::parse(place), want })
    }
}

/// One sense of a word.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The words; the head first for a verb, last for a noun.
    pub words: Vec<String>,
    /// Verb or noun.
    pub pos: Pos,
    /// All must hold.
    pub test: Vec<Condition>,
    /// The event it tells of; `None` for a sense that is no event.
    pub plover: Option<PloverType>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// ACLED sub-event type.
    pub acled: Option<String>,
    /// Index into [`Frames::links`].
    pub link: usize,
    /// A sentence of that sense.
    pub example: String,
    /// The table that the row stands in, below the folder of tables.
    pub file: String,
    /// Its line there, counted from 1.
    pub line: u64,
}

impl Frame {
    /// The head word.
    pub fn head(&self) -> &str {
        match self.pos {
            Pos::Verb => self.words.first(),
            Pos::Noun => self.words.last(),
        }
        .map_or("", String::as_str)
    }

    /// The head with what a hyphen joins to it, as one word: `counter-attack`, `re-arrest`.
    pub fn hyphenated(&self) -> String {
        match (self.pos, self.words.as_slice()) {
            (Pos::Noun, words) => words.join("-"),
            (Pos::Verb, [verb, front, ..]) if front.ends_with('-') => format!("{front}{verb}"),
            (Pos::Verb, _) => self.head().to_owned(),
        }
    }

    fn weight(&self) -> usize {
        self.test.len() + self.words.len() - 1
    }
}

/// The parts a place can fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LinkRole {
    /// Who acts.
    Actor,
    /// Whom or what it is done to.
    Patient,
    /// With what.
    Weapon,
    /// Both sides of a mutual act.
    Party,
    /// Where.
    Place,
    /// What is asked, promised, threatened.
    Content,
}

/// Which place fills which role.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// Name in `links.csv`.
    pub name: String,
    /// Roles, each with its places from first to last choice.
    pub roles: Vec<(LinkRole, Vec<Place>)>,
}

/// All frames, by head word.
#[derive(Debug, Default)]
pub struct Frames {
    /// Every frame.
    pub all: Vec<Frame>,
    /// Every linking pattern.
    pub links: Vec<Link>,
    by_head: HashMap<(Pos, String), Vec<usize>>,
    unlisted: HashMap<(Pos, PloverType), usize>,
    harm: HashMap<String, Vec<HarmWord>>,
    light: HashMap<String, Light>,
    speech: Vec<Speech>,
    /// Words that name the one behind an event which other words tell of.
    pub blame: Vec<Blame>,
}

/// A word that names the one behind an event which another word tells of (`claimed responsibility for the attack`).
#[derive(Clone, Debug)]
pub struct Blame {
    /// Its lemmas, the head first.
    pub words: Vec<String>,
    /// Where the one behind it stands.
    pub actor: Place,
    /// Where the event stands; empty for a preposition before the event itself (`behind the attack`).
    pub event: Vec<Place>,
}

/// What happens to the people in the object of a word of harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Harm {
    /// They die.
    Killed,
    /// They are hurt.
    Injured,
    /// They are taken away.
    Abducted,
    /// They must leave.
    Displaced,
    /// They are hit: those who do not die of it are injured.
    Hit,
}

/// A word that tells what becomes of people.
#[derive(Clone, Debug)]
pub struct HarmWord {
    /// The words beside the head.
    pub others: Vec<String>,
    /// Verb or noun; `None`: adjective.
    pub pos: Option<Pos>,
    /// Words one of which must govern it; empty: any.
    pub under: Vec<String>,
    /// Where the people stand, from first to last choice.
    pub people: Vec<Place>,
    /// What the number beside it counts.
    pub counts: Counts,
    /// What becomes of them.
    pub harm: Harm,
}

/// What the number beside a word of harm counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// The people in its places.
    People,
    /// Failing those, the word itself (`six deaths`).
    Itself,
    /// Failing those, whoever has it (`a man with a gunshot wound`).
    Bearer,
    /// All who came to harm (`death toll`).
    All,
}

/// What a verb with little meaning of its own does with the noun it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Light {
    /// Its subject does what the noun says (`launched an attack`).
    Does,
    /// Its subject suffers what the noun says (`came under attack`).
    Suffers,
}

/// How a deed is spoken of by the one who is to do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// It is to come (`will send`, `is about to visit`).
    Future,
    /// It will not be done (`will not accept`).
    Refused,
    /// It was tried (`attempted to kill`).
    Attempted,
    /// Whoever can has decided on it (`decided to allow`).
    Decided,
}

/// What speaking of a deed in that way amounts to: a promise, a threat, a refusal.
#[derive(Clone, Debug)]
pub struct Speech {
    /// How the deed is spoken of.
    pub stance: Stance,
    /// Whether this holds only where the doer says so; else the report's word is enough.
    pub own_words: bool,
    /// Type of the deed.
    pub deed: PloverType,
    /// Mode of the deed; `None` for all that no other row names.
    pub mode: Option<String>,
    /// The type that it amounts to.
    pub plover: PloverType,
    /// Its mode.
    pub plover_mode: Option<String>,
}

#[derive(Deserialize)]
struct SpeechRow {
    stance: Stance,
    teller: String,
    deed: String,
    deed_mode: String,
    plover: String,
    mode: String,
}

#[derive(Deserialize)]
struct FrameRow {
    lemma: String,
    pos: String,
    test: String,
    plover: String,
    mode: String,
    acled: String,
    link: String,
    example: String,
}

#[derive(Deserialize)]
struct LinkRow {
    link: String,
    role: String,
    places: String,
}

#[derive(Deserialize)]
struct HarmRow {
    words: String,
    pos: String,
    under: String,
    people: String,
    harm: Harm,
}

#[derive(Deserialize)]
struct BlameRow {
    lemma: String,
    actor: String,
    event: String,
}

#[derive(Deserialize)]
struct LightRow {
    lemma: String,
    subject: Light,
}

impl From<BlameRow> for Blame {
    fn from(row: BlameRow) -> Self {
        Self {
            words: row.lemma.split(' ').map(str::to_lowercase).collect(),
            actor: Place::parse(&row.actor),
            event: rows::list(&row.event).map(Place::parse).collect(),
        }
    }
}

impl Frames {
    pub(super) fn load(files: &[TableFile<'_>]) -> Result<Self, TablesError> {
        let mut frames = Self::default();
        for file in files.iter().filter(|f| f.path.ends_with("/links.csv")) {
            rows::each(file, |row: LinkRow, _| frames.add_link(row))?;
        }
        for file in files {
            match file.path {
                "frames/links.csv" => Ok(()),
                "frames/harm.csv" => rows::each(file, |row: HarmRow, _| frames.add_harm(row)),
                "frames/light.csv" => rows::each(file, |row: LightRow, _| {
                    frames.light.entry(row.lemma).or_insert(row.subject);
                    Ok(())
                }),
                "frames/blame.csv" => rows::each(file, |row: BlameRow, _| {
                    frames.blame.push(Blame::from(row));
                    Ok(())
                }),
                "frames/speech.csv" => rows::each(file, |row: SpeechRow, _| frames.add_speech(row)),
                _ => rows::each(file, |row: FrameRow, line| frames.add(row, file.path, line)),
            }?;
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
        for ids in frames.by_head.values_mut() {
            ids.sort_by_key(|&i| std::cmp::Reverse(frames.all[i].weight()));
        }
        Ok(frames)
    }

    fn add_link(&mut self, row: LinkRow) -> Result<(), String> {
        let role = match row.role.as_str() {
            "actor" => LinkRole::Actor,
            "patient" => LinkRole::Patient,
            "weapon" => LinkRole::Weapon,
            "party" => LinkRole::Party,
            "place" => LinkRole::Place,
            "content" => LinkRole::Content,
            other => return Err(format!("unknown role `{other}`")),
        };
        let places = rows::list(&row.places).map(Place::parse).collect();
        match self.links.iter_mut().find(|l| l.name == row.link) {
            Some(link) if link.roles.iter().any(|(r, _)| *r == role) => {}
            Some(link) => link.roles.push((role, places)),
            None => self.links.push(Link { name: row.link, roles: vec![(role, places)] }),
        }
        Ok(())
    }

    fn add_speech(&mut self, row: SpeechRow) -> Result<(), String> {
        let own_words = match row.teller.as_str() {
            "doer" => true,
            "any" => false,
            other => return Err(format!("`teller` is `{other}`, expected doer or any")),
        };
        let some = |s: String| (!s.is_empty()).then_some(s);
        self.speech.push(Speech {
            stance: row.stance,
            own_words,
            deed: plover_type(&row.deed)?,
            mode: some(row.deed_mode),
            plover: plover_type(&row.plover)?,
            plover_mode: some(row.mode),
        });
        Ok(())
    }

    fn add_harm(&mut self, row: HarmRow) -> Result<(), String> {
        let pos = match row.pos.as_str() {
            "verb" => Some(Pos::Verb),
            "noun" => Some(Pos::Noun),
            "adj" => None,
            other => return Err(format!("`pos` is `{other}`, expected verb, noun or adj")),
        };
        let mut words: Vec<String> = row.words.split_whitespace().map(str::to_lowercase).collect();
        let head =
            if pos == Some(Pos::Noun) { words.pop() } else { (!words.is_empty()).then(|| words.remove(0)) };
        let head = head.ok_or("the row has no words")?;
        let (places, marks): (Vec<&str>, Vec<&str>) =
            rows::list(&row.people).partition(|p| !matches!(*p, "self" | "toll" | "bearer"));
        let counts = match marks.first() {
            Some(&"self") => Counts::Itself,
            Some(&"bearer") => Counts::Bearer,
            Some(_) => Counts::All,
            None => Counts::People,
        };
        let under = rows::list(&row.under).map(str::to_lowercase).collect();
        let people = places.into_iter().map(Place::parse).collect();
        self.harm.entry(head).or_default().push(HarmWord {
            others: words,
            pos,
            under,
            people,
            counts,
            harm: row.harm,
        });
        Ok(())
    }

    fn add(&mut self, row: FrameRow, file: &str, line: u64) -> Result<(), String> {
        let pos = match row.pos.as_str() {
            "verb" => Pos::Verb,
            "noun" => Pos::Noun,
            other => return Err(format!("`pos` is `{other}`, expected verb or noun")),
        };
        let plover = match row.plover.as_str() {
            "-" => None,
            name => Some(plover_type(name)?),
        };
        let link = match row.link.as_str() {
            "" => 0,
            name => self
                .links
                .iter()
                .position(|l| l.name == name)
                .ok_or_else(|| format!("`{name}` is not a pattern of frames/links.csv"))?,
        };
        if !row.acled.is_empty() && acled(&row.acled).is_none() {
            return Err(format!("`{}` is not an ACLED sub-event type", row.acled));
        }
        let test = row.test.split_whitespace().map(Condition::parse).collect::<Result<_, _>>()?;
        // a noun's hyphen is no part of its words ("air-strike"): the reader splits there
        let apart = |c: char| c.is_whitespace() || (c == '-' && pos == Pos::Noun);
        let mut words: Vec<String> =
            row.lemma.split(apart).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
        // a verb's too, but what stands before it keeps the hyphen as a sign: `fire test-` for "test-fired"
        if let Some((front, verb)) =
            words.first().filter(|_| pos == Pos::Verb).and_then(|w| w.rsplit_once('-'))
        {
            let (front, verb) = (format!("{front}-"), verb.to_owned());
            words[0] = verb;
            words.insert(1, front);
        }
        let some = |s: String| (!s.is_empty()).then_some(s);
        let frame = Frame {
            words,
            pos,
            test,
            plover,
            mode: some(row.mode),
            acled: some(row.acled),
            link,
            example: row.example,
            file: file.to_owned(),
            line,
        };
        if frame.head().is_empty() {
            return Err("the row has no lemma".to_owned());
        }
        if row.lemma == "*" {
            let plover = frame.plover.ok_or("a row for words without a row needs a type")?;
            self.unlisted.entry((pos, plover)).or_insert(self.all.len());
            self.all.push(frame);
            return Ok(());
        }
        self.by_head.entry((pos, frame.head().to_owned())).or_default().push(self.all.len());
        if row.lemma.contains('-') && frame.hyphenated() != frame.head() {
            // the reader leaves some together ("counter-attack", "re-arrest")
            self.by_head.entry((pos, frame.hyphenated())).or_default().push(self.all.len());
        }
        self.all.push(frame);
        Ok(())
    }

    /// The senses of a head word, in the order in which they are to be tried.
    pub fn of(&self, pos: Pos, lemma: &str) -> impl Iterator<Item = (usize, &Frame)> {
        let ids = self.by_head.get(&(pos, lemma.to_owned())).map_or(&[][..], Vec::as_slice);
        ids.iter().map(|&i| (i, &self.all[i]))
    }

    /// The sense of a word that no row knows and the model takes for an event of that type (rows of the lemma `*`).
    pub fn unlisted(&self, pos: Pos, plover: PloverType) -> Option<usize> {
        self.unlisted.get(&(pos, plover)).copied()
    }

    /// The verbs that rows and lists of frames ask for.
    pub(super) fn verbs(&self) -> impl Iterator<Item = String> {
        let mut light: Vec<String> = self.light.keys().cloned().collect();
        light.sort_unstable();
        let complements =
            self.all.iter().flat_map(|f| &f.test).filter(|c| c.place == Place::Xcomp).flat_map(words_of);
        self.all
            .iter()
            .filter(|f| f.pos == Pos::Verb)
            .map(|f| f.head().to_owned())
            .chain(complements)
            .chain(light)
            .chain(self.blame.iter().map(|b| b.words[0].clone()))
    }

    /// The nouns that rows of frames ask for.
    pub(super) fn nouns(&self) -> impl Iterator<Item = String> {
        let tested = self.all.iter().flat_map(|f| &f.test).flat_map(words_of);
        self.all.iter().filter(|f| f.pos == Pos::Noun).flat_map(|f| f.words.iter().cloned()).chain(tested)
    }

    /// The rows of a word that tells what becomes of people.
    pub fn harm_words(&self, lemma: &str) -> &[HarmWord] {
        self.harm.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// What it amounts to that a deed of this type and mode is spoken of in that way; a row for the mode counts first.
    pub fn speech(&self, stance: Stance, deed: PloverType, mode: Option<&str>) -> Option<&Speech> {
        let fits = |s: &&Speech| s.stance == stance && s.deed == deed;
        let all = || self.speech.iter().filter(fits);
        all()
            .find(|s| s.mode.is_some() && s.mode.as_deref() == mode)
            .or_else(|| all().find(|s| s.mode.is_none()))
    }

    /// What a verb of little meaning does with the noun it governs.
    pub fn light(&self, lemma: &str) -> Option<Light> {
        self.light.get(lemma).copied()
    }
}

/// The plain words that a condition asks for.
fn words_of(condition: &Condition) -> Vec<String> {
    match &condition.want {
        Want::Any(words) => words.iter().filter(|w| !w.starts_with('@')).cloned().collect(),
        _ => Vec::new(),
    }
}

/// The PLOVER type of that name.
fn plover_type(name: &str) -> Result<PloverType, String> {
    serde_json::from_value(serde_json::Value::String(name.to_owned()))
        .map_err(|_| format!("`{name}` is not one of PLOVER's 16 types"))
}

/// Event type and sub-event type of ACLED's codebook for a sub-event type.
pub fn acled(sub_event_type: &str) -> Option<Acled> {
    let event_type = match sub_event_type {
        "Armed clash" | "Government regains territory" | "Non-state actor overtakes territory" => "Battles",
        "Chemical weapon"
        | "Air/drone strike"
        | "Suicide bomb"
        | "Shelling/artillery/missile attack"
        | "Remote explosive/landmine/IED"
        | "Grenade" => "Explosions/Remote violence",
        "Sexual violence" | "Attack" | "Abduction/forced disappearance" => "Violence against civilians",
        "Peaceful protest" | "Protest with intervention" | "Excessive force against protesters" => "Protests",
        "Violent demonstration" | "Mob violence" => "Riots",
        "Agreement"
        | "Arrests"
        | "Change to group/activity"
        | "Disrupted weapons use"
        | "Headquarters or base established"
        | "Looting/property destruction"
        | "Non-violent transfer of territory"
        | "Other" => "Strategic developments",
        _ => return None,
    };
    Some(Acled { event_type: event_type.to_owned(), sub_event_type: sub_event_type.to_owned() })
}
