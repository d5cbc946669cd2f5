//! The lists of `data/`.

/// Lines of a list that are no comment.
pub(crate) fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter(|line| !line.starts_with('#'))
}
