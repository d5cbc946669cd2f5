//! What the fuzzer begins with, and what it has found, goes through each of its targets: they compile and pass without the
//! nightly compiler that fuzzing itself needs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![allow(unreachable_pub, reason = "the targets are modules of a library elsewhere")]
#![allow(dead_code, reason = "one of the targets is left out")]

#[path = "../fuzz/src/lib.rs"]
mod fuzz;

use std::fs;
use std::path::Path;

/// A target and its name.
type Target = (&'static str, fn(&[u8]));

const TARGETS: [Target; 14] = [
    ("feed", fuzz::feed::run),
    ("gazetteer", fuzz::gazetteer::run),
    ("html", fuzz::html::run),
    ("import", fuzz::import::run),
    ("json_lines", fuzz::json_lines::run),
    ("json_list", fuzz::json_list::run),
    ("mail", fuzz::mail::run),
    ("quotes", fuzz::quotes::run),
    ("table", fuzz::table::run),
    ("tar", fuzz::tar::run),
    ("text", fuzz::text::run),
    ("tokenizer", fuzz::tokenizer::run),
    ("warc", fuzz::warc::run),
    ("zip", fuzz::zip::run),
];

#[test]
fn seeds_and_findings_pass_their_targets() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds");
    for (name, run) in TARGETS {
        let mut count = 0;
        for entry in fs::read_dir(seeds.join(name)).unwrap() {
            let path = entry.unwrap().path();
            eprintln!("{}", path.display());
            run(&fs::read(path).unwrap());
            count += 1;
        }
        assert!(count > 1, "{name}: {count} seeds");
    }
}
