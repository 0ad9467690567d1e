//! The words of the interface: every text of code, templates and scripts is in `languages/en.yaml`, and every language
//! has places for the same things.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use citytools::content::records::{Record, WordsFile};
use citytools::content::yaml;
use citytools::diagnostics::FileId;
use citytools::render::interface;
use citytools::words::{Pattern, known};
use regex::Regex;
use walkdir::WalkDir;

use crate::support::{AS_OF, Desk, Element, Node, Region, Result, Site};

const ENGLISH: &str = "src/words/languages/en.yaml";

/// What code, templates and scripts say, by file and in order; each text where it is said first.
fn said() -> (BTreeMap<String, Vec<String>>, BTreeSet<String>) {
    let (mut texts, mut counted) = (BTreeMap::new(), BTreeSet::new());
    let mut seen = BTreeSet::new();
    for folder in ["src", "themes/citytools/assets", "themes/citytools/templates"] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for entry in WalkDir::new(root.join(folder)).sort_by_file_name() {
            let entry = entry.expect("a file");
            let name = entry.path().strip_prefix(root).expect("within").to_str().expect("a name").to_owned();
            let Some(ending) = Path::new(&name).extension().and_then(|ending| ending.to_str()) else {
                continue;
            };
            let text = || fs::read_to_string(entry.path()).expect("text");
            let found = match ending {
                "rs" => {
                    let text = without_tests(&text());
                    counted.extend(pairs(&text));
                    of_code(&text)
                }
                "js" => interface::script_texts(&text()),
                "html" | "svg" if folder.starts_with("themes") => interface::texts(&text()),
                _ => continue,
            };
            let found: Vec<String> = found.into_iter().filter(|text| seen.insert(text.clone())).collect();
            if !found.is_empty() {
                texts.insert(name, found);
            }
        }
    }
    (texts, counted)
}

fn without_tests(code: &str) -> String {
    let code = code.split("#[cfg(test)]\nmod").next().unwrap_or_default();
    let is_comment = |line: &&str| !line.trim_start().starts_with("//");
    code.lines().filter(is_comment).collect::<Vec<_>>().join("\n")
}

const LITERAL: &str = r#""((?:[^"\\]|\\.)*)""#;

fn of_code(code: &str) -> Vec<String> {
    let call = Regex::new(&format!(r"(?s)\b(?:say|said_later)!\(\s*{LITERAL}")).expect("a pattern");
    call.captures_iter(code).map(|found| plain(&found[1])).collect()
}

/// `counted(number, "contract", "contracts")`
fn pairs(code: &str) -> Vec<String> {
    let call = Regex::new(&format!(r"(?s){LITERAL},\s*{LITERAL},?\s*\)")).expect("a pattern");
    let calls = code.match_indices("counted(").filter_map(|(at, _)| {
        let rest = &code[at..code.len().min(at + 400)];
        let rest =
            &rest[..rest.char_indices().map(|(at, _)| at).take_while(|at| *at < 399).last().unwrap_or(0)];
        let found = call.captures(rest)?;
        // Another call may begin before this one's words.
        let before = &rest[8..found.get(0)?.start()];
        let depth = |sign| before.matches(sign).count();
        (depth('(') == depth(')') && !before.contains(';')).then(|| format!("{} / {}", &found[1], &found[2]))
    });
    calls.collect()
}

/// A literal's text.
fn plain(literal: &str) -> String {
    let escape = Regex::new(r"(?s)\\(u\{([0-9a-f]+)\}|\n\s*|.)").expect("a pattern");
    let text = escape.replace_all(literal, |found: &regex::Captures| match &found[1] {
        "n" => "\n".to_owned(),
        "t" => "\t".to_owned(),
        code if code.starts_with('u') => {
            let number = u32::from_str_radix(&found[2], 16).expect("a number");
            char::from_u32(number).expect("a sign").to_string()
        }
        line if line.starts_with('\n') => String::new(),
        sign => sign.to_owned(),
    });
    text.into_owned()
}

