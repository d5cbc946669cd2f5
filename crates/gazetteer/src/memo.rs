//! Answers that are remembered: articles name the same people and offices over and over.

use std::sync::{Mutex, MutexGuard, PoisonError};

use whosaid_text::WordMap;

/// Answers by the hash of what was asked, for all threads. An answer never changes, so that what is remembered changes no
/// result.
///
/// Up to `MOST` answers are remembered; then it begins anew.
#[derive(Debug)]
pub(crate) struct Memo<V, const MOST: usize = 65_536>(Mutex<WordMap<V>>);

impl<V, const MOST: usize> Default for Memo<V, MOST> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<V: Clone, const MOST: usize> Memo<V, MOST> {
    pub(crate) fn get(&self, key: u64) -> Option<V> {
        self.held().get(&key).cloned()
    }

    pub(crate) fn put(&self, key: u64, answer: V) {
        let mut held = self.held();
        if held.len() >= MOST {
            held.clear();
        }
        held.insert(key, answer);
    }

    /// What a thread that panicked left here is whole: entries are written at once.
    fn held(&self) -> MutexGuard<'_, WordMap<V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
