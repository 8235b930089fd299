//! How fast the reader reads: word pieces a second of one core, on reports of one headline, of six paragraphs, and of one
//! paragraph without end.
//!
//! ```text
//! RAYON_NUM_THREADS=1 cargo bench -p sayso --bench encoder [-- MODEL]
//! ```

#![expect(clippy::print_stdout, reason = "a bench reports on stdout")]

use std::time::{Duration, Instant};

use sayso::ingest::{Paragraph, ParagraphRole, Report};
use sayso::read::model::Model;

const PARAGRAPH: &str = "Fighters of the Northern Front shelled the market of Arvand on Tuesday, killing at least \
    three soldiers and wounding nine civilians, a spokesman for the interior ministry said. The group, which has held \
    the hills above the town since March, denied that it was behind the attack and accused the army's 4th Brigade of \
    firing rockets from the barracks in al-Mahri.";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Cargo adds `--bench`.
    let path = std::env::args().skip(1).find(|a| !a.starts_with('-'));
    let path = path
        .unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/reader.safetensors").into());
    let bytes = std::fs::read(&path).map_err(|e| format!("{path}: {e}"))?;
    let began = Instant::now();
    let model = Model::load(&bytes)?;
    println!("load {:.0} ms", began.elapsed().as_secs_f64() * 1e3);
    let endless = [PARAGRAPH; 12].join(" ");
    for (name, paragraphs) in [
        ("headline", vec!["Rebels shell market in Arvand, three soldiers killed"]),
        ("six paragraphs", vec![PARAGRAPH; 6]),
        ("one long paragraph", vec![endless.as_str()]),
    ] {
        time(&model, name, &report(&paragraphs));
    }
    Ok(())
}

/// Many readings, by the time of this process on its CPUs: other work on the machine counts little.
fn time(model: &Model, name: &str, report: &Report) {
    let (began, start, mut count) = (Instant::now(), cpu_seconds(), 0);
    while began.elapsed() < Duration::from_secs(4) {
        std::hint::black_box(model.annotate(report));
        count += 1;
    }
    let each = cpu_seconds().zip(start).map_or(began.elapsed().as_secs_f64(), |(end, start)| end - start)
        / f64::from(count);
    let pieces = model.pieces(report);
    println!("{name}: {pieces} pieces, {:.1} ms, {:.0} pieces/s", each * 1e3, pieces as f64 / each);
}

/// User and system time so far, in Linux' ticks of 10 ms.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields = stat.rsplit(')').next()?.split_whitespace().skip(11).take(2);
    let ticks: f64 = fields.filter_map(|f| f.parse::<f64>().ok()).sum();
    Some(ticks / 100.0)
}

fn report(paragraphs: &[&str]) -> Report {
    let mut report = Report::default();
    for text in paragraphs {
        let start = report.text.len();
        report.text.push_str(text);
        report.paragraphs.push(Paragraph { range: start..report.text.len(), role: ParagraphRole::Body });
        report.text.push_str("\n\n");
    }
    report
}
