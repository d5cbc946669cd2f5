use std::fmt;
use std::sync::OnceLock;

use bytes::Bytes;

use crate::cache::Cache;
use crate::image::Image;
use crate::sounds::{Class, Sounds};
use crate::speak::compile;

/// What the names of a list sound like, taken up when it is first asked for: a list of a million names has a hundred
/// megabytes of it, and many runs need none.
pub(crate) struct Spoken {
    held: OnceLock<Bytes>,
    cache: Option<Cache>,
}

impl fmt::Debug for Spoken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.held.get().map(|held| held.len());
        f.debug_struct("Spoken").field("bytes", &bytes).finish()
    }
}

impl Spoken {
    /// Of the built-in lists, which were read aloud when the program was built.
    pub(crate) fn builtin(bytes: &'static [u8]) -> Self {
        Self {
            held: OnceLock::from(Bytes::from_static(bytes)),
            cache: None,
        }
    }

    /// Of lists of the user, kept in the cache if there is one.
    pub(crate) fn later(cache: Option<Cache>) -> Self {
        Self {
            held: OnceLock::new(),
            cache,
        }
    }

    /// One class of the names of `image`, the list that these are the sounds of.
    pub(crate) fn open(&self, image: &Image, class: Class) -> Option<Sounds<'_>> {
        let held = self.held.get_or_init(|| {
            if let Some(kept) = self.cache.as_ref().and_then(Cache::load) {
                return kept;
            }
            let compiled = compile(image).unwrap_or_default();
            if let Some(cache) = &self.cache {
                cache.store(&compiled);
            }
            compiled.into()
        });
        Sounds::open(held, class)
    }
}
