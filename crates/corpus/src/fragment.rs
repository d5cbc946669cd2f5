//! Fields of records that hold a piece of a page instead of its words.

use crate::entity::resolved;
use crate::{html, markup, sniff};

/// The words of a field: without tags and with entities resolved if it has any, else as it is.
///
/// Programs that fill databases and feeds often keep the markup, some of them escaped once more (`&lt;p&gt;`). A text counts
/// as marked up if an element of HTML is closed in it, or one stands that nobody closes (`<br>`, `<img …>`).
pub(crate) fn words(field: String) -> String {
    if memchr::memchr2(b'<', b'&', field.as_bytes()).is_none() {
        return field;
    }
    if sniff::begins_page(field.as_bytes()) {
        return html::extract(&field, None).text;
    }
    let mut words = field;
    // Twice: escaped once by the page, and once more by the program.
    for _ in 0..2 {
        if markup::is_marked_up(&words) {
            words = markup::strip_fragment(&words);
        } else if let Some(resolved) = resolved(&words) {
            words = resolved;
        } else {
            break;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_text_stays() {
        for (field, expected) in [
            (
                "<p>“Rain,” she said.</p><p>It fell<br/>on R&amp;D.</p>",
                "“Rain,” she said.\n\nIt fell on R&D.",
            ),
            ("&lt;p&gt;Rain &amp;amp; snow.&lt;/p&gt;", "Rain & snow."),
            ("Rain &amp;#8217;n&#39; snow", "Rain ’n' snow"),
            (
                "One.\n\nTwo <b>three</b> <a href=\"x\">four</a>.",
                "One.\n\nTwo three four.",
            ),
            ("if a < b and c > d & e", "if a < b and c > d & e"),
            ("he wrote <sic> and <laughs>", "he wrote <sic> and <laughs>"),
            ("<script>x('<p>')</script><p>Rain.</p>", "Rain."),
            (
                "It fell<br>all day,<br/>and<br><br>she<br>Lind said",
                "It fell all day, and\n\nshe\n\nLind said",
            ),
            ("<li>rain</li><li>snow</li>", "rain\n\nsnow"),
            ("A\nB", "A\nB"),
        ] {
            assert_eq!(words(field.to_owned()), expected);
        }
        let page = "<!doctype html><html><head><title>T</title></head><body><p>Rain fell on the town.</p></body></html>";
        assert_eq!(words(page.to_owned()), "Rain fell on the town.");
    }

    #[test]
    fn hostile_fields_take_linear_time() {
        for piece in ["<", "&", "</p", "<p>", "&lt;", "&amp;amp;", "</b>", "<br"] {
            words(piece.repeat(300_000));
        }
    }
}
