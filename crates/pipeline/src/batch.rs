use std::sync::{Condvar, Mutex, PoisonError};

use whosaid_corpus::Item;

/// Records that are worked on together: enough of them that handing over costs nothing, few enough that all threads
/// have work and little waits.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(crate) items: Vec<Item>,
    pub(crate) bytes: u64,
}

const BATCH_BYTES: u64 = 1 << 17;
const BATCH_ITEMS: usize = 128;

impl Batch {
    pub(crate) fn push(&mut self, item: Item) {
        self.bytes += item.as_ref().map_or(0, |record| record.bytes.len() as u64);
        self.items.push(item);
    }

    pub(crate) fn is_full(&self) -> bool {
        self.bytes >= BATCH_BYTES || self.items.len() >= BATCH_ITEMS
    }
}

/// Bounds the bytes that were read and are not yet written.
///
/// A batch that is larger than the whole allowance waits until it is alone; it is never refused.
#[derive(Debug)]
pub(crate) struct Allowance {
    state: Mutex<State>,
    changed: Condvar,
    limit: u64,
}

#[derive(Debug, Default)]
struct State {
    used: u64,
    closed: bool,
}

/// What a batch without any bytes counts: rejections take memory too.
const LEAST: u64 = 1 << 14;

impl Allowance {
    pub(crate) fn new(limit: u64) -> Self {
        Self {
            state: Mutex::default(),
            changed: Condvar::new(),
            limit,
        }
    }

    /// Waits until there is room. False if there is nobody left to make room.
    pub(crate) fn take(&self, bytes: u64) -> bool {
        let bytes = bytes.max(LEAST);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while !state.closed && state.used > 0 && state.used + bytes > self.limit {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.used += bytes;
        !state.closed
    }

    /// Gives back what [`Allowance::take`] took.
    pub(crate) fn give_back(&self, bytes: u64) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).used -= bytes.max(LEAST);
        self.changed.notify_one();
    }

    /// Ends all waiting.
    pub(crate) fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.changed.notify_all();
    }
}
