//! From the words that name a speaker to the entity they stand for, and the sort of speaker.

use whosaid_text::{
    EntityIndex, EntityType, Linked, Mention, Span, Speaker, SpeakerType, Tokens, is_of_one_person,
};

use crate::classes::Classes;
use crate::items::{self, Item, Shape};
use crate::phrases::{self, Phrase, SubjectKind};

/// The speaker that a phrase names.
pub(crate) fn resolve(
    text: &str,
    tokens: &Tokens,
    items: &[Item],
    linked: &Linked,
    phrase: Option<Phrase>,
) -> Speaker {
    let Some(phrase) = phrase.filter(|phrase| phrase.start < phrase.end) else {
        return Speaker {
            span: None,
            entity: None,
            kind: SpeakerType::Unknown,
        };
    };
    let span = spelled(text, tokens, items, phrase);
    let demonym = is_demonym(text, tokens, items, linked, phrase);
    let entity = if phrase.kind == SubjectKind::Relative {
        phrases::antecedent(items, phrase.start).and_then(|found| entity(tokens, items, linked, found))
    } else {
        match demonym {
            // "The German": whoever it stands for, never a people.
            true => stands_for(tokens, items, linked, phrase),
            false => first_of_several(tokens, items, linked, phrase)
                .or_else(|| entity(tokens, items, linked, phrase)),
        }
    };
    let kind = match entity {
        Some(index) => SpeakerType::Entity(linked.entity(index).kind),
        None if demonym => SpeakerType::Anonymous,
        None => sort(items, phrase),
    };
    Speaker {
        span: Some(span),
        entity,
        kind,
    }
}

/// Whoever the words of the phrase refer to as a whole.
fn stands_for(tokens: &Tokens, items: &[Item], linked: &Linked, phrase: Phrase) -> Option<EntityIndex> {
    let span = items::span(tokens, &items[phrase.start..phrase.end]);
    let mut references = linked.references_in(span);
    let own = references.find(|reference| reference.span == span);
    own.map(|reference| reference.entity)
}

/// True for "the German" and "a Spaniard", but not for "the French" and "the Germans".
fn is_demonym(text: &str, tokens: &Tokens, items: &[Item], linked: &Linked, phrase: Phrase) -> bool {
    let span = items::span(tokens, &items[phrase.start..phrase.end]);
    let words = span.of(text);
    let Some((article, name)) = words.split_once(' ') else {
        return false;
    };
    if !["the", "a", "an", "one", "another"]
        .iter()
        .any(|word| article.eq_ignore_ascii_case(word))
    {
        return false;
    }
    let mut mentions = linked.mentions_in(span).iter();
    mentions.any(|mention| {
        mention.kind == EntityType::NORP && mention.span.len() == name.len() && !name.contains(' ')
    }) && is_of_one_person(name)
}

/// The words of the phrase; of "he’s" only the pronoun.
fn spelled(text: &str, tokens: &Tokens, items: &[Item], phrase: Phrase) -> Span {
    let span = items::span(tokens, &items[phrase.start..phrase.end]);
    let contracted = phrase.end == phrase.start + 1 && items[phrase.start].is(Classes::CONTRACTED);
    match span.of(text).find(['\'', '’']) {
        Some(length) if contracted => Span::new(span.start(), span.start() + length),
        _ => span,
    }
}

/// The entity of the phrase's head: of a name that ends it ("Kremlin spokesman Ivan Lee"), of a reference that is all
/// of it ("he", "the prime minister"), not of a name that only belongs to it ("Georgian officials").
fn entity(tokens: &Tokens, items: &[Item], linked: &Linked, phrase: Phrase) -> Option<EntityIndex> {
    let span = items::span(tokens, &items[phrase.start..phrase.end]);
    let head = head_span(tokens, items, phrase);
    // "the head of state, Ann Lee, said": the name beside it says who it is.
    if let Some(found) = apposed(tokens, items, linked, phrase) {
        return Some(found);
    }
    let mentions = linked.mentions_in(span);
    if let Some(found) = named_last(tokens, items, mentions, phrase) {
        return Some(found);
    }
    // A name of a person in apposition: "the ministry’s spokeswoman, Ann Lee".
    if let Some(mention) = mentions
        .iter()
        .rev()
        .find(|mention| mention.span.end() == head.end())
    {
        return Some(mention.entity);
    }
    // A mention that overlaps the head, such as a name with "of" in it.
    if let Some(mention) = mentions
        .iter()
        .rev()
        .find(|mention| mention.span.overlaps(head) && mention.span.end() >= head.end())
    {
        return Some(mention.entity);
    }
    if let Some(reference) = linked
        .references_in(span)
        .filter(|reference| reference.span.end() >= head.end() && reference.span.start() <= head.start())
        .last()
    {
        return Some(reference.entity).filter(|found| !is_governed(tokens, items, linked, phrase, *found));
    }
    let overlapping = linked
        .references
        .partition_point(|reference| reference.span.end() <= span.start());
    if let Some(reference) = linked.references[overlapping..]
        .iter()
        .take_while(|reference| reference.span.start() < span.end())
        .find(|reference| reference.span.contains(head))
    {
        return Some(reference.entity).filter(|found| !is_governed(tokens, items, linked, phrase, *found));
    }
    None
}

