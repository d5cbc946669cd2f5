use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use whosaid_corpus::{Corpus, Reason};
use whosaid_entities::Linker;
use whosaid_export::{Counts, Encoder, Format, Output, Resumed, Run, Table, Target};
use whosaid_pipeline::{Analyzer, Error, Outcome};

use crate::args::Extract;
use crate::own::{self, Own};
use crate::progress::Display;
use crate::summary::Summary;
use crate::{Ending, interrupt, lists, resume, say};

/// Takes the inputs through all stages into tables.
pub(crate) fn run(args: &Extract) -> Result<Ending> {
    let begun = Instant::now();
    args.writing.check()?;
    let writing = &args.writing;
    let tables = &writing.tables();
    let folder = folder(args, tables)?;
    let own = folder.map_or_else(|| Ok(Own::default()), |folder| own::among(folder, &args.inputs))?;
    let corpus = Corpus::open(
        &args.inputs,
        whosaid_corpus::Options {
            leave_out: own.paths,
            ..args.records.options()?
        },
    )?;
    let encoder = Encoder::new(writing.format(), tables).with_layout(writing.layout());
    let model = model(args)?;
    let fingerprinted = |analyzer: &Analyzer| {
        resume::Fingerprinted::new(
            settings(args, tables),
            model.as_deref(),
            analyzer.gazetteer(),
            &corpus,
        )
    };
    let analyzer;
    let mut output = match folder {
        Some(folder) if args.resume => {
            analyzer = analyzer_of(args, model.as_deref())?;
            let run = fingerprinted(&analyzer);
            match Output::resume(folder, &encoder, run.fingerprint().context(resume::NOT_TWICE)?)? {
                Resumed::New(output) | Resumed::Output(output) => output,
                Resumed::Finished {
                    counts,
                    rejected_by_reason,
                } => {
                    resume::finished(folder, args.quiet);
                    return Ok(ending(counts, &rejected_by_reason));
                }
            }
        }
        None if args.resume => bail!("--resume needs a folder: what went to standard output is gone"),
        _ => {
            let target = match folder {
                Some(folder) => Target::Folder(folder),
                None => Target::Stream(Box::new(std::io::stdout())),
            };
            // Before the lists are read: if the tables cannot be written, that takes time for nothing.
            let mut output = Output::open(target, &encoder)?;
            analyzer = analyzer_of(args, model.as_deref())?;
            let run = fingerprinted(&analyzer);
            output.keep_checkpoints(Box::new(move || run.fingerprint()))?;
            output
        }
    };
    for notice in own.notice.iter().filter(|_| !args.quiet) {
        say(notice);
    }
    let stop = interrupt::flag()?;
    hush_workers();

    let display = Display::begin(&corpus, args.quiet);
    let options = whosaid_pipeline::Options {
        threads: threads(args),
        checkpoint: Duration::from_secs(args.checkpoint_seconds),
        ..whosaid_pipeline::Options::new(&stop)
    };
    let result = whosaid_pipeline::run(
        &corpus,
        &analyzer,
        &encoder,
        &mut output,
        options,
        &mut |progress| {
            display.update(&progress);
        },
    );
    display.end();
    let outcome = match result {
        Ok(outcome) => outcome,
        Err(Error::Interrupted) => {
            let hint = match output.is_kept() {
                true => "; the same command with --resume goes on",
                false => "",
            };
            say(&format!("{}{hint}", interrupt::MESSAGE));
            return Ok(Ending::Interrupted);
        }
        Err(error) => return Err(error.into()),
    };
    if outcome.records == 0 {
        // Tables of an earlier run are worth more than empty ones.
        match nothing(args, &corpus) {
            Ok(warning) => say(&warning),
            Err(error) => {
                output.discard();
                return Err(error);
            }
        }
    }
    let report = report(args, tables, &analyzer, &outcome);
    let finished = output.finish(&report)?;
    if !args.quiet {
        let summary = Summary {
            finished: &finished,
            outcome: &outcome,
            elapsed: begun.elapsed(),
            folder,
            tables,
        };
        say(&summary.text());
    }
    Ok(ending(finished.counts, &outcome.rejected))
}

/// Threads that analyse, as many as are of use at the most: each takes memory, and those beyond the processors only wait.
fn threads(args: &Extract) -> usize {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let most = (4 * processors).max(16);
    if args.threads > most && !args.quiet {
        say(&format!(
            "note: --threads {}: {most} are begun, no more are of use with {processors} processors",
            args.threads
        ));
    }
    args.threads.min(most)
}

