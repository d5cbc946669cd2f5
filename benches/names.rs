//! What it costs to fold a name, to make its key, to compare two, and to resolve one among the built-in lists.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use whosaid_gazetteer::Builder;
use whosaid_names::{Name, compare, compare_parts, fold, key};
use whosaid_text::EntityType;

/// Made-up people in several spellings.
const NAMES: [&str; 6] = [
    "Yuri Shcherbakov",
    "Iouri Chtcherbakov",
    "Jurij Schtscherbakow",
    "Юрий Щербаков",
    "Rəşid Quliyev",
    "Վահան Մելքոնյան",
];

fn names(c: &mut Criterion) {
    let mut folded = String::new();
    c.bench_function("fold six names", |b| {
        b.iter(|| NAMES.iter().for_each(|name| fold(black_box(name), &mut folded)));
    });
    c.bench_function("key of a name", |b| b.iter(|| key(black_box(NAMES[2]))));
    c.bench_function("read a name aloud", |b| b.iter(|| Name::new(black_box(NAMES[2]))));
    c.bench_function("compare two names", |b| {
        b.iter(|| compare(black_box(NAMES[0]), black_box(NAMES[2]), EntityType::PER));
    });
    let (one, two) = (Name::new(NAMES[0]), Name::new(NAMES[2]));
    let (one, two) = (one.parts(), two.parts());
    c.bench_function("compare two names that were read", |b| {
        b.iter(|| compare_parts(black_box(&one), black_box(&two), EntityType::PER));
    });
    let gazetteer = match Builder::new(true).build() {
        Ok(gazetteer) => gazetteer,
        Err(error) => panic!("{error}"),
    };
    c.bench_function("rank all listed names by a name", |b| {
        b.iter(|| gazetteer.rank(black_box("Wladimir Putin"), None));
    });
    c.bench_function("rank all listed names by an unknown name", |b| {
        b.iter(|| gazetteer.rank(black_box(NAMES[2]), None));
    });
}

criterion_group!(benches, names);
criterion_main!(benches);
