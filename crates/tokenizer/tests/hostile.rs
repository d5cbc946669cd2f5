//! A megabyte of anything takes about as long, byte for byte, as a tenth of it.

use std::time::{Duration, Instant};

use whosaid_text::Tokens;
use whosaid_tokenizer::Tokenizer;

#[test]
fn time_is_linear_in_the_text() {
    let tokenizer = Tokenizer::new();
    let mut tokens = Tokens::default();
    let mut seconds = |unit: &str, length: usize, times: usize| {
        let text = unit.repeat(length / unit.len());
        let mut best = Duration::MAX;
        for _ in 0..times {
            let start = Instant::now();
            tokenizer.tokenize(&text, &mut tokens);
            best = best.min(start.elapsed());
        }
        best.as_secs_f64()
    };
    let units = [
        "a” ",
        "A,” ",
        "A, he said “B, ",
        "said, A” ",
        "“a \"b «c ",
        "\"",
        "“",
        "”",
        "'",
        "‘",
        "’",
        "«",
        "\" ",
        " \"",
        "“a ",
        "“‘",
        "“a ‘b ’”",
        "'a ",
        "“x” ",
        "'a' ",
        "a' ",
        "''",
        "``",
        ",,",
        "a.",
        "A.",
        "Ab.",
        "a.B",
        "a. ",
        "A. ",
        ".",
        ". ",
        "?",
        "? a ",
        "a\n",
        "\n",
        "\n\n",
        "a\n\n",
        "“\n\n",
        "\r",
        "_",
        "_a",
        "@",
        "a@",
        "a@b.c",
        "www.",
        "http://",
        "http://)",
        "a'",
        "l'",
        "'s",
        "a’s",
        "l’a",
        "d'A",
        "\u{301}",
        "a\u{301}",
        "é",
        "ə’",
        "ქ",
        "ქ'",
        "ქ. ",
        "中",
        "🇦",
        "\u{202f}",
        "1\u{202f}",
        "0",
        "1.",
        "1,",
        "5'10\"",
        "“a.” ",
        "a b c\n",
        "\u{200b}",
        "A\u{ad}",
        "a ",
        "a_",
        "No. ",
        "Mr. ",
        "— ",
        "([",
        "…",
        "x… ",
    ];
    for unit in units {
        let mut long = seconds(unit, 1_000_000, 1);
        if long < 0.25 {
            continue;
        }
        // Slow, or the machine is busy: then it must at least grow no faster than the text.
        let short = seconds(unit, 100_000, 3);
        long = long.min(seconds(unit, 1_000_000, 3));
        assert!(
            long < 0.5 || long < 30.0 * short,
            "{unit:?}: 100 kB take {short:.4} s, 1 MB takes {long:.4} s"
        );
    }
}
