//! Forms: the columns that another program expects, each filled by a field, as a table (`data/export/*.csv`).
//!
//! ```text
//! column,field,note
//! :about,,what the form is
//! :of,incidents,                  what a row is about: events (default) or incidents
//! :delimiter,tab,                 comma (default), tab, or one character
//! :quoting,none,                  csv (default); none: breaks and delimiters in cells become spaces
//! :header,no,                     yes (default)
//! :null,,                         what stands for nothing; no text may be the same
//! :list,;,                        what stands between items of a list
//! :escape,yes,                    no (default): in an item, the separator becomes a comma; yes: a backslash stands before it
//! :guard,no,                      yes (default): cells are safe in a spreadsheet
//! :only,status=occurred|ongoing,  which events it can hold; all such lines must fit; a field alone must have a value
//! :lacks,what is lost,why
//! event_date,first_day,
//! region,,why it stays empty
//! casualty_type,'civilians',      the same words in every row
//! ```
//!
//! ```
//! use sayso_export::Form;
//!
//! let form = Form::read("mine", "column,field,note\n:list,|,\nwho,actors,\nwhen,first_day,\n")?;
//! assert_eq!(form.columns().collect::<Vec<_>>(), ["who", "when"]);
//! assert!(Form::read("mine", "column,field,note\nwho,perpetrator,\n").is_err());
//! # Ok::<(), sayso_export::ExportError>(())
//! ```

use std::fmt;
use std::sync::LazyLock;

use crate::error::ExportError;
use crate::fields::FieldOf;
use crate::subject::{Events, Incidents, Subject};
use crate::value::{Kind, Value};
use crate::{Result, cell};

/// The forms for events that are part of the program.
pub(crate) static FOR_EVENTS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    read_all(&[
        ("sayso", include_str!("../../../data/export/sayso.csv")),
        ("acled", include_str!("../../../data/export/acled.csv")),
        ("ucdp_ged", include_str!("../../../data/export/ucdp_ged.csv")),
        ("polecat", include_str!("../../../data/export/polecat.csv")),
        ("gdelt2", include_str!("../../../data/export/gdelt2.csv")),
        ("airwars", include_str!("../../../data/export/airwars.csv")),
        ("airwars_casualty", include_str!("../../../data/export/airwars_casualty.csv")),
        ("airwars_source", include_str!("../../../data/export/airwars_source.csv")),
    ])
});

/// The forms for incidents that are part of the program.
pub(crate) static FOR_INCIDENTS: LazyLock<Vec<IncidentForm>> =
    LazyLock::new(|| read_all(&[("incidents", include_str!("../../../data/export/incidents.csv"))]));

/// A table of ours that is wrong is left out here and found by a test.
fn read_all<S: Subject>(tables: &[(&str, &str)]) -> Vec<FormOf<S>> {
    tables.iter().filter_map(|(name, table)| FormOf::read(name, table).ok()).collect()
}

/// A form for events.
pub type Form = FormOf<Events>;

/// A form for incidents.
pub type IncidentForm = FormOf<Incidents>;

/// A form for events or for incidents.
#[derive(Clone, Debug)]
pub enum AnyForm {
    /// A row is an event, as one report tells it.
    Events(Form),
    /// A row is an incident.
    Incidents(IncidentForm),
}

impl AnyForm {
    /// Reads a form of either kind; its `:of` says which.
    ///
    /// # Errors
    /// As [`FormOf::read`].
    pub fn read(name: &str, table: &str) -> Result<Self> {
        let rows = csv::ReaderBuilder::new().flexible(true).from_reader(table.as_bytes()).into_records();
        let mut rows = rows.flatten();
        if rows.any(|row| row.get(0) == Some(":of") && row.get(1) == Some(Incidents::PLURAL)) {
            FormOf::read(name, table).map(Self::Incidents)
        } else {
            FormOf::read(name, table).map(Self::Events)
        }
    }

