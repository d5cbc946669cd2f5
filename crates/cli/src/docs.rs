use std::io::{self, Write};

use anyhow::Result;
use clap::{Command, CommandFactory};
use clap_complete::Shell;

use crate::Ending;
use crate::args::Args;

/// Writes the completions of a shell to standard output.
pub(crate) fn completions(shell: Shell) -> Result<Ending> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "whosaid", &mut script);
    print(&script)
}

/// Writes the manual page, all verbs in one, to standard output.
pub(crate) fn man() -> Result<Ending> {
    let mut command = Args::command().disable_help_subcommand(true);
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    // Verbs stand in this page, not in pages of their own.
    let mut page = String::from_utf8(page)?
        .replace("whosaid\\-", "whosaid ")
        .replace("(1)\n", "\n");
    page = page.replace(".SH EXTRA\n", ".SH EXIT CODES\n");
    verbs(&command, "whosaid", &mut page)?;
    print(page.as_bytes())
}

/// Adds a section for each verb of a command, those of verbs too.
fn verbs(command: &Command, path: &str, page: &mut String) -> Result<()> {
    for verb in command.get_subcommands() {
        let name = format!("{path} {}", verb.get_name());
        let man = clap_mangen::Man::new(verb.clone().bin_name(&name));
        let mut section = Vec::new();
        man.render_synopsis_section(&mut section)?;
        man.render_description_section(&mut section)?;
        if !verb.has_subcommands() {
            man.render_options_section(&mut section)?;
            man.render_extra_section(&mut section)?;
        }
        let section = String::from_utf8(section)?
            .replace(".SH EXTRA\n", "")
            .replace(".SH ", ".SS ");
        page.push_str(&format!(".SH {}\n{section}", name.to_uppercase()));
        verbs(verb, &name, page)?;
    }
    Ok(())
}

fn print(bytes: &[u8]) -> Result<Ending> {
    let mut output = io::stdout().lock();
    output.write_all(bytes)?;
    output.flush()?;
    Ok(Ending::Complete)
}
