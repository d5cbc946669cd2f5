//! The tables that whosaid writes.
