//! Feeds, and fields of records that hold pieces of pages.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::ops::ControlFlow;

use whosaid_corpus::{Corpus, Decoded, Options, Rejection};

fn read_with(name: &str, bytes: &[u8], options: Options) -> Vec<Result<Decoded, Rejection>> {
    let corpus = Corpus::of_bytes(name, bytes, options);
    let mut all = Vec::new();
    let _ = corpus.read(&mut |item| {
        all.push(item.and_then(|record| corpus.decode(record)));
        ControlFlow::Continue(())
    });
    all
}

/// `id | date | language | title | text` of each document, or the rejection.
fn told(name: &str, bytes: &[u8]) -> Vec<String> {
    let all = read_with(name, bytes, Options::default());
    let told = all.into_iter().map(|outcome| match outcome {
        Ok(Decoded { document, .. }) => format!(
            "{} | {} | {} | {} | {}",
            document.id,
            document.date.map(|date| date.to_string()).unwrap_or_default(),
            document.language.unwrap_or_default(),
            document.title.unwrap_or_default(),
            document.text
        ),
        Err(rejection) => rejection.to_string(),
    });
    told.collect()
}

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand --><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>The Courier</title><language>en-GB</language><description>News of the valley</description>
<item><title>Bridge &amp; tram</title><link>http://a/1</link><guid isPermaLink="false">c-1</guid>
<pubDate>Thu, 21 Sep 2023 23:30:00 +0400</pubDate><description>In short.</description>
<content:encoded><![CDATA[<p>“It is open,” she said.</p><p>Rain fell on R&amp;D. See </item> of the law.</p>]]></content:encoded></item>
<item><title>Rain</title><link>http://a/2</link><media:content url="x"/><dc:date>2023-09-22</dc:date>
<description>&lt;p&gt;Rain fell.&lt;br/&gt;It&amp;#8217;s wet.&lt;/p&gt;</description></item>
<item><title>Nothing but a title</title></item>
</channel></rss>"#;

const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Kurier</title>
<entry xml:lang="de"><id>tag:a,1</id><title type="html">Die &lt;b&gt;Brücke&lt;/b&gt;</title><link href="http://a/1"/>
<author><name>Ann</name></author><updated>2023-09-23T01:00:00Z</updated><published>2023-09-21T10:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Der Regen fiel &amp; fiel.</p><p>Sie ist offen.</p></div></content></entry>
<entry><title>Zwei</title><link rel="alternate" href="http://a/2?x=1&amp;y=2"/><summary>Schnee fiel.</summary></entry></feed>"#;

