//! Spellings that are of one name, and names that only look alike: each row of `pairs.csv` is a test.

use whosaid_names::{Comparer, Name, compare};
use whosaid_text::EntityType;

/// The four cells of a row; a name with a comma stands in quotation marks.
fn cells(row: &str) -> [&str; 4] {
    let mut cells = [""; 4];
    let mut rest = row;
    for cell in &mut cells {
        let (value, after) = match rest.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) {
            Some((value, after)) => (value, after.strip_prefix(',').unwrap_or(after)),
            None => rest.split_once(',').unwrap_or((rest, "")),
        };
        (*cell, rest) = (value, after);
    }
    cells
}

#[test]
fn pairs_are_told_apart() {
    let rows = include_str!("pairs.csv")
        .lines()
        .filter(|row| !row.starts_with('#'))
        .skip(1);
    let mut wrong = Vec::new();
    for row in rows {
        let [verdict, kind, one, other] = cells(row);
        let kind: EntityType = kind.parse().unwrap();
        assert!(matches!(verdict, "same" | "different"), "{row}");
        let there = compare(one, other, kind);
        let back = compare(other, one, kind);
        assert_eq!(there.is_same(), back.is_same(), "{row}: depends on the order");
        if there.is_same() != (verdict == "same") {
            wrong.push(format!("{row}: {:.3}, {}", there.score, there.reason));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_comparison_that_may_be_left_early_finds_the_same() {
    let rows = include_str!("pairs.csv")
        .lines()
        .filter(|row| !row.starts_with('#'))
        .skip(1);
    let names: Vec<Name> = rows
        .flat_map(|row| cells(row).into_iter().skip(2))
        .map(Name::new)
        .collect();
    let parts: Vec<_> = names.iter().map(Name::parts).collect();
    for (at, one) in parts.iter().enumerate() {
        let comparer = Comparer::new(one);
        for other in parts[at..].iter().take(12) {
            for kind in [EntityType::PER, EntityType::LOC, EntityType::ORG] {
                let whole = comparer.compare(other, kind);
                for least in [0.5, 0.75, 0.8, 0.82, 0.93] {
                    let near = comparer.compare_from(other, kind, least);
                    assert_eq!(near, Some(whole).filter(|whole| whole.score >= least));
                }
            }
        }
    }
}
