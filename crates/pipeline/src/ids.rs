use std::io::{self, BufReader, ErrorKind, Read};

use whosaid_text::{WordSet, hash_bytes};

/// The ids that were given away, as 64-bit hashes: some 9 to 18 bytes a document, the only thing a run keeps of each.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    seen: WordSet,
    last: u64,
}

impl Ids {
    /// The ids of an earlier part of the run: what [`Ids::last`] said of each.
    pub(crate) fn restore(&mut self, notes: impl Read) -> io::Result<()> {
        let mut notes = BufReader::new(notes);
        let mut hash = [0; 8];
        loop {
            match notes.read_exact(&mut hash) {
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(()),
                read => read?,
            }
            self.seen.insert(u64::from_le_bytes(hash));
        }
    }

    /// What is to be noted of the id that was given away last.
    pub(crate) fn last(&self) -> [u8; 8] {
        self.last.to_le_bytes()
    }

    fn insert(&mut self, id: &str) -> bool {
        self.last = hash_bytes(id.as_bytes());
        self.seen.insert(self.last)
    }

    /// `None` if `id` is new; otherwise the id with the first suffix `~2`, `~3`, … that makes it new.
    pub(crate) fn claim(&mut self, id: &str) -> Option<String> {
        if self.insert(id) {
            return None;
        }
        let mut number = 2_u64;
        loop {
            let other = format!("{id}~{number}");
            if self.insert(&other) {
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

    #[test]
    fn what_was_noted_is_restored() {
        let (mut ids, mut notes) = (Ids::default(), Vec::new());
        for id in ["a", "b", "a", "a", "c"] {
            ids.claim(id);
            notes.extend(ids.last());
        }
        let mut restored = Ids::default();
        restored.restore(&notes[..]).unwrap();
        for id in ["a", "b", "c", "d", "a~2"] {
            assert_eq!(restored.claim(id), ids.claim(id), "{id}");
        }
    }
}
