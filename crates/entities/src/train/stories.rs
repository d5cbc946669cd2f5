//! Stories with slots, filled with names of the annotated text and invented ones: the recogniser meets what annotated
//! text has little of.

use std::collections::BTreeMap;

use whosaid_text::{Document, EntityType, Span, entries};

use super::crf::Random;
use super::types::{OTHER, TypeTable, Types};
use super::{Annotated, Marked};

/// Each story is told so often.
const TIMES: usize = 12;

/// What names are made of: those of the annotated text, and the words of `story_words.csv`.
struct Names<'d> {
    given: Vec<&'d str>,
    surnames: Vec<&'d str>,
    places: Vec<&'d str>,
    bodies: Vec<&'d str>,
    peoples: Vec<&'d str>,
    words: BTreeMap<&'static str, Vec<&'static str>>,
}

impl<'d> Names<'d> {
    fn of(documents: &'d [Annotated], table: &TypeTable) -> Self {
        let mut names = Names {
            given: Vec::new(),
            surnames: Vec::new(),
            places: Vec::new(),
            bodies: Vec::new(),
            peoples: Vec::new(),
            words: BTreeMap::new(),
        };
        for row in entries(include_str!("../../data/story_words.csv")).skip(1) {
            let (kind, word) = row.split_once(',').unwrap_or((row, ""));
            names.words.entry(kind).or_default().push(word);
        }
        let is = |marked: &Marked, kind: EntityType| marked.types == table.types(kind);
        for (document, marked) in documents
            .iter()
            .flat_map(|document| document.marked.iter().map(move |marked| (document, marked)))
        {
            let name = marked.span.of(&document.document.text);
            if !name.starts_with(char::is_uppercase) || name.contains('\n') {
                continue;
            }
            if is(marked, EntityType::PER) {
                if let Some((given, surname)) = name.split_once(' ').filter(|(_, rest)| !rest.contains(' ')) {
                    names.given.push(given);
                    names.surnames.push(surname);
                }
            } else if is(marked, EntityType::LOC) {
                names.places.push(name);
            } else if is(marked, EntityType::ORG) && name.contains(' ') {
                names.bodies.push(name);
            } else if is(marked, EntityType::NORP) && name.ends_with(['n', 'h', 'e', 'i']) {
                names.peoples.push(name);
            }
        }
        names
    }

    fn word(&self, kind: &str, random: &mut Random) -> &str {
        self.words.get(kind).map_or("Nemo", |words| pick(words, random))
    }

    fn invented(&self, random: &mut Random) -> String {
        let mut word = String::new();
        for _ in 0..2 + below(random, 2) {
            word.push_str(self.word("syllable", random));
        }
        capital(&word)
    }

    /// Long and short form of a company.
    fn company(&self, random: &mut Random) -> (String, String) {
        let short = match below(random, 10) {
            0..=3 => self.invented(random),
            4 => format!(
                "{}{}",
                capital(self.word("syllable", random)),
                self.invented(random)
            ),
            5 => letters(3, random),
            6 | 7 => pick(&self.surnames, random).to_owned(),
            8 => pick(&self.places, random).to_owned(),
            _ => self.invented(random).to_uppercase(),
        };
        let long = match below(random, 4) {
            0 => format!("{short} {}", self.word("trade", random)),
            1 => format!("{short} {}", self.word("suffix", random)),
            _ => short.clone(),
        };
        (long, short)
    }

    /// Long and short form of what stands in a slot.
    fn fill(&self, slot: &str, random: &mut Random) -> (String, String) {
        let same = |name: String| (name.clone(), name);
        let person = |random: &mut Random| {
            let given = pick(&self.given, random);
            format!("{given} {}", pick(&self.surnames, random))
        };
        match slot.as_bytes().first() {
            Some(b'P') => {
                let given = pick(&self.given, random).to_owned();
                let surname = match below(random, 4) {
                    0 => self.invented(random),
                    _ => pick(&self.surnames, random).to_owned(),
                };
                (format!("{given} {surname}"), surname)
            }
            Some(b'E') => same(person(random).to_uppercase()),
            Some(b'C') => self.company(random),
            Some(b'L') => same(match below(random, 5) {
                0 => self.invented(random),
                _ => pick(&self.places, random).to_owned(),
            }),
            Some(b'D') => same(pick(&self.places, random).to_uppercase()),
            Some(b'N') => same(pick(&self.peoples, random).to_owned()),
            Some(b'T') => same(match below(random, 4) {
                0 => self.word("mascot", random).to_owned(),
                1 => {
                    let place = pick(&self.places, random);
                    format!("{place} {}", self.word("mascot", random))
                }
                2 => pick(&self.places, random).to_owned(),
                _ => self.invented(random),
            }),
            Some(b'S') => same(letters(4, random)),
            Some(b'A') => same(self.word("agency", random).to_owned()),
            Some(b'W') => same(format!("{} {}", self.invented(random), 2 + below(random, 9))),
            _ => same(pick(&self.bodies, random).to_owned()),
        }
    }
}

fn below(random: &mut Random, count: usize) -> usize {
    (random.next() >> 33) as usize % count.max(1)
}

fn pick<'w>(words: &[&'w str], random: &mut Random) -> &'w str {
    words.get(below(random, words.len())).copied().unwrap_or("Nemo")
}

fn letters(count: usize, random: &mut Random) -> String {
    (0..count)
        .map(|_| char::from(b'A' + below(random, 26) as u8))
        .collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn types(slot: &str, table: &TypeTable) -> Types {
    table.types(match slot.as_bytes().first().map(u8::to_ascii_uppercase) {
        Some(b'P' | b'E') => EntityType::PER,
        Some(b'L' | b'D') => EntityType::LOC,
        Some(b'N') => EntityType::NORP,
        Some(b'W') => return OTHER.parse().map_or(Types::NONE, |other| table.types(other)),
        _ => EntityType::ORG,
    })
}

/// The stories of `data/stories.txt`, with names like those of the documents.
pub fn stories(documents: &[Annotated], table: &TypeTable) -> Vec<Annotated> {
    let names = Names::of(documents, table);
    let mut random = Random(0x1234_5678_9abc_def1);
    let mut stories = Vec::new();
    let templates = include_str!("../../data/stories.txt");
    let lines: Vec<&str> = templates.lines().filter(|line| !line.starts_with('#')).collect();
    for story in lines
        .split(|line| line.is_empty())
        .filter(|story| !story.is_empty())
    {
        for _ in 0..TIMES {
            stories.push(tell(&story.join("\n"), &names, table, &mut random));
        }
    }
    stories
}

fn tell(story: &str, names: &Names<'_>, table: &TypeTable, random: &mut Random) -> Annotated {
    let mut known: BTreeMap<String, (String, String)> = BTreeMap::new();
    let (mut text, mut marked) = (String::new(), Vec::new());
    for piece in story.split('{') {
        let Some((slot, rest)) = piece.split_once('}') else {
            text.push_str(piece);
            continue;
        };
        let key = slot.to_ascii_uppercase();
        let forms = known
            .entry(key.clone())
            .or_insert_with(|| names.fill(&key, random));
        let start = text.len();
        text.push_str(if slot == key { &forms.0 } else { &forms.1 });
        marked.push(Marked {
            span: Span::new(start, text.len()),
            types: types(slot, table),
        });
        text.push_str(rest);
    }
    Annotated {
        document: Document {
            text,
            ..Document::default()
        },
        marked,
        unmarked: Types::NONE,
    }
}
