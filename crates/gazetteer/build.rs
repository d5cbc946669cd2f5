//! Compiles the lists of `gazetteers/` into the tables that become part of the program.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "the compiler is a part of the library, which uses all of it"
)]

use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "src/compile.rs"]
mod compile;
#[path = "src/fault.rs"]
mod fault;
#[path = "src/filter.rs"]
mod filter;
#[path = "src/image.rs"]
mod image;
#[path = "src/parts.rs"]
mod parts;
#[path = "src/read.rs"]
mod read;
#[path = "src/records.rs"]
mod records;
#[path = "src/row.rs"]
mod row;
#[path = "src/sheet.rs"]
mod sheet;
#[path = "src/sounds.rs"]
mod sounds;
#[path = "src/speak.rs"]
mod speak;
#[path = "src/unit.rs"]
mod unit;
#[path = "src/words.rs"]
mod words;

fn main() {
    if let Err(message) = run() {
        // Cargo shows this and stops.
        println!("cargo::error={}", message.replace('\n', "  |  "));
    }
}

fn run() -> Result<(), String> {
    // Where the crate is now, not where it was when this was compiled.
    let manifest = env::var_os("CARGO_MANIFEST_DIR").ok_or("no CARGO_MANIFEST_DIR")?;
    let root = PathBuf::from(manifest).join("../../gazetteers");
    println!("cargo::rerun-if-changed={}", root.display());
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-changed=src");
    let out = env::var_os("OUT_DIR").map(PathBuf::from).ok_or("no OUT_DIR")?;
    let write =
        |name: &str, bytes: Vec<u8>| fs::write(out.join(name), bytes).map_err(|error| error.to_string());

    let mut language = compile::Language::shipped();
    let parts = name_parts(&root.join("names"), &mut language)?;
    write("parts.bin", parts::NameTable::join(&parts))?;

    let (mut lists, mut rows, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for file in lists_in(&root)? {
        let bytes = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        read::read(
            &format!("gazetteers/{name}.csv"),
            lists.len() as u16,
            &bytes,
            &mut rows,
            &mut faults,
        );
        lists.push((name.into_owned(), String::new()));
    }
    faults.retain(|fault| fault.severity == fault::Severity::Error);
    if !faults.is_empty() {
        return Err(fault::Error::Faults(faults).to_string());
    }
    let mut ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    ids.sort_unstable();
    if let Some(twice) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(format!("gazetteers: two rows have the id {:?}", twice[0]));
    }
    let compiled = compile::compile(rows, &lists, false, &language).map_err(|error| error.to_string())?;
    write("builtin.bin", compiled.clone())?;
    let image =
        image::Image::open(compiled.into()).ok_or("gazetteers: what was compiled cannot be opened")?;
    write(
        "sounds.bin",
        speak::compile(&image).ok_or("gazetteers: too many names")?,
    )
}

/// The lists of a folder, sorted: one at least, because a program without lists would say nothing of it.
fn lists_in(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).and_then(|entries| entries.collect::<Result<Vec<_>, _>>());
    let entries = entries.map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .iter()
        .map(fs::DirEntry::path)
        .filter(|file| file.extension().is_some_and(|extension| extension == "csv"))
        .collect();
    if files.is_empty() {
        return Err(format!("{}: no lists (*.csv)", folder.display()));
    }
    files.sort();
    Ok(files)
}

/// The words of `given.csv` (`name,gender,region`) and `surnames.csv` (`name,region`).
fn name_parts(
    folder: &Path,
    language: &mut compile::Language,
) -> Result<Vec<(u64, whosaid_text::NameParts)>, String> {
    let mut words = Vec::new();
    for (file, given) in [("given.csv", true), ("surnames.csv", false)] {
        let path = folder.join(file);
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        for line in text.lines().skip(1) {
            let mut cells = line.split(',');
            let name = cells.next().unwrap_or_default().trim_matches('"');
            let gender = match cells.next().unwrap_or_default().trim() {
                "m" | "male" | "M" if given => whosaid_text::Gender::Male,
                "f" | "female" | "F" if given => whosaid_text::Gender::Female,
                _ => whosaid_text::Gender::Unknown,
            };
            let parts = whosaid_text::NameParts {
                given,
                surname: !given,
                gender,
            };
            // As it is listed, and as it is typed without diacritics.
            let key = unit::folded_key(name, &mut String::new());
            words.push((whosaid_text::hash_word(name), parts));
            words.push((key, parts));
            if given {
                let known = language.given.entry(key).or_insert(gender);
                if *known != gender {
                    *known = whosaid_text::Gender::Unknown;
                }
            }
        }
    }
    Ok(words)
}
