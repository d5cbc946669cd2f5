use std::sync::Arc;

use crate::{EntityType, Period};

/// The list of an entity that no gazetteer has.
pub const NEW_LIST: &str = "new";

/// A person, place, body, people or event.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Unique; begins with a letter. From the gazetteer's row, or computed from the name's key.
    pub id: Arc<str>,
    /// What it is.
    pub kind: EntityType,
    /// Canonical name.
    pub name: Arc<str>,
    /// Name of the gazetteer list it comes from, or [`NEW_LIST`].
    pub list: Arc<str>,
    /// What "he" and "she" may stand for.
    pub gender: Gender,
    /// Offices held, with their periods.
    pub roles: Box<[Role]>,
}

/// Grammatical gender of a person, as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Gender {
    /// Not known, or not a person.
    #[default]
    Unknown,
    /// "he"
    Male,
    /// "she"
    Female,
}

/// An office: `president of Azerbaijan@2003-10-31..`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The office in lower case, without its country: "president", "foreign minister".
    pub title: Box<str>,
    /// The country or body as the gazetteer's row writes it ("Azerbaijan"); empty if the row names none.
    pub of: Box<str>,
    /// When.
    pub period: Period,
}
