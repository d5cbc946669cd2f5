//! Runs the command in a folder of its own, and reads its tables.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A temporary folder to run in.
pub(crate) struct Folder(tempfile::TempDir);

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A row of a table by its columns.
pub(crate) type Row = HashMap<String, String>;

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Names of what is in a folder, hidden files too.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.path(name))
            .map(|entries| {
                entries
                    .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                    .collect()
            })
            .unwrap_or_default();
        names.sort();
        names
    }

    /// `whosaid extract INPUTS -o out`
    pub(crate) fn extract(&self, inputs: &[&str]) -> Outcome {
        self.run(&[&["extract"], inputs, &["-o", "out"]].concat(), b"")
    }

    /// `whosaid ARGS`, with `input` on standard input.
    pub(crate) fn run(&self, args: &[&str], input: &[u8]) -> Outcome {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        self.outcome(command.args(args), input)
    }

    /// [`Folder::run`] as somebody who may not do everything, even if this test runs as the superuser.
    #[cfg(unix)]
    pub(crate) fn run_unprivileged(&self, args: &[&str]) -> Outcome {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        use std::os::unix::process::CommandExt;

        /// `nobody`.
        const NOBODY: u32 = 65534;
        let superuser = fs::metadata(self.0.path()).unwrap().uid() == 0;
        if !superuser {
            return self.run(args, b"");
        }
        fs::set_permissions(self.0.path(), fs::Permissions::from_mode(0o755)).unwrap();
        // Where it was built, nobody may look.
        let program = self.path(".whosaid");
        if !program.exists() {
            fs::copy(env!("CARGO_BIN_EXE_whosaid"), &program).unwrap();
        }
        let mut command = Command::new(program);
        self.outcome(command.args(args).uid(NOBODY).gid(NOBODY), b"")
    }

    /// A line for the shell, in which `$WHOSAID` is the command.
    pub(crate) fn shell(&self, line: &str) -> Outcome {
        let mut command = Command::new("bash");
        command.env("WHOSAID", env!("CARGO_BIN_EXE_whosaid"));
        self.outcome(command.args(["-c", line]), b"")
    }

    /// The command with these arguments, to be started in the folder, mute.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        command.args(args).current_dir(self.0.path());
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    pub(crate) fn outcome(&self, command: &mut Command, input: &[u8]) -> Outcome {
        let mut child = command
            .current_dir(self.0.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        // Beside the reading: the child may write before it has read everything, or never read.
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Outcome {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The rows of a table, as the csv crate reads them.
pub(crate) fn rows(path: &Path) -> Vec<Row> {
    let mut reader =
        csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    reader.deserialize().map(Result::unwrap).collect()
}

/// One column of a table.
pub(crate) fn column(rows: &[Row], name: &str) -> Vec<String> {
    rows.iter().map(|row| row[name].clone()).collect()
}
