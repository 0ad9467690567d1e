//! Hostile texts, our own (`fixtures/hostile/strings.jsonl`) and a list that others keep, in every field of records, in
//! chapters and pages, and through every import. `tests/browser/run hostile` shows what is built of them to a browser.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use resvg::usvg::roxmltree::Document;
use serde_json::{Value, json};

use crate::properties::{notes_bring_only_what_markdown_may, plain_words_stay_words, quoted, single_spaces};
use crate::support::{AS_OF, Region, Result, Site, here, parse, tree, tried};

fn corpus() -> Result<Vec<String>> {
    let lines = fs::read_to_string(here("tests/fixtures/hostile/strings.jsonl"))?;
    let texts = lines.lines().map(|line| Ok(serde_json::from_str::<(String, String)>(line)?.1));
    let mut texts: BTreeSet<String> = texts.collect::<Result<_>>()?;
    // A tenth of those of others, but for `tests/long texts`; a browser sees all of them each time.
    let each = if std::env::var_os("CITYTOOLS_ALL_TEXTS").is_some() { 1 } else { 10 };
    let known = naughty_strings::BLNS.iter().filter(|text| !text.trim().is_empty()).step_by(each);
    assert!(texts.len() > 200 && naughty_strings::BLNS.len() > 400);
    texts.extend(known.map(|text| (*text).to_owned()));
    Ok(texts.into_iter().collect())
}

/// Tries all texts together; where they are refused together, each part of them. Gives how many are refused alone.
fn refused_alone(texts: &[String], story: &dyn Fn(&str) -> Result<bool>) -> Result<usize> {
    match texts {
        [] => Ok(0),
        texts if story(&texts.join(" "))? => Ok(0),
        [_] => Ok(1),
        texts => {
            let (first, second) = texts.split_at(texts.len() / 2);
            Ok(refused_alone(first, story)? + refused_alone(second, story)?)
        }
    }
}

/// The texts that `citytools check` lets through, each in a file of its own.
fn let_through(file: impl Fn(usize, &str) -> (String, String)) -> Result<Vec<String>> {
    let (region, texts) = (Region::harbourside()?, corpus()?);
    let files = texts.iter().enumerate().map(|(at, text)| {
        let (file, record) = file(at, text);
        region.write(&file, record)?;
        Ok(format!("content/{file}"))
    });
    let files: Vec<String> = files.collect::<Result<_>>()?;
    let refused = refused(&region)?;
    let kept = texts.into_iter().zip(&files).filter(|(_, file)| !refused.contains(*file));
    Ok(kept.map(|(text, _)| text).collect())
}

/// The files with something in them that `citytools check` refuses.
fn refused(region: &Region) -> Result<BTreeSet<String>> {
    let told = region.run(["check", "--as-of", AS_OF, "--format", "json"])?;
    let problems =
        told.stdout.lines().map(serde_json::from_str).collect::<std::result::Result<Vec<Value>, _>>()?;
    let errors = problems.iter().filter(|problem| problem["severity"] == "error");
    Ok(errors.filter_map(|problem| problem["file"].as_str().map(str::to_owned)).collect())
}

/// Adds records as an editor would who accepts each of which no problem is told, and looks at the site. Gives how many there are.
fn accepted(region: &Region, records: BTreeMap<String, Vec<u8>>) -> Result<usize> {
    let mut count = records.len();
    for (file, bytes) in records {
        region.write(&file, bytes)?;
    }
    for turn in 0.. {
        let refused = refused(region)?;
        if refused.is_empty() {
            break;
        }
        assert!(turn < 5, "{refused:?}");
        count -= refused.len();
        refused.iter().try_for_each(|file| region.remove(file.trim_start_matches("content/")))?;
    }
    // Hundreds of contracts of one town are more than its page may weigh.
    region.run(["build", "--as-of", AS_OF, "--no-verify"])?.expect(0)?;
    nothing_runs(&Site::read(&region.out())?, &[]);
    Ok(count)
}

