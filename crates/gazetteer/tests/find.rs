//! Where names of lists are found in text, and how.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use whosaid_gazetteer::{Builder, Gazetteer, Scratch};
use whosaid_text::{Knowledge, MatchStep, Matches, Tokens};
use whosaid_tokenizer::Tokenizer;

const LIST: &str = "\
id,type,name,variants,roles,context,notes
acme,ORG,Acme Inc.,Acme,,,
al-qadir,PER,Omar al-Qadir,,,,
armenia,LOC,Armenia,Arménie,,,
azerbaijan,LOC,Azerbaijan,,,,
american,NORP,American,Americans,,,
ani,LOC,Ani,,,,
chad,LOC,Chad,,,N'Djamena|Sahel,
eu,ORG,European Union,EU|E.U.,,,
georgia,LOC,Georgia,Republic of Georgia,,Tbilisi,population=90
georgia-us,LOC,Georgia,,,Atlanta,population=100
istanbul,LOC,İstanbul,,,,
karabakh,LOC,Nagorno-Karabakh,Karabakh,,,
loreal,ORG,L'Oréal,,,,
lee-1,PER,Lee Park,Park,,,
lee-2,PER,Ann Park,Park,,,
massachusetts,LOC,Massachusetts,Mass.,,,
mcdonalds,ORG,McDonald's,,,,
nice,LOC,Nice,,,,
quds,ORG,Quds Brigade,,,,
reuters,ORG,Reuters,,,,
ruth,PER,Ruth I,Queen Ruth,,,
rostov,LOC,Rostov,,,,
rostov-don,LOC,Rostov-on-Don,,,,
rowling,PER,J. K. Rowling,,,,
rus,NORP,Russian,Russians,,,
sep,NORP,separatists,,,,
turkiye,LOC,Türkiye,,,,
unesco,ORG,UNESCO,,,,
us,LOC,United States,U.S.|US,,,
who,ORG,World Health Organization,WHO,,,
york,LOC,New York,,,,
york-old,LOC,York,,,,
";

fn lists() -> Gazetteer {
    let mut builder = Builder::new(false);
    builder.add_bytes("list.csv", LIST.as_bytes());
    builder.build().unwrap()
}

/// `text → id step`, candidates joined by `/`, those in need of support with `?`.
fn found(text: &str) -> Vec<String> {
    found_in(&lists(), text)
}

fn found_in(gazetteer: &Gazetteer, text: &str) -> Vec<String> {
    let (mut tokens, mut scratch, mut matches) = (Tokens::default(), Scratch::default(), Matches::default());
    Tokenizer::new().tokenize(text, &mut tokens);
    gazetteer.find(text, &tokens, &mut scratch, &mut matches);
    matches
        .matches
        .iter()
        .map(|found| {
            let candidates: Vec<String> = matches
                .candidates(found)
                .iter()
                .map(|candidate| {
                    let id = &gazetteer.entity(candidate.id).id;
                    format!("{id}{}", if candidate.needs_support { "?" } else { "" })
                })
                .collect();
            let step = match found.step {
                MatchStep::Exact => "",
                MatchStep::Folded => " folded",
                MatchStep::Capitals => " capitals",
                _ => " other",
            };
            format!("{}={}{step}", found.span.of(text), candidates.join("/"))
        })
        .collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(found(text), expected, "{text}");
}

#[test]
fn the_longest_name_wins() {
    check("He left New York for York.", &["New York=york", "York=york-old"]);
    check("The New Yorker is a paper.", &[]);
    check("Acme Inc. and Acme met.", &["Acme Inc.=acme", "Acme=acme"]);
}

#[test]
fn hyphens_diacritics_and_apostrophes_do_not_count() {
    check("In Nagorno Karabakh now.", &["Nagorno Karabakh=karabakh folded"]);
    check("In Nagorno‑Karabakh now.", &["Nagorno‑Karabakh=karabakh folded"]);
    check("In Nagorno\nKarabakh now.", &["Karabakh=karabakh"]);
    check(
        "He sees Istanbul and I\u{307}stanbul.",
        &["Istanbul=istanbul folded", "I\u{307}stanbul=istanbul folded"],
    );
    check("He met Omar Al Qadir there.", &["Omar Al Qadir=al-qadir folded"]);
    check("So J.K. Rowling wrote.", &["J.K. Rowling=rowling folded"]);
}

#[test]
fn possessives_and_elisions_stay_outside() {
    check(
        "Armenia’s border with l’Arménie.",
        &["Armenia=armenia", "Arménie=armenia"],
    );
    check(
        "The McDonald’s and L’Oréal shops.",
        &["McDonald’s=mcdonalds folded", "L’Oréal=loreal folded"],
    );
}

#[test]
fn acronyms_need_their_capitals() {
    check("He asked who came and Who left.", &[]);
    check(
        "The WHO and the EU and the E.U. agreed.",
        &["WHO=who", "EU=eu", "E.U.=eu"],
    );
    check("For us the US and Us.", &["US=us"]);
    check("The Unesco report.", &["Unesco=unesco folded"]);
    check("MAN WHO LEFT", &["WHO=who?"]);
}

#[test]
fn abbreviations_need_their_stop() {
    check(
        "He left York, Mass., early.",
        &["York=york-old", "Mass=massachusetts folded"],
    );
    check(
        "Father Park said Mass at noon, and Miss Lee came.",
        &["Park=lee-1?/lee-2?"],
    );
}

#[test]
fn titles_are_no_part_of_a_mention() {
    check("There Queen Ruth spoke.", &["Ruth=ruth"]);
}

