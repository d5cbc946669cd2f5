//! Paragraphs: blank lines part them, and single line breaks do unless a machine has wrapped the lines.

use memchr::memchr2;
use whosaid_text::Span;

/// Lines wider than this many bytes were not wrapped by a machine.
const WIDEST: usize = 120;
/// Lines narrower than this were not either.
const NARROWEST: usize = 40;

/// Calls `paragraph` for each paragraph of `text`, in order.
pub(crate) fn each(text: &str, mut paragraph: impl FnMut(Span)) {
    let mut block: Vec<Span> = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = line_end(text, start);
        let line = Span::new(start, end).trim(text);
        start = end + if text[end..].starts_with("\r\n") { 2 } else { 1 };
        if !line.is_empty() {
            block.push(line);
            continue;
        }
        flush(text, &mut block, &mut paragraph);
    }
    flush(text, &mut block, &mut paragraph);
}

fn line_end(text: &str, start: usize) -> usize {
    memchr2(b'\n', b'\r', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at)
}

/// The lines between two blank ones: one paragraph if they were wrapped, else a paragraph each.
fn flush(text: &str, block: &mut Vec<Span>, paragraph: &mut impl FnMut(Span)) {
    let wrapped = is_wrapped(text, block);
    let mut open: Option<Span> = None;
    for line in block.drain(..) {
        open = match open {
            Some(before) if wrapped && !is_item(line.of(text)) || goes_on(text, before, line) => {
                Some(before.cover(line))
            }
            Some(before) => {
                paragraph(before);
                Some(line)
            }
            None => Some(line),
        };
    }
    if let Some(last) = open {
        paragraph(last);
    }
}

/// True if the first word of each line would not have fitted on the line before: a program broke these lines.
fn is_wrapped(text: &str, block: &[Span]) -> bool {
    let width = block.iter().map(|line| line.len()).max().unwrap_or(0);
    if block.len() < 2 || !(NARROWEST..=WIDEST).contains(&width) {
        return false;
    }
    let (mut full, mut short, mut lower) = (0usize, 0usize, 0usize);
    for pair in block.windows(2) {
        let next = pair[1].of(text);
        let word = next.find(' ').unwrap_or(next.len());
        // Bytes, not columns: a line with a few accents is a little wider than it looks.
        if pair[0].len() + 1 + word + 3 >= width {
            full += 1;
        } else {
            short += 1;
        }
        lower += usize::from(next.starts_with(char::is_lowercase));
    }
    // Two lines are wrapped only if the second goes on in lower case.
    full > 9 * short && lower > 0 && (lower * 4 >= full || full >= 4)
}

/// True if `line` goes on with what stood on the line `before`.
fn goes_on(text: &str, before: Span, line: Span) -> bool {
    before.len() >= NARROWEST
        && line.of(text).starts_with(char::is_lowercase)
        && before
            .of(text)
            .ends_with(|c: char| c.is_alphanumeric() || c == ',')
}

/// True if the text begins with a bullet, a dash or a number that counts items.
pub(crate) fn is_item(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('•' | '‣' | '◦' | '●' | '○' | '■' | '▪' | '►' | '▶' | '·' | '*' | '–' | '—' | '-' | '―') => {
            chars.next().is_some_and(char::is_whitespace)
        }
        Some(c) if c.is_ascii_digit() => {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
            text.len() - rest.len() <= 2
                && rest.starts_with(['.', ')'])
                && rest[1..].starts_with(char::is_whitespace)
        }
        _ => false,
    }
}
