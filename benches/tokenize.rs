//! Bytes of text a second, on one core, for tokens, sentences and quotations.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use whosaid_text::Tokens;
use whosaid_tokenizer::Tokenizer;

fn texts() -> [(&'static str, String); 4] {
    let plain = "The minister, Mr. Paul Kerr, said on Tuesday that \"no decision\" had been taken about the harbour of Port Selby.\n\n\
        More than 1,200 people were evacuated from the valley, the U.S. agency's local office reported. Nobody was hurt.\n\n";
    let curly = "“We won’t go back,” the mayor’s spokesman told reporters – and that was all he said. “There is nothing left…”\n\n\
        The council’s vote, expected at 3 p.m. on Sept. 4, was put off for the “third time” this year, officials said.\n\n";
    let french = "Le président de la République a déclaré mardi que « la décision n’était pas prise », selon l’agence.\n\n";
    let russian = "Министр заявил во вторник, что «решение ещё не принято», сообщает агентство. Он добавил, что ждёт ответа.\n\n";
    [
        ("ascii", plain.repeat(2000)),
        ("typographic", curly.repeat(2000)),
        ("french", french.repeat(4000)),
        ("russian", russian.repeat(3000)),
    ]
}

fn tokenize(criterion: &mut Criterion) {
    let tokenizer = Tokenizer::new();
    let mut tokens = Tokens::default();
    let mut group = criterion.benchmark_group("tokenize");
    for (name, text) in texts() {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                tokenizer.tokenize(black_box(&text), &mut tokens);
                tokens.len()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, tokenize);
criterion_main!(benches);
