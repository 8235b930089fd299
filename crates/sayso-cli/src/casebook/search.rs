//! `sayso search`: the reports of a casebook that have some words.

use super::Where;

/// Find reports in a casebook by their words
///
/// All words must be there, in any form of capitals and accents; the best hit comes first.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Words to look for.
    #[arg(value_name = "WORD", required = true)]
    words: Vec<String>,

    #[command(flatten)]
    at: Where,

    /// The most hits to show.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u32,
}

/// Runs it; whether anything was found.
#[expect(clippy::print_stdout, reason = "the command's answer")]
pub(super) fn run(args: &Args) -> Result<bool, String> {
    let book = args.at.open_old()?;
    let hits = book.search(&args.words.join(" "), args.limit).map_err(|error| error.to_string())?;
    for hit in &hits {
        let report = &hit.report;
        let day = report.published.as_deref().and_then(|p| p.get(..10)).unwrap_or("no date");
        let head = report.title.as_deref().unwrap_or(&report.id);
        println!("{day}  {head}{}", report.outlet.as_deref().map(|o| format!("  ({o})")).unwrap_or_default());
        println!("    {}", hit.around.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    if hits.is_empty() {
        eprintln!("sayso: nothing found");
    }
    Ok(!hits.is_empty())
}