/// A warning that the inputs hold no document: an empty day is a day too. An error if there is no file at all, or none that
/// passes the patterns: those are mistakes in a command, mostly.
fn nothing(args: &Extract, corpus: &Corpus) -> Result<String> {
    let files = corpus.size().map(|size| size.files);
    let patterns = args.records.patterns();
    match (files, patterns.as_str()) {
        (Some(0), _) => bail!("nothing was read: there is no file in the inputs; no table was written"),
        (_, "") => Ok("warning: nothing was read: the inputs hold no document".to_owned()),
        (files, patterns) => bail!(
            "nothing was read: of {}, and of what is in archives, nothing passes {patterns}; no table was written",
            match files {
                None => "the input".to_owned(),
                Some(1) => "1 file in the inputs".to_owned(),
                Some(files) => format!("{files} files in the inputs"),
            }
        ),
    }
}

/// How a run with these rejections went. What the user wanted to be left out is no failure.
fn ending(mut counts: Counts, rejected: &BTreeMap<String, u64>) -> Ending {
    let wanted = Reason::CHOICES.iter().filter_map(|label| rejected.get(*label));
    counts.rejected = counts.rejected.saturating_sub(wanted.sum());
    Ending::of(counts)
}

/// The stages with the user's lists and model.
fn analyzer_of(args: &Extract, model: Option<&[u8]>) -> Result<Analyzer> {
    let linker = linker(args.model.as_deref().zip(model))?;
    let terms = args.writing.tables().contains(&Table::Terms);
    Ok(Analyzer::with_linker(lists::gazetteer(&args.lists)?, linker).with_terms(terms))
}

/// What the user's model holds, if there is one.
fn model(args: &Extract) -> Result<Option<Vec<u8>>> {
    let Some(path) = args.model.as_deref() else {
        return Ok(None);
    };
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Some(bytes))
}

/// The linker with the user's model, or the built-in one.
fn linker(model: Option<(&Path, &[u8])>) -> Result<Linker> {
    let Some((path, bytes)) = model else {
        return Ok(Linker::new());
    };
    Linker::with_model(bytes).with_context(|| {
        format!(
            "{} is no model of this version: make it with whosaid train",
            path.display()
        )
    })
}

/// Where the tables go: a folder, or `None` for standard output.
fn folder<'a>(args: &'a Extract, tables: &[Table]) -> Result<Option<&'a Path>> {
    let format = args.writing.format();
    let jsonl = format == Format::Jsonl;
    match args.output.as_deref() {
        None if jsonl => Ok(None),
        None => bail!("name a folder for the tables with -o"),
        Some(path) if path != Path::new("-") => {
            if jsonl && path.extension().is_some_and(|end| end == "jsonl") && !path.is_dir() {
                bail!(
                    "-o names a folder; for one file write: --format jsonl -o - > {}",
                    path.display()
                )
            }
            Ok(Some(path))
        }
        _ if jsonl => Ok(None),
        _ if !matches!(format, Format::Csv | Format::Tsv) => {
            bail!("--format {format} cannot go to standard output: name a folder with -o")
        }
        _ => match tables {
            [Table::Entities] => bail!(
                "the table of entities is counted to the end and cannot go to standard output: name a folder with -o"
            ),
            [_] => Ok(None),
            _ => bail!(
                "several tables cannot go to standard output: choose one (--tables quotes), or add --format jsonl, or name a \
                 folder with -o"
            ),
        },
    }
}

fn report(args: &Extract, tables: &[Table], analyzer: &Analyzer, outcome: &Outcome) -> Run {
    let gazetteer = analyzer.gazetteer();
    Run {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        settings: settings(args, tables),
        gazetteer_hash: format!("{:016x}", gazetteer.hash()),
        gazetteer_entities: gazetteer.len() as u64,
        records: outcome.records,
        rejected_by_reason: outcome.rejected.clone(),
        encodings: outcome.encodings.clone(),
        warnings: outcome.warnings.clone(),
        warning_count: outcome.warning_count,
        bytes: outcome.bytes,
        seconds: (outcome.elapsed.as_secs_f64() * 1000.0).round() / 1000.0,
    }
}

/// All options that can change a table, by their names.
fn settings(args: &Extract, tables: &[Table]) -> Map<String, Value> {
    let paths = |paths: &[std::path::PathBuf]| -> Value {
        paths.iter().map(|path| path.display().to_string()).collect()
    };
    let layout = args.writing.layout();
    let settings = json!({
        "input": paths(&args.inputs),
        "format": args.writing.format().name(),
        "tables": tables.iter().map(|table| table.name()).collect::<Vec<_>>(),
        "offset-unit": layout.offset_unit.name(),
        "with-text": layout.with_text,
        "gazetteer": paths(&args.lists.gazetteer),
        "model": args.model.as_ref().map(|path| path.display().to_string()),
        "no-builtin": args.lists.no_builtin,
    });
    match settings {
        Value::Object(mut settings) => {
            settings.append(&mut args.records.settings());
            settings
        }
        _ => Map::new(),
    }
}

/// Keeps panics of documents off the terminal: each stands in `rejected.csv`.
fn hush_workers() {
    let loud = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let thread = std::thread::current();
        if !thread
            .name()
            .is_some_and(|name| name.starts_with(whosaid_pipeline::WORKER))
        {
            loud(panic);
        }
    }));
}
