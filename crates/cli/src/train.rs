//! `whosaid train`: annotated text becomes a model of the recogniser.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, bail};
use whosaid_entities::train::{Annotated, GROUPS, Marked, Settings, Trainer, TypeTable, Types, stories};
use whosaid_entities::{Linker, train};
use whosaid_gazetteer::Gazetteer;
use whosaid_text::{EntityType, Linked, Matches, Tokens};
use whosaid_tokenizer::Tokenizer;

use crate::annotated::{self, Text};
use crate::args::Lists;
use crate::whole::{spare, write_whole};
use crate::{Ending, lists, say};

/// Options of the verb.
#[derive(Debug, clap::Args)]
pub(crate) struct Train {
    /// Annotated text: .jsonl (text, entities with start, end and type), or columns with the token first and its
    /// label (B-PER, I-PER, O) last
    #[arg(required = true, value_name = "DATA")]
    data: Vec<PathBuf>,

    /// Model to write
    #[arg(short, long, value_name = "MODEL")]
    output: PathBuf,

    /// Annotated text to measure the model on: precision, recall and F1 by type, on standard output
    #[arg(long, value_name = "DATA")]
    test: Vec<PathBuf>,

    /// Forget what the built-in model knows
    #[arg(long)]
    from_scratch: bool,

    /// Plain text, a sentence a line, from which the classes of words are learned
    #[arg(long, value_name = "TEXT", requires = "from_scratch")]
    unlabelled: Option<PathBuf>,

    /// Passes over the data
    #[arg(long, value_name = "N", default_value_t = Settings::default().epochs)]
    passes: usize,

    /// Leave out a group of features (words, affixes, shapes, classes, gazetteer, name-parts, lists, document), the
    /// second-pass, or the stories, to see what it is worth
    #[arg(long, value_name = "GROUP", requires = "from_scratch")]
    without: Vec<String>,

    /// Print nothing but errors
    #[arg(short, long)]
    quiet: bool,

    #[command(flatten)]
    lists: Lists,
}

pub(crate) const EXAMPLES: &str = "\
Examples:
  whosaid train ships.jsonl -o ships.bin
      The built-in model learns on, from your own annotated text; a type of your own (SHIP) may be in it
  whosaid train train.conll -o mine.bin --from-scratch --test dev.conll
      Nothing but your own text, measured on another part of it
  whosaid extract articles/ -o tables --model ships.bin
      Names as the new model finds them

A type that a file never marks counts as not annotated there. Names marked MISC are learned and left out of the tables.";

/// What comes before the linker.
struct Stages {
    tokenizer: Tokenizer,
    gazetteer: Gazetteer,
    scratch: whosaid_gazetteer::Scratch,
    tokens: Tokens,
    matches: Matches,
}

impl Stages {
    fn look_at(&mut self, text: &str) {
        self.tokenizer.tokenize(text, &mut self.tokens);
        self.gazetteer
            .find(text, &self.tokens, &mut self.scratch, &mut self.matches);
    }
}

/// Learns, writes the model, and measures it.
pub(crate) fn run(args: &Train) -> Result<Ending> {
    let read = args.data.iter().chain(&args.test).chain(&args.unlabelled);
    spare(&args.output, read.chain(&args.lists.gazetteer))?;
    let files = args
        .data
        .iter()
        .map(|path| annotated::read(path))
        .collect::<Result<Vec<_>>>()?;
    let tests = args
        .test
        .iter()
        .map(|path| annotated::read(path))
        .collect::<Result<Vec<_>>>()?;
    let kinds: Vec<EntityType> = kinds(files.iter().flatten()).into_iter().collect();
    let table = TypeTable::of(&kinds)?;
    let mut documents: Vec<Annotated> = files.into_iter().flat_map(|file| marked(file, &table)).collect();
    let mut stages = Stages {
        tokenizer: Tokenizer::new(),
        gazetteer: lists::gazetteer(&args.lists)?,
        scratch: whosaid_gazetteer::Scratch::default(),
        tokens: Tokens::default(),
        matches: Matches::default(),
    };
    let settings = settings(args)?;
    let mut trainer = if args.from_scratch {
        if !args.without.iter().any(|group| group == "stories") {
            documents.extend(stories(&documents, &table));
        }
        let sentences = sentences(args, &documents, &mut stages)?;
        let classes = train::learn(&sentences, 400, 8);
        let coarse = train::coarse(&sentences, &classes, 50, 20);
        Trainer::new(settings, table, &classes, coarse)
    } else {
        Trainer::on_built_in(settings, table)
    };
    for text in &documents {
        stages.look_at(&text.document.text);
        trainer.add(text, &stages.tokens, &stages.matches, &stages.gazetteer);
    }
    let (lost, all) = trainer.lost;
    let model = trainer.train();
    write_whole(&args.output, |output| Ok(output.write_all(&model)?))?;
    if !args.quiet {
        let kinds: Vec<String> = kinds.iter().map(EntityType::to_string).collect();
        say(&format!(
            "learned from {} texts with {all} names of the types {} ({lost} of them stand where no name is looked for)",
            documents.len(),
            kinds.join(", "),
        ));
    }
    let linker = Linker::with_model(&model).context("the model cannot be read back")?;
    for (path, texts) in args.test.iter().zip(&tests) {
        let scores = measure(texts, &linker, &mut stages);
        write_whole("-".as_ref(), |output| {
            writeln!(output, "{}", path.display())?;
            Ok(output.write_all(scores.as_bytes())?)
        })?;
    }
    Ok(Ending::Complete)
}

