//! Dumps with flipped, missing and doubled bytes: every reader ends, and says what it could not read.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../../../tests/packing/mod.rs"]
mod packing;

use std::ops::ControlFlow;

use packing::{bzip2, gzip, tar, zip, zstd};
use whosaid_corpus::{Corpus, Options};

/// Numbers that look random and are the same in every run (source: Knuth's MMIX generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

fn broken(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(bytes.len());
        match numbers.below(4) {
            0 => bytes[at] ^= 1 << numbers.below(8),
            1 => bytes.truncate(at + 1),
            2 => drop(bytes.drain(at..(at + 7).min(bytes.len()))),
            _ => bytes.extend_from_within(at..),
        }
        if bytes.is_empty() {
            bytes.push(b'x');
        }
    }
    bytes
}

#[test]
fn broken_dumps_are_read_to_their_end() {
    let lines = b"{\"id\":\"a\",\"text\":\"Rain fell.\"}\n{\"id\":\"b\",\"text\":\"Snow fell.\"}\n";
    let table = b"id,text\n1,\"Rain, \"\"and\"\"\nsnow\"\n2,Ice\n";
    let list = b"[{\"text\":\"Rain\"},\n{\"text\":[\"Snow\",\"Ice\"]}]";
    let page = b"<!DOCTYPE html><title>T</title><article><p>Rain fell on the town.</p></article>";
    let answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n5\r\n<p>ab\r\n0\r\n\r\n";
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {}\r\n\r\n",
        answer.len()
    );
    let warc = [head.as_bytes(), answer, b"\r\n\r\n"].concat().repeat(3);
    let mail = b"From: a@b.example\r\nTo: c@b.example\r\nSubject: =?utf-8?Q?Caf=C3=A9?=\r\nDate: Fri, 3 May 2024 10:00:00 +0200\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=XX\r\n\r\n--XX\r\nContent-Transfer-Encoding: base64\r\n\r\n\
        UmFpbi4=\r\n--XX\r\nContent-Type: message/rfc822\r\n\r\nSubject: b\r\n\r\nSnow=20fell.\r\n--XX--\r\n";
    let files: Vec<(&str, &[u8])> = vec![("a.jsonl", lines), ("b.csv", table), ("c.html", page)];
    let seeds = [
        lines.to_vec(),
        table.to_vec(),
        list.to_vec(),
        page.to_vec(),
        warc.clone(),
        mail.to_vec(),
        gzip(lines),
        zstd(lines),
        bzip2(lines),
        tar(&files),
        zip(&files),
        gzip(&warc),
        gzip(&tar(&files)),
    ];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dump");
    let mut numbers = Numbers(7);
    let (mut read, mut rejected) = (0, 0);
    for seed in &seeds {
        for _ in 0..60 {
            let bytes = broken(seed, &mut numbers);
            std::fs::write(&path, &bytes).unwrap();
            let corpus = Corpus::open([&path], Options::default()).unwrap();
            let mut items = 0;
            let flow = corpus.read(&mut |item| {
                items += 1;
                match item.and_then(|record| corpus.decode(record)) {
                    Ok(decoded) => {
                        read += 1;
                        assert!(!decoded.document.text.trim().is_empty() && !decoded.document.id.is_empty());
                        assert!(decoded.document.source.contains("dump"));
                    }
                    Err(rejection) => {
                        rejected += 1;
                        assert!(!rejection.source.is_empty() && !rejection.reason.to_string().is_empty());
                    }
                }
                ControlFlow::Continue(())
            });
            assert!(flow.is_continue());
            assert!(items <= bytes.len(), "{items} items of {} bytes", bytes.len());
        }
    }
    assert!(read > 100 && rejected > 100, "{read} read, {rejected} rejected");
}