    /// All forms that are part of the program.
    pub fn all_built_in() -> impl Iterator<Item = Self> {
        let events = FOR_EVENTS.iter().cloned().map(Self::Events);
        events.chain(FOR_INCIDENTS.iter().cloned().map(Self::Incidents))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Events(form) => &form.name,
            Self::Incidents(form) => &form.name,
        }
    }

    /// What it is, for people.
    #[must_use]
    pub fn about(&self) -> &str {
        match self {
            Self::Events(form) => &form.about,
            Self::Incidents(form) => &form.about,
        }
    }
}

impl fmt::Display for AnyForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Events(form) => form.fmt(f),
            Self::Incidents(form) => form.fmt(f),
        }
    }
}

/// A form: columns, how they are written, which events it holds and what it loses.
#[derive(Clone, Debug)]
pub struct FormOf<S: Subject> {
    /// `acled`, or what the user calls his own.
    pub name: String,
    /// What the form is, for people.
    pub about: String,
    /// What of Sayso's it cannot hold.
    pub lacks: Vec<Lack>,
    pub(crate) delimiter: u8,
    pub(crate) quoted: bool,
    pub(crate) header: bool,
    null: String,
    separator: String,
    escape: bool,
    guard: bool,
    only: Vec<Condition<S>>,
    pub(crate) columns: Vec<Column<S>>,
}

/// Something of Sayso's that a form cannot hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    /// What is lost.
    pub what: String,
    /// Why, or what becomes of it.
    pub why: String,
}

/// One column.
#[derive(Clone, Debug)]
pub(crate) struct Column<S: Subject> {
    pub(crate) name: String,
    pub(crate) filling: Filling<S>,
    pub(crate) note: String,
}

/// What stands in a column.
#[derive(Clone, Debug)]
pub(crate) enum Filling<S: Subject> {
    Empty,
    Constant(String),
    Field(&'static FieldOf<S>),
}

impl<S: Subject> Filling<S> {
    /// What values stand in the column.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Field(field) => field.kind,
            Self::Empty | Self::Constant(_) => Kind::Text,
        }
    }
}

/// What an event must have to be in the form.
#[derive(Clone, Debug)]
struct Condition<S: Subject> {
    field: &'static FieldOf<S>,
    /// Empty: any value will do.
    values: Vec<String>,
}

