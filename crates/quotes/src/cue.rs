//! Words that report: the rows of `cues.en.csv`.

use crate::classes::Frames;

/// No cue.
pub(crate) const NONE: u16 = u16::MAX;

/// What part of speech a cue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CueKind {
    Verb,
    Noun,
    Adjective,
    /// "according to"
    Preposition,
    /// "reportedly"
    Adverb,
}

/// What a cue says about its content: the column `class`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CueClass {
    Say,
    Ask,
    Claim,
    Promise,
    Demand,
    Judge,
    Stance,
    Think,
    Want,
    Show,
    Seem,
    Express,
    According,
    Hearsay,
    Weak,
}

/// A row of `cues.en.csv`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cue {
    /// Hash of its lemma and kind: what the weights know it by, so that rows can be added without training anew.
    pub(crate) key: u64,
    pub(crate) kind: CueKind,
    pub(crate) class: CueClass,
    pub(crate) frames: Frames,
}

impl Cue {
    /// A word that reports by where it stands and is in no list, so that the weights know nothing of it.
    pub(crate) const fn by_place(class: CueClass, frames: Frames) -> Self {
        Self {
            key: 0,
            kind: CueKind::Preposition,
            class,
            frames,
        }
    }
}

impl CueKind {
    /// The kind that a list names.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "verb" => CueKind::Verb,
            "noun" => CueKind::Noun,
            "adjective" => CueKind::Adjective,
            "preposition" => CueKind::Preposition,
            "adverb" => CueKind::Adverb,
            _ => return None,
        })
    }
}

impl CueClass {
    /// The class that a list names.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "say" => CueClass::Say,
            "ask" => CueClass::Ask,
            "claim" => CueClass::Claim,
            "promise" => CueClass::Promise,
            "demand" => CueClass::Demand,
            "judge" => CueClass::Judge,
            "stance" => CueClass::Stance,
            "think" => CueClass::Think,
            "want" => CueClass::Want,
            "show" => CueClass::Show,
            "seem" => CueClass::Seem,
            "express" => CueClass::Express,
            "according" => CueClass::According,
            "hearsay" => CueClass::Hearsay,
            "weak" => CueClass::Weak,
            _ => return None,
        })
    }
}
