//! The words of a page without a model of it: in time linear in its size, whatever it is.

use crate::entity::{entity, resolved};

/// Elements that begin a new line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "br",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

/// Elements whose contents are no text, or not of an article.
const SILENT: &[&str] = &[
    "aside", "button", "footer", "form", "head", "nav", "noscript", "script", "select", "style", "svg",
    "template", "textarea", "title",
];

/// Elements that may be left open, or have no contents: they do not nest.
const FLAT: &[&str] = &[
    "area", "base", "body", "br", "col", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li",
    "link", "meta", "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track",
    "wbr",
];

/// Elements that stand within a line.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "big", "cite", "em", "font", "i", "iframe", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "u",
];

/// True if an element is closed in a text, or one stands there that nobody closes.
pub(crate) fn is_marked_up(text: &str) -> bool {
    tags(text).any(|tag| match tag.closes {
        true => [BLOCKS, SILENT, INLINE].iter().any(|list| is_in(tag.name, list)),
        false => is_in(tag.name, &["br", "hr", "img", "p"]),
    })
}

/// The words of a piece of a page. Without any element that makes lines, its own line ends stay.
pub(crate) fn strip_fragment(html: &str) -> String {
    if tags(html).any(|tag| is_in(tag.name, BLOCKS)) {
        return strip(html).1;
    }
    let mut text = String::with_capacity(html.len());
    let mut from = 0;
    let mut add = |piece: &str| match resolved(piece) {
        Some(resolved) => text.push_str(&resolved),
        None => text.push_str(piece),
    };
    for tag in tags(html) {
        add(&html[from..tag.start]);
        from = tag.end;
    }
    add(&html[from..]);
    text
}

/// How many elements lie in one another at most, if each is closed where its end stands.
pub(crate) fn depth(html: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for tag in tags(html).filter(|tag| !is_in(tag.name, FLAT)) {
        match tag.closes {
            true => depth = depth.saturating_sub(1),
            false => depth += 1,
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// The title and all words of a page, a line for each block, an empty line between them.
pub(crate) fn strip(html: &str) -> (Option<String>, String) {
    let (mut title, mut text) = (None, String::new());
    let mut from = 0;
    // A lone line break ends the text, and no block.
    let mut broken = false;
    // The silent element that was opened, and how many of its name lie in it.
    let mut silent: Option<(&str, usize)> = None;
    for tag in tags(html) {
        let piece = &html[from..tag.start];
        from = tag.end;
        match silent {
            None => add(&mut text, piece, &mut broken),
            Some((name, _)) if name.eq_ignore_ascii_case("title") && title.is_none() => {
                let mut words = String::new();
                push(&mut words, piece);
                title = Some(words.trim().to_owned()).filter(|words| !words.is_empty());
            }
            Some(_) => {}
        }
        match &mut silent {
            Some((name, count)) if name.eq_ignore_ascii_case(tag.name) => match (tag.closes, *count) {
                (true, 0) => silent = None,
                (true, _) => *count -= 1,
                (false, _) => *count += 1,
            },
            // A head may be left open, and its title is wanted.
            Some((name, _))
                if name.eq_ignore_ascii_case("head") && (is_in(tag.name, BLOCKS) || tag.is("body")) =>
            {
                silent = None;
            }
            Some((name, _)) if name.eq_ignore_ascii_case("head") && tag.is("title") && !tag.closes => {
                silent = Some((tag.name, 0));
            }
            Some(_) => {}
            None if is_in(tag.name, SILENT) && !tag.closes => silent = Some((tag.name, 0)),
            None if is_in(tag.name, BLOCKS) => {
                // Two of them, or one beside a block, part paragraphs.
                broken = tag.is("br") && !text.ends_with('\n');
                end_block(&mut text);
            }
            None => {}
        }
    }
    if silent.is_none() {
        add(&mut text, &html[from..], &mut broken);
    }
    text.truncate(text.trim_end().len());
    (title, text)
}

struct Tag<'h> {
    name: &'h str,
    closes: bool,
    /// Where it begins and ends in the page.
    start: usize,
    end: usize,
}

impl Tag<'_> {
    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// Every tag, comments and what stands in scripts and styles left out.
fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let bytes = html.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + memchr::memchr(b'<', &bytes[at..])?;
            let rest = &html[start + 1..];
            if let Some(comment) = rest.strip_prefix("!--") {
                let length = memchr::memmem::find(comment.as_bytes(), b"-->")?;
                // A comment is a tag without a name, so that its words are left out.
                at = start + 4 + length + 3;
                return Some(Tag {
                    name: "",
                    closes: false,
                    start,
                    end: at,
                });
            }
            let closes = rest.starts_with('/');
            let rest = &rest[usize::from(closes)..];
            let length = rest
                .bytes()
                .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'!' | b'?' | b':' | b'-'))
                .count();
            if length == 0 {
                at = start + 1;
                continue;
            }
            let name = &rest[..length];
            let after = start + 1 + usize::from(closes) + length;
            let end = after + memchr::memchr(b'>', &bytes[after..])? + 1;
            at = end;
            if !closes
                && ["script", "style"]
                    .iter()
                    .any(|raw| name.eq_ignore_ascii_case(raw))
            {
                at = raw_end(html, end, name);
            }
            return Some(Tag {
                name,
                closes,
                start,
                end,
            });
        }
    })
}