#[test]
fn english_is_complete() {
    let (texts, counted) = said();
    let mut file = String::from(
        "# Every text of the interface, by where it is said first. A test compares this with the code and the templates and,\n\
         # with CITYTOOLS_WRITE=1, writes it.\ntexts:\n",
    );
    let quoted = |text: &str| serde_json::to_string(text).expect("text");
    for (name, texts) in &texts {
        file += &format!("  {name}:\n");
        texts.iter().for_each(|text| file += &format!("    - {}\n", quoted(text)));
    }
    file += "# Words by number: for one, for many.\ncounted:\n";
    counted.iter().for_each(|pair| file += &format!("  - {}\n", quoted(pair)));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(ENGLISH);
    if std::env::var_os("CITYTOOLS_WRITE").is_some() {
        fs::write(&path, &file).expect("written");
    }
    let committed = fs::read_to_string(&path).expect("the file");
    let missing: Vec<&str> = file.lines().filter(|line| !committed.contains(line)).collect();
    assert!(
        committed == file,
        "{ENGLISH} is out of date; `CITYTOOLS_WRITE=1 cargo test english_is_complete` writes it. New: {missing:#?}"
    );
}

#[test]
fn english_is_read_as_it_was_written() {
    let (texts, counted) = said();
    assert!(texts.len() > 60 && counted.len() > 25, "{} files, {} words", texts.len(), counted.len());
    let all: Vec<&str> = texts.values().flatten().map(String::as_str).collect();
    assert!(known().texts().eq(all), "the program has another list than {ENGLISH}");
    assert!(known().counted.iter().eq(&counted), "the program has other words by number than {ENGLISH}");
}

/// The texts of a file of words, and its words by number.
fn read(text: &str) -> Result<WordsFile> {
    let mut root = yaml::parse(text, FileId(0)).map_err(|problem| problem.message)?;
    let (file, problems) = WordsFile::read(&mut root, FileId(0));
    let problems: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
    if problems.is_empty() { file.ok_or_else(|| "no file".into()) } else { Err(problems.join("\n").into()) }
}

#[test]
fn welsh_has_words_for_everything_with_the_same_places() -> Result {
    let welsh = read(include_str!("../../src/words/languages/cy.yaml"))?;
    let known_texts: BTreeSet<&str> = known().texts().collect();
    let missing: Vec<_> = known_texts.iter().filter(|text| !welsh.texts.contains_key(**text)).collect();
    assert!(missing.is_empty(), "without words: {missing:#?}");
    let unknown: Vec<_> = welsh.texts.keys().filter(|text| !known_texts.contains(text.as_str())).collect();
    assert!(unknown.is_empty(), "nobody says: {unknown:#?}");
    for (english, other) in &welsh.texts {
        assert_eq!(Pattern::problem(english, other), None, "{english}\n{}", other.value);
        let edges = |text: &str| (text.starts_with(' '), text.ends_with(' '));
        assert_eq!(edges(english), edges(other), "{english}");
    }
    assert!(known().counted.iter().eq(welsh.counted.keys()), "{:?}", welsh.counted.keys());
    Ok(())
}

const WALES: [&str; 10] = [
    "--locale",
    "cy-GB",
    "--region",
    "Glannau",
    "--publisher",
    "Swyddfa Dechnoleg Glannau",
    "--publisher-url",
    "https://swyddfa.example/",
    "--path",
    "cynghorau",
];

/// Words that hardly any sentence of this interface does without, and that Welsh does not have.
const ENGLISH_WORDS: [&str; 7] = ["the", "and", "which", "with", "is", "are", "no"];

/// One of these is enough.
const ENGLISH_NOUNS: [&str; 6] = ["boroughs", "counted", "figures", "of", "records", "suppliers"];

