//! What must not be published, found in the words of records, lists, chapters and pages: software versions, names and
//! addresses of machines, weaknesses, secrets, and persons.

pub mod notices;

mod machines;
mod people;
mod versions;

use pulldown_cmark::{Event, Parser};

use crate::content::front_matter::Document;
use crate::content::markdown;
use crate::content::yaml::{Kind, Node};
use crate::diagnostics::{Diagnostic, FileId, Place, Rule, Span, rules};

/// Keys with words that people write; the others hold ids, dates, codes and addresses of pages.
const WORDS: [&str; 21] = [
    "about",
    "acknowledgement",
    "definition",
    "headline",
    "note",
    "owner",
    "reference",
    "term",
    "text",
    "notes",
    "description",
    "title",
    "contact",
    "name",
    "short_name",
    "official_name",
    "legal_name",
    "headquarters",
    "licence",
    "aliases",
    "reason",
];

/// Keys with sentences: names and titles may have numbers that are no versions.
const SENTENCES: [&str; 9] =
    ["notes", "description", "reason", "about", "definition", "note", "text", "headline", "acknowledgement"];

/// Reports what must not be published in a record or list.
pub fn check(root: &Node, text: &str, file: FileId, problems: &mut Vec<Diagnostic>) {
    Reader { text, file, problems }.visit(root, "", false);
}

/// Reports what must not be published in a chapter or page. Addresses that it links to are no words.
pub fn check_document(document: &Document, file: FileId, problems: &mut Vec<Diagnostic>) {
    let mut search = |words: &str, start: u32, length: Option<u32>| {
        for Finding { rule, excerpt, what } in findings(words, Words::Sentences) {
            let byte = |at: usize| u32::try_from(at).unwrap_or_default();
            // An excerpt is a part of the words.
            let at = start + byte(excerpt.as_ptr().addr() - words.as_ptr().addr());
            let span =
                Span { start: at, end: length.map_or(at + byte(excerpt.len()), |length| start + length) };
            problems.push(Diagnostic::new(rule, Place { file, span }, format!("`{excerpt}` {what}")));
        }
    };
    for head in [&document.head.title, &document.head.description] {
        search(&head.value, head.span.start, Some(head.span.end - head.span.start));
    }
    let body = &document.body;
    for (event, range) in Parser::new_ext(&body.value, markdown::options()).into_offset_iter() {
        if let Event::Text(words) | Event::Code(words) = event {
            // Code stands between marks.
            let start = range.start + body.value[range].find(&*words).unwrap_or_default();
            search(&words, body.span.start + u32::try_from(start).unwrap_or_default(), None);
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    file: FileId,
    problems: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn visit(&mut self, node: &Node, key: &str, in_skills: bool) {
        match &node.kind {
            Kind::Scalar(words) if WORDS.contains(&key) => self.words(words, node.span, key, in_skills),
            Kind::Sequence(items) => items.iter().for_each(|item| self.visit(item, key, in_skills)),
            Kind::Mapping(entries) => {
                for (key, value) in entries {
                    let key = key.as_str().unwrap_or_default();
                    self.visit(value, key, in_skills || key == "skills");
                }
            }
            _ => {}
        }
    }

    fn words(&mut self, words: &str, span: Span, key: &str, in_skills: bool) {
        let kind = match key {
            _ if in_skills => Words::OfSkills,
            "reference" => Words::Reference,
            "contact" => Words::Contact,
            key if SENTENCES.contains(&key) => Words::Sentences,
            _ => Words::Name,
        };
        for Finding { rule, excerpt, what } in findings(words, kind) {
            let place = Place { file: self.file, span: self.place(excerpt, span) };
            self.problems.push(Diagnostic::new(rule, place, format!("`{excerpt}` {what}")));
        }
    }

    /// Where the words stand; the whole text where YAML folded them over lines.
    fn place(&self, excerpt: &str, span: Span) -> Span {
        let range = span.start as usize..(span.end as usize).min(self.text.len());
        let at = self.text.get(range).and_then(|written| written.find(excerpt));
        at.map_or(span, |at| {
            let start = span.start + u32::try_from(at).unwrap_or_default();
            Span { start, end: start + u32::try_from(excerpt.len()).unwrap_or_default() }
        })
    }
}

struct Finding<'a> {
    rule: &'static Rule,
    excerpt: &'a str,
    what: &'static str,
}

/// A pattern's matches that are meant.
type Search = fn(&str) -> Vec<&str>;

/// What words are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    /// A name or title: its numbers may be no versions.
    Name,
    /// The number that somebody gave a contract or framework, which may look like a telephone's.
    Reference,
    /// Whom to ask.
    Contact,
    Sentences,
    OfSkills,
}

/// In which words something is searched for.
type Within = fn(Words) -> bool;