/// Tries texts, and says what became of the corpus.
fn all(what: &str, texts: &[String], story: &dyn Fn(&str) -> Result<bool>) -> Result {
    let corpus = corpus()?.len();
    let refused = texts.chunks(32).map(|texts| refused_alone(texts, story)).sum::<Result<usize>>()?;
    let harmless = texts.len() - refused;
    tried(&format!("hostile: {corpus} texts in {what}: {harmless} harmless, the others refused"));
    assert!(harmless > corpus / 3, "{harmless}");
    Ok(())
}

#[test]
fn every_text_stays_words_in_every_field_of_words() -> Result {
    let system =
        |at, text: &str| (format!("systems/x{at}.yaml"), format!("name: {}\n", quoted(&format!("X {text}"))));
    all("every field of words", &let_through(system)?, &plain_words_stay_words)
}

#[test]
fn every_text_is_refused_or_harmless_in_every_note() -> Result {
    let system = |at, text: &str| {
        (format!("systems/x{at}.yaml"), format!("name: X{at}\ndescription: {}\n", quoted(text)))
    };
    all("every note", &let_through(system)?, &notes_bring_only_what_markdown_may)
}

/// Elements that a text of Markdown may bring to a page.
const MARKDOWN: [&str; 31] = [
    "a",
    "blockquote",
    "br",
    "caption",
    "code",
    "del",
    "div",
    "em",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "span",
    "strong",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

fn texts_bring_only_what_markdown_may(text: &str) -> Result<bool> {
    let region = Region::harbourside()?;
    for file in ["report/02-reading.md", "pages/about.md"] {
        region.append(file, &format!("\nWords {text} go on.\n\n{text}\n"))?;
    }
    let title = format!("title: {}\n", quoted(&format!("How to read {text}")));
    region.replace("report/02-reading.md", "title: How to read this\n", &title)?;
    let outcome = region.build()?;
    if outcome.code == Some(1) {
        return Ok(false);
    }
    outcome.expect(0)?;
    nothing_runs(&Site::read(&region.out())?, &["about", "reading"]);
    Ok(true)
}

/// No page has an element, attribute or address of a stranger; those of texts have only what Markdown may bring.
fn nothing_runs(site: &Site, of_texts: &[&str]) {
    for (address, page) in &site.pages {
        for element in page.html.all("main").into_iter().flat_map(|main| main.descendants()) {
            let of_text = of_texts.iter().any(|text| address.contains(text));
            let form =
                ["script", "style", "iframe", "object", "embed", "base", "link", "meta", "math", "template"];
            assert!(!form.contains(&element.name.as_str()), "/{address}: <{}>", element.name);
            if of_text && !MARKDOWN.contains(&element.name.as_str()) {
                assert!(
                    element.has_class("mark")
                        || !["img", "form", "input", "button"].contains(&element.name.as_str())
                );
            }
            for (name, value) in &element.attributes {
                let leads = matches!(name.as_str(), "href" | "src" | "action");
                let scheme =
                    value.trim().split_once(':').map_or(String::new(), |(scheme, _)| scheme.to_lowercase());
                let is_safe = matches!(scheme.as_str(), "" | "http" | "https" | "mailto");
                assert!(!name.starts_with("on") && name != "style", "/{address}: {name}");
                assert!(!leads || is_safe, "/{address}: {name}={value}");
            }
        }
    }
}

#[test]
fn every_text_is_refused_or_harmless_in_chapters_and_pages() -> Result {
    let page = |at, text: &str| {
        let front = format!("---\ntitle: Page {at}\ndescription: The page {at}.\n---\n");
        (format!("pages/x{at}.md"), format!("{front}\nWords {text} go on.\n\n{text}\n"))
    };
    all("chapters and pages", &let_through(page)?, &texts_bring_only_what_markdown_may)
}

/// The file of a release with a text as words of a figure and in a cell.
fn frozen(day: &str, text: &str) -> String {
    let figure =
        json!({"id": "systems-recorded", "title": text, "text": text, "value": 1.0, "sentence": text});
    let table =
        json!({"name": "systems", "columns": ["id", "name", "notes"], "rows": [["plume", text, text]]});
    json!({"schema_version": 1, "date": day, "figures": [figure], "tables": [table]}).to_string()
}

fn releases_keep_their_words(text: &str) -> Result<bool> {
    let region = Region::harbourside()?;
    for day in ["2026-05-31", "2026-08-31"] {
        region.write(&format!("releases/{day}.json"), frozen(day, &format!("{day} {text}")))?;
    }
    let outcome = region.build()?;
    if outcome.code == Some(1) {
        return Ok(false);
    }
    outcome.expect(0)?;
    let site = Site::read(&region.out())?;
    let page = site.page("releases/2026-05-31/")?.html.text();
    assert!(single_spaces(&page).contains(&single_spaces(text)), "{text:?} is gone");
    nothing_runs(&site, &[]);
    feeds_have_lists_of_words(&site, text)?;
    Ok(true)
}

/// What moved stands in the feed as HTML: a list, and nothing else of a stranger's.
fn feeds_have_lists_of_words(site: &Site, text: &str) -> Result {
    let feed = Document::parse(std::str::from_utf8(&site.files["changes/feed.xml"])?)?;
    let contents = feed.descendants().filter(|one| one.has_tag_name("content"));
    let lists: Vec<&str> = contents.filter_map(|one| one.text()).collect();
    assert!(!lists.is_empty(), "nothing moved");
    for list in lists {
        let list = parse(list)?;
        let other = list.descendants().into_iter().find(|one| !["ul", "li"].contains(&one.name.as_str()));
        assert!(other.is_none(), "the feed has {other:?}");
        assert!(list.text().contains(&single_spaces(text)), "{text:?} is gone from the feed");
    }
    Ok(())
}

#[test]
fn every_text_is_refused_or_stays_words_in_releases() -> Result {
    let release = |at: usize, text: &str| {
        let day = format!("{}-{:02}-{:02}", 2000 + at / 300, 1 + at / 25 % 12, 1 + at % 25);
        (format!("releases/{day}.json"), frozen(&day, &format!("{day} {text}")))
    };
    all("figures and cells of a release", &let_through(release)?, &releases_keep_their_words)
}

/// Addresses that lead to no page of the web.
const ELSEWHERE: [&str; 14] = [
    "javascript:alert(1.5)",
    "JavaScript://a.example/%0aalert(1)",
    "data:text/html,a.example",
    "vbscript:a.example",
    "file:///etc/a.example",
    "ftp://a.example/",
    "blob:https://a.example/b",
    "ws://a.example/",
    "mailto:a@b.example",
    "//a.example/b",
    "/a.example",
    "https:a.example",
    "https://a@b.example/",
    "https://localhost/",
];

/// Every address of every record of the region, which has an example of each key, is another at once.
#[test]
fn no_address_of_a_record_leads_elsewhere() -> Result {
    let address = regex::Regex::new(r"https?://(?:\{id\}|[^\s)\],}])+")?;
    let is_of_a_key = |line: &str| !line.trim_start().starts_with('#') && !line.contains("](http");
    for elsewhere in ELSEWHERE {
        let region = Region::harbourside()?;
        let mut due = BTreeSet::new();
        for (file, bytes) in tree(&region.content())?.into_iter().filter(|(file, _)| file.ends_with(".yaml"))
        {
            let text = String::from_utf8(bytes)?;
            let lines = text.lines().enumerate().map(|(at, line)| {
                let found = address.is_match(line) && is_of_a_key(line);
                due.extend(found.then(|| (format!("content/{file}"), at + 1)));
                if found {
                    address.replace_all(line, quoted(elsewhere)).into_owned()
                } else {
                    line.to_owned()
                }
            });
            let text: Vec<String> = lines.collect();
            region.write(&file, text.join("\n") + "\n")?;
        }
        assert!(due.len() > 40, "{}", due.len());
        let told = region.build()?.expect(1)?;
        let problems = told.problems().into_iter().filter(|problem| problem.code == "CT106");
        let told: BTreeSet<_> = problems.map(|problem| (problem.file, problem.line)).collect();
        let lost: Vec<_> = due.symmetric_difference(&told).collect();
        assert!(lost.is_empty(), "{elsewhere}: {lost:?}");
    }
    tried(&format!("hostile: {} addresses in each key that takes one", ELSEWHERE.len()));
    Ok(())
}

/// A text without what no reader sees and without spaces at its edges, as imports take it.
fn plain(text: &str) -> String {
    single_spaces(&text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect::<String>())
}

#[test]
fn notices_are_proposed_with_their_own_words_or_none() -> Result {
    let texts = corpus()?;
    let region = Region::harbourside()?;
    let releases: Vec<Value> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| {
            json!({
                "ocid": format!("ocds-h6vhtk-{at:06}"), "id": format!("{at:06}-2026"), "date": "2026-01-10T09:00:00Z", "tag": ["award"],
                "buyer": {"name": "Harbour Quay"},
                "tender": {"title": format!("Web form {at} {text}"), "description": text, "status": "complete",
                    "classification": {"scheme": "CPV", "id": "48000000"}},
                "awards": [{"id": "1", "title": text, "status": "active",
                    "suppliers": [{"name": format!("Gull {text}"), "id": format!("GB-COH-{text}")}],
                    "contractPeriod": {"startDate": "2026-01-01", "endDate": "2027-12-31"}}],
                "contracts": [{"id": text, "awardID": "1", "title": text, "status": "active"}],
                "language": text, "initiationType": text
            })
        })
        .collect();
    fs::write(region.root().join("notices.json"), json!({"releases": releases}).to_string())?;
    let records = tree(&region.content())?;
    let said = region.run(["import", "ocds", "--as-of", AS_OF, "notices.json"])?;
    assert!(matches!(said.code, Some(0 | 1)), "{}", said.stderr);
    assert!(
        !said.stderr.contains('\u{1b}') && !said.stdout.contains('\u{1b}'),
        "the terminal is told what to do"
    );
    assert_eq!(tree(&region.content())?, records, "a record was touched");
    let review = fs::read_to_string(region.root().join("review/ocds.yaml"))?;
    assert!(!review.contains('\u{1b}') && !review.contains('\0'));
    let (mut proposed, mut records) = (0, BTreeMap::new());
    for document in review.split("\n---\n").skip(1) {
        let value: Value = serde_yaml::from_str(document)?;
        let keys: Vec<&String> = value.as_object().ok_or("a document of keys")?.keys().collect();
        assert_eq!(keys, ["contracts"]);
        for contract in value["contracts"].as_array().ok_or("contracts")? {
            let title =
                contract["title"].as_str().ok_or_else(|| format!("a title is no text: {contract}"))?;
            let own = texts.iter().enumerate().any(|(at, text)| {
                let due = plain(&format!("Web form {at} {text}"));
                // What must not be published is left out, and what is too long is cut.
                plain(title) == due || title.contains('…') && title.starts_with(&format!("Web form {at}"))
            });
            assert!(own, "{title:?} is nobody's title");
            for key in contract.as_object().ok_or("keys")?.keys() {
                assert!(key.bytes().all(|c| c.is_ascii_lowercase() || c == b'_'), "{key}");
            }
            let mut record = contract.clone();
            record["boroughs"] = json!(["harbour-quay", "northpoint"]);
            records.insert(format!("contracts/x{proposed}.yaml"), record.to_string().into_bytes());
            proposed += 1;
        }
    }
    let built = accepted(&region, records)?;
    tried(&format!("hostile: {} notices, {proposed} proposed, {built} built", texts.len()));
    assert!(proposed > texts.len() * 3 / 4 && built > proposed / 2, "{proposed} {built}");
    Ok(())
}