fn settings(args: &Train) -> Result<Settings> {
    let mut settings = Settings {
        epochs: args.passes,
        ..Settings::default()
    };
    for name in &args.without {
        let group = name.replace('-', " ");
        match GROUPS.iter().position(|held| *held == group) {
            Some(number) => settings.drop[number] = 256,
            None if name == "second-pass" => settings.folds = 0,
            None if name == "stories" => (),
            None => bail!(
                "--without {name}: groups are {}, second-pass, stories",
                GROUPS.join(", ")
            ),
        }
    }
    Ok(settings)
}

fn kinds<'t>(texts: impl Iterator<Item = &'t Text>) -> BTreeSet<EntityType> {
    texts
        .flat_map(|text| text.names.iter().map(|(_, kind)| *kind))
        .collect()
}

/// The texts of a file as the trainer takes them. Peoples are `MISC` in text that has no `NORP` of its own.
fn marked(file: Vec<Text>, table: &TypeTable) -> Vec<Annotated> {
    let kinds = kinds(file.iter());
    let has_peoples = kinds.contains(&EntityType::NORP);
    let types = |kind: EntityType| {
        let types = table.types(kind);
        if kind.as_str() == train::OTHER && !has_peoples {
            types.or(table.types(EntityType::NORP))
        } else {
            types
        }
    };
    let known = kinds.iter().fold(Types::NONE, |all, kind| all.or(types(*kind)));
    let unmarked = table.all_but(known);
    file.into_iter()
        .map(|text| Annotated {
            document: text.document,
            marked: text
                .names
                .iter()
                .map(|(span, kind)| Marked {
                    span: *span,
                    types: types(*kind),
                })
                .collect(),
            unmarked,
        })
        .collect()
}

/// Sentences as hashes of words, of all text that is at hand.
fn sentences(args: &Train, documents: &[Annotated], stages: &mut Stages) -> Result<Vec<Vec<u64>>> {
    let mut sentences = Vec::new();
    let mut add = |text: &str, stages: &mut Stages| {
        let tokens = &mut stages.tokens;
        stages.tokenizer.tokenize(text, tokens);
        let of = |sentence: &whosaid_text::Sentence| tokens.hashes[sentence.tokens.indices()].to_vec();
        sentences.extend(tokens.sentences.iter().map(of));
    };
    if let Some(path) = &args.unlabelled {
        let text = std::fs::read_to_string(path).map_err(|error| anyhow!("{}: {error}", path.display()))?;
        add(&annotated::join_lines(&text), stages);
    }
    for text in documents {
        add(&text.document.text, stages);
    }
    Ok(sentences)
}

/// Precision, recall and F1 by type, of exact spans.
fn measure(texts: &[Text], linker: &Linker, stages: &mut Stages) -> String {
    let kinds = kinds(texts.iter());
    let mut counts: BTreeMap<EntityType, [usize; 3]> = BTreeMap::new();
    let mut scratch = whosaid_entities::Scratch::default();
    let mut linked = Linked::default();
    for text in texts {
        stages.look_at(&text.document.text);
        linker.link(
            &text.document,
            &stages.tokens,
            &stages.matches,
            &stages.gazetteer,
            &mut scratch,
            &mut linked,
        );
        let gold: BTreeSet<_> = text.names.iter().copied().collect();
        let found: BTreeSet<_> = linked
            .mentions
            .iter()
            .map(|mention| (mention.span, mention.kind))
            .filter(|(_, kind)| kinds.contains(kind))
            .collect();
        for name in gold.union(&found) {
            let count = counts.entry(name.1).or_default();
            count[usize::from(!gold.contains(name)) + 2 * usize::from(!found.contains(name))] += 1;
        }
    }
    let sum = counts.values().fold([0; 3], |sum, count| {
        std::array::from_fn(|index| sum[index] + count[index])
    });
    let rows = counts.iter().map(|(kind, count)| (kind.to_string(), *count));
    rows.chain([("all".to_owned(), sum)])
        .map(|(kind, [right, wrong, missed])| {
            let precision = right as f64 / (right + wrong).max(1) as f64;
            let recall = right as f64 / (right + missed).max(1) as f64;
            let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
            format!(
                "  {kind:16} P {precision:.3} R {recall:.3} F1 {f1:.3}  ({right} right, {wrong} wrong, {missed} missed)\n"
            )
        })
        .collect()
}
