//! Where names stand that no list has.

pub(crate) mod runs;
