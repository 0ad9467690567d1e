//! What a new region is asked, each with a default and an example: one list for the flags, the questions on a terminal
//! and the message about what is missing.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};
use std::path::Path;

use super::countries;
use super::texts::slug;
use crate::catalogue::TAKEN_PATHS;
use crate::content::files::is_id;
use crate::content::letters::is_invisible;
use crate::content::records::Url;
use crate::words;

/// What was said, by the flag's name.
pub type Answers = BTreeMap<&'static str, String>;

/// Everything that is known of a region that begins; what is not needed can be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region(Answers);

impl Region {
    /// What was answered.
    #[must_use]
    pub fn of(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }

    /// Ids and names of the parts of the region.
    pub fn areas(&self) -> impl Iterator<Item = (String, &str)> {
        areas(self.of("area"))
    }
}

struct Question {
    key: &'static str,
    asks: &'static str,
    example: &'static str,
    /// What holds where nothing is said, if anything can.
    default: fn(&Answers) -> Option<String>,
    /// What a terminal offers where there is no default.
    offer: fn(&Path) -> String,
    check: fn(&str) -> Result<(), String>,
}

fn none(_: &Path) -> String {
    String::new()
}

fn said<'a>(answers: &'a Answers, key: &str) -> &'a str {
    answers.get(key).map_or("", String::as_str)
}

/// What the site itself will say in the language that was chosen.
fn in_language(answers: &Answers, say: impl FnOnce() -> String) -> String {
    words::speak(words::chosen(said(answers, "locale"), None));
    say()
}

/// In the order in which they are asked: a default can rest on what stands before it.
const QUESTIONS: [Question; 15] = [
    Question {
        key: "locale",
        asks: "Which language are the site and its records in? (The interface speaks English, en-GB, and Welsh, cy-GB.)",
        example: "en-GB",
        default: |_| Some("en-GB".to_owned()),
        offer: none,
        check: locale,
    },
    Question {
        key: "region",
        asks: "What is the region called in running text?",
        example: "Harbourside",
        default: |_| None,
        offer: |folder| name_of(folder),
        check: name,
    },
    Question {
        key: "one",
        asks: "What is one of its authorities called?",
        example: "council",
        default: |answers| Some(in_language(answers, || say!("council").to_owned())),
        offer: none,
        check: name,
    },
    Question {
        key: "many",
        asks: "And many of them?",
        example: "councils",
        default: |answers| {
            let one = said(answers, "one");
            Some(in_language(answers, || {
                if one == say!("council") { say!("councils").to_owned() } else { many(one) }
            }))
        },
        offer: none,
        check: name,
    },
    Question {
        key: "path",
        asks: "How are they written in addresses of pages?",
        example: "councils",
        default: |answers| Some(slug(said(answers, "many"))),
        offer: none,
        check: path,
    },
    Question {
        key: "about",
        asks: "What are they together, in one sentence?",
        example: "Harbourside has four towns.",
        default: |answers| {
            let (many, region) = (said(answers, "many"), said(answers, "region"));
            Some(in_language(answers, || say!("This site tells of the {many} of {region}."; many, region)))
        },
        offer: none,
        check: sentence,
    },
    Question {
        key: "area",
        asks: "Which parts has the region, if they are to be compared? (ID=NAME; ID=NAME)",
        example: "quays=The Quays; uplands=The Uplands",
        default: |_| Some(String::new()),
        offer: none,
        check: |text| check_areas(text),
    },
    Question {
        key: "publisher",
        asks: "Who publishes the site?",
        example: "Harbour Office of Technology",
        default: |_| None,
        offer: |_| "Example publisher".to_owned(),
        check: name,
    },
    Question {
        key: "publisher-short",
        asks: "Has the publisher a short name?",
        example: "HOT",
        default: |_| Some(String::new()),
        offer: none,
        check: optional_name,
    },
    Question {
        key: "publisher-url",
        asks: "What is the address of the publisher's website?",
        example: "https://www.example.org/",
        default: |_| None,
        offer: |_| "https://www.example.org/".to_owned(),
        check: url,
    },
    Question {
        key: "currency",
        asks: "In which currency are sums?",
        example: "EUR",
        default: |answers| Some(countries::currency(said(answers, "locale")).unwrap_or("EUR").to_owned()),
        offer: none,
        check: currency,
    },
    Question {
        key: "vat-rate",
        asks: "What part of a price is value added tax?",
        example: "0.2 for 20 per cent",
        // A rate that is only guessed would move every sum.
        default: |answers| countries::vat_rate(said(answers, "currency")).map(str::to_owned),
        offer: |_| "0.2".to_owned(),
        check: rate,
    },
    Question {
        key: "repository",
        asks: "At which address are the records kept in public, if they are?",
        example: "https://code.example.org/harbour/city-tools",
        default: |_| Some(String::new()),
        offer: none,
        check: |text| if text.is_empty() { Ok(()) } else { url(text) },
    },
    Question {
        key: "title",
        asks: "What is the site called?",
        example: "City Tools: Harbourside",
        default: |answers| Some(format!("City Tools: {}", said(answers, "region"))),
        offer: none,
        check: name,
    },
    Question {
        key: "base-url",
        asks: "At which address will it be published?",
        example: "https://tools.example.org/",
        default: |_| Some("https://city-tools.example/".to_owned()),
        offer: none,
        check: url,
    },
];