/// The sheet of an authority: its heading and rows.
fn sheet() -> Result<Vec<Vec<String>>> {
    let region = Region::harbourside()?;
    region.run(["export", "survey", "harbour-quay", "--as-of", AS_OF, "--out", "sheet.csv"])?.expect(0)?;
    let file = region.root().join("sheet.csv");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(file)?;
    let rows = reader.records().map(|row| Ok(row?.iter().map(str::to_owned).collect()));
    rows.collect()
}

/// Whether a sheet with texts in its notes was taken over, and not refused: then the record has each as its system's notes.
fn taken_over(rows: &[Vec<String>], texts: &[String]) -> Result<bool> {
    let mut rows = rows.to_vec();
    let column = |name| rows[0].iter().position(|own| own == name).ok_or("a column");
    let (notes, system) = (column("notes")?, column("system")?);
    let mut due = Vec::new();
    let mut systems = BTreeSet::<String>::new();
    for row in rows.iter_mut().skip(1) {
        if due.len() < texts.len() && systems.insert(row[system].clone()) {
            row[notes] = format!("Words {}", texts[due.len()]);
            due.push(plain(&row[notes]));
        }
    }
    assert_eq!(due.len(), texts.len(), "a row for each text");
    let region = Region::harbourside()?;
    let mut writer = csv::WriterBuilder::new().flexible(true).from_path(region.root().join("sheet.csv"))?;
    rows.iter().try_for_each(|row| writer.write_record(row))?;
    writer.flush()?;
    let before = tree(&region.content())?;
    let said = region.run(["import", "survey", "--as-of", AS_OF, "sheet.csv"])?;
    assert!(!said.stderr.contains('\u{1b}') && !said.stdout.contains('\u{1b}'), "{texts:?}");
    if said.code == Some(1) {
        assert_eq!(tree(&region.content())?, before, "{texts:?} were refused and written");
        return Ok(false);
    }
    said.expect(0)?;
    let record: Value = serde_yaml::from_str(&region.read("boroughs/harbour-quay.yaml")?)?;
    let systems = record["systems"].as_array().ok_or("systems")?;
    let told: Vec<String> = systems.iter().filter_map(|system| system["notes"].as_str()).map(plain).collect();
    let lost: Vec<&String> = due.iter().filter(|due| !told.contains(due)).collect();
    assert!(lost.is_empty(), "{lost:?} are lost: {told:?}");
    if refused(&region)?.is_empty() {
        nothing_runs(&region.site()?, &[]);
    }
    Ok(true)
}

