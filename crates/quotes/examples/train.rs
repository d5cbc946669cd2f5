//! Trains the weights of the quotes crate on annotated attributions.
//!
//!     cargo run --profile quick -p whosaid-quotes --features train --example train -- GOLD.jsonl OUT.csv [FOLD]
//!
//! GOLD holds one document a line: `text`, and `quotes` with `source`, `cue` and `content` as pairs of code points.
//! With FOLD, every fifth document from that one on is left out and measured.

#![allow(
    clippy::print_stderr,
    reason = "a tool for developers reports on standard error"
)]

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use whosaid_quotes::Attributor;
use whosaid_quotes::training::{self, Asked};
use whosaid_text::{Document, Tokens};
use whosaid_tokenizer::Tokenizer;

struct Gold {
    document: Document,
    tokens: Tokens,
    /// Content and cue as sets of bytes and spans.
    quotes: Vec<Statement>,
}

struct Statement {
    cue: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
}

fn main() {
    let arguments: Vec<String> = std::env::args_os()
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let [_, gold, out, rest @ ..] = arguments.as_slice() else {
        eprintln!("train GOLD.jsonl OUT.csv [FOLD]");
        return;
    };
    let fold: Option<usize> = rest.first().and_then(|fold| fold.parse().ok());
    let decay = |index: usize, default: f32| rest.get(index).and_then(|d| d.parse().ok()).unwrap_or(default);
    let (decay_stop, decay_accept) = (decay(1, 0.02), decay(2, 0.02));
    let documents = read(gold);
    let (mut learn, mut test) = (Vec::new(), Vec::new());
    for (index, document) in documents.into_iter().enumerate() {
        if fold == Some(index % 5) {
            test.push(document);
        } else {
            learn.push(document);
        }
    }
    let mut attributor = training::with_weights("");
    let stop_examples = |attributor: &Attributor, set: &[Gold]| -> Vec<Example> {
        set.iter()
            .flat_map(|gold| stops(gold, &training::watch(attributor, &gold.document, &gold.tokens)))
            .collect()
    };
    let examples = stop_examples(&attributor, &learn);
    let weights = fit(&examples, 15, decay_stop);
    report("stop, learned", &examples, &weights);
    report("stop, test", &stop_examples(&attributor, &test), &weights);
    training::set_weights(&mut attributor, true, &weights);
    let accept_examples = |attributor: &Attributor, set: &[Gold]| -> Vec<Example> {
        set.iter()
            .flat_map(|gold| accepts(gold, &training::watch(attributor, &gold.document, &gold.tokens)))
            .collect()
    };
    let examples = accept_examples(&attributor, &learn);
    let weights = fit(&examples, 15, decay_accept);
    report("accept, learned", &examples, &weights);
    report("accept, test", &accept_examples(&attributor, &test), &weights);
    training::set_weights(&mut attributor, false, &weights);
    if let Err(error) = std::fs::write(out, training::print_weights(&attributor)) {
        eprintln!("{out}: {error}");
    }
}

/// Features seen less often tell more about their document than about the language.
const RARE: u32 = 4;

struct Example {
    features: Vec<u16>,
    yes: bool,
}

fn read(path: &str) -> Vec<Gold> {
    let text = std::fs::read_to_string(path).expect("a file of gold documents");
    let tokenizer = Tokenizer::new();
    text.lines()
        .map(|line| {
            let record: Value = serde_json::from_str(line).expect("JSON");
            let text = record["text"].as_str().unwrap_or_default().to_owned();
            let bytes: Vec<usize> = text
                .char_indices()
                .map(|(byte, _)| byte)
                .chain([text.len()])
                .collect();
            let spans = |value: &Value| -> Vec<(usize, usize)> {
                value
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|pair| {
                        let at = |index: usize| bytes[pair[index].as_u64().unwrap_or(0) as usize];
                        (at(0), at(1))
                    })
                    .collect()
            };
            let quotes = record["quotes"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|quote| Statement {
                    cue: spans(&quote["cue"]),
                    content: spans(&quote["content"]),
                })
                .collect();
            let mut tokens = Tokens::default();
            tokenizer.tokenize(&text, &mut tokens);
            Gold {
                document: Document {
                    text,
                    ..Document::default()
                },
                tokens,
                quotes,
            }
        })
        .collect()
}

