//! Finding the names of the built-in lists in articles, beside a bare leftmost-longest scan for the same names.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench; a failed step ends it")]

use std::fs;
use std::hint::black_box;
use std::path::Path;

use aho_corasick::{AhoCorasick, MatchKind};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use whosaid_gazetteer::{Builder, Scratch};
use whosaid_text::{Matches, Tokens};
use whosaid_tokenizer::Tokenizer;

/// The articles of the tests, so often that the text does not fit the processor's caches.
fn articles() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/articles");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let texts: Vec<String> = files
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let times = 4_000_000 / bytes + 1;
    texts.iter().cycle().take(texts.len() * times).cloned().collect()
}

fn matching(criterion: &mut Criterion) {
    let gazetteer = Builder::new(true).build().unwrap();
    let names: Vec<&str> = gazetteer.spellings().map(|(_, _, name)| name).collect();
    let bare = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(&names)
        .unwrap();
    let texts = articles();
    let tokenizer = Tokenizer::new();
    let cut: Vec<Tokens> = texts
        .iter()
        .map(|text| {
            let mut tokens = Tokens::default();
            tokenizer.tokenize(text, &mut tokens);
            tokens
        })
        .collect();
    let mut group = criterion.benchmark_group(format!("matching {} names", names.len()));
    group.throughput(Throughput::Bytes(
        texts.iter().map(|text| text.len() as u64).sum(),
    ));
    group.sample_size(20);
    let (mut scratch, mut matches) = (Scratch::default(), Matches::default());
    group.bench_function("find", |bencher| {
        bencher.iter(|| {
            for (text, tokens) in texts.iter().zip(&cut) {
                gazetteer.find(text, tokens, &mut scratch, &mut matches);
                black_box(&matches);
            }
        });
    });
    group.bench_function("bare aho-corasick", |bencher| {
        bencher.iter(|| {
            for text in &texts {
                black_box(bare.find_iter(text).count());
            }
        });
    });
    group.finish();
}

fn starting(criterion: &mut Criterion) {
    criterion.bench_function("start with the built-in lists", |bencher| {
        bencher.iter(|| Builder::new(true).build().unwrap());
    });
}

criterion_group!(benches, matching, starting);
criterion_main!(benches);
