//! Parties: the country and sector behind a mention, with offices as they were held on the day of the report.

use jiff::civil::Date;

use crate::read::coreference::Cluster;
use crate::record::EntityKind;
use crate::tables::{Tables, irregular};

/// Country (ISO 3166-1 alpha-3 or the code of a body above states) and PLOVER sector.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coding {
    /// Country.
    pub country: Option<String>,
    /// Sector.
    pub sector: Option<String>,
    /// The office held on that day.
    pub office: Option<String>,
}

/// Sectors of those whose country is not that of the place they act in.
const ABROAD: [&str; 5] = ["IGO", "NGO", "MNC", "IMG", "JRN"];

/// Whether one of this sector belongs to the country of the place that it acts in, where nothing else is said.
pub fn at_home(sector: &str) -> bool {
    !sector.is_empty() && !ABROAD.contains(&sector)
}

/// What the world's tables and the words of a cluster say of it.
pub fn code(tables: &Tables, cluster: &Cluster, principal: Option<&Cluster>, day: Option<Date>) -> Coding {
    let mut coding =
        Coding { country: cluster.country.clone(), sector: cluster.sector.clone(), office: None };
    if cluster.kind == Some(EntityKind::Person)
        && let Some(known) = office(tables, cluster, day)
    {
        return known;
    }
    if let Some(principal) = principal {
        let above = code(tables, principal, None, day);
        coding.country = coding.country.or(above.country);
        // whose troops and officials they are says whether they are the state's
        if matches!(coding.sector.as_deref(), Some("MIL" | "GOV"))
            && above.sector.as_deref().is_some_and(irregular)
        {
            coding.sector = above.sector;
        }
    }
    coding
}

/// The office that a person of one of these names held on that day; without a day, or where no office fits it, one that
/// all rows of the name agree on.
fn office(tables: &Tables, cluster: &Cluster, day: Option<Date>) -> Option<Coding> {
    let rows: Vec<_> = cluster.keys.iter().flat_map(|k| tables.world.people_by_sound(k)).collect();
    let held = day.and_then(|d| rows.iter().find(|h| h.from.is_some() && h.at(d)));
    let coding = |country: &str, sector: &str, office: Option<&str>| Coding {
        country: Some(country.to_owned()),
        sector: Some(sector.to_owned()),
        office: office.map(str::to_owned),
    };
    if let Some(h) = held {
        return Some(coding(&h.country, &h.sector, Some(&h.office)));
    }
    let first = rows.first()?;
    let same_country = rows.iter().all(|h| h.country == first.country);
    let same_sector = rows.iter().all(|h| h.sector == first.sector);
    // without a day nobody is known to be out of office
    let sector = if same_sector && (first.from.is_none() || day.is_none()) {
        first.sector.clone()
    } else {
        cluster.sector.clone().unwrap_or_else(|| "ELI".to_owned())
    };
    same_country.then(|| coding(&first.country, &sector, None))
}
