//! What holds for any input: hostile text stays text, and dates mean what they say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::support::{AS_OF, Element, Problem, Region, Result, Site, harbourside};
use citytools::content::records::Date;
use proptest::prelude::*;
use resvg::usvg::roxmltree::Document;

/// Pieces that have broken pages somewhere before.
const PIECES: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</title></head><body onload=alert(1)>",
    "</td></tr></table>",
    "<svg/onload=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' onfocus='alert(1)",
    "javascript:alert(1)",
    "<!--",
    "-->",
    "]]>",
    "<![CDATA[",
    "<?php",
    "&lt;b&gt;",
    "&amp;",
    "&#60;",
    "&",
    "<",
    ">",
    "\"",
    "'",
    "`",
    "{{ 7 * 7 }}",
    "{{ site.title }}",
    "{% raw %}",
    "{% include \"base.html\" %}",
    "{# remark #}",
    "{{<links to={v} />}}",
    "{fig:systems-recorded}",
    "${7*7}",
    "%3Cscript%3E",
    "\\",
    "\\u003c",
    "\n",
    "\t",
    "  ",
    "\u{202e}",
    "\u{200f}",
    "\u{2066}",
    "\u{feff}",
    "\u{0}",
    "\u{1b}[31m",
    "\u{85}",
    "\u{a0}",
    "e\u{301}\u{302}\u{303}",
    "👩‍🚀",
    "漢字",
    "=1+1",
    "../../etc/passwd",
    "Ordinary words",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        2 => any::<char>().prop_filter("a character of text", |c| !c.is_control()).prop_map(String::from),
        // All five may be long, and a figure's rows still have room on its page.
        1 => Just("w".repeat(1000)),
    ];
    proptest::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

