//! A tree of YAML values to a record type, with every problem of the file and not only the first.
//!
//! serde stops at the first value that does not fit. So the wrong value is reported, taken out of the tree, and the
//! tree is read again, until what is left fits or nothing is left to take out. A key that is missing gets a stand-in.

use std::fmt;

use serde::de::value::StringDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Expected, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};

use super::letters::{has_no_place, is_invisible};
use super::yaml::{Kind, Node};
use crate::diagnostics::{Diagnostic, FileId, Place, Rule, Span, rules};

/// More problems than this in one file say the same as the first ones.
const MAX_PROBLEMS: usize = 200;

/// Characters of a text: the longest of London has a twentieth of them. It can stand on many pages.
const MAX_TEXT: usize = 10_000;

/// Characters of a name or title: the longest of London has a quarter of them. Lists of a hundred rows show it.
const MAX_NAME: usize = 500;

/// Keys of names and titles.
const NAMES: [&str; 6] = ["name", "short_name", "official_name", "legal_name", "title", "term"];

/// Names of one thing: ten are the most in London. The index from A to Z has all of them.
const MAX_OTHER_NAMES: usize = 100;

/// Keys of lists of names.
const OTHER_NAMES: [&str; 2] = ["aliases", "former_names"];

/// Frameworks and technologies of a region: London has fifteen. One page has all of them.
const MAX_LISTED: usize = 500;

/// Keys of lists that a page shows as a whole.
const LISTED: [&str; 2] = ["frameworks", "technologies"];

/// Each problem takes a few rounds at most.
const MAX_ROUNDS: usize = 8 * MAX_PROBLEMS;

/// The newtype name that asks for a value together with its place; see [`super::records::Placed`].
pub(super) const PLACED: &str = "citytools::Placed";

/// The record, as far as it could be read, and everything that is wrong with its shape. A text without a letter or sign
/// that can be seen says as little as nothing behind the colon, and is read like that.
pub fn decode<T: DeserializeOwned>(root: &mut Node, file: FileId) -> (Option<T>, Vec<Diagnostic>) {
    forget_blanks(root);
    decode_as_written(root, file)
}

/// As [`decode`], for files where an empty text has a meaning of its own.
pub fn decode_as_written<T: DeserializeOwned>(root: &mut Node, file: FileId) -> (Option<T>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    report_misfits(root, "", file, &mut problems);
    let mut stand_ins: Vec<Vec<usize>> = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let error = match T::deserialize(&*root) {
            Ok(record) => return (Some(record), problems),
            Err(error) => error,
        };
        let path = error.path.iter().rev().copied().collect::<Vec<_>>();
        let place = Place { file, span: error.span.unwrap_or(root.span) };
        let missing = if let Problem::MissingKey(key) = error.problem { Some(key) } else { None };
        let is_known =
            error.follows_from_a_removal(root, &path) || stand_ins.iter().any(|own| path.starts_with(own));
        if !is_known {
            let empty = missing.and_then(|key| without_value(descend(root, &path), key));
            problems.push(match empty {
                Some((key, span)) => no_value(key, Place { file, span }),
                None => error.into_diagnostic(place),
            });
        }
        if problems.len() >= MAX_PROBLEMS || !mend(root, &path, missing, &mut stand_ins) {
            break;
        }
    }
    (None, problems)
}

/// The key, if it stands there with nothing after it.
fn without_value<'a>(node: &Node, key: &'a str) -> Option<(&'a str, Span)> {
    let Kind::Mapping(entries) = &node.kind else { return None };
    let own = |(name, value): &&(Node, Node)| name.as_str() == Some(key) && value.kind == Kind::Null;
    entries.iter().find(own).map(|(name, _)| (key, name.span))
}

fn no_value(key: &str, place: Place) -> Diagnostic {
    Diagnostic::new(&rules::MISSING_KEY, place, format!("`{key}` has no value"))
        .remedy(format!("write its value after `{key}:`"))
}

/// Values that stand for a missing one: one of them fits whatever is asked for, short of a list of fixed length.
const STAND_INS: [&str; 5] = ["", "0", "2000", "https://missing.example", "false"];

