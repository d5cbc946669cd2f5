//! What holds for every list and every text.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step is a failed test")]

use std::time::{Duration, Instant};

use proptest::prelude::*;
use whosaid_gazetteer::{Builder, Gazetteer, Scratch};
use whosaid_text::{MatchStep, Matches, Tokens};
use whosaid_tokenizer::Tokenizer;

fn list(names: &[String]) -> Gazetteer {
    let mut csv = String::from("id,type,name\n");
    for (number, name) in names.iter().enumerate() {
        csv.push_str(&format!("x{number},ORG,\"{}\"\n", name.replace('"', "\"\"")));
    }
    let mut builder = Builder::new(false);
    builder.add_bytes("list.csv", csv.as_bytes());
    builder.build().unwrap()
}

fn find(gazetteer: &Gazetteer, text: &str) -> (Tokens, Matches) {
    let (mut tokens, mut matches) = (Tokens::default(), Matches::default());
    Tokenizer::new().tokenize(text, &mut tokens);
    gazetteer.find(text, &tokens, &mut Scratch::default(), &mut matches);
    (tokens, matches)
}

/// A name of one to four words of few letters, so that names begin one another.
fn name() -> impl Strategy<Value = String> {
    "[ABÉİßn][abéı]{0,2}([ \u{2011}.'’-]{1,2}[ABbé][ab]{0,2}){0,3}"
}

proptest! {
    #[test]
    fn matches_are_whole_tokens_in_order(names in prop::collection::vec(name(), 1..20), text in "([ABÉIİnaßb]{1,3}[ \n.,'’-]{1,2}){0,30}") {
        let gazetteer = list(&names);
        let (tokens, matches) = find(&gazetteer, &text);
        let mut end = 0;
        let mut first = 0;
        for found in &matches.matches {
            prop_assert!(found.tokens.start as usize >= end && !found.tokens.is_empty());
            end = found.tokens.end as usize;
            prop_assert_eq!(found.span, tokens.span(found.tokens));
            prop_assert!(text.is_char_boundary(found.span.start()) && text.is_char_boundary(found.span.end()));
            prop_assert!(found.count > 0 && found.first >= first);
            first = found.first + found.count;
            prop_assert!(first as usize <= matches.candidates.len());
            for candidate in matches.candidates(found) {
                prop_assert!((candidate.id.0 as usize) < gazetteer.len());
            }
            if found.step == MatchStep::Exact {
                let listed = |name: &String| name.split_whitespace().eq(found.span.of(&text).split_whitespace());
                prop_assert!(names.iter().any(listed), "{:?}", found.span.of(&text));
            }
        }
    }

    #[test]
    fn a_listed_name_is_found_and_looked_up(name in name()) {
        let gazetteer = list(std::slice::from_ref(&name));
        prop_assert_eq!(gazetteer.lookup(&name).len(), 1);
        prop_assert_eq!(gazetteer.lookup(&name.to_uppercase()).len(), usize::from(!name.contains('ß') || name.to_uppercase().contains("SS")));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut builder = Builder::new(false);
        builder.add_bytes("list.csv", &[b"id,type,name,variants,roles,context\n", &bytes[..]].concat());
        builder.check();
        drop(builder.build());
    }
}

/// A megabyte each of what could make a matcher quadratic.
#[test]
fn hostile_text_takes_linear_time() {
    let names: Vec<String> = (1..24)
        .map(|words| vec!["Aa"; words].join(" ") + " End")
        .collect();
    let gazetteer = list(&names);
    let begin = Instant::now();
    for piece in ["Aa ", "Aa-", "a-", "“", ". ", "Aa. ", "Aa\n", "Nice ", "É", "-"] {
        let text = piece.repeat(1_000_000 / piece.len());
        find(&gazetteer, &text);
    }
    // Ten megabytes; a quadratic step would take hours.
    assert!(
        begin.elapsed() < Duration::from_secs(120),
        "{:?}",
        begin.elapsed()
    );
}
