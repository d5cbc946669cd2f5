use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::{GlobBuilder, GlobMatcher};

/// Why an input cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No input was given.
    #[error(
        "no input: name a folder, a file, a pattern such as 'news/**/*.txt', or - for JSONL on standard input"
    )]
    NoInput,
    /// Nothing of that name.
    #[error("{input}: no such file or folder")]
    Missing {
        /// As the user wrote it.
        input: String,
    },
    /// The system does not let it be looked at.
    #[error("{input}: {source}")]
    Io {
        /// As the user wrote it.
        input: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// Not a pattern.
    #[error("{input}: no such file, and not a pattern: {reason}")]
    Pattern {
        /// As the user wrote it.
        input: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// One input, as the user named it.
#[derive(Clone, Debug)]
pub(crate) enum Input {
    /// Standard input: JSONL.
    Stdin,
    /// A file.
    File(PathBuf),
    /// A file of this name that is in memory.
    Bytes(String, Arc<[u8]>),
    /// A folder with all below it.
    Folder(PathBuf),
    /// The files below a folder whose path matches.
    Pattern {
        /// The folder that holds all that may match: the part of the pattern before the first wildcard.
        root: PathBuf,
        /// The whole pattern.
        matcher: GlobMatcher,
    },
}

impl Input {
    /// What `name` stands for: `-`, a path that exists, or else a pattern.
    pub(crate) fn parse(name: &Path) -> Result<Self, Error> {
        if name.as_os_str() == "-" {
            return Ok(Self::Stdin);
        }
        let input = || name.display().to_string();
        match std::fs::metadata(name) {
            Ok(found) if found.is_dir() => return Ok(Self::Folder(name.to_owned())),
            Ok(_) => return Ok(Self::File(name.to_owned())),
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::Io {
                    input: input(),
                    source,
                });
            }
            Err(_) => {}
        }
        let pattern = match name.to_str() {
            Some(pattern) if pattern.contains(['*', '?', '[', '{']) => pattern,
            _ => return Err(Error::Missing { input: input() }),
        };
        let matcher = GlobBuilder::new(pattern)
            .literal_separator(true)
            .build()
            .map_err(|error| Error::Pattern {
                input: input(),
                reason: error.kind().to_string(),
            })?
            .compile_matcher();
        let root = pattern_root(pattern);
        if !root.is_dir() {
            return Err(Error::Missing { input: input() });
        }
        Ok(Self::Pattern { root, matcher })
    }
}

/// The folders of a pattern before its first wildcard; `.` if there are none.
fn pattern_root(pattern: &str) -> PathBuf {
    let wild = pattern.find(['*', '?', '[', '{']).unwrap_or(pattern.len());
    match pattern[..wild].rfind('/') {
        Some(0) => PathBuf::from("/"),
        Some(slash) => PathBuf::from(&pattern[..slash]),
        None => PathBuf::from("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_of_a_pattern_has_no_wildcard() {
        for (pattern, root) in [
            ("*.txt", "."),
            ("a/b/*.txt", "a/b"),
            ("/*.txt", "/"),
            ("a/b?/c/*.txt", "a"),
            ("{a,b}/c", "."),
        ] {
            assert_eq!(pattern_root(pattern), Path::new(root), "{pattern}");
        }
    }

    #[test]
    fn a_name_that_is_no_pattern_and_not_there_is_missing() {
        let error = Input::parse(Path::new("/nowhere/at all.txt")).unwrap_err();
        assert_eq!(error.to_string(), "/nowhere/at all.txt: no such file or folder");
        assert!(matches!(
            Input::parse(Path::new("/nowhere/*.txt")),
            Err(Error::Missing { .. })
        ));
    }
}