const SEARCHES: [(&Rule, Within, Search, &str); 9] = [
    (&rules::PERSONAL_EMAIL, |_| true, people::emails, "looks like a person's e-mail address"),
    (&rules::PHONE_NUMBER, |of| of != Words::Reference, people::phones, "looks like a telephone number"),
    (&rules::NETWORK_ADDRESS, |_| true, machines::machines, "names a machine in a network"),
    (&rules::WEAKNESS, |_| true, machines::weaknesses, "tells of a weakness"),
    (&rules::SECRET, |_| true, machines::secrets, "looks like a password, key or token"),
    (
        &rules::SOFTWARE_VERSION,
        |of| matches!(of, Words::Sentences | Words::OfSkills),
        versions::versions,
        "looks like a software version",
    ),
    (&rules::PERSON_IN_SKILL, |of| of == Words::OfSkills, people::persons, "looks like a person's name"),
    (&rules::PERSON, |of| of == Words::Sentences, people::titled_persons, "looks like a person's name"),
    (&rules::PERSON, |of| of == Words::Contact, people::persons, "looks like a person's name"),
];

fn findings(words: &str, of: Words) -> Vec<Finding<'_>> {
    let wanted = SEARCHES.into_iter().filter(|(_, is_within, ..)| is_within(of));
    wanted
        .flat_map(|(rule, _, search, what)| {
            search(words).into_iter().map(move |excerpt| Finding { rule, excerpt, what })
        })
        .collect()
}

/// A pattern that is made when it is first needed.
macro_rules! pattern {
    ($name:ident = $regex:literal) => {
        static $name: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| regex::Regex::new($regex).expect("a pattern of ours"));
    };
}
use pattern;

pattern!(
    DATE = r"(?-u)\d{2}[./-]\d{2}[./-]\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\b0[1-9][./-](?:19|20)\d{2}\b|\b\d{2} \d{2} (?:19|20)\d{2}\b"
);

/// The words before a place, in small letters, the nearest first.
fn words_before(text: &str) -> impl Iterator<Item = String> {
    let is_letter = |c: char| c.is_alphanumeric() || c == '\'';
    text.rsplit(move |c| !is_letter(c)).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Matches of a pattern that are meant.
fn meant<'a>(
    pattern: &regex::Regex,
    words: &'a str,
    is_meant: impl Fn(&str, &str, &str) -> bool,
) -> Vec<&'a str> {
    let found = pattern.find_iter(words);
    let found =
        found.filter(|found| is_meant(&words[..found.start()], found.as_str(), &words[found.end()..]));
    found.map(|found| found.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(words: &str) -> Vec<&'static str> {
        findings(words, Words::OfSkills).into_iter().map(|found| found.rule.code).collect()
    }

    #[test]
    fn what_must_not_be_published_is_found() {
        for (code, words) in [
            ("CT401", "Runs on version 12 of the server."),
            ("CT401", "Upgraded to v8.2 last year"),
            ("CT401", "Oracle 12.2.11 is in use"),
            ("CT401", "Release 7 went live."),
            ("CT402", "The database is at 10.4.2.17."),
            ("CT402", "Reached by 2001:db8::8a2e:370:7334 only"),
            ("CT402", "It is on files.council.local"),
            ("CT402", "Moved from srv-db01"),
            ("CT402", "Staff sign in at vpn.council.example."),
            ("CT403", "CVE-2026-12345 applies"),
            ("CT403", "It was unpatched for months"),
            ("CT403", "Its risk score is high"),
            ("CT403", "Two known vulnerabilities remain"),
            ("CT404", "Write to ann.other@council.example"),
            ("CT404", "a.other@council.example knows"),
            ("CT405", "Ring 020 7946 0000"),
            ("CT405", "Ring (020) 7946 0000."),
            ("CT405", "Ring +44 20 7946 0000"),
            ("CT405", "Text 07700900123"),
            ("CT406", "Ask Mrs Other about it"),
            ("CT406", "Led by Ann Other"),
        ] {
            assert_eq!(codes(words), [code], "{words}");
        }
    }

    #[test]
    fn what_only_looks_like_it_is_left_alone() {
        for words in [
            "Uses Office 365, Windows 11 and SQL Server 2019 licences.",
            "See paragraph 4.2.1 and item 12.1.2 of the minutes",
            "Version 2 of the strategy names it",
            "From 01.04.2024 to 31.03.2027",
            "Worth £1.250.000 or £12.500.000.50",
            "It costs 0.5% a year",
            "digital@council.example, foi@council.example and children.services@council.example answer",
            "Notice 018541-2023, 2024/S 000-012345 and ocds-h6vhtk-02ab34",
            "Contract reference 02345678901",
            "Entries 012345678 and 0123456789 of the register",
            "Company 00001234, CPV 48000000, decision 2021-22/034",
            "A system for vulnerable adults and for vulnerability in households",
            "The council's page is www.council.example",
            "Open from 10:30:00 to 12:30:00; ratio 3:2:1",
            "Local, internal and private work",
            "Data Centre 12, the ward of Dr Johnson's House and the DC area",
            "Ask the digital team; contact Customer Services",
        ] {
            let found =
                findings(words, if words.starts_with("Ask") { Words::OfSkills } else { Words::Sentences });
            let found: Vec<_> = found.into_iter().map(|found| (found.rule.code, found.excerpt)).collect();
            assert!(found.is_empty(), "{words}: {found:?}");
        }
    }
}
