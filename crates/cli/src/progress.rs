use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use whosaid_corpus::Corpus;
use whosaid_pipeline::Progress;

/// Shows on a terminal how far a run is: documents, bytes a second, and the time left once the size of the inputs is
/// known.
#[derive(Debug)]
pub(crate) struct Display {
    bar: ProgressBar,
}

const WITHOUT_SIZE: &str = "{spinner} {msg}  {bytes}  {bytes_per_sec}  {elapsed}";
const WITH_SIZE: &str = "{bar:30} {percent}%  {msg}  {bytes_per_sec}  {eta} left";

impl Display {
    /// Begins to show, unless standard error is no terminal or the user wants quiet. The inputs are measured beside the
    /// run: a large folder takes a while.
    pub(crate) fn begin(corpus: &Corpus, quiet: bool) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Self {
                bar: ProgressBar::hidden(),
            };
        }
        let bar = ProgressBar::new_spinner();
        bar.set_style(style(WITHOUT_SIZE));
        bar.enable_steady_tick(Duration::from_millis(200));
        let (sized, corpus) = (bar.clone(), corpus.clone());
        std::thread::spawn(move || {
            if let Some(size) = corpus.size().filter(|_| !sized.is_finished()) {
                sized.set_length(size.bytes);
                sized.set_style(style(WITH_SIZE));
            }
        });
        Self { bar }
    }

    pub(crate) fn update(&self, progress: &Progress) {
        if self.bar.is_hidden() {
            return;
        }
        self.bar.set_position(progress.bytes);
        let counts = progress.counts;
        let rejected = match counts.rejected {
            0 => String::new(),
            rejected => format!(", {} rejected", HumanCount(rejected)),
        };
        self.bar
            .set_message(format!("{} documents{rejected}", HumanCount(counts.documents)));
    }

    /// Takes it off the terminal.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    // The templates are constants that a test reads.
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_templates() {
        for template in [WITHOUT_SIZE, WITH_SIZE] {
            assert!(ProgressStyle::with_template(template).is_ok());
        }
    }
}