/// Ends of clauses whose beginning is that of a gold content.
fn stops(gold: &Gold, asked: &Asked) -> Vec<Example> {
    let text = &gold.document.text;
    let mut ends: HashMap<usize, usize> = HashMap::new();
    for quote in &gold.quotes {
        for (start, end) in &quote.content {
            ends.insert(*start, *end);
        }
    }
    let mut seen = HashSet::new();
    let mut examples = Vec::new();
    for place in &asked.places {
        // Gold leaves "that" out.
        let start = match text[place.start..].strip_prefix("that ") {
            Some(_) => place.start + 5,
            None => place.start,
        };
        let Some(end) = ends.get(&start).or_else(|| ends.get(&place.start)) else {
            continue;
        };
        let gap = |from: usize, to: usize| from <= to && text[from..to].chars().all(|c| !c.is_alphanumeric());
        let yes = gap(*end, place.end) || gap(place.end, *end);
        if !yes && place.end > *end || !seen.insert((place.start, place.end, place.features.clone())) {
            continue;
        }
        examples.push(Example {
            features: place.features.clone(),
            yes,
        });
    }
    examples
}

/// Candidates, right if their content shares more than half with a gold content whose cue is theirs or near it.
fn accepts(gold: &Gold, asked: &Asked) -> Vec<Example> {
    let text = &gold.document.text;
    let letters = |spans: &[(usize, usize)]| -> HashSet<usize> {
        spans
            .iter()
            .flat_map(|(start, end)| {
                text[*start..*end]
                    .char_indices()
                    .filter(|(_, c)| c.is_alphanumeric())
                    .map(move |(at, _)| start + at)
            })
            .collect()
    };
    asked
        .guesses
        .iter()
        .map(|guess| {
            let content: Vec<_> = guess
                .content
                .iter()
                .map(|span| (span.start(), span.end()))
                .collect();
            let mine = letters(&content);
            let yes = gold.quotes.iter().any(|quote| {
                let near = quote
                    .cue
                    .iter()
                    .any(|(start, end)| guess.cue.start() < *end && *start < guess.cue.end());
                near && {
                    let theirs = letters(&quote.content);
                    let both = mine.intersection(&theirs).count();
                    both * 2 > mine.len() + theirs.len() - both
                }
            });
            Example {
                features: guess.features.clone(),
                yes,
            }
        })
        .collect()
}

/// Logistic regression by AdaGrad with a little decay, in a fixed order: the same weights on every machine.
fn fit(examples: &[Example], rounds: usize, decay: f32) -> Vec<f32> {
    let size = 1 << 13;
    let mut weights = vec![0.0f32; size];
    let mut squares = vec![1e-2f32; size];
    let mut counts = vec![0u32; size];
    for example in examples {
        for bucket in &example.features {
            counts[usize::from(*bucket)] += 1;
        }
    }
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = 0x2545_f491_4f6c_dd1du64;
    for _ in 0..rounds {
        for index in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(index, (random % (index as u64 + 1)) as usize);
        }
        for index in &order {
            let example = &examples[*index];
            let error = probability(&weights, &example.features) - f32::from(u8::from(example.yes));
            for bucket in &example.features {
                let bucket = usize::from(*bucket);
                if counts[bucket] < RARE {
                    continue;
                }
                let gradient = error + decay * weights[bucket];
                squares[bucket] += gradient * gradient;
                weights[bucket] -= 0.15 * gradient / squares[bucket].sqrt();
            }
        }
    }
    weights
}

fn probability(weights: &[f32], features: &[u16]) -> f32 {
    let sum: f32 = features.iter().map(|bucket| weights[usize::from(*bucket)]).sum();
    1.0 / (1.0 + (-sum).exp())
}

fn report(name: &str, examples: &[Example], weights: &[f32]) {
    let (mut right, mut hits, mut guessed, mut yes, mut loss) = (0, 0, 0, 0, 0.0f64);
    for example in examples {
        let p = probability(weights, &example.features);
        let guess = p >= 0.5;
        right += usize::from(guess == example.yes);
        hits += usize::from(guess && example.yes);
        guessed += usize::from(guess);
        yes += usize::from(example.yes);
        let p = f64::from(p).clamp(1e-6, 1.0 - 1e-6);
        loss -= if example.yes { p.ln() } else { (1.0 - p).ln() };
    }
    let n = examples.len().max(1);
    eprintln!(
        "{name}: {n} decisions, {yes} yes; right {:.3}, precision {:.3}, recall {:.3}, loss {:.3}",
        right as f64 / n as f64,
        hits as f64 / guessed.max(1) as f64,
        hits as f64 / yes.max(1) as f64,
        loss / n as f64
    );
}
