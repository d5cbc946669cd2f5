//! Zip archives. Of any bytes: no panic. Of an archive that is whole: what its members are by themselves. Of one that is cut
//! off: no other documents than of the whole, and a rejection.

use super::{assert_members, no_limits, outcomes, packing, read, told};

/// See the top.
pub fn run(bytes: &[u8]) {
    read("a.zip", &[b"PK\x03\x04", bytes].concat());
    let pieces: Vec<&[u8]> = bytes.split(|byte| *byte == 0xff).take(4).collect();
    let names = ["a.txt", "b.jsonl", "c/d.csv", "e.html"];
    let members: Vec<(&str, &[u8])> = names.into_iter().zip(pieces).collect();
    let mut archive = packing::zip(&members);
    assert_members("b.zip", &archive, &members);
    // What is taken for binary data as a whole may be text as far as it goes.
    let plain = |byte: &u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    if members.iter().all(|(_, bytes)| bytes.iter().all(plain)) {
        let whole: Vec<_> = outcomes("b.zip", &archive, no_limits())
            .iter()
            .map(told)
            .collect();
        let cut = 64 + bytes.len() * 131 % archive.len();
        let found = outcomes("b.zip", &archive[..cut.min(archive.len() - 1)], no_limits());
        assert!(found.last().is_some_and(Result::is_err), "the damage is told");
        for outcome in found {
            assert!(
                outcome.is_err() || whole.contains(&told(&outcome)),
                "{}",
                told(&outcome)
            );
        }
    }
    // One bit of it turned.
    if let Some(byte) = bytes.first() {
        let at = (usize::from(*byte) * 257 + bytes.len()) % archive.len();
        archive[at] ^= 1 << (byte % 8);
        read("b.zip", &archive);
    }
}
