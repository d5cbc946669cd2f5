//! Compiled lists that are kept.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use std::fs;

use whosaid_gazetteer::Builder;

#[test]
fn a_list_is_taken_up_again_until_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("lists");
    let mut csv = String::from("id,type,name\n");
    for number in 0..15_000 {
        csv.push_str(&format!("x{number},ORG,Firm Number {number}\n"));
    }
    let build = |csv: &str| {
        let mut builder = Builder::new(false);
        builder.add_bytes("firms.csv", csv.as_bytes()).cache_in(&cache);
        builder.build().unwrap()
    };
    let kept = || {
        fs::read_dir(&cache)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect::<Vec<_>>()
    };
    let first = build(&csv);
    assert_eq!(kept().len(), 1);
    let second = build(&csv);
    assert_eq!((first.len(), first.hash()), (second.len(), second.hash()));
    assert_eq!(second.lookup("Firm Number 14999").len(), 1);

    // Damaged, and mended by compiling anew.
    let file = &kept()[0];
    let mut bytes = fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(file, bytes).unwrap();
    assert_eq!(build(&csv).hash(), first.hash());

    // What the names sound like is kept apart, once it is asked for; damaged, it is made anew.
    let ranked = |csv: &str| build(csv).rank("Fyrm Nummber 7012", None)[0].score;
    let score = ranked(&csv);
    assert!(score > 0.8, "{score}");
    assert_eq!(kept().len(), 2);
    let sounds = kept().into_iter().find(|kept| kept != file).unwrap();
    let mut bytes = fs::read(&sounds).unwrap();
    bytes[1000] ^= 1;
    fs::write(&sounds, bytes).unwrap();
    assert!((ranked(&csv) - score).abs() < f32::EPSILON);
    fs::remove_file(&sounds).unwrap();

    csv.push_str("y,ORG,One More\n");
    assert_ne!(build(&csv).hash(), first.hash());
    assert_eq!(kept().len(), 2);
}
