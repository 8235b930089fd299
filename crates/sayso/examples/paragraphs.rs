//! Shows what each paragraph of some reports is taken for: `cargo run --example paragraphs FILE...`.
//!
//! What a file is, its ending says: `.html`, `.jsonl`, else text. With `--lines`, one paragraph a line, tab-separated and cut short, to be
//! sorted and counted.

#![expect(clippy::print_stdout, reason = "a program of its own")]

use sayso::ingest::{Given, Limits, Report, html, json_line, text};

fn main() -> std::io::Result<()> {
    let (flags, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let (given, limits) = (Given::default(), Limits::default());
    for file in files {
        let bytes = std::fs::read(&file)?;
        let ending = std::path::Path::new(&file).extension().and_then(|ending| ending.to_str());
        let reports = match ending {
            Some("html" | "htm") => vec![html(&bytes, &given, &limits)],
            Some("jsonl") => bytes
                .split(|&byte| byte == b'\n')
                .filter(|line| !line.trim_ascii().is_empty())
                .map(|line| json_line(line, &given, &limits))
                .collect(),
            _ => vec![text(&bytes, &given, &limits)],
        };
        for report in reports {
            match report {
                Ok(report) => show(&report, !flags.is_empty()),
                Err(error) => println!("{file}: {error}"),
            }
        }
    }
    Ok(())
}

fn show(report: &Report, lines: bool) {
    if !lines {
        println!("== {} | {:?} | {:?} | {:?}", report.id, report.title, report.outlet, report.published);
    }
    for paragraph in &report.paragraphs {
        let text = &report.text[paragraph.range.clone()];
        let dateline =
            report.dateline.as_ref().filter(|dateline| dateline.range.start == paragraph.range.start);
        let dateline = dateline.map_or("", |dateline| &report.text[dateline.range.start..dateline.end]);
        if lines {
            let cut: String =
                text.chars().take(160).map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
            println!("{:?}\t{}\t{}\t{cut}", paragraph.role, report.id, dateline.replace('\n', " "));
        } else {
            println!("{:>11} | {}", format!("{:?}", paragraph.role), text.replace('\n', "\n            | "));
            if !dateline.is_empty() {
                println!("            ^ dateline {dateline:?}");
            }
        }
    }
}
