//! Paragraphs: blank lines part them, and single line breaks do unless a machine has wrapped the lines.

use memchr::memchr2;
use whosaid_text::Span;

/// Lines wider than this many bytes were not wrapped by a machine.
const WIDEST: usize = 120;
/// Lines narrower than this were not either.
const NARROWEST: usize = 40;

/// Lines of an article, by and large.
const LINES: usize = 64;

/// Calls `paragraph` for each paragraph of `text`, in order.
pub(crate) fn each(text: &str, mut paragraph: impl FnMut(Span)) {
    let mut lines: Vec<Span> = Vec::with_capacity(LINES);
    // Where the lines between two blank ones end.
    let mut blocks: Vec<usize> = Vec::with_capacity(LINES);
    let mut start = 0;
    while start < text.len() {
        let end = line_end(text, start);
        let line = Span::new(start, end).trim(text);
        start = end + if text[end..].starts_with("\r\n") { 2 } else { 1 };
        if !line.is_empty() {
            lines.push(line);
        } else if blocks.last() != Some(&lines.len()) {
            blocks.push(lines.len());
        }
    }
    blocks.push(lines.len());
    let width = width(text, &lines, &blocks);
    each_block(&lines, &blocks, |block| flush(text, block, width, &mut paragraph));
}

fn each_block(lines: &[Span], blocks: &[usize], mut found: impl FnMut(&[Span])) {
    let mut first = 0;
    for end in blocks {
        found(&lines[first..*end]);
        first = *end;
    }
}

/// How wide the lines of a text are that a program broke; 0 if none did. Where some blocks show it, the others of the text
/// were broken too, though two lines or three would not tell.
fn width(text: &str, lines: &[Span], blocks: &[usize]) -> usize {
    let mut width = 0;
    each_block(lines, blocks, |block| {
        if is_wrapped(text, block) {
            width = width.max(widest(block));
        }
    });
    width
}

fn widest(block: &[Span]) -> usize {
    block.iter().map(|line| line.len()).max().unwrap_or(0)
}

fn line_end(text: &str, start: usize) -> usize {
    memchr2(b'\n', b'\r', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at)
}

/// The lines between two blank ones: one paragraph if they were wrapped, else a paragraph each. `width` is how wide the
/// wrapped lines of the text are.
fn flush(text: &str, block: &[Span], width: usize, paragraph: &mut impl FnMut(Span)) {
    let wrapped = width > 0 && is_wrapped(text, block);
    let mut open: Option<Span> = None;
    let mut last = Span::default();
    for line in block {
        // Judged by the line before, not by all that it was joined to.
        let joined = wrapped || is_full(text, last, *line, width);
        open = match open {
            Some(before) if joined && !is_item(line.of(text)) || goes_on(text, before, *line) => {
                Some(before.cover(*line))
            }
            Some(before) => {
                paragraph(before);
                Some(*line)
            }
            None => Some(*line),
        };
        last = *line;
    }
    if let Some(last) = open {
        paragraph(last);
    }
}

/// True if the first word of `next` would not have fitted on the line before it in a text of that width.
fn is_full(text: &str, line: Span, next: Span, width: usize) -> bool {
    let next = next.of(text);
    let word = next.find(' ').unwrap_or(next.len());
    // Bytes, not columns: a line with a few accents is a little wider than it looks.
    width > 0 && line.len() + 1 + word + 3 >= width && line.len() <= width + 3
}

/// True if the first word of each line would not have fitted on the line before: a program broke these lines.
fn is_wrapped(text: &str, block: &[Span]) -> bool {
    let width = widest(block);
    if block.len() < 2 || !(NARROWEST..=WIDEST).contains(&width) {
        return false;
    }
    let (mut full, mut short, mut lower) = (0usize, 0usize, 0usize);
    for pair in block.windows(2) {
        if is_full(text, pair[0], pair[1], width) {
            full += 1;
        } else {
            short += 1;
        }
        lower += usize::from(pair[1].of(text).starts_with(char::is_lowercase));
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
