/// True for a demonym that is one person's: "German", "Spaniard", "Czech". False for "French", "Dutch", "Chinese" and "Germans",
/// which are words for a people.
///
/// ```
/// use whosaid_text::is_of_one_person;
///
/// assert!(is_of_one_person("Kenyan") && is_of_one_person("Czech"));
/// assert!(!is_of_one_person("Irish") && !is_of_one_person("Kenyans"));
/// ```
pub fn is_of_one_person(demonym: &str) -> bool {
    demonym == "Czech" || !["sh", "ch", "ese", "s"].iter().any(|end| demonym.ends_with(end))
}