/// As a quoted scalar: JSON's strings are YAML's.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The imaginary region with a text in every field that takes plain words.
fn with_words(text: &str) -> Result<Region> {
    let region = Region::harbourside()?;
    let own = quoted(text);
    // The first words stay, so that lists keep their order and letters, and only the text itself is new.
    let after = |word: &str| quoted(&format!("{word} {text}"));
    let replace = |file: &str, key: &str, from: &str, to: &str| {
        region.replace(file, &format!("{key}: {from}\n"), &format!("{key}: {to}\n"))
    };
    replace("systems/plume.yaml", "name", "Plume", &after("Plume"))?;
    region
        .append("systems/plume.yaml", &format!("aliases: [{0}, {0}]\nlicence: {own}\n", after("Plumes")))?;
    replace("suppliers/tern.yaml", "name", "Tern & Daughters <Software>", &after("Tern"))?;
    replace("suppliers/tern.yaml", "legal_name", "Tern & Daughters <Software> Limited", &after("Terns"))?;
    region.append(
        "suppliers/tern.yaml",
        &format!(
            "former_names:\n  - name: {}\nheadquarters: {own}\nparent:\n  name: {own}\nidentifiers:\n  - scheme: {own}\n    id: {own}\n",
            after("Ternish")
        ),
    )?;
    replace("boroughs/mill-and-mere.yaml", "name", "Mill & Mere <on Sea>", &after("Mill"))?;
    region.append(
        "boroughs/mill-and-mere.yaml",
        &format!("official_name: {}\nshort_name: {}\ncontact: {own}\n", after("Mills"), after("Millet")),
    )?;
    replace("boroughs/mill-and-mere.yaml", "title", "Everything with a plug", &after("Plugs"))?;
    replace(
        "boroughs/mill-and-mere.yaml",
        "title",
        "Ledger of Mere",
        &format!("{own}\n      reference: {own}"),
    )?;
    replace("boroughs/mill-and-mere.yaml", "title", "An old page", &after("Page"))?;
    replace("boroughs/mill-and-mere.yaml", "code", "MAM", &own)?;
    replace("contracts/shared-care.yaml", "title", "Care together", &after("Care"))?;
    replace("services.yaml", "name", "Meeting papers", &after("Meeting papers"))?;
    replace("services.yaml", "definition", "Agendas, papers and minutes.", &own)?;
    replace("services.yaml", "name", "Digital plumbing", &after("Plumbing"))?;
    replace("services.yaml", "aliases", "[case files]", &format!("[{}]", after("Cases")))?;
    replace("skills.yaml", "name", "Service design", &after("Service design"))?;
    replace("skills.yaml", "family", "design", &after("design"))?;
    replace("technologies.yaml", "name", "Talking signs", &after("Talking signs"))?;
    replace("technologies.yaml", "definition", "Signs that answer when asked the way.", &own)?;
    replace("frameworks.yaml", "name", "Tide Frame 3", &after("Tide Frame"))?;
    replace("glossary.yaml", "term", "Moorage", &after("Moorage"))?;
    replace("glossary.yaml", "aliases", "[berth fee, quay dues]", &format!("[{}]", after("Berth")))?;
    replace(
        "site.yaml",
        "headline",
        "What Harbourside's towns run, who supplies it, and when it can change",
        &own,
    )?;
    replace("site.yaml", "name", "The Uplands", &after("Uplands"))?;
    replace("site.yaml", "name", "River Wend", &own)?;
    replace("site.yaml", "note", "Made up to show how the site works.", &own)?;
    replace("site.yaml", "name", "Harbour Licence", &after("Licence"))?;
    replace("report/02-reading.md", "title", "How to read this", &after("Reading"))?;
    // What stands at the edge of every page, and at the top of pages of texts.
    for (key, was) in [
        ("title", "\"City Tools: Harbourside\""),
        ("region", "Harbourside"),
        (
            "description",
            "The made-up systems, suppliers and contracts of the four made-up towns of Harbourside.",
        ),
        ("  about", "Harbourside has four towns, and none of them exists."),
        ("  name", "Harbour Office of Things"),
        ("  short", "HOT"),
        ("  acknowledgement", "Contains harbour information"),
    ] {
        replace("site.yaml", key, was, &after("Harbour"))?;
    }
    for (file, key, was) in [
        ("report/01-at-a-glance.md", "title", "The harbour at a glance"),
        (
            "report/01-at-a-glance.md",
            "description",
            "What the four towns of Harbourside run, in one page that nobody should believe.",
        ),
        ("pages/about.md", "title", "About Harbourside"),
        ("pages/about.md", "description", "What this site is, and that it is made up."),
        ("pages/method.md", "title", "Method"),
        ("frameworks.yaml", "reference", "TF3"),
        ("boroughs/mill-and-mere.yaml", "title", "Count of 2025, Mere"),
        ("boroughs/mill-and-mere.yaml", "title", "Plume is coming"),
    ] {
        replace(file, key, was, &after(was.trim_end_matches('.')))?;
    }
    Ok(region)
}

/// An address without what it takes from the title of a contract that has no system: safe letters of other words.
fn steady(address: &str) -> String {
    const CONTRACT: &str = "contracts/mill-and-mere-plugs";
    let is_own = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    match address.split_once(CONTRACT) {
        Some((before, after)) => format!("{before}{CONTRACT}{}", after.trim_start_matches(is_own)),
        None => address.to_owned(),
    }
}

/// The skeleton of a page: every element with its attributes, and the values of those that lead or name something.
pub fn skeleton(html: &Element) -> Vec<String> {
    let describe = |element: &Element| {
        let attributes = element.attributes.iter().map(|(name, value)| match name.as_str() {
            "href" | "src" | "id" | "class" | "role" | "http-equiv" => format!("{name}={}", steady(value)),
            _ => name.clone(),
        });
        format!("{} {}", element.name, attributes.collect::<Vec<_>>().join(" "))
    };
    html.descendants().into_iter().map(describe).collect()
}

fn skeletons(site: &Site) -> BTreeMap<String, Vec<String>> {
    site.pages.iter().map(|(address, page)| (steady(address), skeleton(&page.html))).collect()
}

fn harmless() -> &'static BTreeMap<String, Vec<String>> {
    static SKELETONS: OnceLock<BTreeMap<String, Vec<String>>> = OnceLock::new();
    SKELETONS.get_or_init(|| {
        let site =
            with_words("Ordinary words").and_then(|region| region.site()).expect("a harmless text is fine");
        skeletons(&site)
    })
}