impl<S: Subject> FormOf<S> {
    /// The forms that are part of the program.
    #[must_use]
    pub fn all_built_in() -> &'static [Self] {
        S::forms()
    }

    /// The built-in form of this name.
    #[must_use]
    pub fn built_in(name: &str) -> Option<&'static Self> {
        S::forms().iter().find(|form| form.name == name)
    }

    /// Reads a form from its table, as this module's head describes it.
    ///
    /// # Errors
    /// Where a line is not as described there, a field is not known, a column stands twice, or there is none.
    pub fn read(name: &str, table: &str) -> Result<Self> {
        let mut form = Self::empty(name);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table.as_bytes());
        let fault = |line, message| ExportError::Form { form: name.to_owned(), line, message };
        if reader.headers()?.iter().collect::<Vec<_>>() != ["column", "field", "note"] {
            return Err(fault(1, "the first line must be column,field,note".to_owned()));
        }
        for row in reader.records() {
            let row = row?;
            let line = row.position().map_or(0, csv::Position::line);
            let cells = [0, 1, 2].map(|at| row.get(at).unwrap_or_default());
            form.take(cells).map_err(|message| fault(line, message))?;
        }
        if form.columns.is_empty() {
            return Err(fault(1, "the form has no column".to_owned()));
        }
        form.check().map_err(|message| fault(1, message))?;
        Ok(form)
    }

    fn empty(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            about: String::new(),
            lacks: Vec::new(),
            delimiter: b',',
            quoted: true,
            header: true,
            null: String::new(),
            separator: ";".to_owned(),
            escape: false,
            guard: true,
            only: Vec::new(),
            columns: Vec::new(),
        }
    }

    fn take(&mut self, [column, field, note]: [&str; 3]) -> std::result::Result<(), String> {
        match column {
            ":about" => note.clone_into(&mut self.about),
            ":of" if field == S::PLURAL => {}
            ":of" => return Err(format!("the form is for {field:?}, expected {}", S::PLURAL)),
            ":delimiter" => self.delimiter = delimiter(field)?,
            ":quoting" => self.quoted = either(field, "csv", "none")?,
            ":header" => self.header = either(field, "yes", "no")?,
            ":null" => field.clone_into(&mut self.null),
            ":list" => field.clone_into(&mut self.separator),
            ":escape" => self.escape = either(field, "yes", "no")?,
            ":guard" => self.guard = either(field, "yes", "no")?,
            ":only" => self.only.push(condition(field)?),
            ":lacks" => self.lacks.push(Lack { what: field.to_owned(), why: note.to_owned() }),
            _ if column.starts_with('#') => {}
            _ if column.starts_with(':') => {
                return Err(format!(
                    "{column} is no setting; expected one of :about :of :delimiter :quoting :header :null :list :escape \
                     :guard :only :lacks"
                ));
            }
            "" => return Err("a column without a name".to_owned()),
            _ if self.columns().any(|known| known == column) => {
                return Err(format!("the column {column} stands twice"));
            }
            _ => {
                let filling = filling(field)?;
                self.columns.push(Column { name: column.to_owned(), filling, note: note.to_owned() });
            }
        }
        Ok(())
    }

    fn check(&self) -> std::result::Result<(), String> {
        if self.separator.is_empty() || self.separator.contains(['\\', '\'', '"', '\r', '\n']) {
            return Err(":list must be one or more characters other than \\ ' \" and line breaks".to_owned());
        }
        if !self.quoted && self.separator.contains(char::from(self.delimiter)) {
            return Err(":list and :delimiter must differ where nothing is quoted".to_owned());
        }
        Ok(())
    }

    /// Names of the columns, in order.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// The columns that stay empty, each with the reason.
    pub fn unfilled(&self) -> impl Iterator<Item = (&str, &str)> {
        let empty = self.columns.iter().filter(|column| matches!(column.filling, Filling::Empty));
        empty.map(|column| (column.name.as_str(), column.note.as_str()))
    }

    /// Whether the form can hold the event or incident.
    #[must_use]
    pub fn admits(&self, one: &S::Of<'_>) -> bool {
        self.only.iter().all(|condition| {
            let value = condition.field.of(one);
            if condition.values.is_empty() {
                return !value.is_none();
            }
            let items = if let Value::List(items) = value { items } else { vec![value.words()] };
            items.iter().any(|item| condition.values.contains(item))
        })
    }

    /// What stands in each column for an event or incident.
    pub fn values(&self, one: &S::Of<'_>) -> impl Iterator<Item = Value> {
        self.columns.iter().map(|column| match &column.filling {
            Filling::Empty => Value::None,
            Filling::Constant(words) => Value::text(words),
            Filling::Field(field) => field.of(one),
        })
    }

    /// A value as the form's cell.
    #[must_use]
    pub fn cell(&self, value: &Value) -> String {
        let text = match value {
            Value::None => return self.null.clone(),
            // Numbers are no formulas, and stay what they are.
            Value::Integer(_) | Value::Decimal(_) => return value.words(),
            Value::Text(text) => text.clone(),
            Value::List(items) => self.join(items),
        };
        let text = if self.guard { cell::guard(&text) } else { text };
        if self.quoted { text } else { text.replace(['\t', '\r', '\n', char::from(self.delimiter)], " ") }
    }

    /// The value of a cell, as [`Form::cell`] wrote it; none if it does not hold what the field of the column has.
    #[must_use]
    pub fn value(&self, cell: &str, kind: Kind) -> Option<Value> {
        if cell == self.null {
            return Some(Value::None);
        }
        let text = if self.guard { cell::unguard(cell) } else { cell.to_owned() };
        match kind {
            Kind::Text => Some(Value::Text(text)),
            Kind::Integer => cell.parse().ok().map(Value::Integer),
            Kind::Decimal => cell.parse().ok().filter(|number: &f64| number.is_finite()).map(Value::Decimal),
            Kind::List => Some(Value::List(self.split(&text))),
        }
    }

    /// A list as words, the form's separator between its items.
    #[must_use]
    pub fn join(&self, items: &[String]) -> String {
        let item = |item: &String| {
            if self.escape {
                item.replace('\\', "\\\\").replace(&self.separator, &format!("\\{}", self.separator))
            } else {
                item.replace(&self.separator, ",")
            }
        };
        items.iter().map(item).collect::<Vec<_>>().join(&self.separator)
    }

    fn split(&self, text: &str) -> Vec<String> {
        if !self.escape {
            return text.split(&self.separator).map(str::to_owned).collect();
        }
        let mut items = vec![String::new()];
        let mut rest = text;
        while let Some(next) = rest.chars().next() {
            // OK because there is always a last item.
            let last = items.last_mut().expect("begun with one");
            if let Some(after) = rest.strip_prefix('\\') {
                let escaped = if after.starts_with(&self.separator) {
                    self.separator.len()
                } else {
                    after.chars().next().map_or(0, char::len_utf8)
                };
                last.push_str(&after[..escaped]);
                rest = &after[escaped..];
            } else if let Some(after) = rest.strip_prefix(&self.separator) {
                items.push(String::new());
                rest = after;
            } else {
                last.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
        items
    }
}

/// What the form loses, for people to read before they use it.
impl<S: Subject> fmt::Display for FormOf<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.name, self.about)?;
        if !self.only.is_empty() {
            writeln!(f, "Holds only {} with:", S::PLURAL)?;
        }
        for Condition { field, values } in &self.only {
            let values = if values.is_empty() { String::new() } else { format!(" {}", values.join(" or ")) };
            writeln!(f, "  {}{values} ({})", field.name, field.about)?;
        }
        if !self.lacks.is_empty() {
            writeln!(f, "Cannot hold:")?;
        }
        for Lack { what, why } in &self.lacks {
            writeln!(f, "  {what}{}{why}", if why.is_empty() { "" } else { ": " })?;
        }
        if self.unfilled().next().is_some() {
            writeln!(f, "Columns that stay empty:")?;
        }
        self.unfilled().try_for_each(|(column, note)| writeln!(f, "  {column}: {note}"))
    }
}

