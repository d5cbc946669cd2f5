//! Bytes of text a second, on one core, for statements and their speakers in text that is cut already.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use whosaid_quotes::{Attributor, Scratch};
use whosaid_text::{Document, Linked, Tokens};
use whosaid_tokenizer::Tokenizer;

fn texts() -> [(&'static str, String); 3] {
    let prose = "The council of Port Selby met on Tuesday and chose a new harbour master after a long and quiet debate. \
        Nobody spoke against the plan, which had been drawn up in the spring, and the vote took less than an hour.\n\n";
    let quotes = "“We won’t go back,” the mayor’s spokesman told reporters. “There is nothing left.”\n\n\
        Ms. Kerr, who heads the port union, said the offer was “an insult” and that the strike would go on.\n\n";
    let indirect = "The ministry said on Monday that the road would open in May, but officials in the valley denied it. \
        According to the union, nobody had been asked. It accused the government of hiding the figures.\n\n";
    [
        ("prose", prose.repeat(2000)),
        ("quotations", quotes.repeat(2000)),
        ("indirect", indirect.repeat(2000)),
    ]
}

fn attribute(criterion: &mut Criterion) {
    let attributor = Attributor::new();
    let (mut tokens, mut scratch, mut quotes) = (Tokens::default(), Scratch::default(), Vec::new());
    let linked = Linked::default();
    let mut group = criterion.benchmark_group("quotes");
    for (name, text) in texts() {
        group.throughput(Throughput::Bytes(text.len() as u64));
        let document = Document {
            text,
            ..Document::default()
        };
        Tokenizer::new().tokenize(&document.text, &mut tokens);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                attributor.attribute(black_box(&document), &tokens, &linked, &mut scratch, &mut quotes);
                quotes.len()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, attribute);
criterion_main!(benches);
