//! Tables of suggestions. Faults name a line that is there; rows that are taken can be written as a list and read again.

use std::collections::BTreeMap;

use whosaid_gazetteer::{Builder, Error, Gazetteer, Listing, import};

fn known() -> Gazetteer {
    let mut lists = Builder::new(false);
    lists.add_bytes(
        "known.csv",
        b"id,type,name,variants\nper-ann,PER,Ann Orr,A. Orr\nloc-b,LOC,Bel,\n",
    );
    lists.build().expect("a list")
}

/// See the top.
pub fn run(bytes: &[u8]) {
    let file = [b"accept,type,name,variants,nearest_id\n", bytes].concat();
    let lines = file.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
    match import("a.csv", &file, &known(), BTreeMap::new()) {
        Ok(done) => {
            assert!(done.listings.len() <= done.added + done.merged);
            let mut list = Builder::new(false);
            list.add_bytes("b.csv", &Listing::write(done.listings.values()));
            assert_eq!(
                list.listings().expect("what was taken can be read"),
                done.listings
            );
        }
        Err(Error::Faults(faults)) => {
            assert!(!faults.is_empty());
            for fault in &faults {
                assert!(fault.row <= lines, "{fault}, of {lines} lines");
            }
        }
        Err(error) => panic!("{error}"),
    }
}
