//! Father and son: "Karl Weber Jr.", "the elder Weber", "Omar Diallo fils".

use whosaid_text::{Case, Knowledge, TokenKind};

use crate::lexicon::WordClass;
use crate::view::{Name, View};

/// Which of several of one name a name says it is; 0 if it says nothing.
pub(super) fn of<K: Knowledge>(view: &View<'_, K>, name: Name) -> u8 {
    let (start, end) = (name.tokens.start as usize, name.tokens.end as usize);
    let (first, last) = (view.sentence_start(start), view.sentence_end(start));
    let told = |index: usize| view.lexicon.generation(view.tokens.hashes[index]);
    let is = |index: usize| view.class(index).any(WordClass::GENERATION);
    if end > start + 1 && is(end - 1) {
        return told(end - 1);
    }
    if start > first
        && is(start - 1)
        && matches!(view.word(start - 1), "elder" | "younger" | "Elder" | "Younger")
    {
        return told(start - 1);
    }
    let behind = match end < last {
        true if matches!(view.word(end), "," | "the") => end + 1,
        _ => end,
    };
    let elder = behind > end && view.word(end) == "the";
    // "Weber senior said", not "Weber senior advisers".
    let noun = behind + 1 < last
        && view.tokens.tokens[behind + 1].kind == TokenKind::Word(Case::Lower)
        && !view
            .class(behind + 1)
            .any(WordClass::SPEECH.with(WordClass::FUNCTION))
        && !view.word(behind + 1).ends_with("ed");
    if noun && !elder && behind == end {
        return 0;
    }
    if behind < last && is(behind) && (elder || !view.lexicon.stands_before(view.tokens.hashes[behind])) {
        return told(behind);
    }
    0
}
