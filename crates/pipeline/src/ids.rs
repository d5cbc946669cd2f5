use whosaid_text::{WordSet, hash_bytes};

/// The ids that were given away, as 64-bit hashes: some 9 to 18 bytes a document, the only thing a run keeps of each.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    seen: WordSet,
}

impl Ids {
    /// `None` if `id` is new; otherwise the id with the first suffix `~2`, `~3`, … that makes it new.
    pub(crate) fn claim(&mut self, id: &str) -> Option<String> {
        if self.seen.insert(hash_bytes(id.as_bytes())) {
            return None;
        }
        let mut number = 2_u64;
        loop {
            let other = format!("{id}~{number}");
            if self.seen.insert(hash_bytes(other.as_bytes())) {
                return Some(other);
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_count_up_and_pass_over_those_in_use() {
        let mut ids = Ids::default();
        assert_eq!(ids.claim("a"), None);
        assert_eq!(ids.claim("a~2"), None);
        assert_eq!(ids.claim("a").as_deref(), Some("a~3"));
        assert_eq!(ids.claim("a").as_deref(), Some("a~4"));
        assert_eq!(ids.claim("b"), None);
    }
}
