//! Stories with slots, filled with names of the corpus and invented ones.

use std::collections::BTreeMap;

use whosaid_entities::train::{Marked, Types};
use whosaid_text::{Document, Span};

use crate::corpus::Annotated;

/// Each story is told so often.
const TIMES: usize = 12;

/// A small generator of numbers that look random, always the same (xorshift; Marsaglia 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % count.max(1)
    }

    fn pick<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words.get(self.below(words.len())).copied().unwrap_or("Nemo")
    }
}

/// Names of the corpus by type.
struct Names<'d> {
    given: Vec<&'d str>,
    surnames: Vec<&'d str>,
    places: Vec<&'d str>,
    bodies: Vec<&'d str>,
    peoples: Vec<&'d str>,
}

impl<'d> Names<'d> {
    fn of(documents: &'d [Annotated]) -> Self {
        let mut names = Names {
            given: Vec::new(),
            surnames: Vec::new(),
            places: Vec::new(),
            bodies: Vec::new(),
            peoples: Vec::new(),
        };
        for (document, marked) in documents
            .iter()
            .flat_map(|document| document.marked.iter().map(move |marked| (document, marked)))
        {
            let name = marked.span.of(&document.document.text);
            if !name.starts_with(char::is_uppercase) || name.contains('\n') {
                continue;
            }
            if marked.types == Types::of("PER") {
                if let Some((given, surname)) = name.split_once(' ').filter(|(_, rest)| !rest.contains(' ')) {
                    names.given.push(given);
                    names.surnames.push(surname);
                }
            } else if marked.types == Types::of("LOC") {
                names.places.push(name);
            } else if marked.types == Types::of("ORG") && name.contains(' ') {
                names.bodies.push(name);
            } else if marked.types == Types::of("NORP") && name.ends_with(['n', 'h', 'e', 'i']) {
                names.peoples.push(name);
            }
        }
        names
    }
}

const SYLLABLES: [&str; 40] = [
    "ba", "ver", "lo", "kin", "tra", "mel", "or", "ax", "ion", "fen", "sol", "ti", "qua", "ra", "del", "vo",
    "nex", "mi", "ca", "ron", "tel", "ly", "zen", "gro", "pa", "sta", "un", "bri", "dor", "el", "ma", "wick",
    "ham", "son", "fi", "ga", "lum", "pro", "ser", "ek",
];
const TRADES: [&str; 24] = [
    "Partners",
    "Capital",
    "Foods",
    "Energy",
    "Motors",
    "Bank",
    "Group",
    "Holdings",
    "Systems",
    "Pharma",
    "Airlines",
    "Media",
    "Steel",
    "Mining",
    "Studios",
    "Insurance",
    "Technologies",
    "Brothers",
    "Securities",
    "Telecom",
    "Oil",
    "Stores",
    "Research",
    "Music",
];
const SUFFIXES: [&str; 8] = ["Inc", "Corp", "Ltd", "Plc", "AG", "SE", "Inc.", "NV"];
const MASCOTS: [&str; 24] = [
    "Falcons", "Rovers", "Tigers", "Comets", "Raiders", "Pioneers", "Sharks", "Kings", "Wolves", "Storm",
    "United", "Chiefs", "Blazers", "Rangers", "Owls", "Bulldogs", "Wildcats", "Dynamo", "Spartans",
    "Hornets", "Miners", "Knights", "Lions", "Athletic",
];
const AGENCIES: [&str; 10] = [
    "Reuters", "AFP", "AP", "REUTERS", "Interfax", "TASS", "EFE", "Xinhua", "ANSA", "dpa",
];