/// Takes the answers for a region, with defaults for what was left out.
///
/// # Errors
/// Everything that is missing or wrong, each in a line.
pub fn settle(mut answers: Answers) -> Result<Region, Vec<String>> {
    let mut problems = wrong(&answers);
    for question in &QUESTIONS {
        if answers.contains_key(question.key) {
            continue;
        }
        match (question.default)(&answers) {
            Some(default) => drop(answers.insert(question.key, default)),
            None => problems.push(format!(
                "--{} is missing. {} Such as: {}",
                question.key, question.asks, question.example
            )),
        }
    }
    // A default can be wrong only by what it rests on.
    if problems.is_empty() {
        problems = wrong(&answers);
    }
    if problems.is_empty() { Ok(Region(answers)) } else { Err(problems) }
}

/// What is wrong with answers that were given.
#[must_use]
pub fn wrong(answers: &Answers) -> Vec<String> {
    let of = |question: &Question| {
        let why = (question.check)(answers.get(question.key)?).err()?;
        Some(format!("--{}: {why}", question.key))
    };
    QUESTIONS.iter().filter_map(of).collect()
}

/// Asks for what was not said. An empty line takes what stands in brackets.
///
/// # Errors
/// Where the terminal can't be read or written, or ends before the last answer.
pub fn ask(
    folder: &Path,
    answers: &mut Answers,
    input: &mut impl BufRead,
    output: &mut impl Write,
) -> io::Result<()> {
    for question in &QUESTIONS {
        if answers.contains_key(question.key) {
            continue;
        }
        let offered = (question.default)(answers).unwrap_or_else(|| (question.offer)(folder));
        let shown = if offered.is_empty() { "none" } else { &offered };
        loop {
            write!(output, "{} Such as: {}\n  [{shown}] ", question.asks, question.example)?;
            output.flush()?;
            let mut line = String::new();
            if input.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let answer = if line.trim().is_empty() { offered.as_str() } else { line.trim() };
            match (question.check)(answer) {
                Ok(()) => {
                    answers.insert(question.key, answer.to_owned());
                    break;
                }
                Err(why) => writeln!(output, "  {why}")?,
            }
        }
    }
    Ok(())
}

/// "harbour-side" as "Harbour Side".
fn name_of(folder: &Path) -> String {
    let name = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let name = name.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let words = name.split(['-', '_', ' ']).filter(|word| !word.is_empty());
    words.map(crate::figures::capitalised).collect::<Vec<_>>().join(" ")
}

/// "authority" as "authorities".
fn many(one: &str) -> String {
    match one.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{one}s"),
    }
}

fn areas(text: &str) -> impl Iterator<Item = (String, &str)> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(|part| match part.split_once('=') {
        Some((id, name)) => (id.trim().to_owned(), name.trim()),
        None => (slug(part), part),
    })
}

fn check_areas(text: &str) -> Result<(), String> {
    let mut ids = std::collections::HashSet::new();
    for (id, area) in areas(text) {
        name(area)?;
        if !is_id(&id) {
            return Err(format!("`{id}` is not an id: use a to z, 0 to 9 and single hyphens"));
        }
        if !ids.insert(id.clone()) {
            return Err(format!("two areas have the id `{id}`"));
        }
    }
    Ok(())
}

fn name(text: &str) -> Result<(), String> {
    if is_blank(text) {
        return Err("a name is needed".to_owned());
    }
    sentence(text)?;
    if text.chars().count() > 80 { Err("a name has at most 80 letters".to_owned()) } else { Ok(()) }
}

fn optional_name(text: &str) -> Result<(), String> {
    if text.is_empty() { Ok(()) } else { name(text) }
}

/// Whether there is nothing that anybody could see: a record would have no value there.
fn is_blank(text: &str) -> bool {
    text.chars().all(is_invisible)
}

/// Braces quote figures in texts.
fn sentence(text: &str) -> Result<(), String> {
    match text.chars().find(|c| c.is_control() || matches!(c, '{' | '}')) {
        Some(c) => Err(format!("{} can't stand in it", c.escape_debug())),
        None if is_blank(text) => Err("a sentence is needed".to_owned()),
        None => Ok(()),
    }
}

fn path(text: &str) -> Result<(), String> {
    if !is_id(text) {
        return Err(format!("`{text}` can't be part of an address: use a to z, 0 to 9 and single hyphens"));
    }
    if TAKEN_PATHS.contains(&text) {
        return Err(format!("{text}/ is the address of something else on every site"));
    }
    Ok(())
}

fn url(text: &str) -> Result<(), String> {
    text.parse::<Url>().map(drop)
}

fn locale(text: &str) -> Result<(), String> {
    let mut parts = text.split('-');
    let is_language = parts
        .next()
        .is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase()));
    let is_rest =
        parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if is_language && is_rest { Ok(()) } else { Err(format!("`{text}` is no language; write it as en-GB")) }
}

fn currency(text: &str) -> Result<(), String> {
    let is_code = text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase());
    if is_code { Ok(()) } else { Err(format!("`{text}` is no currency; write it as EUR")) }
}

fn rate(text: &str) -> Result<(), String> {
    match text.parse::<f64>() {
        Ok(rate) if (0.0..1.0).contains(&rate) => Ok(()),
        _ => Err(format!("`{text}` is no part of one; write 0.2 for 20 per cent")),
    }
}