/// Where `</script` stands, or the end.
fn raw_end(html: &str, from: usize, name: &str) -> usize {
    let bytes = html.as_bytes();
    memchr::memmem::find_iter(&bytes[from..], b"</")
        .map(|at| from + at)
        .find(|at| {
            let found = bytes.get(at + 2..at + 2 + name.len());
            found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        })
        .unwrap_or(html.len())
}

fn is_in(name: &str, list: &[&str]) -> bool {
    list.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// True if a line goes on where the text before it ends: it begins in lower case, and no mark ends a sentence there.
pub(crate) fn goes_on(before: &str, line: &str) -> bool {
    line.starts_with(char::is_lowercase)
        && before.ends_with(|last: char| {
            last.is_alphanumeric() || matches!(last, ',' | ';' | '’' | '\'' | '-' | '–')
        })
}

/// Adds text; behind a lone line break, which `broken` tells of, it may go on amid a sentence.
fn add(text: &mut String, piece: &str, broken: &mut bool) {
    if *broken && !piece.trim().is_empty() {
        *broken = false;
        let end = text.trim_end().len();
        if goes_on(&text[..end], piece.trim_start()) {
            text.truncate(end);
            text.push(' ');
        }
    }
    push(text, piece);
}

fn end_block(text: &mut String) {
    text.truncate(text.trim_end().len());
    if !text.is_empty() {
        text.push_str("\n\n");
    }
}

/// Adds text with its entities resolved and its white space as single spaces.
fn push(text: &mut String, piece: &str) {
    let mut rest = piece;
    while let Some(c) = rest.chars().next() {
        let (c, length) = match c {
            '&' => entity(rest).unwrap_or(('&', 1)),
            c => (c, c.len_utf8()),
        };
        rest = &rest[length..];
        match c.is_whitespace() {
            false => text.push(c),
            true if !text.is_empty() && !text.ends_with([' ', '\n']) => text.push(' '),
            true => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_without_markup() {
        let html = "<head><title>A &lt; B</title><style>p{}</style></head><body><nav><a>Menu</a></nav><!-- <p>no</p> -->\
                    <p>“Rain”,  she\nsaid&#8212;twice.<p>5 < 6 &c<script>if (a<b) { '</p>' }</script> end</body>";
        let (title, text) = strip(html);
        assert_eq!(title.as_deref(), Some("A < B"));
        assert_eq!(text, "“Rain”, she said—twice.\n\n5 < 6 &c end");
    }

    #[test]
    fn depth_counts_what_nests() {
        assert_eq!(depth("<p><p><br><div><span></span></div><li>"), 2);
        assert_eq!(depth(&"<b>".repeat(500)), 500);
        assert_eq!(depth("<"), 0);
    }

    #[test]
    fn hostile_pages_take_linear_time() {
        for piece in [
            "<", "<a", "<!--", "<script>", "</", "&", "<title>", "&#", "<a ", "é<",
        ] {
            let html = piece.repeat(300_000);
            strip(&html);
            depth(&html);
        }
    }
}
