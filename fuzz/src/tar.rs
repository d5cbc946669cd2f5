//! Tape archives. Of any bytes: no panic, and places that are there. Of an archive that is whole: what its members are by
//! themselves. Of one that is cut off: no other documents than of the whole.

use super::{assert_members, no_limits, outcomes, packing, read, told};

/// See the top.
pub fn run(bytes: &[u8]) {
    read("a.tar", bytes);
    // Headers whose sum is right, and whose other fields are the fuzzer's.
    read("a.tar", &mended(bytes));
    let pieces: Vec<&[u8]> = bytes.split(|byte| *byte == 0xff).take(4).collect();
    let names = ["a.txt", "b.jsonl", "c/d.csv", "e.html"];
    let members: Vec<(&str, &[u8])> = names.into_iter().zip(pieces).collect();
    let archive = packing::tar(&members);
    assert_members("b.tar", &archive, &members);
    // What is taken for binary data as a whole may be text as far as it goes.
    let plain = |byte: &u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    if !members.iter().all(|(_, bytes)| bytes.iter().all(plain)) {
        return;
    }
    let whole: Vec<_> = outcomes("b.tar", &archive, no_limits())
        .iter()
        .map(told)
        .collect();
    let cut = &archive[..bytes.len() * 131 % archive.len()];
    for outcome in outcomes("b.tar", cut, no_limits()) {
        // A file that is read as a whole is there or not there; its lines and rows one by one.
        assert!(
            outcome.is_err() || whole.contains(&told(&outcome)) || cut.len() < 512,
            "{}",
            told(&outcome)
        );
    }
}

/// The first block with its sum.
fn mended(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if let Some(block) = bytes.get_mut(..512) {
        block[148..156].fill(b' ');
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
        block[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    }
    bytes
}