fn delimiter(cell: &str) -> std::result::Result<u8, String> {
    match (cell, cell.as_bytes()) {
        ("tab", _) => Ok(b'\t'),
        ("comma", _) => Ok(b','),
        (_, &[byte]) if byte.is_ascii_punctuation() && !matches!(byte, b'"' | b'\'' | b'\\') => Ok(byte),
        _ => Err(format!("{cell:?} is no delimiter; expected tab, comma or one mark such as ; or |")),
    }
}

fn either(cell: &str, yes: &str, no: &str) -> std::result::Result<bool, String> {
    match cell {
        _ if cell == yes => Ok(true),
        _ if cell == no => Ok(false),
        _ => Err(format!("found {cell:?}, expected {yes} or {no}")),
    }
}

fn known<S: Subject>(name: &str) -> std::result::Result<&'static FieldOf<S>, String> {
    FieldOf::<S>::named(name)
        .ok_or_else(|| format!("there is no field {name:?} of {}; `sayso export --list` has them", S::PLURAL))
}

fn filling<S: Subject>(cell: &str) -> std::result::Result<Filling<S>, String> {
    if cell.is_empty() {
        return Ok(Filling::Empty);
    }
    match cell.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        Some(words) => Ok(Filling::Constant(words.to_owned())),
        None => known(cell).map(Filling::Field),
    }
}

fn condition<S: Subject>(cell: &str) -> std::result::Result<Condition<S>, String> {
    let (name, values) = cell.split_once('=').unwrap_or((cell, ""));
    let values = values.split('|').filter(|value| !value.is_empty()).map(str::to_owned).collect();
    Ok(Condition { field: known(name)?, values })
}
