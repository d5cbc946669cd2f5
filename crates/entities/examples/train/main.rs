/*!
Trains the recogniser, or measures a trained one.

    cargo run --profile quick -p whosaid-entities --example train -- \
        [--classes TEXT] [--without GROUP] [--rows N] [--epochs N] [--score GOLD]… [--model FILE | -o FILE DATA…]

DATA are `.tsv` files (token TAB IOB2 label, a blank line between sentences, `#DOC` between documents) and `.jsonl`
files (`text`, `entities` with `start`, `end` in code points and `type`). GOLD is a `.jsonl` file or a folder of
`.json` files of such records. TEXT is plain text, a sentence a line, for the classes of words.
*/
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program")]
#![allow(clippy::disallowed_methods, reason = "a program reads its arguments")]

mod corpus;
mod score;
mod stories;

use std::error::Error;
use std::path::PathBuf;

use whosaid_entities::{Linker, train};
use whosaid_gazetteer::{Builder, Gazetteer};
use whosaid_text::{Matches, Tokens};
use whosaid_tokenizer::Tokenizer;

/// What comes before the linker.
struct Stages {
    tokenizer: Tokenizer,
    gazetteer: Gazetteer,
}

#[derive(Default)]
struct Arguments {
    classes: Option<PathBuf>,
    gold: Vec<PathBuf>,
    model: Option<PathBuf>,
    output: Option<PathBuf>,
    data: Vec<PathBuf>,
    settings: train::Settings,
    errors: bool,
    no_builtin: bool,
    no_stories: bool,
}

fn arguments() -> Result<Arguments, Box<dyn Error>> {
    let mut parsed = Arguments::default();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--classes" => parsed.classes = Some(value()?.into()),
            "--score" => parsed.gold.push(value()?.into()),
            "--model" => parsed.model = Some(value()?.into()),
            "--errors" => parsed.errors = true,
            "--no-stories" => parsed.no_stories = true,
            "--no-builtin" => parsed.no_builtin = true,
            "-o" => parsed.output = Some(value()?.into()),
            "--rows" => parsed.settings.rows = value()?.parse()?,
            "--epochs" => parsed.settings.epochs = value()?.parse()?,
            "--rate" => parsed.settings.rate = value()?.parse()?,
            "--decay" => parsed.settings.decay = value()?.parse()?,
            "--folds" => parsed.settings.folds = value()?.parse()?,
            "--drop" => {
                let shares = value()?;
                for (slot, share) in parsed.settings.drop.iter_mut().zip(shares.split(',')) {
                    *slot = share.parse()?;
                }
            }
            "--without" => {
                let name = value()?;
                let group = train::GROUPS.iter().position(|group| *group == name);
                parsed.settings.drop[group.ok_or(format!("groups are {:?}", train::GROUPS))?] = 256;
            }
            _ => parsed.data.push(argument.into()),
        }
    }
    Ok(parsed)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = arguments()?;
    let stages = Stages {
        tokenizer: Tokenizer::new(),
        gazetteer: Builder::new(!arguments.no_builtin).build()?,
    };
    let bytes = if let Some(path) = &arguments.model {
        std::fs::read(path)?
    } else {
        let began = std::time::Instant::now();
        let bytes = learn(&arguments, &stages)?;
        eprintln!("trained in {:.0?}: {} bytes", began.elapsed(), bytes.len());
        if let Some(path) = &arguments.output {
            std::fs::write(path, &bytes)?;
        }
        bytes
    };
    let linker = Linker::with_model(&bytes).ok_or("not a model of this version")?;
    for path in &arguments.gold {
        score::score(path, &stages, &linker, arguments.errors)?;
    }
    Ok(())
}

fn learn(arguments: &Arguments, stages: &Stages) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut documents = Vec::new();
    for path in &arguments.data {
        documents.extend(corpus::read(path)?);
    }
    let told = stories::tell(include_str!("stories.txt"), &documents);
    eprintln!("{} documents, {} stories", documents.len(), told.len());
    if !arguments.no_stories {
        documents.extend(told);
    }
    let mut sentences = Vec::new();
    let mut tokens = Tokens::default();
    if let Some(path) = &arguments.classes {
        let text = corpus::join_lines(&std::fs::read_to_string(path)?);
        stages.tokenizer.tokenize(&text, &mut tokens);
        add_sentences(&tokens, &mut sentences);
    }
    for document in &documents {
        stages.tokenizer.tokenize(&document.document.text, &mut tokens);
        add_sentences(&tokens, &mut sentences);
    }
    let classes = train::learn(&sentences, 400, 8);
    let coarse = train::coarse(&sentences, &classes, 50, 20);
    eprintln!(
        "{} sentences, {} words with a class",
        sentences.len(),
        classes.len()
    );
    let mut trainer = train::Trainer::new(arguments.settings, &classes, coarse);
    let mut matches = Matches::default();
    let mut scratch = whosaid_gazetteer::Scratch::default();
    for corpus::Annotated {
        document,
        marked,
        unmarked,
    } in documents
    {
        stages.tokenizer.tokenize(&document.text, &mut tokens);
        stages
            .gazetteer
            .find(&document.text, &tokens, &mut scratch, &mut matches);
        trainer.add(&document, &tokens, &matches, &stages.gazetteer, &marked, unmarked);
    }
    eprintln!(
        "{} tokens may stand in names; {} of {} marked names cannot be found",
        trainer.candidates(),
        trainer.lost.0,
        trainer.lost.1
    );
    Ok(trainer.train(&stages.gazetteer))
}

fn add_sentences(tokens: &Tokens, sentences: &mut Vec<Vec<u64>>) {
    for sentence in &tokens.sentences {
        sentences.push(tokens.hashes[sentence.tokens.indices()].to_vec());
    }
}