/// Makes the value at a path fit: a missing key gets a stand-in, a stand-in that does not fit another one, and a wrong
/// value is taken out.
fn mend(root: &mut Node, path: &[usize], missing: Option<&str>, stand_ins: &mut Vec<Vec<usize>>) -> bool {
    let node = descend(root, path);
    let span = Span { start: node.span.start, end: node.span.start };
    let stand_in = Node { kind: Kind::StandIn(0), span };
    match (missing, &mut node.kind) {
        (Some(key), Kind::Mapping(entries)) => {
            let is_removed =
                |(name, value): &(Node, Node)| name.as_str() == Some(key) && value.kind == Kind::Removed;
            let step = entries.iter().position(is_removed).unwrap_or_else(|| {
                entries.push((Node { kind: Kind::Scalar(key.to_owned()), span }, stand_in.clone()));
                entries.len() - 1
            });
            entries[step].1 = stand_in;
            stand_ins.push(path.iter().copied().chain([step]).collect());
            true
        }
        (Some(key), Kind::StandIn(_)) => {
            node.kind = Kind::Mapping(vec![(Node { kind: Kind::Scalar(key.to_owned()), span }, stand_in)]);
            true
        }
        (None, Kind::StandIn(next)) if *next + 1 < STAND_INS.len() => {
            *next += 1;
            true
        }
        (_, Kind::StandIn(_)) => path.split_last().is_some_and(|(_, parent)| remove(root, parent)),
        _ => remove(root, path),
    }
}

/// The value at a path of indices.
fn descend<'a>(root: &'a mut Node, path: &[usize]) -> &'a mut Node {
    path.iter().fold(root, |node, &step| match &mut node.kind {
        Kind::Sequence(items) => &mut items[step],
        Kind::Mapping(entries) => &mut entries[step].1,
        _ => unreachable!("a path leads through lists and groups of keys"),
    })
}

/// Takes out the value at a path; the root can't be left out.
fn remove(root: &mut Node, path: &[usize]) -> bool {
    let node = descend(root, path);
    let removed = !path.is_empty() && node.kind != Kind::Removed;
    node.kind = Kind::Removed;
    removed
}

fn forget_blanks(node: &mut Node) {
    match &mut node.kind {
        Kind::Scalar(text) if text.chars().all(is_invisible) => node.kind = Kind::Null,
        Kind::Sequence(items) => items.iter_mut().for_each(forget_blanks),
        Kind::Mapping(entries) => entries.iter_mut().for_each(|(_, value)| forget_blanks(value)),
        _ => {}
    }
}

/// What fits nowhere, whatever the record: the same key twice, characters that no page can show, and what is longer than
/// any record needs below its key.
fn report_misfits(node: &mut Node, key: &str, file: FileId, problems: &mut Vec<Diagnostic>) {
    match &mut node.kind {
        Kind::Scalar(text) if text.contains(has_no_place) => {
            let place = Place { file, span: node.span };
            let problem = Diagnostic::new(&rules::BAD_VALUE, place, "the text has a control character in it");
            problems
                .push(problem.remedy("type the text anew; such characters come with text that is copied"));
            node.kind = Kind::Removed;
        }
        Kind::Scalar(text) if text.len() > most_of(key) && text.chars().nth(most_of(key)).is_some() => {
            let (most, count) = (most_of(key), text.chars().count());
            let said = format!("the text has {count} characters, and {most} are more than any needs");
            problems.push(too_long(
                node,
                file,
                said,
                "say it in fewer words, and give the page that says more as the source",
            ));
        }
        Kind::Sequence(items) if OTHER_NAMES.contains(&key) && items.len() > MAX_OTHER_NAMES => {
            let count = items.len();
            let said =
                format!("the list has {count} names, and {MAX_OTHER_NAMES} are more than anything goes by");
            problems.push(too_long(node, file, said, "keep those that people search for"));
        }
        Kind::Sequence(items) if LISTED.contains(&key) && items.len() > MAX_LISTED => {
            let count = items.len();
            let said = format!("the list has {count} items, and {MAX_LISTED} are more than any region has");
            problems.push(too_long(node, file, said, "keep those that records name"));
        }
        Kind::Sequence(items) => {
            for item in items {
                report_misfits(item, key, file, problems);
            }
        }
        Kind::Mapping(entries) => {
            let mut seen = std::collections::HashSet::new();
            for (key, value) in entries {
                if let Some(name) = key.as_str()
                    && !seen.insert(name)
                {
                    let place = Place { file, span: key.span };
                    problems.push(Diagnostic::new(
                        &rules::DUPLICATE_KEY,
                        place,
                        format!("the key `{name}` stands here twice"),
                    ));
                    value.kind = Kind::Removed;
                }
                report_misfits(value, key.as_str().unwrap_or_default(), file, problems);
            }
        }
        _ => {}
    }
}

