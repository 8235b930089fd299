//! PLOVER's sectors by who carries arms.

/// Sectors of those who fight and are not the state's: rebels, paramilitaries, unidentified and criminal bands, and movements
/// across borders.
pub fn irregular(sector: &str) -> bool {
    matches!(sector, "REB" | "PRM" | "UAF" | "CRM" | "IMG")
}

/// Sectors of those who fight: armies and irregulars.
pub fn fights(sector: &str) -> bool {
    sector == "MIL" || irregular(sector)
}

/// Sectors of those under arms: who fights, the police and the secret services.
pub fn armed(sector: &str) -> bool {
    matches!(sector, "COP" | "SPY") || fights(sector)
}
