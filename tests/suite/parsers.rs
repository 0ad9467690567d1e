//! What the fuzzers do for hours (`fuzz/run`), for seconds: every reader of what comes from outside takes its first inputs,
//! and others that chance makes of them, the same ones each time.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use crate::support::{Chance, Result, here, left_out, tried};

#[path = "../../fuzz/src/lib.rs"]
mod readers;

/// The begin of each corpus, as `fuzz/run` makes it.
static SEEDS: LazyLock<Option<tempfile::TempDir>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().ok()?;
    let made = Command::new("bash").arg(here("fuzz/make-seeds")).arg(folder.path()).status();
    made.is_ok_and(|status| status.success()).then_some(folder)
});

/// What parsers stumble over.
const STRANGE: [&str; 40] = [
    "\0",
    "\r",
    "\r\n",
    "\t",
    "\u{feff}",
    "\u{202e}",
    "\u{301}",
    "\u{c}",
    "\"",
    "'",
    "`",
    "\\",
    "\\75 ",
    "/*",
    "*/",
    "<",
    ">",
    "</",
    "<!--",
    "-->",
    "<script>",
    "<![CDATA[",
    "&",
    "&#60;",
    "&amp;",
    "{{",
    "}}",
    "{%",
    "{fig:",
    "[^1]",
    "../",
    "%2e",
    "url(",
    "---\n",
    "...\n",
    "- ",
    ": ",
    "999999999999999999999",
    "-1",
    ",",
];

macro_rules! readers {
    ($($name:ident: $inputs:literal,)+) => {
        const NAMES: &[&str] = &[$(stringify!($name)),+];
        $(
            #[test]
            fn $name() -> Result {
                takes(stringify!($name), readers::$name::read, $inputs)
            }
        )+
    };
}

// As many as take a few seconds: some read the whole imaginary region each time.
readers! {
    records: 1500,
    texts: 1500,
    sheets: 1500,
    notices: 300,
    imports: 150,
    tables: 150,
    words: 1000,
    edits: 300,
    themes: 2500,
    pages: 2500,
    requests: 1000,
    kept: 2500,
    revisions: 1000,
    beginnings: 60,
    files: 2500,
    remembered: 150,
}

fn takes(name: &str, read: readers::Read, inputs: usize) -> Result {
    let Some(folder) = &*SEEDS else {
        left_out(&format!("{name}: no bash here makes the first inputs"));
        return Ok(());
    };
    let seeds = seeds(&folder.path().join(name))?;
    let words = dictionary(name)?;
    let mut chance = Chance::seeded(1);
    for seed in &seeds {
        take(name, read, seed)?;
    }
    for _ in 0..inputs {
        take(name, read, &another(&seeds, &words, &mut chance))?;
    }
    tried(&format!("{name}: {} inputs, {} of them by chance", seeds.len() + inputs, inputs));
    Ok(())
}

/// In the order of their names, so that chance picks the same each time.
fn seeds(folder: &Path) -> Result<Vec<Vec<u8>>> {
    let mut files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    files.sort();
    assert!(!files.is_empty(), "{} has no first input", folder.display());
    files.iter().map(|file| Ok(fs::read(file)?)).collect()
}

/// What parsers stumble over, and the target's own words.
fn dictionary(name: &str) -> Result<Vec<Vec<u8>>> {
    let text = fs::read_to_string(here(&format!("fuzz/dictionaries/{name}.dict")))?;
    let own = text.lines().map(|line| word(line).ok_or_else(|| format!("{name}.dict: {line}").into()));
    STRANGE.iter().map(|word| Ok(word.as_bytes().to_vec())).chain(own).collect()
}

/// A line of a dictionary, as the engine reads it: `"a\"\x0a"`.
fn word(line: &str) -> Option<Vec<u8>> {
    let mut rest = line.strip_prefix('"')?.strip_suffix('"')?;
    let mut word = Vec::new();
    while let Some(sign) = rest.chars().next() {
        let (byte, length) = match rest.get(..2) {
            Some("\\x") => (u8::from_str_radix(rest.get(2..4)?, 16).ok()?, 4),
            Some(r#"\""# | r"\\") => (rest.as_bytes()[1], 2),
            _ if sign.is_ascii() && !matches!(sign, '"' | '\\') => (rest.as_bytes()[0], 1),
            _ => return None,
        };
        word.push(byte);
        rest = &rest[length..];
    }
    Some(word).filter(|word| !word.is_empty())
}

/// An input that is nearly one of the first.
fn another(seeds: &[Vec<u8>], words: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut input = seeds[chance.below(seeds.len())].clone();
    for _ in 0..=chance.below(4) {
        let from = chance.below(input.len() + 1);
        let to = (from + chance.below(12)).min(input.len());
        match chance.below(6) {
            0 => drop(input.drain(from..to)),
            1 => drop(input.splice(from..from, input[from..to].to_vec())),
            2 => input.truncate(from),
            3 if from < to => input[from] ^= 1 << chance.below(8),
            4 => {
                let other = &seeds[chance.below(seeds.len())];
                let begin = chance.below(other.len() + 1);
                let end = (begin + chance.below(200)).min(other.len());
                drop(input.splice(from..to, other[begin..end].to_vec()));
            }
            _ => drop(input.splice(from..to, words[chance.below(words.len())].iter().copied())),
        }
    }
    input
}

/// Keeps an input that ends the reader, to begin a test of its own with.
fn take(name: &str, read: readers::Read, input: &[u8]) -> Result {
    if catch_unwind(AssertUnwindSafe(|| read(input))).is_err() {
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("found-{name}"));
        fs::write(&file, input)?;
        return Err(format!("{name} does not take {}", file.display()).into());
    }
    Ok(())
}

/// A reader that is forgotten anywhere would never be run.
#[test]
fn every_reader_has_its_target_its_seeds_and_its_test() -> Result {
    let all: Vec<&str> = readers::ALL.iter().map(|(name, _)| *name).collect();
    assert_eq!(all, NAMES);
    let run = fs::read_to_string(here("fuzz/run"))?;
    assert!(run.contains(&format!("targets=({})", all.join(" "))), "fuzz/run");
    let manifest = fs::read_to_string(here("fuzz/Cargo.toml"))?;
    let told = fs::read_to_string(here("fuzz/README.md"))?;
    for name in &all {
        assert!(manifest.contains(&format!("path = \"targets/{name}.rs\"")), "fuzz/Cargo.toml: {name}");
        assert!(told.contains(&format!("| `{name}` | ")), "fuzz/README.md: {name}");
        let target = fs::read_to_string(here(&format!("fuzz/targets/{name}.rs")))?;
        assert!(target.contains(&format!("citytools_fuzz::{name}::read(")), "fuzz/targets: {name}");
    }
    for folder in ["fuzz/targets", "fuzz/dictionaries"] {
        assert_eq!(fs::read_dir(here(folder))?.count(), all.len(), "{folder}");
    }
    // Without a name it runs all.
    let run = fs::read_to_string(here(".github/workflows/tests.yml"))?;
    assert!(run.lines().any(|line| line.trim() == "fuzz/run 120"), "tests.yml");
    let packages = fs::read_to_string(here(".github/workflows/supply-chain.yml"))?;
    assert!(packages.contains("cargo deny --locked --manifest-path fuzz/Cargo.toml"), "supply-chain.yml");
    Ok(())
}
