//! The tables under `data/copies/`: parameters that only track, sentences that belong to the outlet, agencies.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::words;

/// What does not tell one report from another, read from tables.
#[derive(Debug, Clone)]
pub struct Tables {
    pub(crate) tracking: Tracking,
    pub(crate) furniture: Furniture,
    pub(crate) agencies: Agencies,
}

/// A row that does not hold what its table needs.
#[derive(Debug, thiserror::Error)]
pub enum TablesError {
    /// Not a row of this table at all.
    #[error("{table}: {source}; each row needs the columns that the first line names")]
    Row {
        /// The table's file name.
        table: &'static str,
        /// What the reader of CSV says, with the line.
        source: csv::Error,
    },
    /// A word where only certain words may stand.
    #[error("{table}: line {line}: `{found}` is none of {known}")]
    Word {
        /// The table's file name.
        table: &'static str,
        /// The line in the file.
        line: u64,
        /// What stands there.
        found: String,
        /// What may stand there.
        known: &'static str,
    },
    /// An empty cell that must not be empty.
    #[error("{table}: line {line}: `{column}` is empty")]
    Empty {
        /// The table's file name.
        table: &'static str,
        /// The line in the file.
        line: u64,
        /// The column's name.
        column: &'static str,
    },
}

impl Tables {
    /// The tables that are part of the program.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Tables> = LazyLock::new(|| {
            Tables::with("", "", "").expect("OK because a test reads the built-in tables row by row")
        });
        &BUILTIN
    }

    /// The built-in tables with a user's own `tracking.csv`, `furniture.csv` and `agencies.csv` behind them (each the
    /// text of a whole file with its first line, or empty).
    ///
    /// # Errors
    /// When a row does not hold what its table needs.
    pub fn with(tracking: &str, furniture: &str, agencies: &str) -> Result<Self, TablesError> {
        let mut tables = Self {
            tracking: Tracking::default(),
            furniture: Furniture::default(),
            agencies: Agencies::default(),
        };
        for text in [include_str!("../../../data/copies/tracking.csv"), tracking] {
            tables.tracking.read(text)?;
        }
        for text in [include_str!("../../../data/copies/furniture.csv"), furniture] {
            tables.furniture.read(text)?;
        }
        for text in [include_str!("../../../data/copies/agencies.csv"), agencies] {
            tables.agencies.read(text)?;
        }
        Ok(tables)
    }
}

/// Rows of a table with their lines.
fn rows<T: for<'de> Deserialize<'de>>(table: &'static str, text: &str) -> Result<Vec<(u64, T)>, TablesError> {
    let mut reader =
        csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = match reader.headers() {
        Ok(headers) => headers.clone(),
        Err(source) => return Err(TablesError::Row { table, source }),
    };
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|source| TablesError::Row { table, source })?;
        let line = record.position().map_or(0, csv::Position::line);
        let row = record.deserialize(Some(&headers)).map_err(|source| TablesError::Row { table, source })?;
        rows.push((line, row));
    }
    Ok(rows)
}

/// What an address carries that does not tell which page it is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tracking {
    /// Names of parameters, each with the host on which alone it tracks.
    parameters: Vec<(String, String)>,
    prefixes: Vec<(String, String)>,
    /// First labels of hosts.
    pub(crate) labels: Vec<String>,
    /// Last parts of paths that a folder shows by itself.
    pub(crate) pages: Vec<String>,
    /// Last parts of paths, or endings of them, that choose a layout.
    pub(crate) layouts: Vec<String>,
    /// Host and path of caches.
    pub(crate) caches: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct TrackingRow {
    kind: String,
    name: String,
    host: String,
}

impl Tracking {
    fn read(&mut self, text: &str) -> Result<(), TablesError> {
        const TABLE: &str = "tracking.csv";
        for (line, row) in rows::<TrackingRow>(TABLE, text)? {
            let name = row.name.to_lowercase();
            if name.is_empty() {
                return Err(TablesError::Empty { table: TABLE, line, column: "name" });
            }
            match row.kind.as_str() {
                "parameter" => self.parameters.push((name, row.host)),
                "prefix" => self.prefixes.push((name, row.host)),
                "label" => self.labels.push(name),
                "page" => self.pages.push(name),
                "layout" => self.layouts.push(name),
                "cache" => {
                    let (host, path) = name.split_once('/').unwrap_or((&name, ""));
                    self.caches.push((host.to_owned(), format!("/{path}")));
                }
                _ => {
                    return Err(TablesError::Word {
                        table: TABLE,
                        line,
                        found: row.kind,
                        known: "parameter, prefix, label, page, layout, cache",
                    });
                }
            }
        }
        Ok(())
    }

    /// Whether a parameter of a query only tracks on this host.
    pub(crate) fn is_tracking(&self, name: &str, host: &str) -> bool {
        let name = name.to_lowercase();
        let on = |of: &str| of.is_empty() || is_below(host, of);
        self.parameters.iter().any(|(known, of)| *known == name && on(of))
            || self.prefixes.iter().any(|(known, of)| name.starts_with(known.as_str()) && on(of))
    }
}

