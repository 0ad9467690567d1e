//! A new region, as somebody begins it who has nothing but the program: it builds at once, and is nobody else's.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::process::Command;

use regex::Regex;
use serde_json::Value;

use crate::support::{
    AS_OF, Desk, Element, Node, Outcome, Result, Site, here, left_out, london, program_file, tree,
};

const PUBLISHER: [&str; 4] =
    ["--publisher", "Office of Made-Up Things", "--publisher-url", "https://office.example/"];

/// Councils without areas, as in Scotland.
const STRATHS: [&str; 2] = ["--region", "The Three Straths"];

/// Accents, apostrophes and signs that mean something to YAML, Markdown or HTML.
const COTE: [&str; 20] = [
    "--region",
    "Côte d'Or & Gororau",
    "--one",
    "ardal",
    "--many",
    "ardaloedd",
    "--about",
    "Côte d'Or & Gororau: \"ardaloedd\" that nobody has seen.",
    "--area",
    "y-de=Y De & \"l'Orée\"",
    "--area",
    "gogledd=Gogledd <haf>",
    "--title",
    "Offer: *Côte* d'Or & [Gororau] #1 $one$",
    "--publisher-short",
    "C&G",
    "--repository",
    "https://code.example/cote/tools",
    "--base-url",
    "https://offer.example/d/",
];

/// Another currency and another language of the records.
const BERG: [&str; 12] = [
    "--region",
    "Übersee-Bergland",
    "--one",
    "authority",
    "--many",
    "authorities",
    "--currency",
    "EUR",
    "--locale",
    "de-DE",
    "--vat-rate",
    "0.19",
];