fn invented(random: &mut Random) -> String {
    let mut word = String::new();
    for _ in 0..2 + random.below(2) {
        word.push_str(random.pick(&SYLLABLES));
    }
    capital(&word)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// Long and short form of a company.
fn company(random: &mut Random, names: &Names<'_>) -> (String, String) {
    let short = match random.below(10) {
        0..=3 => invented(random),
        4 => format!("{}{}", capital(random.pick(&SYLLABLES)), invented(random)),
        5 => (0..3).map(|_| (b'A' + random.below(26) as u8) as char).collect(),
        6 | 7 => random.pick(&names.surnames).to_owned(),
        8 => random.pick(&names.places).to_owned(),
        _ => invented(random).to_uppercase(),
    };
    let long = match random.below(4) {
        0 => format!("{short} {}", random.pick(&TRADES)),
        1 => format!("{short} {}", random.pick(&SUFFIXES)),
        _ => short.clone(),
    };
    (long, short)
}

fn fill(slot: &str, random: &mut Random, names: &Names<'_>) -> (String, String) {
    let same = |name: String| (name.clone(), name);
    match slot.as_bytes().first() {
        Some(b'P') => {
            let given = random.pick(&names.given).to_owned();
            let surname = match random.below(4) {
                0 => invented(random),
                _ => random.pick(&names.surnames).to_owned(),
            };
            (format!("{given} {surname}"), surname)
        }
        Some(b'E') => {
            same(format!("{} {}", random.pick(&names.given), random.pick(&names.surnames)).to_uppercase())
        }
        Some(b'C') => company(random, names),
        Some(b'L') => same(match random.below(5) {
            0 => invented(random),
            _ => random.pick(&names.places).to_owned(),
        }),
        Some(b'D') => same(random.pick(&names.places).to_uppercase()),
        Some(b'N') => same(random.pick(&names.peoples).to_owned()),
        Some(b'T') => same(match random.below(4) {
            0 => random.pick(&MASCOTS).to_owned(),
            1 => format!("{} {}", random.pick(&names.places), random.pick(&MASCOTS)),
            2 => random.pick(&names.places).to_owned(),
            _ => invented(random),
        }),
        Some(b'S') => same((0..4).map(|_| (b'A' + random.below(26) as u8) as char).collect()),
        Some(b'A') => same(random.pick(&AGENCIES).to_owned()),
        Some(b'W') => same(format!("{} {}", invented(random), 2 + random.below(9))),
        _ => same(random.pick(&names.bodies).to_owned()),
    }
}

fn types(slot: &str) -> Types {
    Types::of(match slot.as_bytes().first().map(u8::to_ascii_uppercase) {
        Some(b'P' | b'E') => "PER",
        Some(b'L' | b'D') => "LOC",
        Some(b'N') => "NORP",
        Some(b'W') => "MISC",
        _ => "ORG",
    })
}

/// Stories of `templates`, with names like those of the documents.
pub(crate) fn tell(templates: &str, documents: &[Annotated]) -> Vec<Annotated> {
    let names = Names::of(documents);
    let mut random = Random(0x1234_5678_9abc_def1);
    let mut stories = Vec::new();
    let lines: Vec<&str> = templates.lines().filter(|line| !line.starts_with('#')).collect();
    for story in lines
        .split(|line| line.is_empty())
        .filter(|story| !story.is_empty())
    {
        for _ in 0..TIMES {
            let mut known: BTreeMap<String, (String, String)> = BTreeMap::new();
            let (mut text, mut marked) = (String::new(), Vec::new());
            for piece in story.join("\n").split('{') {
                let Some((slot, rest)) = piece.split_once('}') else {
                    text.push_str(piece);
                    continue;
                };
                let key = slot.to_uppercase();
                let forms = known
                    .entry(key.clone())
                    .or_insert_with(|| fill(&key, &mut random, &names));
                let start = text.len();
                text.push_str(if slot == key { &forms.0 } else { &forms.1 });
                marked.push(Marked {
                    span: Span::new(start, text.len()),
                    types: types(slot),
                });
                text.push_str(rest);
            }
            stories.push(Annotated {
                document: Document {
                    text,
                    ..Document::default()
                },
                marked,
                unmarked: Types::NONE,
            });
        }
    }
    stories
}
