//! A guess at an attribution: cue, speaker and content, with what speaks for it.

use crate::boundary::sort_of;
use crate::cue::{CueClass, CueKind};
use crate::items::{Item, Shape};
use crate::model::Sink;
use crate::mood::Mood;
use crate::phrases::{Phrase, SubjectKind, is_finite};

/// How the content hangs on its cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// In quotation marks right after the cue.
    Quote,
    /// "that …"
    That,
    /// A clause without "that".
    Bare,
    /// "whether …"
    Wh,
    /// "to …"
    Infinitive,
    /// A noun phrase.
    Object,
    /// "as …"
    As,
    /// "called it a lie"
    Small,
    /// "denied taking"
    Gerund,
    /// "of …", "for …"
    Preposition,
    /// After a colon.
    Colon,
    /// All that stands before the speaker and the cue.
    Before,
    /// The same, and it goes on after them.
    Around,
    /// After or before "according to".
    According,
    /// The clause in which an adverb stands.
    Hearsay,
}

/// In what form a verb reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VerbForm {
    Past,
    Present,
    /// Present of a plural, which looks like a noun or an infinitive.
    Plural,
    Participle,
    Infinitive,
    Perfect,
    Modal,
    Passive,
    Progressive,
    /// "qualified as … by"
    Reduced,
    /// No verb.
    None,
}

/// A guess at an attribution. Positions are items of the document, end exclusive.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    /// [`crate::cue::Cue::key`] of the cue; 0 if it is not listed.
    pub(crate) key: u64,
    pub(crate) kind: CueKind,
    pub(crate) class: CueClass,
    /// Items of the cue.
    pub(crate) at: (usize, usize),
    pub(crate) speaker: Option<Phrase>,
    /// Found by another way than beside the cue.
    pub(crate) subject: SubjectKind,
    /// One or two parts.
    pub(crate) content: [(usize, usize); 2],
    pub(crate) parts: usize,
    /// Words of the content inside and outside of quotations; see [`Candidate::count_words`].
    pub(crate) quoted: (u32, u32),
    pub(crate) frame: Frame,
    pub(crate) form: VerbForm,
    pub(crate) negated: bool,
    pub(crate) mood: Mood,
    /// How sure the end of the content is.
    pub(crate) bounded: f32,
    pub(crate) heading: bool,
    /// How sure.
    pub(crate) score: f32,
    pub(crate) rule: &'static str,
}

impl Candidate {
    /// The parts of the content.
    pub(crate) fn parts(&self) -> &[(usize, usize)] {
        &self.content[..self.parts]
    }

    /// Items of the content among `quotes`, the quotations of its unit.
    pub(crate) fn quotations<'q>(&self, quotes: &'q [u32]) -> impl Iterator<Item = usize> + use<'q> {
        let (content, parts) = (self.content, self.parts);
        quotes.iter().map(|at| *at as usize).filter(move |at| {
            content[..parts]
                .iter()
                .any(|(start, end)| (*start..*end).contains(at))
        })
    }

    /// Counts the words inside and outside of quotations.
    pub(crate) fn count_words(&mut self, items: &[Item]) {
        let (mut inside, mut outside) = (0, 0);
        for (start, end) in self.parts() {
            for item in &items[*start..*end] {
                match item.shape {
                    Shape::Quote => inside += item.words(),
                    Shape::Word | Shape::Name | Shape::Number => outside += 1,
                    _ => {}
                }
            }
        }
        self.quoted = (inside, outside);
    }
}

/// What the acceptance model sees of a candidate.
pub(crate) fn features(
    items: &[Item],
    candidate: &Candidate,
    low: usize,
    high: usize,
    features: &mut impl Sink,
) {
    let class = candidate.class as u64;
    let frame = candidate.frame as u64;
    let form = candidate.form as u64;
    let subject = candidate.subject as u64;
    let cue = candidate.key;
    let (start, end) = candidate.content[0];
    let (inside, outside) = candidate.quoted;
    let quoted = match (inside, outside) {
        (0, _) => 0,
        (_, 0) => 1,
        _ => 2,
    };
    let finite = candidate
        .parts()
        .iter()
        .any(|(start, end)| (*start..*end).any(|index| is_finite(items, index)));
    let length = match (inside + outside) as usize {
        0..=1 => 0,
        2 => 1,
        3..=4 => 2,
        5..=8 => 3,
        9..=16 => 4,
        _ => 5,
    };
    let mut group = candidate.at.0;
    while group > low
        && items[group - 1].shape == Shape::Word
        && items[group - 1].forms.is_none()
        && items[group - 1].is(crate::classes::Classes::AUXILIARY.with(crate::classes::Classes::ADVERB))
    {
        group -= 1;
    }
    let before = sort_of((group > low).then(|| &items[group - 1]));
    let after = sort_of(items.get(candidate.at.1).filter(|_| candidate.at.1 < high));
    let reaches_end = u64::from(end + 1 >= high);
    let mut add = |template, a, b| features.add(template, a, b);
    add(1, 0, 0);
    add(2, class, frame);
    add(3, cue, 0);
    add(4, cue, frame);
    add(5, class, form);
    add(6, class, subject);
    add(7, frame, subject);
    add(8, frame, form);
    add(9, frame, u64::from(finite));
    add(10, class, u64::from(finite) << 4 | frame);
    add(11, frame, length);
    add(12, class, length);
    add(13, class, quoted);
    add(14, frame, quoted);
    add(15, before, form);
    add(16, after, frame);
    add(17, after, class);
    add(18, frame, sort_of(items.get(start)));
    add(19, u64::from(candidate.negated), class);
    add(20, u64::from(candidate.heading), frame);
    add(21, reaches_end, frame);
    add(22, candidate.kind as u64, class);
    add(23, candidate.kind as u64, frame);
    add(24, (candidate.bounded * 4.0) as u64, 0);
    add(25, before, subject);
    add(26, candidate.kind as u64, form << 8 | subject);
}