/// As many systems as the authority has at least.
const ROWS: usize = 5;

#[test]
fn sheets_are_taken_over_with_their_own_words_or_refused() -> Result {
    let (texts, rows) = (corpus()?, sheet()?);
    let mut refused = 0;
    for texts in texts.chunks(ROWS) {
        if !taken_over(&rows, texts)? {
            for text in texts {
                refused += usize::from(!taken_over(&rows, std::slice::from_ref(text))?);
            }
        }
    }
    tried(&format!("hostile: {} cells, {refused} refused, the others taken over word for word", texts.len()));
    assert!(refused < texts.len() / 2, "{refused}");
    Ok(())
}

/// Each text in each column: it is told at its place and nothing is written, or the record says it, and a sheet that goes out
/// again has it in the same cell.
#[test]
fn every_column_of_a_sheet_takes_each_text_over_or_tells_of_it() -> Result {
    let (texts, rows) = (corpus()?, sheet()?);
    let (heading, count) = (&rows[0], rows.len() - 1);
    let (mut told, mut taken, mut built) = (0, 0, 0);
    for (column, name) in heading.iter().enumerate() {
        // Each column has its part of the texts, and over the columns all of them come.
        let chunks = texts.chunks(count).collect::<Vec<_>>();
        for chunk in chunks.iter().skip(column % 5).step_by(5) {
            let mut rows = rows.clone();
            for (row, text) in rows.iter_mut().skip(1).zip(*chunk) {
                row[column].clone_from(text);
            }
            let region = Region::harbourside()?;
            let write = || -> Result {
                let mut writer = csv::Writer::from_path(region.root().join("sheet.csv"))?;
                rows.iter().try_for_each(|row| writer.write_record(row))?;
                Ok(writer.flush()?)
            };
            write()?;
            let before = tree(&region.content())?;
            let said = region.run(["import", "survey", "--as-of", AS_OF, "sheet.csv"])?;
            let words = format!("{}{}", said.stdout, said.stderr);
            let is_odd = |sign: char| sign.is_control() && !matches!(sign, '\n' | '\t');
            assert!(!words.contains(is_odd), "{name}: {words:?}");
            if said.code == Some(1) {
                assert_eq!(tree(&region.content())?, before, "{name}: refused and written");
                assert!(said.stderr.contains("--> sheet.csv"), "{name}: {}", said.stderr);
                told += chunk.len();
                continue;
            }
            said.expect(0)?;
            // What a record says then is right by itself, or told of by the check of the records.
            let build = region.build()?;
            assert!(matches!(build.code, Some(0 | 1)), "{name}: {}", build.stderr);
            if build.code == Some(0) {
                nothing_runs(&Site::read(&region.out())?, &[]);
                built += chunk.len();
            }
            taken += chunk.len();
        }
    }
    tried(&format!(
        "hostile: {} columns of a sheet: {told} texts told, {taken} taken over, {built} built",
        heading.len()
    ));
    assert!(told > texts.len() && taken > 0 && built > 0, "{told} {taken} {built}");
    Ok(())
}

