//! Lists. Faults name a line that is there; a list without faults is compiled, each row can be looked up by its name and is
//! the same when written and read again.

use whosaid_gazetteer::{Builder, Error, Listing, Scratch};
use whosaid_text::{Matches, Tokens};
use whosaid_tokenizer::Tokenizer;

/// See the top.
pub fn run(bytes: &[u8]) {
    let file = [b"id,type,name,variants,roles,context,notes\n", bytes].concat();
    let list = |bytes: &[u8]| {
        let mut builder = Builder::new(false);
        builder.add_bytes("a.csv", bytes);
        builder
    };
    let lines = file.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
    let rows = match list(&file).listings() {
        Ok(rows) => rows,
        Err(Error::Faults(faults)) => {
            assert!(!faults.is_empty());
            for fault in &faults {
                assert!(fault.row <= lines, "{fault}, of {lines} lines");
            }
            assert!(list(&file).build().is_err());
            return;
        }
        Err(error) => panic!("{error}"),
    };
    let gazetteer = list(&file).build().expect("no faults");
    assert_eq!(gazetteer.len(), rows.len());
    for (id, row) in &rows {
        let listed = gazetteer.entity_of_id(id).expect("a row has an entity");
        assert_eq!(gazetteer.names_of(listed).next(), Some(row.name.as_str()));
        assert_eq!(gazetteer.listing(listed).kind, row.kind);
    }
    let again = list(&Listing::write(rows.values()))
        .listings()
        .expect("what was read can be written");
    assert_eq!(again, rows);
    // Its names, found in a text that is made of them.
    let text: String = rows
        .values()
        .map(|row| format!("{} came.\n\n", row.name))
        .collect();
    let (mut tokens, mut matches) = (Tokens::default(), Matches::default());
    Tokenizer::new().tokenize(&text, &mut tokens);
    gazetteer.find(&text, &tokens, &mut Scratch::default(), &mut matches);
    let mut end = 0;
    for found in &matches.matches {
        assert!(found.tokens.start >= end && !found.tokens.is_empty());
        end = found.tokens.end;
        assert_eq!(found.span, tokens.span(found.tokens));
        assert!(!matches.candidates(found).is_empty());
    }
}
