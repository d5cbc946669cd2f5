//! The characters that quotation marks are made of, whatever they turn out to be.

use whosaid_text::Repair;

/// What a mark by itself says about its part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lean {
    /// An opening glyph: “ « ‘ „
    Open,
    /// A closing glyph: ” » ’
    Close,
    /// A straight mark.
    Neutral,
}

/// Marks of one family make a pair without repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// “ ” „ ‟ and ‘ ’ ‚ ‛
    Curly,
    /// " and '
    Straight,
    /// « » and ‹ ›
    Guillemet,
    /// 「 」 and the other brackets of Chinese and Japanese
    Corner,
}

/// A glyph: its family, where it leans, and whether it is one of the single marks, which may be apostrophes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Glyph {
    pub(crate) family: Family,
    pub(crate) lean: Lean,
    pub(crate) single: bool,
    /// True for low marks (“„”), which open and never close.
    pub(crate) low: bool,
}

/// The glyph of a token's text; `None` if it is no quotation mark.
pub(crate) fn glyph(text: &str) -> Option<Glyph> {
    use Family::{Corner, Curly, Guillemet, Straight};
    use Lean::{Close, Neutral, Open};
    let (family, lean, single, low) = match text {
        "\"" | "''" | "＂" | "″" => (Straight, Neutral, false, false),
        "'" | "＇" => (Straight, Neutral, true, false),
        "“" | "‟" | "❝" | "\u{93}" => (Curly, Open, false, false),
        "”" | "❞" | "\u{94}" | "’’" => (Curly, Close, false, false),
        "‘‘" => (Curly, Open, false, false),
        "„" | "‚‚" | "⹂" => (Curly, Open, false, true),
        "``" => (Straight, Open, false, true),
        ",," => (Curly, Open, false, true),
        "‘" | "‛" | "❛" | "\u{91}" => (Curly, Open, true, false),
        "’" | "❜" | "\u{92}" => (Curly, Close, true, false),
        "‚" => (Curly, Open, true, true),
        "`" => (Straight, Open, true, true),
        "«" | "<<" | "《" => (Guillemet, Open, false, false),
        "»" | ">>" | "》" => (Guillemet, Close, false, false),
        "‹" => (Guillemet, Open, true, false),
        "›" => (Guillemet, Close, true, false),
        "「" | "『" | "〝" | "﹁" | "﹃" => (Corner, Open, false, true),
        "」" | "』" | "〞" | "〟" | "﹂" | "﹄" => (Corner, Close, false, false),
        _ => return None,
    };
    Some(Glyph {
        family,
        lean,
        single,
        low,
    })
}

/// Length in bytes of the quotation mark at the start of `rest`, two characters where they make one mark.
pub(crate) fn mark_length(rest: &str) -> Option<usize> {
    let mut ends = rest.char_indices().map(|(at, c)| at + c.len_utf8());
    let one = ends.next()?;
    if let Some(two) = ends.next() {
        let doubled = &rest[..two];
        if matches!(doubled, "''" | "``" | ",," | "<<" | ">>" | "‘‘" | "’’" | "‚‚") {
            return Some(two);
        }
    }
    glyph(&rest[..one]).map(|_| one)
}

/// What had to be repaired to take `close` for the end of what `open` began.
pub(crate) fn repair(open: Glyph, close: Glyph) -> Repair {
    // ``x'' and ,,x'' and ,,x" are conventions of keyboards without the marks.
    let typed = open.low && close.family == Family::Straight;
    match () {
        () if open.family != close.family && !typed => Repair::MixedPair,
        () if open.low || open.lean == Lean::Neutral => Repair::None,
        () if close.lean == Lean::Open && open.lean == Lean::Open => Repair::Turned,
        () => Repair::None,
    }
}