#[test]
fn items_of_feeds_are_documents() {
    let rss = [
        "c-1 | 2023-09-21 | en-GB | Bridge & tram | “It is open,” she said.\n\nRain fell on R&D. See of the law.",
        "http://a/2 | 2023-09-22 | en-GB | Rain | Rain fell.\n\nIt’s wet.",
        "a.xml, item 3: no text: no element \"text\", \"body\", \"content\" or the like among \"title\" (name it with --text-field)",
    ];
    assert_eq!(told("a.xml", RSS.as_bytes()), rss);
    let atom = [
        "tag:a,1 | 2023-09-21 | de | Die Brücke | Der Regen fiel & fiel.\n\nSie ist offen.",
        "http://a/2?x=1&y=2 |  | de | Zwei | Schnee fiel.",
    ];
    assert_eq!(told("a", ATOM.as_bytes()), atom);
    let utf16: Vec<u8> = format!("\u{feff}{ATOM}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(told("a", &utf16), atom);
    // A field that the user named; an encoding that the first line names.
    let options = Options {
        fields: whosaid_corpus::Fields {
            text: Some("description".to_owned()),
            ..Default::default()
        },
        ..Options::default()
    };
    let short = read_with("a.xml", RSS.as_bytes(), options);
    assert_eq!(short[0].as_ref().unwrap().document.text, "In short.");
    let latin = "<?xml version='1.0' encoding='iso-8859-1'?>\n<rss><channel><item><description>D\u{fc}rre</description></item></channel></rss>";
    let latin: Vec<u8> = latin.chars().map(|c| c as u8).collect();
    assert_eq!(told("a.rss", &latin), ["a.rss:1 |  |  |  | Dürre"]);
}

#[test]
fn a_feed_that_is_cut_off_or_empty_is_told() {
    let cut = RSS.find("It&amp;#8217;s").unwrap();
    let found = told("a.xml", &RSS.as_bytes()[..cut]);
    assert_eq!(found.len(), 2);
    assert_eq!(
        found[1],
        "a.xml, item 2: damaged: it ends in the middle of an item"
    );
    assert_eq!(told("a.xml", b"<rss><channel></channel></rss>"), ["a.xml: empty"]);
    let long = format!(
        "<rss><item><description>{}</description></item><item><description>Rain.</description></item></rss>",
        "x".repeat(200_000)
    );
    let options = Options {
        max_record_bytes: 1000,
        ..Options::default()
    };
    let found = read_with("a.xml", long.as_bytes(), options);
    assert!(
        found[0]
            .as_ref()
            .unwrap_err()
            .to_string()
            .contains("--max-record")
    );
    assert_eq!(found[1].as_ref().unwrap().document.text, "Rain.");
}

#[test]
fn hostile_feeds_take_linear_time() {
    for piece in [
        "<item",
        "<item>",
        "<![CDATA[",
        "<a>",
        "</item",
        "<item><a",
        "]]>",
        "<description><![CDATA[",
        "&lt;p&gt;",
    ] {
        let feed = format!("<rss><item><description>{}", piece.repeat(200_000));
        read_with("a.xml", feed.as_bytes(), Options::default());
        let closed = format!("{feed}</description></item></rss>");
        read_with("a.xml", closed.as_bytes(), Options::default());
    }
}

#[test]
fn markup_in_fields_is_taken_away() {
    assert_eq!(
        told(
            "a.jsonl",
            br#"{"id":1,"title":"R&amp;D","text":"<p>Rain &mdash; snow.</p><p>It <b>fell</b>.</p>"}"#
        ),
        ["1 |  |  | R&D | Rain — snow.\n\nIt fell."]
    );
    assert_eq!(
        told(
            "a.csv",
            b"id,title,text\n1,\"a < b\",\"&lt;p&gt;Rain&lt;/p&gt;\"\n"
        ),
        ["1 |  |  | a < b | Rain"]
    );
    // A text file is what it is.
    assert_eq!(
        told("a.txt", b"Use <b>bold</b> &amp; plain."),
        ["a.txt |  |  |  | Use <b>bold</b> &amp; plain."]
    );
}

#[test]
fn what_means_nothing_in_a_table_of_utf16_is_counted() {
    let mut bytes: Vec<u8> = "\u{feff}id\ttext\n1\tRain.\n2\tSn_w.\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let at = bytes.iter().position(|byte| *byte == b'_').unwrap();
    // Half of a pair.
    bytes[at..at + 2].copy_from_slice(&0xd800_u16.to_le_bytes());
    let encodings: Vec<_> = read_with("a.tsv", &bytes, Options::default())
        .into_iter()
        .map(|outcome| outcome.unwrap().encoding)
        .map(|encoding| (encoding.name, encoding.replaced))
        .collect();
    assert_eq!(encodings, [("UTF-16LE", 0), ("UTF-16LE", 1)]);
}

#[test]
fn records_of_utf16_need_no_mark() {
    let little = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let lines = "{\"id\":\"a\",\"text\":\"Rain fell.\"}\n{\"id\":\"b\",\"text\":\"Снег шёл.\"}\n";
    assert_eq!(
        told("a.jsonl", &little(lines)),
        ["a |  |  |  | Rain fell.", "b |  |  |  | Снег шёл."]
    );
    assert_eq!(
        told("a.csv", &little("id,text\n1,Rain fell.\n")),
        ["1 |  |  |  | Rain fell."]
    );
}
