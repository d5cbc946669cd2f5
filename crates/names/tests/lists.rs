//! The lists can be read and edited by a person: sorted, nothing twice.

/// The rows of a list, without its comments and the line that names its columns.
fn rows(list: &str, header: bool) -> Vec<&str> {
    list.lines()
        .filter(|line| !line.starts_with('#'))
        .skip(usize::from(header))
        .collect()
}

#[test]
fn rows_are_sorted_and_unique() {
    for (list, header) in [
        (include_str!("../data/endings.txt"), false),
        (include_str!("../data/given-names.csv"), true),
        (include_str!("../data/org-words.csv"), true),
        (include_str!("../data/place-words.csv"), true),
    ] {
        let rows = rows(list, header);
        assert!(!rows.is_empty());
        for pair in rows.windows(2) {
            assert!(pair[0] < pair[1], "{pair:?}");
        }
    }
}

#[test]
fn a_row_has_a_form_once() {
    for list in [
        include_str!("../data/given-names.csv"),
        include_str!("../data/org-words.csv"),
        include_str!("../data/place-words.csv"),
    ] {
        for row in rows(list, true) {
            let (_, forms) = row.rsplit_once(',').unwrap_or_default();
            let forms: Vec<&str> = forms.split('|').collect();
            for (at, form) in forms.iter().enumerate() {
                assert!(!form.is_empty() && !forms[..at].contains(form), "{row}: {form:?}");
            }
        }
    }
}
