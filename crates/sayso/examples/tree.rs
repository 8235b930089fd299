//! Prints the tokens, tags, trees and spans of a text from standard input: what the engine's later rooms build on.
#![expect(clippy::print_stdout, reason = "an example")]

use std::error::Error;
use std::io::Read;

fn main() -> Result<(), Box<dyn Error>> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes)?;
    let engine = sayso::Engine::new()?;
    let report = sayso::ingest::text(&bytes, &Default::default(), &Default::default())?;
    let syntax = engine.model().annotate(&report);
    for sentence in &syntax.sentences {
        for t in sentence.tokens.clone() {
            let token = &syntax.tokens[t];
            let word = &report.text[token.range.clone()];
            let head = if token.head == t {
                String::from("-")
            } else {
                format!("{} {}", token.head, &report.text[syntax.tokens[token.head].range.clone()])
            };
            let spans: Vec<String> =
                syntax.spans.iter().filter(|s| s.tokens.contains(&t)).map(|s| s.label.to_owned()).collect();
            println!(
                "{t:4} {word:18} {:14} {:6} {:5} {:12} {head:22} {}",
                token.lemma,
                token.upos,
                token.xpos,
                token.deprel,
                spans.join(",")
            );
        }
        println!();
    }
    for a in syntax.attributions.iter().flatten() {
        let words = |r: &std::ops::Range<usize>| {
            let tokens = &syntax.tokens[r.clone()];
            let end = tokens.last().map_or(0, |t| t.range.end);
            report.text[tokens.first().map_or(0, |t| t.range.start)..end].to_owned()
        };
        let all = |runs: &[_]| runs.iter().map(words).collect::<Vec<_>>().join(" ... ");
        println!("{:.2} [{}] {} [{}]", a.score, all(&a.source), words(&a.cue), all(&a.content));
    }
    Ok(())
}