fn regions() -> [(&'static str, &'static [&'static str], &'static str); 3] {
    [("straths", &STRATHS, "councils"), ("cote", &COTE, "ardaloedd"), ("berg", &BERG, "authorities")]
}

#[test]
fn a_new_region_builds_at_once_and_knows_no_other_region() -> Result {
    let desk = Desk::new()?;
    let others = Regex::new(r"(?i)london|\bloti\b|thames|\bgla\b|hackney|camden")?;
    for (folder, flags, many) in regions() {
        let said = desk.init(folder, &[flags, &PUBLISHER].concat())?.expect(0)?;
        assert_eq!(said.stdout.lines().count(), 4, "what was written, and three steps: {}", said.stdout);
        let checked = desk.inside(folder, &["check", "--as-of", AS_OF])?.expect(0)?;
        assert!(is_clean(&checked), "{}", checked.stdout);
        desk.inside(folder, &["build", "--as-of", AS_OF])?.expect(0)?;
        desk.inside(folder, &["verify"])?.expect(0)?;
        for (path, bytes) in tree(&desk.path().join(folder))? {
            let Ok(text) = String::from_utf8(bytes) else { continue };
            let found = others.find(&text).map(|found| found.as_str().to_owned());
            assert_eq!(found, None, "{folder}/{path}");
        }
        let site = Site::read(&desk.path().join(folder).join("public"))?;
        for (address, page) in &site.pages {
            let seen = seen(&page.html).to_lowercase();
            // The folder's name is a file's name, in plain text too.
            let text = seen.replace("boroughs/", "");
            assert!(!text.contains("borough"), "{folder}: {address} says borough");
            assert!(
                !page.text.contains("$one$") || folder == "cote",
                "{folder}: {address} has an open place"
            );
        }
        if folder == "berg" {
            names_nothing_british(&site);
        }
        assert!(site.pages.contains_key(&format!("{many}/example-one/")), "{folder}");
        assert!(site.page("")?.html.text().contains("made up"), "{folder}: a banner says what it is");
    }
    Ok(())
}

/// What only the United Kingdom has; pages of checks show examples of any country.
const BRITISH: [&str; 25] = [
    "Companies House",
    "Charity Commission",
    "Charity Register",
    "Find a Tender",
    "Contracts Finder",
    "Procurement Act",
    "Open Government Licence",
    "GSS",
    "GB-",
    "UK4",
    "ATRS",
    "VAT",
    "EHC",
    "SEND",
    "Right to buy",
    "right to buy",
    "Council tax",
    "council tax",
    "Business rates",
    "NNDR",
    "Blue Badge",
    "ection 106",
    "NHS",
    "H-CLIC",
    "LGSL",
];

fn names_nothing_british(site: &Site) {
    for (address, page) in site.pages.iter().filter(|(address, _)| !address.starts_with("checks/")) {
        let text = page.html.text();
        let found = BRITISH.iter().find(|word| text.contains(**word));
        assert_eq!(found, None, "{address}");
    }
}

fn is_clean(checked: &Outcome) -> bool {
    checked.stdout.contains(": 0 errors") && checked.stdout.contains(" 0 warnings")
}

/// What readers see, but for names of files, keys and commands.
fn seen(element: &Element) -> String {
    let children = element.children.iter().map(|child| match child {
        Node::Text(text) => text.clone(),
        Node::Element(inner) if matches!(inner.name.as_str(), "code" | "pre" | "script" | "style") => {
            String::new()
        }
        Node::Element(inner) => seen(inner),
    });
    let own = ["alt", "aria-label", "content", "placeholder", "title"];
    let words = own.iter().filter_map(|key| element.get(key)).filter(|text| !text.starts_with("https://"));
    let attributes = words.map(|text| format!(" {text} "));
    children.chain(attributes).collect()
}

#[test]
fn names_mean_nothing_but_themselves_wherever_they_stand() -> Result {
    let desk = Desk::new()?;
    desk.init("cote", &[&COTE[..], &PUBLISHER].concat())?.expect(0)?;
    let read = |file: &str| fs::read_to_string(desk.path().join("cote").join(file));
    let site: Value = serde_yaml::from_str(&read("content/site.yaml")?)?;
    assert_eq!(site["region"], "Côte d'Or & Gororau");
    assert_eq!(site["title"], "Offer: *Côte* d'Or & [Gororau] #1 $one$");
    assert_eq!(site["areas"][0]["name"], "Y De & \"l'Orée\"");
    assert_eq!(site["areas"][1]["id"], "gogledd");
    assert_eq!(site["repository"]["branch"], "main");
    assert_eq!(site["dataset"]["status"], "illustrative");
    desk.inside("cote", &["build", "--as-of", AS_OF])?.expect(0)?;
    let site = Site::read(&desk.path().join("cote/public"))?;
    let about = site.page("about/")?;
    assert_eq!(about.html.all("h1")[0].text(), "About Offer: *Côte* d'Or & [Gororau] #1 $one$");
    assert!(about.html.text().contains("Offer: *Côte* d'Or & [Gororau] #1 $one$ records the technology"));
    assert!(about.html.text().contains("a statement of an ardal"), "the article fits the word");
    let guide = read("content/README.md")?;
    assert!(guide.contains("boroughs/<ardal>.yaml") && guide.contains("An ardal: `boroughs"), "{guide}");
    assert!(!Regex::new(r"(?i)\bcouncils?\b")?.is_match(&guide));
    Ok(())
}

#[test]
fn every_key_of_the_site_is_there_and_explained() -> Result {
    let desk = Desk::new()?;
    desk.init("straths", &[&STRATHS[..], &PUBLISHER].concat())?.expect(0)?;
    let text = fs::read_to_string(desk.path().join("straths/content/site.yaml"))?;
    let schema = citytools::schema::all().into_iter().find(|file| file.name == "site.schema.json");
    let schema: Value = serde_json::from_str(&schema.ok_or("no schema")?.text)?;
    for (key, _) in schema["properties"].as_object().ok_or("no keys")? {
        let line = text.lines().find(|line| line.trim_start_matches("# ").starts_with(&format!("{key}:")));
        let line = line.ok_or_else(|| format!("no {key}"))?;
        assert!(line.contains("  # "), "{line}");
    }
    // A remark is a key once its sign is taken away.
    let text = text.replace("#   aliases: []", "  aliases: [burgh]").replace("#   short:", "  short: OM");
    let site: Value = serde_yaml::from_str(&text)?;
    assert_eq!((&site["words"]["aliases"][0], &site["publisher"]["short"]), (&"burgh".into(), &"OM".into()));
    Ok(())
}

#[test]
fn the_taxonomy_is_the_one_of_this_repository_without_what_is_its_own() -> Result {
    let desk = Desk::new()?;
    desk.init("straths", &[&STRATHS[..], &PUBLISHER].concat())?.expect(0)?;
    for file in ["services.yaml", "skills.yaml", "technologies.yaml", "glossary.yaml"] {
        let ours = fs::read_to_string(here("content").join(file))?;
        let theirs = fs::read_to_string(desk.path().join("straths/content").join(file))?;
        let left_out: Vec<&str> =
            ours.lines().filter(|line| !theirs.lines().any(|own| own == *line)).collect();
        assert!(left_out.iter().all(|line| line.ends_with("# this region's own")), "{file}: {left_out:?}");
        assert_eq!(ours.lines().count() - left_out.len(), theirs.lines().count(), "{file}");
        assert_eq!(left_out.is_empty(), file != "services.yaml");
    }
    Ok(())
}

#[test]
fn words_of_another_language_than_the_site_are_hinted_at() -> Result {
    let desk = Desk::new()?;
    let english = ["--one", "council", "--many", "councils"];
    for (folder, more, is_told) in [
        ("cymru", &[&["--locale", "cy-GB"], &english[..]].concat()[..], true),
        ("own", &["--locale", "cy-GB"], false),
        ("straths", &english, false),
        // Nobody knows the words of a language that the interface does not speak.
        (
            "berg",
            &[&["--locale", "de-DE", "--currency", "EUR", "--vat-rate", "0.19"], &english[..]].concat(),
            false,
        ),
    ] {
        let said = desk.init(folder, &[&STRATHS[..], &PUBLISHER, more].concat())?.expect(0)?;
        assert_eq!(
            said.stderr.contains("`council` and `councils` are English"),
            is_told,
            "{folder}: {}",
            said.stderr
        );
    }
    Ok(())
}

#[test]
fn without_its_examples_and_with_a_record_of_its_own_a_region_is_still_right() -> Result {
    let desk = Desk::new()?;
    desk.init("straths", &[&STRATHS[..], &PUBLISHER].concat())?.expect(0)?;
    let content = desk.path().join("straths/content");
    desk.inside("straths", &["new", "borough", "glen-mor", "--name", "Glen Mòr"])?.expect(0)?;
    let record = content.join("boroughs/glen-mor.yaml");
    let text = fs::read_to_string(&record)?;
    assert_eq!(text.matches("# website:  #").count(), 1);
    fs::write(&record, text.replace("# website:  #", "website: https://glen-mor.example/ #"))?;
    for path in tree(&content)?.into_keys().filter(|path| path.contains("/example-")) {
        fs::remove_file(content.join(path))?;
    }
    let site = content.join("site.yaml");
    fs::write(&site, fs::read_to_string(&site)?.replace("status: illustrative", "status: live"))?;
    let checked = desk.inside("straths", &["check", "--as-of", AS_OF])?.expect(0)?;
    assert!(is_clean(&checked), "{}{}", checked.stdout, checked.stderr);
    desk.inside("straths", &["build", "--as-of", AS_OF])?.expect(0)?;
    desk.inside("straths", &["verify"])?.expect(0)?;
    let built = tree(&desk.path().join("straths/public"))?;
    let home = String::from_utf8_lossy(&built["index.html"]);
    assert!(!home.contains("made up") && !home.contains("delete me"));
    Ok(())
}

/// Lists that share no number with anybody's, as a country without the English ones has them.
const LISTS: [(&str, &str); 6] = [
    (
        "services.yaml",
        "groups:\n  - id: shores\n    name: Shores\n    kind: frontline\n    services:\n      - id: ferry-tickets\n        \
         name: Ferry tickets\n        definition: Selling the way across.\n        tier: core\n        lead_months: 9\n",
    ),
    ("skills.yaml", "skills:\n  - id: rowing\n    name: Rowing\n    family: boats\n"),
    ("technologies.yaml", "technologies:\n  - id: kites\n    name: Kites\n    definition: They pull.\n"),
    ("glossary.yaml", "terms:\n  - id: strath\n    term: Strath\n    text: A wide valley.\n"),
    ("suppliers/oars.yaml", "name: Oars\nidentifiers: [{scheme: XX-REG, id: \"7/3\"}]\n"),
    ("systems/ferry-desk.yaml", "name: Ferry Desk\nsupplier: oars\nservices: [ferry-tickets]\n"),
];

#[test]
fn councils_without_areas_and_with_lists_of_their_own_need_nothing_but_content() -> Result {
    let desk = Desk::new()?;
    desk.init("straths", &[&STRATHS[..], &PUBLISHER].concat())?.expect(0)?;
    let content = desk.path().join("straths/content");
    for path in tree(&content)?.into_keys().filter(|path| path.contains("/example-")) {
        fs::remove_file(content.join(path))?;
    }
    for (file, text) in LISTS {
        fs::write(content.join(file), text)?;
    }
    for (id, name) in [("glen-mor", "Glen Mòr"), ("loch-beag", "Loch Beag")] {
        let text = format!(
            "name: {name}\nidentifiers: [{{scheme: XX-LA, id: {id}-1}}]\nwebsite: https://{id}.example/\nsystems:\n  - system: ferry-desk\n    \
             services: [ferry-tickets]\n    lifecycle: live\n    provenance: declared\n    contract:\n      end: 2027-10\n"
        );
        fs::write(content.join(format!("boroughs/{id}.yaml")), text)?;
    }
    own_codes(&content)?;
    let checked = desk.inside("straths", &["check", "--as-of", AS_OF])?.expect(0)?;
    assert!(is_clean(&checked), "{}{}", checked.stdout, checked.stderr);
    desk.inside("straths", &["build", "--as-of", AS_OF])?.expect(0)?;
    desk.inside("straths", &["verify"])?.expect(0)?;
    let site = Site::read(&desk.path().join("straths/public"))?;
    for (address, page) in &site.pages {
        let words = seen(&page.html).to_lowercase();
        assert!(!words.replace("boroughs/", "").contains("borough"), "{address} says borough");
    }
    assert!(site.page("councils/glen-mor/")?.html.text().contains("Ferry Desk"));
    let service = site.page("services/ferry-tickets/")?.html.text();
    assert!(service.contains("2 of 2 councils") || service.contains("2 councils"), "{service}");
    assert!(site.files.keys().any(|path| path.starts_with("councils/loch-beag/")));
    // Registers and notices of its own, and nothing of anybody else's.
    let supplier = &site.page("suppliers/oars/")?.html;
    let entry =
        supplier.all("a").into_iter().find(|link| link.get("href") == Some("https://roll.example/7%2F3"));
    assert!(entry.is_some() && supplier.text().contains("Roll of Trades"), "{}", supplier.text());
    let opportunities = site.page("opportunities/")?.html.text();
    assert!(opportunities.contains("Call for offers (XX2) 7"), "{opportunities}");
    for (address, page) in &site.pages {
        let text = page.html.text();
        let british = ["Companies House", "Charity", "Tender notice", "Find a Tender", "UK4"];
        assert!(
            address.starts_with("checks/") || !british.iter().any(|word| text.contains(word)),
            "{address}"
        );
    }
    Ok(())
}

/// Registers and notices that no other region has, and records that use them.
fn own_codes(content: &std::path::Path) -> Result {
    let site = fs::read_to_string(content.join("site.yaml"))?;
    let before = site.split_once("\nregisters:").ok_or("registers")?.0;
    let after = site.split_once("\nlicence:").ok_or("a licence")?.1;
    let own = "registers:\n  - {scheme: XX-REG, name: Roll of Trades, url: 'https://roll.example/{id}'}\nnotices:\n  - \
               {type: XX2, name: Call for offers, before_award: true}";
    fs::write(content.join("site.yaml"), format!("{before}\n{own}\nlicence:{after}"))?;
    let glen = content.join("boroughs/glen-mor.yaml");
    let planned = "contracts:\n  - title: New ferries\n    services: [ferry-tickets]\n    stage: tendering\n    start: 2027-10\n    \
                   notices: [{type: XX2, id: '7', url: 'https://offers.example/7'}]\n    provenance: declared\n    \
                   sources: [{title: The call, date: 2026-10-01}]\n";
    fs::write(&glen, fs::read_to_string(&glen)? + planned)?;
    Ok(())
}

#[test]
fn nothing_is_written_over_anything_and_nothing_is_left_behind() -> Result {
    let desk = Desk::new()?;
    fs::create_dir(desk.path().join("full"))?;
    fs::write(desk.path().join("full/notes.txt"), "mine")?;
    fs::write(desk.path().join("file"), "mine")?;
    let before = tree(desk.path())?;
    let flags = [&STRATHS[..], &PUBLISHER].concat();
    let refused = desk.init("full", &flags)?.expect(1)?;
    assert!(refused.stderr.contains("full is not empty: it has notes.txt"), "{}", refused.stderr);
    let refused = desk.init("file", &flags)?.expect(1)?;
    assert!(refused.stderr.contains("file is no folder"), "{}", refused.stderr);
    // A name that the check itself would not let pass.
    let refused = desk.init("wrong", &[&["--region", "33 councils"][..], &PUBLISHER].concat())?.expect(1)?;
    assert!(refused.stderr.contains("CT507") && refused.stderr.contains("nothing was written"));
    assert_eq!(tree(desk.path())?, before);
    assert_eq!(desk.names()?, BTreeSet::<String>::from(["file".to_owned(), "full".to_owned()]));

    // An empty folder stays the folder that somebody stands in; a repository without a file counts as one.
    fs::create_dir_all(desk.path().join("empty/.git"))?;
    desk.init("empty", &flags)?.expect(0)?;
    assert!(desk.path().join("empty/content/site.yaml").exists() && desk.path().join("empty/.git").exists());
    assert!(
        fs::read_dir(desk.path().join("empty"))?
            .flatten()
            .all(|entry| { !entry.file_name().to_string_lossy().starts_with(".citytools") })
    );
    desk.init("empty", &flags)?.expect(1)?;
    desk.init("far/away", &flags)?.expect(0)?;
    Ok(())
}

#[test]
fn all_that_is_missing_or_wrong_is_told_at_once() -> Result {
    let desk = Desk::new()?;
    let missing = desk.init("x", &["--currency", "EUR"])?.expect(2)?;
    for flag in ["--region", "--publisher", "--publisher-url", "--vat-rate"] {
        assert!(missing.stderr.contains(&format!("{flag} is missing")), "{flag}: {}", missing.stderr);
    }
    assert_eq!(missing.stderr.matches("error:").count(), 1);
    let flags = [
        ("region", "Two\nlines"),
        ("one", "{fig:x}"),
        ("path", "systems"),
        ("area", "Not An Id=Name"),
        ("currency", "pounds"),
        ("locale", "English"),
        ("vat-rate", "20"),
        ("publisher-url", "office"),
        ("repository", "ftp://x.example"),
        ("base-url", "x"),
    ];
    let args: Vec<String> = flags.iter().map(|(flag, value)| format!("--{flag}={value}")).collect();
    let wrong = desk.init("x", &args.iter().map(String::as_str).collect::<Vec<_>>())?.expect(2)?;
    for (flag, _) in flags {
        assert!(wrong.stderr.contains(&format!("--{flag}: ")), "{flag}: {}", wrong.stderr);
    }
    assert!(desk.names()?.is_empty());
    Ok(())
}

#[test]
fn authorities_have_an_address_that_nothing_else_has() -> Result {
    let taken: BTreeSet<&str> = citytools::catalogue::TAKEN_PATHS.into_iter().collect();
    let folders: BTreeSet<&str> =
        london().files.keys().filter_map(|path| path.split_once('/')).map(|(folder, _)| folder).collect();
    let open: Vec<_> = folders.difference(&taken).collect();
    assert_eq!(open, [&"boroughs"]);
    Ok(())
}

/// Answers each question on a terminal of its own, and prints what was to be seen there.
const TERMINAL: &str = r"
import os, pty, sys
answers = sys.argv[1].split('|')
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
seen = b''
while True:
    try:
        part = os.read(terminal, 4096)
    except OSError:
        break
    if not part:
        break
    seen += part
    if seen.endswith(b'] ') and answers:
        answer = answers.pop(0)
        os.write(terminal, b'\x04' if answer == 'END' else (answer + '\n').encode())
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
";

/// What a person sees and answers; nothing where there is no Python, whose terminals these are.
fn on_a_terminal(desk: &Desk, answers: &[&str], args: &[&str]) -> Result<Option<Outcome>> {
    let mut command = Command::new("python3");
    command.args(["-c", TERMINAL, &answers.join("|")]).arg(program_file()).args(args);
    match Outcome::of(command.current_dir(desk.path()).env("NO_COLOR", "1")) {
        Err(error)
            if error.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == ErrorKind::NotFound) =>
        {
            left_out("python3 is not installed: no question was answered");
            if std::env::var_os("CI").is_none() { Ok(None) } else { Err(error) }
        }
        outcome => outcome.map(Some),
    }
}

