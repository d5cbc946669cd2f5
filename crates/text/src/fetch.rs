/// Reads something from several places in memory, for nothing but to have them near when they are needed. Where nothing but
/// loads stands between them, the processor waits for all of them at once; amid decisions it waits for each in turn.
///
/// ```
/// let names = ["Ada".to_owned(), "Bo".to_owned()];
/// whosaid_text::fetch(names.iter().map(|name| name.as_bytes().first().copied()));
/// ```
#[inline]
pub fn fetch<T: Copy + Into<Option<u8>>>(values: impl Iterator<Item = T>) {
    let any = values.fold(0, |any, value| any | value.into().unwrap_or_default());
    std::hint::black_box(any);
}
