/*!
Names that no list has, and which entity each mention stands for.

A [`Linker`] takes a document's tokens and the gazetteer's matches and writes a [`whosaid_text::Linked`]:

1. *recognise*: where names stand that no list has, by what stands in and around a run of capitals;
2. *combine*: these and the gazetteer's matches become one list of names;
3. *link*: all names of one entity become one; people by full names first, then by surnames and other spellings;
   organisations by the words that compose them; an entity that no list has gets an id made of its name's key, the
   same on every machine;
4. *refer*: "he", "the prime minister", "Baku said": words that stand for an entity without naming it.

It does not read files or texts of other documents, and it asks a gazetteer only through
[`whosaid_text::Knowledge`]. It refuses to guess: a pronoun with two people as near, an office that several hold and a
spelling that is as near to two names stay unlinked.

```
use whosaid_entities::{Linker, Scratch};
use whosaid_gazetteer::Gazetteer;
use whosaid_text::{Document, Linked, Matches, Tokens};
use whosaid_tokenizer::Tokenizer;

let text = "Petra Lindqvist opened the bridge. Mrs. Lindqvist said that she would return.";
let document = Document { text: text.into(), ..Document::default() };
let mut tokens = Tokens::default();
Tokenizer::new().tokenize(text, &mut tokens);

let (mut scratch, mut linked) = (Scratch::default(), Linked::default());
Linker::new().link(&document, &tokens, &Matches::default(), &Gazetteer::default(), &mut scratch, &mut linked);
assert_eq!(linked.mentions[0].span.of(text), "Petra Lindqvist");
assert_eq!(linked.mentions[1].span.of(text), "Lindqvist");
assert_eq!(linked.mentions[0].entity, linked.mentions[1].entity);
```

# The model

A linear-chain conditional random field over 54 hashed features of a token, with one table of 8-bit weights; what depends on one
word alone is summed once for each word. A second pass adds what the first made of a word's other occurrences. See [`train`] and
the command's verb `train`; the data it learned from and its licence stand in `model/NOTICE`. Its features look at the word
lists in `data/`: whoever changes those trains it again, with all its data and `--from-scratch --unlabelled TEXT --passes 10`.

F1 of exact span and type, PER, LOC and ORG, from raw text; Reuters news of 2020 and of 1996 (half of it tables of sport):

| | 2020 | 1996 |
|---|---|---|
| this crate, names and linking together | .886 | .803 |
| python-crfsuite 0.9, the same annotated text, words, affixes and shapes of a window of five | .682 | .640 |

The CRF of python-crfsuite has neither lists nor word classes nor the document; it labels some 7,000 tokens a second where this
crate's bench labels some millions on the same busy machine.

What each part was worth in an earlier model of 67 features, trained in turn without it (2^18 rows, six passes over the data,
no second pass unless named), on the news of 2020 with the gazetteer's exact matches beside it:

| without | F1 | | otherwise, or without | F1 |
|---|---|---|---|---|
| nothing | .872 | | with the second pass | .875 |
| words | .870 | | 2^17 rows | .870 |
| affixes | .870 | | 2^16 rows | .870 |
| shapes | .874 | | no invented stories | .862 |
| classes | .875 | | no gazetteer at all | .852 |
| gazetteer's bits | .877 | | name parts | .864 |
| lists of words | .878 | | document | .864 |

A difference under .003 is chance; what counts is that the groups stand in for one another, save the parts of names and what the
document writes elsewhere. So 13 features could go without loss.
*/

mod acronyms;
mod agree;
mod combine;
mod lexicon;
mod link;
mod linker;
mod recognise;
mod refer;
mod runs;
pub mod train;
mod view;

pub use linker::{Linker, Scratch};