/// Whether a host is another one or stands below it.
pub(crate) fn is_below(host: &str, parent: &str) -> bool {
    host.strip_suffix(parent).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Sentences and lines that belong to the outlet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Furniture {
    /// By their first word.
    phrases: BTreeMap<u64, Vec<Phrase>>,
}

#[derive(Debug, Clone)]
struct Phrase {
    words: Vec<u64>,
    at_start: bool,
    most_words: usize,
}

#[derive(Deserialize)]
struct FurnitureRow {
    r#match: String,
    phrase: String,
    words: usize,
}

impl Furniture {
    fn read(&mut self, text: &str) -> Result<(), TablesError> {
        const TABLE: &str = "furniture.csv";
        for (line, row) in rows::<FurnitureRow>(TABLE, text)? {
            let at_start = match row.r#match.as_str() {
                "start" => true,
                "in" => false,
                _ => {
                    return Err(TablesError::Word {
                        table: TABLE,
                        line,
                        found: row.r#match,
                        known: "start, in",
                    });
                }
            };
            let mut words = Vec::new();
            words::units(&row.phrase, |unit| words.extend_from_slice(unit));
            let Some(&first) = words.first() else {
                return Err(TablesError::Empty { table: TABLE, line, column: "phrase" });
            };
            self.phrases.entry(first).or_default().push(Phrase { words, at_start, most_words: row.words });
        }
        Ok(())
    }

    /// Whether a sentence or line, given as its words' hashes, belongs to the outlet.
    pub(crate) fn is_furniture(&self, unit: &[u64]) -> bool {
        // Longer than any row allows: a story's paragraph without a full stop must not be searched word by word.
        const MOST: usize = 64;
        unit.len() <= MOST
            && unit.iter().enumerate().any(|(at, word)| {
                self.phrases.get(word).is_some_and(|phrases| {
                    phrases.iter().any(|phrase| {
                        unit.len() <= phrase.most_words
                            && (at == 0 || !phrase.at_start)
                            && unit[at..].starts_with(&phrase.words)
                    })
                })
            })
    }
}

/// Agencies by all their names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Agencies {
    /// Name as credited (case as written) to the agency's number.
    names: BTreeMap<String, usize>,
    /// The same in lower case, for outlets, hosts and texts all in capitals.
    folded: BTreeMap<String, usize>,
    count: usize,
}

#[derive(Deserialize)]
struct AgencyRow {
    name: String,
    also: String,
}

impl Agencies {
    fn read(&mut self, text: &str) -> Result<(), TablesError> {
        const TABLE: &str = "agencies.csv";
        for (line, row) in rows::<AgencyRow>(TABLE, text)? {
            if row.name.is_empty() {
                return Err(TablesError::Empty { table: TABLE, line, column: "name" });
            }
            let names = || {
                std::iter::once(row.name.as_str()).chain(row.also.split('|').filter(|name| !name.is_empty()))
            };
            // A user's row that names an agency of the table adds names to it.
            let number = names().find_map(|name| self.names.get(name).copied()).unwrap_or(self.count);
            self.count = self.count.max(number + 1);
            for name in names() {
                self.names.entry(name.to_owned()).or_insert(number);
                self.folded.entry(name.to_lowercase()).or_insert(number);
            }
        }
        Ok(())
    }

    /// The agency credited by just this name, in its own case.
    pub(crate) fn named(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    /// The agency of this name in any case: for what can be nothing but a name.
    pub(crate) fn named_in_any_case(&self, name: &str) -> Option<usize> {
        self.folded.get(&name.trim().to_lowercase()).copied()
    }

    /// The agency that publishes on this host.
    pub(crate) fn on_host(&self, host: &str) -> Option<usize> {
        let ends = host.match_indices('.').map(|(at, _)| &host[at + 1..]);
        std::iter::once(host).chain(ends).find_map(|end| self.folded.get(end).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builtin_tables_can_be_read() {
        let tables = Tables::with("", "", "").unwrap();
        assert!(tables.tracking.is_tracking("UTM_Source", "a.example"));
        assert!(tables.tracking.is_tracking("s", "x.com") && !tables.tracking.is_tracking("s", "a.example"));
        assert_eq!(tables.agencies.named("AP"), tables.agencies.named("The Associated Press"));
        assert_eq!(tables.agencies.on_host("www.reuters.com"), tables.agencies.named("Reuters"));
    }

    #[test]
    fn a_broken_row_is_named() {
        let error = Tables::with("kind,name,host,why\ncookie,x,,\n", "", "").unwrap_err();
        assert_eq!(
            error.to_string(),
            "tracking.csv: line 2: `cookie` is none of parameter, prefix, label, page, layout, cache"
        );
        assert!(Tables::with("", "match,phrase,words,why\nin,x,many,\n", "").is_err());
        assert!(Tables::with("", "match,phrase,words,why\nin,..,3,\n", "").is_err());
    }

    #[test]
    fn a_row_of_the_users_adds_to_the_table() {
        let tables = Tables::with("", "", "name,also\nReuters,Reuters Africa\n").unwrap();
        assert_eq!(tables.agencies.named("Reuters Africa"), tables.agencies.named("Reuters"));
    }
}