/// What is not marked as English and no code, with what the page says of itself.
fn welsh_text(element: &Element) -> String {
    if is_english(element) || ["code", "style"].contains(&element.name.as_str()) {
        return String::new();
    }
    if element.name == "meta" && element.get("name") == Some("description") {
        return format!("{}\n", element.get("content").unwrap_or_default());
    }
    let texts = element.children.iter().map(|child| match child {
        Node::Text(text) => text.clone(),
        Node::Element(inner) => welsh_text(inner),
    });
    texts.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_region_in_welsh_is_welsh_on_every_page() -> Result {
    let desk = Desk::new()?;
    desk.init("glannau", &WALES)?.expect(0)?;
    let checked = desk.inside("glannau", &["check", "--as-of", AS_OF])?.expect(0)?;
    assert!(
        checked.stdout.contains(": 0 errors") && !checked.stdout.contains("English"),
        "{}",
        checked.stdout
    );
    let built = desk.inside("glannau", &["build", "--as-of", AS_OF])?.expect(0)?.stdout;
    assert!(built.contains(": 2 gyngor, 1 deployment, 1 system,"), "the command line is English: {built}");
    let site = Site::read(&desk.path().join("glannau/public"))?;
    let home = site.page("")?;
    assert!(home.html.text().contains("Mynd i'r prif gynnwys"), "{}", home.html.text());
    let about = String::from_utf8_lossy(&site.files["about/index.html"]);
    assert!(about.contains(r#""name":"Hafan""#), "the way from the home page, for search engines");
    let mut english = Vec::new();
    for (address, page) in &site.pages {
        // National names of skills are names.
        if address.starts_with("a-z/") {
            continue;
        }
        // What a check says, editors read in the language of the program; so are the descriptions of data for programs.
        let text = welsh_text(&page.html);
        for sentence in text.split(['.', '\n', ':', ';']) {
            let words = sentence.split_whitespace().filter(|word| !word.contains('/'));
            let words: Vec<&str> =
                words.map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric())).collect();
            let count = words.iter().filter(|word| ENGLISH_WORDS.contains(word)).count();
            if count > 1 || words.iter().any(|word| ENGLISH_NOUNS.contains(word)) {
                english.push(format!("{address}: {}", sentence.trim()));
            }
        }
    }
    english.dedup();
    assert!(english.is_empty(), "{} sentences are English:\n{}", english.len(), english.join("\n"));
    Ok(())
}

#[test]
fn a_region_says_things_in_its_own_words() -> Result {
    let desk = Desk::new()?;
    desk.init(
        "straths",
        &["--region", "Straths", "--publisher", "Office", "--publisher-url", "https://o.example/"],
    )?
    .expect(0)?;
    let own = "texts:\n  Opportunities: \"Openings {# {% x\"\n  \"Compare {1}\": \"<b>{{ 7*7 }}</b> {1}\"\n  Not a text: x\n  \
               \"{1} recorded\": nothing\ncounted:\n  contract / contracts: { one: deal, other: deals }\n";
    fs::write(desk.path().join("straths/content/words.yaml"), own)?;
    let checked = desk.inside("straths", &["check", "--as-of", AS_OF])?;
    insta::assert_snapshot!(checked.stderr);
    let own = own.replace("  \"{1} recorded\": nothing\n", "").replace("{{ 7*7 }}", "");
    // Words end neither the string of a template that they stand in, nor the attribute around it.
    let ends = "  At a glance: 'One, \"two\" ''three'' }} \\'\n  Other figures: '`More` > & \\'\n  Records: 'Sheets\" onfocus=\"a <b>'\n  Systems on record: 'Kit <b>'\n";
    let own = own.replacen("texts:\n", &format!("texts:\n{ends}"), 1);
    fs::write(desk.path().join("straths/content/words.yaml"), own)?;
    desk.inside("straths", &["build", "--as-of", AS_OF])?.expect(0)?;
    let site = Site::read(&desk.path().join("straths/public"))?;
    let home = site.page("")?.html.text();
    assert!(home.contains("Openings") && !home.contains("Opportunities"), "{home}");
    assert!(home.contains("<b></b> councils"), "markup of words is text: {home}");
    assert!(site.pages.values().any(|page| page.html.text().contains("1 deal")), "words by number");
    let figure = site.page("figures/systems-recorded/")?;
    let labels: Vec<&str> = figure.html.all("nav").iter().filter_map(|nav| nav.get("aria-label")).collect();
    assert!(labels.contains(&r"`More` > & \"), "{labels:?}");
    let columns = site.pages.values().flat_map(|page| page.html.all("td"));
    let mut columns = columns.filter_map(|cell| cell.get("data-label"));
    assert!(columns.any(|label| label.contains("onfocus=") && label.ends_with("a <b>")), "a column's words");
    let glance = r"One, ”two” 'three' )) \";
    assert!(site.pages.values().any(|page| page.html.text().contains(glance)), "{glance}");
    Ok(())
}

fn is_english(element: &Element) -> bool {
    element.get("lang") == Some("en")
}

/// Texts of the interface without a place that stand in no element which says that they are English.
fn unmarked(at: &str, element: &Element, is_marked: bool) -> Vec<String> {
    let is_marked = is_marked || is_english(element);
    if is_marked || ["script", "style", "code"].contains(&element.name.as_str()) {
        return Vec::new();
    }
    let texts = element.children.iter().flat_map(|child| match child {
        Node::Text(text) => {
            let text = text.trim();
            let is_known = text.contains(' ') && known().texts().any(|known| known == text);
            if is_known { vec![format!("{at}: {text}")] } else { Vec::new() }
        }
        Node::Element(inner) => unmarked(at, inner, is_marked),
    });
    texts.collect()
}

#[test]
fn what_a_language_lacks_is_told_and_listed() -> Result {
    let desk = Desk::new()?;
    let flags = ["--region", "Bergland", "--locale", "de-DE", "--vat-rate", "0.19"];
    let publisher = ["--publisher", "Amt", "--publisher-url", "https://amt.example/"];
    desk.init("berg", &[&flags[..], &publisher].concat())?.expect(0)?;
    let checked = desk.inside("berg", &["check", "--as-of", AS_OF])?.expect(0)?;
    assert!(checked.stdout.contains("texts are said in English"), "{}", checked.stdout);
    let listed = desk.inside("berg", &["words"])?.expect(0)?;
    assert!(listed.stdout.contains("  \"Skip to main content\": \"\"\n"));
    // Without words the pages are English, and say so.
    desk.inside("berg", &["build", "--as-of", AS_OF])?.expect(0)?;
    let html = fs::read_to_string(desk.path().join("berg/public/index.html"))?;
    assert!(html.contains("<html lang=\"en\">") || html.contains("<html lang=en>"), "{}", &html[..200]);
    assert!(html.contains(" what a "), "the article of an English sentence");
    // A region begins with one system.
    for (page, due) in [
        ("explore", "One row is on record. "),
        ("figures/systems-recorded", "One system is on record, in 1 "),
        ("figures/systems-current", "One system is known to be in use."),
    ] {
        let html = fs::read_to_string(desk.path().join(format!("berg/public/{page}/index.html")))?;
        assert!(html.contains(due), "{page}: {due}");
    }
    // The list is a file of words, and says nothing as long as nothing is filled in.
    let words = desk.path().join("berg/content/words.yaml");
    fs::write(&words, &listed.stdout)?;
    let again = desk.inside("berg", &["check", "--as-of", AS_OF])?.expect(0)?;
    assert_eq!(again.stdout, checked.stdout);
    let filled = "numbers: { group: \".\", decimal: \",\" }\n".to_owned()
        + &listed.stdout.replace("\"Skip to main content\": \"\"", "\"Skip to main content\": Zum Inhalt");
    fs::write(&words, filled)?;
    desk.inside("berg", &["build", "--as-of", AS_OF])?.expect(0)?;
    let site = Site::read(&desk.path().join("berg/public"))?;
    let home = &site.page("")?.html;
    assert!(home.text().contains("Zum Inhalt"));
    let html = fs::read_to_string(desk.path().join("berg/public/index.html"))?;
    assert!(html.contains("lang=\"de-DE\""), "{}", &html[..200]);
    // What is said in English says so, and nothing else does.
    let english: Vec<String> = home
        .descendants()
        .into_iter()
        .filter(|element| element.name == "span" && element.get("lang") == Some("en"))
        .map(Element::text)
        .collect();
    assert!(
        english.iter().any(|text| text == "Menu") && !english.contains(&"Zum Inhalt".to_owned()),
        "{english:?}"
    );
    let due = "At least one system is on record in 1 of 2 councils.";
    let figures = &site.page("figures/")?.html;
    assert!(figures.all("span").iter().any(|own| is_english(own) && own.text() == due), "{due}");
    let unheard: Vec<_> = site.pages.iter().flat_map(|(at, page)| unmarked(at, &page.html, false)).collect();
    assert_eq!(unheard, [""; 0], "English that is read out as German");
    let left = desk.inside("berg", &["words"])?.expect(0)?;
    assert!(!left.stdout.contains("Skip to main content"));
    Ok(())
}

#[test]
fn a_file_of_words_is_begun_and_completed_and_keeps_what_stands_there() -> Result {
    let region = Region::harbourside()?;
    region.replace("site.yaml", "locale: en\n", "locale: de-DE\n")?;
    let write = || region.run(["words", "--write"]);
    let begun = write()?.expect(0)?;
    assert!(begun.stdout.contains("texts to content/words.yaml"), "{}", begun.stdout);
    let whole = region.read("words.yaml")?;
    assert!(whole.contains("\n  \"Skip to main content\": \"\"\n"));
    assert!(region.check()?.expect(0)?.stdout.contains("0 errors"));
    let again = write()?.expect(0)?;
    assert!(again.stdout.contains("names every text"), "{}", again.stdout);
    assert_eq!(region.read("words.yaml")?, whole);

    // What somebody wrote stays to the letter, and what is missing comes behind it in its way of writing.
    let own = "# Unsere Wörter\ntexts:\n    # oft\n    Menu: Menü   # kurz\n\n    \"Search\": \"\"\n\n# Zahlen\nnumbers: { group: \".\", \
               decimal: \",\" }\n";
    region.write("words.yaml", own)?;
    let all = whole.lines().filter(|line| line.starts_with("  \"") || line.starts_with("  ? ")).count();
    let added = write()?.expect(0)?;
    assert!(added.stdout.contains(&format!("Added {} texts", all - 2)), "{} of {all}", added.stdout);
    let (head, tail) = own.split_once("\n\n# Zahlen").ok_or("a tail")?;
    let completed = region.read("words.yaml")?;
    let rest = completed.strip_prefix(head).ok_or("its beginning")?;
    assert!(rest.contains("\n    \"Skip to main content\": \"\"\n"), "{completed}");
    assert!(rest.contains(&format!("\n\n# Zahlen{tail}counted:\n")), "{completed}");
    let site = region.site()?;
    assert!(site.page("")?.html.text().contains("Menü"));
    assert!(write()?.expect(0)?.stdout.contains("names every text"));

    for (own, added) in [("texts: {}\n", all), ("counted: {}\ntexts: # später\n", all)] {
        region.write("words.yaml", own)?;
        let said = write()?.expect(0)?.stdout;
        assert!(said.contains(&format!("Added {added} texts")), "{own}: {said}");
        assert!(write()?.expect(0)?.stdout.contains("names every text"), "{own}");
    }
    for (own, why) in [
        ("texts: {Menu: Menü}\n", "between braces"),
        // A line of a text that looks like a key: what is added would become a part of the text.
        ("texts:\n  Menu: \"Menü\n> und mehr\"\n", "over several lines"),
        ("texts: [\n", "can't be read"),
        ("", "can't be read"),
    ] {
        region.write("words.yaml", own)?;
        let refused = write()?.expect(1)?;
        assert!(refused.stderr.contains(why), "{own}: {}", refused.stderr);
        assert_eq!(region.read("words.yaml")?, own);
    }
    region.remove("words.yaml")?;
    region.replace("site.yaml", "locale: de-DE\n", "locale: en\n")?;
    assert!(write()?.expect(0)?.stdout.contains("Every text has English words"));
    assert!(!region.content().join("words.yaml").exists(), "English has nothing to fill in");
    Ok(())
}

#[test]
fn one_of_anything_has_the_article_that_goes_with_it() -> Result {
    let pages = |words: &str| -> Result<Vec<String>> {
        let region = Region::harbourside()?;
        region.replace("site.yaml", "  one: town\n  a_one: a town\n", words)?;
        Ok(region.site()?.pages.values().map(|page| page.html.text()).collect())
    };
    for (words, right, wrong) in [
        ("  one: authority\n", "an authority", "a authority"),
        ("  one: unitary authority\n", "a unitary authority", "an unitary authority"),
        ("  one: hour\n  a_one: an hour\n", "an hour", "a hour"),
    ] {
        let pages = pages(words)?;
        assert!(pages.iter().filter(|page| page.contains(right)).count() > 20, "{right}");
        let wrong: Vec<_> =
            pages.iter().filter(|page| page.to_lowercase().contains(&format!(" {wrong} "))).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
    Ok(())
}
