//! Zip archives. Of any bytes: no panic. Of an archive that is whole: what its members are by themselves.
#![no_main]

#[path = "../../tests/packing/mod.rs"]
mod packing;

use libfuzzer_sys::fuzz_target;
use whosaid_fuzz::{assert_members, read};

fuzz_target!(|bytes: &[u8]| {
    read("a.zip", &[b"PK\x03\x04", bytes].concat());
    let pieces: Vec<&[u8]> = bytes.split(|byte| *byte == 0xff).take(4).collect();
    let names = ["a.txt", "b.jsonl", "c/d.csv", "e.html"];
    let members: Vec<(&str, &[u8])> = names.into_iter().zip(pieces).collect();
    let mut archive = packing::zip(&members);
    assert_members("b.zip", &archive, &members);
    // One bit of it turned.
    if let Some(byte) = bytes.first() {
        let at = (usize::from(*byte) * 257 + bytes.len()) % archive.len();
        archive[at] ^= 1 << (byte % 8);
        read("b.zip", &archive);
    }
});
