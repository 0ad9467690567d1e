//! The words of the interface: every text of code, templates and scripts is in `languages/en.yaml`, and every language
//! has places for the same things.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use citytools::render::interface;
use citytools::words::known;
use regex::Regex;
use walkdir::WalkDir;

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
            let Some(ending) = Path::new(&name).extension().and_then(|ending| ending.to_str()) else { continue };
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
        let rest = &rest[..rest.char_indices().map(|(at, _)| at).take_while(|at| *at < 399).last().unwrap_or(0)];
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