#[test]
fn case_is_ignored_where_the_text_is_all_capitals() {
    check(
        "REUTERS – OMAR AL-QADIR",
        &["REUTERS=reuters capitals", "OMAR AL-QADIR=al-qadir capitals"],
    );
    check(
        "TÜRKİYE AND TURKIYE MET.",
        &["TÜRKİYE=turkiye capitals", "TURKIYE=turkiye capitals"],
    );
    check(
        "Omar AL-QADIR spoke of armenia.",
        &["Omar AL-QADIR=al-qadir capitals"],
    );
    check("The agency ANI reported.", &[]);
    check(
        "FROM ANI TO ARMENIA.",
        &["ANI=ani capitals", "ARMENIA=armenia capitals"],
    );
}

#[test]
fn names_in_lower_case_match_as_listed() {
    check(
        "Separatists met separatists.",
        &["Separatists=sep", "separatists=sep"],
    );
}

#[test]
fn parts_of_words_with_hyphens() {
    check(
        "The Armenia-Azerbaijan border.",
        &["Armenia=armenia", "Azerbaijan=azerbaijan"],
    );
    check(
        "The Armenia–Azerbaijan border.",
        &["Armenia=armenia", "Azerbaijan=azerbaijan"],
    );
    check("A U.S.-led force, pro-Russian men.", &["U.S.=us", "Russian=rus"]);
    check("Pro-Russian men.", &["Russian=rus"]);
    check("An Anglo-American firm.", &[]);
    check(
        "In Rostov-on-Don and Rostov-upon-Mud.",
        &["Rostov-on-Don=rostov-don"],
    );
    check("Chad-born.", &["Chad=chad?"]);
}

#[test]
fn a_name_of_several_needs_support() {
    check("Park left.", &["Park=lee-1?/lee-2?"]);
    check("Lee Park left.", &["Lee Park=lee-1"]);
}

#[test]
fn context_words_decide() {
    check("Georgia won.", &["Georgia=georgia-us?/georgia?"]);
    check("Georgia won in Tbilisi.", &["Georgia=georgia/georgia-us?"]);
    check("The Republic of Georgia won.", &["Republic of Georgia=georgia"]);
    check(
        "Georgia won in Tbilisi and Atlanta.",
        &["Georgia=georgia-us?/georgia?"],
    );
    check("The Sahel and Chad.", &["Chad=chad"]);
}

#[test]
fn a_capital_at_the_beginning_proves_nothing() {
    check("Nice day in Nice.", &["Nice=nice?", "Nice=nice"]);
    check("He said: “Nice day”.", &["Nice=nice?"]);
    check("A Good Day in Nice", &["Nice=nice?"]);
    check("What visitors bring to Nice", &["Nice=nice"]);
}

#[test]
fn lists_of_the_user_win() {
    let mut builder = Builder::new(true);
    builder.add_bytes(
        "mine.csv",
        b"id,type,name,variants\ncountry-am,LOC,Hayk Land,Armenia\nmy-baku,ORG,Baku,\n",
    );
    let gazetteer = builder.build().unwrap();
    assert_eq!(found_in(&gazetteer, "From Armenia."), ["Armenia=country-am"]);
    assert!(found_in(&gazetteer, "In Baku.")[0].starts_with("Baku=my-baku"));
    let replaced = gazetteer.lookup("Hayastan");
    assert!(replaced.is_empty(), "{replaced:?}");
    assert_eq!(gazetteer.lists()[0].name, "mine");
}

#[test]
fn offices_and_countries() {
    // An office that no built-in row holds.
    let mut builder = Builder::new(true);
    builder.add_bytes(
        "mine.csv",
        "id,type,name,roles\np-1,PER,Ilqar Nurlan,grand vizier of Azerbaijan@2003-10-31..2010\n\
         p-2,PER,Samir Nurlan,grand vizier of Azerbaijan@2011..\n"
            .as_bytes(),
    );
    let gazetteer = builder.build().unwrap();
    let ids = |of: &str, during: &str| -> Vec<String> {
        let holders = gazetteer.holders("grand vizier", of, during.parse().unwrap());
        holders
            .iter()
            .map(|id| gazetteer.entity(*id).id.to_string())
            .collect()
    };
    assert_eq!(ids("Azerbaijani", "2005-01-01"), ["p-1"]);
    assert_eq!(ids("Azerbaijan", "2015.."), ["p-2"]);
    assert_eq!(ids("Baku", "2010-06..2012"), ["p-1", "p-2"]);
    assert_eq!(ids("Armenia", "2015.."), [""; 0]);
    let country = |name: &str| {
        let id = gazetteer.country_of(gazetteer.lookup(name)[0].0)?;
        Some(gazetteer.entity(id).id.to_string())
    };
    assert_eq!(country("Azerbaijanis").as_deref(), Some("country-az"));
    assert_eq!(country("Yerevan").as_deref(), Some("country-am"));
    assert_eq!(country("Georgia").as_deref(), Some("country-ge"));
    assert_eq!(country("Samir Nurlan"), None);
}

#[test]
fn faults_are_all_told() {
    let mut builder = Builder::new(false);
    builder.add_bytes("one.csv", b"id,type,name\na,PER,Ann\na,PER,Bob\n");
    builder.add_bytes("two.csv", b"id,type,name\nb,per,Ann\n");
    let message = builder.build().unwrap_err().to_string();
    assert_eq!(
        message,
        "one.csv: row 3, column id: \"a\" is the id of row 2 already\n\
         two.csv: row 2, column type: \"per\" is no type; is PER meant?"
    );
}
