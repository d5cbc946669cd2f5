use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use whosaid_text::{Date, Document};

use crate::Reason;

/// What the user wants of all that there is.
#[derive(Clone, Debug, Default)]
pub struct Select {
    include: Option<GlobSet>,
    exclude: GlobSet,
    /// No document of an earlier day, or of none.
    pub since: Option<Date>,
    /// No document of a later day, or of none.
    pub until: Option<Date>,
    /// Only documents in these languages (`en`), and those that do not tell theirs. Empty: all.
    pub languages: Vec<String>,
}

impl Select {
    /// Everything whose path matches one of `include` (if there is one) and none of `exclude`.
    ///
    /// A pattern is compared with the path below the folder or inside the archive; one without `/` with the last part of it.
    ///
    /// # Errors
    /// If one of them is not a pattern; tells which and why.
    pub fn paths(include: &[String], exclude: &[String]) -> Result<Self, String> {
        Ok(Self {
            include: match include {
                [] => None,
                _ => Some(globs(include)?),
            },
            exclude: globs(exclude)?,
            ..Self::default()
        })
    }

    /// True if nothing at this path is to be looked at.
    pub(crate) fn excludes(&self, path: &str) -> bool {
        self.exclude.is_match(path)
    }

    /// True if what has this path, and this name once it is unpacked, may be a document.
    pub(crate) fn takes(&self, path: &str, name: &str) -> bool {
        self.include
            .as_ref()
            .is_none_or(|include| include.is_match(path) || include.is_match(name))
    }

    /// Why a document is left out.
    pub(crate) fn leaves_out(&self, document: &Document) -> Option<Reason> {
        if self.since.is_some() || self.until.is_some() {
            let Some(date) = document.date else {
                return Some(Reason::Date("it has no date (--since, --until)".to_owned()));
            };
            if let Some(since) = self.since.filter(|since| date < *since) {
                return Some(Reason::Date(format!("it is of {date} (--since {since})")));
            }
            if let Some(until) = self.until.filter(|until| date > *until) {
                return Some(Reason::Date(format!("it is of {date} (--until {until})")));
            }
        }
        let language = document
            .language
            .as_deref()
            .map(str::trim)
            .filter(|own| !own.is_empty());
        match language {
            Some(own)
                if !self.languages.is_empty()
                    && !self.languages.iter().any(|wanted| is_same(own, wanted)) =>
            {
                Some(Reason::Language(own.to_owned()))
            }
            _ => None,
        }
    }
}

/// True if a document in `own` (`en`, `en-GB`, `eng`, `English`) is in the language `wanted`.
fn is_same(own: &str, wanted: &str) -> bool {
    let primary = |tag: &str| {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().trim();
        code(&primary.to_ascii_lowercase())
    };
    primary(own) == primary(wanted)
}

/// The code of two letters (ISO 639-1) for a name or a code of three; others stay what they are.
fn code(language: &str) -> String {
    let rows = whosaid_text::entries(include_str!("../data/languages.csv"));
    for row in rows.skip(1) {
        let mut cells = row.split(',');
        let code = cells.next().unwrap_or_default();
        if cells
            .flat_map(|cell| cell.split('|'))
            .any(|name| name == language)
        {
            return code.to_owned();
        }
    }
    language.to_owned()
}

fn globs(patterns: &[String]) -> Result<GlobSet, String> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let fail = |error: globset::Error| format!("{pattern:?} is not a pattern: {}", error.kind());
        // `*.txt` is one for names, wherever they stand.
        let anywhere = match pattern.contains('/') {
            true => pattern.clone(),
            false => format!("**/{pattern}"),
        };
        set.add(
            GlobBuilder::new(&anywhere)
                .literal_separator(true)
                .build()
                .map_err(fail)?,
        );
    }
    set.build().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_take_and_leave() {
        let text = |text: &[&str]| text.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let select = Select::paths(&text(&["*.txt", "a/*.jsonl"]), &text(&["old/**", "draft*"])).unwrap();
        for (path, taken) in [
            ("x.txt", true),
            ("deep/er/x.txt", true),
            ("a/x.jsonl", true),
            ("a/b/x.jsonl", false),
            ("x.md", false),
        ] {
            assert_eq!(select.takes(path, path), taken, "{path}");
        }
        assert!(select.takes("x.txt.gz", "x.txt"));
        assert!(
            select.excludes("old/x.txt") && select.excludes("a/draft-1.txt") && !select.excludes("a/old.txt")
        );
        assert!(Select::paths(&text(&["[a"]), &[]).unwrap_err().contains("\"[a\""));
    }

    #[test]
    fn languages_have_several_names() {
        assert!(is_same("en-GB", "en") && is_same("English", "EN") && is_same("eng", "english"));
        assert!(!is_same("et", "en") && is_same("xx", "xx"));
    }

    #[test]
    fn the_list_of_languages_is_sorted_and_unique() {
        let rows = whosaid_text::entries(include_str!("../data/languages.csv")).skip(1);
        assert!(
            rows.collect::<Vec<_>>().is_sorted_by(|a, b| a < b),
            "sort data/languages.csv"
        );
    }
}