/// "a spokesman for Mr Brown": whoever a preposition governs in the phrase is not whom all of it stands for.
fn is_governed(
    tokens: &Tokens,
    items: &[Item],
    linked: &Linked,
    phrase: Phrase,
    entity: EntityIndex,
) -> bool {
    let governs = |at: &usize| items[*at].shape == Shape::Word && items[*at].is(Classes::PREPOSITION);
    let Some(preposition) = (phrase.start + 1..phrase.end.saturating_sub(1)).find(governs) else {
        return false;
    };
    let rest = items::span(tokens, &items[preposition + 1..phrase.end]);
    let mut named = linked.mentions_in(rest).iter();
    named.any(|mention| mention.entity == entity && mention.kind == EntityType::PER)
}

/// "Ann Lee and Tom Brown", "Germany, France and Italy": of joint speakers the first, for a row has one entity.
fn first_of_several(tokens: &Tokens, items: &[Item], linked: &Linked, phrase: Phrase) -> Option<EntityIndex> {
    let word = |at: usize, classes: Classes| items[at].shape == Shape::Word && items[at].is(classes);
    let and = (phrase.start + 1..phrase.end.saturating_sub(1)).find(|at| word(*at, Classes::AND))?;
    let end = (phrase.start + 1..and)
        .find(|at| items[*at].shape == Shape::Comma)
        .unwrap_or(and);
    // "both Ann Lee and the mayor"
    let start = phrase.start + usize::from(word(phrase.start, Classes::SEVERAL) && end > phrase.start + 1);
    let joins = phrases::kind_of(items, and + 1, phrase.end) != SubjectKind::Noun;
    let first = Phrase {
        start,
        end,
        kind: phrases::kind_of(items, start, end),
        outer: end,
    };
    let mark = items::span(tokens, &items[and..=and]);
    let inside = |span: Span| span.start() < mark.start() && mark.end() < span.end();
    // "the Ministry of Trade and Industry" is one.
    let one = || {
        let all = items::span(tokens, &items[phrase.start..phrase.end]);
        linked.mentions_in(all).iter().any(|mention| inside(mention.span))
    };
    // "the minister of trade and the interior Ann Lee": only a name that ends the first part.
    let last = items::span(tokens, &items[end - 1..end]).end();
    let named = |found: &EntityIndex| {
        let part = items::span(tokens, &items[start..end]);
        let mut mentions = linked.mentions_in(part).iter();
        mentions.any(|mention| mention.entity == *found && mention.span.end() == last)
    };
    if !joins || first.kind != SubjectKind::Name || one() {
        return None;
    }
    entity(tokens, items, linked, first).filter(named)
}

/// "the Turkish head of state, Ann Lee, said", "one of them, Ann Lee, said": the name right after a comma.
fn apposed(tokens: &Tokens, items: &[Item], linked: &Linked, phrase: Phrase) -> Option<EntityIndex> {
    let comma = items.get(phrase.end)?;
    if comma.shape != Shape::Comma {
        return None;
    }
    let next = items.get(phrase.end + 1)?;
    let named = items[phrase.start..phrase.end]
        .iter()
        .any(|item| item.shape == Shape::Name)
        && phrase.kind == SubjectKind::Name;
    // "According to the mayor, Ann Lee was late": the name begins another clause.
    let after = (phrase.end + 1..items.len()).find(|at| items[*at].shape != Shape::Name);
    let closed =
        after.is_none_or(|at| !matches!(items[at].shape, Shape::Word | Shape::Number | Shape::Clitic));
    let text = phrase.kind == SubjectKind::Document;
    if text || named {
        return None;
    }
    if next.shape == Shape::Word {
        return described(tokens, items, linked, phrase);
    }
    if next.shape != Shape::Name || !closed {
        return None;
    }
    let start = tokens.tokens[next.first as usize].span.start();
    let after = linked
        .mentions
        .partition_point(|mention| mention.span.end() <= start);
    linked
        .mentions
        .get(after)
        .filter(|mention| mention.span.start() <= start + 24 && mention.kind == EntityType::PER)
        .map(|mention| mention.entity)
}