#[test]
fn what_no_flag_says_is_asked_on_a_terminal() -> Result {
    let desk = Desk::new()?;
    let args = ["init", "glen-mor", "--as-of", AS_OF, "--one", "burgh"];
    // Enter for the language, a region's name, "burghs", a path that can't be and one that can; then Enter for all that is left.
    let answers = [&["", "Glen Mòr", "", "systems", "burghs"][..], &[""; 11]].concat();
    let Some(said) = on_a_terminal(&desk, &answers, &args)? else { return Ok(()) };
    let said = said.expect(0)?;
    assert!(said.stdout.contains("[Glen Mor]"), "the folder's name is offered: {}", said.stdout);
    assert!(said.stdout.contains("[burghs]"), "{}", said.stdout);
    assert!(said.stdout.contains("systems/ is the address of something else"), "{}", said.stdout);
    assert!(!said.stdout.contains("one of its authorities"), "a flag answers its question");
    let site = fs::read_to_string(desk.path().join("glen-mor/content/site.yaml"))?;
    let site: Value = serde_yaml::from_str(&site)?;
    assert_eq!(site["region"], "Glen Mòr");
    assert_eq!(site["words"]["one"], "burgh");
    assert_eq!(site["words"]["about"], "This site tells of the burghs of Glen Mòr.");
    assert_eq!(site["vat_rate"], 0.2);
    desk.inside("glen-mor", &["check", "--as-of", AS_OF])?.expect(0)?;

    let args = ["init", "half", "--as-of", AS_OF];
    let Some(said) = on_a_terminal(&desk, &["Half", "END"], &args)? else { return Ok(()) };
    assert!(said.expect(1)?.stdout.contains("nothing was written"));
    assert!(!desk.path().join("half").exists());
    Ok(())
}