pub fn single_spaces(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub fn is_same(address: &str, own: &[String], wanted: &[String]) {
    let first = own.iter().zip(wanted).find(|(own, wanted)| own != wanted);
    assert!(first.is_none() && own.len() == wanted.len(), "/{address} is another document: {first:?}");
}

/// Whatever is XML can be read as such, and no drawing has anything that the theme's does not draw.
pub fn drawings_stay_drawings(site: &Site) -> Result {
    let is_xml = |path: &str| [".svg", ".xml"].iter().any(|ending| path.ends_with(ending));
    for (path, bytes) in site.files.iter().filter(|(path, _)| is_xml(path)) {
        let read =
            Document::parse(std::str::from_utf8(bytes)?).map_err(|error| format!("{path}: {error}"))?;
        for element in read.descendants().filter(|one| one.is_element() && path.ends_with(".svg")) {
            let name = element.tag_name().name();
            assert!(
                ["svg", "title", "desc", "style", "rect", "text", "g", "path"].contains(&name),
                "{path}: <{name}>"
            );
            assert!(
                !element.attributes().any(|own| own.name().starts_with("on") || own.name() == "href"),
                "{path}: <{name}>"
            );
        }
    }
    Ok(())
}

/// Whether the text was built, and not refused: then every page is the same document as with ordinary words.
pub fn plain_words_stay_words(text: &str) -> Result<bool> {
    let region = with_words(text)?;
    let outcome = region.build()?;
    if outcome.code == Some(1) {
        assert!(outcome.problems().iter().any(|problem| problem.severity == "error"), "{}", outcome.stderr);
        return Ok(false);
    }
    outcome.expect(0)?;
    let site = Site::read(&region.out())?;
    let addresses: BTreeSet<String> = site.pages.keys().map(|address| steady(address)).collect();
    let due: BTreeSet<String> = harmless().keys().cloned().collect();
    let other: Vec<_> = addresses.symmetric_difference(&due).collect();
    assert!(other.is_empty(), "{other:?}");
    for (address, page) in &site.pages {
        is_same(address, &skeleton(&page.html), &harmless()[&steady(address)]);
    }
    drawings_stay_drawings(&site)?;
    let card = &site.files["towns/mill-and-mere/mill-and-mere.svg"];
    let card = Document::parse(std::str::from_utf8(card)?)?;
    let title =
        card.descendants().find(|element| element.has_tag_name("title")).and_then(|title| title.text());
    assert_eq!(title.map(single_spaces), Some(single_spaces(&format!("Mill {text}"))));
    // It is not merely gone: readers see it as it was written.
    let heading = site.page("systems/plume/")?.html.all("h1")[0].text();
    assert_eq!(heading, single_spaces(&format!("Plume {text}")));
    assert_eq!(site.page("")?.html.all("h1")[0].text(), single_spaces(text));
    let (_, names) =
        site.files.iter().find(|(path, _)| path.starts_with("search/names.")).ok_or("there is an index")?;
    let names: serde_json::Value = serde_json::from_slice(names)?;
    let systems = names["groups"].as_array().into_iter().flatten().find(|group| group["id"] == "systems");
    let systems = systems.and_then(|group| group["entries"].as_array()).ok_or("systems can be found")?;
    assert!(systems.iter().any(|system| system["name"] == format!("Plume {text}")), "{systems:?}");
    Ok(true)
}

/// Signs of HTML and of XML.
const SIGNS: &str = "& <b> \"c\" 'd' ]]> &#60; </text>";

/// What a picture says beside the words of records, its number, labels and counts, are a region's own words.
#[test]
fn pictures_say_a_regions_own_words_as_words() -> Result {
    let labels =
        ["Systems on record", "Suppliers of systems in use", "Contracts with an end ahead", "Newest source"];
    let counts = ["{}, of which {} known to be in use", "Recorded for {} of {}: {}"];
    let texts = labels.into_iter().chain(counts).chain(["withheld"]);
    let texts = texts.map(|text| format!("  {}: {}\n", quoted(text), quoted(&format!("{text} {SIGNS}"))));
    let region = Region::harbourside()?;
    region.write("words.yaml", format!("texts:\n{}", texts.collect::<String>()))?;
    let site = region.site()?;
    drawings_stay_drawings(&site)?;
    let said = |path: &str, class: &str| -> Result<String> {
        let drawing = Document::parse(std::str::from_utf8(&site.files[path])?)?;
        let own = drawing.descendants().filter(|one| one.attribute("class") == Some(class));
        Ok(own.filter_map(|one| one.text()).collect::<Vec<_>>().join(" "))
    };
    let card = "towns/mill-and-mere/mill-and-mere.svg";
    assert_eq!(said(card, "label")?.matches(SIGNS).count(), labels.len());
    assert_eq!(said(card, "words")?.matches(SIGNS).count(), counts.len());
    assert_eq!(said("figures/top-5-value/top-5-value.svg", "value")?, format!("withheld {SIGNS}"));
    Ok(())
}

#[test]
fn what_nobody_can_see_is_no_text() -> Result {
    for text in ["", " ", "\n", "\t \n", "\u{a0}", "\u{3000}", "\u{200b}", "\u{202e}\u{2066}", "\u{feff}"] {
        let outcome = with_words(text)?.build()?;
        let told = outcome.problems();
        for key in ["definition", "headline", "note", "name", "scheme", "id"] {
            let message = format!("`{key}` has no value");
            assert!(
                told.iter().any(|problem| problem.code == "CT102" && problem.message == message),
                "{text:?}: {told:?}"
            );
        }
        outcome.expect(1)?;
    }
    Ok(())
}

/// A feed with one is none, and so a site with one was not published, or stood there with what HTML does not know.
#[test]
fn signs_that_no_page_can_show_are_told_in_records_and_in_texts() -> Result {
    for sign in ["\u{1}", "\u{7f}", "\u{fdd0}", "\u{fffe}", "\u{ffff}", "\u{1fffe}", "\u{10ffff}"] {
        let region = Region::harbourside()?;
        let number = u32::from(sign.chars().next().ok_or("a sign")?);
        region.write("suppliers/new.yaml", format!("name: \"Maker \\U{number:08X} of all\"\n"))?;
        let told = region.build()?.expect(1)?.problems();
        let is_told = |problem: &Problem| (problem.code.as_str(), problem.line) == ("CT108", 1);
        assert!(told.iter().any(is_told), "{number:x}: {told:?}");
        region.remove("suppliers/new.yaml")?;
        region.append("report/02-reading.md", &format!("\nSigns {sign}.\n\n&#{number}; and more.\n"))?;
        let told = region.build()?.expect(1)?.problems();
        let told: Vec<_> = told.iter().filter(|problem| problem.code == "CT515").collect();
        let [raw, written] = told[..] else { return Err(format!("{number:x}: {told:?}").into()) };
        assert_eq!((raw.column, written.column, written.line - raw.line), (7, 1, 2), "{number:x}");
        assert!(
            told.iter().all(|problem| problem.file.ends_with("02-reading.md") && !problem.remedy.is_empty())
        );
    }
    Ok(())
}

#[test]
fn a_text_is_as_long_as_its_characters_in_any_script() -> Result {
    for (letter, most) in [("w", 10_000), ("漢", 10_000)] {
        let region = Region::harbourside()?;
        let own = |length: usize| {
            let was = "Signs that answer when asked the way.";
            region.replace("technologies.yaml", was, &letter.repeat(length))
        };
        own(most)?;
        region.check()?.expect(0)?;
        region.replace("technologies.yaml", &letter.repeat(most), &letter.repeat(most + 1))?;
        let told = region.check()?.problems();
        let message = format!("the text has {} characters, and {most} are more than any needs", most + 1);
        assert!(told.iter().any(|problem| problem.message == message), "{told:?}");
    }
    Ok(())
}

/// A region with a text in every name, and a chapter that quotes each figure in each way, with words of the editor's own.
fn with_quotes(text: &str, words: &str) -> Result<Region> {
    let region = with_words(text)?;
    let usual = harbourside();
    let mut chapter = String::from("---\ntitle: Quotes\ndescription: Every figure.\n---\n");
    for row in usual.table("figures")? {
        let id = &row["id"];
        chapter += &format!(
            "\n{{fig:{id} else {words}}} {{fig:{id} sentence else {words}}}\n\n{{fig:{id} table}}\n"
        );
        if usual.page(&format!("figures/{id}/"))?.html.by_id("picture").is_some() {
            chapter += &format!("\n{{fig:{id} chart}}\n");
        }
    }
    let systems: serde_json::Value =
        serde_json::from_slice(&usual.files["api/v1/figures/systems-recorded.json"])?;
    let systems = systems["text"].as_str().ok_or("a number")?;
    chapter += &format!(
        "\n## The {words}\n\nWords {words} and {{fig:systems-recorded target {words}}} of {{fig:systems-recorded is {systems}: {words}}}\n\n"
    );
    chapter += &format!(
        "[{words}](https://a.example/?b='&c=\") `{{fig:`\n\n| {words} | b | c |\n|-|-|-|\n| a | b | {words} |\n"
    );
    region.write("report/09-quotes.md", chapter)?;
    Ok(region)
}

#[test]
fn figures_and_words_stay_words_in_a_chapter_that_quotes_all() -> Result {
    let site = |text: &str, words: &str| -> Result<Site> {
        let region = with_quotes(text, words)?;
        // So many figures on one page are too heavy for readers.
        region.run(["build", "--as-of", AS_OF, "--no-verify"])?.expect(0)?;
        Site::read(&region.out())
    };
    let signs = "<b>&\"'</text><script>alert(1)</script>{{ 7*191 }}";
    let usual = skeletons(&site("Ordinary words", "b text")?);
    // Markdown reads these as the same signs, and finds no HTML.
    let site = site(signs, "&lt;b&gt;&amp;&quot;'&lt;/text&gt;")?;
    for (address, page) in &site.pages {
        is_same(address, &skeleton(&page.html), &usual[&steady(address)]);
    }
    drawings_stay_drawings(&site)?;
    let chapter = site.page("report/quotes/")?.html.text();
    assert!(chapter.contains("Words <b>&\"'</text> and <b>&\"'</text> of <b>&\"'</text>"), "{chapter}");
    assert!(chapter.contains(signs) && !chapter.contains("1337"), "{chapter}");
    Ok(())
}

/// Elements that a paragraph of Markdown may bring.
const MARKDOWN: [&str; 14] =
    ["a", "blockquote", "br", "code", "del", "em", "hr", "li", "ol", "p", "pre", "span", "strong", "ul"];

/// The imaginary region with a text in every field that takes Markdown.
fn with_notes(text: &str) -> Result<Region> {
    let region = Region::harbourside()?;
    let own = quoted(text);
    region.replace("systems/lantern-guard.yaml", "Nobody says who makes it.", &own)?;
    region.replace("contracts/shared-shelves.yaml", "One shelf for three towns; counted once.", &own)?;
    region.replace("glossary.yaml", "What a ship pays for a place at the **quay**.", &own)?;
    region.replace("boroughs/harbour-quay.yaml", "Would share it.", &own)?;
    region.replace("boroughs/harbour-quay.yaml", "The paper **names** the product.", &own)?;
    region.replace(
        "boroughs/mill-and-mere.yaml",
        "    confidence: low\n",
        &format!("    confidence: low\n    notes: {own}\n"),
    )?;
    Ok(region)
}

/// How often each kind of element stands on a page.
fn census(html: &Element) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for element in html.descendants() {
        *counts.entry(element.name.clone()).or_default() += 1;
    }
    counts
}

