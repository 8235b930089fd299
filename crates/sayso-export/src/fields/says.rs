//! Who says so, how, and in which words.

use sayso::record::{Claim, Span, Statement};

use super::{Field, Value, code};
use crate::account::Account;

pub(super) const FIELDS: &[Field] = &[
    Field::list("sources", "who says so; the outlet where it is its own word", |a| {
        Value::list(a.event.claims.iter().filter_map(|claim| a.claimant(claim)).map(str::to_owned))
    }),
    Field::list("source_kinds", "what kind of sources they are: party, official, witness, media ...", |a| {
        Value::list(
            statements(a)
                .filter_map(|statement| statement.source.as_ref()?.kind.map(|kind| code(&kind).words())),
        )
    }),
    Field::list("channels", "how it reached the public, in the report's words", |a| {
        Value::list(statements(a).flat_map(|statement| statement.via.iter().cloned()))
    }),
    Field::list("claims", "how sure each source is, the source, its channels and who reports it", |a| {
        Value::list(a.event.claims.iter().map(|claim| told(a, claim)))
    }),
    Field::list("judges_in_own_cause", "sources that have a part in what they tell", |a| {
        let partial = statements(a).filter(|statement| {
            statement.source.as_ref().is_some_and(|source| source.party_to.contains(&a.event.id))
        });
        Value::list(partial.filter_map(|statement| a.source_of(statement)).map(str::to_owned))
    }),
    Field::list("evidence", "footage and documents that the report speaks of", |a| {
        Value::list(
            a.event.evidence.iter().map(|one| format!("{}: {}", code(&one.kind).words(), one.span.quote)),
        )
    }),
    Field::text("trigger", "the word that tells of it best", |a| Value::text(&a.event.trigger.quote)),
    Field::integer("start", "where this word begins, in code points of the text", |a| {
        i64::try_from(a.event.trigger.start).ok().into()
    }),
    Field::integer("mentions", "how often the report tells of it", |a| {
        i64::try_from(a.event.mentions.len() + 1).ok().into()
    }),
    Field::text(
        "notes",
        "the report's own words: what sources say of it; failing that, the words of its parts",
        |a| Value::text(notes(a)),
    ),
];

/// The statements of an event's claims.
pub(super) fn statements<'a>(account: &Account<'a>) -> impl Iterator<Item = &'a Statement> {
    let account = *account;
    account.event.claims.iter().filter_map(move |claim| account.statement(claim.statement.as_ref()))
}

/// `CT+ the interior ministry via Facebook, reported by the agency`.
fn told(account: &Account<'_>, claim: &Claim) -> String {
    let mut words = code(&claim.factuality).words();
    words.push(' ');
    words.push_str(account.claimant(claim).unwrap_or("somebody"));
    let mut statement = account.statement(claim.statement.as_ref());
    if let Some(statement) = statement
        && !statement.via.is_empty()
    {
        words.push_str(" via ");
        words.push_str(&statement.via.join(", "));
    }
    // A broken chain may run in a circle.
    let mut seen: Vec<&str> = Vec::new();
    while let Some(inner) = statement {
        seen.push(&inner.id);
        let outer =
            account.statement(inner.within.as_ref()).filter(|outer| !seen.contains(&outer.id.as_str()));
        if let Some(outer) = outer {
            words.push_str(", reported by ");
            words.push_str(account.source_of(outer).unwrap_or("somebody"));
        }
        statement = outer;
    }
    words
}

fn notes(account: &Account<'_>) -> String {
    let event = account.event;
    let triggers: Vec<&Span> = std::iter::once(&event.trigger).chain(&event.mentions).collect();
    let said = statements(account).flat_map(|statement| &statement.content);
    let mut spans: Vec<&Span> =
        said.filter(|content| triggers.iter().any(|word| holds(content, word))).collect();
    if spans.is_empty() {
        spans = triggers;
        spans.extend(event.arguments.iter().map(|argument| &argument.span));
    }
    // The title stands before the text.
    spans.sort_by_key(|span| (span.part.is_none(), span.start, std::cmp::Reverse(span.end)));
    let mut kept: Vec<&Span> = Vec::new();
    for span in spans {
        if !kept.iter().any(|other| holds(other, span)) {
            kept.push(span);
        }
    }
    kept.iter().map(|span| span.quote.as_str()).collect::<Vec<_>>().join(" ... ")
}

fn holds(outer: &Span, inner: &Span) -> bool {
    outer.part == inner.part && outer.start <= inner.start && inner.end <= outer.end
}
