//! Compressed data. Of any bytes behind a signature: no panic. Of what a compressor made: the same documents as plain; cut
//! off, the first ones of them and a rejection.

use std::io::Write;

use super::{no_limits, outcomes, packing, read, told};

const SIGNATURES: [&[u8]; 5] = [
    b"\x1f\x8b\x08",
    b"\x28\xb5\x2f\xfd",
    b"BZh91AY&SY",
    b"\xfd7zXZ\0",
    b"\x50\x2a\x4d\x18",
];

/// See the top.
pub fn run(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else {
        return;
    };
    let way = usize::from(*first);
    read("a.jsonl", &[SIGNATURES[way % 5], bytes].concat());
    let plain = [b"{\"text\":\"First.\"}\n", bytes].concat();
    let mut packed = match way % 4 {
        0 => packing::gzip(&plain),
        1 => packing::zstd(&plain),
        2 => packing::bzip2(&plain),
        _ => xz(&plain),
    };
    let whole: Vec<_> = outcomes("b.jsonl", &plain, no_limits())
        .iter()
        .map(told)
        .collect();
    let unpacked: Vec<_> = outcomes("b.jsonl", &packed, no_limits())
        .iter()
        .map(told)
        .collect();
    assert_eq!(whole, unpacked);
    let cut = (way * 251 + bytes.len()) % packed.len();
    packed.truncate(cut);
    // What is too short to be known, or no text as a whole, may be another thing than its beginning.
    if cut < 12 || whole.len() == 1 && whole[0].starts_with("not text") {
        return;
    }
    let found = outcomes("b.jsonl", &packed, no_limits());
    assert!(found.last().is_none_or(Result::is_err), "the damage is told");
    for (outcome, whole) in found.iter().zip(&whole) {
        assert!(
            outcome.is_err() || told(outcome) == *whole,
            "{} is not {whole}",
            told(outcome)
        );
    }
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let options = lzma_rust2::XzOptions::with_preset(0);
    let mut writer = lzma_rust2::XzWriter::new(Vec::new(), options).expect("memory");
    writer.write_all(bytes).expect("memory");
    writer.finish().expect("memory")
}