/// Whether the text was built, and not refused: then it brought nothing but what a paragraph of Markdown may.
pub fn notes_bring_only_what_markdown_may(text: &str) -> Result<bool> {
    let region = with_notes(text)?;
    let outcome = region.build()?;
    if outcome.code == Some(1) {
        return Ok(false);
    }
    outcome.expect(0)?;
    static USUAL: OnceLock<Site> = OnceLock::new();
    let usual = USUAL.get_or_init(|| {
        with_notes("Words").and_then(|region| region.site()).expect("a harmless text is fine")
    });
    for (address, page) in &Site::read(&region.out())?.pages {
        let (own, wanted) = (census(&page.html), census(&usual.page(address)?.html));
        let names: BTreeSet<&String> = own.keys().chain(wanted.keys()).collect();
        for name in names.into_iter().filter(|name| !MARKDOWN.contains(&name.as_str())) {
            assert_eq!(own.get(name), wanted.get(name), "/{address}: <{name}>");
        }
        for element in page.html.descendants() {
            assert!(!element.attributes.keys().any(|name| name.starts_with("on")), "/{address}: {element:?}");
            let href = element.get("href").unwrap_or_default().to_lowercase();
            assert!(!href.starts_with("javascript:") && !href.starts_with("data:"), "/{address}: {href}");
        }
    }
    Ok(true)
}

