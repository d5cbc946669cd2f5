/// Lines of an embedded list that are neither empty nor comments, which begin with `#`.
///
/// ```
/// let list = "# Months\njanuary\n\nfebruary\n";
/// assert!(whosaid_text::entries(list).eq(["january", "february"]));
/// ```
pub fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}
