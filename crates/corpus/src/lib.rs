//! Readers that turn dumps into documents.
