//! What must not be published, found in the words of records, lists, chapters and pages: software versions, names and
//! addresses of machines, weaknesses, secrets, and persons.

pub mod notices;

mod heard;
mod machines;
mod people;
mod versions;

use std::collections::BTreeMap;

use self::heard::Heard;
use crate::content::front_matter::Document;
use crate::content::release::Release;
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

/// Reports what must not be published in a record or list. `otherwise` says what stands behind keys that are not named above.
pub fn check(root: &Node, text: &str, file: FileId, otherwise: Words, problems: &mut Vec<Diagnostic>) {
    Reader { text, file, otherwise, problems }.visit(root, "", false);
}

/// Reports what must not be published in a chapter or page. Addresses that it links to are no words.
pub fn check_document(document: &Document, file: FileId, problems: &mut Vec<Diagnostic>) {
    for head in [&document.head.title, &document.head.description] {
        let heard = Heard::text(&head.value);
        for finding in findings(&heard.words, Words::Sentences) {
            // The end may stand elsewhere, where YAML has signs of its own in the text.
            let start = part(head.span, heard.place(finding.excerpt).start, 0).start.min(head.span.end);
            problems.push(finding.told(Place { file, span: Span { start, end: head.span.end } }));
        }
    }
    let body = &document.body;
    let heard = Heard::markdown(&body.value);
    for finding in findings(&heard.words, Words::Sentences) {
        let place = heard.place(finding.excerpt);
        let span = part(body.span, place.start, place.len());
        problems.push(finding.told(Place { file, span }));
    }
}

/// Reports what must not be published in a frozen release, which is shown as it stands.
pub fn check_release(release: &Release, text: &str, file: FileId, problems: &mut Vec<Diagnostic>) {
    let mut all: BTreeMap<Words, String> = BTreeMap::new();
    let mut add = |of: Words, words: &str| {
        let own = all.entry(of).or_default();
        own.push_str(words);
        own.push('\n');
    };
    for figure in &release.figures {
        add(Words::Name, &figure.title);
        add(Words::Sentences, &figure.sentence);
        add(Words::Sentences, &figure.text);
    }
    for table in &release.tables {
        for (at, column) in table.columns.iter().enumerate() {
            let of = kind(column, Words::Code);
            table.rows.iter().filter_map(|row| row.get(at)).for_each(|cell| add(of, cell));
        }
    }
    for (of, words) in &all {
        for finding in findings(&Heard::text(words).words, *of) {
            let at = text.find(finding.excerpt).unwrap_or_default();
            let span = part(Span::default(), at, finding.excerpt.len());
            problems.push(finding.told(Place { file, span }));
        }
    }
}

/// So many bytes from a place on.
fn part(within: Span, at: usize, length: usize) -> Span {
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let start = within.start + byte(at);
    Span { start, end: start + byte(length) }
}

/// With these, Markdown shows something else than what is written.
const MARKS: [char; 7] = ['\\', '&', '*', '_', '~', '`', '['];

struct Reader<'a> {
    text: &'a str,
    file: FileId,
    otherwise: Words,
    problems: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn visit(&mut self, node: &Node, key: &str, in_skills: bool) {
        match &node.kind {
            Kind::Scalar(words) => self.words(words, node.span, key, in_skills),
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
        let kind = match kind(key, self.otherwise) {
            Words::Code => Words::Code,
            _ if in_skills => Words::OfSkills,
            kind => kind,
        };
        let mut told: Vec<(&Rule, String)> = Vec::new();
        // As it is written, and as Markdown shows it.
        let is_marked = matches!(kind, Words::Sentences | Words::OfSkills) && words.contains(MARKS);
        let shown = is_marked.then(|| Heard::markdown(words));
        for heard in std::iter::once(Heard::text(words)).chain(shown) {
            for finding in findings(&heard.words, kind) {
                let known = (finding.rule, finding.excerpt.to_owned());
                if told.contains(&known) {
                    continue;
                }
                told.push(known);
                let place = self.place(&words[heard.place(finding.excerpt)], span);
                self.problems.push(finding.told(Place { file: self.file, span: place }));
            }
        }
    }

    /// Where the words stand; the whole text where YAML folded them over lines.
    fn place(&self, excerpt: &str, span: Span) -> Span {
        let range = span.start as usize..(span.end as usize).min(self.text.len());
        let at = self.text.get(range).and_then(|written| written.find(excerpt));
        at.map_or(span, |at| part(span, at, excerpt.len()))
    }
}

/// What stands behind a key, or in a column of that name.
fn kind(key: &str, otherwise: Words) -> Words {
    match key {
        "reference" => Words::Reference,
        "contact" => Words::Contact,
        key if SENTENCES.contains(&key) => Words::Sentences,
        key if WORDS.contains(&key) => Words::Name,
        _ => otherwise,
    }
}

struct Finding<'a> {
    rule: &'static Rule,
    excerpt: &'a str,
    what: &'static str,
}

impl Finding<'_> {
    fn told(&self, place: Place) -> Diagnostic {
        Diagnostic::new(self.rule, place, format!("`{}` {}", self.excerpt, self.what))
    }
}

/// A pattern's matches that are meant.
type Search = fn(&str) -> Vec<&str>;

/// What words are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Words {
    /// A name or title: its numbers may be no versions.
    Name,
    /// The number that somebody gave a contract or framework, which may look like a telephone's.
    Reference,
    /// Whom to ask.
    Contact,
    /// What people write: all that is searched for can stand in it.
    Sentences,
    /// What is said of the skills of an authority's people.
    OfSkills,
    /// An id, a day, an address or a number of a register: some of them look like telephone numbers or versions.
    Code,
}

/// In which words something is searched for.
type Within = fn(Words) -> bool;

const SEARCHES: [(&Rule, Within, Search, &str); 10] = [
    (&rules::PERSONAL_EMAIL, |_| true, people::emails, "looks like a person's e-mail address"),
    (
        &rules::PHONE_NUMBER,
        |of| !matches!(of, Words::Reference | Words::Code),
        people::phones,
        "looks like a telephone number",
    ),
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
    (
        &rules::PERSON,
        |of| !matches!(of, Words::Reference | Words::Code),
        people::insurance_numbers,
        "looks like a National Insurance number",
    ),
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
