//! What a name sounds like: folding, romanisation keys, comparison of spellings.
