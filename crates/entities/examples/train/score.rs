//! Exact span and type against annotated text.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

use whosaid_entities::{Linker, Scratch};
use whosaid_text::{Linked, Matches, Span, Tokens};

use crate::{Stages, corpus};

/// Prints precision, recall and F1 by type. `OPT` in gold counts neither way; other types than those of the gold are
/// not looked at.
pub(crate) fn score(
    path: &Path,
    stages: &Stages,
    linker: &Linker,
    errors: bool,
) -> Result<(), Box<dyn Error>> {
    let mut records = Vec::new();
    if path.is_dir() {
        for entry in std::fs::read_dir(path)? {
            records.push(std::fs::read_to_string(entry?.path())?);
        }
    } else {
        records.extend(std::fs::read_to_string(path)?.lines().map(str::to_owned));
    }
    let mut counts: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let mut kinds = BTreeSet::new();
    let (mut tokens, mut matches, mut linked) = (Tokens::default(), Matches::default(), Linked::default());
    let (mut listing, mut linking) = (whosaid_gazetteer::Scratch::default(), Scratch::default());
    let (mut count, mut seconds, mut recognising) = (0, 0.0, 0.0);
    let mut all = Vec::new();
    for record in &records {
        let (document, gold) = corpus::record(&serde_json::from_str(record)?);
        stages.tokenizer.tokenize(&document.text, &mut tokens);
        stages
            .gazetteer
            .find(&document.text, &tokens, &mut listing, &mut matches);
        let began = std::time::Instant::now();
        linker.recognise(&document, &tokens, &matches, &stages.gazetteer, &mut linking);
        recognising += began.elapsed().as_secs_f64();
        let began = std::time::Instant::now();
        linker.link(
            &document,
            &tokens,
            &matches,
            &stages.gazetteer,
            &mut linking,
            &mut linked,
        );
        seconds += began.elapsed().as_secs_f64();
        count += tokens.len();
        kinds.extend(gold.iter().map(|(_, kind)| kind.clone()));
        let found: BTreeSet<(Span, String)> = linked
            .mentions
            .iter()
            .map(|mention| (mention.span, mention.kind.to_string()))
            .collect();
        all.push((document.text, gold.into_iter().collect::<BTreeSet<_>>(), found));
    }
    kinds.remove("OPT");
    for (text, gold, found) in &all {
        let optional: Vec<Span> = gold
            .iter()
            .filter(|(_, kind)| kind == "OPT")
            .map(|(span, _)| *span)
            .collect();
        for name in found.iter().filter(|(_, kind)| kinds.contains(kind)) {
            let count = counts.entry(name.1.clone()).or_default();
            if gold.contains(name) {
                count[0] += 1;
            } else if !optional.iter().any(|span| span.overlaps(name.0)) {
                count[1] += 1;
                if errors {
                    println!("  wrong  {}  {}", name.1, around(text, name.0));
                }
            }
        }
        for name in gold.iter().filter(|(_, kind)| kind != "OPT") {
            if !found.contains(name) {
                counts.entry(name.1.clone()).or_default()[2] += 1;
                if errors {
                    println!("  missed {}  {}", name.1, around(text, name.0));
                }
            }
        }
    }
    println!(
        "{}: recognised {:.2} M tokens/s, linked {:.2} M tokens/s",
        path.display(),
        count as f64 / recognising / 1e6,
        count as f64 / seconds / 1e6
    );
    let sum = counts.values().fold([0; 3], |sum, count| {
        std::array::from_fn(|index| sum[index] + count[index])
    });
    for (kind, [right, wrong, missed]) in counts
        .iter()
        .map(|(kind, count)| (kind.as_str(), count))
        .chain([("all", &sum)])
    {
        let (precision, recall) = (
            *right as f64 / (right + wrong).max(1) as f64,
            *right as f64 / (right + missed).max(1) as f64,
        );
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
        println!(
            "  {kind:5} P {precision:.3} R {recall:.3} F1 {f1:.3}  ({right} right, {wrong} wrong, {missed} missed)"
        );
    }
    Ok(())
}

fn around(text: &str, span: Span) -> String {
    let near = |from: usize| {
        (0..4)
            .map(move |step| from + step)
            .find(|at| text.is_char_boundary(*at))
    };
    let start = near(span.start().saturating_sub(40))
        .unwrap_or(0)
        .min(span.start());
    let end = near((span.end() + 40).min(text.len())).unwrap_or(text.len());
    format!(
        "{}[[{}]]{}",
        &text[start..span.start()],
        span.of(text),
        &text[span.end()..end]
    )
    .replace('\n', " ")
}