/// Characters of a text below a key.
fn most_of(key: &str) -> usize {
    if NAMES.contains(&key) || OTHER_NAMES.contains(&key) { MAX_NAME } else { MAX_TEXT }
}

/// Takes out what is longer than any record needs, and tells it.
fn too_long(node: &mut Node, file: FileId, said: String, remedy: &str) -> Diagnostic {
    node.kind = Kind::Removed;
    Diagnostic::new(&rules::BAD_VALUE, Place { file, span: node.span }, said).remedy(remedy)
}

/// What did not fit, in the kinds that serde knows; the path is collected on the way up.
#[derive(Debug)]
pub struct Error {
    problem: Problem,
    span: Option<Span>,
    /// Indices from the wrong value up to the root.
    path: Vec<usize>,
}

#[derive(Debug)]
enum Problem {
    UnknownKey { key: String, known: &'static [&'static str] },
    MissingKey(&'static str),
    UnknownWord { word: String, known: &'static [&'static str] },
    WrongType { found: String, expected: String },
    Other { rule: &'static Rule, message: String },
}

impl Error {
    fn new(problem: Problem) -> Self {
        Self { problem, span: None, path: Vec::new() }
    }

    /// Remembers the innermost place, and the step that led to it.
    fn at(mut self, span: Span, step: Option<usize>) -> Self {
        self.span.get_or_insert(span);
        self.path.extend(step);
        self
    }

    /// A key that is missing only because its wrong value has been reported and taken out.
    fn follows_from_a_removal(&self, root: &mut Node, path: &[usize]) -> bool {
        let Problem::MissingKey(missing) = self.problem else { return false };
        let Kind::Mapping(entries) = &descend(root, path).kind else { return false };
        entries.iter().any(|(key, value)| key.as_str() == Some(missing) && value.kind == Kind::Removed)
    }

    fn into_diagnostic(self, place: Place) -> Diagnostic {
        match self.problem {
            Problem::UnknownKey { key, known } => {
                let diagnostic = Diagnostic::new(&rules::UNKNOWN_KEY, place, format!("unknown key `{key}`"));
                diagnostic.remedy(did_you_mean(&key, known, "use one of the keys"))
            }
            Problem::MissingKey(key) => {
                Diagnostic::new(&rules::MISSING_KEY, place, format!("the key `{key}` is missing"))
                    .remedy(format!("add `{key}:` here"))
            }
            Problem::UnknownWord { word, known } => {
                let diagnostic = Diagnostic::new(
                    &rules::UNKNOWN_WORD,
                    place,
                    format!("`{word}` is not a word of this list"),
                );
                diagnostic.remedy(did_you_mean(&word, known, "use one of"))
            }
            Problem::WrongType { found, expected } => {
                let (expected, remedy) = wanted(&found, &expected);
                let diagnostic = Diagnostic::new(
                    &rules::WRONG_TYPE,
                    place,
                    format!("this is {found}, but {expected} is wanted"),
                );
                remedy.into_iter().fold(diagnostic, Diagnostic::remedy)
            }
            Problem::Other { rule, message } => Diagnostic::new(rule, place, message),
        }
    }
}

/// Nothing, or nothing that can be seen.
const EMPTY: &str = "empty";

/// What editors call a mapping.
const GROUP: &str = "a group of keys";

/// What an editor calls the form that serde expected, and how to write it in place of what was found.
fn wanted<'a>(found: &str, expected: &'a str) -> (&'a str, Option<String>) {
    let (expected, remedy) = match expected {
        "a string" if found == EMPTY => ("text", "write it, or take it out of the list"),
        "a string" => ("text", "write one text; put it in quotes if it has brackets or a colon in it"),
        "a list" if found == GROUP => (
            "a list of such groups",
            "put a hyphen and a space before its first key, and as many spaces more before the others",
        ),
        "a list" => ("a list", "write it between brackets, [one, two], or one to a line after a hyphen"),
        "a whole number" => {
            ("a whole number", "write digits only, as in 41000: no commas, signs, currency or words")
        }
        GROUP => {
            let glued = found.trim_matches('`').split_once(':');
            let remedy = match glued {
                Some((key, value)) => format!("put a space after the colon: `{key}: {value}`"),
                None => "write each key with a colon, a space and its value, one to a line".to_owned(),
            };
            return (GROUP, Some(remedy));
        }
        other => return (other, None),
    };
    (expected, Some(remedy.to_owned()))
}

