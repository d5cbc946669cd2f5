//! Names and ids of entities that no list has.

use whosaid_text::{EntityType, hash_bytes};

/// The name as it stands in tables: white space folded to single spaces, words in capitals ("IRAKLI GEDENIDZE")
/// written like other names if it is a person's.
pub(crate) fn canonical(surface: &str, kind: EntityType) -> String {
    let shout = kind == EntityType::PER && surface.contains(' ') && !surface.chars().any(char::is_lowercase);
    let mut name = String::with_capacity(surface.len());
    for word in surface.split_whitespace() {
        if !name.is_empty() {
            name.push(' ');
        }
        if shout {
            let mut first = true;
            for c in word.chars() {
                if first {
                    name.push(c);
                } else {
                    name.extend(c.to_lowercase());
                }
                first = !c.is_alphanumeric();
            }
        } else {
            name.push_str(word);
        }
    }
    name
}

/// Id made of what the name sounds like, the same on every machine. `document` is given for names that hold in one
/// document only, with the generation if several of it have one name ("the elder Weber").
/// `key` is [`whosaid_names::key`] of the name.
pub(crate) fn of_name(kind: EntityType, name: &str, key: &str, document: Option<(&str, u8)>) -> String {
    let mut bytes = Vec::with_capacity(key.len() + 32);
    bytes.extend_from_slice(kind.as_str().as_bytes());
    bytes.push(0);
    bytes.extend_from_slice(if key.is_empty() { name } else { key }.as_bytes());
    if let Some((document, generation)) = document {
        bytes.push(0);
        bytes.extend_from_slice(document.as_bytes());
        if generation > 0 {
            bytes.extend_from_slice(&[0, generation]);
        }
    }
    of_hash(kind, hash_bytes(&bytes))
}

/// Id made of a hash.
pub(crate) fn of_hash(kind: EntityType, hash: u64) -> String {
    let mut id = String::with_capacity(32);
    id.push_str("new-");
    id.extend(kind.as_str().chars().map(|c| c.to_ascii_lowercase()));
    id.push_str(&format!("-{hash:016x}"));
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_is_part_of_the_id() {
        let of_name = |kind, document| of_name(kind, "Ada Lind", &whosaid_names::key("Ada Lind"), document);
        let person = of_name(EntityType::PER, None);
        assert!(person.starts_with("new-per-") && person.len() == 24, "{person}");
        assert_ne!(person[8..], of_name(EntityType::ORG, None)[8..]);
        let here = of_name(EntityType::PER, Some(("a", 0)));
        assert_ne!(person, here);
        assert_ne!(here, of_name(EntityType::PER, Some(("a", 1))));
    }

    #[test]
    fn credits_in_capitals_are_written_like_names() {
        assert_eq!(canonical("ADA  O’NEIL-LIND", EntityType::PER), "Ada O’Neil-Lind");
        assert_eq!(canonical("NATO HQ", EntityType::ORG), "NATO HQ");
    }
}
