//! Reads the embedded lists.

use whosaid_text::entries;

/// Rows of an embedded list, without its comments and header; fields hold neither commas nor quotation marks.
pub(crate) fn rows<const N: usize>(list: &str) -> impl Iterator<Item = [&str; N]> {
    entries(list).skip(1).map(|line| {
        let mut fields = line.splitn(N, ',');
        std::array::from_fn(|_| fields.next().unwrap_or_default())
    })
}

/// For tests: that a list is in order of its first column, each row once.
#[cfg(test)]
pub(crate) fn assert_sorted(list: &str) {
    let rows: Vec<_> = entries(list)
        .skip(usize::from(list.contains("\nlemma,") || list.contains("\nword,")))
        .collect();
    assert!(!rows.is_empty(), "no rows");
    let key = |row: &str| row.split(',').next().unwrap_or_default().to_owned();
    for pair in rows.windows(2) {
        assert!((key(pair[0]), pair[0]) < (key(pair[1]), pair[1]), "{pair:?}");
    }
}
