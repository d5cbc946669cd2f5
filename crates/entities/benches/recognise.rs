//! Tokens a second of the recogniser alone and of the whole linker, on news-like text written for this bench.
#![allow(missing_docs, reason = "criterion's macros make functions without")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use whosaid_entities::{Linker, Scratch};
use whosaid_gazetteer::Builder;
use whosaid_text::{Document, Linked, Matches, Tokens};
use whosaid_tokenizer::Tokenizer;

const ARTICLE: &str = "\
PORT LOUISA, Borduria (Reuters) - Rescue workers found eleven survivors on Sunday under the roof of a market hall that \
had fallen in after a night of rain, the mayor of Port Louisa, Helena Marsh, said.

“We heard them knocking,” said Tomas Weber, a fireman who had come from Germany with his team. He said that the work \
would go on until everybody was accounted for, and that it was too early to say who was to blame.

The hall was built in 1974 by the Ministry of Public Works. According to documents seen by this newspaper, engineers at \
the National Institute of Building warned in 2016 that its pillars were too thin. Marsh denied that she had known of \
the warning. The opposition has asked her to resign, and prosecutors have opened an inquiry.

Prime Minister Ivan Petrenko, who was on a visit to France, said he would return to the country on Monday. Petrenko’s \
government has promised money for the families. In Paris, he told reporters that the disaster was a test for the whole \
nation. The Red Cross sent tents and blankets; the European Union offered the help of experts.
";

fn recognise(bench: &mut Criterion) {
    let document = Document {
        id: "bench".to_owned(),
        text: ARTICLE.repeat(4),
        ..Document::default()
    };
    let gazetteer = Builder::new(true)
        .build()
        .expect("the built-in lists are well made");
    let (mut tokens, mut matches, mut linked) = (Tokens::default(), Matches::default(), Linked::default());
    Tokenizer::new().tokenize(&document.text, &mut tokens);
    gazetteer.find(
        &document.text,
        &tokens,
        &mut whosaid_gazetteer::Scratch::default(),
        &mut matches,
    );
    let linker = Linker::new();
    let mut scratch = Scratch::default();
    let mut group = bench.benchmark_group("entities");
    group.throughput(Throughput::Elements(tokens.len() as u64));
    group.bench_function("recognise", |bencher| {
        bencher.iter(|| linker.recognise(&document, &tokens, &matches, &gazetteer, &mut scratch));
    });
    group.bench_function("link", |bencher| {
        bencher.iter(|| {
            linker.link(
                &document,
                &tokens,
                &matches,
                &gazetteer,
                &mut scratch,
                &mut linked,
            );
            linked.mentions.len()
        });
    });
    group.finish();
}

criterion_group!(benches, recognise);
criterion_main!(benches);
