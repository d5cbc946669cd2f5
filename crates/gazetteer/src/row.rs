use whosaid_text::{Date, EntityType, ParseDateError, Period, Role};

/// A row of a list, as it was read.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Line of the file.
    pub(crate) line: u64,
    /// Number of the list, in the order they were added.
    pub(crate) list: u16,
    pub(crate) id: String,
    pub(crate) kind: EntityType,
    pub(crate) name: String,
    pub(crate) variants: Vec<String>,
    pub(crate) roles: Vec<Role>,
    /// One of them must stand in the document.
    pub(crate) context: Vec<String>,
    pub(crate) notes: String,
}

impl Row {
    /// The name, then the variants.
    pub(crate) fn spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.variants.iter().map(String::as_str))
    }
}

/// The parts of a cell that `|` separates, without white space at the ends; empty parts are left out.
pub(crate) fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|part| !part.is_empty())
}

/// Reads `president of Azerbaijan@2003-10-31..`; the period may be left out.
///
/// The country or body begins with a capital letter and stands after the first " of " that such a word follows ("the"
/// aside): "minister of foreign affairs of Armenia" is an office of Armenia.
pub(crate) fn parse_role(text: &str) -> Result<Role, ParseDateError> {
    let (office, period) = match text.split_once('@') {
        Some((office, period)) => (office.trim(), period.trim().parse()?),
        None => (text, Period::default()),
    };
    let (title, of) = office
        .match_indices(" of ")
        .map(|(at, of)| (&office[..at], office[at + of.len()..].trim_start()))
        .map(|(title, of)| (title, of.strip_prefix("the ").unwrap_or(of)))
        .find(|(_, of)| of.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()))
        .unwrap_or((office, ""));
    Ok(Role {
        title: lower(title.trim()).into(),
        of: of.into(),
        period,
    })
}

/// Writes a role so that [`parse_role`] reads the same.
pub(crate) fn write_role(role: &Role) -> String {
    let mut text = role.title.to_string();
    if !role.of.is_empty() {
        text.push_str(" of ");
        text.push_str(&role.of);
    }
    let day = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
    if role.period != Period::default() {
        text.push_str(&format!("@{}..{}", day(role.period.from), day(role.period.to)));
    }
    text
}

/// Lower case, where a list is read: length does not matter there.
pub(crate) fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_split_before_the_country() {
        for (text, title, of) in [
            ("president of Azerbaijan@2003-10-31..", "president", "Azerbaijan"),
            (
                "minister of foreign affairs of Armenia",
                "minister of foreign affairs",
                "Armenia",
            ),
            (
                "speaker of the House of Representatives",
                "speaker",
                "House of Representatives",
            ),
            (
                "Prime Minister of the United Kingdom@2019..2022",
                "prime minister",
                "United Kingdom",
            ),
            ("spokesperson", "spokesperson", ""),
            ("president of Азербайджан", "president", "Азербайджан"),
        ] {
            let role = parse_role(text).unwrap();
            assert_eq!((&*role.title, &*role.of), (title, of));
            assert_eq!(parse_role(&write_role(&role)).unwrap(), role, "{text}");
        }
        assert!(parse_role("president of France@tomorrow").is_err());
    }
}