/// "did you mean", or the list where nothing is near.
pub(crate) fn did_you_mean(word: &str, known: &[&str], otherwise: &str) -> String {
    match super::nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("{otherwise}: {}", known.join(", ")),
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:?}", self.problem)
    }
}

impl std::error::Error for Error {}

/// A message of a record type that begins with a rule's code is reported under that rule.
impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let message = message.to_string();
        let rule = rules::all().find(|rule| message.starts_with(rule.code));
        let (rule, message) = match rule {
            Some(rule) => (rule, message[rule.code.len()..].trim_start().to_owned()),
            None => (&rules::BAD_VALUE, message),
        };
        Self::new(Problem::Other { rule, message })
    }
    fn invalid_type(found: Unexpected, expected: &dyn Expected) -> Self {
        let found = match found {
            Unexpected::Unit => EMPTY.to_owned(),
            Unexpected::Map => GROUP.to_owned(),
            Unexpected::Seq => "a list".to_owned(),
            Unexpected::Str(text) => format!("`{text}`"),
            other => other.to_string(),
        };
        Self::new(Problem::WrongType { found, expected: expected.to_string() })
    }
    fn unknown_field(key: &str, known: &'static [&'static str]) -> Self {
        Self::new(Problem::UnknownKey { key: key.to_owned(), known })
    }
    fn unknown_variant(word: &str, known: &'static [&'static str]) -> Self {
        Self::new(Problem::UnknownWord { word: word.to_owned(), known })
    }
    fn missing_field(key: &'static str) -> Self {
        Self::new(Problem::MissingKey(key))
    }
}

type Result<T> = std::result::Result<T, Error>;

impl Node {
    fn wrong<T>(&self, expected: &dyn Expected) -> Result<T> {
        let found = match &self.kind {
            Kind::Null | Kind::Removed => Unexpected::Unit,
            Kind::Scalar(text) => Unexpected::Str(text),
            Kind::StandIn(which) => Unexpected::Str(STAND_INS[*which]),
            Kind::Sequence(_) => Unexpected::Seq,
            Kind::Mapping(_) => Unexpected::Map,
        };
        Err(<Error as de::Error>::invalid_type(found, expected))
    }

    /// The text of a scalar, or what stands for one.
    fn text(&self) -> Option<&str> {
        match self.kind {
            Kind::StandIn(which) => Some(STAND_INS[which]),
            _ => self.as_str(),
        }
    }

    fn placed<T>(&self, result: Result<T>) -> Result<T> {
        result.map_err(|error| error.at(self.span, None))
    }
}

/// A scalar read as a number or truth value, because the record type asks for one.
macro_rules! parsed {
    ($($method:ident $visit:ident $words:literal;)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            let read = self.text().and_then(|text| text.parse().ok());
            self.placed(match read {
                Some(value) => visitor.$visit(value),
                None => self.wrong(&$words),
            })
        }
    )+};
}

