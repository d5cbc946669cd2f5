//! One engine over one text, for `compare.py`: prints the names found and the seconds of each run as JSON.
//!
//!     scan names FILE                  writes the names of the built-in lists, one a line
//!     scan ENGINE NAMES TEXTS RUNS     ENGINE: find, cut-and-find, aho-corasick; TEXTS: articles, form feeds between them
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench; a failed step ends it, and what it prints is its result"
)]

use std::time::Instant;
use std::{env, fs};

use aho_corasick::{AhoCorasick, MatchKind};
use whosaid_gazetteer::{Builder, Scratch};
use whosaid_text::{Matches, Tokens};
use whosaid_tokenizer::Tokenizer;

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["names", file] => {
            let gazetteer = Builder::new(true).build().unwrap();
            let mut names: Vec<&str> = gazetteer.spellings().map(|(_, _, name)| name).collect();
            names.sort_unstable();
            names.dedup();
            fs::write(file, names.join("\n")).unwrap();
        }
        [engine, names, texts, runs] => {
            let names = fs::read_to_string(names).unwrap();
            let texts = fs::read_to_string(texts).unwrap();
            let texts: Vec<&str> = texts.split('\x0c').collect();
            let runs = runs.parse().unwrap();
            match engine {
                "find" | "cut-and-find" => find(&texts, engine == "find", runs),
                "aho-corasick" => bare(&names, &texts, runs),
                _ => panic!("no such engine: {engine}"),
            }
        }
        _ => panic!("scan names FILE, or scan ENGINE NAMES TEXTS RUNS"),
    }
}

fn find(texts: &[&str], cut_before: bool, runs: usize) {
    let start = Instant::now();
    let gazetteer = Builder::new(true).build().unwrap();
    let ready = start.elapsed().as_secs_f64();
    let tokenizer = Tokenizer::new();
    let cut = |text: &&str| {
        let mut tokens = Tokens::default();
        tokenizer.tokenize(text, &mut tokens);
        tokens
    };
    let held: Vec<Tokens> = texts.iter().filter(|_| cut_before).map(cut).collect();
    let (mut tokens, mut scratch, mut matches) = (Tokens::default(), Scratch::default(), Matches::default());
    time(ready, runs, || {
        let mut found = 0;
        for (number, text) in texts.iter().enumerate() {
            let tokens = match held.get(number) {
                Some(tokens) => tokens,
                None => {
                    tokenizer.tokenize(text, &mut tokens);
                    &tokens
                }
            };
            gazetteer.find(text, tokens, &mut scratch, &mut matches);
            found += matches.matches.len();
        }
        found
    });
}

fn bare(names: &str, texts: &[&str], runs: usize) {
    let start = Instant::now();
    let engine = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(names.lines())
        .unwrap();
    let ready = start.elapsed().as_secs_f64();
    time(ready, runs, || {
        texts.iter().map(|text| engine.find_iter(text).count()).sum()
    });
}

fn time(ready: f64, runs: usize, mut run: impl FnMut() -> usize) {
    let mut found = 0;
    let seconds: Vec<String> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            found = run();
            start.elapsed().as_secs_f64().to_string()
        })
        .collect();
    println!(
        "{{\"ready\": {ready}, \"found\": {found}, \"seconds\": [{}]}}",
        seconds.join(", ")
    );
}