/// "Her son, the singer Ben Obi, said": the name that ends the apposition after the phrase.
fn described(tokens: &Tokens, items: &[Item], linked: &Linked, phrase: Phrase) -> Option<EntityIndex> {
    const LONGEST: usize = 8;
    let first = phrase.end + 1;
    let rest = &items[first..items.len().min(first + LONGEST)];
    let name = rest.iter().position(|item| item.shape == Shape::Name)?;
    let end = name + rest[name..].iter().position(|item| item.shape != Shape::Name)?;
    let plain = |item: &Item| {
        item.shape == Shape::Word
            && !item.finite()
            && !item.is(Classes::PREPOSITION
                .with(phrases::CLAUSE_START)
                .with(Classes::COORDINATOR)
                .with(Classes::SUBJECT_PRONOUN)
                .with(Classes::AUXILIARY))
    };
    let noun = rest[..name].last().is_some_and(phrases::ends_phrase);
    let closed = matches!(rest[end].shape, Shape::Comma | Shape::Stop);
    let somebody = matches!(phrase.kind, SubjectKind::Single | SubjectKind::Noun);
    if !noun || !closed || !somebody || !rest[..name].iter().all(plain) {
        return None;
    }
    let span = items::span(tokens, &items[first + name..first + end]);
    let mention = linked.mentions_in(span).last()?;
    (mention.kind == EntityType::PER && mention.span.end() == span.end()).then_some(mention.entity)
}

/// "the head of the regional council Ann Lee", "Secretary of State Ann Lee": the person whose name ends the phrase, not
/// one that a preposition joins to it ("a spokesman for Ann Lee", "the lawyer of President Lee").
fn named_last(tokens: &Tokens, items: &[Item], mentions: &[Mention], phrase: Phrase) -> Option<EntityIndex> {
    let span = items::span(tokens, &items[phrase.start..phrase.end]);
    let name = mentions
        .last()
        .filter(|mention| mention.kind == EntityType::PER && mention.span.end() == span.end())?;
    let start_of = |at: usize| tokens.tokens[items[at].first as usize].span.start();
    let first = (phrase.start..phrase.end).find(|at| start_of(*at) >= name.span.start())?;
    let is = |at: usize, classes: Classes| items[at].is(classes);
    // Past the title before the name: "for Prime Minister Ann Lee".
    let titled = (phrase.start..first)
        .rev()
        .take_while(|at| is(*at, Classes::TITLE.with(Classes::SINGLE)))
        .last()
        .unwrap_or(first);
    let joined = titled > phrase.start
        && (items[titled - 1].shape != Shape::Name
            && is(
                titled - 1,
                Classes::PREPOSITION
                    .with(phrases::ARTICLE)
                    .with(Classes::COORDINATOR),
            ));
    let preposition = (phrase.start + 1..titled)
        .find(|at| items[*at].shape == Shape::Word && is(*at, Classes::PREPOSITION));
    // "the aide to the mayor of Harbour Town Ann Lee": either of the two may be meant.
    let other = preposition.is_some_and(|at| {
        (at + 1..titled)
            .any(|at| is(at, Classes::SINGLE.with(Classes::TITLE)) && items[at - 1].shape == Shape::Word)
    });
    (preposition.is_some() && !joined && !other).then_some(name.entity)
}

/// Bytes of the head noun and what stands before it: the phrase up to its first preposition.
fn head_span(tokens: &Tokens, items: &[Item], phrase: Phrase) -> Span {
    let part = &items[phrase.start..phrase.end];
    let end = part
        .iter()
        .skip(1)
        .position(|item| item.shape == Shape::Word && item.is(Classes::PREPOSITION.with(Classes::RELATIVE)))
        .map_or(part.len(), |position| position + 1);
    let mut last = end;
    while last > 1 && matches!(part[last - 1].shape, Shape::Clitic | Shape::Symbol | Shape::Comma) {
        last -= 1;
    }
    items::span(tokens, &part[last - 1..last])
}

fn sort(items: &[Item], phrase: Phrase) -> SpeakerType {
    let phrase = if phrase.kind == SubjectKind::Relative {
        phrases::antecedent(items, phrase.start).unwrap_or(phrase)
    } else {
        phrase
    };
    // "one trader", "another": somebody, whatever the noun.
    let first = &items[phrase.start];
    let someone = first.shape == Shape::Word
        && first.is(Classes::SOMEONE)
        && !first.is(Classes::NEGATION)
        && phrase.end == phrase.start + 2;
    match phrases::kind_of(items, phrase.start, phrase.end) {
        SubjectKind::Noun if someone => SpeakerType::Anonymous,
        SubjectKind::Single => SpeakerType::Anonymous,
        SubjectKind::Group => SpeakerType::Group,
        SubjectKind::Document => SpeakerType::Document,
        SubjectKind::Pronoun => {
            let item = &items[phrase.start];
            if item.is(Classes::SOMEONE) {
                SpeakerType::Anonymous
            } else if item.is(Classes::SEVERAL) {
                SpeakerType::Group
            } else {
                SpeakerType::Unknown
            }
        }
        _ => SpeakerType::Unknown,
    }
}
