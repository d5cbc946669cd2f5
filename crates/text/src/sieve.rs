/// Calls `found` with the place of each item that passes, in order. Which items pass is noted without a branch, 64 at a time:
/// where a few of many pass, and nobody can say which, that costs the processor much less than to ask and to jump.
///
/// ```
/// let mut places = Vec::new();
/// whosaid_text::sieve(&[3, 8, 5, 2], |number| number % 2 == 0, |place| places.push(place));
/// assert_eq!(places, [1, 3]);
/// ```
#[inline]
pub fn sieve<T>(items: &[T], passes: impl Fn(&T) -> bool, mut found: impl FnMut(usize)) {
    for (block, items) in items.chunks(64).enumerate() {
        let mut passed = 0u64;
        for (place, item) in items.iter().enumerate() {
            passed |= u64::from(passes(item)) << place;
        }
        while passed != 0 {
            found(block * 64 + passed.trailing_zeros() as usize);
            passed &= passed - 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_passes_in_order() {
        for length in [0, 1, 63, 64, 65, 200] {
            let items: Vec<usize> = (0..length).collect();
            let mut places = Vec::new();
            sieve(&items, |item| item % 7 == 3, |place| places.push(place));
            let expected: Vec<usize> = (0..length).filter(|item| item % 7 == 3).collect();
            assert_eq!(places, expected);
        }
    }
}
