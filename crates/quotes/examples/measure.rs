//! Writes `quotes.csv` for documents in JSON lines, without names: the quick way to measure spans.
//!
//!     cargo run --profile quick -p whosaid-quotes --features train --example measure -- IN.jsonl OUT.csv [WEIGHTS.csv]

#![allow(
    clippy::print_stderr,
    reason = "a tool for developers reports on standard error"
)]

use std::fmt::Write as _;

use serde_json::Value;
use whosaid_quotes::{Attributor, Scratch, training};
use whosaid_text::{Document, Linked, OffsetUnit, Offsets, Tokens};
use whosaid_tokenizer::Tokenizer;

fn main() {
    let arguments: Vec<String> = std::env::args_os()
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let [_, input, out, rest @ ..] = arguments.as_slice() else {
        eprintln!("measure IN.jsonl OUT.csv [WEIGHTS.csv]");
        return;
    };
    let attributor = match rest.first() {
        Some(path) => training::with_weights(&std::fs::read_to_string(path).expect("weights")),
        None => Attributor::new(),
    };
    let tokenizer = Tokenizer::new();
    let (mut tokens, mut scratch, mut quotes) = (Tokens::default(), Scratch::default(), Vec::new());
    let mut csv = String::from(
        "document_id,kind,start,end,spans,quote,cue,cue_start,cue_end,speaker,speaker_start,speaker_end,speaker_name,rule,confidence\n",
    );
    let mut time = std::time::Duration::ZERO;
    let mut bytes = 0;
    for line in std::fs::read_to_string(input).expect("documents").lines() {
        let record: Value = serde_json::from_str(line).expect("JSON");
        let document = Document {
            id: record["id"].as_str().unwrap_or_default().to_owned(),
            text: record["text"].as_str().unwrap_or_default().to_owned(),
            ..Document::default()
        };
        tokenizer.tokenize(&document.text, &mut tokens);
        let before = std::time::Instant::now();
        attributor.attribute(&document, &tokens, &Linked::default(), &mut scratch, &mut quotes);
        time += before.elapsed();
        bytes += document.text.len();
        let text = &document.text;
        let points = Offsets::new(text, OffsetUnit::CodePoint);
        let field = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        for quote in &quotes {
            let spans: Vec<String> = quote
                .spans
                .iter()
                .map(|span| {
                    let (start, end) = points.range(*span);
                    format!("{start}-{end}")
                })
                .collect();
            let words: Vec<&str> = quote.spans.iter().map(|span| span.of(text)).collect();
            let place = |span: Option<whosaid_text::Span>| match span {
                Some(span) => {
                    let (start, end) = points.range(span);
                    format!("{},{start},{end}", field(span.of(text)))
                }
                None => ",,".to_owned(),
            };
            let (cue, speaker) = (place(quote.cue), place(quote.speaker.span));
            let _ = writeln!(
                csv,
                "{},{},0,0,{},{},{cue},{speaker},,{},{}",
                field(&document.id),
                quote.kind,
                spans.join(";"),
                field(&words.join(" || ")),
                quote.rule,
                quote.confidence
            );
        }
    }
    std::fs::write(out, csv).expect("a file to write");
    eprintln!("{:.1} MB/s", bytes as f64 / 1e6 / time.as_secs_f64());
}
