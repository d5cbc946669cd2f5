use crate::fold;

/// What the whole name sounds like, the same on every machine: what the id of an entity that no list has is made of.
pub fn key(name: &str) -> String {
    let mut folded = String::new();
    fold(name, &mut folded);
    folded.retain(|c| c.is_alphanumeric() || c == ' ');
    folded
}