/// The tables of a folder, each with all texts in one column: what is written is what people may write, and no other file
/// comes into being.
#[test]
fn every_column_of_a_folder_of_tables_is_written_as_words_or_told() -> Result {
    const TABLES: [(&str, &str); 3] = [
        (
            "suppliers.csv",
            "id,name,legal_name,former_names,parent,companies_house,size,website,hq,source_url,source_title",
        ),
        (
            "systems.csv",
            "id,name,aliases,supplier_id,services,licence,repository,website,description,source_url",
        ),
        ("technologies.csv", "id,name,definition"),
    ];
    let texts = corpus()?;
    let (mut tried_columns, mut built) = (0, 0);
    for (table, heading) in TABLES {
        let columns = heading.split(',').count();
        for column in 0..columns {
            let region = Region::harbourside()?;
            let folder = region.root().join("tables");
            fs::create_dir(&folder)?;
            let mut writer = csv::Writer::from_path(folder.join(table))?;
            writer.write_record(heading.split(','))?;
            for (at, text) in texts.iter().enumerate() {
                let cell = |of: usize| match of {
                    of if of == column => text.clone(),
                    0 => format!("x{at}"),
                    1 => format!("Name {at}"),
                    _ => String::new(),
                };
                writer.write_record((0..columns).map(cell))?;
            }
            writer.flush()?;
            let beside = tree(region.root())?.len();
            let new = region.root().join("new");
            fs::create_dir(&new)?;
            let said =
                region.run(["import", "survey", "tables", "--content", "new", "--proposals", "proposals"])?;
            assert!(matches!(said.code, Some(0 | 1 | 3)), "{table} {column}: {}", said.stderr);
            let words = format!("{}{}", said.stdout, said.stderr);
            assert!(!words.contains('\u{1b}') && !words.contains('\0'), "{table} {column}: {words:?}");
            let written = tree(&new)?;
            assert_eq!(
                tree(region.root())?.len(),
                beside + written.len(),
                "{table} {column}: a file elsewhere"
            );
            for (file, bytes) in &written {
                let name = file.rsplit('/').next().unwrap_or_default().trim_end_matches(".yaml");
                assert!(
                    name.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-'),
                    "{file}"
                );
                let value: Value = serde_yaml::from_str(std::str::from_utf8(bytes)?)
                    .map_err(|error| format!("{table} {column}, {file}: {error}"))?;
                for key in value.as_object().ok_or("keys")?.keys() {
                    assert!(key.bytes().all(|c| c.is_ascii_lowercase() || c == b'_'), "{file}: {key}");
                }
            }
            let own = written.into_iter().filter(|(file, _)| file.contains('/'));
            built += accepted(&Region::harbourside()?, own.collect())?;
            tried_columns += 1;
        }
    }
    tried(&format!(
        "hostile: {} texts in each of {tried_columns} columns of tables; {built} records built",
        texts.len()
    ));
    assert!(built > texts.len(), "{built}");
    Ok(())
}