/// Pieces that mean something in Markdown.
const MARKS: &[&str] = &[
    "# ",
    "\n## Heading\n\n",
    "\n\n",
    "* ",
    "\n- item\n",
    "1. ",
    "> ",
    "    code",
    "```",
    "`",
    "**",
    "_",
    "~~",
    "[words](https://safe.example/)",
    "[words](javascript:alert(1))",
    "[words](data:text/html,x)",
    "[words](//other.example)",
    "[ref][1]\n\n[1]: javascript:alert(1)",
    "<https://safe.example>",
    "<javascript:alert(1)>",
    "![alt](https://x.example/y.png)",
    "| a | b |\n| --- | --- |\n| c | d |\n",
    "Note[^1]\n\n[^1]: the note\n",
    "\n---\n",
    "&lt;",
    "{fig:systems-recorded}",
    "{{ site }}",
    "words",
];

/// Runs a story, and turns what went wrong into the property's own failure.
fn told(story: Result<bool>) -> std::result::Result<(), TestCaseError> {
    story.map(drop).map_err(|error| TestCaseError::fail(error.to_string()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hostile_words_in_any_field_stay_words(text in hostile()) {
        told(plain_words_stay_words(&text))?;
    }

    #[test]
    fn hostile_notes_are_refused_or_harmless(text in hostile()) {
        told(notes_bring_only_what_markdown_may(&text))?;
    }

    #[test]
    fn markdown_in_a_note_stays_within_its_place(pieces in proptest::collection::vec(proptest::sample::select(MARKS), 1..5)) {
        told(notes_bring_only_what_markdown_may(&pieces.concat()))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_date_is_printed_as_it_was_written(year in 1900_u16..=2199, month in 1_u8..=12, day in 1_u8..=31, parts in 1..=3) {
        let text = match parts {
            1 => format!("{year}"),
            2 => format!("{year}-{month:02}"),
            _ => format!("{year}-{month:02}-{day:02}"),
        };
        match text.parse::<Date>() {
            Ok(date) => {
                prop_assert_eq!(date.to_string(), text);
                prop_assert!(date.first_day() <= date.last_day());
                prop_assert_eq!(date.first_day() == date.last_day(), date.has_day());
                // The day after the last is the first of the next year, month or day.
                let next = date.last_day().tomorrow().expect("far from the end of time");
                prop_assert!(parts == 3 || next.day() == 1);
                prop_assert!(parts != 1 || next.month() == 1);
            }
            // Only a day can be missing in the calendar.
            Err(_) => prop_assert!(parts == 3 && day > 28, "{} is refused", text),
        }
    }

    #[test]
    fn what_is_no_date_is_refused_and_never_bent_into_one(text in "[0-9]{0,5}(-[0-9]{0,3}){0,3}|[ -~]{0,12}|\\PC{0,8}") {
        if let Ok(date) = text.parse::<Date>() {
            prop_assert_eq!(date.to_string(), text);
        }
    }
}

#[test]
fn a_date_of_another_century_is_refused_in_any_form() {
    for text in ["1800-01-01", "1800-01", "1800/01/01", "31/12/1899", "0001-01-01", "1 May 1234"] {
        let refused = text.parse::<Date>();
        assert_eq!(refused, Err(format!("`{text}` is not a date")));
    }
}

#[test]
fn a_date_is_guessed_only_where_it_could_be_no_other() {
    let guess = |text: &str| text.parse::<Date>().expect_err("another form").contains("did you mean");
    for text in ["31/03/2027", "31.03.2027", "03/03/2027", "3 April 2027", "April 2027", "2027/4", "2027-4-3"]
    {
        assert!(guess(text), "{text}");
    }
    // The third of April to some, the fourth of March to others.
    for text in ["03/04/2027", "12/11/2027", "31/02/2027", "04/2027", "27"] {
        assert!(!guess(text), "{text}");
    }
}
