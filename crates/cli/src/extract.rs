use std::io::Write;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use whosaid_corpus::{Corpus, Fields};
use whosaid_export::{Encoder, Finished, Format, Output, Run, Table, Target};
use whosaid_pipeline::{Analyzer, Outcome};

use crate::args::Extract;
use crate::{Ending, lists};

/// Takes the inputs through all stages into tables.
pub(crate) fn run(args: &Extract) -> Result<Ending> {
    let begun = Instant::now();
    let options = whosaid_corpus::Options {
        fields: Fields {
            text: args.text_field.clone(),
            id: args.id_field.clone(),
            title: args.title_field.clone(),
            date: args.date_field.clone(),
        },
        max_document_bytes: args.max_document_bytes,
    };
    let corpus = Corpus::open(&args.inputs, options)?;
    let tables = if args.tables.is_empty() {
        Table::ALL
    } else {
        &args.tables
    };
    let encoder = Encoder::new(args.format, tables);
    let target = target(args)?;
    let to_stream = matches!(target, Target::Stream(_));
    let mut output = Output::open(target, &encoder)?;
    let analyzer = Analyzer::new(lists::gazetteer(&args.lists)?);
    let stop = AtomicBool::new(false);
    let options = whosaid_pipeline::Options {
        threads: args.threads,
        stop: &stop,
    };
    let result = whosaid_pipeline::run(&corpus, &analyzer, &encoder, &mut output, options, &mut |_| {});
    let outcome = match result {
        Ok(outcome) => outcome,
        Err(whosaid_pipeline::Error::Interrupted) => return Ok(Ending::Interrupted),
        Err(whosaid_pipeline::Error::Output(whosaid_export::Error::Closed)) => return Ok(Ending::Complete),
        Err(error) => return Err(error).context("no tables were written"),
    };
    let report = Run {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        gazetteer_hash: format!("{:016x}", analyzer.gazetteer().hash()),
        gazetteer_entities: analyzer.gazetteer().len() as u64,
        rejected_by_reason: outcome.rejected.clone(),
        encodings: outcome.encodings.clone(),
        bytes: outcome.bytes,
        seconds: begun.elapsed().as_secs_f64(),
        ..Run::default()
    };
    let finished = output.finish(&report).context("no tables were written")?;
    if !args.quiet && !to_stream {
        summary(&finished, &outcome, begun);
    }
    Ok(if finished.counts.rejected > 0 {
        Ending::Partial
    } else {
        Ending::Complete
    })
}

fn target(args: &Extract) -> Result<Target<'_>> {
    match (args.output.as_deref(), args.format) {
        (None, Format::Csv) => bail!("name a folder for the tables with -o"),
        (Some(path), Format::Csv) if path == Path::new("-") => {
            bail!("several tables cannot go to standard output: name a folder with -o, or add --format jsonl")
        }
        (Some(path), _) if path != Path::new("-") => Ok(Target::Folder(path)),
        _ => Ok(Target::Stream(Box::new(std::io::stdout().lock()))),
    }
}

fn summary(finished: &Finished, outcome: &Outcome, begun: Instant) {
    let seconds = begun.elapsed().as_secs_f64();
    let counts = finished.counts;
    let _ = writeln!(
        std::io::stderr(),
        "{} documents, {} mentions, {} quotes, {} rejected, {:.1} s, {:.1} MB/s",
        counts.documents,
        counts.mentions,
        counts.quotes,
        counts.rejected,
        seconds,
        outcome.bytes as f64 / 1e6 / seconds
    );
}