impl<'de> Deserializer<'de> for &'de Node {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match &self.kind {
            Kind::Null | Kind::Removed => self.placed(visitor.visit_unit()),
            Kind::Scalar(text) => self.placed(visitor.visit_borrowed_str(text)),
            Kind::StandIn(which) => self.placed(visitor.visit_borrowed_str(STAND_INS[*which])),
            Kind::Sequence(items) => self.placed(visitor.visit_seq(Items { items, next: 0 })),
            Kind::Mapping(entries) => self.placed(visitor.visit_map(Entries { entries, next: 0 })),
        }
    }

    parsed! {
        deserialize_bool visit_bool "true or false";
        deserialize_i8 visit_i8 "a whole number";
        deserialize_i16 visit_i16 "a whole number";
        deserialize_i32 visit_i32 "a whole number";
        deserialize_i64 visit_i64 "a whole number";
        deserialize_u8 visit_u8 "a whole number";
        deserialize_u16 visit_u16 "a whole number";
        deserialize_u32 visit_u32 "a whole number";
        deserialize_u64 visit_u64 "a whole number";
        deserialize_f32 visit_f32 "a number";
        deserialize_f64 visit_f64 "a number";
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.text() {
            Some(text) => self.placed(visitor.visit_borrowed_str(text)),
            None => self.placed(self.wrong(&"text")),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.kind {
            Kind::Null | Kind::Removed => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match &self.kind {
            Kind::Sequence(items) => self.placed(visitor.visit_seq(Items { items, next: 0 })),
            Kind::StandIn(_) => self.placed(visitor.visit_seq(Items { items: &[], next: 0 })),
            _ => self.placed(self.wrong(&"a list")),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match &self.kind {
            Kind::Mapping(entries) => self.placed(visitor.visit_map(Entries { entries, next: 0 })),
            Kind::StandIn(_) => self.placed(visitor.visit_map(Entries { entries: &[], next: 0 })),
            _ => self.placed(self.wrong(&GROUP)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value> {
        if name == PLACED {
            return self.placed(visitor.visit_map(PlacedParts { node: self, next: 0 }));
        }
        self.placed(visitor.visit_newtype_struct(self))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match &self.kind {
            Kind::Scalar(word) => self.placed(visitor.visit_enum(Word(word))),
            // The word that says least, so that no check finds fault with it.
            Kind::StandIn(_) => {
                let word = words.iter().find(|word| **word == "unknown").or(words.first());
                self.placed(visitor.visit_enum(Word(word.copied().unwrap_or_default())))
            }
            _ => self.placed(self.wrong(&"one word")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _keys: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_map(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value> {
        match &self.kind {
            Kind::Sequence(items) if items.len() > length => {
                let said = format!("{length} values are wanted here, and there are {}", items.len());
                self.placed(Err(de::Error::custom(said)))
            }
            _ => self.deserialize_seq(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        char string bytes byte_buf unit unit_struct tuple_struct identifier ignored_any
    }
}

struct Items<'de> {
    items: &'de [Node],
    next: usize,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        while let Some(item) = self.items.get(self.next) {
            let index = self.next;
            self.next += 1;
            if item.kind != Kind::Removed {
                return seed.deserialize(item).map(Some).map_err(|error| error.at(item.span, Some(index)));
            }
        }
        Ok(None)
    }
}

struct Entries<'de> {
    entries: &'de [(Node, Node)],
    next: usize,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        while let Some((key, value)) = self.entries.get(self.next) {
            self.next += 1;
            // An empty value is the same as no key, as people expect of `until:` with nothing behind it.
            if !matches!(value.kind, Kind::Removed | Kind::Null) {
                return seed
                    .deserialize(key)
                    .map(Some)
                    .map_err(|error| error.at(key.span, Some(self.next - 1)));
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let value = &self.entries[self.next - 1].1;
        seed.deserialize(value).map_err(|error| error.at(value.span, Some(self.next - 1)))
    }
}

/// Start, end and value of a node, for [`super::records::Placed`].
struct PlacedParts<'de> {
    node: &'de Node,
    next: u8,
}

impl<'de> MapAccess<'de> for PlacedParts<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let key = ["start", "end", "value"].get(usize::from(self.next));
        self.next += 1;
        key.map(|key| seed.deserialize(StringDeserializer::new((*key).to_owned()))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        match self.next {
            1 => seed.deserialize(de::value::U32Deserializer::new(self.node.span.start)),
            2 => seed.deserialize(de::value::U32Deserializer::new(self.node.span.end)),
            _ => seed.deserialize(self.node),
        }
    }
}

struct Word<'de>(&'de str);

impl<'de> EnumAccess<'de> for Word<'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self)> {
        let word = seed.deserialize(de::value::BorrowedStrDeserializer::new(self.0))?;
        Ok((word, self))
    }
}

impl<'de> VariantAccess<'de> for Word<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<()> {
        Ok(())
    }
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value> {
        Err(de::Error::custom("only a word is wanted here"))
    }
    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value> {
        Err(de::Error::custom("only a word is wanted here"))
    }
    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value> {
        Err(de::Error::custom("only a word is wanted here"))
    }
}
