//! The whole program over the articles of the tests: from records to the bytes of rows, and from files to tables.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench; a failed step ends it")]

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use whosaid_corpus::{Corpus, Options, Record};
use whosaid_export::{Encoder, Format, Output, Run, Table, Target};
use whosaid_gazetteer::Builder;
use whosaid_pipeline::{Analyzer, Scratch};

/// The articles of the tests, without what stands around them.
fn articles() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/articles");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .filter_map(|file| {
            let source = fs::read_to_string(file).unwrap();
            let (_, rest) = source.split_once("```text\n")?;
            Some(rest.split_once("\n```")?.0.to_owned())
        })
        .collect()
}

/// One thread, nothing read and nothing written.
fn documents(criterion: &mut Criterion) {
    let analyzer = Analyzer::new(Builder::new(true).build().unwrap());
    let corpus = Corpus::open(["-"], Options::default()).unwrap();
    let articles = articles();
    let mut scratch = Scratch::default();
    let mut group = criterion.benchmark_group("document");
    group.throughput(Throughput::Bytes(
        articles.iter().map(|text| text.len() as u64).sum(),
    ));
    for format in [Format::Csv, Format::Jsonl] {
        let encoder = Encoder::new(format, Table::USUAL);
        group.bench_function(format.to_string(), |bencher| {
            bencher.iter(|| {
                for text in &articles {
                    let decoded = corpus.decode(Record::text("a", text)).unwrap();
                    let annotations = analyzer.analyze(decoded.document, &mut scratch);
                    black_box(encoder.encode(&annotations));
                }
            });
        });
    }
    group.finish();
}

/// What stands before and behind the stages that have benches of their own: bytes to documents, annotations to rows.
fn edges(criterion: &mut Criterion) {
    let analyzer = Analyzer::new(Builder::new(true).build().unwrap());
    let corpus = Corpus::open(["-"], Options::default()).unwrap();
    let articles = articles();
    let mut scratch = Scratch::default();
    let decode = |text: &str| corpus.decode(Record::text("a", text)).unwrap().document;
    let annotated: Vec<_> = articles
        .iter()
        .map(|text| analyzer.analyze(decode(text), &mut scratch))
        .collect();
    let mut group = criterion.benchmark_group("stage");
    group.throughput(Throughput::Bytes(
        articles.iter().map(|text| text.len() as u64).sum(),
    ));
    group.bench_function("decode", |bencher| {
        bencher.iter(|| {
            for text in &articles {
                black_box(decode(text));
            }
        });
    });
    for format in [Format::Csv, Format::Jsonl] {
        let encoder = Encoder::new(format, Table::USUAL);
        group.bench_function(format!("encode/{format}"), |bencher| {
            bencher.iter(|| {
                for annotations in &annotated {
                    black_box(encoder.encode(annotations));
                }
            });
        });
    }
    group.finish();
}

/// Files in, tables out.
fn folder(criterion: &mut Criterion) {
    let analyzer = Analyzer::new(Builder::new(true).build().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let (input, tables) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&input).unwrap();
    let mut bytes = 0;
    for (number, text) in articles().iter().cycle().take(2000).enumerate() {
        fs::write(input.join(format!("{number:04}.txt")), text).unwrap();
        bytes += text.len() as u64;
    }
    let corpus = Corpus::open([&input], Options::default()).unwrap();
    let encoder = Encoder::new(Format::Csv, Table::USUAL);
    let stop = AtomicBool::new(false);
    let mut group = criterion.benchmark_group("folder");
    group.throughput(Throughput::Bytes(bytes));
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    for threads in [1, 2] {
        group.bench_function(format!("threads/{threads}"), |bencher| {
            bencher.iter(|| {
                let mut output = Output::open(Target::Folder(&tables), &encoder).unwrap();
                let options = whosaid_pipeline::Options {
                    threads,
                    ..whosaid_pipeline::Options::new(&stop)
                };
                let outcome =
                    whosaid_pipeline::run(&corpus, &analyzer, &encoder, &mut output, options, &mut |_| {})
                        .unwrap();
                let run = Run {
                    records: outcome.records,
                    ..Run::default()
                };
                output.finish(&run).unwrap();
            });
        });
    }
    group.finish();
}

criterion_group!(benches, documents, edges, folder);
criterion_main!(benches);
